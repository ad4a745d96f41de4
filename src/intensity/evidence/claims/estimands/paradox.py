"""The paradox itself and its reversal (C21, C22, C24).

The best of many noisy levels looks better than it is. So half of the streets pick the best level
and the other half judge it, both ways, and the two judgements are averaged.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from intensity.evidence.claims.cases import Case, Undefined
from intensity.evidence.claims.simulated import AFTER, STEP

__all__ = [
    "best_level",
    "best_over_lowest",
    "dashboard_drop",
    "dashboard_rise",
    "efficiency_below_best",
    "efficiency_change",
    "first_below_best",
    "loss_while_high",
    "months_to_recover",
    "recovery",
    "second_below_best",
]

RECOVERED = 0.02  # efficiency is back when it is this near to that of the regular path


def best_of(case: Case, name: str) -> float:
    """The level at which a measure is highest; of equal ones the lowest intensity."""
    known = {}
    for level in case.levels:
        try:
            known[level] = case.measure(name, level)
        except Undefined:  # such as second-order efficiency where there is no order
            continue
    if not known:
        raise Undefined(f"{name} has no value at any level")
    return max(known, key=lambda level: (known[level], -level))


def judged(case: Case, name: str, gain: Callable[[Case, float], float]) -> float:
    """Mean of `gain` at the level that the other half of the streets picks as best."""
    one, other = case.halves()
    return 0.5 * (gain(one, best_of(other, name)) + gain(other, best_of(one, name)))


def _below(case: Case, name: str) -> float:
    def gain(half: Case, best: float) -> float:
        return half.measure(name, half.high) / half.measure(name, best) - 1.0

    return judged(case, name, gain)


def efficiency_below_best(case: Case) -> float:
    """Efficiency at high intensity relative to the best level, less one."""
    return _below(case, "efficiency")


def first_below_best(case: Case) -> float:
    """First-order efficiency at high intensity relative to its best level, less one."""
    return _below(case, "first_efficiency")


def second_below_best(case: Case) -> float:
    """Second-order efficiency at high intensity relative to its best level, less one."""
    return _below(case, "second_efficiency")


def best_over_lowest(case: Case) -> float:
    """Efficiency at the best level relative to the lowest level, less one."""

    def gain(half: Case, best: float) -> float:
        lowest = half.measure("efficiency", half.levels[0])
        return half.measure("efficiency", best) / lowest - 1.0

    return judged(case, "efficiency", gain)


def efficiency_change(case: Case) -> float:
    """Efficiency at high relative to regular intensity, less one."""
    return case.measure("efficiency", case.high) / case.measure("efficiency", case.low) - 1.0


def best_level(case: Case) -> float:
    """The level of intensity at which efficiency is highest."""
    return best_of(case, "efficiency")


def dashboard_rise(case: Case) -> float:
    """Dashboard score, high less regular intensity."""
    return case.measure("dashboard", case.high) - case.measure("dashboard", case.low)


def dashboard_drop(case: Case) -> float:
    """Largest drop of the dashboard score between neighbouring levels from regular on; 0: none."""
    levels = [level for level in case.levels if level >= case.low]
    scores = [case.measure("dashboard", level) for level in levels]
    steps = (before - after for before, after in pairwise(scores))
    return max(0.0, *steps) if len(scores) > 1 else 0.0


def recovery(case: Case) -> float:
    """Efficiency two to four years after the return to regular, over that without the detour.

    Less one; the same months, problems and luck, in a city that was regular throughout.
    """
    after = case.measure("efficiency", "after", "reversal")
    return after / case.measure("efficiency", "after", "regular") - 1.0


def loss_while_high(case: Case) -> float:
    """Efficiency in the third and fourth year of high intensity, over regular throughout."""
    high = case.measure("efficiency", "high", "reversal")
    return high / case.measure("efficiency", "high", "regular") - 1.0


def months_to_recover(case: Case) -> float:
    """Months after the return until efficiency is within 2 % of regular, in steps of six.

    Undefined where it is not back within the four years that are simulated.
    """
    for month in range(0, AFTER, STEP):
        usual = case.measure("efficiency", month, "regular")
        if case.measure("efficiency", month, "reversal") / usual - 1.0 > -RECOVERED:
            return float(month)
    raise Undefined(f"efficiency is not back within {AFTER} months")
