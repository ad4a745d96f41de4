"""A street with all behaviour switched off is an M/M/c queue; its waits obey Erlang's formula.

Each point compares the mean wait of independent streets with the formula by the standard error
over streets. With 8 points and two sides each test raises a false alarm once in 10 000 runs in
all (Bonferroni); the seed is fixed, so that it either always or never does.
"""

import math

import numpy as np
import pytest
from scipy import stats

import intensity as it

STREETS = 160
MONTHS, BURN_IN = 14, 4
POINTS = [(1, 0.5), (1, 0.8), (2, 0.7), (3, 0.6), (3, 0.85), (5, 0.8), (12, 0.85), (24, 0.9)]
ALARM = 1e-4 / len(POINTS)


def erlang_c(servers, load):
    """Probability of waiting in M/M/c with offered load `load` < servers."""
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def waits(orders):
    """Mean wait by street of orders dispatched after the warm-up, hours."""
    kept = orders[orders["t_dispatch"].between(BURN_IN * 720, (MONTHS - 1) * 720)]
    wait = kept["t_start"] - kept["t_dispatch"]
    assert wait.notna().all()
    return wait.groupby(kept["street"]).mean()


def agrees(sample, wanted):
    """Whether a mean over independent streets is within the allowed number of standard errors."""
    error = sample.std(ddof=1) / np.sqrt(len(sample))
    return abs(sample.mean() - wanted) < stats.t.ppf(1 - ALARM / 2, len(sample) - 1) * error


@pytest.mark.parametrize(("servers", "busy"), POINTS)
def test_mean_wait(servers, busy):
    """Catches a server too many or too few, lost or doubled work, waits measured from elsewhere."""
    service = 2.0
    rate = busy * servers / service
    given = it.plain_queue(rate, service, servers, streets=STREETS)
    run = it.simulate(**given, months=MONTHS, seed=100 + servers, trace=True)
    load = rate * service
    wanted = erlang_c(servers, load) * service / (servers - load)
    sample = waits(run.orders)
    assert agrees(sample, wanted), (sample.mean(), wanted)


def test_two_priority_classes():
    """Cobham's formula for non-preemptive priority, equal services, three servers."""
    servers, service, busy, urgent = 3, 2.0, 0.85, 0.3
    rate = busy * servers / service
    given = it.plain_queue(rate, service, servers, urgent_share=urgent, streets=STREETS)
    orders = it.simulate(**given, months=MONTHS, seed=7, trace=True).orders
    common = erlang_c(servers, rate * service) * service / servers
    first = 1 - busy * urgent
    for name, wanted in (("2 h", common / first), ("7 d", common / (first * (1 - busy)))):
        sample = waits(orders[orders["deadline"] == name])
        assert agrees(sample, wanted), (name, sample.mean(), wanted)


def test_the_check_would_notice():
    """Five per cent too much load is seen at the busiest points: the test above has power."""
    servers, busy, service = 3, 0.85, 2.0
    rate = 1.05 * busy * servers / service
    given = it.plain_queue(rate, service, servers, streets=STREETS)
    sample = waits(it.simulate(**given, months=MONTHS, seed=103, trace=True).orders)
    load = busy * servers
    assert not agrees(sample, erlang_c(servers, load) * service / (servers - load))
