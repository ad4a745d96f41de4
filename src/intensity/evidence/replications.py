"""Many runs that share their draws, as one table; and what can be told apart in it.

A case is a city under a schedule. Cases of the same number live through the same problems with the
same luck, so that differences between them are differences between policies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, simulate

STREETS = 8
SEED = 2022
MEASURED = (
    *("efficiency", "effectiveness", "cost", "dashboard", "satisfaction", "orders_per_month"),
    *("calls_per_month", "direct_share", "overflow_share", "unreasonable_share", "utilisation"),
    *("diligence", "routine", "trust_hotline", "prevented_share", "wait_first", "wait_order"),
)
LEVEL = 0.95


@dataclass(frozen=True)
class Case:
    """One run.

    Attributes
    ----------
    labels : mapping of str to value
        What the case is, as columns of the table.
    city : City
    schedule : Schedule
    number : int
        Key of the draws.
    burn_in : int
        First month that is measured; the last one is the schedule's last.
    more : callable, optional
        Further numbers of the run, by name.
    """

    labels: Mapping[str, Any]
    city: City
    schedule: Schedule
    number: int
    burn_in: int
    more: Callable[[Run], Mapping[str, float]] = field(default=lambda run: {})


def steady(
    labels: Mapping[str, Any],
    city: City,
    level: float,
    number: int,
    months: int = MONTHS,
    burn_in: int = BURN_IN,
) -> Case:
    """A case at one level of intensity."""
    return Case(labels, city, Schedule.constant(level, level, months), number, burn_in)


def measured(
    cases: Sequence[Case],
    *,
    streets: int = STREETS,
    progress: bool = True,
    label: str = "",
) -> pd.DataFrame:
    """Run every case.

    Returns
    -------
    DataFrame
        One row per case, in their order: its labels, ``number``, `MEASURED`, and what the case
        asks for beside.

    Raises
    ------
    ValueError
        If a label has the name of a measure.
    """
    for name in {name for case in cases for name in case.labels} & {*MEASURED, "number"}:
        raise ValueError(f"label {name!r} is the name of a measure")

    def one(case: Case) -> dict[str, Any]:
        run = simulate(
            case.city, schedule=case.schedule, streets=streets, seed=SEED, number=case.number
        )
        found = run.measures(case.burn_in)
        kept = {name: float(found[name]) for name in MEASURED}
        return {**case.labels, "number": case.number, **kept, **case.more(run)}

    return pd.DataFrame(in_threads(one, cases, progress=progress, label=label))


@dataclass(frozen=True)
class Best:
    """The best of several levels, as far as replications can tell.

    Attributes
    ----------
    level : float
        With the highest mean.
    value : float
        That mean.
    low, high : float
        Lowest and highest level whose shortfall from the best is within noise.
    close : tuple of float
        All levels of that kind; there may be gaps between `low` and `high`.
    span : float
        Mean at the best less mean at the worst level.
    interior : bool
        The best lies above both ends by more than noise.
    valley : bool
        Some level between lies below both ends by more than noise.
    """

    level: float
    value: float
    low: float
    high: float
    close: tuple[float, ...]
    span: float
    interior: bool
    valley: bool


def best(grid: pd.DataFrame) -> Best:
    """The best level of a table of replications (rows) by levels (columns).

    A level is within noise of another if the mean of the paired difference lies within Student's
    interval (`LEVEL`) around zero. With one replication nothing can be told apart.
    """
    means = grid.mean()
    top = float(means.idxmax())
    close = tuple(float(level) for level in grid if not below(grid[level], grid[top]))
    first, last = grid.columns[0], grid.columns[-1]
    inner = list(grid.columns[1:-1])
    return Best(
        level=top,
        value=float(means[top]),
        low=min(close),
        high=max(close),
        close=close,
        span=float(means.max() - means.min()),
        interior=first not in close and last not in close,
        valley=any(
            below(grid[level], grid[first]) and below(grid[level], grid[last]) for level in inner
        ),
    )


def below(one: pd.Series, other: pd.Series) -> bool:
    """Whether `one` lies below `other` by more than noise, pair by pair."""
    return interval(one - other)[1] < 0.0


def interval(values: pd.Series) -> tuple[float, float]:
    """Student's interval (`LEVEL`) of a mean; unbounded for a single value."""
    n = len(values)
    if n < 2:
        return -np.inf, np.inf
    half = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1)) * float(values.std(ddof=1)) / np.sqrt(n)
    middle = float(values.mean())
    return middle - half, middle + half


def direction(values: pd.Series) -> str:
    """ "rises", "falls" or "does not clearly move", by the interval of a mean change."""
    low, high = interval(values)
    if low > 0.0:
        return "rises"
    return "falls" if high < 0.0 else "does not clearly move"
