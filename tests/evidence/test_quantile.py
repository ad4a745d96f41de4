"""Quantile regression over cities: published numbers and known truth."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from intensity.evidence.quantile import quantile_regression, standardised
from intensity.model.errors import InputError


def test_published_numbers_of_engel():
    # Engel's food expenditure (Koenker and Bassett 1982): median regression
    data = sm.datasets.engel.load_pandas().data
    fit = quantile_regression(data, "foodexp", ["income"], (0.5,))[0.5]
    assert fit.coef["income"] == pytest.approx(0.5602, abs=5e-4)
    assert fit.coef["const"] == pytest.approx(81.4823, abs=0.05)


def test_slopes_of_quantiles_under_unequal_spread():
    # spread grows with x: the slope of a quantile is 1 plus its normal quantile; 60 draws
    rng = np.random.default_rng(2)
    hits = {0.25: 0, 0.75: 0}
    for _ in range(60):
        x = rng.uniform(0.5, 2, 150)
        frame = pd.DataFrame({"x": x, "y": x + x * rng.normal(size=150)})
        for q, fit in quantile_regression(frame, "y", ["x"], tuple(hits)).items():
            ci = fit.ci.loc["x"]
            hits[q] += ci["low"] < 1 + stats.norm.ppf(q) < ci["high"]
    assert all(51 <= n <= 60 for n in hits.values()), hits


def test_standardised_has_mean_zero_and_spread_one():
    frame = standardised(pd.DataFrame({"x": [1.0, 2.0, 6.0]}), ["x"])
    assert frame["x"].mean() == pytest.approx(0)
    assert frame["x"].std(ddof=1) == pytest.approx(1)
    with pytest.raises(InputError, match="does not vary"):
        standardised(pd.DataFrame({"x": [1.0, 1.0]}), ["x"])


def test_too_few_cities_and_bad_quantiles_are_refused():
    frame = pd.DataFrame({"x": np.arange(8.0), "y": np.arange(8.0) ** 2})
    with pytest.raises(InputError, match="too few"):
        quantile_regression(frame, "y", ["x"], (0.05,))
    with pytest.raises(InputError, match="quantiles"):
        quantile_regression(frame, "y", ["x"], (1.0,))
