"""The prior: uniform over the ranges, and simulated with draws of its own at every point."""

import numpy as np
import pytest

from intensity.evidence.prior import MUTE, Prior, simulated
from intensity.model.parameters import parameters


@pytest.fixture(scope="module")
def prior():
    return Prior.default()


def test_names_are_the_parameters_with_a_range(prior):
    """Catches a parameter that is swept but not calibrated."""
    ranged = {n for n, p in parameters().items() if p.range is not None}
    assert set(prior.names) == ranged - set(MUTE)


def test_points_and_values_are_inverse(prior):
    """Catches a scale that is used one way only; whole numbers come back as their cell."""
    rng = np.random.default_rng(1)
    points = rng.random((50, len(prior.names)))
    values = prior.values(points)
    assert np.allclose(prior.values(prior.points(values)), values)
    whole = np.array([parameters()[n].integer for n in prior.names])
    assert np.allclose(prior.points(values)[:, ~whole], points[:, ~whole])


def test_whole_numbers_are_equally_likely(prior):
    """Catches rounding, which would make the ends of the range half as likely."""
    at = prior.names.index("K")
    points = np.full((4000, len(prior.names)), 0.5)
    points[:, at] = (np.arange(4000) + 0.5) / 4000
    values, counts = np.unique(prior.values(points)[:, at], return_counts=True)
    low, high = parameters()["K"].range
    assert values.tolist() == list(range(int(low), int(high) + 1))
    assert counts.max() - counts.min() <= 1


def test_every_corner_is_a_city(prior):
    """Catches a range that leaves the bounds of validity."""
    corners = np.vstack([np.zeros(len(prior.names)), np.ones(len(prior.names))])
    assert len(prior.cities(prior.frame(corners))) == 2


def test_simulation_does_not_depend_on_threads(prior):
    """Catches draws that depend on the order of work, and points that share their draws."""
    points = np.full((3, len(prior.names)), 0.4)
    quiet = {"streets": 1, "seed": 5, "progress": False}
    one = simulated(prior, points, first=10, workers=1, **quiet)
    two = simulated(prior, points, first=10, workers=2, **quiet)
    assert np.array_equal(one, two)
    assert len(np.unique(one[:, 0])) == 3
