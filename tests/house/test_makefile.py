"""`make` alone says what there is; each target says what it does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
MAKE = shutil.which("make")
needs_make = pytest.mark.skipif(MAKE is None, reason="no make on the PATH")


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make with nothing but a PATH, and the variables given."""
    assert MAKE is not None
    return subprocess.run(
        [MAKE, *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def targets() -> list[str]:
    """The targets meant for people: all that are phony, but for the one that forces others."""
    words = re.search(r"(?m)^\.PHONY: (.+)$", MAKEFILE)
    assert words is not None
    return [word for word in words.group(1).split() if word != "FORCE"]


def test_every_target_says_what_it_does() -> None:
    for target in targets():
        assert re.search(rf"(?m)^{target}:.*## \S+", MAKEFILE), f"{target} has no `## ` comment"


@needs_make
def test_make_alone_lists_the_targets() -> None:
    answer = run()
    assert answer.returncode == 0, answer.stderr
    listed = [line.split()[0] for line in answer.stdout.splitlines() if line.startswith("  ")]
    assert listed == targets()


def test_readme_names_only_targets_that_exist() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, flags=re.MULTILINE))
        assert named
        assert named <= set(targets()), page


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with just what `make setup` looks at before it looks for a Python."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "src" / "intensity").mkdir(parents=True)
    for name in ("requirements.lock", "pyproject.toml", "src/intensity/version.py"):
        (tmp_path / name).touch()
    return tmp_path


@needs_make
def test_one_line_when_there_is_no_python(bare: Path) -> None:
    answer = run("setup", f"PYTHON={bare / 'no-python'}", cwd=bare)
    assert answer.returncode == 2
    assert "No Python 3.11, 3.12 or 3.13 found" in answer.stderr.splitlines()[0]
    assert not (bare / ".venv").exists()


@needs_make
def test_one_line_when_python_cannot_make_environments(bare: Path) -> None:
    """A Python without ensurepip, as Debian's is before python3-venv is installed."""
    python = bare / "python"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
    )
    python.chmod(0o755)
    answer = run("setup", f"PYTHON={python}", cwd=bare)
    assert answer.returncode == 2
    assert "install its venv module" in answer.stderr.splitlines()[0]
    assert not (bare / ".venv").exists()
