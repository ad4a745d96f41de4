"""A course that stops, branches and changes on its way is the simulation's, bit by bit."""

from __future__ import annotations

import numpy as np
import pytest

import intensity as it
from intensity.kernel import layout as la
from intensity.model.course import Course
from intensity.model.errors import InputError
from intensity.model.schedule import Schedule

STREETS, SEED, NUMBER = 3, 11, 4
SCHEDULE = Schedule.steps([(8, 0.2), (22, 1.0)], start="2019-01")  # with the epidemic's window


def course(**names):
    city = it.City.default().replace(**names)
    return Course(city, SCHEDULE, streets=STREETS, seed=SEED, number=NUMBER)


def same(run, other, until=None):
    part = slice(until)
    return all(
        getattr(run, name)[part].tobytes() == getattr(other, name)[part].tobytes()
        for name in ("counts", "reals", "orders_by_type", "special")
    )


@pytest.fixture(scope="module")
def whole():
    city = it.City.default()
    return it.simulate(city, schedule=SCHEDULE, streets=STREETS, seed=SEED, number=NUMBER)


def test_pieces_are_the_whole(whole):
    """Catches anything that is not carried over from one stretch of months to the next."""
    run = course().go_on(7).go_on(7).branch().go_on(19).go_on(30).run()
    assert same(run, whole) and run.events == whole.events


def test_a_branch_leaves_the_trunk_alone(whole):
    """Catches arrays that a branch shares with the course that it left."""
    trunk = course().go_on(12)
    other = trunk.branch()
    other.parameters[la.LAMBDA_POT] *= 4.0
    other.go_on(30)
    assert same(trunk.go_on(30).run(), whole)
    assert same(other.run(), whole, 12) and not same(other.run(), whole)


def test_parameters_hold_from_their_month_on(whole):
    """A year with a parameter of another city is that city's only after the change."""
    changed = course().go_on(12)
    changed.parameters[la.PI2_SMALL] = changed.parameters[la.PI2_BIG] = 0.0
    counts = changed.go_on(30).run().counts
    assert np.array_equal(counts[:12], whole.counts[:12])
    assert counts[12:, :, la.SECOND_RESOLVED].sum() == 0 < whole.counts[12:, :, la.RESOLVED].sum()


def test_time_runs_forward():
    """Catches months passed twice, or beyond the schedule."""
    there = course().go_on(5)
    for until in (4, 31):
        with pytest.raises(InputError, match=f"until = {until}: must be from 5"):
            there.go_on(until)
