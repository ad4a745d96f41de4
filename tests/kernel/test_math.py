"""Logarithm, exponential and normal quantile against mpmath, over their whole range."""

import mpmath
import numpy as np
import pytest
from scipy import special

from intensity.kernel import math as km

mpmath.mp.prec = 120
rng = np.random.default_rng(2022)


def worst_ulp(function, exact, points):
    worst = 0.0
    for x in points:
        true = exact(mpmath.mpf(float(x)))
        ulp = mpmath.mpf(float(np.spacing(abs(float(true)))))
        worst = max(worst, float(abs(mpmath.mpf(float(function(float(x)))) - true) / ulp))
    return worst


def test_log_is_within_one_ulp():
    """Catches a wrong coefficient or reduction; covers subnormals and the neighbourhood of 1."""
    points = np.concatenate(
        [
            rng.uniform(0, 1, 3000),
            np.exp(rng.uniform(-744, 709, 2000)),
            1 + rng.uniform(-1e-3, 1e-3, 1000),
            [5e-324, 1e-310, np.nextafter(1, 0), np.nextafter(1, 2), 2**-0.5, 2**0.5, 1.797e308],
        ]
    )
    assert worst_ulp(km.log, mpmath.log, points) < 1.0


def test_exp_is_within_one_ulp():
    points = np.concatenate(
        [rng.uniform(-708, 709.78, 4000), rng.uniform(-1, 1, 1000), [-708.39, 709.7827, 1e-300]]
    )
    assert worst_ulp(km.exp, mpmath.exp, points) < 1.0


def test_exp_where_results_are_subnormal():
    """Spacing is constant there; one double rounding is allowed."""
    points = rng.uniform(-745, -708.4, 500)
    assert worst_ulp(km.exp, mpmath.exp, points) <= 1.0


@pytest.mark.parametrize(
    ("function", "x", "wanted"),
    [
        (km.log, 0.0, -np.inf),
        (km.log, 1.0, 0.0),
        (km.log, np.inf, np.inf),
        (km.exp, 0.0, 1.0),
        (km.exp, 1000.0, np.inf),
        (km.exp, -1000.0, 0.0),
        (km.exp, -np.inf, 0.0),
        (km.exp, np.inf, np.inf),
    ],
)
def test_special_values(function, x, wanted):
    assert function(x) == wanted


def test_not_a_number():
    assert np.isnan(km.log(-1.0))
    assert np.isnan(km.log(np.nan))
    assert np.isnan(km.exp(np.nan))


def test_normal_quantile():
    """Against scipy's own; catches a mistyped coefficient in any of the three branches."""
    u = np.concatenate([rng.uniform(0, 1, 3000), 10 ** rng.uniform(-16, -1, 2000), [0.075, 0.925]])
    ours = np.array([km.normal_quantile(x) for x in u])
    np.testing.assert_allclose(ours, special.ndtri(u), rtol=2e-14, atol=1e-15)
