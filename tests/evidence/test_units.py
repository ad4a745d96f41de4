"""Fates of the same problems over cities: sums, weights, quantiles over cities."""

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence import fates
from intensity.evidence.record import Record
from intensity.model.counterfactual import compare


@pytest.fixture(scope="module")
def pair():
    city = it.City.default()
    runs = [
        it.simulate(city, level, months=8, streets=2, trace=True)
        for level in (city.I_reg, city.I_high)
    ]
    return compare(*runs, low=city.I_reg, high=city.I_high, burn_in=2, tail=3), runs


def test_last_months_are_left_out(pair):
    """Catches problems compared that had no time to end."""
    trace = pair[1][0].problems
    months = trace["t_arrival"] / 720.0
    inside = (months >= 2) & (months < 5) & ~trace["unreasonable"]
    assert len(pair[0].problems) == inside.sum()
    hours = (trace["t_end"] - trace["t_arrival"])[inside]
    np.testing.assert_allclose(pair[0].problems["hours_low"], hours)


def test_shares_are_those_of_the_matrix(pair):
    """Catches a pair of fates that is counted elsewhere, or the two worlds exchanged."""
    shares = fates.shares(pair[0])
    flows = shares[[name for name in shares.index if ">" in name]]
    assert flows.sum() == pytest.approx(1.0)
    p = pair[0].problems
    both = (p["fate_low"] == "first order") & (p["fate_high"] == "second order")
    assert shares["first_order>second_order"] == pytest.approx(both.mean())
    assert shares["prevented_to_unresolved"] == shares["prevented>unresolved"]


def test_sums_add_up_to_all_problems(pair):
    """Catches a problem lost between types and sizes, or weighed as the other size."""
    cells = fates.sums(pair[0], 4.0)
    p = pair[0].problems
    assert cells["problems"].sum() == len(p)
    assert cells["value"].sum() == len(p) + 3.0 * p["big"].sum()
    assert cells["gain"].sum() - cells["loss"].sum() == pytest.approx(
        cells["high"].sum() - cells["reg"].sum()
    )
    good = p["fate_high"].isin(["prevented", "first order", "second order"])
    small = cells.xs("small", level="size")
    assert small["high"].sum() == (good & ~p["big"]).sum()
    solved = p[["fate_low", "fate_high"]].isin(["first order", "second order"]).all(axis=1)
    assert cells["hours_high"].sum() == pytest.approx(p.loc[solved, "hours_high"].sum())


def cells(change_big, change_small, waits=0.0):
    """One city: ten big problems of value 4 and forty small ones, half of them good at regular."""
    frame = pd.DataFrame(
        {
            "type": "lifts",
            "size": ["big", "small"],
            "problems": [10, 40],
            "value": [40.0, 40.0],
            "reg": [20.0, 20.0],
            "high": [20.0 + 40.0 * change_big, 20.0 + 40.0 * change_small],
            "gain": 0.0,
            "loss": 0.0,
            "solved": [0, 20],
            "hours_reg": [0.0, 240.0],
            "hours_high": [0.0, 240.0 + 480.0 * waits],
        }
    )
    return frame.set_index(["type", "size"])


def test_gains_weigh_by_value_and_spread_over_cities():
    """Catches weights by number, quantiles over problems, waits of who was never resolved."""
    changes = np.linspace(-0.4, 0.4, 11)
    table = fates.gains(
        pd.concat([cells(c, 0.1, 2.0) for c in changes], keys=range(11), names=["city"])
    ).set_index(["type", "size"])
    big, both = table.loc[("lifts", "big")], table.loc[("all", "all")]
    assert (big["change_low"], big["change_high"]) == pytest.approx((-0.32, 0.32))
    assert big["falls"] == pytest.approx(5 / 11)
    assert both["change"] == pytest.approx(0.05)  # equal value at stake: the mean of 0 and 0.1
    assert both["wait"] == table.loc[("all", "small"), "wait"] == pytest.approx(2.0)
    assert np.isnan(big["wait"]) and np.isnan(big["longer"])
    assert table.loc[("lifts", "all"), "part"] == 1.0 and big["part"] == pytest.approx(0.2)


def test_evidence_of_two_cities_is_complete(monkeypatch):
    """Catches a key or table of the pages that is not recorded, and shares that do not add up."""
    monkeypatch.setattr(fates, "MONTHS", 14)
    monkeypatch.setattr(fates, "BURN_IN", 6)
    record = Record()
    fates.posterior_fates(record, cities=2, streets=1, progress=False)
    matrix, spread = record.tables["units_fates"], record.tables["units_spread"]
    assert matrix.to_numpy().sum() == pytest.approx(1.0)
    assert (
        len(record.tables["units_cities"]) == record.values["unit.posterior.cities"]["value"] == 2
    )
    np.testing.assert_allclose(matrix.sum(axis=1), spread.loc[[f"{n}>" for n in matrix], "mean"])
    np.testing.assert_allclose(matrix.sum(axis=0), spread.loc[[f">{n}" for n in matrix], "mean"])
    assert (spread["low"] <= spread["high"]).all()
    assert {"unit.posterior.relief.low", "unit.posterior.big.change.high"} <= set(record.values)
