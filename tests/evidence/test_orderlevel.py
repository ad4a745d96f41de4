"""Logit of orders: published numbers, known truth, and the model's own rule of satisfaction."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.special import expit

from intensity.evidence.orderlevel import TERMS, completed_orders, order_logit
from intensity.model.city import City
from intensity.model.errors import InputError


def test_published_numbers_of_spector():
    # Spector and Mazzeo (1980) as in Greene, "Econometric Analysis": logit of a better grade
    data = sm.datasets.spector.load_pandas()
    frame = data.exog.assign(grade=data.endog)
    fit = order_logit(frame, "grade", ["GPA", "TUCE", "PSI"], cluster=None)
    np.testing.assert_allclose(fit.coef[["GPA", "TUCE", "PSI"]], [2.826, 0.0952, 2.379], atol=5e-4)
    assert fit.coef["const"] == pytest.approx(-13.021, abs=5e-4)
    np.testing.assert_allclose(fit.se[["GPA", "TUCE", "PSI"]], [1.263, 0.1415, 1.065], atol=1e-3)


def test_intervals_cover_the_truth_when_places_differ_in_what_they_face():
    # a place has its own value of the regressor and its own luck: plain errors are too small
    rng = np.random.default_rng(4)
    hits = 0
    for _ in range(100):
        place = np.repeat(np.arange(60), 40)
        x = rng.normal(size=60)[place]
        luck = 0.15 * rng.normal(size=60)[place]
        yes = rng.uniform(size=place.size) < expit(0.2 + 0.7 * x + luck)
        frame = pd.DataFrame({"x": x, "yes": yes.astype(float), "place": place})
        ci = order_logit(frame, "yes", ["x"]).ci.loc["x"]
        hits += ci["low"] < 0.7 < ci["high"]
    assert hits >= 86


def test_satisfaction_follows_the_rule_of_the_model():
    # given resolution and punctuality, the model knows nothing else that makes callers satisfied
    city = City.default()
    orders = completed_orders(city, (0.2, 1.0), runs=1, streets=6, months=12, burn_in=4,
                              progress=False)  # fmt: skip
    on_time = orders[orders["late"] == 0]
    fit = order_logit(on_time, "satisfied", (*TERMS, "resolved"))
    sure, unsure = city.p_sat_res, city.p_sat_unres
    truth = np.log(sure / (1 - sure) / (unsure / (1 - unsure)))
    assert abs(fit.coef["resolved"] - truth) < 4 * fit.se["resolved"]
    for term in TERMS:
        assert abs(fit.coef[term]) < 4.5 * fit.se[term], term
    assert set(orders["place"]) <= set(range(6))


def test_bad_outcomes_are_refused():
    frame = pd.DataFrame({"yes": [0.0, 1.0, 2.0], "x": [1.0, 2.0, 3.0], "place": [1, 2, 3]})
    with pytest.raises(InputError, match="0 and 1"):
        order_logit(frame, "yes", ["x"])
    with pytest.raises(InputError, match="missing column 'z'"):
        order_logit(frame, "yes", ["z"])
