"""What README.md tells a reader to run, runs as printed."""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from intensity.report import paradox

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = ".venv/bin/intensity "
LONGEST = 12  # lines: what is promised as ten lines must not grow into a manual


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, as they stand."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """The lines of README.md that call the program."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line.removeprefix(PROGRAM) for line in lines if line.startswith(PROGRAM)]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run this Python in `folder`, with the package found where the tests find it."""
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_the_python_example_runs_as_printed(tmp_path: Path) -> None:
    (example,) = blocks("python")
    assert len([line for line in example.splitlines() if line.strip()]) <= LONGEST
    answer = run("-c", example, folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert not answer.stderr
    assert "nan" not in answer.stdout
    words = ("intensity 0.2: score", "intensity 1.0: score", "fate_low", "unresolved")
    assert all(word in answer.stdout for word in words), answer.stdout


def test_the_figure_is_that_of_the_shipped_results() -> None:
    """A figure left behind when results were renewed; its numbers stand in its description."""
    shipped = ROOT / "data" / "reference"
    panel, default = (
        pd.read_parquet(shipped / "results" / "sweep" / f"{name}.parquet")
        for name in ("panel", "default")
    )
    drawn = (shipped / "paradox.svg").read_text(encoding="utf-8")
    assert html.escape(paradox.ALT(panel, default), quote=False) in drawn


def test_there_are_commands_to_try() -> None:
    assert {command.split()[0] for command in commands()} == {"simulate", "run", "info"}


@pytest.mark.parametrize("command", commands())
def test_a_command_runs_as_printed(command: str, tmp_path: Path) -> None:
    answer = run("-m", "intensity.cli", *shlex.split(command), folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip()


def test_places_named_in_the_readme_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    made = {"results/", "book/_build/html"}
    shown = set(re.findall(r"`((?:data|src|book|tests)/[^`\s]*)`", README)) - made
    missing = [place for place in (*links, *shown) if not (ROOT / place).exists()]
    assert links
    assert shown
    assert not missing
