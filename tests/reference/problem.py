"""What the simulation keeps of a problem and of its work orders."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

NEVER = math.nan
URGENT_CLASSES = (0, 1)  # 2 h and 7 h


@dataclass
class Order:
    """A work order (工单): one round of a problem at the hotline."""

    problem: Problem
    round: int
    dispatched: float
    deadline: float
    excluded: bool = False
    misdispatched: bool = False  # taken up by an office that cannot act (错派)
    signed: bool = False  # taken up before the deadline
    resolved: bool = False
    satisfied: bool = False
    late: bool = False
    called_back: bool = False
    started: float = NEVER
    ended: float = NEVER

    @property
    def urgent(self) -> bool:
        return self.problem.deadline_class in URGENT_CLASSES


@dataclass
class Problem:
    """A potential demand and what becomes of it."""

    index: int
    kind: int
    reasonable: bool
    big: bool
    hard: bool
    deadline_class: int
    arrived: float
    fate: str = "open"
    called: bool = False
    accepted: bool = False
    voiced_first: bool = False
    screened: bool = False
    reneged: bool = False
    perfunctory: bool = False
    overflow_called: bool = False
    overflow_accepted: bool = False
    recalled: bool = False
    first_started: float = NEVER
    first_ended: float = NEVER
    ended: float = NEVER
    orders: list[Order] = field(default_factory=list)

    @property
    def size(self) -> str:
        return "big" if self.big else "small"
