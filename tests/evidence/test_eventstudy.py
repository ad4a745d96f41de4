"""Event study: effects of known size, coverage, and what a comparison without control misses."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from intensity.evidence.eventstudy import before_after, event_study, paths
from intensity.model.errors import InputError

EFFECT = {0: 1.0, 1: 2.0, 2: 3.0, 3: 3.0}


def make_frame(rng, cities=12, streets=3, drift=0.0):
    """Four quarters before and after; cities have common shocks, all months a common course."""
    rows = []
    course = np.cumsum(rng.normal(0, 0.5, 24))
    for city in range(2 * cities):
        treated = city < cities
        shock = rng.normal(0, 0.4, 24)
        for street in range(streets):
            own = rng.normal()
            for month in range(24):
                quarter = month // 3 - 4
                effect = EFFECT.get(quarter, 0.0) if treated else 0.0
                rows.append(
                    {
                        "city": city, "place": city * streets + street, "month": month,
                        "quarter": quarter, "treated": treated, "season": month % 12,
                        "year": (month - 12) // 12 + 1,
                        "y": own + course[month] + shock[month] + effect + drift * month
                        + rng.normal(0, 0.3),
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def test_effects_are_covered_and_nothing_is_found_before():
    # 30 panels x 4 quarters at 95 %, correlated inside a panel; and the pre-test's size
    rng = np.random.default_rng(1)
    hits, early = 0, 0
    for _ in range(30):
        found = event_study(make_frame(rng, streets=2), "y")
        later = found.effects.loc[list(EFFECT)]
        truth = np.array(list(EFFECT.values()))
        hits += int(((later["low"] < truth) & (truth < later["high"])).sum())
        early += found.before_p < 0.05
    assert hits >= 107, hits
    assert early <= 6


def test_equals_regression_on_dummies():
    frame = make_frame(np.random.default_rng(2), cities=3, streets=2)
    found = event_study(frame, "y")
    names = []
    for q in found.effects.index:
        names.append(f"q{q}".replace("-", "m"))
        frame[names[-1]] = ((frame["quarter"] == q) & frame["treated"]).astype(float)
    fit = smf.ols(f"y ~ {' + '.join(names)} + C(place) + C(month)", frame).fit()
    np.testing.assert_allclose(found.effects["estimate"], fit.params[names], atol=1e-9)
    assert found.after[0] == pytest.approx(fit.params[names[-4:]].mean())


def test_before_and_after_takes_a_common_course_for_an_effect():
    # a drift of 0.05 a month is 0.6 a year; the event study's controls have it too
    rng = np.random.default_rng(3)
    frame = make_frame(rng, drift=0.3)
    naive = before_after(frame[frame["treated"]], "y").loc[1, "estimate"]
    found = event_study(frame, "y")
    assert naive - np.mean(list(EFFECT.values())) > 2.0
    assert found.after[1] < np.mean(list(EFFECT.values())) + 0.3


def test_paths_agree_before_the_switch_and_part_after_it():
    # same city, same luck: any difference before January 2019 would be a leak from the future
    frame = paths(runs=1, streets=2, progress=False)
    one, twin = (
        frame[frame["group"] == group].sort_values(["place", "month"]).reset_index()
        for group in ("switched", "twin")
    )
    before = one["quarter"] < 0
    for outcome in ("orders", "routine", "efficiency"):
        assert (one.loc[before, outcome] == twin.loc[before, outcome]).all()
        assert (one.loc[~before, outcome] != twin.loc[~before, outcome]).any()
    assert sorted(one["quarter"].unique()) == list(range(-8, 8))
    assert set(one.loc[~before, "year"]) == {1, 2}
    assert not set(frame.loc[frame["group"] == "other", "city"]) & set(one["city"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.drop(index=3), "every month once"),
        (lambda f: f[f["treated"]], "control"),
        (lambda f: f[f["quarter"] != -1], "base quarter"),
        (lambda f: f.drop(columns="y"), "missing column 'y'"),
    ],
)
def test_bad_frames_are_refused(change, said):
    frame = change(make_frame(np.random.default_rng(4), cities=2, streets=1))
    with pytest.raises(InputError, match=said):
        event_study(frame, "y")
