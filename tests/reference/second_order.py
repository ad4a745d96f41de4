"""Second-order governance (二阶治理) in one street: its work orders, from opening to end."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tests.reference.draws import FIRST_ROUND
from tests.reference.problem import Order, Problem

if TYPE_CHECKING:
    from tests.reference.street import Desk, Street


class SecondOrder:
    """The orders of `street`, which has the handlers, the draws and the month's chances."""

    def __init__(self, street: Street):
        city, overhead = street.city, street.switches["overhead"]
        self.street, self.city = street, city
        self.kappa = city.kappa if overhead else 0.0
        self.h_up = city.h_up if overhead else 0.0
        self.urgent: deque[Order] = deque()
        self.ordinary: deque[Order] = deque()

    def open_order(self, problem: Problem) -> None:
        city, now, ledger = self.city, self.street.env.now, self.street.ledger
        hours = (city.d_1, city.d_2, city.d_3, city.d_4)
        order = Order(
            problem=problem,
            round=len(problem.orders),
            dispatched=now,
            deadline=now + hours[problem.deadline_class],
        )
        problem.orders.append(order)
        ledger.add("hours_upper", self.h_up)
        ledger.opened(order)
        within = ledger.count["excluded"] + 1 <= city.quota * ledger.count["orders"]
        if self.applies_for_exclusion(problem) and within:
            order.excluded = True
            ledger.excluded(problem)
        (self.urgent if order.urgent else self.ordinary).append(order)
        self.street.wake(first_order=False)

    def applies_for_exclusion(self, problem: Problem) -> bool:
        if self.city.exclusion_rule == "reasonableness":
            return not problem.reasonable
        return problem.big or problem.hard

    def odds_at_full_effort(self, problem: Problem) -> float:
        if problem.reasonable:
            return self.city.pi2_big if problem.big else self.city.pi2_small
        return self.city.pi_u_hard if problem.hard else self.city.pi_u_easy

    def handle(self, order: Order, desk: Desk):
        problem, street, city = order.problem, self.street, self.city
        order.started = street.env.now
        street.ledger.add("wait_order", order.started - order.dispatched)
        mean = (1.0 + self.kappa) * (city.h_big if problem.big else city.h_small)
        kinds = ["hours_order"]
        if not problem.reasonable:
            kinds.append("hours_order_unreasonable")
        elif order.round > 0:
            kinds.append("hours_order_repeat")
        if not order.excluded:
            order.misdispatched = self.luck(order, 1).low[1] < street.chances.misdispatch
        if order.misdispatched:
            street.ledger.count["misdispatched"] += 1
            street.ledger.add("hours_upper", self.h_up)
        need = street.law.time(mean, self.luck(order, 0).wide[0])
        if order.excluded or order.misdispatched:
            need *= city.s_excl
        yield street.work(need, desk, *kinds)
        order.ended = street.env.now
        street.ledger.end_of_service()
        if order.excluded:
            street.ledger.excluded_done(problem)
            self.give_up(problem)
        else:
            self.settle(order)

    def settle(self, order: Order) -> None:
        problem, street, city = order.problem, self.street, self.city
        luck, after = self.luck(order, 0), self.luck(order, 1)
        order.signed = order.started < order.deadline
        order.late = order.ended > order.deadline
        chance = self.odds_at_full_effort(problem)
        if problem.reasonable:
            chance = street.with_special(street.chances.effort * chance, problem)
        order.resolved = not order.misdispatched and luck.high[1] < chance
        content = city.p_sat_res if order.resolved else city.p_sat_unres
        order.satisfied = luck.low[1] < content * (city.late_sat if order.late else 1.0)
        order.called_back = after.high[0] < city.c_b
        street.ledger.completed(order)

        if order.resolved:
            street.finish(problem, "second_resolved" if problem.reasonable else "compromised")
            return
        if not order.satisfied and order.round < city.n_rep:
            calls_again = after.low[0] < (city.rho if problem.reasonable else city.rho_u)
            problem.recalled |= calls_again
            if calls_again and street.call(after.high[1], street.chances.passed_on):
                self.open_order(problem)
                return
        self.give_up(problem)

    def give_up(self, problem: Problem) -> None:
        self.street.finish(problem, "unresolved" if problem.reasonable else "refused")

    def luck(self, order: Order, block: int):
        return self.street.draws.block(order.problem.index, FIRST_ROUND + order.round, block)
