"""Levers beside intensity."""

import pandas as pd
import pytest

import intensity as it
from intensity.evidence.levers import BURN_IN, SCENARIOS, _shrinks, counted, dear

UP = pd.Series([0.1, 0.11, 0.09, 0.1])


def test_relief_is_a_share_of_reasonable_orders():
    """Catches unreasonable orders among the reasonable ones."""
    run = it.simulate(it.City.default(), 1.0, months=BURN_IN + 6, streets=2)
    found = counted(run)
    part = run.monthly[run.monthly["month"] >= BURN_IN].sum()
    direct = part["orders_direct"] - part["orders_direct_unreasonable"]
    assert found["relief"] == pytest.approx(
        part["orders_overflow"] / (direct + part["orders_overflow"])
    )
    assert found["reasonable_direct"] == pytest.approx(direct / 12)
    assert 0 <= found["compromised"] <= 1 and found["refused"] >= 0


def test_scenarios_differ_in_what_they_say():
    """Catches a scenario that changes the wrong thing."""
    city = it.City.default()
    made = {name: make(city) for name, make in SCENARIOS.items()}
    assert made["hotline"] == city
    assert made["entry"].delta_x == city.delta_x < made["petition"].delta_x
    more = dear(city).delta - city.delta
    assert more > 0 and dear(city).tau_u - city.tau_u == pytest.approx(more)
    assert made["central"].refer_back > city.refer_back


@pytest.mark.parametrize(
    ("reg", "high", "words"),
    [
        (UP, UP / 2, "smaller share"),
        (UP, UP * 2, "larger share"),
        (UP, UP + pd.Series([0.01, -0.01, 0.01, -0.01]), "about the same"),
        (UP - UP.mean(), -UP, "nothing to lose, and adds orders"),
        (UP - UP.mean(), UP, "nothing to lose, and saves orders"),
        (-UP, UP - UP.mean(), "nothing to lose, and saves none"),
    ],
)
def test_words_on_time_kept_free(reg, high, words):
    """Catches a verdict for the paper where there was nothing to shrink."""
    assert words in _shrinks(reg, high)
