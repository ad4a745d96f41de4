"""Processes of their own, for what must not be measured in this one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import intensity
from intensity.model.errors import InputError

FIRST = "import intensity as it; it.simulate(it.City.default(), intensity=.8)"


def child(task: str, cities: int, workers: int) -> dict[str, Any]:
    """Run a task of ``child.py`` and return what it measured."""
    script = str(Path(__file__).with_name("child.py"))
    return dict(json.loads(_python(script, task, str(cities), str(workers)).splitlines()[-1]))


def first_simulation(folder: Path | None) -> float:
    """Wall seconds from starting Python to the end of one simulation.

    `folder` keeps the compiled code; None: where it is kept anyway.
    """
    began = time.perf_counter()
    _python("-c", FIRST, folder=folder)
    return time.perf_counter() - began


@contextmanager
def cache() -> Iterator[Path]:
    """A folder for compiled code, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def empty(folder: Path) -> None:
    """Remove all that is in a folder."""
    for path in folder.iterdir():
        shutil.rmtree(path)


def _python(*arguments: str, folder: Path | None = None) -> str:
    environment = dict(os.environ)
    own = str(Path(intensity.__file__).parents[1])  # the same package, installed or not
    environment["PYTHONPATH"] = os.pathsep.join(
        [own, *filter(None, [environment.get("PYTHONPATH")])]
    )
    if folder is not None:
        environment["INTENSITY_CACHE"] = str(folder)
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment
    )
    if done.returncode:
        raise InputError(f"bench: {arguments[0]}: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout
