"""Warm-up: the rules on series whose answer is known, and the table on synthetic runs."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import warmup
from intensity.experiment.design import Design
from intensity.model.city import City

rng = np.random.default_rng(7)


def decaying(months=144, size=1.0, scale=10.0, noise=0.02):
    """A level of 1, a deviation that decays from the start, and noise."""
    return 1.0 + size * np.exp(-np.arange(months) / scale) + rng.normal(0, noise, months)


def test_mser_cuts_what_decays_and_nothing_else():
    flat = [warmup.mser(1.0 + rng.normal(0, 0.02, 144)) or 0 for _ in range(50)]
    assert np.median(flat) <= 15
    assert 20 <= warmup.mser(decaying()) <= 60
    assert warmup.mser(np.r_[np.full(20, 5.0), np.full(124, 1.0)]) == 20


def test_mser_says_when_there_is_no_level():
    """A trend over the whole series has its minimum at the end of the half that is searched."""
    assert warmup.mser(np.linspace(0, 1, 144)) is None


def test_welch_is_a_centred_mean():
    line = np.arange(30.0)
    smooth = warmup.welch(line, 5)
    assert np.allclose(smooth[:28], line[:28])  # a mean of neighbours leaves a line alone
    assert np.isnan(smooth[28:]).all()
    assert warmup.welch(np.r_[0.0, 6.0, 0.0, 0.0, 0.0], 3)[1] == 2.0


@pytest.fixture
def monthly():
    """Four runs at two levels; trust decays slowly, all else not at all."""
    rows = []
    for level in (0.2, 1.0):
        for run in range(4):
            frame = pd.DataFrame({key: 1.0 + rng.normal(0, 0.01, 144) for key in warmup.KEY})
            frame["trust_first"] = decaying(size=0.5, scale=40.0, noise=0.01)
            frame["efficiency"] += 0.1 * (level == 1.0)
            rows.append(frame.assign(intensity=level, run=run, month=range(144)))
    return pd.concat(rows, ignore_index=True)


def test_bias_is_found_where_it_is(monthly):
    """Catches windows that are off, runs that are not paired, a bias of the wrong sign."""
    found = warmup.table(monthly, 24, 48).set_index(["measure", "intensity"])
    months = np.arange(144)
    wanted = 0.5 * np.exp(-months[24:48] / 40).mean() - 0.5 * np.exp(-months[120:] / 40).mean()
    trust = found.loc["trust_first"]
    assert np.allclose(trust["bias"], wanted, atol=0.01)
    assert (trust["month"] > 60).all()
    others = found[found.index.get_level_values("measure") != "trust_first"]
    assert (others["bias"].abs() < 0.01).all()
    assert (others["month"] == 0).all()
    change = warmup.change(monthly, 0.2, 1.0, 24, 48)
    assert len(change) == 4
    assert change.mean() == pytest.approx(0.1, abs=0.01)


def test_a_longer_design_is_followed_longer():
    """Months kept and months they are compared with must not overlap."""
    design = Design.load("default").model_copy(update={"months": 300, "burn_in": 100})
    assert warmup.horizon(design) - (design.months - design.burn_in) >= design.months


def test_series_are_the_measures_of_each_month():
    part = warmup.series(City.default(), 30, levels=(0.5,), runs=2, streets=1, progress=False)
    assert len(part) == 60
    assert set(warmup.KEY) < set(part)
    assert (part.loc[part["month"] > 12, "efficiency"] > 0).all()
