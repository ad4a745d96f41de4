"""`simulate`: one city under one schedule of intensity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from intensity.kernel import layout as la
from intensity.kernel.city import Ledger, Trace, count_problems, simulate_city
from intensity.kernel.threads import simulate_city_in_threads
from intensity.model import problems as paths
from intensity.model.city import City
from intensity.model.errors import InputError, nearest, shown
from intensity.model.months import Months
from intensity.model.schedule import Schedule

SWITCHES = (
    *("substitution", "overhead", "unreasonable", "crowding"),
    *("feedback", "mobilisation", "special"),
)
_NEED_REFERENCE = ("substitution", "crowding", "feedback")


@dataclass(frozen=True, eq=False)
class Run(Months):
    """What came of a simulation.

    Attributes
    ----------
    city, schedule, seed, switches
        What was run.
    counts : ndarray(int64, ndim=3), shape (months, streets, columns)
        See `layout.COUNTS`.
    reals : ndarray(float64, ndim=3), shape (months, streets, columns)
        Hours and state, see `layout.REALS`.
    orders_by_type : ndarray(int64, ndim=3), shape (months, streets, types)
    events : int
        Arrivals and ends of services that the kernel handled.
    """

    city: City
    schedule: Schedule
    seed: int
    switches: Mapping[str, bool]
    counts: np.ndarray
    reals: np.ndarray
    orders_by_type: np.ndarray
    special: np.ndarray
    events: int
    trace: Trace | None = None

    @cached_property
    def by_type(self) -> pd.DataFrame:
        """Orders by type: one row per month, street and type."""
        months, streets, n = self.orders_by_type.shape
        return pd.DataFrame(
            {
                "month": np.repeat(np.arange(months), streets * n),
                "street": np.tile(np.repeat(np.arange(streets), n), months),
                "type": np.tile([t.id for t in self.city.types], months * streets),
                "orders": self.orders_by_type.ravel(),
            }
        )

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row per potential problem: what it was, its path, its times (h), its fate.

        Needs ``trace=True``.
        """
        if self.trace is None:
            raise InputError("problems: run simulate(..., trace=True) to keep every problem's path")
        return paths.problem_frame(self.trace, self.city)

    @cached_property
    def orders(self) -> pd.DataFrame:
        """One row per work order (工单), with dispatch, start and end (h). Needs ``trace=True``."""
        if self.trace is None:
            raise InputError("orders: run simulate(..., trace=True) to keep every order")
        return paths.order_frame(self.trace, self.city)


def simulate(
    city: City | None = None,
    intensity: float | None = None,
    *,
    resources: float | None = None,
    assessment: float | None = None,
    schedule: Schedule | None = None,
    months: int = 48,
    streets: int = 16,
    seed: int = 2022,
    switches: Mapping[str, bool] | None = None,
    frozen: np.ndarray | None = None,
    trace: bool = False,
    number: int = 0,
    workers: int = 1,
) -> Run:
    """Simulate one city, problem by problem.

    Parameters
    ----------
    city : City, optional
        Default ``City.default()``.
    intensity : float in [0, 1], optional
        Sets both instruments. `resources` (受理能力) and `assessment` (考核强度) set them apart.
    schedule : Schedule, optional
        Both instruments by month, instead of the above; its length overrides `months`.
    months : int, 1 .. 1200
    streets : int, 1 .. 100 000
    seed : int, 0 .. 2⁶³ − 1
        With `number`, the key of all draws; intensity and switches are not part of it.
    switches : mapping of str to bool, optional
        Mechanisms to switch off with False: substitution, overhead, unreasonable, crowding,
        feedback, mobilisation, special.
    frozen : ndarray(float64, ndim=2), shape (streets, 3), optional
        At what substitution, feedback and crowding are frozen when switched off (columns
        `layout.FROZEN`); default: the averages of a run of this city at regular intensity.
    trace : bool
        Keep every problem's path (about 200 bytes each).
    number : int
        Number of the city in an experiment; part of the key.
    workers : int, 1 .. 1024
        Threads over the streets of this one city: worth while for a large one. The same bytes.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        One line: field, value, allowed range.
    """
    city = City.default() if city is None else city
    if not isinstance(city, City):
        raise InputError(
            f"city = {shown(city)}: must be a City, such as City.default().replace(kappa=0.8)"
        )
    schedule = _schedule(intensity, resources, assessment, schedule, months)
    streets = whole("streets", streets, 1, 100_000)
    seed = whole("seed", seed, 0, 2**63 - 1)
    number = whole("number", number, 0, 2**31 - 1)
    workers = whole("workers", workers, 1, 1024)
    on = _switches(switches)
    months = len(schedule)
    if frozen is None:
        frozen = np.zeros((streets, len(la.FROZEN)))
        if not all(on[name] for name in _NEED_REFERENCE):
            frozen = reference(city, streets=streets, months=months, seed=seed, number=number)
    elif frozen.shape != (streets, len(la.FROZEN)):
        raise InputError(f"frozen: shape {frozen.shape}, wants ({streets}, {len(la.FROZEN)})")
    p = _parameters(city, on)
    flags = np.array([on[name] for name in la.SWITCHES], dtype=np.int64)
    types = city.type_table()
    windows = schedule.windows(city.types)
    ledger = Ledger(
        np.zeros((months, streets, len(la.COUNTS)), np.int64),
        np.zeros((months, streets, len(la.REALS))),
        np.zeros((months, streets, len(types)), np.int64),
        np.zeros(months, np.int64),
    )
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # when run uncompiled
        kept, rows = _trace(p, types, windows, seed, number, streets, trace)
        given = (p, types, windows, schedule.array(), flags, frozen, seed, number)
        if workers == 1:
            events = simulate_city(*given, ledger, kept, rows)
        else:
            events = simulate_city_in_threads(*given, ledger, kept, rows, workers)
    return Run(city, schedule, seed, on, *ledger, events=int(events), trace=kept if trace else None)


def reference(city: City, *, streets: int, months: int, seed: int, number: int = 0) -> np.ndarray:
    """What a street settles at under regular intensity: the values that switches freeze at.

    Returns
    -------
    ndarray(float64, ndim=2), shape (streets, 3)
        Probability of direct entry, routine quality, share of paid hours spent on orders; means
        over the second half of the run.
    """
    run = simulate(
        city, city.I_reg, streets=streets, months=max(months, 2), seed=seed, number=number
    )
    half = run.reals[len(run.reals) // 2 :]
    return np.column_stack(
        [
            half[:, :, la.P_DIRECT].mean(axis=0),
            half[:, :, la.ROUTINE].mean(axis=0),
            half[:, :, la.HOURS_ORDER].sum(axis=0) / half[:, :, la.HOURS_PAID].sum(axis=0),
        ]
    )


def whole(name: str, value: object, low: int, high: int) -> int:
    """`value` as an int in [low, high], or one clear line."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise InputError(f"{name}: {value!r} is not a whole number")
    if not low <= value <= high:
        raise InputError(f"{name}: {value} is outside [{low}, {high}]")
    return int(value)


def _schedule(
    intensity: float | None,
    resources: float | None,
    assessment: float | None,
    schedule: Schedule | None,
    months: int,
) -> Schedule:
    if schedule is not None:
        if not (intensity is None and resources is None and assessment is None):
            raise InputError("schedule: give either a schedule or an intensity, not both")
        if not isinstance(schedule, Schedule):
            raise InputError(
                f"schedule = {shown(schedule)}: must be a Schedule, such as "
                "Schedule.steps([(24, 0.2), (24, 1.0)])"
            )
        return schedule
    resources = intensity if resources is None else resources
    assessment = intensity if assessment is None else assessment
    if resources is None or assessment is None:
        raise InputError("intensity: give intensity=, or both resources= and assessment=")
    return Schedule.constant(resources, assessment, whole("months", months, 1, 1200))


def _switches(switches: Mapping[str, bool] | None) -> dict[str, bool]:
    if not isinstance(switches, Mapping | None):
        raise InputError(
            f"switches = {shown(switches)}: must be a mapping of names to True or False, such as "
            '{"special": False}'
        )
    on = dict.fromkeys(SWITCHES, True)
    for name, value in (switches or {}).items():
        if name not in on:
            raise InputError(f"switches: {shown(name)}: unknown switch; {nearest(name, SWITCHES)}")
        if not isinstance(value, bool | np.bool_):
            raise InputError(f"switches: {name} is {value!r}, wants True or False")
        on[name] = bool(value)
    return on


def _parameters(city: City, on: Mapping[str, bool]) -> np.ndarray:
    p = city.vector()
    if not on["overhead"]:
        p[la.KAPPA] = p[la.H_UP] = 0.0
    if not on["mobilisation"]:
        p[la.MU] = 0.0
    if not on["special"]:
        p[la.N_SP] = 0.0
    return p


def _trace(
    p: np.ndarray,
    types: np.ndarray,
    windows: np.ndarray,
    seed: int,
    number: int,
    streets: int,
    wanted: bool,
) -> tuple[Trace, np.ndarray]:
    rows = np.zeros(streets, np.int64)
    problems, rounds = 0, 0
    if wanted:
        count = np.zeros(streets, np.int64)
        count_problems(p, types, windows, seed, number, count)
        rows[1:] = np.cumsum(count)[:-1]
        problems, rounds = int(count.sum()), int(p[la.N_REP]) + 1
    kept = Trace(
        np.full((problems, len(la.TRACE_TIMES)), np.nan),
        np.zeros((problems, len(la.TRACE_NUMBERS)), np.int64),
        np.full((problems, rounds, len(la.ORDER_TIMES)), np.nan),
        np.zeros((problems, rounds), np.int64),
    )
    if wanted:
        kept.numbers[:, la.TN_STREET] = np.repeat(np.arange(streets), count)
        kept.numbers[:, la.TN_INDEX] = np.arange(problems) - np.repeat(rows, count)
    return kept, rows
