"""Variants in both implementations: each alone, in pairs, all at once, with switches.

A comparison proves nothing about a variant that does not bite in the case compared. So the
reference is also run without the variant, and then the comparison must fail.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from intensity.model import scenarios
from intensity.model.city import City
from intensity.model.parameters import parameters
from intensity.model.schedule import Schedule
from tests.reference.busy import ALL, DIFFER, LEVELS, SETTLED, VARIANTS, steady
from tests.reference.twins import assert_twins


def total(reference, *names: str) -> list[float]:
    """Sums of monthly columns; a count that never occurred has no column."""
    return [reference.monthly.get(name, np.zeros(1)).sum() for name in names]


# --- alone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_alone(city, variant):
    """A variant in the wrong place, or one that a reference without it would not tell apart."""
    other = city.replace(**VARIANTS[variant])
    assert_twins(other, LEVELS)
    with pytest.raises(AssertionError, match=DIFFER):
        assert_twins(other, LEVELS, reference_city=city)


def test_referral_back_spares_overflow(city):
    """All direct calls sent back; overflow and repeat calls are passed on none the less."""
    reference = assert_twins(city.replace(refer_back=1.0), LEVELS)
    direct, overflow, repeat = total(reference, "orders_direct", "orders_overflow", "orders_repeat")
    assert direct == 0
    assert min(overflow, repeat) > 100
    assert reference.problems.eval("called and not accepted").any()  # in vain


@pytest.mark.parametrize("reserve", [0.05, 0.9])
def test_reserved_time(city, reserve):
    """Hours that are booked by the clock; the kept share is routine work even under overload."""
    reference = assert_twins(city.replace(reserve=reserve), LEVELS)
    months = reference.monthly
    worked = months[["hours_first", "hours_screen", "hours_order"]].sum(axis=1)
    kept = reserve * months["hours_paid"]
    assert (worked <= months["hours_paid"] - kept + 1e-9).all()
    assert (months["hours_routine"] >= kept * months["diligence"] - 1e-9).all()


def test_exclusion_by_reasonableness(city):
    """Big matters that are excluded still, or easy unreasonable demands that are not."""
    reference = assert_twins(city.replace(exclusion_rule="reasonableness", quota=1.0), LEVELS)
    excluded, unreasonable, hard = total(
        reference, "excluded", "excluded_unreasonable", "excluded_hard"
    )
    assert excluded == unreasonable == total(reference, "orders_unreasonable")[0]
    assert 0 < hard < unreasonable


@pytest.mark.parametrize("changes", [{"s_excl": 0.0}, {"quota": 0.0, "rho": 1.0}, {"o_ref": 5.0}])
def test_wrong_office(city, changes):
    """Services of no length; rounds drawn alike; a probability above one."""
    reference = assert_twins(city.replace(misdispatch=0.8, **changes), LEVELS)
    astray = reference.monthly.groupby("month")["misdispatched"].sum()
    assert astray[0] == 0
    assert astray.sum() > 300


@pytest.mark.parametrize("gain", [0.05, 10.0])
def test_adaptive_rule(city, gain):
    """A rule that leaves 0 to 1, sees another month, or moves the call centre by another mean."""
    small = city.replace(**ALL | {"adapt_gain": gain, "operators": 300})
    reference = assert_twins(small, Schedule.constant(0.9, 0.3, 15), streets=4)
    first = reference.monthly.query("month == 0")
    assert (first["resources"] == 0.9).all()
    assert (first["assessment"] == 0.3).all()
    later = reference.monthly.query("month > 0")
    assert later["assessment"].between(0.0, 1.0).all()
    assert set(later["assessment"]) > {0.0, 1.0} or gain < 1.0
    by_month = later.groupby("month")
    assert np.allclose(by_month["resources"].first(), by_month["assessment"].mean())
    assert (by_month["assessment"].std() > 0.0).sum() > 10  # streets part


def test_adaptive_rule_without_error(city):
    """Errors where there should be none; streets under special governance at their own g."""
    rule = city.replace(adapt_gain=0.3, adapt_effort=0.8, lambda_pot=0.2, K=2)
    reference = assert_twins(rule, steady(0.2, 26), streets=3)
    assert total(reference, "prevented_special")[0] > 0


def test_rule_that_is_off(city):
    """Errors or hours of an observation that nobody makes."""
    assert_twins(
        city.replace(adapt_noise=0.5, adapt_hours=9.0, adapt_effort=1.0),
        LEVELS,
        reference_city=city,
    )


# --- together -------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", list(combinations(VARIANTS, 2)), ids="+".join)
def test_pair(city, pair):
    """Two variants of which one takes the other's place."""
    assert_twins(city.replace(**VARIANTS[pair[0]], **VARIANTS[pair[1]]), LEVELS)


@pytest.mark.parametrize("streets", [1, 6])
def test_all_at_once(city, streets):
    """A mean, a rank or an error that is another street's."""
    unequal = city.replace(**ALL, size_cv=0.6, e_0_sd=0.12)
    assert_twins(unequal, LEVELS, streets=streets)


@pytest.mark.parametrize("number", range(8))
def test_random_cities(number):
    """What no one thought of: all swept parameters anywhere in their ranges, all variants on."""
    rng = np.random.default_rng([7, number])
    swept = {
        name: int(rng.integers(p.range[0], p.range[1] + 1))
        if isinstance(p.default, int)
        else float(rng.uniform(*p.range))
        for name, p in parameters().items()
        if p.range is not None
    }
    variants = {
        "refer_back": rng.uniform(0.1, 0.9),
        "reserve": rng.uniform(0.05, 0.5),
        "exclusion_rule": str(rng.choice(["difficulty", "reasonableness"])),
        "misdispatch": rng.uniform(0.1, 1.0),
        "adapt_gain": rng.uniform(0.1, 1.0),
        "adapt_noise": rng.uniform(0.0, 0.3),
        "adapt_hours": rng.uniform(0.0, 20.0),
        "adapt_effort": rng.uniform(0.4, 1.0),
        "adapt_busy": rng.uniform(0.3, 0.9),
    }
    drawn = City.default().replace(**swept, **variants)
    schedule = Schedule.constant(*rng.uniform(size=2), 10)
    assert_twins(drawn, schedule, streets=3, seed=int(rng.integers(2**62)), number=number)


@pytest.mark.parametrize("scenario", ["petition", "central", "preemptive", "adaptive"])
def test_scenarios(scenario):
    """A scenario that is not made of what the text defines."""
    assert_twins(getattr(scenarios, scenario)(), LEVELS)


# --- with switches --------------------------------------------------------------------------------


@pytest.mark.parametrize("switch", ["substitution", "overhead", "feedback", "mobilisation"])
def test_switch(city, switch):
    """A switch that takes a variant's part away, such as the hours of observing."""
    assert_twins(city.replace(**ALL), LEVELS, switches={switch: False}, frozen=SETTLED)


def test_special_switched_off(city):
    """Types chosen although there is no special governance."""
    assert_twins(city.replace(**ALL), steady(0.6, 15), switches={"special": False})


def test_unreasonable_switched_off(city):
    """Unreasonable demands that are voiced and counted although they are switched off."""
    reference = assert_twins(
        city.replace(**ALL),
        LEVELS,
        switches={"unreasonable": False},
        except_columns=["unreasonable", "p_unreasonable"],
    )
    assert total(reference, "unreasonable_voiced", "orders_unreasonable") == [0, 0]


def test_crowding_switched_off(city):
    """Busy hours of the adaptive rule that are of one pool only."""
    without = {name: value for name, value in ALL.items() if name != "reserve"}
    assert_twins(city.replace(**without), LEVELS, switches={"crowding": False}, frozen=SETTLED)


def test_two_pools_with_reserved_time(city):
    """A pool at the wrong speed. Routine work is frozen: see the next test."""
    off = {"crowding": False, "feedback": False}
    assert_twins(
        city.replace(**ALL),
        LEVELS,
        switches=off,
        frozen=SETTLED,
        except_columns=["hours_routine"],
    )
    with pytest.raises(AssertionError, match="problems differ"):
        assert_twins(
            city.replace(**ALL),
            LEVELS,
            switches=off,
            frozen=SETTLED,
            reference_city=city.replace(**ALL | {"reserve": 0.0}),
        )


def test_two_pools_and_the_time_kept_free(city):
    """Time that every handler keeps for routine work and that no one has."""
    assert_twins(city.replace(reserve=0.25), LEVELS, switches={"crowding": False}, frozen=SETTLED)


@pytest.mark.parametrize("order_share", [0.3, 1.0])
def test_everything_switched_off(city, order_share):
    """Orders of one instant in another order: free handlers take up what waits at once."""
    names = ["substitution", "overhead", "unreasonable", "crowding", "feedback", "mobilisation"]
    assert_twins(
        city.replace(**ALL | {"reserve": 0.0}),
        Schedule.constant(0.6, 0.5, 14),
        switches=dict.fromkeys([*names, "special"], False),
        frozen=SETTLED | {"order_share": [order_share, 0.55]},
        except_columns=["unreasonable", "p_unreasonable"],
    )
