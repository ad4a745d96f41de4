"""One street (街道): problems arise, residents voice them or call, handlers take them up."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import simpy
from scipy.stats import norm

from tests.reference.chances import Chances, raise_odds
from tests.reference.demand import problems
from tests.reference.draws import (
    ARISING,
    FIRST_ORDER,
    FIRST_ROUND,
    THE_STREET,
    Draws,
    ServiceLaw,
    exponential,
)
from tests.reference.ledger import Ledger
from tests.reference.month_end import MONTH, Scores
from tests.reference.problem import Order, Problem

ROUNDING = 1e-9  # credit + w often is exactly 1, such as after seven picks with w = 0.3


@dataclass
class Desk:
    """Handlers who share queues; idle ones wait for a call."""

    first_order: bool
    orders: bool
    speed: float  # share of a handler's time
    idle: deque[simpy.Event] = field(default_factory=deque)

    def wake_one(self) -> None:
        if self.idle:
            self.idle.popleft().succeed()


class Street:
    """State, queues and processes of a street. A month's `chances` are set from outside."""

    chances: Chances

    def __init__(self, env, number, city, schedule, draws: Draws, switches, frozen: Mapping):
        self.env, self.city, self.schedule, self.draws = env, city, schedule, draws
        self.number, self.switches, self.frozen = number, switches, frozen
        self.law = ServiceLaw(city.service_law, city.service_cv)
        self.kappa = city.kappa if switches["overhead"] else 0.0
        self.h_up = city.h_up if switches["overhead"] else 0.0

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

        self.problems: list[Problem] = []
        self.urgent: deque[Order] = deque()
        self.ordinary: deque[Order] = deque()
        self.first: deque[Problem] = deque()

        self.ledger = Ledger()
        if switches["crowding"]:
            self.order_share = None
            self.desks = [Desk(first_order=True, orders=True, speed=1.0)]
        else:
            self.order_share = min(max(frozen["order_share"], 0.01), 0.99)
            self.desks = [
                Desk(first_order=True, orders=False, speed=1.0 - self.order_share),
                Desk(first_order=False, orders=True, speed=self.order_share),
            ]
        env.process(self.arrivals())
        for desk in self.desks:
            for _ in range(self.handlers):
                env.process(self.handler(desk))

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
                yield call
            elif isinstance(work, Order):
                yield from self.handle(work, desk)
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
                problem.accepted = self.call(voice.high[0])
            if problem.accepted:
                self.open_order(problem)
            else:
                self.voice(problem)
        elif not self.switches["unreasonable"]:
            self.finish(problem, "not_voiced")
        elif nature.high[1] < chances.unreasonable_call:
            problem.called = True
            problem.accepted = self.call(voice.high[0])
            if problem.accepted:
                self.open_order(problem)
            else:
                self.finish(problem, "gave_up")
        elif voice.low[0] < self.city.phi_1:
            self.voice(problem)
        else:
            self.finish(problem, "not_voiced")

    def call(self, u: float) -> bool:
        """A call to the hotline; true if it is passed on as an order."""
        self.ledger.count["calls"] += 1
        self.ledger.count["calls_answered"] += u < self.chances.answered
        passed_on = u < self.chances.passed_on
        self.ledger.count["calls_accepted"] += passed_on
        return passed_on

    def voice(self, problem: Problem) -> None:
        problem.voiced_first = problem.reasonable
        problem.screened = not problem.reasonable  # once its turn comes
        self.ledger.count["first_voiced"] += problem.reasonable
        self.first.append(problem)
        self.wake(first_order=True)

    def wake(self, *, first_order: bool) -> None:
        for desk in self.desks:
            if desk.first_order if first_order else desk.orders:
                desk.wake_one()

    def finish(self, problem: Problem, fate: str) -> None:
        problem.fate = fate
        problem.ended = self.env.now
        self.ledger.fate(problem)

    # --- which work comes next ------------------------------------------------------------------

    def choose(self, desk: Desk) -> Order | Problem | None:
        while True:
            if desk.orders and self.urgent:
                return self.urgent.popleft()
            order_waits = desk.orders and bool(self.ordinary)
            demand_waits = desk.first_order and bool(self.first)
            if not order_waits and not demand_waits:
                return None
            both = order_waits and demand_waits
            w = self.chances.order_weight
            if order_waits and (not demand_waits or self.credit + w >= 1.0 - ROUNDING):
                if both:
                    self.credit += w - 1.0
                return self.ordinary.popleft()
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
        demand.overflow_accepted = demand.overflow_called and self.call(luck.low[1])
        if demand.overflow_accepted:
            self.open_order(demand)
        else:
            self.finish(demand, "unresolved")

    def with_special(self, chance: float, problem: Problem) -> float:
        if problem.big and problem.kind in self.chances.special:
            return raise_odds(chance, self.chances.special_factor)
        return chance

    # --- second order ---------------------------------------------------------------------------

    def open_order(self, problem: Problem) -> None:
        hours = (self.city.d_1, self.city.d_2, self.city.d_3, self.city.d_4)
        order = Order(
            problem=problem,
            round=len(problem.orders),
            dispatched=self.env.now,
            deadline=self.env.now + hours[problem.deadline_class],
        )
        problem.orders.append(order)
        self.ledger.add("hours_upper", self.h_up)
        self.ledger.opened(order)
        difficult = problem.big or problem.hard
        count = self.ledger.count
        if difficult and count["excluded"] + 1 <= self.city.quota * count["orders"]:
            order.excluded = True
            self.ledger.excluded(problem)
        (self.urgent if order.urgent else self.ordinary).append(order)
        self.wake(first_order=False)

    def odds_at_full_effort(self, problem: Problem) -> float:
        if problem.reasonable:
            return self.city.pi2_big if problem.big else self.city.pi2_small
        return self.city.pi_u_hard if problem.hard else self.city.pi_u_easy

    def handle(self, order: Order, desk: Desk):
        problem = order.problem
        stage = FIRST_ROUND + order.round
        order.started = self.env.now
        self.ledger.add("wait_order", order.started - order.dispatched)
        mean = (1.0 + self.kappa) * (self.city.h_big if problem.big else self.city.h_small)
        kinds = ["hours_order"]
        if not problem.reasonable:
            kinds.append("hours_order_unreasonable")
        elif order.round > 0:
            kinds.append("hours_order_repeat")
        need = self.law.time(mean, self.draws.block(problem.index, stage, 0).wide[0])
        if order.excluded:
            need *= self.city.s_excl
        yield self.work(need, desk, *kinds)
        order.ended = self.env.now
        self.ledger.end_of_service()
        if order.excluded:
            self.ledger.excluded_done(problem)
            self.finish(problem, "unresolved" if problem.reasonable else "refused")
        else:
            self.settle(order)

    def settle(self, order: Order) -> None:
        problem, city = order.problem, self.city
        luck = self.draws.block(problem.index, FIRST_ROUND + order.round, 0)
        after = self.draws.block(problem.index, FIRST_ROUND + order.round, 1)
        order.signed = order.started < order.deadline
        order.late = order.ended > order.deadline
        chance = self.odds_at_full_effort(problem)
        if problem.reasonable:
            chance = self.with_special(self.chances.effort * chance, problem)
        order.resolved = luck.high[1] < chance
        content = city.p_sat_res if order.resolved else city.p_sat_unres
        order.satisfied = luck.low[1] < content * (city.late_sat if order.late else 1.0)
        order.called_back = after.high[0] < city.c_b
        self.ledger.completed(order)

        if order.resolved:
            self.finish(problem, "second_resolved" if problem.reasonable else "compromised")
            return
        if not order.satisfied and order.round < city.n_rep:
            calls_again = after.low[0] < (city.rho if problem.reasonable else city.rho_u)
            if calls_again:
                problem.recalled = True
                if self.call(after.high[1]):
                    self.open_order(problem)
                    return
        self.finish(problem, "unresolved" if problem.reasonable else "refused")

    # --- hours ----------------------------------------------------------------------------------

    def work(self, need: float, desk: Desk, *kinds: str) -> simpy.Event:
        """Time passes until `need` hours of work are done."""
        end = self.env.now + need / desk.speed
        self.ledger.book(self.env.now, end, desk.speed, list(kinds))
        return self.env.timeout(end - self.env.now)

    def paid_hours(self) -> float:
        return self.handlers * MONTH

    def idle_hours(self) -> float:
        hours = self.ledger.hours[self.ledger.month]
        busy = hours["hours_first"] + hours["hours_screen"]
        if self.order_share is not None:
            return max(0.0, self.paid_hours() * (1.0 - self.order_share) - busy)
        return max(0.0, self.paid_hours() - busy - hours["hours_order"])

    def open_problems(self) -> list[Problem]:
        return [p for p in self.problems if p.fate == "open" and p.reasonable]
