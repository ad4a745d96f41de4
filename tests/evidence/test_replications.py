"""What replications can and cannot tell apart."""

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence.replications import below, best, direction, interval, measured, steady

LEVELS = [0.0, 0.25, 0.5, 0.75, 1.0]


def table(curve, noise, runs, seed=1):
    """Replications of a curve; half of the noise is common to all levels, as with shared draws."""
    rng = np.random.default_rng(seed)
    common = rng.normal(0, noise, (runs, 1))
    return pd.DataFrame(curve + common + rng.normal(0, noise, (runs, len(curve))), columns=LEVELS)


def test_peak_is_found_with_its_neighbourhood():
    """Catches a set of levels that leaves out the best, or takes in what is clearly worse."""
    found = best(table(np.array([0.5, 0.6, 0.7, 0.6, 0.5]), 0.002, 6))
    assert (found.level, found.low, found.high) == (0.5, 0.5, 0.5)
    assert found.interior and not found.valley
    assert found.value == pytest.approx(0.7, abs=0.01)


def test_flat_curve_has_no_best_level():
    """Catches an optimum that is nothing but the largest of noisy means."""
    inside = [best(table(np.zeros(5), 0.01, 4, seed)).interior for seed in range(200)]
    assert np.mean(inside) < 0.05


def test_valley_is_told_from_a_peak():
    """Catches a worst level in between that goes unseen."""
    found = best(table(np.array([0.7, 0.6, 0.5, 0.6, 0.7]), 0.002, 6))
    assert found.valley and not found.interior


def test_one_replication_tells_nothing():
    """Catches certainty without a spread to judge by."""
    found = best(table(np.array([0.5, 0.6, 0.7, 0.6, 0.5]), 0.0, 1))
    assert found.close == tuple(LEVELS)
    assert interval(pd.Series([3.0])) == (-np.inf, np.inf)


def test_interval_covers_the_mean():
    """Catches an interval by the normal where Student's is due (it would cover 0.88)."""
    rng = np.random.default_rng(3)
    hits = [
        low <= 0 <= high
        for low, high in (interval(pd.Series(rng.normal(size=4))) for _ in range(2000))
    ]
    assert abs(np.mean(hits) - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 2000)


def test_directions():
    """Catches a sign the wrong way round."""
    up = pd.Series([0.1, 0.11, 0.09])
    assert [direction(x) for x in (up, -up, up - up.mean())] == [
        "rises", "falls", "does not clearly move",
    ]  # fmt: skip
    assert below(-up, up * 0) and not below(up, up * 0)


def test_runs_keep_order_labels_and_draws():
    """Catches rows that are mixed up between threads, and draws that are not shared."""
    city = it.City.default()
    cases = [steady({"level": x}, city, x, n, 4, 1) for x in (0.2, 1.0) for n in (3, 4)]
    frame = measured(cases, streets=2, progress=False)
    assert frame["level"].tolist() == [0.2, 0.2, 1.0, 1.0]
    assert frame["number"].tolist() == [3, 4, 3, 4]
    again = it.simulate(city, 1.0, months=4, streets=2, number=4).measures(1)
    assert frame["efficiency"].iloc[3] == again["efficiency"]


def test_label_that_is_a_measure_is_refused():
    """Catches a label that the measure of the same name would overwrite."""
    case = steady({"diligence": 0.2}, it.City.default(), 0.2, 0, 4, 1)
    with pytest.raises(ValueError, match="'diligence'"):
        measured([case], progress=False)
