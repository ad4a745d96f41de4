"""The paper's facts as targets."""

import math

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence.targets import distance, on_path, path_of, targets


@pytest.fixture(scope="module")
def run():
    return path_of(it.City.default(), streets=3, seed=5)


def test_stated_targets_are_the_papers_numbers():
    """Catches a target that was typed wrong: the numbers are those of sections 4.1 and 4.2."""
    stated = {t.name: t.value for t in targets() if t.stated}
    assert stated == {
        "orders_2019H2": 1398,
        "orders_2020H1": 1749,
        "calls_growth": pytest.approx(0.5524),
        "unresolved": pytest.approx(0.46),
    }


def test_misfit_counts_bounds_only_when_broken():
    below = next(t for t in targets() if t.kind == "below")
    above = next(t for t in targets() if t.kind == "above")
    equal = next(t for t in targets() if t.kind == "equal")
    assert below.misfit(below.value - 1) == above.misfit(above.value + 1) == 0.0
    assert below.misfit(below.value + below.spread) == pytest.approx(1.0)
    assert above.misfit(above.value - 2 * above.spread) == pytest.approx(2.0)
    assert equal.misfit(equal.value - equal.spread) == pytest.approx(1.0)
    assert equal.misfit(math.nan) == math.inf


def test_quantities_agree_with_the_monthly_table(run):
    """The same numbers by another route: pandas on calendar months."""
    m, got = run.monthly, on_path(run)
    size = (m[m["month"] == 0]["hours_paid"] / 720).sum() / run.city.K
    half = m[(m["period"] >= "2020-01") & (m["period"] <= "2020-06")]
    assert got["orders_2020H1"] == pytest.approx(half["orders"].sum() / size)
    years = m.groupby(m["period"].dt.year)["calls_answered"].sum()
    assert got["calls_growth"] == pytest.approx(years[2020] / years[2019] - 1)
    four = m[(m["period"] >= "2020-07") & (m["period"] <= "2020-10")].sum(numeric_only=True)
    unresolved = four["unresolved_satisfied"] + four["unresolved_dissatisfied"]
    assert got["unresolved"] == pytest.approx(unresolved / four["completed"])


def test_the_epidemic_exists_in_its_window_only(run):
    """January to June 2020, and at no other time."""
    orders = run.by_type[run.by_type["type"] == "epidemic"].groupby("month")["orders"].sum()
    periods = run.schedule.periods()
    inside = (periods >= pd.Period("2020-01")) & (periods <= pd.Period("2020-06"))
    assert (orders[inside] > 0).all()
    late = np.flatnonzero(periods < pd.Period("2020-01"))
    assert (orders.iloc[late] == 0).all()


def test_distance_is_the_root_mean_square_misfit():
    """Nothing off: 0. One target off by two spreads: the root of 4 over the number of targets."""
    exact = {t.name: t.value for t in targets()}
    assert distance(exact) == 0.0
    first = targets()[0]
    off = exact | {first.name: first.value + 2.0 * first.spread}
    assert distance(off) == pytest.approx(math.sqrt(4.0 / len(targets())))
    lost = exact | {first.name: math.nan}  # as bad as ten spreads, not infinite
    assert distance(lost) == pytest.approx(math.sqrt(100.0 / len(targets())))
