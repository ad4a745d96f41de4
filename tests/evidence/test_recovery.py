"""Known truths: intervals of 80 % hold four of five, and would not if they were too narrow."""

import numpy as np
import pytest

from intensity.evidence import recovery
from intensity.evidence.observation import Observed, plain
from intensity.evidence.prior import Prior
from intensity.model.tables import data_path

OBSERVED = Observed.paper()


@pytest.fixture(scope="module")
def table():
    """A linear model in place of the simulator: the whole of the method, in a second."""
    rng = np.random.default_rng(6)
    points = rng.random((3000, len(Prior.default().names)))
    slopes = np.zeros((points.shape[1], 8))
    slopes[:12] = rng.normal(0.0, 0.25, size=(12, 8))
    scaled = OBSERVED.value + (points - 0.5) @ slopes + rng.normal(0.0, 0.03, (3000, 8))
    return points, plain(scaled)


def test_coverage_is_what_it_says(table):
    """60 truths: all parameters and all targets within sampling error of 80 %."""
    found = recovery.recovered(*table, OBSERVED, truths=60, nearest=300)
    every = found[found["name"] == "all"].set_index("kind")
    assert every.loc["parameter", "covered"] == pytest.approx(0.8, abs=0.04)
    assert every.loc["target", "covered"] == pytest.approx(0.8, abs=0.09)
    assert (found["truths"] == 60).all()


def test_overconfidence_is_noticed(table):
    """Errors that are said to be a quarter of what they are: coverage of the numbers falls."""
    values = table[1]
    bold = Observed(OBSERVED.value, OBSERVED.side, OBSERVED.cov / 16.0)
    rng = np.random.default_rng(2)
    drawn = [OBSERVED.draw(row, rng) for row in recovery.working(values[:200])]
    numbers = OBSERVED.side == 0
    scaled = recovery.working(values)
    inside = []
    for truth in range(60):
        noisy = np.array([bold.draw(row, rng) for row in scaled[200:]])[:, numbers]
        adjusted, weight = recovery.estimate(drawn[truth][numbers], noisy, scaled[200:], 300)
        low, high = recovery._interval(adjusted, weight)
        inside.append((low <= scaled[truth]) & (scaled[truth] <= high))
    assert np.mean(inside, axis=0)[numbers][:2].mean() < 0.6


@pytest.mark.skipif(
    not (data_path("reference") / recovery.NAME).is_file(), reason="no coverage is shipped"
)
def test_shipped_coverage():
    """Fifty truths at least, and coverage near 80 % for parameters and for targets."""
    shipped = recovery.shipped()
    every = shipped[shipped["name"] == "all"].set_index("kind")
    assert (shipped["truths"] >= 50).all()
    assert every["covered"].between(0.72, 0.88).all()
