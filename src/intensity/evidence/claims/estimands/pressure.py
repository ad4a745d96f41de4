"""Pressure, routine work and what stays outside the hotline (C17 to C20)."""

from __future__ import annotations

import math
from itertools import pairwise

from intensity.evidence.claims.cases import Case, Undefined, ratio
from intensity.evidence.claims.variants import AS_IT_IS

__all__ = [
    "feedback_grows",
    "feedback_orders",
    "feedback_unresolved",
    "first_resolved_rise",
    "gravity_rise",
    "reserved_saving_at_regular",
    "reserved_saving_lost",
    "routine_rise",
    "steepest_fall",
    "wait_first_rise",
]

FROZEN = "no feedback"


def _rise(case: Case, name: str) -> float:
    return case.measure(name, case.high) - case.measure(name, case.low)


def gravity_rise(case: Case) -> float:
    """Centre of gravity (治理重心): hours on orders of all worked, high less regular.

    Autonomy is its complement.
    """
    return _rise(case, "centre_of_gravity")


def routine_rise(case: Case) -> float:
    """Routine quality M, high less regular intensity."""
    return _rise(case, "routine")


def _saved(case: Case, at: float) -> float:
    reserved = case.measure("orders_per_month", at, "reserved time")
    return 1.0 - ratio(reserved, case.measure("orders_per_month", at), "order")


def reserved_saving_at_regular(case: Case) -> float:
    """Share of orders saved at regular intensity by time kept for routine work."""
    return _saved(case, case.low)


def reserved_saving_lost(case: Case) -> float:
    """Share of orders saved by time kept for routine work, regular less high intensity."""
    return _saved(case, case.low) - _saved(case, case.high)


def _effect(case: Case, name: str, at: float) -> float:
    on, off = case.measure(name, at), case.measure(name, at, FROZEN)
    if on <= 0.0 or off <= 0.0:
        raise Undefined(f"{name} is nought at {at:g}")
    return math.log(on / off)


def feedback_orders(case: Case) -> float:
    """Orders at high intensity with the feedback of neglected routine, over without, less one."""
    return math.expm1(_effect(case, "orders_per_month", case.high))


def feedback_unresolved(case: Case) -> float:
    """Unresolved reasonable problems at high intensity, with the feedback less without.

    As a share of reasonable potential problems.
    """
    return case.measure("failed_share", case.high) - case.measure("failed_share", case.high, FROZEN)


def feedback_grows(case: Case) -> float:
    """Effect of the feedback on orders (difference of logarithms), high less regular."""
    at = "orders_per_month"
    return _effect(case, at, case.high) - _effect(case, at, case.low)


def steepest_fall(case: Case) -> float:
    """Largest fall of efficiency between neighbouring levels, over its maximum: tipping."""
    values = [case.measure("efficiency", level, AS_IT_IS) for level in case.levels]
    steps = [after - before for before, after in pairwise(values)]
    if not steps:
        raise Undefined("a single level has no neighbour")
    return -min(steps) / max(values)


def first_resolved_rise(case: Case) -> float:
    """Demands resolved in first order, of those that ended there, high less regular."""

    def share(at: float) -> float:
        good = case.count("first_resolved", at)
        return ratio(good, good + case.count("first_failed", at), "demand in first order")

    return share(case.high) - share(case.low)


def wait_first_rise(case: Case) -> float:
    """Mean wait of demands served in first order, hours, high less regular intensity."""
    return _rise(case, "wait_first")
