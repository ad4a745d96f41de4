"""Turns between ordinary orders and first-order demands: exact law of the credit."""

import numpy as np
import pytest

import intensity as it
from intensity.evidence.formulas import mean_wait
from intensity.kernel import layout as la
from tests.theory.agreement import compare, wrong
from tests.theory.paths import HOURS, by_street, first_order, hours, orders

STREETS, MONTHS, BURN_IN, MONTHLY = 32, 12, 3, 800
# share of turns in 32nds, busy, share of orders, overflow of first-order demands
POINTS = [
    (share, (0.6, 0.75, 0.9)[share % 3], (0.3, 0.5, 0.7)[share % 2], (share % 4 == 3) * 0.5)
    for share in (0, 1, 2, 3, 5, 7, 8, 9, 11, 13, 15, 16, 17, 19, 21, 24, 25, 27, 29, 30, 31, 32)
]
QUANTITIES = ("utilisation", "wait")


def contested(visits, others):
    """Starts (of one street's `visits`) that left someone of the `others` waiting: both waited."""
    start = np.sort(visits.start[~np.isnan(visits.start)])
    came = np.searchsorted(np.sort(others.came), start, side="right")
    gone = np.searchsorted(np.sort(others.start[~np.isnan(others.start)]), start, side="right")
    return start[came > gone]


@pytest.mark.parametrize("number", range(len(POINTS)), ids=map(str, POINTS))
def test_turns(number):
    """Catches a credit not kept, spent twice, changed by uncontested picks or lost at month's end.

    Of the first n picks of a street at which both waited, orders get the whole part of n w, for
    every n: the credit is n w less the orders picked, and stays in [0, 1). Shares in 32nds
    make it exact in binary arithmetic. The order of service between equals leaves the mean wait
    of all alone (M/M/1) where nothing overflows.
    """
    share, busy, direct, overflow = POINTS[number]
    rate = MONTHLY / HOURS
    service = busy / rate / (1.0 + (1.0 - direct) * overflow)
    given = it.plain_queue(
        rate,
        service,
        1,
        order_share=direct,
        order_turns=share / 32,
        failed=1.0 if overflow else 0.0,
        overflow=overflow,
        streets=STREETS,
    )
    run = it.simulate(**given, months=MONTHS, seed=18, number=number, trace=True)
    second, first = orders(run), first_order(run)
    picks = 0
    for s in range(STREETS):
        mine, theirs = second.where(second.street == s), first.where(first.street == s)
        taken, passed = contested(mine, theirs), contested(theirs, mine)
        is_order = np.repeat([1, 0], [len(taken), len(passed)])
        turn = np.cumsum(is_order[np.argsort(np.concatenate([taken, passed]))])
        n = np.arange(1, len(turn) + 1)
        assert np.array_equal(turn, n * share // 32)
        picks += len(turn)
    assert picks > 10_000

    worked = hours(run, la.HOURS_ORDER, BURN_IN) + hours(run, la.HOURS_FIRST, BURN_IN)
    verdicts = {"utilisation": compare(worked, hours(run, la.HOURS_PAID, BURN_IN), busy)}
    if not overflow:
        parts = [visits.between(BURN_IN, MONTHS - 1) for visits in (second, first)]
        waited = sum(by_street(part, part.wait, STREETS) for part in parts)
        count = sum(by_street(part, None, STREETS) for part in parts)
        verdicts["wait"] = compare(waited, count, mean_wait(1, busy, service))
    assert set(verdicts) <= set(QUANTITIES)
    assert not wrong(verdicts)
