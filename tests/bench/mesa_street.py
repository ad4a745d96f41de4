"""The reduced street as a user of Mesa would write it, in daily steps (ter Hoeven et al. 2025).

Demands and handlers are agents. A day's demands stand at the door in the morning; each handler in
turn works 24 hours through the queues and carries unfinished work over to the next day. Within a
day there is no time, so waits are whole days.
"""

from __future__ import annotations

from collections import Counter, deque

import mesa

from tests.bench.case import HOURS, Case

DAY = 24.0


class Problem(mesa.Agent):
    """A demand or an order that waits or is being handled."""

    def __init__(self, model: Street, kind: str) -> None:
        super().__init__(model)
        self.kind = kind
        self.round = 0
        self.left = 0.0  # hours of work still to do
        self.since = model.steps


class Handler(mesa.Agent):
    """Someone on duty round the clock."""

    def __init__(self, model: Street) -> None:
        super().__init__(model)
        self.problem: Problem | None = None

    def step(self) -> None:
        """Work through a day."""
        hours = DAY
        while hours > 0.0:
            if self.problem is None:
                self.problem = self.model.next_problem()
                if self.problem is None:
                    return
            spent = min(hours, self.problem.left)
            self.model.book(self.problem, spent)
            self.problem.left -= spent
            hours -= spent
            if self.problem.left <= 0.0:
                self.model.settle(self.problem)
                self.problem = None


class Street(mesa.Model):
    """A street with its queues and totals."""

    def __init__(self, case: Case, seed: int) -> None:
        super().__init__(seed=seed)
        self.case = case
        self.credit = 0.0
        self.totals: Counter[str] = Counter()
        self.queues: dict[str, deque[Problem]] = {
            kind: deque() for kind in ("urgent", "ordinary", "first")
        }
        Handler.create_agents(self, case.handlers)

    def step(self) -> None:
        """One day."""
        for _ in range(self.rng.poisson(self.case.arrival_rate * DAY)):
            self.totals["demands"] += 1
            direct = self.random.random() < self.case.order_share
            problem = Problem(self, self.order_kind() if direct else "first")
            self.queues[problem.kind].append(problem)
        self.agents_by_type[Handler].shuffle_do("step")

    def order_kind(self) -> str:
        """Kind of a new order."""
        return "urgent" if self.random.random() < self.case.urgent_share else "ordinary"

    def next_problem(self) -> Problem | None:
        """The problem that a free handler turns to."""
        case, queues = self.case, self.queues
        while True:
            contested = bool(queues["ordinary"] and queues["first"])
            if queues["urgent"]:
                kind, contested = "urgent", False
            elif contested:
                saved = self.credit + case.order_turns >= 1.0 - 1e-9
                kind = "ordinary" if saved else "first"
            elif queues["ordinary"]:
                kind = "ordinary"
            elif queues["first"]:
                kind = "first"
            else:
                return None
            problem = queues[kind].popleft()
            waited = (self.steps - problem.since) * DAY
            first = kind == "first"
            if first and waited > 0.0 and waited > case.patience * self.random.expovariate(1.0):
                self.totals["reneged"] += 1
                self.fail(problem)
                continue
            if contested:
                self.credit += case.order_turns - (0.0 if first else 1.0)
            self.totals["wait_first" if first else "wait_order"] += waited
            mean = case.service_hours * (1.0 if first else 1.0 + case.overhead)
            problem.left = self.random.expovariate(1.0 / mean)
            return problem

    def book(self, problem: Problem, hours: float) -> None:
        """Book hours worked."""
        self.totals["hours_first" if problem.kind == "first" else "hours_order"] += hours

    def settle(self, problem: Problem) -> None:
        """A service ends: solved, failed, or called in again."""
        case = self.case
        if problem.kind == "first":
            if self.random.random() >= case.failed:
                self.totals["first_resolved"] += 1
                problem.remove()
            else:
                self.fail(problem)
            return
        self.totals["completed"] += 1
        if self.random.random() >= case.unresolved:
            self.totals["resolved"] += 1
        elif problem.round < case.repeats and self.random.random() < case.again:
            problem.round += 1
            self.totals["orders_repeat"] += 1
            self.dispatch(problem)
            return
        problem.remove()

    def fail(self, problem: Problem) -> None:
        """First order has failed a demand."""
        self.totals["first_failed"] += 1
        if self.random.random() < self.case.overflow:
            self.totals["orders_overflow"] += 1
            problem.kind = self.order_kind()
            self.dispatch(problem)
        else:
            problem.remove()

    def dispatch(self, problem: Problem) -> None:
        """An order joins its queue."""
        problem.since = self.steps
        self.queues[problem.kind].append(problem)


def simulate(case: Case, months: int, seed: int) -> Counter[str]:
    """Simulate one street; return totals under the names of the kernel's columns."""
    street = Street(case, seed)
    for _ in range(round(months * HOURS / DAY)):
        street.step()
    total = street.totals
    ends = total["completed"] + total["first_resolved"] + total["first_failed"] - total["reneged"]
    total["events"] = total["demands"] + ends
    street.remove_all_agents()
    return total
