"""Non-preemptive priorities by Cobham's formula: urgent orders, ordinary ones, first order.

Where the share of turns is 1, ordinary orders come before first-order demands; where it is 0,
after them. Urgent orders come first in either case.
"""

import numpy as np
import pytest

import intensity as it
from intensity.evidence.formulas import cobham, erlang_c
from tests.theory.agreement import compare, wrong
from tests.theory.paths import HOURS, by_street, first_order, little, orders

STREETS, MONTHS, BURN_IN, MONTHLY = 64, 12, 3, 900
# handlers, busy, share of orders, urgent share of these, share of turns, overhead, cv of service
EQUAL = [
    *(
        (1, 0.3, 1.0, 0.5, 1, 0, None),
        (1, 0.6, 1.0, 0.2, 1, 0, None),
        (1, 0.9, 1.0, 0.3, 1, 0, None),
    ),
    *(
        (2, 0.5, 1.0, 0.1, 1, 0, None),
        (2, 0.8, 1.0, 0.7, 1, 0, None),
        (3, 0.85, 1.0, 0.3, 1, 0, None),
    ),
    *((5, 0.9, 1.0, 0.5, 1, 0, None), (12, 0.85, 1.0, 0.4, 1, 0, None)),
    *((17, 0.9, 1.0, 0.2, 1, 0, None), (24, 0.92, 1.0, 0.5, 1, 0, None)),
    *(
        (2, 0.7, 0.5, 0.0, 1, 0, None),
        (2, 0.7, 0.5, 0.0, 0, 0, None),
        (4, 0.9, 0.4, 0.5, 1, 0, None),
    ),
    *(
        (4, 0.9, 0.4, 0.5, 0, 0, None),
        (20, 0.9, 0.6, 0.3, 1, 0, None),
        (20, 0.9, 0.6, 0.3, 0, 0, None),
    ),
]
UNEQUAL = [
    *((1, 0.4, 0.5, 0.0, 1, 1.0, None), (1, 0.4, 0.5, 0.0, 0, 1.0, None)),
    *((1, 0.8, 0.5, 0.4, 1, 0.6, None), (1, 0.8, 0.5, 0.4, 0, 0.6, None)),
    *((1, 0.7, 0.3, 0.3, 1, 1.5, 0.6), (1, 0.7, 0.3, 0.3, 0, 1.5, 0.6)),
    *((1, 0.85, 0.6, 0.2, 1, 0.3, 1.4), (1, 0.85, 0.6, 0.2, 0, 0.3, 1.4)),
]
POINTS = EQUAL + UNEQUAL
QUANTITIES = ("urgent", "ordinary", "first order")  # at most: not every point has all three

# busy, urgent share, probability that an order comes back
REPEATS = [
    (busy, urgent, again)
    for busy in (0.2, 0.4, 0.6, 0.75, 0.85)
    for urgent, again in ((0.2, 0.3), (0.5, 0.1), (0.5, 0.3), (0.8, 0.2))
]
REPEAT_QUANTITIES = ("urgent", "all")


@pytest.mark.parametrize("number", range(len(POINTS)), ids=map(str, POINTS))
def test_cobham(number):
    """Catches a class served out of turn, and preemption of a service that has begun."""
    servers, busy, share, urgent, turns, overhead, cv = POINTS[number]
    rate = MONTHLY / HOURS
    service = busy * servers / rate / (1.0 + overhead * share)
    given = it.plain_queue(
        rate,
        service,
        servers,
        urgent_share=urgent,
        order_share=share,
        order_turns=float(turns),
        overhead=overhead,
        service_cv=cv,
        streets=STREETS,
    )
    run = it.simulate(**given, months=MONTHS, seed=14, number=number, trace=True)
    shares = {
        "urgent": share * urgent,
        "ordinary": share * (1.0 - urgent),
        "first order": 1 - share,
    }
    hours = {name: service * (1.0 + overhead) for name in ("urgent", "ordinary")}
    hours["first order"] = service
    loads = {name: rate * part * hours[name] / servers for name, part in shares.items()}
    if servers == 1:
        square = 2.0 if cv is None else 1.0 + cv**2
        residual = sum(loads[name] * hours[name] * square / 2.0 for name in shares)
    else:
        residual = erlang_c(servers, busy * servers) * service / servers
    rank = ("urgent", "ordinary", "first order") if turns else ("urgent", "first order", "ordinary")
    wanted = dict(zip(rank, cobham(residual, [loads[name] for name in rank]), strict=True))

    every = orders(run)
    groups = {
        "urgent": every.where(every.deadline < 2),
        "ordinary": every.where(every.deadline >= 2),
        "first order": first_order(run),
    }
    groups = {name: group for name, group in groups.items() if shares[name] > 0.0}
    for group in groups.values():
        little(group, (MONTHS - 1) * HOURS, STREETS)
    groups = {name: group.between(BURN_IN, MONTHS - 1) for name, group in groups.items()}
    verdicts = {
        name: compare(
            by_street(group, group.wait, STREETS), by_street(group, None, STREETS), wanted[name]
        )
        for name, group in groups.items()
    }
    assert set(verdicts) <= set(QUANTITIES)
    assert not wrong(verdicts)


def test_points_have_two_classes_each():
    assert all((share < 1.0) + (urgent > 0.0) >= 1 for _, _, share, urgent, *_ in POINTS)
    assert sum(servers > 16 for servers, *_ in POINTS) >= 4


@pytest.mark.parametrize("number", range(len(REPEATS)), ids=map(str, REPEATS))
def test_urgent_repeats_keep_the_handler(number):
    """A repeat order joins before the freed handler picks, so urgent problems are not passed over.

    One handler, exponential service of mean s, every order comes back with probability p. As the
    urgent repeat order is there when the handler picks, the handler stays with the urgent class
    until it is empty: for the number of urgent problems it is all the same whether a problem's
    rounds are served in one go (their number is geometric with mean 1 / (1 - p), which makes their
    sum exponential) or each from the queue's end. Hence Cobham with urgent services of mean
    s / (1 - p), and an ordinary one of mean s to wait for. The total number is that of M/M/1.
    At most 15 repeats: the cut-off matters less than one part in 10^7.
    """
    busy, urgent, again = REPEATS[number]
    rate = 360 / HOURS
    service = busy * (1.0 - again) / rate
    given = it.plain_queue(
        rate,
        service,
        1,
        urgent_share=urgent,
        unresolved=1.0,
        again=again,
        repeats=15,
        streets=STREETS,
    )
    run = it.simulate(**given, months=MONTHS, seed=15, number=number, trace=True)
    every = orders(run)
    first, last = every.where(every.turn == 0), every.where(~returns(every))
    assert np.array_equal(first.street, last.street)
    problems = first._replace(end=last.end)  # in the order of problems in both
    seen = problems.between(BURN_IN, MONTHS - 1)
    group = seen.where(seen.deadline < 2)

    whole = service / (1.0 - again)
    load = rate * urgent * whole
    wait = (load * whole + (busy - load) * service) / (1.0 - load)
    verdicts = {
        "urgent": compare(
            by_street(group, group.end - group.came, STREETS),
            by_street(group, None, STREETS),
            wait + whole,
        ),
        "all": compare(
            by_street(seen, seen.end - seen.came, STREETS),
            by_street(seen, None, STREETS),
            whole / (1.0 - busy),
        ),
    }
    assert sorted(verdicts) == sorted(REPEAT_QUANTITIES)
    assert not wrong(verdicts)


def returns(visits):
    """Whether an order is followed by another of the same problem (entries are by problem)."""
    return np.append(visits.turn[1:] > visits.turn[:-1], False)
