"""M/M/c: Erlang's waits, deadlines, utilisation, Poisson arrivals that see time averages, Little.

A street with all behaviour switched off is an M/M/c queue. One simulation per point serves every
law. Up to 16 handlers the kernel scans for the next completion, above that it keeps a heap; both
are among the points. Service takes 1 + kappa times as long in some, which must not matter.
"""

import numpy as np
import pytest

import intensity as it
from intensity.evidence.formulas import erlang_c, mean_wait, sojourn_tail, wait_tail
from intensity.kernel import layout as la
from tests.theory.agreement import compare, wrong
from tests.theory.paths import HOURS, by_street, hours, levels, little, orders

STREETS, MONTHS, BURN_IN, MONTHLY = 64, 12, 3, 1200
POINTS = [
    *((1, 0.1), (1, 0.3), (1, 0.5), (1, 0.7), (1, 0.8), (1, 0.9), (1, 0.93), (2, 0.2), (2, 0.6)),
    *((2, 0.9), (3, 0.5), (3, 0.85), (4, 0.7), (5, 0.8), (5, 0.93), (8, 0.6), (8, 0.9), (12, 0.85)),
    *((16, 0.9), (17, 0.7), (17, 0.9), (24, 0.9), (40, 0.92), (64, 0.93)),
]
QUANTITIES = (
    *("wait", "waiting", "utilisation", "seen"),
    *("late, short", "late, long", "signed, short", "signed, long"),
)


def queue(number, busy_factor=1.0):
    """Run of a point; `busy_factor` falsifies the rate to see whether that would be noticed."""
    servers, busy = POINTS[number]
    rate = MONTHLY / HOURS
    service = busy * servers / rate
    overhead = 0.0 if number % 3 else 0.6
    mean = mean_wait(servers, busy * servers, service) + service
    # classes 1 and 2 in odd points, 3 and 4 in even ones: a single queue in either case
    classes = (0.0, 0.0, 0.5, 0.5) if number % 2 else (0.5, 0.5, 0.0, 0.0)
    middle = 0.4 if number % 2 else 1.5
    given = it.plain_queue(
        rate * busy_factor,
        service / (1.0 + overhead),
        servers,
        streets=STREETS,
        overhead=overhead,
        class_shares=classes,
        deadlines=(0.4 * mean, middle * mean, middle * mean, 1.5 * mean),
    )
    return it.simulate(**given, months=MONTHS, seed=11, number=number, trace=True)


@pytest.mark.parametrize("number", range(len(POINTS)), ids=map(str, POINTS))
def test_erlang(number):
    """Catches a handler too many or too few, lost or doubled work, waits counted from elsewhere."""
    servers, busy = POINTS[number]
    rate = MONTHLY / HOURS
    load, service = busy * servers, busy * servers / rate
    run = queue(number)
    every = orders(run)
    until = (MONTHS - 1) * HOURS
    seen = every.between(BURN_IN, MONTHS - 1)
    wait = seen.wait
    count = by_street(seen, None, STREETS)
    waits = by_street(seen, wait > 0.0, STREETS)
    level = levels(every, until)

    # exact: no handler idles while someone waits, and nobody is served twice at a time
    lasting = level.width > 0.0
    assert np.array_equal(level.serving[lasting], np.minimum(level.present, servers)[lasting])

    left = little(every, until, STREETS)

    # the kernel's own books say the same of queues and waits
    assert np.array_equal(
        left, run.counts[MONTHS - 2, :, [la.QUEUE_ORDERS, la.QUEUE_URGENT]].sum(0)
    )
    begun = every.where(every.start < MONTHS * HOURS)
    assert np.allclose(by_street(begun, begun.wait, STREETS), hours(run, la.WAIT_ORDER, 0))

    # Poisson arrivals find all busy as often as all are busy: a martingale, exact for any window
    lasting = np.clip(level.since + level.width - BURN_IN * HOURS, 0.0, level.width)
    full = np.bincount(level.street, lasting * (level.serving == servers), STREETS)
    verdicts = {
        "wait": compare(by_street(seen, wait, STREETS), count, mean_wait(servers, load, service)),
        "waiting": compare(waits, count, erlang_c(servers, load)),
        "seen": compare(waits, rate * full, 1.0),
        "utilisation": compare(
            hours(run, la.HOURS_ORDER, BURN_IN), hours(run, la.HOURS_PAID, BURN_IN), busy
        ),
    }
    first = 0 if number % 2 == 0 else 2
    for name, k in (("short", first), ("long", first + 1)):
        some = seen.where(seen.deadline == k)
        due = run.city.vector()[la.D_1 + k]
        count = by_street(some, None, STREETS)
        late = by_street(some, some.flags & la.OF_LATE != 0, STREETS)
        signed = by_street(some, some.flags & la.OF_SIGNED != 0, STREETS)
        missed = sojourn_tail(servers, load, service, due)
        in_time = 1.0 - wait_tail(servers, load, service, due)
        if in_time < 0.99:  # rarer misses come in too few clusters for a standard error
            verdicts[f"signed, {name}"] = compare(signed, count, in_time)
        verdicts[f"late, {name}"] = compare(late, count, missed)
    assert set(verdicts) <= set(QUANTITIES)
    assert not wrong(verdicts)


def test_two_per_cent_are_noticed():
    """The checks have power: two per cent too many arrivals show, even at a moderate load."""
    number = POINTS.index((3, 0.85))
    servers, busy = POINTS[number]
    service = busy * servers / (MONTHLY / HOURS)
    run = queue(number, 1.02)
    seen = orders(run).between(BURN_IN, MONTHS - 1)
    waited, count = by_street(seen, seen.wait, STREETS), by_street(seen, None, STREETS)
    assert not compare(waited, count, mean_wait(servers, busy * servers, service)).agrees
    worked, paid = hours(run, la.HOURS_ORDER, BURN_IN), hours(run, la.HOURS_PAID, BURN_IN)
    assert not compare(worked, paid, busy).agrees
