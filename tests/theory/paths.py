"""What the trace of a run says of a queue: who came when, who was served when, by street."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from intensity.kernel import layout as la
from intensity.model.simulate import Run

HOURS = la.HOURS_PER_MONTH


class Visits(NamedTuple):
    """Demands or orders that waited in a street, one entry each; times in hours."""

    street: np.ndarray
    came: np.ndarray
    start: np.ndarray  # nan: not yet
    end: np.ndarray  # nan: not yet
    deadline: np.ndarray  # class 0 .. 3
    flags: np.ndarray  # of orders, see `layout`
    turn: np.ndarray  # of orders: 0 for the first of a problem

    def where(self, keep: np.ndarray) -> Visits:
        return Visits(*(field[keep] for field in self))

    def between(self, first_month: int, end_month: int) -> Visits:
        """Those who came in months ``first_month .. end_month - 1``."""
        return self.where((self.came >= first_month * HOURS) & (self.came < end_month * HOURS))

    @property
    def wait(self) -> np.ndarray:
        return self.start - self.came


def orders(run: Run) -> Visits:
    """All work orders, by problem and round."""
    trace = run.trace
    row, turn = np.nonzero(trace.order_flags & la.OF_USED)
    times = trace.order_times[row, turn]
    return Visits(
        trace.numbers[row, la.TN_STREET],
        times[:, la.OT_DISPATCH],
        times[:, la.OT_START],
        times[:, la.OT_END],
        (trace.numbers[row, la.TN_ATTR] >> la.CLASS_SHIFT) & la.CLASS_MASK,
        trace.order_flags[row, turn],
        turn,
    )


def first_order(run: Run) -> Visits:
    """All demands voiced at the street."""
    trace = run.trace
    row = np.flatnonzero(trace.numbers[:, la.TN_PATH] & la.PB_VOICED)
    times = trace.times[row]
    none = np.zeros(len(row), np.int64)
    return Visits(
        trace.numbers[row, la.TN_STREET],
        times[:, la.TT_ARRIVAL],
        times[:, la.TT_FIRST_START],
        times[:, la.TT_FIRST_END],
        (trace.numbers[row, la.TN_ATTR] >> la.CLASS_SHIFT) & la.CLASS_MASK,
        none,
        none,
    )


def by_street(visits: Visits, value: np.ndarray | None, streets: int) -> np.ndarray:
    """Sum of `value` (None: the number of visits) over each street's visits."""
    if value is not None:
        value = np.asarray(value, float)
        assert not np.isnan(value).any(), "a visit of the window has not ended in the run"
    return np.bincount(visits.street, value, streets).astype(float)


class Levels(NamedTuple):
    """Numbers present and in service between events, all streets one after another."""

    street: np.ndarray
    since: np.ndarray
    width: np.ndarray  # hours until the next event; 0 between events at one instant
    present: np.ndarray
    serving: np.ndarray


def levels(visits: Visits, until: float) -> Levels:
    """Step functions from an empty street at 0 to time `until`."""
    at = np.concatenate([visits.came, visits.start, visits.end])
    n = len(visits.came)
    present = np.repeat(np.array([1, 0, -1]), n)
    serving = np.repeat(np.array([0, 1, -1]), n)
    street = np.tile(visits.street, 3)
    keep = at < until  # false for nan
    at, present, serving, street = at[keep], present[keep], serving[keep], street[keep]
    # one key for street and time; equal times stay equal, so their order does not matter
    order = np.argsort(street * (2.0 * until) + at, kind="stable")
    at, street = at[order], street[order]
    next_at = np.append(at[1:], until)
    next_at[np.append(np.diff(street) > 0, True)] = until
    present, serving = np.cumsum(present[order]), np.cumsum(serving[order])
    left = np.zeros(street[-1] + 2, np.int64)  # who is still there when a street's time is up
    last = np.flatnonzero(np.append(np.diff(street) > 0, True))
    busy = left.copy()
    left[street[last] + 1], busy[street[last] + 1] = present[last], serving[last]
    return Levels(street, at, next_at - at, present - left[street], serving - busy[street])


def little(visits: Visits, until: float, streets: int) -> np.ndarray:
    """Assert Little's law for the queue of `visits`, and return who still waits at `until`.

    Time-average number waiting = rate x mean wait, all three as they came out between an empty
    start and `until`, street by street. The number is taken from its step function. The
    two sides differ by what those who wait at `until` still have to wait, at most their number
    times the longest wait.
    """
    early = visits.where(visits.came < until)
    at = np.concatenate([early.came, np.fmin(early.start, until)])
    order = np.argsort(np.tile(early.street, 2) * (2.0 * until) + at, kind="stable")
    at = at[order]
    waiting = np.cumsum(np.repeat(np.array([1, -1]), len(early.came))[order])
    street = np.tile(early.street, 2)[order]
    assert waiting[-1] == 0 and waiting.min() >= 0
    queued = np.bincount(street[:-1], np.diff(at) * waiting[:-1], streets)
    waited = by_street(early, early.wait, streets)
    left = by_street(early.where(early.start > until), None, streets)
    longest = np.zeros(streets)
    np.maximum.at(longest, early.street, early.wait)
    assert np.all(queued <= waited + 1e-9 * (1.0 + waited))
    assert np.all(waited <= queued + left * longest + 1e-9 * (1.0 + waited))
    return left


def counted(run: Run, column: int, burn_in: int) -> np.ndarray:
    """Sum of a monthly count over the months from `burn_in` on, by street."""
    return run.counts[burn_in:, :, column].sum(axis=0).astype(float)


def hours(run: Run, column: int, burn_in: int) -> np.ndarray:
    """Sum of monthly hours over the months from `burn_in` on, by street."""
    return run.reals[burn_in:, :, column].sum(axis=0)


def fall(run: Run, column: int, burn_in: int) -> np.ndarray:
    """By how much a month-end stock fell from the end of month `burn_in` - 1 to the last."""
    stock = run.counts[:, :, column]
    return (stock[burn_in - 1] - stock[-1]).astype(float)
