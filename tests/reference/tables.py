"""What a reference run has done, as tables: by month, by problem, by work order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from tests.reference.street import Street

DEADLINES = ("2 h", "7 h", "7 d", "15 d")
PATH = (
    "called",
    "accepted",
    "voiced_first",
    "screened",
    "reneged",
    "perfunctory",
    "overflow_called",
    "overflow_accepted",
    "recalled",
)


def monthly_row(street: Street, resources: float, pressure: float, rank_share: float) -> dict:
    chances, scores = street.chances, street.scores
    still_open = street.open_problems()
    hours = street.ledger.hours[street.ledger.month]
    return {
        "month": street.ledger.month,
        "street": street.number,
        **street.ledger.count,
        "open": len(still_open),
        "open_big": sum(problem.big for problem in still_open),
        "queue_first": len(street.first),
        "queue_orders": len(street.second.ordinary),
        "queue_urgent": len(street.second.urgent),
        **hours,
        "hours_routine": street.idle_hours() * chances.diligence,
        "hours_paid": street.paid_hours(),
        "resources": resources,
        "assessment": street.g,
        "diligence": chances.diligence,
        "routine": chances.routine,
        "trust_first": street.B_1,
        "trust_hotline": street.B_2,
        "accept_line": chances.answered,
        "acceptance": chances.passed_on,
        "p_direct": chances.direct,
        "p_overflow": chances.overflow,
        "p_unreasonable": chances.unreasonable_call,
        "effort_second": chances.effort,
        "pressure": pressure,
        "response": scores.response,
        "resolution": scores.resolution,
        "satisfaction": scores.satisfaction,
        "score": scores.score,
        "rank_share": rank_share,
    }


def monthly_table(rows: list[dict]) -> pd.DataFrame:
    """A count that never occurred has no column yet; a share of nothing stays nan."""
    table = pd.DataFrame(rows)
    shares = ["response", "resolution", "satisfaction"]
    others = table.columns.difference(shares)
    table[others] = table[others].fillna(0.0)
    return table


def problem_table(streets: Sequence[Street], city) -> pd.DataFrame:
    rows = []
    for street in streets:
        for problem in street.problems:
            orders = problem.orders
            row = {
                "street": street.number,
                "index": problem.index,
                "type": city.types[problem.kind].id,
                "big": problem.big,
                "unreasonable": not problem.reasonable,
                "hard": problem.hard,
                "deadline": DEADLINES[problem.deadline_class],
                "fate": problem.fate,
                "rounds": len(orders),
                **{name: getattr(problem, name) for name in PATH},
                "excluded": any(order.excluded for order in orders),
                "called_back": any(order.called_back for order in orders),
                "t_arrival": problem.arrived,
                "t_first_start": problem.first_started,
                "t_first_end": problem.first_ended,
                "t_order_dispatch": orders[0].dispatched if orders else None,
                "t_order_start": latest(order.started for order in orders),
                "t_order_end": latest(order.ended for order in orders),
                "t_end": problem.ended,
            }
            rows.append(row)
    return pd.DataFrame(rows)


def latest(times: Iterable[float]) -> float:
    """The last time that is known; nan if none is."""
    return max((t for t in times if not math.isnan(t)), default=math.nan)


def order_table(streets: Sequence[Street]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "street": street.number,
            "index": problem.index,
            "round": order.round,
            "excluded": order.excluded,
            "signed": order.signed,
            "resolved": order.resolved,
            "satisfied": order.satisfied,
            "late": order.late,
            "called_back": order.called_back,
            "t_dispatch": order.dispatched,
            "t_start": order.started,
            "t_end": order.ended,
        }
        for street in streets
        for problem in street.problems
        for order in problem.orders
    )
