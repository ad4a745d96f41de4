"""What a design will take: problems, time, disk and memory, before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intensity.experiment import sampling
from intensity.experiment.schedules import legs, stretches
from intensity.kernel import layout as la
from intensity.model.measures import MEASURES

if TYPE_CHECKING:
    from intensity.experiment.design import Design

# Measured by the `paper` design (2 cores, Linux x86-64, Python 3.11, numba 0.68).
RATE = 4.0e6  # potential problems per second and core, over all levels
FILE = 9_300  # bytes of a file beside its values: what it says about its columns
CITY = 9.5  # bytes of a city for each parameter that differs between cities
ROW = 10.0  # bytes of a row beside its measures, which take 8 each
RUNNING = 300e6  # bytes of memory of the process with its libraries and compiled kernels
HOURS = 720.0  # of a month

# Above these a run is started only on request.
MOST_CORE_HOURS = 24.0
MOST_DISK = 10e9
MOST_MEMORY = 8e9


@dataclass(frozen=True)
class Estimate:
    """What a design will take, by measured rates; good to about a third.

    Attributes
    ----------
    problems : float
        Potential problems, all levels counted.
    core_hours : float
        Of one core at `RATE`.
    disk, memory : float
        Bytes; memory is that of one process with two threads.
    units, rows : int
        Files of the store, rows of the panel.
    """

    problems: float
    core_hours: float
    disk: float
    memory: float
    units: int
    rows: int

    def __str__(self) -> str:
        return (
            f"about {quantity(self.problems)} problems, {duration(3600 * self.core_hours)} of one "
            f"core, {bytes_(self.disk)} of disk in {self.units} "
            f"{'file' if self.units == 1 else 'files'}, {bytes_(self.memory)} of memory"
        )

    @property
    def excess(self) -> str:
        """Which limits it goes beyond, in words; empty if none."""
        limits = [
            (self.core_hours > MOST_CORE_HOURS, f"{MOST_CORE_HOURS:.0f} core hours"),
            (self.disk > MOST_DISK, f"{bytes_(MOST_DISK)} of disk"),
            (self.memory > MOST_MEMORY, f"{bytes_(MOST_MEMORY)} of memory"),
        ]
        return " and ".join(words for beyond, words in limits if beyond)


def estimate(design: Design) -> Estimate:
    """See `Design.estimate`."""
    runs = legs(design)
    months = sum(len(leg.schedule) for leg in runs)
    rows = design.cities * sum(len(stretches(design, len(leg.schedule))) for leg in runs)
    problems = design.cities * design.streets * months * HOURS * _rate(design)
    references = 1 if all(design.switches.values()) else 2  # a run that switches freeze at
    cells = len(la.COUNTS) + len(la.REALS) + len(sampling.base(design).types)
    ledger = 8.0 * design.streets * max(len(leg.schedule) for leg in runs) * cells
    return Estimate(
        problems=problems,
        core_hours=references * problems / RATE / 3600.0,
        disk=design.units * FILE
        + design.cities * CITY * len(sampling.varied(design))
        + rows * (ROW + 8.0 * len(MEASURES)),
        memory=RUNNING + 2.0 * 1.5 * ledger,
        units=design.units,
        rows=rows,
    )


def _rate(design: Design) -> float:
    """Potential problems per hour of a street of size 1, of a city in the middle of the ranges."""
    city, ranges = sampling.base(design), sampling.varied(design)
    return sum(
        sum(ranges[name]) / 2.0 if name in ranges else float(city.values[name])
        for name in ("lambda_pot", "lambda_u")
    )


def quantity(number: float) -> str:
    """A number in words: ``"970 million"``."""
    for size, word in ((1e12, "million million"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:.3g} {word}"
    return f"{number:.0f}"


def duration(seconds: float) -> str:
    """A time in words: ``"2 min"``."""
    for size, word in ((365 * 86400, "years"), (86400, "days"), (3600, "hours"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {word}"
    return f"{seconds:.0f} s" if seconds >= 1 else "less than 1 s"


def bytes_(number: float) -> str:
    """A size in words: ``"1.2 GB"``."""
    for size, word in ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if number >= size:
            return f"{number / size:.3g} {word}"
    return f"{number:.0f} bytes"
