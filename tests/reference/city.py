"""The whole city: streets, the call centre, month ends; and its results as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import simpy

from tests.reference import callcentre, month_end
from tests.reference.chances import monthly_chances
from tests.reference.draws import Draws
from tests.reference.month_end import MONTH, YEAR
from tests.reference.street import Street
from tests.reference.tables import monthly_row, monthly_table, order_table, problem_table

SWITCHES = (
    "substitution",
    "overhead",
    "unreasonable",
    "crowding",
    "feedback",
    "mobilisation",
    "special",
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
                r = self.resources(month + 1)
                a_line = self.centre.share_answered(r, calls / len(self.streets))

    def resources(self, month: int) -> float:
        """Resource input (受理能力) of the city."""
        if month > 0 and self.city.adapt_gain > 0.0:
            return sum(street.g for street in self.streets) / len(self.streets)
        return float(self.schedule.resources[month])

    def begin_month(self, month: int, a_line: float) -> None:
        for street in self.streets:
            if month == 0 or self.city.adapt_gain == 0.0:
                street.g = float(self.schedule.assessment[month])
            frozen_q = None if self.switches["substitution"] else street.frozen["p_direct"]
            street.ledger.turn_over(month)
            street.chances = monthly_chances(
                self.city,
                self.switches,
                g=street.g,
                a_line=a_line,
                diligence=street.e_1,
                routine=street.M,
                B_1=street.B_1,
                B_2=street.B_2,
                q=frozen_q,
                special=self.special,
                load=street.load,
            )

    def end_month(self, month: int) -> None:
        city, streets = self.city, self.streets
        r = self.resources(month)
        for street in streets:
            street.scores = month_end.scores_after(street.scores, street.ledger.count, city)
        ranks = month_end.rank_shares([street.scores.score for street in streets])
        everyone: Counter = sum((street.ledger.count for street in streets), Counter())
        for street, rank_share in zip(streets, ranks, strict=True):
            pressure = month_end.pressure(
                street.g, street.ledger.count["orders"], street.handlers, rank_share, city
            )
            if city.adapt_gain > 0.0:
                street.ledger.add("hours_upper", city.adapt_hours)
            self.rows.append(monthly_row(street, r, pressure, rank_share))
            observed = street.e_1, street.busy_hours() / street.paid_hours()
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
            street.load = street.ledger.count["orders"] / street.handlers / city.o_ref
            if city.adapt_gain > 0.0:
                errors = street.errors_of_observation(month)
                street.g = month_end.assessment_after(street.g, *observed, errors, city)
        self.past_year.append(sum((street.ledger.unresolved_big for street in streets), Counter()))
        if (month + 1) % YEAR == 0 and self.switches["special"]:
            unresolved = sum(self.past_year[-YEAR:], Counter())
            self.special = month_end.chosen_types(unresolved, city)


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
