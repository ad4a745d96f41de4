"""The books of a street: counts by month, and hours in the month in which they are worked."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.reference.month_end import MONTH
from tests.reference.problem import Order, Problem


class Ledger:
    """`count` and `unresolved_big` are those of the current month."""

    def __init__(self):
        self.month = 0
        self.count: Counter = Counter()
        self.unresolved_big: Counter = Counter()  # handled and excluded orders, by type
        self.hours: dict[int, Counter] = defaultdict(Counter)  # by month

    def turn_over(self, month: int) -> None:
        self.month = month
        self.count = Counter()
        self.unresolved_big = Counter()

    def book(self, start: float, end: float, speed: float, kinds: list[str]) -> None:
        """Work from `start` to `end`, of which each month gets its part."""
        month = self.month
        while start < end:
            until = min(end, (month + 1) * MONTH)
            for kind in kinds:
                self.hours[month][kind] += (until - start) * speed
            start, month = until, month + 1

    def add(self, kind: str, hours: float) -> None:
        """Hours that fall on one moment."""
        self.hours[self.month][kind] += hours

    def arrival(self, problem: Problem) -> None:
        self.count["events"] += 1
        if problem.reasonable:
            self.count["demands"] += 1
            self.count["demands_big"] += problem.big
        else:
            self.count["unreasonable"] += 1

    def end_of_service(self) -> None:
        self.count["events"] += 1

    def fate(self, problem: Problem) -> None:
        """Fates that months count, of reasonable problems only."""
        if problem.reasonable:
            self.count[problem.fate] += 1
            self.count[f"{problem.fate}_big"] += problem.big

    def opened(self, order: Order) -> None:
        problem, count = order.problem, self.count
        count["orders"] += 1
        count["orders_big"] += problem.big
        count["orders_urgent"] += order.urgent
        count["orders_unreasonable"] += not problem.reasonable
        if order.round > 0:
            count["orders_repeat"] += 1
        elif problem.overflow_accepted:
            count["orders_overflow"] += 1
        else:
            count["orders_direct"] += 1
            count["orders_direct_unreasonable"] += not problem.reasonable

    def excluded(self, problem: Problem) -> None:
        self.count["excluded"] += 1
        self.count["excluded_unreasonable"] += not problem.reasonable
        self.count["excluded_hard"] += problem.hard

    def excluded_done(self, problem: Problem) -> None:
        """An excluded order counts for what residents believe and for special governance."""
        self.count["excluded_closed"] += 1
        self.count["reasonable_completed"] += problem.reasonable
        if problem.reasonable and problem.big:
            self.unresolved_big[problem.kind] += 1

    def completed(self, order: Order) -> None:
        problem, count = order.problem, self.count
        in_time = order.resolved and not order.late
        count["completed"] += 1
        count["signed_in_time"] += order.signed
        count["late"] += order.late
        count["resolved"] += order.resolved
        count["resolved_in_time"] += in_time
        count["compromised"] += order.resolved and not problem.reasonable
        outcome = "resolved" if order.resolved else "unresolved"
        count[f"{outcome}_{'satisfied' if order.satisfied else 'dissatisfied'}"] += 1
        if order.called_back:
            count["callbacks"] += 1
            count["callbacks_resolved"] += order.resolved
            count["callbacks_satisfied"] += order.satisfied
        if problem.reasonable:
            count["reasonable_completed"] += 1
            count["reasonable_in_time"] += in_time
            if problem.big and not order.resolved:
                self.unresolved_big[problem.kind] += 1
