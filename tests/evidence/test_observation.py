"""Observation errors: scales, bounds, and the density that the calibration weighs by."""

import numpy as np
import pytest

from intensity.evidence.observation import Observed, parts, plain, sample_of_s, working
from intensity.evidence.targets import targets


@pytest.fixture(scope="module")
def observed():
    return Observed.paper()


def test_every_fact_has_an_error_with_a_reason():
    """Catches a target without a stated error."""
    table = parts()
    assert set(table["name"]) == {t.name for t in targets()}
    assert (table["sd"] > 0).all() and (table["reason"].str.len() > 20).all()


def test_sample_of_s_is_what_the_assumption_says():
    """1749 orders in six months, four months, a tenth of the street."""
    assert sample_of_s() == pytest.approx(1749 * 4 / 6 / 10)


def test_scales_are_inverse():
    values = np.array([1398, 1749, 0.55, 0.46, 0.5, 0.15, 0.85, 0.5])
    assert np.allclose(plain(working(values)), values)
    assert np.isfinite(working(np.array([0.0, 0.0, -1.0, 0.0, 1.0, 0.0, 1.0, 1.0]))).all()


def test_density_is_highest_where_all_facts_are_met(observed):
    """Catches a bound that punishes the side it allows, and an error on the wrong scale."""
    facts = np.array([t.value for t in targets()])
    met = observed.log_kernel(working(facts)[None])[0]
    assert met == pytest.approx(0.0, abs=1e-12)
    kept = facts.copy()
    for at, t in enumerate(targets()):
        kept[at] += {"equal": 0.0, "above": 0.3, "below": -0.1}[t.kind]
    assert observed.log_kernel(working(kept)[None])[0] == pytest.approx(0.0, abs=1e-12)
    for at, t in enumerate(targets()):
        broken = facts.copy()
        broken[at] *= 1.3 if t.kind != "above" else 0.7
        assert observed.log_kernel(working(broken)[None])[0] < -0.5, t.name


def test_one_standard_deviation_of_one_fact(observed):
    """Catches a covariance that is not that of the stated parts."""
    names = [t.name for t in targets()]
    errors = parts()
    for name in ("calls_growth", "unresolved"):
        at = names.index(name)
        sd = np.sqrt((errors.loc[errors["name"] == name, "sd"] ** 2).sum())
        facts = np.array([t.value for t in targets()])
        scaled = working(facts)
        if name == "unresolved":  # small steps agree with the plain scale
            step = working(np.where(np.arange(8) == at, facts + 0.01 * sd, facts)) - scaled
            scaled = scaled + 100 * step
        else:
            scaled[at] += sd
        assert observed.log_kernel(scaled[None])[0] == pytest.approx(-0.5, rel=0.02)


def test_half_years_of_one_street_err_together(observed):
    """A street that is busier than its city is so twice; catches independent errors."""
    both, one = np.zeros((1, 8)), np.zeros((1, 8))
    both[0, :2], one[0, :2] = (0.05, 0.05), (0.05, -0.05)
    centre = working(np.array([t.value for t in targets()]))
    assert observed.log_kernel(centre + both)[0] > observed.log_kernel(centre + one)[0]


def test_nan_is_never_a_match(observed):
    values = np.full((1, 8), 0.5)
    values[0, 2] = np.nan
    assert observed.log_kernel(working(values))[0] == -np.inf


def test_drawn_facts_scatter_by_the_error_and_keep_the_words(observed):
    rng = np.random.default_rng(3)
    truth = working(np.array([t.value for t in targets()]))
    drawn = np.array([observed.draw(truth, rng) for _ in range(4000)])
    numbers = observed.side == 0
    assert np.allclose(drawn[:, ~numbers], truth[~numbers])
    own = np.cov(drawn[:, numbers].T)
    wanted = observed.cov[np.ix_(numbers, numbers)]
    scale = np.sqrt(np.outer(np.diag(wanted), np.diag(wanted)))
    assert np.abs((own - wanted) / scale).max() < 0.1  # 1 / sqrt(4000), four times over
