"""Little's law on the queues that the other files do not follow visit by visit.

Number waiting = rate x mean wait, street by street, with the number taken from its step function,
in three settings: general service, impatience, and the whole model, where all three queues share
the handlers. The stocks that the kernel writes down at each month's end are read off the same step
function.
"""

import numpy as np
import pytest

import intensity as it
from intensity.kernel import layout as la
from tests.theory.paths import HOURS, Visits, first_order, little, orders

STREETS, MONTHS = 8, 6


def waiting(visits: Visits, at: float) -> np.ndarray:
    """How many of each street wait at a moment."""
    there = (visits.came < at) & ~(visits.start < at)
    return np.bincount(visits.street[there], minlength=STREETS)


def left(run, visits: Visits) -> Visits:
    """The same visits; those that lapse wait until they do."""
    row = np.flatnonzero(run.trace.numbers[:, la.TN_PATH] & la.PB_VOICED)
    lapsed = run.trace.numbers[row, la.TN_PATH] & la.PB_RENEGED != 0
    ended = run.trace.times[row, la.TT_END]
    return visits._replace(start=np.where(lapsed, ended, visits.start))


@pytest.mark.parametrize("busy", [0.3, 0.6, 0.8, 0.9])
@pytest.mark.parametrize("cv", [0.5, 1.0, 2.0])
def test_general_service(busy, cv):
    """Catches waits booked from another moment than that of joining the queue."""
    given = it.plain_queue(1.0, busy, 1, service_cv=cv, streets=STREETS)
    run = it.simulate(**given, months=MONTHS, seed=31, trace=True)
    every = orders(run)
    little(every, (MONTHS - 1) * HOURS, STREETS)
    for month in range(1, MONTHS):
        found = waiting(every, month * HOURS)
        assert found.tolist() == run.counts[month - 1, :, la.QUEUE_ORDERS].tolist()


@pytest.mark.parametrize("servers", [1, 3, 20])
@pytest.mark.parametrize(("busy", "patience"), [(0.6, 0.5), (0.95, 3.0), (1.2, 1.0), (1.5, 10.0)])
def test_impatience(servers, busy, patience):
    """Catches a lapsed demand that leaves the queue twice, never, or not when it is passed on."""
    rate = 2.0
    service = busy * servers / rate
    given = it.plain_queue(
        rate, service, servers, order_share=0.0, patience=patience * service, streets=STREETS
    )
    run = it.simulate(**given, months=MONTHS, seed=32, trace=True)
    every = left(run, first_order(run))
    little(every, (MONTHS - 1) * HOURS, STREETS)
    for month in range(1, MONTHS):
        found = waiting(every, month * HOURS)
        assert found.tolist() == run.counts[month - 1, :, la.QUEUE_FIRST].tolist()


@pytest.mark.parametrize("intensity", [0.0, 0.4, 1.0])
def test_whole_street(intensity):
    """Catches a demand that is lost between two queues, or stands in both."""
    run = it.simulate(
        it.City.default(), intensity, months=MONTHS, streets=STREETS, seed=33, trace=True
    )
    every = orders(run)
    urgent = every.deadline < 2
    for group, column in (
        (every.where(urgent), la.QUEUE_URGENT),
        (every.where(~urgent), la.QUEUE_ORDERS),
    ):
        little(group, (MONTHS - 1) * HOURS, STREETS)
        for month in range(1, MONTHS):
            assert (
                waiting(group, month * HOURS).tolist() == run.counts[month - 1, :, column].tolist()
            )
