"""The whole city: streets, the call centre, month ends; and its results as tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import simpy

from tests.reference import callcentre, month_end
from tests.reference.chances import monthly_chances
from tests.reference.draws import Draws
from tests.reference.month_end import MONTH, YEAR
from tests.reference.street import Street

SWITCHES = (
    "substitution",
    "overhead",
    "unreasonable",
    "crowding",
    "feedback",
    "mobilisation",
    "special",
)
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


@dataclass(frozen=True)
class Reference:
    problems: pd.DataFrame
    orders: pd.DataFrame
    monthly: pd.DataFrame


class CallCentre:
    """Answers the calls of a whole city, of which the streets simulated are a sample."""

    def __init__(self, city):
        self.city = city

    def share_answered(self, r: float, calls_per_street: float) -> float:
        city = self.city
        appeals = calls_per_street * city.city_streets
        calls = appeals / ((1.0 - city.consult_share) * city.street_share)
        agents = callcentre.agents_on_duty(
            r, operators=city.operators, duty=city.duty, r_min=city.r_min
        )
        return callcentre.share_answered(calls / MONTH, agents, city.h_call, city.h_call_pat)


class CityRun:
    """Streets side by side; they meet only at the end of each month."""

    def __init__(self, city, schedule, streets, seed, city_number, switches, frozen):
        self.city, self.schedule, self.switches = city, schedule, switches
        self.env = simpy.Environment()
        self.centre = CallCentre(city)
        self.frozen = [{k: float(v[s]) for k, v in frozen.items()} for s in range(streets)]
        self.streets = [
            Street(
                self.env, s, city, schedule, Draws(seed, city_number, s), switches, self.frozen[s]
            )
            for s in range(streets)
        ]
        self.special: frozenset[int] = frozenset()
        self.past_year: list[Counter] = []
        self.rows: list[dict] = []

    def run(self) -> None:
        self.env.run(until=self.env.process(self.months()))

    def months(self):
        a_line = 1.0
        for month in range(len(self.schedule)):
            self.begin_month(month, a_line)
            yield self.env.timeout((month + 1) * MONTH - self.env.now)
            calls = sum(street.ledger.count["calls"] for street in self.streets)
            self.end_month(month)
            if month + 1 < len(self.schedule):
                r = float(self.schedule.resources[month + 1])
                a_line = self.centre.share_answered(r, calls / len(self.streets))

    def begin_month(self, month: int, a_line: float) -> None:
        for street in self.streets:
            frozen_q = None if self.switches["substitution"] else street.frozen["p_direct"]
            street.ledger.turn_over(month)
            street.chances = monthly_chances(
                self.city,
                self.switches,
                g=float(self.schedule.assessment[month]),
                a_line=a_line,
                diligence=street.e_1,
                routine=street.M,
                B_1=street.B_1,
                B_2=street.B_2,
                q=frozen_q,
                special=self.special,
            )

    def end_month(self, month: int) -> None:
        city, streets = self.city, self.streets
        g = float(self.schedule.assessment[month])
        for street in streets:
            street.scores = month_end.scores_after(street.scores, street.ledger.count, city)
        ranks = month_end.rank_shares([street.scores.score for street in streets])
        everyone: Counter = sum((street.ledger.count for street in streets), Counter())
        for street, rank_share in zip(streets, ranks, strict=True):
            pressure = month_end.pressure(
                g, street.ledger.count["orders"], street.handlers, rank_share, city
            )
            self.rows.append(monthly_row(street, pressure, rank_share))
            free_share = street.idle_hours() * street.e_1 / street.paid_hours()
            if self.switches["mobilisation"]:
                street.e_1 = month_end.diligence_after(street.e_1, street.baseline, pressure, city)
            if self.switches["feedback"]:
                street.M = month_end.routine_after(street.M, free_share, city)
            for belief, rate, cases in (
                ("B_1", city.eta_1, month_end.first_order_cases),
                ("B_2", city.eta_2, month_end.hotline_cases),
            ):
                moved = month_end.belief_after(
                    getattr(street, belief),
                    rate,
                    cases(street.ledger.count),
                    cases(everyone),
                    city.omega_city,
                )
                setattr(street, belief, moved)
        self.past_year.append(sum((street.ledger.unresolved_big for street in streets), Counter()))
        if (month + 1) % YEAR == 0 and self.switches["special"]:
            unresolved = sum(self.past_year[-YEAR:], Counter())
            self.special = month_end.chosen_types(unresolved, city)


def monthly_row(street: Street, pressure: float, rank_share: float) -> dict:
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
        "queue_orders": len(street.ordinary),
        "queue_urgent": len(street.urgent),
        **hours,
        "hours_routine": street.idle_hours() * chances.diligence,
        "hours_paid": street.paid_hours(),
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


def simulate_reference(
    city,
    schedule,
    *,
    streets: int,
    seed: int,
    switches: Mapping[str, bool] | None = None,
    frozen: Mapping[str, Sequence[float]] | None = None,
    city_number: int = 0,
) -> Reference:
    """Simulate a city from the model's text alone.

    Parameters
    ----------
    city : intensity.model.city.City
    schedule : intensity.model.schedule.Schedule
    streets : int
    seed : int
    switches : mapping of str to bool, optional
        Mechanisms to turn off; those not named are on.
    frozen : mapping of str to sequence of float, shape (streets,), optional
        ``p_direct``, ``routine`` and ``order_share`` by street, for the switches that freeze them.
    city_number : int, optional
        The city's place in the key of the draws.
    """
    unknown = set(switches or {}) - set(SWITCHES)
    if unknown:
        raise ValueError(f"unknown switches: {sorted(unknown)}")
    on = {name: True for name in SWITCHES} | dict(switches or {})
    run = CityRun(city, schedule, streets, seed, city_number, on, dict(frozen or {}))
    run.run()
    return Reference(
        problems=problem_table(run.streets, city),
        orders=order_table(run.streets),
        monthly=monthly_table(run.rows),
    )


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
