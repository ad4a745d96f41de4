"""Fast forms of the tests of shape are the same tests; their size and power are as recorded."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from intensity.evidence import balanced
from intensity.evidence.power import ALPHA, CASES, LEVELS, panels, size_and_power
from intensity.evidence.regressions import fixed_effects_quadratic
from intensity.evidence.twolines import two_lines
from intensity.evidence.utest import lind_mehlum


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_same_numbers_as_the_general_estimators(case):
    y = panels(case, np.random.default_rng(1), 1, 12)
    cities, levels = y.shape[1:]
    frame = pd.DataFrame(
        {
            "city": np.repeat(np.arange(cities), levels),
            "intensity": np.tile(LEVELS, cities),
            "efficiency": y[0].ravel(),
        }
    )
    fit = fixed_effects_quadratic(frame)
    assert balanced.utest(y, LEVELS)[0] == pytest.approx(lind_mehlum(fit).p, rel=1e-6)
    assert balanced.turning(y, LEVELS)[0] == pytest.approx(fit.turning_point, rel=1e-6)
    general = two_lines(frame)
    at, p = balanced.two_lines(y, LEVELS)
    assert at[0] == pytest.approx(general.break_at, rel=1e-9)
    assert p[0] == pytest.approx(general.p, rel=1e-6)
    low, high = balanced.interrupted(y, LEVELS, at)
    assert low.estimate[0] == pytest.approx(general.slope_lower)
    assert high.se[0] == pytest.approx(general.se_upper)


@pytest.fixture(scope="module")
def found():
    return size_and_power(500).set_index(["case", "cities", "test"])["found"]


def test_quadratic_takes_what_flattens_for_what_turns(found):
    # the known trap; if this ever fails, the warning on the page has to go
    for case in ("saturating", "plateau", "late fall"):
        assert found[case, 16, "lind_mehlum"] > 0.9
    assert found["logarithm", 64, "lind_mehlum"] > 2 * ALPHA


def test_lind_mehlum_holds_its_size_where_the_truth_is_a_quadratic(found):
    bound = stats.binom.ppf([0.001, 0.999], 500, ALPHA) / 500
    for cities in (16, 64):
        assert bound[0] <= found["edge", cities, "lind_mehlum"] <= bound[1]
        assert found["line", cities, "lind_mehlum"] <= bound[1]


def test_the_others_hold_their_size_on_every_curve(found):
    bound = stats.binom.ppf(0.9995, 500, ALPHA) / 500
    for case in (c for c in CASES if not c.turns):
        for test in ("two_lines", "held_out"):
            assert max(found[case.name, n, test] for n in (16, 64)) <= bound, (case.name, test)


def test_power_on_clear_peaks(found):
    for case in ("hump", "early", "late", "cliff"):
        for test in ("lind_mehlum", "two_lines", "held_out"):
            assert found[case, 64, test] > 0.95, (case, test)


def test_same_seed_same_table():
    pd.testing.assert_frame_equal(size_and_power(20), size_and_power(20))


def test_exact_data():
    # no noise, no difference between cities: errors are zero, and the sign decides
    y = np.broadcast_to(-((LEVELS - 0.5) ** 2), (1, 4, LEVELS.size)).copy()
    pick, p = balanced.held_out(y)
    assert (pick[0], p[0]) == (5, 0.0)
    assert balanced.utest(y, LEVELS)[0] < 1e-12
    rising = np.broadcast_to(LEVELS, (1, 4, LEVELS.size)).copy()
    assert balanced.held_out(rising)[1][0] == 1.0
