"""Supplement and substitute: who enters second order, and why more do (C01 to C08)."""

from __future__ import annotations

from intensity.evidence.claims.cases import Case, Undefined, ratio

__all__ = [
    "acceptance_rise",
    "calls_growth",
    "diligence_gain",
    "direct_at_high",
    "entered_at_regular",
    "first_order_gain",
    "growth_after_first_year",
    "mobilisation_gain",
    "orders_growth",
    "overflow_at_regular",
    "resolution_over_satisfaction",
    "response_over_resolution",
    "response_rise",
    "second_order_at_high",
    "second_order_at_regular",
    "substitution",
    "trust_rise",
    "unmobilised_gain",
]

NONE = "no mobilisation"


def second_order_at_regular(case: Case) -> float:
    """Demands that enter the hotline directly at regular intensity, of all voiced."""
    return case.measure("second_order_share", case.low)


def second_order_at_high(case: Case) -> float:
    """Demands that enter the hotline directly at high intensity, of all voiced."""
    return case.measure("second_order_share", case.high)


def entered_at_regular(case: Case) -> float:
    """Demands that enter second order at all, directly or as overflow, of all voiced."""
    at = case.low
    direct = case.count("orders_direct", at)
    entered = direct + case.count("orders_overflow", at)
    voiced = direct + case.count("first_voiced", at) + case.count("unreasonable_voiced", at)
    return ratio(entered, voiced, "demand voiced")


def overflow_at_regular(case: Case) -> float:
    """Overflow from first order at regular intensity, of non-repeat orders."""
    return case.measure("overflow_share", case.low)


def _gain(case: Case, name: str, variant: str | None = None) -> float:
    lowest = case.levels[0]
    if lowest >= case.low:
        raise Undefined("no level below regular intensity")
    at_regular = case.measure(name, case.low, *([variant] if variant else []))
    return at_regular / case.measure(name, lowest) - 1.0


def first_order_gain(case: Case) -> float:
    """First-order efficiency at regular intensity relative to the lowest level, less one."""
    return _gain(case, "first_efficiency")


def unmobilised_gain(case: Case) -> float:
    """`first_order_gain` where pressure does not move diligence."""
    return _gain(case, "first_efficiency", NONE)


def mobilisation_gain(case: Case) -> float:
    """First-order efficiency at regular intensity, relative to the city without mobilisation."""
    with_it = case.measure("first_efficiency", case.low)
    return with_it / case.measure("first_efficiency", case.low, NONE) - 1.0


def diligence_gain(case: Case) -> float:
    """Diligence at regular intensity less that at the lowest level."""
    return case.measure("diligence", case.low) - case.measure("diligence", case.levels[0])


def _rise(case: Case, name: str) -> float:
    return case.measure(name, case.high) - case.measure(name, case.low)


def acceptance_rise(case: Case) -> float:
    """Probability that a call becomes an order, high less regular intensity."""
    return _rise(case, "acceptance")


def response_rise(case: Case) -> float:
    """Orders signed in time, high less regular intensity."""
    return _rise(case, "response")


def trust_rise(case: Case) -> float:
    """Residents' belief in the hotline, high less regular intensity."""
    return _rise(case, "trust_hotline")


def response_over_resolution(case: Case) -> float:
    """Smallest lead of the response rate over the resolution rate at any level with orders."""
    leads = []
    for level in case.levels:
        try:
            leads.append(case.measure("response", level) - case.measure("resolution", level))
        except Undefined:  # no order, or no call-back, at this level
            continue
    if not leads:
        raise Undefined("no level has a completed order")
    return min(leads)


def resolution_over_satisfaction(case: Case) -> float:
    """Lead of the resolution rate over the satisfaction rate at high intensity."""
    return case.measure("resolution", case.high) - case.measure("satisfaction", case.high)


def direct_at_high(case: Case) -> float:
    """Direct entries at high intensity, of non-repeat orders."""
    return case.measure("direct_share", case.high)


def substitution(case: Case) -> float:
    """Problems resolved in first order at regular intensity that go direct at high intensity.

    Problem by problem, as a share of all reasonable potential problems.
    """
    done = case.tally("fates", "substitution", case.low)
    return ratio(done, case.tally("fates", "problems", case.low), "reasonable problem")


def _growth(case: Case, name: str, before: str, after: str) -> float:
    first = case.count(name, before, "path")
    if first <= 0.0:
        raise Undefined(f"no {name.replace('_', ' ')} in {before}")
    return case.count(name, after, "path") / first - 1.0


def calls_growth(case: Case) -> float:
    """Growth of the city's answered calls from 2019 to 2020 on B city's path."""
    return _growth(case, "calls_answered", "2019", "2020")


def orders_growth(case: Case) -> float:
    """Growth of work orders from the second half of 2019 to the first of 2020."""
    return _growth(case, "orders", "2019H2", "2020H1")


def growth_after_first_year(case: Case) -> float:
    """Growth of work orders from July-December 2019 to July-December 2020.

    Both half years are without an epidemic; they lie 7 to 12 and 19 to 24 months after the switch.
    """
    return _growth(case, "orders", "2019H2", "2020H2")
