"""One street (街道): problems arise, residents voice them or call, handlers take them up."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import simpy
from scipy.stats import norm

from tests.reference.chances import Chances, raise_odds
from tests.reference.demand import problems
from tests.reference.draws import (
    ARISING,
    FIRST_ORDER,
    THE_RULE,
    THE_STREET,
    Draws,
    ServiceLaw,
    exponential,
)
from tests.reference.ledger import Ledger
from tests.reference.month_end import MONTH, Scores
from tests.reference.problem import Order, Problem
from tests.reference.second_order import SecondOrder

ROUNDING = 1e-9  # credit + w often is exactly 1, such as after seven picks with w = 0.3


@dataclass
class Desk:
    """Handlers who share queues; idle ones wait for a call."""

    first_order: bool
    orders: bool
    speed: float  # share of a handler's time
    idle: deque[simpy.Event] = field(default_factory=deque)

    def wake_one(self, choose: Callable[[Desk], Order | Problem | None]) -> None:
        """An idle handler takes up what waits before anything else happens at that instant."""
        if self.idle and (work := choose(self)) is not None:
            self.idle.popleft().succeed(work)


class Street:
    """State, queues and processes of a street. A month's `chances` are set from outside."""

    chances: Chances

    def __init__(self, env, number, city, schedule, draws: Draws, switches, frozen: Mapping):
        self.env, self.city, self.schedule, self.draws = env, city, schedule, draws
        self.number, self.switches, self.frozen = number, switches, frozen
        self.law = ServiceLaw(city.service_law, city.service_cv)

        block = draws.block(0, THE_STREET, 0)
        s2 = math.log(1.0 + city.size_cv**2)
        size = math.exp(math.sqrt(s2) * float(norm.ppf(block.wide[0])) - s2 / 2.0)
        self.handlers = max(1, math.floor(city.K * size + 0.5))
        self.size = self.handlers / city.K
        deviation = city.e_0_sd * float(norm.ppf(block.wide[1]))
        self.baseline = min(max(city.e_0 + deviation, 0.01), city.e_max)

        self.e_1, self.M = self.baseline, city.M_0
        self.B_1, self.B_2 = city.B1_0, city.B2_0
        if not switches["feedback"]:
            self.M = frozen["routine"]
        self.scores = Scores()
        self.credit = 0.0
        self.load = 0.0  # last month's orders per handler, over o_ref
        self.g = float(schedule.assessment[0])

        self.problems: list[Problem] = []
        self.first: deque[Problem] = deque()
        self.second = SecondOrder(self)
        self.ledger = Ledger()

        at_work = 1.0 - city.reserve  # the rest of a handler's time is kept for routine work
        if switches["crowding"]:
            self.order_share = None
            self.desks = [Desk(first_order=True, orders=True, speed=at_work)]
        else:
            self.order_share = min(max(frozen["order_share"], 0.01), 0.99)
            self.desks = [
                Desk(first_order=True, orders=False, speed=(1.0 - self.order_share) * at_work),
                Desk(first_order=False, orders=True, speed=self.order_share * at_work),
            ]
        env.process(self.arrivals())
        for desk in self.desks:
            for _ in range(self.handlers):
                env.process(self.handler(desk))

    def errors_of_observation(self, month: int) -> tuple[float, float]:
        """Standard normal errors of what the adaptive rule sees of this street."""
        first, second = self.draws.block(month, THE_RULE, 0).wide
        return float(norm.ppf(first)), float(norm.ppf(second))

    # --- processes ------------------------------------------------------------------------------

    def arrivals(self):
        for problem in problems(self.city, self.schedule, self.size, self.draws):
            yield self.env.timeout(max(0.0, problem.arrived - self.env.now))
            self.arise(problem)

    def handler(self, desk: Desk):
        while True:
            work = self.choose(desk)
            if work is None:
                call = self.env.event()
                desk.idle.append(call)
                work = yield call
            if isinstance(work, Order):
                yield from self.second.handle(work, desk)
            elif work.reasonable:
                yield from self.serve(work, desk)
            else:
                yield from self.screen(work, desk)

    # --- arising, prevention, channel, acceptance -----------------------------------------------

    def arise(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.ledger.arrival(problem)
        chances = self.chances
        nature = self.draws.block(problem.index, ARISING, 1)
        voice = self.draws.block(problem.index, ARISING, 2)

        chosen = problem.big and problem.kind in chances.special
        if chosen and voice.low[1] < chances.special_prevention:
            self.finish(problem, "prevented_special")
        elif problem.reasonable and nature.low[0] < chances.prevention:
            self.finish(problem, "prevented")
        elif problem.reasonable:
            if nature.high[1] < chances.direct:
                problem.called = True
                problem.accepted = self.call(voice.high[0], chances.direct_passed_on)
            if problem.accepted:
                self.second.open_order(problem)
            else:
                self.voice(problem)
        elif not self.switches["unreasonable"]:
            self.finish(problem, "not_voiced")
        elif nature.high[1] < chances.unreasonable_call:
            problem.called = True
            problem.accepted = self.call(voice.high[0], chances.direct_passed_on)
            if problem.accepted:
                self.second.open_order(problem)
            else:
                self.finish(problem, "gave_up")
        elif voice.low[0] < self.city.phi_1:
            self.voice(problem)
        else:
            self.finish(problem, "not_voiced")

    def call(self, u: float, acceptance: float) -> bool:
        """A call to the hotline; true if it is passed on as an order."""
        self.ledger.count["calls"] += 1
        self.ledger.count["calls_answered"] += u < self.chances.answered
        passed_on = u < acceptance
        self.ledger.count["calls_accepted"] += passed_on
        return passed_on

    def voice(self, problem: Problem) -> None:
        problem.voiced_first = problem.reasonable
        problem.screened = not problem.reasonable  # once its turn comes
        self.ledger.count["first_voiced" if problem.reasonable else "unreasonable_voiced"] += 1
        self.first.append(problem)
        self.wake(first_order=True)

    def wake(self, *, first_order: bool) -> None:
        for desk in self.desks:
            if desk.first_order if first_order else desk.orders:
                desk.wake_one(self.choose)

    def finish(self, problem: Problem, fate: str) -> None:
        problem.fate = fate
        problem.ended = self.env.now
        self.ledger.fate(problem)

    # --- which work comes next ------------------------------------------------------------------

    def choose(self, desk: Desk) -> Order | Problem | None:
        while True:
            if desk.orders and self.second.urgent:
                return self.second.urgent.popleft()
            order_waits = desk.orders and bool(self.second.ordinary)
            demand_waits = desk.first_order and bool(self.first)
            if not order_waits and not demand_waits:
                return None
            both = order_waits and demand_waits
            w = self.chances.order_weight
            if order_waits and (not demand_waits or self.credit + w >= 1.0 - ROUNDING):
                if both:
                    self.credit += w - 1.0
                return self.second.ordinary.popleft()
            demand = self.first.popleft()
            if self.has_lapsed(demand):
                self.lapse(demand)  # may send an order back: look at all queues again
                continue
            if both:
                self.credit += w
            return demand

    def has_lapsed(self, demand: Problem) -> bool:
        u = self.draws.block(demand.index, FIRST_ORDER, 0).wide[0]
        return self.env.now - demand.arrived > exponential(self.city.h_pat, u)

    def lapse(self, demand: Problem) -> None:
        demand.reneged = True
        self.ledger.count["reneged"] += demand.reasonable
        if demand.reasonable:
            self.fail_first_order(demand)
        else:
            self.finish(demand, "gave_up")

    # --- first order ----------------------------------------------------------------------------

    def screen(self, demand: Problem, desk: Desk):
        u = self.draws.block(demand.index, FIRST_ORDER, 0).wide[1]
        self.start_first(demand)
        yield self.work(self.law.time(self.city.h_screen, u), desk, "hours_screen")
        demand.first_ended = self.env.now
        self.ledger.end_of_service()
        self.ledger.count["screened"] += 1
        self.finish(demand, "blocked")

    def serve(self, demand: Problem, desk: Desk):
        luck = self.draws.block(demand.index, FIRST_ORDER, 1)
        u = self.draws.block(demand.index, FIRST_ORDER, 0).wide[1]
        self.start_first(demand)
        need = self.law.time(self.city.h_big if demand.big else self.city.h_small, u)
        demand.perfunctory = luck.high[0] >= self.chances.diligence
        self.ledger.count["perfunctory"] += demand.perfunctory
        if demand.perfunctory:
            need *= self.city.s_shirk
        yield self.work(need, desk, "hours_first")
        demand.first_ended = self.env.now
        self.ledger.end_of_service()
        chance = self.city.pi1_big if demand.big else self.city.pi1_small
        if not demand.perfunctory and luck.low[0] < self.with_special(chance, demand):
            self.finish(demand, "first_resolved")
        else:
            self.fail_first_order(demand)

    def start_first(self, demand: Problem) -> None:
        demand.first_started = self.env.now
        if demand.reasonable:
            self.ledger.add("wait_first", self.env.now - demand.arrived)

    def fail_first_order(self, demand: Problem) -> None:
        self.ledger.count["first_failed"] += 1
        luck = self.draws.block(demand.index, FIRST_ORDER, 1)
        demand.overflow_called = luck.high[1] < self.chances.overflow
        if demand.overflow_called:
            demand.overflow_accepted = self.call(luck.low[1], self.chances.passed_on)
        if demand.overflow_accepted:
            self.second.open_order(demand)
        else:
            self.finish(demand, "unresolved")

    def with_special(self, chance: float, problem: Problem) -> float:
        if problem.big and problem.kind in self.chances.special:
            return raise_odds(chance, self.chances.special_factor)
        return chance

    # --- hours ----------------------------------------------------------------------------------

    def work(self, need: float, desk: Desk, *kinds: str) -> simpy.Event:
        """Time passes until `need` hours of work are done."""
        end = self.env.now + need / desk.speed
        self.ledger.book(self.env.now, end, desk.speed, list(kinds))
        return self.env.timeout(end - self.env.now)

    def paid_hours(self) -> float:
        return self.handlers * MONTH

    def busy_hours(self) -> float:
        hours = self.ledger.hours[self.ledger.month]
        return hours["hours_first"] + hours["hours_screen"] + hours["hours_order"]

    def idle_hours(self) -> float:
        """Hours without a demand, those kept for routine work among them."""
        hours = self.ledger.hours[self.ledger.month]
        for_orders = hours["hours_order"]
        if self.order_share is not None:  # what orders leave of their own time is lost
            for_orders = self.paid_hours() * self.order_share * (1.0 - self.city.reserve)
        busy = hours["hours_first"] + hours["hours_screen"] + for_orders
        return max(0.0, self.paid_hours() - busy)

    def open_problems(self) -> list[Problem]:
        return [p for p in self.problems if p.fate == "open" and p.reasonable]
