"""Exclusion: how many orders a quota lets through, exactly, and what time they take."""

import numpy as np
import pytest

import intensity as it
from intensity.kernel import layout as la
from tests.theory.agreement import compare, wrong
from tests.theory.paths import counted, hours

STREETS, MONTHS, BURN_IN = 64, 12, 3
# quota in 32nds, orders a month, share of the time that an excluded order takes
POINTS = [
    (share, (40, 400, 2000)[share % 3], (0.0, 0.3, 1.0, 0.7)[share % 4])
    for share in (0, 1, 2, 3, 4, 5, 7, 8, 10, 11, 13, 15, 16, 18, 21, 23, 24, 27, 29, 30, 31, 32)
]
QUANTITIES = ("hours",)


@pytest.mark.parametrize("number", range(len(POINTS)), ids=map(str, POINTS))
def test_quota(number):
    """Catches a quota compared with < for <=, counted before the order itself, or over months.

    Where all orders qualify, a month of n orders has the whole part of quota x n of them
    excluded: one is granted whenever it keeps within the quota. Quotas in 32nds are exact.
    """
    share, monthly, time = POINTS[number]
    rate, servers = monthly / 720, 3
    service = 0.6 * servers / rate
    given = it.plain_queue(
        rate,
        1.0,
        servers,
        big_share=1.0,
        big_hours=service,
        quota=share / 32,
        excluded_time=time,
        streets=STREETS,
    )
    run = it.simulate(**given, months=MONTHS, seed=19, number=number)
    opened = run.counts[:, :, la.ORDERS]
    assert np.array_equal(run.counts[:, :, la.EXCLUDED], opened * share // 32)

    closed, done = counted(run, la.EXCLUDED_CLOSED, BURN_IN), counted(run, la.COMPLETED, BURN_IN)
    worked = hours(run, la.HOURS_ORDER, BURN_IN)
    if time == 0.0:
        worked_for, wanted = done, service
        if share == 32:
            assert worked.sum() == 0.0
            return
    else:
        worked_for, wanted = done + time * closed, service
    verdicts = {"hours": compare(worked, worked_for, wanted)}
    assert sorted(verdicts) == sorted(QUANTITIES)
    assert not wrong(verdicts)
