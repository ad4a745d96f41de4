"""The reduced street as a user of Ciw would write it (Palmer, Knight, Harper and Hawa 2019).

One node, whose customers change class as demands become orders. Ciw brings priorities, class
changes, routing and records; the street's own rules are a service discipline, patience that is
looked at when service begins, and what becomes of a customer when it ends.

A difference that Ciw does not let one write: it lets a freed server pick before the customer who
has just been served joins the queue again. Only the order of two jobs at one instant depends on
it.
"""

from __future__ import annotations

import random
from collections import Counter

import ciw

from tests.bench.case import HOURS, Case

PRIORITIES = {"urgent": 0, "ordinary": 1, "first": 1, "done": 1}


class Problem(ciw.Individual):
    """A customer: a demand or an order."""

    round = 0
    lapsed = False


class Rules:
    """What is the street's own, and the totals of a run."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.credit = 0.0
        self.contested = False
        self.totals: Counter[str] = Counter()

    def pick(self, individuals: list[Problem], t: float) -> Problem:
        """Deficit round robin between ordinary orders and first-order demands."""
        order = next((i for i in individuals if i.customer_class != "first"), None)
        first = next((i for i in individuals if i.customer_class == "first"), None)
        self.contested = order is not None and first is not None
        if self.contested:
            return order if self.orders_turn() else first
        return order or first

    def orders_turn(self) -> bool:
        """Whether orders have saved up a turn."""
        return self.credit + self.case.order_turns >= 1.0 - 1e-9

    def is_lapsed(self, problem: Problem, t: float) -> bool:
        """Whether the patience of a first-order demand has run out."""
        waited = t - problem.arrival_date
        if problem.customer_class != "first" or waited <= 0.0:
            return False
        return waited > self.case.patience * random.expovariate(1.0)

    def begin(self, problem: Problem, t: float, hours: float) -> None:
        """A service begins: the turn is taken, hours are booked."""
        first = problem.customer_class == "first"
        if self.contested:
            self.credit += self.case.order_turns - (0.0 if first else 1.0)
        kind = "first" if first else "order"
        self.totals[f"wait_{kind}"] += t - problem.arrival_date
        self.totals[f"hours_{kind}"] += hours

    def settle(self, problem: Problem) -> str:
        """What a customer is after a service."""
        case, total = self.case, self.totals
        if problem.customer_class == "first":
            total["reneged"] += problem.lapsed
            if not problem.lapsed and random.random() >= case.failed:
                total["first_resolved"] += 1
                return "done"
            total["first_failed"] += 1
            if random.random() >= case.overflow:
                return "done"
            total["orders_overflow"] += 1
            return "urgent" if random.random() < case.urgent_share else "ordinary"
        total["completed"] += 1
        if random.random() >= case.unresolved:
            total["resolved"] += 1
            return "done"
        if problem.round < case.repeats and random.random() < case.again:
            problem.round += 1
            total["orders_repeat"] += 1
            return problem.customer_class
        return "done"


def street_node(rules: Rules) -> type[ciw.Node]:
    """A node where services begin and end by the rules of the street."""

    class StreetNode(ciw.Node):
        def get_service_time(self, ind: Problem) -> float:
            if rules.is_lapsed(ind, self.now):
                ind.lapsed = True
                return 0.0
            hours = super().get_service_time(ind)
            rules.begin(ind, self.now, hours)
            return hours

        def change_customer_class(self, individual: Problem) -> None:
            individual.previous_class = individual.customer_class
            individual.prev_priority_class = individual.priority_class
            individual.customer_class = rules.settle(individual)
            individual.priority_class = PRIORITIES[individual.customer_class]

    return StreetNode


def simulate(case: Case, months: int, seed: int) -> Counter[str]:
    """Simulate one street; return totals under the names of the kernel's columns."""
    rules = Rules(case)
    urgent = case.order_share * case.urgent_share
    rates = {
        "urgent": case.arrival_rate * urgent,
        "ordinary": case.arrival_rate * (case.order_share - urgent),
        "first": case.arrival_rate * (1.0 - case.order_share),
    }
    first, order = case.service_hours, (1.0 + case.overhead) * case.service_hours
    again = ciw.routing.NetworkRouting(routers=[ciw.routing.Direct(to=1)])
    leave = ciw.routing.NetworkRouting(routers=[ciw.routing.Leave()])
    network = ciw.create_network(
        arrival_distributions={
            name: [ciw.dists.Exponential(rate=rates[name]) if rates.get(name) else None]
            for name in PRIORITIES
        },
        service_distributions={
            name: [ciw.dists.Exponential(rate=1.0 / (first if name == "first" else order))]
            for name in PRIORITIES
        },
        routing={name: leave if name == "done" else again for name in PRIORITIES},
        priority_classes=PRIORITIES,
        service_disciplines=[rules.pick],
        number_of_servers=[case.handlers],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network, node_class=street_node(rules), individual_class=Problem)
    simulation.simulate_until_max_time(months * HOURS)
    total = rules.totals
    total["demands"] = simulation.nodes[0].number_of_individuals
    ends = total["completed"] + total["first_resolved"] + total["first_failed"] - total["reneged"]
    total["events"] = total["demands"] + ends
    return total
