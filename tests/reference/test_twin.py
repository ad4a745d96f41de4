"""The compiled kernel against an implementation written from the model's text alone.

Both take the same keyed draws, so they must agree on every single path: which way a problem went,
when each service began and ended, how the month was counted. A city of two streets and some two
years is enough for that; every test says what only it would catch.
"""

from __future__ import annotations

import numpy as np
import pytest

from intensity.model.city import City
from intensity.model.schedule import Schedule
from intensity.model.tables import DemandType
from tests.reference.busy import SETTLED, steady
from tests.reference.twins import assert_twins


def kind(name: str, **columns) -> DemandType:
    """A type of demand that is all of the city's unless told otherwise."""
    default = {
        "name_en": name,
        "name_zh": name,
        "weight": 1.0,
        "weight_unreasonable": 1.0,
        "big_odds_ratio": 1.0,
        "d_1": 0.1,
        "d_2": 0.1,
        "d_3": 0.5,
        "d_4": 0.3,
    }
    return DemandType(id=name, **default | columns)


# --- levels of intensity --------------------------------------------------------------------------


@pytest.mark.parametrize("intensity", [0.2, 0.5, 1.0])
def test_levels(city, intensity):
    """A wrong formula or a wrong draw anywhere on the common path, at any level."""
    reference = assert_twins(city, steady(intensity))
    happened = set(reference.problems["fate"])
    assert {"prevented", "first_resolved", "second_resolved", "unresolved"} <= happened
    assert {"not_voiced", "blocked"} <= happened


def test_default_city():
    """Defaults that reach the kernel other than through the table of parameters."""
    default = City.default()
    assert_twins(default, Schedule.steps([(6, default.I_reg), (8, default.I_high)]))


def test_special_governance_is_chosen_anew(city):
    """A choice of types from a wrong stretch of months, or ties broken the wrong way.

    Three years: types are chosen after the first and again after the second.
    """
    reference = assert_twins(city.replace(lambda_pot=0.2, K=2), steady(0.8, 30), streets=3)
    special = reference.problems.query("fate == 'prevented_special'")
    chosen = special.groupby(special["t_arrival"] // 8640)["type"].agg(set)
    assert list(chosen.index) == [1, 2]
    assert chosen[1] != chosen[2]


def test_no_assessment_at_all(city):
    """A division by g or a pressure that does not vanish; w is a sum of powers of two here."""
    assert_twins(city.replace(w_0=0.3125), steady(0.0))


def test_credit_of_exactly_one(city):
    """A pick that hangs on rounding: with w = 0.3, credit + w is exactly 1 in every tenth pick."""
    assert_twins(city, steady(0.0))


def test_overload(city):
    """Patience, lapsed demands and their overflow while a handler picks; services over months."""
    busy = city.replace(lambda_pot=0.6, K=2, h_big=50.0, h_pat=60.0)
    reference = assert_twins(busy, steady(0.7))
    assert reference.problems["reneged"].sum() > 300
    assert reference.monthly["queue_first"].max() > 10


@pytest.mark.parametrize(("r", "g"), [(1.0, 0.1), (0.1, 0.9)])
def test_instruments_apart(city, r, g):
    """r and g taken for one another; the call centre is small, so that callers do hang up."""
    small = city.replace(operators=300, theta_u=3.0)
    reference = assert_twins(small, Schedule.constant(r, g, 14))
    lines = reference.monthly["accept_line"]
    assert (lines.min() < 0.95) == (r < 0.5)


def test_instruments_that_change_monthly(city):
    """A decision taken, or a service booked, with the chances of the wrong month."""
    months = np.arange(16)
    schedule = Schedule(np.abs(np.sin(months)), np.abs(np.cos(1.7 * months)))
    assert_twins(city, schedule, streets=3)


def test_calendar_with_an_epidemic(city):
    """A window that opens or closes in the wrong month, or hazard lost when the rate changes."""
    schedule = Schedule.steps([(10, city.I_reg), (16, city.I_high)], start="2018-12")
    reference = assert_twins(city, schedule)
    epidemic = reference.problems.query("type == 'epidemic'")
    months = np.unique(epidemic["t_arrival"] // 720)
    assert months.tolist() == [13, 14, 15, 16, 17, 18]


# --- laws and the ends of the parameters ----------------------------------------------------------


def test_lognormal_service(city):
    """The other law of service times, orders and screening included."""
    assert_twins(city.replace(service_law="lognormal", service_cv=2.0), steady(0.6))


def test_no_repeat_calls_and_no_exclusion(city):
    """Off-by-one in the number of repeat calls; an exclusion granted out of an empty quota."""
    reference = assert_twins(city.replace(n_rep=0, quota=0.0), steady(0.8))
    assert reference.problems["rounds"].max() == 1
    assert not reference.problems["excluded"].any()


def test_many_repeat_calls(city):
    """Draws of late rounds, or a repeat order booked as a first one."""
    hopeless = city.replace(n_rep=6, rho=1.0, rho_u=1.0, pi2_small=0.1, quota=0.0, a_0=0.9)
    reference = assert_twins(hopeless, steady(0.5))
    assert reference.problems["rounds"].max() == 7


@pytest.mark.parametrize("s_excl", [0.0, 1.0])
def test_exclusion_without_bound(city, s_excl):
    """Excluded orders in the wrong count, or services of no length that trip the tie rule."""
    reference = assert_twins(city.replace(quota=1.0, s_excl=s_excl), steady(0.7))
    assert reference.problems["excluded"].sum() > 100


@pytest.mark.parametrize(("handlers", "scale"), [(1, 0.4), (20, 1.5)])
def test_handlers(city, handlers, scale):
    """One handler who does everything in turn; many who are mostly free."""
    other = city.replace(
        K=handlers, lambda_pot=scale * city.lambda_pot, lambda_u=scale * city.lambda_u
    )
    assert_twins(other, steady(0.6), streets=3)


def test_one_street(city):
    """A ranking of one, which has no worst and no best; the city's experience is the street's."""
    reference = assert_twins(city, steady(1.0), streets=1)
    assert (reference.monthly["rank_share"] == 0.5).all()


def test_months_without_calls_back(city):
    """A score of nothing; streets that tie in the ranking; beliefs without any case."""
    quiet = city.replace(lambda_pot=0.01, lambda_u=0.005, c_b=0.1, n_sp=9)
    reference = assert_twins(quiet, steady(0.9, 26), streets=5)
    assert reference.monthly["resolution"].isna().sum() > 20
    assert reference.monthly["rank_share"].isin([0.125, 0.375, 0.625, 0.875]).any()


def test_unequal_streets(city):
    """Sizes and baselines of diligence far apart, the latter cut off at both ends."""
    unequal = city.replace(size_cv=1.5, e_0=0.4, e_0_sd=0.5, e_max=0.8, e2_0=0.2, lambda_pot=0.2)
    reference = assert_twins(unequal, steady(0.5), streets=6)
    start = reference.monthly.query("month == 0")["diligence"]
    assert start.min() == 0.01
    assert start.max() == 0.8


def test_number_of_the_city(city):
    """The city's number at the wrong place in the key."""
    assert_twins(city, steady(0.4), seed=2**62 + 1, number=41)


@pytest.mark.parametrize("p_big", [0.0, 1.0])
def test_all_problems_alike(city, p_big):
    """The base of the odds of being big when all problems are, or none is."""
    assert_twins(city.replace(p_big=p_big, lambda_pot=0.1), steady(0.6))


def test_types_of_ones_own(city):
    """Columns of the table of types mixed up; two windows at once; a type of urgent orders only."""
    types = (
        kind("rare", weight=0.2, weight_unreasonable=0.0, big_odds_ratio=20.0),
        kind("flood", weight=0.0, weight_unreasonable=0.0, big_odds_ratio=5.0)
        .model_copy(update={"window_rate": 0.6})
        .model_copy(update={"window_start": "2020-12", "window_end": "2021-02"}),
        kind("urgent", weight=0.8, weight_unreasonable=0.3, d_1=0.7, d_2=0.3, d_3=0.0, d_4=0.0),
        kind("heat", weight=0.0, weight_unreasonable=0.0)
        .model_copy(update={"window_rate": 0.4})
        .model_copy(update={"window_start": "2021-02", "window_end": "2021-02"}),
        kind("unreasonable", weight=0.0, weight_unreasonable=0.7),
    )
    schedule = Schedule.steps([(15, 0.6)], start="2020-11")
    reference = assert_twins(city.replace(types=types, n_sp=2), schedule)
    assert set(reference.problems["type"]) == {t.id for t in types}


# --- switches -------------------------------------------------------------------------------------


@pytest.mark.parametrize("switch", ["overhead", "mobilisation", "special"])
def test_switch(city, switch):
    """A switch that leaves part of its mechanism on, or takes more than it away."""
    assert_twins(city, steady(0.7), switches={switch: False})


def test_unreasonable_switched_off(city):
    """Unreasonable demands that are voiced, call or take hours although they are switched off."""
    reference = assert_twins(
        city,
        steady(0.7),
        switches={"unreasonable": False},
        except_columns=["unreasonable", "p_unreasonable"],
    )
    assert (reference.problems.query("unreasonable")["fate"] == "not_voiced").all()


@pytest.mark.parametrize("switch", ["substitution", "feedback", "crowding"])
def test_frozen_switch(city, switch):
    """A frozen quantity that moves, or is the other street's; pools that take each other's time."""
    assert_twins(city, steady(0.7), switches={switch: False}, frozen=SETTLED)


def test_crowding_off_at_the_ends(city):
    """Shares of 0 and 1, at which one pool would stand still for ever."""
    ends = SETTLED | {"order_share": [0.0, 1.0]}
    assert_twins(city, steady(0.5), switches={"crowding": False}, frozen=ends)


def test_everything_switched_off(city):
    """Switches that disturb each other."""
    names = ["substitution", "overhead", "unreasonable", "crowding", "feedback", "mobilisation"]
    assert_twins(
        city,
        steady(0.7),
        switches=dict.fromkeys([*names, "special"], False),
        frozen=SETTLED,
        except_columns=["unreasonable", "p_unreasonable"],
    )
