"""Big and small matters, the unreasonable, exclusion, cost, idling (C09 to C16)."""

from __future__ import annotations

import math

import numpy as np

from intensity.evidence.claims.cases import Case, Undefined, ratio
from intensity.evidence.claims.variants import AS_IT_IS

__all__ = [
    "big_gain_with_hotline",
    "big_second_over_first",
    "cost_rise",
    "exclusion_gain_by_reasonableness",
    "exclusion_precision",
    "exclusion_recall",
    "idling_rise",
    "order_cost_ratio",
    "reasonable_triviality_rise",
    "repeat_concentration",
    "repeat_over",
    "saving_at_regular",
    "saving_lost",
    "small_cost_ratio",
    "special_gain",
    "triviality_rise",
    "unreasonable_over",
    "unreasonable_share_slope",
    "unreasonable_slope",
    "unresolved_in_2020",
]


def _rise(case: Case, name: str) -> float:
    return case.measure(name, case.high) - case.measure(name, case.low)


def _big_per_hour(case: Case, at: float, variant: str) -> float:
    def total(name: str) -> float:
        return case.tally("work", f"{name}_big", at, variant)

    hours = total("hours_first") + total("hours_order") + case.city.h_up * total("orders")
    return ratio(total("first") + total("second"), hours, "hour of work on big problems")


def big_gain_with_hotline(case: Case) -> float:
    """Big reasonable problems resolved per hour spent on them, with the hotline over without.

    At regular intensity, less one; hours of both orders and of the upper level. Without a hotline
    no call becomes an order. Prevented problems take no hours and are not counted.
    """
    without = _big_per_hour(case, 0.0, "no hotline")
    if without <= 0.0:
        raise Undefined("without a hotline no big problem is resolved")
    return _big_per_hour(case, case.low, AS_IT_IS) / without - 1.0


def big_second_over_first(case: Case) -> float:
    """Big problems resolved per hour in second order over that in first, at regular, less one.

    The two do not see the same problems: second order gets what first order has failed at.
    """
    hours = case.tally("work", "hours_order_big", case.low)
    hours += case.city.h_up * case.tally("work", "orders_big", case.low)
    second = ratio(case.tally("work", "second_big", case.low), hours, "order on a big problem")
    hours = case.tally("work", "hours_first_big", case.low)
    first = ratio(case.tally("work", "first_big", case.low), hours, "first-order work on big ones")
    if first <= 0.0:
        raise Undefined("first order resolves no big problem")
    return second / first - 1.0


def special_gain(case: Case) -> float:
    """Big problems prevented or resolved at high intensity, with special governance less without.

    As a share of all big reasonable problems (专项治理).
    """

    def good(variant: str) -> float:
        names = ("prevented", "prevented_special", "first_resolved", "second_resolved")
        ends = sum(case.count(f"{name}_big", case.high, variant) for name in names)
        return ratio(ends, case.count("demands_big", case.high, variant), "big problem")

    return good(AS_IT_IS) - good("no special governance")


def triviality_rise(case: Case) -> float:
    """Share of small matters among orders, high less regular intensity.

    It rises just when small orders grow faster than big ones. Unreasonable orders count as small
    matters (无理"小事"), as in the paper.
    """
    return _rise(case, "triviality")


def reasonable_triviality_rise(case: Case) -> float:
    """`triviality_rise` among reasonable orders alone."""

    def share(at: float) -> float:
        orders = case.count("orders", at) - case.count("orders_unreasonable", at)
        return 1.0 - ratio(case.count("orders_big", at), orders, "reasonable order")

    return share(case.high) - share(case.low)


def _saving(case: Case, at: float) -> float:
    better = case.measure("orders_per_month", at, "better first order")
    return 1.0 - ratio(better, case.measure("orders_per_month", at), "order")


def saving_at_regular(case: Case) -> float:
    """Share of orders that a better first order saves at regular intensity."""
    return _saving(case, case.low)


def saving_lost(case: Case) -> float:
    """Share of orders that a better first order saves, regular less high intensity."""
    return _saving(case, case.low) - _saving(case, case.high)


def _slope(case: Case, name: str) -> float:
    points = []
    for level in case.levels:
        try:
            felt = case.measure("acceptance", level) * case.measure("trust_hotline", level)
            points.append((felt, case.measure(name, level)))
        except Undefined:  # a level without orders
            continue
    x, y = np.array(points).reshape(-1, 2).T
    if len(x) < 3 or np.ptp(x) < 0.01:
        raise Undefined("responsiveness does not differ between levels")
    return float(np.cov(x, y, ddof=0)[0, 1] / np.var(x))


def unreasonable_slope(case: Case) -> float:
    """Unreasonable orders by responsiveness ``a·B2``: slope over levels, per 0.1.

    In orders per street and month, as a share of all orders at high intensity.
    """
    total = {level: case.measure("orders_per_month", level) for level in case.levels}
    rows = []
    for level in case.levels:
        felt = case.measure("acceptance", level) * case.measure("trust_hotline", level)
        share = case.measure("unreasonable_share", level) if total[level] > 0.0 else 0.0
        rows.append((felt, share * total[level]))
    x, y = np.array(rows).T
    if np.ptp(x) < 0.01:
        raise Undefined("responsiveness does not differ between levels")
    slope = float(np.cov(x, y, ddof=0)[0, 1] / np.var(x))
    return 0.1 * ratio(slope, total[max(total)], "order at the highest level")


def unreasonable_share_slope(case: Case) -> float:
    """Share of unreasonable orders by responsiveness ``a·B2``: slope over levels, per 0.1."""
    return 0.1 * _slope(case, "unreasonable_share")


def exclusion_precision(case: Case) -> float:
    """Unreasonable ones, of excluded orders at high intensity."""
    found = case.count("excluded_unreasonable", case.high)
    return ratio(found, case.count("excluded", case.high), "excluded order")


def exclusion_recall(case: Case) -> float:
    """Excluded ones, of unreasonable orders at high intensity."""
    found = case.count("excluded_unreasonable", case.high)
    return ratio(found, case.count("orders_unreasonable", case.high), "unreasonable order")


def exclusion_gain_by_reasonableness(case: Case) -> float:
    """Recall of unreasonable orders if exclusion went by reasonableness, less as it goes."""
    other = "exclusion by reasonableness"
    found = case.count("excluded_unreasonable", case.high, other)
    orders = case.count("orders_unreasonable", case.high, other)
    return ratio(found, orders, "unreasonable order") - exclusion_recall(case)


def order_cost_ratio(case: Case) -> float:
    """Hours per resolved order over hours per demand resolved in first order, at high, less one."""
    order = case.measure("hours_per_resolved_order", case.high)
    return order / case.measure("hours_per_resolved_first", case.high) - 1.0


def small_cost_ratio(case: Case) -> float:
    """`order_cost_ratio` for small reasonable matters alone: like with like."""
    at = case.high
    hours = case.tally("work", "hours_order_small", at)
    hours += case.city.h_up * case.tally("work", "orders_small", at)
    second = ratio(hours, case.tally("work", "second_small", at), "small matter resolved by order")
    hours = case.tally("work", "hours_first_small", at)
    first = ratio(hours, case.tally("work", "first_small", at), "small matter resolved in first")
    if first <= 0.0:
        raise Undefined("first order spends no hour on small matters")
    return second / first - 1.0


def cost_rise(case: Case) -> float:
    """Cost of governance per paid street hour, high less regular intensity."""
    return _rise(case, "cost")


def idling_rise(case: Case) -> float:
    """Idling (空转), high less regular intensity."""
    return _rise(case, "idling")


def repeat_concentration(case: Case) -> float:
    """Share of repeat orders that come from the tenth of callers with the most of them.

    At high intensity; callers are problems with at least one order. The tenth may cut through a
    group of equal callers, of which it then takes a part.
    """
    callers = []
    for rounds in range(1, int(case.city.n_rep) + 2):
        callers.append(case.tally("work", f"callers_{rounds}", case.high))
    repeats = np.arange(len(callers))
    total = float(repeats @ callers)
    left = 0.1 * sum(callers)
    taken = 0.0
    for count, calls in zip(callers[::-1], repeats[::-1], strict=True):
        part = min(left, count)
        taken += part * float(calls)
        left -= part
    return ratio(taken, total, "repeat order")


def unresolved_in_2020(case: Case) -> float:
    """Unresolved, of orders completed from July to October 2020 on B city's path."""
    return case.measure("unresolved_share", "figure 4", "path")


def _over(case: Case, kind: str) -> float:
    def total(name: str) -> float:
        return case.tally("orders", name, "figure 4", "path")

    among = ratio(total(f"unresolved_{kind}"), total("unresolved_orders"), "unresolved order")
    usual = ratio(total(kind), total("orders"), "completed order")
    if usual <= 0.0:
        raise Undefined(f"no {kind} order")
    return math.log(among / usual) if among > 0.0 else -math.inf


def unreasonable_over(case: Case) -> float:
    """Over-representation of unreasonable orders among unresolved ones, July to October 2020.

    Logarithm of their share among unresolved orders over their share among all.
    """
    return _over(case, "unreasonable")


def repeat_over(case: Case) -> float:
    """Over-representation of repeat orders among unresolved ones; as `unreasonable_over`."""
    return _over(case, "repeat")
