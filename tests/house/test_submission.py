"""Files that journals and archives ask for: valid, in step, naming only what there is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from intensity.evidence.stages import STAGES
from intensity.report.gallery import FORMATS, TABLES
from intensity.version import __version__

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "reproduce.sh"
CODECHECK = yaml.safe_load((ROOT / "codecheck.yml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
ZENODO = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
CHECKERS = ("codechecker", "summary", "repository", "check_time", "certificate", "report")


def recorded_tables() -> set[str]:
    """Names of the tables that the shipped stages have."""
    parts = (ROOT / "data" / "reference" / "results").glob("*/part.json")
    return {
        name
        for part in parts
        for name in json.loads(part.read_text(encoding="utf-8"))["about"]["tables"]
    }


def is_made(file: str) -> bool:
    """Whether a file is there, or is one that a command of the project makes."""
    if (ROOT / file).is_file() or file == "results/results.json":
        return True
    if made := re.fullmatch(r"results/figures/(\w+)-(en|zh)\.(\w+)", file):
        return made[1] in TABLES and made[3] in FORMATS
    if made := re.fullmatch(r"results/tables/(\w+)\.parquet", file):
        return made[1] in recorded_tables()
    if made := re.fullmatch(r"book/_build/html/(\w+)/(\w+)\.html", file):
        toc = (ROOT / "book" / made[1] / "_toc.yml").read_text(encoding="utf-8")
        return bool(re.search(rf"\b{made[2]}$", toc, flags=re.MULTILINE))
    if made := re.fullmatch(r"book/_build/pdf/intensity-(\w+)\.pdf", file):
        return (ROOT / "book" / made[1] / "_config.yml").is_file()
    return False


def test_manifest_names_files_that_a_command_makes() -> None:
    """A manifest with a file that nothing makes would send a checker on a search."""
    files = [entry["file"] for entry in CODECHECK["manifest"]]
    assert len(files) == len(set(files)) > 5
    assert [file for file in files if not is_made(file)] == []
    assert all(entry["comment"] for entry in CODECHECK["manifest"])


def test_an_unknown_file_would_be_noticed() -> None:
    """The check above must be able to fail."""
    for file in ("results/figures/figure9-en.svg", "results/tables/no.parquet", "no.csv"):
        assert not is_made(file)


def test_fields_of_the_checker_are_empty() -> None:
    """Filled by anybody but a checker they would claim a check that nobody made."""
    assert {name: CODECHECK[name] for name in CHECKERS} == dict.fromkeys(CHECKERS)


def test_citation_has_what_its_format_requires() -> None:
    """A file that tools cannot read is not shown by any of them."""
    assert {"cff-version", "message", "title", "authors", "version"} <= set(CITATION)
    assert CITATION["type"] in ("software", "dataset")
    for entry in (CITATION, *CITATION["references"]):
        assert entry["title"]
        for author in entry["authors"]:
            assert author.get("name") or author.get("family-names")
    assert all(entry["type"] for entry in CITATION["references"])


def test_archive_and_citation_say_the_same() -> None:
    """Two sets of metadata drift apart unless something compares them."""
    assert ZENODO["title"] == CITATION["title"]
    assert ZENODO["keywords"] == CITATION["keywords"]
    assert ZENODO["license"] == CITATION["license"]
    assert [who["name"] for who in ZENODO["creators"]] == [a["name"] for a in CITATION["authors"]]
    same = " ".join(CITATION["abstract"].split())
    assert ZENODO["description"] == same


def test_one_version_everywhere() -> None:
    """A release that changes only some of them."""
    assert {str(CITATION["version"]), ZENODO["version"]} == {__version__}


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run reproduce.sh."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on the PATH")
    return subprocess.run(
        [bash, SCRIPT, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_script_explains_itself() -> None:
    """--help must answer without starting anything."""
    answer = script("--help")
    assert answer.returncode == 0, answer.stderr
    assert all(option in answer.stdout for option in ("--quick", "--anew", "--help"))


@pytest.mark.parametrize("arguments", [("--quik",), ("--quick", "--anew")])
def test_a_wrong_option_is_one_line(arguments: tuple[str, ...]) -> None:
    """A misspelt option must not start the long way."""
    answer = script(*arguments)
    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1


def test_the_script_stops_at_the_first_fault_and_calls_targets_that_exist() -> None:
    """A step that fails unnoticed, or a target that was renamed."""
    text = SCRIPT.read_text(encoding="utf-8")
    assert SCRIPT.stat().st_mode & 0o111
    assert "set -euo pipefail" in text
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = set(re.findall(r"\bmake ([a-z-]+)(?=$|;)", text, flags=re.MULTILINE))
    assert called
    assert all(re.search(rf"(?m)^{target}:", makefile) for target in called)


def test_stages_ship_what_the_manifest_counts_on() -> None:
    """Every stage of the evidence is shipped, or the manifest's tables would not be there."""
    folders = {p.parent.name for p in (ROOT / "data/reference/results").glob("*/part.json")}
    assert folders <= {stage.name for stage in STAGES}


def as_record() -> dict[str, Any]:
    """The recorded times."""
    return json.loads((ROOT / "data" / "reference" / "times.json").read_text(encoding="utf-8"))


def test_recorded_times_are_of_the_commands_of_today() -> None:
    """Times of a command that has changed; `python3 .ci/times.py full --write` renews them."""
    source = (ROOT / ".ci" / "times.py").read_text(encoding="utf-8")
    for step in as_record()["steps"]:
        assert f'"{step["name"]}": "{step["command"]}"' in source
        assert step["seconds"] > 0


def test_the_path_of_ten_minutes_took_at_most_ten() -> None:
    """A path that has grown longer than it says."""
    record = as_record()
    assert record["limit"] == 600
    assert sum(step["seconds"] for step in record["steps"] if step["path"]) <= record["limit"]
