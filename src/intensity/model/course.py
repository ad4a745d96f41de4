"""A city's course, month by month: stopped, branched, and gone on with under other parameters.

`simulate` takes a city through all its months with the parameters that it has. Here parameters may
change on the way, and nothing else does: queues, services under way, beliefs, routine, diligence
and the draws of every problem are carried over. Without a change the bytes are those of `simulate`.
"""

from __future__ import annotations

import copy

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.city import Case, Ledger, begin_month, finish_month, pass_month
from intensity.kernel.roster import muster, queues
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, _parameters, _switches, _trace

_OWN = ("roster", "waiting", "ledger")  # arrays that passing a month writes to


class Course:
    """A city between two months of a schedule, all mechanisms on.

    Parameters
    ----------
    city : City
    schedule : Schedule
    streets, seed, number : int
        As for `simulate`.

    Attributes
    ----------
    month : int
        The next one to pass, from 0.
    parameters : ndarray(float64, ndim=1)
        Of the months to come, in the order of `layout.PARAMETERS`. They may be set to values that
        no `City` would take and are not checked; what was drawn at the start (sizes, handlers,
        baseline diligence) stays.
    """

    def __init__(
        self, city: City, schedule: Schedule, *, streets: int, seed: int, number: int = 0
    ) -> None:
        months = len(schedule)
        self.city, self.schedule, self.seed, self.number = city, schedule, seed, number
        self.switches = _switches(None)
        self.parameters = _parameters(city, self.switches)
        self.types = city.type_table()
        self.windows = schedule.windows(city.types)
        self.flags = np.array([self.switches[name] for name in la.SWITCHES], dtype=np.int64)
        self.ledger = Ledger(
            np.zeros((months, streets, len(la.COUNTS)), np.int64),
            np.zeros((months, streets, len(la.REALS))),
            np.zeros((months, streets, len(self.types)), np.int64),
            np.zeros(months, np.int64),
        )
        self.roster = muster(self.parameters, self.flags, self.types, seed, number, streets)
        self.waiting = queues(streets)
        self.month, self.calls, self.events = 0, 0, 0

    def go_on(self, until: int) -> Course:
        """Pass the months ``month .. until - 1`` with today's parameters; returns itself."""
        if not self.month <= until <= len(self.schedule):
            raise InputError(
                f"until = {until}: must be from {self.month}, the next month, to "
                f"{len(self.schedule)}, the end of the schedule"
            )
        streets = self.ledger.counts.shape[1]
        given = (self.parameters, self.types, self.windows)
        none, rows = _trace(*given, self.seed, self.number, streets, False)
        case = Case(
            *given,
            self.schedule.array(),
            self.flags,
            np.zeros((streets, len(la.FROZEN))),  # unused: no switch is off
            np.int64(self.seed),
            np.int64(self.number),
        )
        for m in range(self.month, until):
            month = begin_month(case, m, self.calls, self.roster, self.ledger)
            self.calls, events, self.waiting = pass_month(
                case, month, 0, streets, self.roster, self.waiting, self.ledger, none, rows
            )
            self.events += int(events)
            finish_month(case, month, self.roster, self.ledger)
        self.month = until
        return self

    def branch(self) -> Course:
        """The same course up to here; what comes on either does not touch the other."""
        other = copy.copy(self)
        other.parameters = self.parameters.copy()
        for name in _OWN:
            arrays = getattr(self, name)
            setattr(other, name, type(arrays)(*(array.copy() for array in arrays)))
        return other

    def run(self) -> Run:
        """What came of it so far; months not yet passed are empty."""
        return Run(
            self.city,
            self.schedule,
            self.seed,
            self.switches,
            *self.ledger,
            events=self.events,
        )
