"""The files of the project hold for every machine: no path of one, no registry address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = {
    "",
    ".bib",
    ".cff",
    ".css",
    ".csv",
    ".in",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".svg",
    ".toml",
    ".yaml",
    ".yml",
}
SKIPPED = {".git", ".venv", "_build", "build", "dist", "results", "__pycache__"}
PLACES = re.compile(r"(?<![\w.])(?:/home/\w+|/root/|/Users/\w+|[A-Z]:\\Users)")
REGISTRIES = re.compile(r"https?://(?:[\w-]+\.)*(?:pypi\.org|pythonhosted\.org|anaconda\.org)/\S*")


def texts() -> list[Path]:
    """The text files of the project that people or tools wrote by hand."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and path.suffix in SUFFIXES
        and not any(
            part in SKIPPED or part.endswith(("_cache", ".egg-info", ".hypothesis"))
            for part in path.relative_to(ROOT).parts
        )
    ]


@pytest.mark.parametrize("pattern", [PLACES, REGISTRIES], ids=["places", "registries"])
def test_no_address_that_holds_for_one_machine_only(pattern: re.Pattern[str]) -> None:
    paths = texts()
    assert len(paths) > 10
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in paths
        if path != Path(__file__).resolve()
        for hit in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_one_version() -> None:
    written = (ROOT / "src" / "intensity" / "version.py").read_text(encoding="utf-8")
    version = re.search(r'__version__ = "([^"]+)"', written)
    assert version is not None
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version.group(1)}\n" in cited
