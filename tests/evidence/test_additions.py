"""Additions after 2020: neutral where they should be, and what was asked for where not."""

from __future__ import annotations

import math

import numpy as np
import pytest

import intensity as it
from intensity.evidence import additions, heldout
from intensity.evidence.additions import Addition
from intensity.kernel import layout as la
from intensity.model.scenarios import b_city
from intensity.model.tables import demand_types

STREETS, SINCE = 2, additions.SINCE
STATE = (la.DILIGENCE, la.ROUTINE, la.TRUST_FIRST, la.TRUST_HOTLINE)
# nothing that happens changes who calls, and every call is answered
UNMOVED = {
    **{"theta": 0.0, "theta_x": 0.0, "theta_u": 0.0, "n_rep": 0, "mu": 0.0, "nu": 0.0},
    **{"K": 60, "h_call_pat": math.inf, "size_cv": 0.0, "lambda_sp": 0.0, "n_sp": 0},
}


@pytest.fixture(scope="module")
def trunk():
    return additions.trunk(it.City.default(), 5, streets=STREETS)


@pytest.fixture(scope="module")
def unchanged(trunk):
    return additions.gone_on(trunk, Addition())


def test_neutral_additions_change_nothing(trunk, unchanged):
    """The bytes of one run of `simulate`; catches a cut at December 2020, or rounding by one."""
    city = it.City.default()
    schedule = b_city(city, until=heldout.UNTIL)
    whole = it.simulate(city, schedule=schedule, streets=STREETS, seed=heldout.SEED, number=5)
    for run in (unchanged, additions.gone_on(trunk, Addition(unreasonable=False))):
        assert run.counts.tobytes() == whole.counts.tobytes()
        assert run.reals.tobytes() == whole.reals.tobytes()
    assert np.array_equal(additions.selected(unchanged, 0.0).counts, whole.counts)


def test_changed_runs_begin_where_the_trunk_ends(trunk, unchanged):
    """Catches state that is lost at the joint, and a change that comes a month early or late."""
    learned = additions.gone_on(trunk, Addition(odds=20.0, growth=0.5))
    assert np.array_equal(learned.counts[:SINCE], unchanged.counts[:SINCE])
    assert np.array_equal(learned.reals[SINCE, :, STATE], unchanged.reals[SINCE, :, STATE])
    assert not np.array_equal(learned.counts[SINCE], unchanged.counts[SINCE])
    periods = unchanged.schedule.periods()
    assert str(periods[SINCE]) == "2021-01"


def test_odds_by_hand(trunk):
    """The odds of the product of effort and skill; unreasonable orders by their own odds."""
    p = trunk.parameters
    out = Addition(odds=9.0).parameters(p, 1.0, 1)
    effort = p[la.E2_0] + (p[la.E_MAX] - p[la.E2_0]) * (1.0 - math.exp(-p[la.GAMMA]))
    for name, scale in ((la.PI2_SMALL, effort), (la.PI2_BIG, effort), (la.PI_U_HARD, 1.0)):
        before, after = scale * p[name], scale * out[name]
        assert after / (1.0 - after) == pytest.approx(9.0 * before / (1.0 - before))
    narrow = Addition(odds=9.0, unreasonable=False).parameters(p, 1.0, 1)
    changed = {la.PARAMETERS[at] for at in np.flatnonzero(narrow != p)}
    assert changed == {"pi2_small", "pi2_big"}


def test_without_limit_every_reasonable_order_is_resolved(trunk):
    """Catches a ceiling that effort or special governance puts on learning."""
    run = additions.gone_on(trunk, Addition(odds=additions.ALL, unreasonable=False))
    c = run.counts[SINCE + 12 :].sum(axis=(0, 1))
    assert c[la.REASONABLE_COMPLETED] - c[la.EXCLUDED_CLOSED] <= c[la.SECOND_RESOLVED]


def test_learning_raises_the_rate(trunk, unchanged):
    """The rate of 2024 rises with the factor, and the factor that is found meets it."""
    rates = [additions.rate(additions.gone_on(trunk, Addition(odds=x))) for x in (1.0, 3.0, 30.0)]
    assert rates[0] == additions.rate(unchanged) and rates == sorted(set(rates))
    odds = additions.learning(trunk, 0.9, SINCE + 48)
    met = additions.rate(additions.gone_on(trunk, Addition(odds=odds)))
    assert odds > 1.0 and met == pytest.approx(0.9, abs=0.005)


def test_calls_grow_as_demand_where_nothing_feeds_back():
    """Half as much again every year, within four standard errors of the counts."""
    types = tuple(t for t in demand_types() if not t.windowed)
    city = it.City.default().replace(types=types, **UNMOVED)
    course = additions.trunk(city, 3, streets=STREETS)
    run = additions.gone_on(course, Addition(growth=0.5))
    for name in (la.DEMANDS, la.UNREASONABLE, la.CALLS_ANSWERED):
        n = [run.counts[additions.year_of(run, y)][..., name].sum() for y in (2020, 2021, 2024)]
        error = math.sqrt(1.0 / n[0] + 1.0 / n[2])
        assert math.log(n[2] / n[0]) == pytest.approx(4.0 * math.log(1.5), abs=4.0 * error)
        assert math.log(n[1] / n[0]) == pytest.approx(math.log(1.5), abs=8.0 * error)
    growth = additions.growing(course, 3.0, SINCE + 48)
    assert growth == pytest.approx(3.0**0.25 - 1.0, abs=0.03)


def test_selection_changes_what_is_asked_and_no_outcome(unchanged):
    """Only call-backs differ, resolved ones not at all, and the rate is the arithmetic one."""
    run = additions.selected(unchanged, 0.8)
    differ = np.flatnonzero((run.counts != unchanged.counts).any(axis=(0, 1)))
    assert {la.COUNTS[at] for at in differ} == {"callbacks", "callbacks_satisfied"}
    assert np.array_equal(run.counts[:SINCE], unchanged.counts[:SINCE])
    r = additions.rate(unchanged)
    assert additions.rate(run) == pytest.approx(r / (r + 0.2 * (1.0 - r)))
    late = run.counts[SINCE:].sum(axis=(0, 1))
    assert 0 < late[la.CALLBACKS_SATISFIED] < late[la.CALLBACKS]


def test_growth_elsewhere_meets_the_volume_and_touches_no_street(unchanged):
    """Catches a mixture of calls with wrong weights."""
    growth = additions.growing_elsewhere(unchanged, 2.2)
    run = additions.elsewhere(unchanged, growth)
    assert additions.volume(run) == pytest.approx(2.2)
    differ = np.flatnonzero((run.counts != unchanged.counts).any(axis=(0, 1)))
    assert [la.COUNTS[at] for at in differ] == ["calls_answered"]
    share = additions.street_share(unchanged.city)
    level = additions.volume(additions.elsewhere(unchanged, 0.0))
    assert level == pytest.approx(share * additions.volume(unchanged) + 1.0 - share)


@pytest.mark.parametrize(
    ("function", "wanted"),
    [
        (lambda x: x - 1.7, 1.7),
        (lambda x: math.tanh(40.0 * (x - 2.345)), 2.345),
        (lambda x: -1.0 if x < 3.2 else 5.0, 3.2),  # no place where it is 0
        (lambda x: x + 0.5, 0.0),
        (lambda x: -1.0, math.nan),
        (lambda x: math.nan, math.nan),
    ],
)
def test_root(function, wanted):
    """Smooth, steep, jumping, met already, never met, undefined."""
    found = additions.root(function, 0.0, 1.0, 10.0)
    assert found == pytest.approx(wanted, abs=0.011, nan_ok=True)
