"""M/G/1 waits by Pollaczek and Khinchine: log-normal service, and small matters mixed with big."""

import pytest

import intensity as it
from intensity.evidence.formulas import pollaczek_khinchine
from intensity.kernel import layout as la
from tests.theory.agreement import compare, wrong
from tests.theory.paths import HOURS, counted, fall, hours

STREETS, MONTHS, BURN_IN, MONTHLY = 64, 12, 3, 1200
LOADS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9)
LOGNORMAL = [
    *((busy, cv) for busy in LOADS for cv in (0.5, 0.8, 1.0, 1.5)),
    *((0.2, 2.0), (0.6, 2.0), (0.8, 2.0)),
]
MIXED = [
    (busy, share, times, cv)
    for busy in (0.2, 0.5, 0.7, 0.85, 0.9)
    for share, times, cv in ((0.1, 8.0, None), (0.5, 2.0, None), (0.25, 5.0, 0.7), (0.05, 6.0, 1.4))
]
QUANTITIES = ("wait", "utilisation")


def verdicts(run, rate, mean, square):
    begun = counted(run, la.ORDERS, BURN_IN) + fall(run, la.QUEUE_ORDERS, BURN_IN)
    wait = compare(
        hours(run, la.WAIT_ORDER, BURN_IN), begun, pollaczek_khinchine(rate, mean, square)
    )
    worked, paid = hours(run, la.HOURS_ORDER, BURN_IN), hours(run, la.HOURS_PAID, BURN_IN)
    return {"wait": wait, "utilisation": compare(worked, paid, rate * mean)}


@pytest.mark.parametrize("number", range(len(LOGNORMAL)), ids=map(str, LOGNORMAL))
def test_lognormal_service(number):
    """Catches a log-normal law with another mean or spread than asked for."""
    busy, cv = LOGNORMAL[number]
    rate = MONTHLY / HOURS
    mean = busy / rate
    given = it.plain_queue(rate, mean, 1, service_cv=cv, streets=STREETS)
    run = it.simulate(**given, months=MONTHS, seed=12, number=number)
    assert not wrong(verdicts(run, rate, mean, mean**2 * (1.0 + cv**2)))


@pytest.mark.parametrize("number", range(len(MIXED)), ids=map(str, MIXED))
def test_small_and_big(number):
    """Catches a wrong service time or share of big matters, and overhead on one size only."""
    busy, share, times, cv = MIXED[number]
    rate, overhead = MONTHLY / HOURS, 0.3 * (number % 4)
    small = busy / rate / (1.0 + share * (times - 1.0))
    given = it.plain_queue(
        rate,
        small / (1.0 + overhead),
        1,
        service_cv=cv,
        overhead=overhead,
        big_share=share,
        big_hours=times * small / (1.0 + overhead),
        streets=STREETS,
    )
    run = it.simulate(**given, months=MONTHS, seed=13, number=number)
    spread = 1.0 + (1.0 if cv is None else cv) ** 2
    square = spread * small**2 * (1.0 + share * (times**2 - 1.0))
    assert not wrong(verdicts(run, rate, busy / rate, square))
