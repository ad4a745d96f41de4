"""Repeat calls: rounds of an order, and the queue that repeat orders feed themselves.

An unresolved order whose caller calls again rejoins the end of the queue at once. Served first
come, first served, with exponential times of one mean, that is a queue of Kelly's (1975): a
problem's route is to pass the same queue a random number of times, fixed when it arises. Its
product form is exact for any law of that number, cut off or not. The number in system is that of
M/M/c with all rounds counted in the rate, and an order of any round finds the queue so.
(For an uncut geometric number this is Jackson's queue with Bernoulli feedback.)
"""

import numpy as np
import pytest
from scipy import stats

import intensity as it
from intensity.evidence.formulas import mean_wait, rounds_law
from intensity.kernel import layout as la
from tests.theory.agreement import ALARM, compare, wrong
from tests.theory.paths import HOURS, by_street, hours, little, orders

STREETS, MONTHS, BURN_IN = 64, 12, 3
ROUNDS = 900  # orders a month, repeats included
# handlers, busy, share unresolved, share of these who call again, most repeats
POINTS = [
    *((1, 0.2, 0.5, 0.5, 1), (1, 0.5, 0.5, 0.8, 3), (1, 0.5, 1.0, 1.0, 3), (1, 0.7, 0.9, 0.7, 5)),
    *((1, 0.8, 0.3, 0.4, 3), (1, 0.9, 0.6, 0.5, 3), (1, 0.9, 1.0, 0.9, 6), (2, 0.3, 0.7, 0.6, 2)),
    *((2, 0.6, 0.5, 0.5, 3), (2, 0.9, 0.8, 0.8, 4), (3, 0.5, 0.4, 1.0, 1), (3, 0.7, 1.0, 0.3, 3)),
    *((3, 0.85, 0.5, 0.4, 3), (4, 0.8, 0.7, 0.7, 3), (5, 0.6, 0.9, 0.9, 6), (5, 0.9, 0.2, 0.5, 2)),
    *(
        (8, 0.8, 0.6, 0.6, 3),
        (12, 0.85, 0.5, 0.5, 5),
        (16, 0.9, 1.0, 0.5, 3),
        (17, 0.7, 0.5, 0.9, 3),
    ),
    *((24, 0.9, 0.8, 0.5, 4), (40, 0.92, 0.6, 0.7, 3)),
]
QUANTITIES = ("wait, first round", "wait, later rounds", "utilisation", "rounds")


@pytest.mark.parametrize("number", range(len(POINTS)), ids=map(str, POINTS))
def test_rounds_and_waits(number):
    """Catches one repeat too many or too few, a repeat served out of turn, a repeat by another law.

    Every other point is of unreasonable demands, which have probabilities of their own.
    """
    servers, busy, unresolved, again, most = POINTS[number]
    law = rounds_law(unresolved * again, most)
    per_problem = float(law @ np.arange(1, most + 2))
    rate = ROUNDS / HOURS
    load, service = busy * servers, busy * servers / rate
    given = it.plain_queue(
        rate / per_problem,
        service,
        servers,
        unresolved=unresolved,
        again=again,
        repeats=most,
        streets=STREETS,
    )
    if number % 2:  # every call of which is made, as there is no threshold to pass
        given["city"] = given["city"].replace(
            lambda_pot=0.0, lambda_u=2.0 * rate / per_problem, theta_u=0.0, phi_1=0.0, p_hard=0.5,
            pi_u_easy=1.0 - unresolved, pi_u_hard=1.0 - unresolved, rho=0.0,
        )  # fmt: skip
    run = it.simulate(**given, months=MONTHS, seed=17, number=number, trace=True)
    every = orders(run)
    little(every, (MONTHS - 1) * HOURS, STREETS)
    seen = every.between(BURN_IN, MONTHS - 1)
    wanted = mean_wait(servers, load, service)
    verdicts = {
        "utilisation": compare(
            hours(run, la.HOURS_ORDER, BURN_IN), hours(run, la.HOURS_PAID, BURN_IN), busy
        )
    }
    for name, some in (("first round", seen.turn == 0), ("later rounds", seen.turn > 0)):
        group = seen.where(some)
        verdicts[f"wait, {name}"] = compare(
            by_street(group, group.wait, STREETS), by_street(group, None, STREETS), wanted
        )
    assert sorted([*verdicts, "rounds"]) == sorted(QUANTITIES)
    assert not wrong(verdicts)

    numbers = run.trace.numbers
    early = run.trace.times[:, la.TT_DISPATCH] < (MONTHS - 2) * HOURS
    assert not (numbers[early, la.TN_FATE] == la.F_OPEN).any()
    found = np.bincount(numbers[early, la.TN_ROUNDS], minlength=most + 2)[1:]
    assert len(found) == most + 1, "more rounds than the law allows"
    assert found[law == 0.0].sum() == 0
    if (law > 0.0).sum() > 1:
        expected = law[law > 0.0] * found.sum()
        assert expected.min() > 10
        assert stats.chisquare(found[law > 0.0], expected).pvalue > ALARM
