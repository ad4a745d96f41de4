"""Fixed-effects quadratic: unbiased, and its intervals cover as often as they say."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from intensity.evidence.regressions import fixed_effects_quadratic, table, table_html
from intensity.model.errors import InputError

LEVELS = np.linspace(0, 1, 11)
TRUTH = (0.8, -0.9)


def make_panel(rng, cities=40, linear=TRUTH[0], square=TRUTH[1], spread=0.3, noise=0.05):
    """Cities with their own level, slope and curvature: errors correlated inside a city."""
    city = np.repeat(np.arange(cities), LEVELS.size)
    x = np.tile(LEVELS, cities)
    own = rng.normal(0, spread, (3, cities))[:, city]
    y = 0.5 + own[0] + (linear + own[1]) * x + (square + own[2]) * x**2
    return pd.DataFrame(
        {"city": city, "intensity": x, "efficiency": y + rng.normal(0, noise, x.size)}
    )


def test_intervals_cover_the_truth():
    # 200 draws at 95 %: counts outside [180, 199] have probability below 0.001 if coverage is
    # right. Intervals not clustered by city would cover about half the time here.
    rng = np.random.default_rng(11)
    hits = np.zeros(2)
    for _ in range(200):
        fit = fixed_effects_quadratic(make_panel(rng))
        hits += (fit.ci["low"].to_numpy() < TRUTH) & (np.array(TRUTH) < fit.ci["high"].to_numpy())
    assert (hits >= 180).all() and (hits <= 199).all(), hits


def test_equals_dummy_variable_regression():
    # the within transformation must give the same slopes as one dummy per city, also unbalanced
    panel = make_panel(np.random.default_rng(2), cities=6).drop(index=[3, 17, 40])
    fit = fixed_effects_quadratic(panel)
    dummies = smf.ols("efficiency ~ intensity + I(intensity**2) + C(city)", panel).fit()
    slopes = dummies.params[["intensity", "I(intensity ** 2)"]].to_numpy()
    np.testing.assert_allclose(fit.coef, slopes, rtol=1e-9)


def test_covariance_by_hand():
    # sandwich with the factor G/(G-1) (N-1)/(N-2), written out
    panel = make_panel(np.random.default_rng(3), cities=8)
    fit = fixed_effects_quadratic(panel)
    frame = panel.assign(square=panel["intensity"] ** 2)
    deviations = frame - frame.groupby("city").transform("mean").assign(city=0)
    x = deviations[["intensity", "square"]].to_numpy()
    residual = deviations["efficiency"].to_numpy() - x @ fit.coef.to_numpy()
    scores = np.array([x[frame["city"] == c].T @ residual[frame["city"] == c] for c in range(8)])
    bread = np.linalg.inv(x.T @ x)
    n = len(frame)
    expected = bread @ (scores.T @ scores) @ bread * 8 / 7 * (n - 1) / (n - 2)
    np.testing.assert_allclose(fit.cov, expected, rtol=1e-9)
    assert fit.df == 7


def test_exact_quadratic():
    fit = fixed_effects_quadratic(make_panel(np.random.default_rng(4), cities=3, spread=0, noise=0))
    np.testing.assert_allclose(fit.coef, TRUTH, rtol=1e-10)
    assert fit.r2_within == pytest.approx(1)
    assert fit.turning_point == pytest.approx(0.8 / 1.8)
    np.testing.assert_allclose(fit.predict([0, 1]), [0.5, 0.4])
    assert fit.slope(0.5)[0] == pytest.approx(0.8 - 0.9)


def test_table_has_no_stars_and_names_everything():
    panel = make_panel(np.random.default_rng(5))
    fit = fixed_effects_quadratic(panel)
    frame = table(fit, fit)
    assert list(frame.columns) == ["(1)", "(2)"]
    assert frame.loc["Dependent variable", "(1)"] == "efficiency"
    assert frame.loc["Observations", "(1)"] == str(len(panel))
    assert frame.loc["Clusters (cities)", "(1)"] == "40"
    assert frame.loc["I²", "(1)"].startswith("−") and "[" in frame.loc["I²", "(1)"]
    page = table_html(fit)
    assert "*" not in page and "95 %" in page and page.count("<tr>") == 1 + len(frame)
    assert fit.summary()["clusters"] == 40


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.drop(columns="efficiency"), "missing column 'efficiency'"),
        (lambda p: p.assign(efficiency=p["efficiency"].where(p.index != 5)), "row 5"),
        (lambda p: p[p["city"] == 0], "1 city"),
        (lambda p: p[p["intensity"] < 0.15], "2 levels"),
        (lambda p: p.drop_duplicates("city"), "1 levels"),
        (lambda p: p[(p.index % 11) == (p["city"] % 11)], "do not identify"),
    ],
)
def test_bad_panels_are_refused_in_one_line(change, said):
    panel = make_panel(np.random.default_rng(6))
    with pytest.raises(InputError, match=said) as refusal:
        fixed_effects_quadratic(change(panel))
    assert "\n" not in str(refusal.value)


def test_bad_level_is_refused():
    with pytest.raises(InputError, match="level"):
        fixed_effects_quadratic(make_panel(np.random.default_rng(6)), level=95)
    with pytest.raises(InputError, match="at least one"):
        table()
