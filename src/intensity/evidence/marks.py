"""Marks that the paper describes, asked of one city under one explanation.

A mark is a condition on numbers that are simulated for it, never assigned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from intensity.evidence.recalibration import under
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.rivals import Rival
from intensity.model.scenarios import reversal
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, reference, simulate

LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
STREETS, SEED = 6, 2022
WHILE, AFTER = (48, 72), (96, 120)  # months of the reversal schedule: high since two years, back
SETTLING = 2  # months at the end of a run in which an order may not have had time to end


@dataclass(frozen=True)
class Mark:
    """Something that the paper describes, as a condition on numbers of one city.

    Attributes
    ----------
    name, section, meaning : str
    shows : callable
        Numbers of a city and the margin of noise of efficiency -> whether it shows the mark; None
        where the question does not arise.
    """

    name: str
    section: str
    meaning: str
    shows: Callable[[dict[str, float], float], bool | None]


def _interior(n: dict[str, float], margin: float) -> bool:
    curve = [n[f"efficiency.{level}"] for level in LEVELS]
    return max(curve[1:-1]) > max(curve[0], curve[-1]) + margin


def _returns(n: dict[str, float], margin: float) -> bool | None:
    if n["while.kept"] - n["while"] <= margin:
        return None
    return 1.0 - n["after"] / n["after.kept"] <= 0.5 * (1.0 - n["while"] / n["while.kept"])


MARKS: tuple[Mark, ...] = (
    Mark(
        "falls",
        "4",
        "efficiency is lower at high than at regular intensity, by more than noise",
        lambda n, margin: n["efficiency.high"] < n["efficiency.reg"] - margin,
    ),
    Mark(
        "interior",
        "1, 5",
        "efficiency is highest at a level inside the range, above both ends by more than noise",
        _interior,
    ),
    Mark(
        "score",
        "3.3",
        "the dashboard score is higher at high intensity",
        lambda n, _: n["dashboard.high"] > n["dashboard.reg"],
    ),
    Mark(
        "substitution",
        "4.1",
        "of first orders about reasonable demands, most are overflow at regular intensity, most "
        "are direct entries at high intensity",
        lambda n, _: n["direct_reasonable.reg"] < 0.5 < n["direct_reasonable.high"],
    ),
    Mark(
        "volume",
        "4.1",
        "a street's orders at least double from regular to high intensity",
        lambda n, _: n["orders_per_month.high"] >= 2.0 * n["orders_per_month.reg"],
    ),
    Mark(
        "second order",
        "4.2",
        "value resolved per hour of second-order work is lower at high intensity",
        lambda n, _: n["second_efficiency.high"] < n["second_efficiency.reg"],
    ),
    Mark(
        "first order",
        "4.3",
        "value resolved per hour of first-order work is lower at high intensity",
        lambda n, _: n["first_efficiency.high"] < n["first_efficiency.reg"],
    ),
    Mark(
        "upward",
        "4.3",
        "orders take more of the hours worked, and routine quality is lower, at high intensity",
        lambda n, _: (
            n["centre_of_gravity.high"] > n["centre_of_gravity.reg"]
            and n["routine.high"] < n["routine.reg"]
        ),
    ),
    Mark(
        "domain",
        "1",
        "inside its proper domain the hotline resolves something, and no less per hour at high "
        "intensity",
        lambda n, _: n["domain.high"] > 0.0 and n["domain.high"] >= n["domain.reg"],
    ),
    Mark(
        "returns",
        "1",
        "of the efficiency lost, at least half is back two years after intensity is lowered again",
        _returns,
    ),
)
MEASURED = (
    *("efficiency", "dashboard", "direct_share", "overflow_share", "second_order_share"),
    *("orders_per_month", "first_efficiency", "second_efficiency", "centre_of_gravity", "routine"),
)


def domain(run: Run, burn_in: int = BURN_IN) -> tuple[float, float]:
    """Efficiency and success of the hotline inside its proper domain.

    The domain, after sections 2.3 and 4.2: big and reasonable demands that first order has failed
    and that became orders. They count if they arose from month `burn_in` on and not in the last
    months.

    Returns
    -------
    tuple of float
        Value resolved per street and upper-level hour spent on their orders, all rounds; and the
        share of them that was resolved. nan without such demands.
    """
    trace = run.trace
    assert trace is not None
    arrival = trace.times[:, la.TT_ARRIVAL] / la.HOURS_PER_MONTH
    numbers = trace.numbers
    attr = numbers[:, la.TN_ATTR]
    inside = (arrival >= burn_in) & (arrival < len(run.schedule) - SETTLING)
    inside &= (attr & la.BIG != 0) & (attr & la.UNREASON == 0)
    inside &= numbers[:, la.TN_PATH] & la.PB_OVERFLOW_ACCEPTED != 0
    if not inside.any():
        return float("nan"), float("nan")
    used = trace.order_flags[inside] & la.OF_USED != 0
    times = trace.order_times[inside]
    street = np.nansum(np.where(used, times[:, :, la.OT_END] - times[:, :, la.OT_START], 0.0))
    hours = float(street) + run.city.h_up * float(used.sum())
    resolved = numbers[inside, la.TN_FATE] == la.F_SECOND
    per_hour = run.city.v_big * float(resolved.sum()) / hours if hours > 0 else float("nan")
    return per_hour, float(resolved.mean())


def direct_reasonable(run: Run, burn_in: int = BURN_IN) -> float:
    """Direct entries of reasonable demands, of these and overflow: substitution without trifling.

    Unreasonable demands never overflow, so they would pass for substitution in ``direct_share``.
    """
    counts = run.counts[burn_in:].sum(axis=(0, 1))
    direct = float(counts[la.ORDERS_DIRECT] - counts[la.ORDERS_DIRECT_UNREASONABLE])
    both = direct + float(counts[la.ORDERS_OVERFLOW])
    return direct / both if both > 0 else float("nan")


def numbers_of(
    rival: Rival,
    city: City,
    *,
    number: int = 0,
    streets: int = STREETS,
) -> dict[str, float]:
    """All numbers that marks speak of, for one city under one explanation.

    Returns
    -------
    dict
        ``efficiency.<level>`` for `LEVELS`; `MEASURED` with ``.reg`` and ``.high``; likewise
        ``direct_reasonable``, ``domain`` and ``domain_share`` (see there); efficiency ``while``
        intensity is high on the reversal schedule and ``after`` it was lowered, and with
        ``.kept`` that of the same months if it had never been raised.
    """
    out: dict[str, float] = {}
    size = {"streets": streets, "number": number, "seed": SEED}
    # once, not once per run: what is frozen is frozen at the same values throughout
    frozen = reference(rival.city(city), months=MONTHS, **size)
    ends = {city.I_reg: "reg", city.I_high: "high"}
    for level in sorted({*LEVELS, *ends}):
        run = rival.simulate(city, level, months=MONTHS, trace=level in ends, frozen=frozen, **size)
        found = run.measures(BURN_IN)
        if level in LEVELS:
            out[f"efficiency.{level}"] = float(found["efficiency"])
        if level in ends:
            out |= {f"{name}.{ends[level]}": float(found[name]) for name in MEASURED}
            out[f"direct_reasonable.{ends[level]}"] = direct_reasonable(run)
            pair = domain(run)
            out[f"domain.{ends[level]}"], out[f"domain_share.{ends[level]}"] = pair
    there_and_back = under(rival, reversal(city), city)
    kept = Schedule.constant(city.I_reg, city.I_reg, len(there_and_back))
    for schedule, end in ((there_and_back, ""), (kept, ".kept")):
        run = simulate(
            rival.city(city),
            schedule=schedule,
            switches=dict(rival.switches),
            frozen=frozen,
            **size,  # type: ignore[arg-type]
        )
        for name, span in (("while", WHILE), ("after", AFTER)):
            out[f"{name}{end}"] = float(run.measures(*span)["efficiency"])
    return out
