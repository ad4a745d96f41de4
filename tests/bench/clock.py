"""Taking times: user CPU seconds, contestants in turn, every single measurement kept."""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

BEGAN = time.perf_counter()
TICK = (
    1e-4  # s; the system counts user time in ticks, so that a very short run may seem to take none
)


def user_seconds() -> float:
    """User CPU time of this process so far, all threads, s."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


@dataclass
class Log:
    """Every measurement of a run of the benchmark, and what is made of them."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, float | None] = field(default_factory=dict)
    spread: dict[str, tuple[float, float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, contest: str, contestant: str, round_: int, **measured: Any) -> None:
        """Keep one measurement."""
        self.runs.append(
            {"contest": contest, "contestant": contestant, "round": round_, **measured}
        )

    def take(self, contest: str, contestant: str, measure: str) -> list[float]:
        """All measurements of a contestant, by round."""
        return [
            float(run[measure])
            for run in self.runs
            if run["contest"] == contest and run["contestant"] == contestant
        ]

    def ratio(self, key: str, contest: str, measure: str, over: str, under: str) -> None:
        """Median of one contestant over the median of the other; spread: ratios by round."""
        top, bottom = self.take(contest, over, measure), self.take(contest, under, measure)
        self.values[key] = statistics.median(top) / statistics.median(bottom)
        rounds = [a / b for a, b in zip(top, bottom, strict=True)]
        self.spread[key] = (min(rounds), max(rounds))

    def median(self, key: str, contest: str, contestant: str, measure: str) -> None:
        """Median of a measure; spread: lowest and highest."""
        found = self.take(contest, contestant, measure)
        self.values[key] = statistics.median(found)
        self.spread[key] = (min(found), max(found))


def race(log: Log, contest: str, contestants: Mapping[str, Callable[[], int]], rounds: int) -> None:
    """Let contestants run in turn, in every other round from last to first.

    Parameters
    ----------
    log : Log
    contest : str
    contestants : mapping of str to callable
        Each does its work and returns how many units of it (events) there were. Each runs once
        before, unmeasured, on which compilers, caches and imports are spent.
    rounds : int
    """
    gc.collect()
    for name, run in contestants.items():
        say(f"{contest}: {name}, first run")
        run()
    for round_ in range(rounds):
        say(f"{contest}: round {round_ + 1} of {rounds}")
        order = list(contestants)
        for name in order if round_ % 2 == 0 else reversed(order):
            wall, user = time.perf_counter(), user_seconds()
            work = contestants[name]()
            user = max(user_seconds() - user, TICK)
            wall = time.perf_counter() - wall
            log.add(
                contest,
                name,
                round_,
                user_s=user,
                wall_s=wall,
                work=work,
                ns_per_unit=1e9 * user / work,
            )


def say(text: str) -> None:
    """Progress, on standard error, with the seconds since this began."""
    print(f"bench: {time.perf_counter() - BEGAN:4.0f} s  {text}", file=sys.stderr, flush=True)
