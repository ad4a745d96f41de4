"""What flows, stands and ends in a street of the mean-field limit, as arrays of masses.

Cells C are kinds × deadline classes (in this order, flattened); kinds are small, big by type,
easy and hard unreasonable demands. R is the number of rounds of an order. All masses are per
street of K handlers, times are elapsed hours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

CLASSES = 4
TRIED, PERFUNCTORY = 0, 1  # ways of first-order handling
IN_TIME, LATE, EXCLUDED = 0, 1, 2  # ways in which an order in service will end
ORDINARY, URGENT, FIRST = 0, 1, 2  # queues


class Stock(NamedTuple):
    """What a street carries over. Cohorts stand oldest first, one per step."""

    first: np.ndarray  # (C, 2) in service, first order: tried, perfunctory
    order: np.ndarray  # (R, C, 3) in service, orders: will end in time, late, excluded
    unsigned: np.ndarray  # (C,) part of `order` that was taken up after its deadline
    caused: np.ndarray  # (R, C) orders caused in the last step, to be opened in the next
    first_cohorts: np.ndarray  # (capacity, C)
    order_cohorts: np.ndarray  # (2, capacity, R, C)
    shares: np.ndarray  # (2, capacity) excluded part of a cohort's difficult orders
    length: np.ndarray  # int64 (3,) cohorts per queue
    eaten: np.ndarray  # (3,) part of the oldest cohort that has left


class Flow(NamedTuple):
    """What is constant within a month."""

    first: np.ndarray  # (C,) first-order demands per step
    order: np.ndarray  # (C,) direct orders per step
    effort: np.ndarray  # (C,) part tried
    first_left: np.ndarray  # (C, 2) part of a mass in service that is there after a step
    first_part: np.ndarray  # (C, 2) the same of a mass started evenly during the step
    overflow: np.ndarray  # (C, 2) orders caused per first-order service ended
    order_left: np.ndarray  # (C, 3)
    order_part: np.ndarray  # (C, 3)
    again: np.ndarray  # (C, 3) repeat orders caused per order ended
    order_hours: np.ndarray  # (C,) mean time of an order in service
    deadline: np.ndarray  # (C,)
    difficult: np.ndarray  # (C,) 1 if the street applies for exclusion
    reasonable: np.ndarray  # (C,) 1 or 0


class Done(NamedTuple):
    """What came of a month."""

    first: np.ndarray  # (C, 2) first-order services ended
    lapsed: np.ndarray  # (C,)
    order: np.ndarray  # (R, C, 3) orders ended
    unsigned: np.ndarray  # (C,) orders ended that were taken up after their deadline
    granted: np.ndarray  # (C,) exclusions
    waited: np.ndarray  # (2,) hours waited by demands and by orders when taken up


def empty_stock(cells: int, rounds: int) -> Stock:
    """A street without demands."""
    return Stock(
        np.zeros((cells, 2)), np.zeros((rounds, cells, 3)), np.zeros(cells),
        np.zeros((rounds, cells)), np.zeros((0, cells)), np.zeros((2, 0, rounds, cells)),
        np.zeros((2, 0)), np.zeros(3, np.int64), np.zeros(3),
    )  # fmt: skip


def nothing_done(cells: int, rounds: int) -> Done:
    """The books of a month before it begins."""
    return Done(
        np.zeros((cells, 2)), np.zeros(cells), np.zeros((rounds, cells, 3)), np.zeros(cells),
        np.zeros(cells), np.zeros(2),
    )  # fmt: skip


def with_room(stock: Stock, steps: int) -> Stock:
    """The same stock with room for `steps` more cohorts in every queue."""
    more = int(stock.length.max()) + steps - len(stock.first_cohorts)
    if more <= 0:
        return stock
    more = max(more, steps)  # so that a queue that grows month by month is not moved each time
    return stock._replace(
        first_cohorts=np.pad(stock.first_cohorts, ((0, more), (0, 0))),
        order_cohorts=np.pad(stock.order_cohorts, ((0, 0), (0, more), (0, 0), (0, 0))),
        shares=np.pad(stock.shares, ((0, 0), (0, more))),
    )


def copied(stock: Stock) -> Stock:
    """Independent copy without spare room."""
    n = int(stock.length.max())
    return Stock(*(a.copy() for a in stock))._replace(
        first_cohorts=stock.first_cohorts[:n].copy(),
        order_cohorts=stock.order_cohorts[:, :n].copy(),
        shares=stock.shares[:, :n].copy(),
    )


def queued(stock: Stock, queue: int) -> float:
    """Mass that waits in a queue."""
    n = int(stock.length[queue])
    if n == 0:
        return 0.0
    cohorts = stock.first_cohorts if queue == FIRST else stock.order_cohorts[queue]
    mass = cohorts[:n].reshape(n, -1).sum(axis=1)
    return float(mass.sum() - stock.eaten[queue] * mass[0])


def decay(hours: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Parts of a mass in exponential service of mean `hours` that are there after a step.

    Returns
    -------
    tuple of ndarray
        Of mass that was there before; of mass that started evenly during the step.
    """
    with np.errstate(divide="ignore"):
        left = np.exp(-step / hours)
    return left, (1.0 - left) * hours / step
