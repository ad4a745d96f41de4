"""Other intensities, other channels, other explanations (C23, C25, C26)."""

from __future__ import annotations

import numpy as np

from intensity.evidence.claims.cases import Case, ratio
from intensity.evidence.claims.estimands.paradox import judged
from intensity.evidence.claims.variants import AS_IT_IS, EXPLANATIONS

__all__ = [
    "adaptive_gain",
    "best_by_diligence",
    "best_by_load",
    "central_relief",
    "central_substitution",
    "dear_petition_relief",
    "dear_petition_substitution",
    "marks_of_best_rival",
    "marks_of_intensity",
    "petition_effect",
    "petition_relief",
    "petition_substitution",
]

GRID = (0.0, 0.25, 0.5, 0.75, 1.0)  # of intensities among which optima are compared


def adaptive_gain(case: Case) -> float:
    """Efficiency under the adaptive rule over that of the best fixed intensity, less one.

    The rule starts from regular intensity; the best fixed level is picked by other streets.
    """

    def gain(half: Case, best: float) -> float:
        adaptive = half.measure("efficiency", half.low, "adaptive")
        return adaptive / half.measure("efficiency", best) - 1.0

    return judged(case, "efficiency", gain)


def optimum(levels: tuple[float, ...], values: list[float]) -> float:
    """Where a curve known at evenly spaced levels is highest.

    Between levels by the parabola through the highest point and its neighbours; at either end the
    end itself. Of equal values the lowest intensity counts.
    """
    at = int(np.argmax(values))
    if at in (0, len(levels) - 1):
        return levels[at]
    before, best, after = values[at - 1 : at + 2]
    bend = before - 2.0 * best + after
    shift = 0.5 * (before - after) / bend if bend < 0.0 else 0.0
    return levels[at] + shift * (levels[at + 1] - levels[at])


def _optimum(case: Case, variant: str) -> float:
    return optimum(GRID, [case.measure("efficiency", level, variant) for level in GRID])


def best_by_diligence(case: Case) -> float:
    """Best intensity of the city with a more diligent base less that with a less diligent one."""
    return _optimum(case, "diligent") - _optimum(case, "detached")


def best_by_load(case: Case) -> float:
    """Best intensity of the city with a heavier load less that with a lighter one."""
    return _optimum(case, "heavy load") - _optimum(case, "light load")


def _less_direct(case: Case, variant: str) -> float:
    mine = case.measure("second_order_share", case.high)
    return case.measure("second_order_share", case.high, variant) - mine


def _more_relief(case: Case, variant: str) -> float:
    mine = case.measure("overflow_share", case.high)
    return case.measure("overflow_share", case.high, variant) - mine


def petition_substitution(case: Case) -> float:
    """Direct entry, of voiced demands, with petitioning's entry cost less with the hotline's."""
    return _less_direct(case, "petition")


def petition_relief(case: Case) -> float:
    """Overflow, of non-repeat orders, with petitioning's entry cost less with the hotline's."""
    return _more_relief(case, "petition")


def dear_petition_substitution(case: Case) -> float:
    """`petition_substitution` if every entry is dearer by the same amount, for everybody."""
    return _less_direct(case, "dear petition")


def dear_petition_relief(case: Case) -> float:
    """`petition_relief` if every entry is dearer by the same amount, for everybody."""
    return _more_relief(case, "dear petition")


def central_substitution(case: Case) -> float:
    """Direct entry, of voiced demands, with the centre as terminal level less with the city."""
    return _less_direct(case, "central")


def central_relief(case: Case) -> float:
    """Overflow, of non-repeat orders, with the centre as terminal level less with the city."""
    return _more_relief(case, "central")


def petition_effect(case: Case) -> float:
    """Second order's yield at regular intensity: with petitioning less with the hotline.

    Reasonable problems resolved in second order, of all.
    """

    def share(variant: str) -> float:
        done = case.count("second_resolved", case.low, variant)
        return ratio(done, case.count("demands", case.low, variant), "reasonable problem")

    return share("petition") - share(AS_IT_IS)


def marks(case: Case, variant: str) -> list[bool]:
    """Marks of the paper's account, from regular to high intensity, under an explanation.

    Most orders go direct at high intensity; efficiency falls; the dashboard score rises; orders
    grow; the centre of gravity moves to orders.
    """

    def rises(name: str) -> bool:
        return case.measure(name, case.high, variant) > case.measure(name, case.low, variant)

    return [
        case.measure("direct_share", case.high, variant) > 0.5,
        case.measure("efficiency", case.high, variant)
        < case.measure("efficiency", case.low, variant),
        rises("dashboard"),
        rises("orders_per_month"),
        rises("centre_of_gravity"),
    ]


def marks_of_best_rival(case: Case) -> float:
    """Share of the `marks` that the best of the four rival explanations produces."""
    return max(float(np.mean(marks(case, name))) for name in EXPLANATIONS)


def marks_of_intensity(case: Case) -> float:
    """Share of the `marks` under the paper's own explanation less the best rival's."""
    return float(np.mean(marks(case, AS_IT_IS))) - marks_of_best_rival(case)
