"""Other clocks, other numbers of threads, other processes on the same store."""

from __future__ import annotations

import errno
import json
import os
import random
import time
from pathlib import Path

from intensity.experiment import lock
from tests.faults import forks
from tests.faults.stores import Outcome, Place, undisturbed

UNITS = 24
YEARS = (1.0, 0.0, 4.0e9)  # s since 1970: the beginning of time, and past the year 2096


def clocks(folder: Path) -> Outcome:
    """The clock is set back or far ahead between runs, or stands still; file times are changed."""
    outcome = Outcome(
        "clock set back",
        "a run is killed, all file times are set to 1970 or 2096, and the run goes on under a "
        "clock that is years off or stands still",
    )
    wanted = undisturbed(folder, UNITS)
    for n, year in enumerate(YEARS):
        place = Place(folder / f"clock-{n}", UNITS)
        forks.kill(_after(place, UNITS // 3))
        for file in place.path.rglob("*"):
            os.utime(file, (year, year))
        before = place.units()

        def back(year: float = year) -> None:
            time.time = lambda: year
            stamp, local = time.strftime, time.localtime(year)
            time.strftime = lambda form, at=None: stamp(form, at or local)

        end = place.run(before=back)
        trouble = f"code {end.code}: {end.said}" if end.code else place.lost(before, wanted)
        runs = json.loads((place.path / "manifest.json").read_text())["runs"]
        if len(runs) != 2 or runs[1]["units"] != UNITS - len(before):
            trouble = trouble or f"manifest.json: {len(runs)} runs"
        outcome.count(trouble or place.differs(wanted))
    # a clock that stands still: runs that begin in the same second are told apart
    place = Place(folder / "still", UNITS)
    for _ in range(2):
        forks.kill(_after(place, len(place.units()) + 2, still=True))
    end = place.run(before=_still)
    runs = json.loads((place.path / "manifest.json").read_text())["runs"]
    trouble = "" if len(runs) == 3 else f"manifest.json: {len(runs)} of 3 runs"
    outcome.count(trouble or place.differs(wanted))
    return outcome


def _still() -> None:
    stamp, now = time.strftime, time.localtime(1.0e9)
    time.strftime = lambda form, at=None: stamp(form, now)


def _after(place: Place, units: int, still: bool = False) -> forks.Child:
    """A run that has written so many units."""
    child = place.start("--workers", 1, before=_still if still else None)
    until = time.monotonic() + forks.LONGEST
    while len(list(place.path.glob("units/*/*.parquet"))) < units:
        if time.monotonic() > until:
            raise RuntimeError("no units: it hung")
        time.sleep(0.002)
    return child


def threads(folder: Path) -> Outcome:
    """1, 2, 3, 4 and 16 threads."""
    outcome = Outcome("other numbers of threads", "1, 2, 3, 4 and 16 threads")
    wanted = undisturbed(folder, UNITS)
    for workers in (1, 2, 3, 4, 16):
        place = Place(folder / f"threads-{workers}", UNITS)
        outcome.count(place.trouble(wanted, "--workers", workers))
    return outcome


def two(folder: Path, times: int) -> Outcome:
    """Two processes begin at nearly the same moment; one or the other may be refused."""
    outcome = Outcome(
        "two processes on one store", "the second begins up to 0.2 s later; the first holds a lock"
    )
    rng, wanted = random.Random(7), undisturbed(folder, UNITS)
    for n in range(times):
        place = Place(folder / f"two-{n}", UNITS)
        children = [place.start("--workers", 1)]
        time.sleep(rng.uniform(0.0, 0.2))
        children.append(place.start("--workers", 1))
        ends = [forks.wait(child) for child in children]
        wrong = [end for end in ends if end.code != 0 and not end.refused]
        trouble = f"code {wrong[0].code}: {wrong[0].said}" if wrong else ""
        if all(end.code for end in ends):
            trouble = trouble or "both were refused"
        refused = any(end.refused for end in ends)
        outcome.count(trouble or place.trouble(wanted), refused=refused)
    return outcome


def two_unlocked(folder: Path, times: int) -> Outcome:
    """The same where the file system knows no locks: both write."""
    outcome = Outcome(
        "two processes, no locks",
        "the same on a file system that knows no locks, so that both write at once",
    )
    rng, wanted = random.Random(8), undisturbed(folder, UNITS)

    def unlocked() -> None:
        def flock(*_: object) -> None:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        assert lock.fcntl is not None
        lock.fcntl.flock = flock  # type: ignore[attr-defined]

    for n in range(times):
        place = Place(folder / f"unlocked-{n}", UNITS)
        children = [place.start("--workers", 2, before=unlocked)]
        time.sleep(rng.uniform(0.0, 0.3))
        children.append(place.start("--workers", 2, before=unlocked))
        ends = [forks.wait(child) for child in children]
        wrong = [end for end in ends if end.code]
        trouble = f"code {wrong[0].code}: {wrong[0].said}" if wrong else place.differs(wanted)
        outcome.count(trouble or place.trouble(wanted))
    return outcome
