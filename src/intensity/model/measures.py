"""Measures of governance over a stretch of months and all streets of a city."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.model.city import City

MEASURES: dict[str, str] = {
    "effectiveness": "治理效能: value of prevented and resolved reasonable problems, of all",
    "efficiency": "治理效率: effectiveness per cost; cost without any order is 1",
    "cost": "paid street hours plus upper-level hours, per paid street hour",
    "dashboard": "official score 0.2 response + 0.4 resolution + 0.4 satisfaction",
    "response": "orders signed before their deadline, of completed ones",
    "resolution": "resolved, of call-backs",
    "satisfaction": "satisfied, of call-backs",
    "second_order_share": "demands entering the hotline directly, of all voiced demands",
    "overflow_share": "supplement (补充): orders that first order had failed, of non-repeat orders",
    "direct_share": "substitution (替代): direct entries, of non-repeat orders",
    "repeat_share": "repeat orders, of all orders",
    "triviality": "事务细碎性: small orders, of all orders",
    "unreasonable_share": "unreasonable orders, of all orders",
    "idling": "空转: hours on unreasonable and on repeat orders, of all street hours on orders",
    "centre_of_gravity": "治理重心: hours on orders, of all hours worked",
    "autonomy": "1 − centre_of_gravity",
    "utilisation": "busy handler hours, of paid ones (routine work not counted as busy)",
    "diligence": "e1, mean over street-months",
    "routine": "routine quality M, mean over street-months",
    "trust_first": "belief B1 in first order, mean over street-months",
    "trust_hotline": "belief B2 in the hotline, mean over street-months",
    "acceptance": "probability that a call becomes an order, mean over street-months",
    "orders_per_month": "work orders per street and month",
    "calls_per_month": "calls about street matters per street and month",
    "unresolved_share": "unresolved, of completed orders",
    "resolved_satisfied": "of completed orders",
    "resolved_dissatisfied": "of completed orders",
    "unresolved_satisfied": "of completed orders",
    "unresolved_dissatisfied": "of completed orders",
    "first_efficiency": "value resolved in first order per hour spent there",
    "second_efficiency": "value resolved in second order per hour there, upper level included",
    "hours_per_resolved_order": "street and upper-level hours per resolved order",
    "hours_per_resolved_first": "hours per demand resolved in first order",
    "wait_first": "mean wait of first-order demands that were served, hours",
    "wait_order": "mean wait of orders until taken up, hours",
    "prevented_share": "prevented, of reasonable potential problems",
    "first_share": "resolved in first order, of reasonable potential problems",
    "second_share": "resolved in second order, of reasonable potential problems",
    "failed_share": "ended unresolved, of reasonable potential problems",
}


def measures(counts: np.ndarray, reals: np.ndarray, city: City) -> dict[str, float]:
    """Compute every measure of `MEASURES`.

    Parameters
    ----------
    counts : ndarray(int64, ndim=3), shape (months, streets, `layout.COUNTS`)
    reals : ndarray(float64, ndim=3), shape (months, streets, `layout.REALS`)
    city : City
        For the value of a big problem ``v_big`` and the score's weights.

    Returns
    -------
    dict
        nan where a share has nothing in its denominator.
    """
    c = dict(zip(la.COUNTS, counts.sum(axis=(0, 1)).tolist(), strict=True))
    h = dict(zip(la.REALS, reals.sum(axis=(0, 1)).tolist(), strict=True))
    mean = {k: v / (counts.shape[0] * counts.shape[1]) for k, v in h.items()}
    street_months = counts.shape[0] * counts.shape[1]
    extra = city.v_big - 1.0

    def value(*names: str) -> float:
        return sum(c[n] + extra * c[f"{n}_big"] for n in names)

    good = value("prevented", "prevented_special", "first_resolved", "second_resolved")
    effectiveness = _ratio(good, value("demands"))
    cost = (h["hours_paid"] + h["hours_upper"]) / h["hours_paid"]
    handling = h["hours_first"] + h["hours_screen"] + h["hours_order"]
    first_calls = c["orders_overflow"] + c["orders_direct"]
    response = _ratio(c["signed_in_time"], c["completed"])
    resolution = _ratio(c["callbacks_resolved"], c["callbacks"])
    satisfaction = _ratio(c["callbacks_satisfied"], c["callbacks"])
    gravity = _ratio(h["hours_order"], handling + h["hours_routine"])
    first_served = c["first_resolved"] + c["first_failed"] - c["reneged"]
    on_orders = h["hours_order"] + h["hours_upper"]
    four = {
        f"{a}_{b}": _ratio(c[f"{a}_{b}"], c["completed"])
        for a in ("resolved", "unresolved")
        for b in ("satisfied", "dissatisfied")
    }
    return {
        "effectiveness": effectiveness,
        "efficiency": effectiveness / cost,
        "cost": cost,
        "dashboard": city.w_resp * response + city.w_res * resolution + city.w_sat * satisfaction,
        "response": response,
        "resolution": resolution,
        "satisfaction": satisfaction,
        "second_order_share": _ratio(
            c["orders_direct"],
            c["orders_direct"] + c["first_voiced"] + c["unreasonable_voiced"],
        ),
        "overflow_share": _ratio(c["orders_overflow"], first_calls),
        "direct_share": _ratio(c["orders_direct"], first_calls),
        "repeat_share": _ratio(c["orders_repeat"], c["orders"]),
        "triviality": _ratio(c["orders"] - c["orders_big"], c["orders"]),
        "unreasonable_share": _ratio(c["orders_unreasonable"], c["orders"]),
        "idling": _ratio(h["hours_order_unreasonable"] + h["hours_order_repeat"], h["hours_order"]),
        "centre_of_gravity": gravity,
        "autonomy": 1.0 - gravity,
        "utilisation": handling / h["hours_paid"],
        **{
            k: mean[k]
            for k in ("diligence", "routine", "trust_first", "trust_hotline", "acceptance")
        },
        "orders_per_month": c["orders"] / street_months,
        "calls_per_month": c["calls"] / street_months,
        "unresolved_share": four["unresolved_satisfied"] + four["unresolved_dissatisfied"],
        **four,
        "first_efficiency": _ratio(value("first_resolved"), h["hours_first"]),
        "second_efficiency": _ratio(value("second_resolved"), on_orders),
        "hours_per_resolved_order": _ratio(on_orders, c["resolved"]),
        "hours_per_resolved_first": _ratio(h["hours_first"], c["first_resolved"]),
        "wait_first": _ratio(h["wait_first"], first_served),
        "wait_order": _ratio(h["wait_order"], c["completed"] + c["excluded_closed"]),
        "prevented_share": _ratio(c["prevented"] + c["prevented_special"], c["demands"]),
        "first_share": _ratio(c["first_resolved"], c["demands"]),
        "second_share": _ratio(c["second_resolved"], c["demands"]),
        "failed_share": _ratio(c["unresolved"], c["demands"]),
    }


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else float("nan")
