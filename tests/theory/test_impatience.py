"""Impatience at the street: M/M/c + M.

The kernel does not watch patience run out. It looks when a handler turns to a demand, and passes on
at once, in no time, if the demand has waited too long. The law is that of leaving at the instant
patience ends: a demand whose patience is over and that still stands in the queue is never served,
delays nobody behind it and keeps no handler idle, so every service starts when, and for whom, it
would have started had the demand left before. Only the moment at which the loss is written down
differs: it is that of the pick at which the demand would have been taken up, which no long-run
share can see.
"""

import pytest

import intensity as it
from intensity.evidence.formulas import impatient
from intensity.kernel import layout as la
from intensity.kernel.hotline import share_answered
from tests.theory.agreement import compare, wrong
from tests.theory.paths import counted, fall, hours

STREETS, MONTHS, BURN_IN, MONTHLY = 64, 12, 3, 2000
# handlers, offered load per handler, patience in service times
POINTS = [
    *((1, 0.3, 1.0), (1, 0.6, 0.5), (1, 0.9, 5.0), (1, 1.0, 1.0), (1, 1.5, 2.0), (1, 2.0, 0.3)),
    *((2, 0.5, 0.5), (2, 0.95, 3.0), (2, 1.3, 10.0), (3, 0.8, 1.0), (3, 1.1, 20.0), (4, 0.9, 0.5)),
    *((5, 1.0, 2.0), (5, 1.6, 1.0), (8, 0.7, 0.5), (8, 1.2, 5.0), (12, 0.95, 1.0), (16, 1.05, 3.0)),
    *((17, 0.9, 0.5), (17, 1.2, 2.0), (24, 1.0, 1.0), (40, 1.1, 0.5), (64, 0.98, 4.0)),
]
QUANTITIES = ("lost", "wait of the served", "utilisation")


@pytest.mark.parametrize("number", range(len(POINTS)), ids=map(str, POINTS))
def test_erlang_a(number):
    """Catches patience ignored, drawn anew, or counted from elsewhere, and time lost on the lost.

    It also plays the call centre event by event: the share that it answers is the one the kernel
    computes for operators, with handlers in their place.
    """
    servers, busy, patience = POINTS[number]
    rate = MONTHLY / 720
    load, service = busy * servers, busy * servers / rate
    given = it.plain_queue(
        rate, service, servers, order_share=0.0, patience=patience * service, streets=STREETS
    )
    run = it.simulate(**given, months=MONTHS, seed=16, number=number)
    lost, wait = impatient(servers, load, service, patience * service)
    came, gone = counted(run, la.FIRST_VOICED, BURN_IN), counted(run, la.RENEGED, BURN_IN)
    begun = came - gone + fall(run, la.QUEUE_FIRST, BURN_IN)
    verdicts = {
        "lost": compare(gone, came, lost),
        "wait of the served": compare(hours(run, la.WAIT_FIRST, BURN_IN), begun, wait),
        "utilisation": compare(
            hours(run, la.HOURS_FIRST, BURN_IN),
            hours(run, la.HOURS_PAID, BURN_IN),
            busy * (1.0 - lost),
        ),
    }
    assert sorted(verdicts) == sorted(QUANTITIES)
    assert not wrong(verdicts)
    assert counted(run, la.UNRESOLVED, 0).sum() == counted(run, la.RENEGED, 0).sum()
    assert share_answered(load, servers, patience) == pytest.approx(1.0 - lost, rel=1e-10)
