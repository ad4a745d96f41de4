"""``python -m tests.faults.scenes NAME``: the faults of one kind, each tried for real.

A scene is a process of its own, as it forks; it prints one JSON line per outcome. ``--times``
multiplies the trials.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.faults.stores import Outcome

ROOT = Path(__file__).resolve().parents[2]
MOUNTS = ("disks",)  # scenes that need mounts of their own


def kills(folder: Path, times: int) -> Iterator[Outcome]:
    """At random moments, and at each call to the disk."""
    from tests.faults import kills as own

    yield own.random_moments(folder / "kill", 20 * times)
    yield own.random_moments(folder / "term", 5 * times, signal.SIGTERM)
    yield own.each_call(folder / "each")


def failures(folder: Path, times: int) -> Iterator[Outcome]:
    """Calls that fail."""
    from tests.faults import kills as own

    yield own.each_call_fails(folder / "fails")
    yield own.small_files(folder / "limit", 8 * times)


def disks(folder: Path, times: int) -> Iterator[Outcome]:
    """Full, or read-only."""
    from tests.faults import disks as own

    yield own.full(folder / "full", 8 * times)
    yield own.read_only(folder / "read-only")


def company(folder: Path, times: int) -> Iterator[Outcome]:
    """Clocks, threads, other processes."""
    from tests.faults import company as own

    yield own.clocks(folder / "clocks")
    yield own.threads(folder / "threads")
    yield own.two(folder / "two", 5 * times)
    yield own.two_unlocked(folder / "unlocked", 5 * times)


def cluster(folder: Path, times: int) -> Iterator[Outcome]:
    """Processes of a Dask cluster that are killed."""
    from tests.faults import cluster as own

    yield from own.killed(folder)


def commands(folder: Path, times: int) -> Iterator[Outcome]:
    """Wrong words on the command line."""
    from tests.faults import fuzz as own

    yield own.forked(folder / "forked", 60 * times, seed=5)


SCENES: dict[str, Callable[[Path, int], Iterator[Outcome]]] = {
    scene.__name__: scene for scene in (kills, failures, disks, company, cluster, commands)
}


def play(name: str, folder: Path, times: int = 1, before: Sequence[str] = ()) -> list[Outcome]:
    """Play a scene in a process of its own.

    Parameters
    ----------
    name : str
        One of `SCENES`.
    folder : Path
    times : int
        Multiplies the trials.
    before : sequence of str
        Words before the command, such as those of `tests.faults.disks.namespace`.
    """
    words = [sys.executable, "-m", "tests.faults.scenes", name]
    done = subprocess.run(
        [*before, *words, "--folder", str(folder), "--times", str(times)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=900,
    )
    return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="scenes", description=__doc__)
    parser.add_argument("name", choices=SCENES)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args()
    from tests.faults import forks

    forks.warm()
    with tempfile.TemporaryDirectory() as spare:
        for outcome in SCENES[given.name](given.folder or Path(spare), given.times):
            print(json.dumps(asdict(outcome)), flush=True)


if __name__ == "__main__":
    main()
