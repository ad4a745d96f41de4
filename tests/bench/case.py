"""The reduced street: one queue that the kernel, C, Ciw and Mesa all simulate.

Two classes share a street's handlers: first-order demands, whose residents lose patience, and
work orders, some urgent, some called in again. Behaviour is switched off, so that nothing but the
queue remains.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.city import Ledger, Trace, simulate_city
from intensity.model.city import City
from intensity.model.plain import plain_queue
from intensity.model.schedule import Schedule

HOURS = la.HOURS_PER_MONTH


@dataclass(frozen=True)
class Case:
    """Parameters of the reduced street, with the meaning they have in `plain_queue`.

    The defaults are round numbers near those of a street of the default city at high intensity,
    busy for about 85 % of the time.
    """

    arrival_rate: float = 0.5
    service_hours: float = 6.0
    handlers: int = 5
    order_share: float = 0.4
    class_shares: tuple[float, float, float, float] = (0.05, 0.15, 0.5, 0.3)
    order_turns: float = 0.5
    overhead: float = 0.3
    patience: float = 200.0
    failed: float = 0.3
    overflow: float = 0.5
    unresolved: float = 0.4
    again: float = 0.5
    repeats: int = 3

    @property
    def urgent_share(self) -> float:
        """Share of the two short deadline classes."""
        return self.class_shares[0] + self.class_shares[1]

    def but(self, **changes: Any) -> Case:
        """Copy with other values."""
        return replace(self, **changes)


class Kernel:
    """The compiled kernel on prepared arrays: what is timed is the simulation alone."""

    def __init__(
        self,
        city: City,
        schedule: Schedule,
        *,
        streets: int,
        seed: int,
        number: int = 0,
        frozen: np.ndarray | None = None,
        substitution: bool = True,
        feedback: bool = True,
    ) -> None:
        on = np.ones(len(la.SWITCHES), np.int64)
        on[la.SW_SUBSTITUTION], on[la.SW_FEEDBACK] = substitution, feedback
        types = city.type_table()
        self.shape = (len(schedule), streets)
        self.types = len(types)
        self.trace = Trace(
            np.empty((0, len(la.TRACE_TIMES))),
            np.empty((0, len(la.TRACE_NUMBERS)), np.int64),
            np.empty((0, 1, len(la.ORDER_TIMES))),
            np.empty((0, 1), np.int64),
        )
        self.fixed = (
            city.vector(),
            types,
            schedule.windows(city.types),
            schedule.array(),
            on,
            np.zeros((streets, len(la.FROZEN))) if frozen is None else frozen,
            seed,
            number,
        )
        self.counts = self.reals = np.empty(0)

    @classmethod
    def of(cls, case: Case, *, streets: int, months: int, seed: int) -> Kernel:
        """The kernel reduced to a case."""
        given = plain_queue(**asdict(case), streets=streets)
        city = given["city"].replace(n_sp=0)  # the switch "special", as `simulate` applies it
        return cls(
            city,
            Schedule.constant(given["intensity"], given["intensity"], months),
            streets=streets,
            seed=seed,
            frozen=given["frozen"],
            substitution=False,
            feedback=False,
        )

    def run(self) -> int:
        """Simulate; return the number of events. Results are in `counts` and `reals`."""
        ledger = Ledger(
            np.zeros((*self.shape, len(la.COUNTS)), np.int64),
            np.zeros((*self.shape, len(la.REALS))),
            np.zeros((*self.shape, self.types), np.int64),
            np.zeros(self.shape[0], np.int64),
        )
        rows = np.zeros(self.shape[1], np.int64)
        self.counts, self.reals = ledger.counts, ledger.reals
        return int(simulate_city(*self.fixed, ledger, self.trace, rows))
