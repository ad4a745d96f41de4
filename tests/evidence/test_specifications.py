"""Definitions of efficiency and the specification curve, against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import totals as totals_module
from intensity.evidence.definitions import DEFINITIONS, score
from intensity.evidence.record import Record
from intensity.evidence.specifications import (
    ESTIMATORS,
    city_by_city,
    specification,
    specification_curve,
    specifications_evidence,
)
from intensity.evidence.totals import OWN, SUMS, by_city, totals
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.simulate import simulate

LEVELS = np.round(np.linspace(0, 1, 11), 1)


def row(**values):
    base = dict.fromkeys((*SUMS, *OWN), 0.0) | {
        "demands": 100.0, "demands_big": 10.0, "prevented": 20.0, "prevented_big": 2.0,
        "first_resolved": 30.0, "first_resolved_big": 1.0, "second_resolved": 10.0,
        "second_resolved_big": 3.0, "hours_paid": 1000.0, "hours_upper": 250.0,
        "hours_first": 300.0, "hours_screen": 50.0, "hours_order": 150.0, "hours_routine": 100.0,
        "hours_order_unreasonable": 50.0, "wait_first": 240.0, "wait_order": 240.0, "v_big": 4.0,
        "first_voiced": 60.0, "unreasonable_voiced": 10.0, "orders_direct": 10.0,
        "resolved_satisfied": 10.0,
    }  # fmt: skip
    return pd.DataFrame([base | values])


def test_definitions_by_hand():
    # G(v) = 60 + 6 (v - 1), D(v) = 100 + 10 (v - 1)
    wanted = {
        "paid": 78 / 130 / 1.25,
        "worked": 78 / 130 / 0.85,
        "handling": 78 / 130 / 0.75,
        "unweighted": 0.6 / 1.25,
        "big8": 102 / 170 / 1.25,
        "effectiveness": 78 / 130,
        "upper2": 78 / 130 / 1.5,
        "reasonable": 78 / 130 / 1.2,
        "net": 78 / 130 - 0.5 * 1.25 - 0.01 * 20 / 130,
        "residents": 0.5,
        "residents_cost": 0.4,
    }
    assert set(wanted) == {definition.name for definition in DEFINITIONS}
    for definition in DEFINITIONS:
        assert float(definition.of(row()).iloc[0]) == pytest.approx(wanted[definition.name])


def test_the_default_definition_is_the_measure_of_the_model():
    # and the score too: totals must be those that measures are made of
    frame, _ = totals("default", 1, (0.2, 1.0), 2, False)
    both = by_city(frame)
    for at, level in enumerate((0.2, 1.0)):
        run = simulate(City.default(), level, months=totals_module.MONTHS, streets=2, number=0)
        wanted = run.measures(totals_module.BURN_IN)
        values = {d.name: float(d.of(both).iloc[at]) for d in DEFINITIONS}
        assert values["paid"] == pytest.approx(wanted["efficiency"])
        assert values["effectiveness"] == pytest.approx(wanted["effectiveness"])
        assert float(score(both).iloc[at]) == pytest.approx(wanted["dashboard"])


def shaped(curve, cities=24, noise=0.005, seed=1):
    rng = np.random.default_rng(seed)
    return (curve(LEVELS) + noise * rng.normal(size=(cities, LEVELS.size)))[None]


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_hump_and_a_rise_are_told_apart(estimator):
    hump = specification(shaped(lambda x: 0.5 - (x - 0.4) ** 2), LEVELS, estimator, 0.2, 1.0)
    assert hump["interior"] and hump["falls"] and not hump["rises"]
    assert hump["turns"] == pytest.approx(0.4, abs=0.11)
    # from 0.2 to 1.0: 0.04 - 0.36; two lines only come near it, but with the right sign
    wide = 0.1 if estimator == "lines" else 0.01
    assert hump["change"] == pytest.approx(-0.32, abs=wide)
    rise = specification(shaped(lambda x: 0.5 + 0.3 * x), LEVELS, estimator, 0.2, 1.0)
    assert rise["rises"] and not rise["interior"]
    assert rise["change"] == pytest.approx(0.24, abs=0.01)


def test_only_the_quadratic_is_fooled_by_a_plateau():
    y = shaped(lambda x: 0.5 + 0.3 * np.minimum(x / 0.4, 1))
    found = {e: specification(y, LEVELS, e, 0.2, 1.0)["interior"] for e in ESTIMATORS}
    assert found == {"quadratic": True, "lines": False, "maximum": False}


def test_intervals_cover_the_change():
    # linear curves with city slopes: every estimator's change is the slope times 0.8
    rng = np.random.default_rng(3)
    hits = dict.fromkeys(ESTIMATORS, 0)
    for _ in range(200):
        own = 0.1 + 0.2 * rng.normal(size=(20, 1))
        y = (own * LEVELS + 0.02 * rng.normal(size=(20, 11)))[None]
        for estimator in ESTIMATORS:
            found = specification(y, LEVELS, estimator, 0.2, 1.0)
            hits[estimator] += found["low"] < 0.08 < found["high"]
    assert all(180 <= n <= 199 for n in hits.values()), hits


def two_samples():
    rng = np.random.default_rng(4)
    out = {}
    for name, tilt in (("prior", 30.0), ("near", -30.0)):
        parts = []
        for city in range(6):
            for level in LEVELS:
                got = 40 + tilt * level + rng.normal()
                part = row(first_resolved=got, completed=10.0, callbacks=10.0,
                           callbacks_satisfied=10 * level, w_sat=1.0)  # fmt: skip
                parts.append(part.assign(city=city, intensity=level))
        out[name] = pd.concat(parts, ignore_index=True)
    return out


def test_curve_has_every_specification_once_and_per_cent():
    curve = specification_curve(two_samples(), 0.2, 1.0)
    assert len(curve) == 2 * len(DEFINITIONS) * len(ESTIMATORS)
    assert not curve.duplicated(["sample", "definition", "estimator"]).any()
    up = curve[(curve["sample"] == "prior") & (curve["definition"] == "unweighted")]
    # 76 resolved or prevented at 0.2, 100 at 1.0
    np.testing.assert_allclose(up["change"], 100 * 24 / 76, atol=2.5)
    assert up["rises"].all()
    assert curve.loc[curve["sample"] == "near", "falls"].all()


def test_city_by_city_counts_the_paradox():
    cities = city_by_city(two_samples(), 0.2, 1.0).set_index(["sample", "definition"])
    assert cities.loc[("near", "paid"), "paradox"] == 1.0
    assert cities.loc[("prior", "paid"), ["falls", "paradox"]].tolist() == [0.0, 0.0]


def test_a_missing_level_is_refused():
    samples = {"prior": two_samples()["prior"].iloc[1:]}
    with pytest.raises(InputError, match="every level"):
        specification_curve(samples, 0.2, 1.0)
    with pytest.raises(InputError, match="estimator"):
        specification(shaped(lambda x: x), LEVELS, "spline", 0.2, 1.0)


def test_evidence_counts_what_the_curve_says(monkeypatch):
    samples = two_samples() | {"default": two_samples()["prior"]}
    monkeypatch.setattr(
        "intensity.evidence.specifications.totals", lambda name, size, progress: (samples[name], "")
    )
    monkeypatch.setattr("intensity.evidence.specifications.by_city", lambda frame: frame)
    record = Record()
    specifications_evidence(record, progress=False)
    curve = record.tables["specifications"]
    assert record.values["specs.all"]["value"] == len(curve)
    assert (
        record.values["specs.near.falls"]["value"]
        == curve[curve["sample"] == "near"]["falls"].sum()
    )
