"""Oaxaca-Blinder: exact without noise, intervals that cover, and statsmodels' own numbers."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.oaxaca import FACTORS, PARTS, _fits, _parts, _three_fold, oaxaca

LOW = np.array([0.4, -0.3, 0.2, 0.1, -0.2, 0.3])  # constant, then slopes by factor
HIGH = np.array([0.5, -0.5, 0.3, 0.1, 0.0, 0.2])
MEANS = {0.2: np.array([0.1, 0.8, 0.1, 0.1, 0.5]), 1.0: np.array([0.6, 0.4, 0.5, 0.2, 0.7])}


def panel_of(rng, cities=80, noise=0.02, spread=0.2):
    rows = []
    for level, slopes in ((0.2, LOW), (1.0, HIGH)):
        x = MEANS[level] + rng.normal(0, spread, (cities, len(FACTORS)))
        y = slopes[0] + x @ slopes[1:] + rng.normal(0, noise, cities)
        frame = pd.DataFrame(x, columns=list(FACTORS))
        rows.append(frame.assign(city=np.arange(cities), intensity=level, efficiency=y))
    return pd.concat(rows, ignore_index=True)


def truth():
    """The three parts of the population."""
    low, high = (np.concatenate([[1.0], MEANS[level]]) for level in (0.2, 1.0))
    values = ((high - low) @ LOW, low @ (HIGH - LOW), (high - low) @ (HIGH - LOW))
    return dict(zip(PARTS, values, strict=True))


def test_exact_without_noise():
    """Catches groups swapped, or means and slopes of the wrong group."""
    panel = panel_of(np.random.default_rng(1), noise=0.0)
    found = oaxaca(panel, low=0.2, high=1.0, draws=5)
    means = panel.groupby("intensity")[["efficiency", *FACTORS]].mean()
    moved = (means.loc[1.0] - means.loc[0.2])[list(FACTORS)].to_numpy()
    for name, value in zip(FACTORS, moved * LOW[1:], strict=True):
        assert found.factors[name].mean == pytest.approx(value)
    base = np.concatenate([[1.0], means.loc[0.2, list(FACTORS)].to_numpy()])
    assert found.parts["coefficients"].mean == pytest.approx(base @ (HIGH - LOW))
    assert found.parts["interaction"].mean == pytest.approx(moved @ (HIGH - LOW)[1:])
    gap = means.loc[1.0, "efficiency"] - means.loc[0.2, "efficiency"]
    assert found.total.mean == pytest.approx(gap)
    assert sum(found.parts[k].mean for k in PARTS) == pytest.approx(gap)
    channels = found.channels
    assert sum(channels[k].mean for k in ("overhead", "routine", "rest")) == pytest.approx(gap)


def test_intervals_cover_the_truth():
    """100 draws at 95 %: fewer than 86 hits have probability below 0.001 if coverage is right."""
    rng = np.random.default_rng(2)
    hits = dict.fromkeys(PARTS, 0)
    for _ in range(100):
        found = oaxaca(panel_of(rng), low=0.2, high=1.0, draws=120, seed=int(rng.integers(1 << 30)))
        for name, value in truth().items():
            hits[name] += found.parts[name].low < value < found.parts[name].high
    assert min(hits.values()) >= 86, hits


def test_bootstrap_arithmetic_is_statsmodels():
    panel = panel_of(np.random.default_rng(3))
    sides = []
    for level in (0.2, 1.0):
        part = panel[panel["intensity"] == level]
        sides.append((part[list(FACTORS)].to_numpy(), part["efficiency"].to_numpy()))
    (x_low, y_low), (x_high, y_high) = sides
    np.testing.assert_allclose(
        _parts(*_fits(x_low, x_high, y_low, y_high)), _three_fold(x_low, x_high, y_low, y_high)
    )
