"""Replications: half-widths and the stopping rule where the answer is known."""

import numpy as np
import pytest
from scipy import stats

from intensity.evidence import precision

rng = np.random.default_rng(11)


def test_half_widths_are_students():
    values = rng.normal(1e6, 3.0, 40)  # far from zero: a naive sum of squares would lose digits
    found = precision.half_widths(values)
    assert np.isnan(found[0])
    for n in (2, 5, 40):
        wanted = stats.t.ppf(0.975, n - 1) * values[:n].std(ddof=1) / np.sqrt(n)
        assert found[n - 1] == pytest.approx(wanted, rel=1e-9)


def test_half_widths_cover():
    """About 95 of 100 intervals hold the mean; catches a one-sided quantile."""
    inside = 0
    for _ in range(1000):
        values = rng.normal(5.0, 1.0, 8)
        inside += abs(values.mean() - 5.0) <= precision.half_widths(values)[-1]
    assert 0.93 < inside / 1000 < 0.97


def test_rule_waits_for_look_ahead():
    """Three equal values have an interval of no width; the rule must not be fooled by them."""
    values = np.array([1.0, 1.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0] + [2.0] * 60)
    assert precision.replications_needed(values, 0.05, look_ahead=0) == 3
    later = precision.replications_needed(values, 0.05)
    assert later is not None and later > 10


def test_rule_says_when_there_are_too_few():
    assert precision.replications_needed(rng.normal(1.0, 0.5, 20), 0.01) is None
    assert precision.replications_needed(np.array([1.0, 1.1]), 0.5) is None


def test_steady_values_need_three():
    assert precision.replications_needed(rng.normal(1.0, 0.001, 20), 0.05) == 3


def test_negative_means_count_by_their_size():
    """A change of efficiency is negative; its half-width is a share of its size."""
    assert precision.replications_needed(rng.normal(-1.0, 0.001, 20), 0.05) == 3
