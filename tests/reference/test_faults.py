"""Faults seeded in the reference's variants: a comparison that misses one proves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intensity.model.parameters import parameters
from tests.reference import city as reference_city
from tests.reference.busy import ALL, DIFFER, LEVELS
from tests.reference.street import Street
from tests.reference.twins import assert_twins

ERRORS = Street.errors_of_observation


@pytest.mark.parametrize("name", ALL)
def test_each_parameter_bites(city, name):
    """A parameter of which the comparison with all variants would not notice the lack."""
    without = parameters()[name].default
    with pytest.raises(AssertionError, match=DIFFER):
        assert_twins(
            city.replace(**ALL), LEVELS, reference_city=city.replace(**ALL | {name: without})
        )


def overflow_referred_back(chances):
    return replace(chances, passed_on=chances.direct_passed_on)


def channel_as_if_none_were_referred_back(chances):
    return replace(chances, direct=chances.direct + 0.02)


def as_many_sent_wrong_in_the_first_month(chances):
    return replace(chances, misdispatch=max(chances.misdispatch, 0.05))


@pytest.mark.parametrize(
    "fault",
    [
        overflow_referred_back,
        channel_as_if_none_were_referred_back,
        as_many_sent_wrong_in_the_first_month,
    ],
)
def test_wrong_chances_are_seen(city, monkeypatch, fault):
    """A comparison that is blind to the chances of a month."""
    right = reference_city.monthly_chances
    monkeypatch.setattr(reference_city, "monthly_chances", lambda *a, **k: fault(right(*a, **k)))
    with pytest.raises(AssertionError, match=DIFFER):
        assert_twins(city.replace(**ALL), LEVELS)


def errors_of_next_month(street, month):
    return ERRORS(street, month + 1)


def errors_swapped(street, month):
    return ERRORS(street, month)[::-1]


def busy_with_orders_only(street):
    return street.ledger.hours[street.ledger.month]["hours_order"]


def idle_without_the_time_kept(street):
    return max(0.0, street.paid_hours() * (1.0 - street.city.reserve) - street.busy_hours())


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("errors_of_observation", errors_of_next_month),
        ("errors_of_observation", errors_swapped),
        ("busy_hours", busy_with_orders_only),
        ("idle_hours", idle_without_the_time_kept),
    ],
)
def test_wrong_observations_are_seen(city, monkeypatch, method, fault):
    """A comparison that is blind to what the adaptive rule and routine work go by."""
    monkeypatch.setattr(Street, method, fault)
    with pytest.raises(AssertionError, match=DIFFER):
        assert_twins(city.replace(**ALL), LEVELS)
