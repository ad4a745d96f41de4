"""Processes that are killed: at random moments, and at every call that touches the disk."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import forks
from tests.faults.stores import Outcome, Place, undisturbed

UNITS = 40
CALLS = ("mkdir", "open", "write", "ftruncate", "fsync", "replace", "unlink")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def random_moments(folder: Path, times: int, number: int = signal.SIGKILL) -> Outcome:
    """Kill and go on, again and again, until a run comes through; then a new store."""
    name = signal.Signals(number).name
    outcome = Outcome(
        f"{name} at a random moment",
        f"the process of a run of {UNITS} units in 2 threads is sent {name} "
        "and the run started again, until it is complete",
    )
    rng, wanted = random.Random(20 + number), undisturbed(folder, UNITS)
    stores = 0
    while outcome.times < times:
        place = Place(folder / f"{name}-{stores}", UNITS)
        stores += 1
        while outcome.times < times:
            before = place.units()
            child = place.start("--workers", 2)
            time.sleep(rng.uniform(0.0, 0.3))
            end = forks.kill(child, number)
            if end.code == 0:  # it was done before
                break
            trouble = place.lost(before, wanted)
            if end.code != -number:
                trouble = f"code {end.code}: {end.said}"
            outcome.count(trouble)
        trouble = place.trouble(wanted)
        if trouble:
            outcome.worse += 1
            outcome.notes.append(trouble)
    return outcome


def each_call(folder: Path, units: int = 2) -> Outcome:
    """Kill before, and in the middle of, each call in turn that touches the disk."""
    outcome = Outcome(
        "SIGKILL at each call to the disk",
        "a run kills itself before its nth mkdir, open, write, truncation, sync, rename or "
        "removal, or halfway through its nth write, for every n",
    )
    wanted = undisturbed(folder, units)
    for half in (False, True):
        n = 0
        while True:
            n += 1
            place = Place(folder / f"call-{half}-{n}", units)
            end = place.run("--workers", 1, before=lambda n=n, half=half: _doomed(n, half))
            if end.code != -signal.SIGKILL:
                break
            outcome.count(place.trouble(wanted))
        if end.code:
            outcome.count(f"code {end.code}: {end.said}")
    return outcome


def each_call_fails(folder: Path, units: int = 2) -> Outcome:
    """From the nth call on nothing can be written, for every n: a refusal, then as before."""
    outcome = Outcome(
        "each call to the disk fails",
        "from its nth call on a run is told that the disk is full, the quota used up, or the "
        "device broken, for every n",
    )
    wanted = undisturbed(folder, units)
    n = 0
    while True:
        n += 1
        place = Place(folder / f"fails-{n}", units)
        number = FULL[n % len(FULL)]
        end = place.run("--workers", 1, before=lambda n=n, e=number: _failing(n, e))
        if end.code == 0:
            break
        trouble = "" if end.refused else f"call {n}, code {end.code}: {end.said}"
        outcome.count(trouble or place.trouble(wanted), refused=True)
    return outcome


def small_files(folder: Path, times: int, units: int = 4) -> Outcome:
    """No file may grow beyond a limit of bytes (RLIMIT_FSIZE)."""
    outcome = Outcome(
        "files cannot grow",
        "RLIMIT_FSIZE at random sizes: SHA256SUMS, manifest or units cannot be written in full",
    )
    rng, wanted = random.Random(4), undisturbed(folder, units)
    for n in range(times):
        place = Place(folder / f"limit-{n}", units)
        most = rng.choice((0, 1, rng.randrange(2, 1000), rng.randrange(1000, 30_000)))

        def before(most: int = most) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        end = place.run("--workers", 1, before=before)
        trouble = "" if end.code == 0 or end.refused else f"code {end.code}: {end.said}"
        outcome.count(trouble or place.trouble(wanted), refused=end.code != 0)
    return outcome


def _every_call(meet: Callable[[str, int, tuple], None]) -> None:
    """Have `meet` called with name, number and arguments before each call to the disk."""
    count = [0]

    def wrapped(name: str, original: Callable) -> Callable:
        def call(*given, **named):
            writes = name != "open" or given[1] & (os.O_WRONLY | os.O_RDWR)
            if writes:
                count[0] += 1
                meet(name, count[0], given)
            return original(*given, **named)

        return call

    for name in CALLS:
        setattr(os, name, wrapped(name, getattr(os, name)))


def _doomed(n: int, half: bool) -> None:
    write = os.write

    def meet(name: str, number: int, given: tuple) -> None:
        if half and name == "write" and number >= n:
            write(given[0], given[1][: len(given[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        if not half and number == n:
            os.kill(os.getpid(), signal.SIGKILL)

    _every_call(meet)


def _failing(n: int, error: int) -> None:
    def meet(name: str, number: int, given: tuple) -> None:
        if number >= n and name != "unlink":  # removing makes room, it needs none
            raise OSError(error, os.strerror(error))

    _every_call(meet)
