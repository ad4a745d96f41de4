"""Held-out facts: every one is judged or said not to compare, on the right scale."""

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence import heldout, validation
from intensity.model.scenarios import b_city
from intensity.model.tables import external_facts


@pytest.fixture(scope="module")
def run():
    city = it.City.default()
    schedule = b_city(city, until=heldout.UNTIL)
    return it.simulate(city, schedule=schedule, streets=2, seed=3)


@pytest.fixture(scope="module")
def paths():
    cities = [it.City.default(), it.City.default().replace(kappa=0.8)]
    return heldout.paths(cities, streets=1, progress=False)


def test_every_held_out_fact_has_its_place():
    """Catches a fact that is left out in silence, and one that is judged twice."""
    facts = external_facts()
    held = set(facts.loc[facts["use"] == "validation", "id"])
    named = [check.fact for check in validation.CHECKS]
    assert held <= set(named) and len(named) == len(set(named))
    assert all(bool(c.quantity) or bool(c.note) for c in validation.CHECKS)


def test_facts_are_on_the_scale_of_the_model():
    """By hand: 21.43 million over 11.0394 million; 53.09 per cent; 276 over 852."""
    frame = validation.facts()
    checks = {check.fact: check for check in validation.CHECKS}
    got = {n: validation.comparable(checks[n], frame) for n in ("V22", "V30", "R01", "P01d")}
    assert got["V22"] == pytest.approx(21.43 / 11.0394)
    assert got["V30"] == pytest.approx(65_000 * 366 / 11_039_400)
    assert got["R01"] == pytest.approx(0.5309)
    assert got["P01d"] == pytest.approx(276 / 852)


def test_quantities_agree_with_the_monthly_table(run):
    """The same numbers by another route: pandas on calendar months."""
    m, got = run.monthly, heldout.quantities(run)
    years = m.groupby(m["period"].dt.year).sum(numeric_only=True)
    calls = years["calls_answered"]
    assert got["volume_2023"] == pytest.approx(calls[2023] / calls[2020])
    assert got["growth_orders_2019"] == pytest.approx(
        years["orders"][2019] / years["orders"][2018] - 1
    )
    assert got["resolution_2024"] == pytest.approx(
        years["callbacks_resolved"][2024] / years["callbacks"][2024]
    )
    one = m[m["period"] == "2025-03"]["calls_answered"].sum()
    assert got["daily_2025-03"] == pytest.approx(one / 31 * 366 / calls[2020])


def test_deepest_fall_by_hand(run):
    """The smallest ratio over five months, of streets and months that start with enough orders."""
    m = run.monthly.pivot(index="period", columns="street", values="orders").loc["2019-01":]
    ratio = (m.shift(-heldout.FALL_MONTHS) / m)[m >= heldout.FALL_FROM]
    assert heldout.deepest_fall(run) == pytest.approx(ratio.min().min())


@pytest.mark.parametrize(
    ("fact", "scale", "wanted"),
    [(0.5, "rate", "inside"), (0.99, "rate", "outside"), (0.951, "rate", "inside")],
)
def test_verdicts(fact, scale, wanted):
    """A fact stated to whole per cents is inside if what it was rounded from can be."""
    x = pd.Series(np.linspace(0.0, 1.0, 1001))
    assert validation.verdict(fact, 0.005, x, scale) == wanted


def test_existence_and_yes_or_no():
    x = pd.Series(np.linspace(0.3, 0.9, 200))
    assert validation.verdict(0.34, 0.0, x, "fall") == "inside"
    assert validation.verdict(0.1, 0.0, x, "fall") == "outside"
    assert validation.verdict(1.0, 0.0, pd.Series([1.0, 1.0, 0.0]), "first") == "inside"


def test_kept_out_share_gives_the_official_rate():
    """r / (r + (1 - r)(1 - s)) is the official rate again; nothing is kept out if it is lower."""
    for rate, official in ((0.54, 0.97), (0.4, 0.53), (0.6, 0.6)):
        s = validation.kept_out(rate, official)
        assert rate / (rate + (1 - rate) * (1 - s)) == pytest.approx(official)
    assert validation.kept_out(0.7, 0.5) == 0.0


def test_comparison_covers_prior_and_posterior(paths):
    table = validation.compared(paths, paths)
    assert len(table) == len(validation.CHECKS)
    judged = table[table["quantity"] != ""]
    assert judged["verdict"].isin((validation.INSIDE, validation.OUTSIDE)).all()
    assert (judged["low90"] <= judged["high90"]).all()
    targets = validation.predictive(paths, paths)
    assert targets["tail"].notna().sum() == 4 and targets["kept"].notna().sum() == 4
