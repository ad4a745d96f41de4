"""Nothing is lost: every problem and every order ends exactly once, and hours add up."""

import numpy as np
import pytest

import intensity as it

CASES = {
    "regular": {"intensity": 0.2},
    "high": {"intensity": 1.0},
    "apart": {"resources": 0.1, "assessment": 0.9},
    "no crowding": {"intensity": 1.0, "switches": {"crowding": False}},
    "nothing on": {
        "intensity": 0.7,
        "switches": dict.fromkeys(
            ["substitution", "overhead", "unreasonable", "feedback", "mobilisation", "special"],
            False,
        ),
    },
}
OVERLOADED = {"lambda_pot": 1.2, "h_small": 5.0, "theta_x": 12.0}


@pytest.fixture(scope="module", params=[*CASES, "overload"])
def run(request):
    case = CASES.get(request.param, {"intensity": 0.9})
    city = it.City.default()
    if request.param == "overload":
        city = city.replace(**OVERLOADED)
    return it.simulate(city, months=30, streets=5, seed=11, trace=True, **case)


def test_every_reasonable_problem_has_one_fate(run):
    """Month by month and street by street: what was open, plus what arose, less what ended."""
    m = run.monthly
    ended = m[
        ["prevented", "prevented_special", "first_resolved", "second_resolved", "unresolved"]
    ].sum(axis=1)
    before = m.groupby("street")["open"].shift(fill_value=0)
    assert (before + m["demands"] - ended == m["open"]).all()
    big = ["prevented_big", "prevented_special_big", "first_resolved_big", "second_resolved_big"]
    ended = m[[*big, "unresolved_big"]].sum(axis=1)
    before = m.groupby("street")["open_big"].shift(fill_value=0)
    assert (before + m["demands_big"] - ended == m["open_big"]).all()


def test_orders_by_origin_and_by_end(run):
    """Catches an order that is opened twice, dropped, or counted under two origins."""
    m = run.monthly
    origins = m[["orders_overflow", "orders_direct", "orders_repeat"]].sum(axis=1)
    assert (origins == m["orders"]).all()
    assert (m["calls_accepted"] == m["orders"]).all()
    kinds = ["resolved_satisfied", "resolved_dissatisfied"]
    kinds += ["unresolved_satisfied", "unresolved_dissatisfied"]
    assert (m[kinds].sum(axis=1) == m["completed"]).all()
    total = m.sum(numeric_only=True)
    in_service = total["orders"] - total["completed"] - total["excluded_closed"]
    last = m[m["month"] == m["month"].max()]
    queued = last["queue_orders"].sum() + last["queue_urgent"].sum()
    handlers = last["hours_paid"].sum() / 720
    assert 0 <= in_service - queued <= handlers
    assert total["excluded_closed"] <= total["excluded"]


def test_quota_of_exclusions(run):
    m = run.monthly
    assert (m["excluded"] <= run.city.quota * m["orders"] + 1e-9).all()


def test_hours_fit_into_the_month(run):
    """Nobody works more hours than are paid; catches hours booked twice over a month's end."""
    m = run.monthly
    worked = m[["hours_first", "hours_screen", "hours_order", "hours_routine"]].sum(axis=1)
    assert (worked <= m["hours_paid"] * (1 + 1e-12)).all()


def test_trace_agrees_with_the_counts(run):
    """The path of every problem, counted, is the monthly table."""
    p, m = run.problems, run.monthly.sum(numeric_only=True)
    reasonable = p[~p["unreasonable"]]
    fates = reasonable["fate"].value_counts()
    for fate in ("prevented", "prevented_special", "first_resolved", "second_resolved"):
        assert fates[fate] == m[fate], fate
    assert fates["unresolved"] == m["unresolved"]
    assert len(reasonable) == m["demands"]
    assert p["rounds"].sum() == m["orders"] == len(run.orders)
    assert p["reneged"][~p["unreasonable"]].sum() == m["reneged"]
    by_type = run.by_type.groupby("type")["orders"].sum()
    assert (run.orders["type"].value_counts().reindex(by_type.index).fillna(0) == by_type).all()


def test_trace_times_are_in_order(run):
    """Arrival, first order, dispatch, order, end: a later step never comes before an earlier."""
    p = run.problems
    steps = ["t_arrival", "t_first_start", "t_first_end", "t_order_dispatch", "t_order_end"]
    times = p[steps].to_numpy()
    latest = np.fmax.accumulate(times, axis=1)
    assert not (times[:, 1:] < latest[:, :-1]).any()
    ended = p["fate"] != "open"
    assert (p["t_end"].notna() == ended).all()
