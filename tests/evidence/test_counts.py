"""Fractional logit, Poisson and negative binomial: known truth, and published numbers."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from scipy.special import expit
from statsmodels.discrete.conditional_models import ConditionalPoisson

from intensity.evidence.counts import (
    fractional_logit,
    negative_binomial,
    poisson,
    share_change,
)
from intensity.model.errors import InputError

LEVELS = np.linspace(0, 1, 6)
TRUTH = (4.0, -2.0)
CURVE = ("intensity", "intensity_squared")


def clusters(rng, cities=60):
    city = np.repeat(np.arange(cities), LEVELS.size)
    x = np.tile(LEVELS, cities)
    frame = pd.DataFrame({"city": city, "intensity": x, "intensity_squared": x**2})
    return frame, rng.gamma(10.0, 0.1, cities)[city]


def share_frame(rng, cities=60):
    """Shares whose mean is logistic, with errors common to a city: a beta draw per city."""
    frame, _ = clusters(rng, cities)
    mean = expit(-2 + frame["intensity"] * TRUTH[0] + frame["intensity_squared"] * TRUTH[1])
    u = np.repeat(rng.uniform(size=cities), LEVELS.size)
    return frame.assign(share=stats.beta.ppf(u, 5 * mean, 5 * (1 - mean)))


def count_frame(rng, cities=60):
    """Counts with exposure and a random city factor of mean one: overdispersed, correlated."""
    frame, factor = clusters(rng, cities)
    exposure = rng.uniform(20, 60, len(frame))
    rate = np.exp(-1 + frame["intensity"] * TRUTH[0] + frame["intensity_squared"] * TRUTH[1])
    return frame.assign(exposure=exposure, orders=rng.poisson(rate * exposure * factor))


def covered(fit):
    ci = fit.ci.loc[["intensity", "intensity_squared"]]
    return (ci["low"].to_numpy() < TRUTH) & (np.array(TRUTH) < ci["high"].to_numpy())


def test_share_intervals_cover_the_truth():
    # 150 draws at 95 %; below 130 would have probability 0.0001. Errors not clustered by city
    # would be far too small, since a city's shares rise and fall together
    rng = np.random.default_rng(5)
    hits = sum(
        covered(fractional_logit(share_frame(rng), "share", CURVE, "city")) for _ in range(150)
    )
    assert (hits >= 130).all(), hits


def test_share_change_is_the_difference_of_fitted_shares():
    fit = fractional_logit(share_frame(np.random.default_rng(6), 400), "share", CURVE, "city")
    change, low, high = share_change(
        fit, dict(zip(CURVE, (0.2, 0.04), strict=True)), dict(zip(CURVE, (1.0, 1.0), strict=True))
    )
    truth = expit(0.0) - expit(-2 + 4 * 0.2 - 2 * 0.04)
    assert low < change < high
    assert change == pytest.approx(truth, abs=0.03)
    # delta method against draws of the coefficients
    drawn = np.random.default_rng(1).multivariate_normal(fit.coef, fit.cov, 20_000)
    at = [drawn @ np.array([1, x, x**2]) for x in (0.2, 1.0)]
    assert (high - low) / 3.94 == pytest.approx(np.std(expit(at[1]) - expit(at[0])), rel=0.05)


def test_poisson_intervals_cover_the_truth():
    rng = np.random.default_rng(7)
    hits = sum(
        covered(poisson(count_frame(rng), "orders", CURVE, "city", exposure="exposure"))
        for _ in range(100)
    )
    assert (hits >= 85).all(), hits


def test_city_effects_are_those_of_the_conditional_likelihood():
    # conditioning on a city's total removes its effect exactly; dummies must give the same slopes
    frame = count_frame(np.random.default_rng(10), 12)
    fit = poisson(frame, "orders", CURVE, "city", exposure="exposure", effects="city")
    conditional = ConditionalPoisson(
        frame["orders"], frame[list(CURVE)], groups=frame["city"], offset=np.log(frame["exposure"])
    ).fit(disp=False)
    np.testing.assert_allclose(fit.coef[list(CURVE)], conditional.params, atol=1e-4)
    assert covered(fit).all()


def test_exposure_is_per_unit():
    # twice the exposure and twice the count is the same rate
    frame = count_frame(np.random.default_rng(8))
    one = poisson(frame, "orders", CURVE, "city", exposure="exposure")
    two = poisson(frame.assign(exposure=2 * frame["exposure"]), "orders", CURVE, "city",
                  exposure="exposure")  # fmt: skip
    assert two.coef["const"] == pytest.approx(one.coef["const"] - np.log(2))
    assert two.coef["intensity"] == pytest.approx(one.coef["intensity"])


def test_negative_binomial_finds_the_overdispersion():
    rng = np.random.default_rng(9)
    x = np.tile(LEVELS, 500)
    mean = 30 * np.exp(0.5 * x)
    frame = pd.DataFrame({"intensity": x, "exposure": 30.0, "city": np.arange(x.size)})
    frame["orders"] = rng.poisson(mean * rng.gamma(1 / 0.3, 0.3, x.size))
    fit = negative_binomial(frame, "orders", ["intensity"], "city", exposure="exposure")
    for term, truth in (("alpha", 0.3), ("intensity", 0.5)):
        assert fit.ci.loc[term, "low"] < truth < fit.ci.loc[term, "high"]


def test_published_numbers_of_the_health_insurance_experiment():
    # RAND HIE, 20 190 rows (Deb and Trivedi 2002): estimates by Stata, quoted by statsmodels
    data = sm.datasets.randhie.load_pandas()
    frame = data.exog.assign(visits=data.endog, person=np.arange(len(data.endog)))
    terms = list(data.exog.columns)
    stata = [-0.0525351, -0.2470868, 0.0352902, -0.0345775, 0.271714, 0.0339415, -0.012635,
             0.0540563, 0.2061151]  # fmt: skip
    fit = poisson(frame, "visits", terms, "person", unit="persons")
    np.testing.assert_allclose(fit.coef[terms], stata, atol=1e-6)
    assert fit.coef["const"] == pytest.approx(0.7003529, abs=1e-6)
    nb = negative_binomial(frame, "visits", terms, None, unit="persons")
    stata = [-0.057947, -0.2677877, 0.0412061, -0.0381377, 0.2689158, 0.0381637, -0.0441339,
             0.0172522, 0.1779608, 1.2929533]  # fmt: skip
    np.testing.assert_allclose(nb.coef[[*terms, "alpha"]], stata, atol=2e-4)
    assert nb.fit == pytest.approx(-43383.662, abs=0.01)
    assert nb.se["lncoins"] == pytest.approx(0.0060709, rel=0.02)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.drop(columns="orders"), "missing column 'orders'"),
        (lambda f: f.assign(orders=f["orders"] + 0.5), "whole number"),
        (lambda f: f.assign(exposure=0.0), "> 0"),
        (lambda f: f.assign(city=1), "two of them"),
        (lambda f: f.assign(intensity=np.nan), "row 0"),
        (lambda f: f.iloc[:0], "no rows"),
    ],
)
def test_bad_frames_are_refused_in_one_line(change, said):
    frame = change(count_frame(np.random.default_rng(3), 5))
    with pytest.raises(InputError, match=said) as refusal:
        poisson(frame, "orders", CURVE, "city", exposure="exposure")
    assert "\n" not in str(refusal.value)


def test_a_share_above_one_is_refused():
    with pytest.raises(InputError, match=r"outside \[0, 1\]"):
        frame = share_frame(np.random.default_rng(3), 5)
        fractional_logit(frame.assign(share=1.2), "share", CURVE, "city")
