"""Tests of shape: size, power, intervals of the turning point, and the known trap."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from intensity.evidence.regressions import QuadraticFit, fixed_effects_quadratic
from intensity.evidence.twolines import two_lines
from intensity.evidence.utest import fieller, interior_maximum, lind_mehlum
from intensity.model.errors import InputError

LEVELS = np.linspace(0.05, 1, 20)


def make_panel(rng, curve, cities=30, noise=0.05, spread=0.1):
    city = np.repeat(np.arange(cities), LEVELS.size)
    x = np.tile(LEVELS, cities)
    own = rng.normal(0, spread, (2, cities))[:, city]
    y = curve(x) + own[0] + own[1] * x + rng.normal(0, noise, x.size)
    return pd.DataFrame({"city": city, "intensity": x, "efficiency": y})


def make_fit(linear, square, cov, df=1000, lower=0.0, upper=1.0):
    names = ["intensity", "intensity_squared"]
    return QuadraticFit(
        "y", pd.Series([linear, square], names), pd.DataFrame(cov, names, names),
        df, 0.95, 0.0, 100, df + 1, 0.5, lower, upper,
    )  # fmt: skip


# ---- Lind and Mehlum ---------------------------------------------------------------------------


def test_size_on_a_straight_line():
    # a straight line is the edge of the null hypothesis where one slope is far from zero; it
    # must not be called an inverse U more often than 5 % (bound: 5 % + 3 sd of 200 draws)
    rng = np.random.default_rng(21)
    ps = []
    for _ in range(200):
        fit = fixed_effects_quadratic(make_panel(rng, lambda x: 0.5 * x, cities=15))
        ps.append(lind_mehlum(fit).p)
    assert np.mean(np.array(ps) < 0.05) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)


def test_size_at_the_boundary_of_the_null():
    # slope exactly zero at the upper end: the least favourable null, where size is alpha itself
    rng = np.random.default_rng(22)
    ps = []
    for _ in range(300):
        panel = make_panel(rng, lambda x: 2 * x - x**2, cities=30, spread=0.05)
        ps.append(lind_mehlum(fixed_effects_quadratic(panel)).p)
    rejected = np.sum(np.array(ps) < 0.05)
    low, high = stats.binom.ppf([0.001, 0.999], 300, 0.05)
    assert low <= rejected <= high


def test_power_on_an_inverse_u():
    rng = np.random.default_rng(23)
    found = 0
    for _ in range(100):
        panel = make_panel(rng, lambda x: -((x - 0.55) ** 2))
        test = lind_mehlum(fixed_effects_quadratic(panel))
        found += test.p < 0.05 and test.inside
    assert found >= 95


def test_u_shape_is_the_mirror_image():
    fit = make_fit(1.0, -1.0, np.diag([0.01, 0.01]))
    mirror = make_fit(-1.0, 1.0, np.diag([0.01, 0.01]))
    assert lind_mehlum(fit).p == pytest.approx(lind_mehlum(mirror, shape="u").p)
    assert lind_mehlum(fit, shape="u").p > 0.5


def test_by_hand():
    # slopes 1 and 1 - 2 = -1; variances .04 and .04 + 4 * (-.01) + 4 * .01 = .04
    fit = make_fit(1.0, -1.0, [[0.04, -0.01], [-0.01, 0.01]], df=20)
    test = lind_mehlum(fit)
    assert (test.slope_lower, test.slope_upper) == (1.0, -1.0)
    assert (test.t_lower, test.t_upper) == (pytest.approx(5.0), pytest.approx(-5.0))
    assert test.p == pytest.approx(stats.t.sf(5.0, 20))
    # gradient (1/2, 1/2): variance .25 * (.04 - .02 + .01)
    assert test.delta_se == pytest.approx(np.sqrt(0.25 * 0.03))


def test_p_is_the_worse_end_and_a_turn_outside_never_passes():
    test = lind_mehlum(make_fit(3.0, -1.0, np.diag([0.01, 0.01])))
    assert test.turning_point == 1.5 and not test.inside
    assert test.p == test.p_upper > 0.5 > test.p_lower


def test_agrees_with_fieller_of_level_one_minus_two_alpha():
    # Lind and Mehlum's equivalence: reject at alpha if and only if the (1 - 2 alpha) set of the
    # turning point lies inside the range (for a curve that bends downwards)
    rng = np.random.default_rng(24)
    agreed = []
    for _ in range(300):
        root = rng.normal(0, 0.3, (2, 2))
        fit = make_fit(rng.normal(1, 0.7), rng.normal(-1, 0.5), root @ root.T, df=25)
        test = lind_mehlum(fit, level=0.90)
        within = test.fieller.kind == "bounded" and test.fieller.low > 0 and test.fieller.high < 1
        if fit.coef.iloc[1] < 0:
            assert (test.p < 0.05) == within
            agreed.append(within)
    assert 30 < sum(agreed) < len(agreed) - 30  # both outcomes occurred


def test_the_known_trap_a_curve_that_only_flattens_out():
    # Simonsohn's (2018) objection: log(I) never falls, yet the best quadratic turns inside the
    # range, so the test on the quadratic "finds" an inverse U. The other two tests do not.
    rng = np.random.default_rng(25)
    panel = make_panel(rng, lambda x: 0.3 * np.log(x), noise=0.03, spread=0.02)
    test = lind_mehlum(fixed_effects_quadratic(panel))
    assert test.inside and test.p < 0.001  # false, and known to be
    lines = two_lines(panel)
    assert not lines.inverse and lines.slope_upper > 0
    runs = pd.concat(
        [make_panel(rng, lambda x: 0.3 * np.log(x)).assign(seed=seed) for seed in range(10)]
    )
    assert interior_maximum(runs).share < 0.1


# ---- Fieller -----------------------------------------------------------------------------------


def test_fieller_by_hand():
    # b = (1, -1), cov = .01 on the diagonal, c = 2: (1 - 2x)^2 <= .04 (1 + 4 x^2)
    # 3.84 x^2 - 4 x + .96 <= 0, roots (4 +- sqrt(16 - 14.7456)) / 7.68
    found = fieller(1.0, -1.0, np.diag([0.01, 0.01]), 2.0)
    assert found.kind == "bounded"
    assert (found.low, found.high) == (
        pytest.approx((4 - np.sqrt(1.2544)) / 7.68),
        pytest.approx((4 + np.sqrt(1.2544)) / 7.68),
    )


def test_fieller_near_the_bootstrap_when_the_turn_is_well_determined():
    cov = np.array([[0.0025, -0.002], [-0.002, 0.002]])
    draws = np.random.default_rng(26).multivariate_normal([1.0, -1.0], cov, 200_000)
    turns = -draws[:, 0] / (2 * draws[:, 1])
    found = fieller(1.0, -1.0, cov, stats.norm.ppf(0.975))
    np.testing.assert_allclose(
        [found.low, found.high], np.quantile(turns, [0.025, 0.975]), rtol=0.01
    )


@pytest.mark.parametrize("square", [-1.0, -0.25, -0.05])
def test_fieller_covers_even_where_the_turn_is_ill_determined(square):
    # the delta method fails for small curvature, Fieller's set does not
    rng = np.random.default_rng(27)
    cov = np.diag([0.01, 0.01])
    turn = -1.0 / (2 * square)
    draws = rng.multivariate_normal([1.0, square], cov, 2000)
    hits = sum(fieller(*draw, cov, stats.norm.ppf(0.975)).contains(turn) for draw in draws)
    low, high = stats.binom.ppf([0.0005, 0.9995], 2000, 0.95)
    assert low <= hits <= high


def test_fieller_shapes():
    wide = np.diag([0.01, 1.0])
    complement = fieller(1.0, -0.1, wide, 2.0)
    assert complement.kind == "complement"
    assert complement.contains(complement.low) and complement.contains(complement.high)
    assert not complement.contains(0.5 * (complement.low + complement.high))
    assert complement.contains(5.0)  # its point estimate
    nothing = fieller(0.1, 0.1, np.diag([1.0, 1.0]), 2.0)
    assert nothing.kind == "whole line" and nothing.contains(1e9)
    # |b2| equals c times its standard error: -4 x + .96 <= 0
    half = fieller(1.0, -1.0, np.diag([0.01, 0.25]), 2.0)
    assert half.kind == "half-line" and half.low == pytest.approx(0.24) and half.high == np.inf
    assert fieller(0.0, 0.0, np.zeros((2, 2)), 2.0).kind == "whole line"


# ---- one city at a time ------------------------------------------------------------------------


def test_interior_maximum_without_noise():
    frames = []
    for city, peak in enumerate([0.5, 0.3, 1.4, -0.2]):  # the last two peak outside the grid
        frames.append(pd.DataFrame({
            "city": city, "intensity": LEVELS, "efficiency": -((LEVELS - peak) ** 2),
        }))  # fmt: skip
    found = interior_maximum(pd.concat(frames))
    assert found.cities["interior"].tolist() == [True, True, False, False]
    np.testing.assert_allclose(found.cities["argmax"], [0.5, 0.3, 1.0, 0.05])
    assert (found.count, found.n, found.share, found.held_out) == (2, 4, 0.5, False)
    # Wilson by hand: centre .5, half width z sqrt(.25/4 + z^2/64) / (1 + z^2/4)
    z = stats.norm.ppf(0.975)
    half = z * np.sqrt(0.25 / 4 + z**2 / 64) / (1 + z**2 / 4)
    assert (found.low, found.high) == (pytest.approx(0.5 - half), pytest.approx(0.5 + half))
    assert (
        interior_maximum(pd.concat(frames), margin=0.1).count == 1
    )  # gains .2 and .25; .06 and .49


def test_flat_noise_has_few_interior_maxima_only_if_halves_are_held_apart():
    rng = np.random.default_rng(28)
    panel = pd.concat(
        [make_panel(rng, np.zeros_like, cities=100, spread=0).assign(seed=s) for s in range(16)]
    )
    found = interior_maximum(panel)
    assert found.held_out
    assert found.share < 0.1
    # what it would be without: the best of eighteen noisy means nearly always beats the ends
    assert interior_maximum(panel, tolerance=0).share > found.share
    naive = panel.groupby(["city", "intensity"], as_index=False)["efficiency"].mean()
    assert interior_maximum(naive).share > 0.8


def test_true_maxima_are_found_with_replications():
    rng = np.random.default_rng(29)
    panel = pd.concat([
        make_panel(rng, lambda x: -((x - 0.5) ** 2), cities=50, spread=0).assign(seed=s)
        for s in range(8)
    ])  # fmt: skip
    assert interior_maximum(panel).share > 0.95


def test_incomplete_grids_are_refused():
    panel = make_panel(np.random.default_rng(1), np.zeros_like, cities=3)
    twice = pd.concat([panel, panel])
    with pytest.raises(InputError, match="occurs twice"):
        interior_maximum(twice)
    uneven = pd.concat([panel.assign(seed=0), panel.iloc[1:].assign(seed=1)])
    with pytest.raises(InputError, match="every level"):
        interior_maximum(uneven)
    with pytest.raises(InputError, match=">= 0"):
        interior_maximum(panel, tolerance=-1)


# ---- two lines ---------------------------------------------------------------------------------


def test_two_lines_power_and_size():
    rng = np.random.default_rng(30)
    peaked, rising, flattening = 0, 0, 0
    for _ in range(40):
        peaked += two_lines(make_panel(rng, lambda x: -((x - 0.5) ** 2))).inverse
        rising += two_lines(make_panel(rng, lambda x: 0.5 * x)).inverse
        flattening += two_lines(make_panel(rng, np.log, spread=0.02)).inverse
    assert peaked >= 38
    assert rising <= 1 and flattening <= 1


def test_two_lines_finds_a_kink():
    rng = np.random.default_rng(31)
    panel = make_panel(rng, lambda x: -np.abs(x - 0.6), noise=0.01, spread=0.01)
    found = two_lines(panel)
    assert found.break_at == pytest.approx(0.6, abs=0.051)
    assert (found.slope_lower, found.slope_upper) == (
        pytest.approx(1, abs=0.1), pytest.approx(-1, abs=0.1),
    )  # fmt: skip
    fixed = two_lines(panel, break_at=0.6)
    assert fixed.slope_lower == pytest.approx(1, abs=0.02)


def test_two_lines_refuses_a_break_at_the_edge():
    panel = make_panel(np.random.default_rng(1), np.sqrt, cities=3)
    with pytest.raises(InputError, match="break_at"):
        two_lines(panel, break_at=1.0)
    with pytest.raises(InputError, match="need 4"):
        two_lines(panel[panel["intensity"] < 0.16])


def test_bad_arguments():
    fit = make_fit(1.0, -1.0, np.diag([0.01, 0.01]))
    with pytest.raises(InputError, match="lower"):
        lind_mehlum(fit, 1.0, 0.0)
    with pytest.raises(InputError, match="shape"):
        lind_mehlum(fit, shape="w")
    with pytest.raises(InputError, match="level"):
        lind_mehlum(fit, level=95)
