"""Mediation: right where its assumptions hold, and wrong by a known amount where they do not."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.mediation import Mediation as Reference

import intensity as it
from intensity.evidence.mediation import mediation, overhead
from intensity.evidence.regressions import within
from intensity.kernel import layout as la
from intensity.model.errors import InputError

A = {"overhead": 0.5, "routine": -0.3}  # moves from low to high
B = {"overhead": -0.4, "routine": 0.2}  # slopes
DIRECT = 0.07
ENDS = {"low": 0.2, "high": 1.0}


def panel_of(rng, cities=60, levels=(0.2, 1.0), confounder=0.0):
    """Cities with levels of their own in everything, correlated; truth in A, B, DIRECT."""
    city = np.repeat(np.arange(cities), len(levels))
    x = (np.tile(levels, cities) - 0.2) / 0.8
    own = rng.normal(0, 1, cities)[city]
    hidden = rng.normal(0, 0.2, x.size) * confounder
    over = 0.2 + own + A["overhead"] * x + rng.normal(0, 0.2, x.size) + hidden
    routine = 0.8 - 0.5 * own + A["routine"] * x + rng.normal(0, 0.2, x.size)
    y = 0.6 + own + B["overhead"] * over + B["routine"] * routine + DIRECT * x
    y = y + rng.normal(0, 0.05, x.size) + hidden
    return pd.DataFrame(
        {
            "city": city,
            "intensity": np.tile(levels, cities),
            "efficiency": y,
            "overhead": over,
            "routine": routine,
        }
    )


def test_intervals_cover_the_truth():
    """100 draws at 95 %: fewer than 86 hits have probability below 0.001 if coverage is right."""
    rng = np.random.default_rng(5)
    truth = {k: A[k] * B[k] for k in A} | {"rest": DIRECT}
    truth["total"] = sum(truth.values())
    hits = dict.fromkeys(truth, 0)
    for _ in range(100):
        found = mediation(panel_of(rng), draws=200, seed=int(rng.integers(1 << 30)), **ENDS)
        for name, value in truth.items():
            part = found.channels[name]
            hits[name] += part.low < value < part.high
    assert min(hits.values()) >= 86, hits


def test_channels_add_up_to_the_mean_change():
    panel = panel_of(np.random.default_rng(6))
    found = mediation(panel, draws=10, **ENDS).channels
    wide = panel.pivot(index="city", columns="intensity", values="efficiency")
    assert found["total"].mean == pytest.approx((wide[1.0] - wide[0.2]).mean())
    parts = [found[k].mean for k in ("overhead", "routine", "rest")]
    assert sum(parts) == pytest.approx(found["total"].mean)


def test_agrees_with_statsmodels():
    """Same indirect effect as its causal mediation analysis of the deviations from city means."""
    panel = panel_of(np.random.default_rng(7), cities=200, levels=(0.2, 0.6, 1.0))
    names = ["efficiency", "intensity", "overhead", "routine"]
    frame = within(panel, names)
    outcome = sm.OLS.from_formula("efficiency ~ 0 + intensity + overhead + routine", frame)
    mediator = sm.OLS.from_formula("overhead ~ 0 + intensity", frame)
    result = Reference(outcome, mediator, "intensity", "overhead").fit(n_rep=300)
    acme = result.summary().loc["ACME (average)"]
    found = mediation(panel, inner=True, draws=50, **ENDS)
    per_unit = found.channels["overhead"].mean / 0.8
    assert per_unit == pytest.approx(acme["Estimate"], abs=0.02)


def test_a_hidden_cause_of_mediator_and_outcome_biases_it():
    """The reason why the book does not believe it: the bias has the size that theory gives."""
    panel = panel_of(np.random.default_rng(9), cities=4000, confounder=2.0)
    found = mediation(panel, draws=20, **ENDS)
    # var(hidden) = 0.16, of var(mediator | intensity, city) = 0.04 + 0.16
    assert found.slopes["overhead"].mean == pytest.approx(B["overhead"] + 0.16 / 0.2, abs=0.03)
    assert found.channels["total"].mean == pytest.approx(
        sum(A[k] * B[k] for k in A) + DIRECT, abs=0.02
    )


@pytest.mark.parametrize("level", [0.2, 1.0])
def test_overhead_is_what_the_kernel_booked(level):
    """Hours rebuilt from shares are the hours booked, to 2 % of paid time."""
    run = it.simulate(it.City.default(), level, months=12, streets=4)
    found = run.measures(4)
    booked = run.reals[4:].sum(axis=(0, 1))
    hours = booked[la.HOURS_ORDER] + booked[la.HOURS_UPPER]
    rebuilt = overhead(pd.DataFrame([found])).iloc[0]
    assert rebuilt == pytest.approx(hours / booked[la.HOURS_PAID], abs=0.02)


def test_what_it_cannot_use_is_named():
    panel = panel_of(np.random.default_rng(10), cities=5)
    with pytest.raises(InputError, match="missing column 'routine'"):
        mediation(panel.drop(columns="routine"), **ENDS)
    with pytest.raises(InputError, match="0 cities"):
        mediation(panel, low=0.3, high=1.0)
    gap = panel.assign(efficiency=panel["efficiency"].where(panel["city"] > 0))
    assert mediation(gap, draws=5, **ENDS).cities == 4
