"""What draws of common descent are worth, against clusters of known correlation."""

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from intensity.evidence.lines import independent, mixed, resampled, share_interval

RNG = np.random.default_rng(5)


def clustered(lines: int, size: int, alike: float, columns: int = 1) -> tuple[np.ndarray, ...]:
    """Normal values with an intraclass correlation of `alike` in `lines` lines of one size."""
    line = np.repeat(np.arange(lines), size)
    own = RNG.normal(size=(lines * size, columns))
    common = RNG.normal(size=(lines, columns))[line]
    return np.sqrt(alike) * common + np.sqrt(1.0 - alike) * own, line


def test_copies_are_worth_their_lines_and_strangers_all():
    values, line = clustered(20, 10, 1.0)
    assert independent(values, line)[0] == pytest.approx(20.0)
    values, line = clustered(200, 10, 0.0, columns=50)
    assert independent(values, line).mean() > 0.85 * 2000  # cut off at all, so a little below
    assert independent(values, line).max() <= 2000.0
    assert list(independent(values, np.arange(2000))) == [2000.0] * 50
    assert list(independent(values, np.zeros(2000))) == [1.0] * 50


def test_number_is_that_of_the_variance_of_the_mean():
    """The definition: the variance of a mean is that of one draw over this number.

    Would catch a design effect with the plain mean of the sizes of lines, which are unequal here.
    """
    sizes = np.array([1] * 30 + [5] * 10 + [40] * 2)
    line = np.repeat(np.arange(len(sizes)), sizes)
    alike, tries = 0.4, 4000
    common = RNG.normal(size=(len(sizes), tries))[line]
    values = np.sqrt(alike) * common + np.sqrt(1.0 - alike) * RNG.normal(size=(len(line), tries))
    true = 1.0 / values.mean(axis=0).var()  # one draw has variance 1
    crowd = (sizes**2).sum() / sizes.sum()
    assert true == pytest.approx(len(line) / (1.0 + (crowd - 1.0) * alike), rel=0.1)
    assert np.median(independent(values, line)) == pytest.approx(true, rel=0.25)


def test_without_spread_there_is_nothing_to_count():
    values, line = np.ones((12, 1)), np.repeat(np.arange(4), 3)
    assert independent(values, line)[0] == pytest.approx(4.0)


def test_interval_is_wilsons_for_strangers_and_wider_for_copies():
    holds = RNG.random(120) < 0.3
    wilson = proportion_confint(holds.sum(), 120, method="wilson")
    assert share_interval(holds, np.arange(120)) == pytest.approx(wilson)
    copies = np.repeat(holds[:30], 4)
    low, high = share_interval(copies, np.repeat(np.arange(30), 4))
    assert (low, high) == pytest.approx(
        proportion_confint(copies[::4].sum(), 30, method="wilson"), abs=0.01
    )


def test_where_all_agree_the_lines_count():
    """Ninety-nine copies of one draw and one other are not a hundred witnesses."""
    line = np.array([0] * 99 + [1])
    low, high = share_interval(np.ones(100, bool), line)
    assert low < 0.35 and high == pytest.approx(1.0)
    assert share_interval(np.ones(100, bool), line, constant=40.0)[0] > 0.85


def test_mixed_keeps_lines_together_and_every_value():
    """Neighbours of a line stay neighbours, but for the one place where the round is cut."""
    line = np.repeat(np.arange(12), 10)
    order = RNG.permutation(120)
    values = line[order].astype(float)  # as alike as a line can be
    out = mixed(values, line[order], RNG)
    assert sorted(out) == sorted(values)
    in_lines = out[np.argsort(line[order], kind="stable")]
    assert (np.diff(in_lines) != 0).sum() <= 12
    alone = mixed(np.arange(120.0), np.arange(120), RNG)
    assert sorted(alone) == list(range(120)) and (np.diff(alone) != 1).sum() > 100


def test_bootstrap_draws_whole_lines():
    line = np.array([3, 3, 3, 7, 9, 9])
    for _ in range(50):
        counts = np.bincount(resampled(line, RNG), minlength=6)
        assert counts[0] == counts[1] == counts[2] and counts[4] == counts[5]
        assert counts[0] + counts[3] + counts[4] == 3
