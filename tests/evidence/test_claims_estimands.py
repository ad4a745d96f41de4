"""Estimands on cases made by hand, whose answers are known; a planted paradox, and none."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.claims.cases import Case, Given, Sheet, Undefined
from intensity.evidence.claims.estimands import ESTIMANDS
from intensity.evidence.claims.estimands.policy import GRID, optimum
from intensity.evidence.claims.judge import FAILS, HOLDS, jackknife, together
from intensity.evidence.claims.registry import chosen
from intensity.evidence.claims.variants import EXPLANATIONS
from intensity.model.city import City

LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
PLAIN = "as it is"


def given(curves, variants=None, counts=None, tallies=None, windows=None) -> Case:
    """A case with measures by level (functions of intensity) and under other rules."""
    table = {(PLAIN, x): {name: f(x) for name, f in curves.items()} for x in LEVELS}
    table |= {**(variants or {}), **(windows or {})}
    return Case(Given(table, counts, tallies))


def value(name: str, case: Case) -> float:
    return ESTIMANDS[name](case)


PARADOX = {
    "efficiency": lambda x: 1.0 - (x - 0.4) ** 2,
    "first_efficiency": lambda x: 1.0 - 0.5 * x,
    "second_efficiency": lambda x: 0.5 - 0.2 * x,
    "dashboard": lambda x: 0.4 + 0.5 * x,
}
NO_PARADOX = {
    "efficiency": lambda x: 0.5 + 0.3 * x,
    "first_efficiency": lambda x: 1.0 - 0.5 * x,
    "second_efficiency": lambda x: 0.5 + 0.2 * x,
    "dashboard": lambda x: 0.4 + 0.5 * x,
}


def status(claim_id: str, case: Case) -> str:
    (claim,) = chosen([claim_id])
    return together(
        part.expectation.verdict(jackknife(part.function, case)) for part in claim.deciding
    )


def test_a_planted_paradox_is_found() -> None:
    """Catches wrong signs and a best level that is not the best."""
    case = given(PARADOX)
    assert value("best_level", case) == 0.4
    assert value("efficiency_below_best", case) == pytest.approx((1 - 0.36) / 1.0 - 1)
    assert value("best_over_lowest", case) == pytest.approx(1 / (1 - 0.16) - 1)
    assert value("efficiency_change", case) == pytest.approx((1 - 0.36) / (1 - 0.04) - 1)
    assert value("dashboard_rise", case) == pytest.approx(0.4)
    assert value("dashboard_drop", case) == 0.0
    assert value("steepest_fall", case) == pytest.approx(0.25 - 0.36 + 0.22)
    assert status("C22", case) == HOLDS
    assert status("C21", case) == HOLDS


def test_no_paradox_is_found_where_none_is() -> None:
    """Catches a claim that cannot fail: efficiency that only rises refutes C21 and C22."""
    case = given(NO_PARADOX)
    assert value("efficiency_below_best", case) == 0.0
    assert value("second_below_best", case) == 0.0
    assert status("C22", case) == FAILS
    assert status("C21", case) == FAILS


def test_a_falling_score_or_a_maximum_at_zero_is_no_paradox() -> None:
    falling = given({**PARADOX, "dashboard": lambda x: 0.9 - 0.5 * x})
    assert status("C22", falling) == FAILS
    assert value("dashboard_drop", falling) == pytest.approx(0.05)
    assert status("C22", given({**PARADOX, "efficiency": lambda x: 1.0 - 0.3 * x})) == FAILS


class Noisy(Given):
    """Efficiency that is flat but for noise by street and level."""

    def __init__(self, noise: np.ndarray) -> None:
        super().__init__({(PLAIN, x): {} for x in LEVELS}, streets=noise.shape[1])
        self.noise = noise

    def measured(self, key, keep):
        at = LEVELS.index(round(key[1], 1))
        return {"efficiency": 1.0 + float(self.noise[at, list(keep)].mean())}


def test_the_best_of_noisy_levels_is_no_maximum() -> None:
    """Streets that judge do not pick the level: a flat curve with noise is rarely below its best.

    200 flat cities; false verdicts in at most 5 %, so more than 20 has a chance below 1 in 500.
    Judging by the same streets would find a fall in nearly every second one.
    """
    rng = np.random.default_rng(7)
    (claim,) = chosen(["C22"])
    part = claim.headline
    wrong = 0
    for _ in range(200):
        case = Case(Noisy(rng.normal(0.0, 0.02, (len(LEVELS), 8))))
        wrong += part.expectation.verdict(jackknife(part.function, case)) == HOLDS
    assert wrong <= 20


def test_shares_and_rises_come_from_the_right_levels() -> None:
    """Catches regular and high intensity mixed up."""
    case = given(
        {
            "second_order_share": lambda x: 0.7 * x,
            "overflow_share": lambda x: 0.9 - 0.5 * x,
            "direct_share": lambda x: 0.1 + 0.5 * x,
            "acceptance": lambda x: x,
            "trust_hotline": lambda x: 0.5 + 0.1 * x,
            "response": lambda x: 0.9 - 0.1 * x,
            "resolution": lambda x: 0.3 + 0.4 * x,
            "satisfaction": lambda x: 0.35 + 0.4 * x,
            "diligence": lambda x: 0.5 + x,
            "triviality": lambda x: 0.5 + 0.1 * x,
            "idling": lambda x: 0.2 - 0.1 * x,
            "cost": lambda x: 1.0 + x,
            "centre_of_gravity": lambda x: 0.1 + 0.5 * x,
            "routine": lambda x: 0.9 - 0.5 * x,
            "wait_first": lambda x: 10 * x,
            "first_efficiency": lambda x: 0.2 + 0.1 * x,
        },
        variants={
            ("no mobilisation", 0.2): {"first_efficiency": 0.2},
            ("petition", 1.0): {"second_order_share": 0.3, "overflow_share": 0.8},
            ("central", 1.0): {"second_order_share": 0.8, "overflow_share": 0.3},
        },
    )
    assert value("second_order_at_regular", case) == pytest.approx(0.14)
    assert value("second_order_at_high", case) == pytest.approx(0.7)
    assert value("overflow_at_regular", case) == pytest.approx(0.8)
    assert value("direct_at_high", case) == pytest.approx(0.6)
    assert value("acceptance_rise", case) == pytest.approx(0.8)
    assert value("trust_rise", case) == pytest.approx(0.08)
    assert value("response_rise", case) == pytest.approx(-0.08)
    assert value("response_over_resolution", case) == pytest.approx(0.1)
    assert value("resolution_over_satisfaction", case) == pytest.approx(-0.05)
    assert value("diligence_gain", case) == pytest.approx(0.2)
    assert value("first_order_gain", case) == pytest.approx(0.1)
    assert value("mobilisation_gain", case) == pytest.approx(0.1)
    assert value("unmobilised_gain", case) == pytest.approx(0.0)
    assert value("triviality_rise", case) == pytest.approx(0.08)
    assert value("idling_rise", case) == pytest.approx(-0.08)
    assert value("cost_rise", case) == pytest.approx(0.8)
    assert value("gravity_rise", case) == pytest.approx(0.4)
    assert value("routine_rise", case) == pytest.approx(-0.4)
    assert value("wait_first_rise", case) == pytest.approx(8.0)
    assert value("petition_substitution", case) == pytest.approx(-0.4)
    assert value("petition_relief", case) == pytest.approx(0.4)
    assert value("central_substitution", case) == pytest.approx(0.1)
    assert value("central_relief", case) == pytest.approx(-0.1)
    assert status("C25", case) == FAILS
    assert (status("C01", case), status("C07", case)) == (HOLDS, HOLDS)
    assert (status("C04", case), status("C17", case)) == (FAILS, HOLDS)


def test_a_better_first_order_saves_less() -> None:
    case = given(
        {"orders_per_month": lambda x: 100 + 100 * x},
        variants={
            ("better first order", 0.2): {"orders_per_month": 60.0},
            ("better first order", 1.0): {"orders_per_month": 180.0},
        },
    )
    assert value("saving_at_regular", case) == pytest.approx(0.5)
    assert value("saving_lost", case) == pytest.approx(0.5 - 0.1)
    assert status("C11", case) == HOLDS


def test_slopes_are_taken_over_responsiveness() -> None:
    """Unreasonable orders are 0.4 of orders times a·B2 = x/2, orders are 100 throughout."""
    case = given(
        {
            "acceptance": lambda x: x,
            "trust_hotline": lambda x: 0.5,
            "unreasonable_share": lambda x: 0.2 * x,
            "orders_per_month": lambda x: 100.0,
        }
    )
    assert value("unreasonable_share_slope", case) == pytest.approx(0.1 * 0.4)
    assert value("unreasonable_slope", case) == pytest.approx(0.1 * 0.4)
    flat = given(
        {
            "acceptance": lambda x: 0.5,
            "trust_hotline": lambda x: 0.5,
            "unreasonable_share": lambda x: 0.2,
            "orders_per_month": lambda x: 100.0,
        }
    )
    with pytest.raises(Undefined, match="responsiveness does not differ"):
        value("unreasonable_share_slope", flat)


def test_growth_on_the_path() -> None:
    counts = {
        ("path", "2019"): {"calls_answered": 100.0},
        ("path", "2020"): {"calls_answered": 150.0},
        ("path", "2019H2"): {"orders": 40.0},
        ("path", "2020H1"): {"orders": 50.0},
        ("path", "2020H2"): {"orders": 30.0},
    }
    case = given({}, counts=counts)
    assert value("calls_growth", case) == pytest.approx(0.5)
    assert value("orders_growth", case) == pytest.approx(0.25)
    assert value("growth_after_first_year", case) == pytest.approx(-0.25)
    assert status("C08", case) == FAILS


def test_work_on_big_problems_counts_all_hours() -> None:
    """Catches upper-level hours or one order's hours left out."""
    h_up = City.default().h_up
    work = {
        "hours_first_big": [10.0], "hours_order_big": [20.0], "orders_big": [2.0],
        "first_big": [1.0], "second_big": [3.0],
        "hours_order_small": [8.0], "orders_small": [4.0], "second_small": [2.0],
        "hours_first_small": [6.0], "first_small": [3.0],
    }  # fmt: skip
    bare = {"hours_first_big": [10.0], "hours_order_big": [0.0], "orders_big": [0.0],
            "first_big": [1.0], "second_big": [0.0]}  # fmt: skip
    tallies = {
        ("work", (PLAIN, 0.2)): {k: [v[0] / 4] * 4 for k, v in work.items()},
        ("work", (PLAIN, 1.0)): {k: [v[0] / 4] * 4 for k, v in work.items()},
        ("work", ("no hotline", 0.0)): {k: [v[0] / 4] * 4 for k, v in bare.items()},
    }
    case = given({}, tallies=tallies)
    with_it = 4.0 / (30.0 + 2.0 * h_up)
    assert value("big_gain_with_hotline", case) == pytest.approx(with_it / 0.1 - 1.0)
    assert value("big_second_over_first", case) == pytest.approx(3 / (20 + 2 * h_up) / 0.1 - 1)
    assert value("small_cost_ratio", case) == pytest.approx((8 + 4 * h_up) / 2 / 2.0 - 1.0)


@pytest.mark.parametrize(
    ("callers", "share"),
    [
        ([90, 0, 0, 10], 1.0),  # ten of a hundred callers call four times
        ([0, 100, 0, 0], 0.1),  # everybody calls twice
        ([80, 15, 0, 5], (5 * 3 + 5 * 1) / (15 + 15)),
    ],
)
def test_concentration_of_repeat_orders(callers, share) -> None:
    """Against counts by hand; catches a tenth of repeat callers taken for a tenth of callers."""
    tally = {f"callers_{k + 1}": [n / 4] * 4 for k, n in enumerate(callers)}
    case = given({}, tallies={("work", (PLAIN, 1.0)): tally})
    assert value("repeat_concentration", case) == pytest.approx(share)


def test_over_representation_among_unresolved_orders() -> None:
    tally = {
        "orders": [100.0] * 4, "unreasonable": [20.0] * 4, "repeat": [10.0] * 4,
        "unresolved_orders": [50.0] * 4, "unresolved_unreasonable": [20.0] * 4,
        "unresolved_repeat": [5.0] * 4,
    }  # fmt: skip
    key = ("path", "figure 4")
    case = given({}, tallies={("orders", key): tally}, windows={key: {"unresolved_share": 0.5}})
    assert value("unreasonable_over", case) == pytest.approx(math.log(2.0))
    assert value("repeat_over", case) == pytest.approx(0.0)
    assert value("unresolved_in_2020", case) == 0.5


def test_exclusion_against_the_unreasonable() -> None:
    counts = {
        (PLAIN, 1.0): {
            "excluded": 10.0,
            "excluded_unreasonable": 4.0,
            "orders_unreasonable": 40.0,
        }
    }
    case = given({}, counts=counts)
    assert value("exclusion_precision", case) == pytest.approx(0.4)
    assert value("exclusion_recall", case) == pytest.approx(0.1)


def test_the_feedback_is_compared_with_the_frozen_city() -> None:
    case = given(
        {"orders_per_month": lambda x: 100 * (1 + x), "failed_share": lambda x: 0.2 * x},
        variants={
            ("no feedback", 1.0): {"orders_per_month": 100.0, "failed_share": 0.15},
            ("no feedback", 0.2): {"orders_per_month": 120.0},
        },
    )
    assert value("feedback_orders", case) == pytest.approx(1.0)
    assert value("feedback_unresolved", case) == pytest.approx(0.05)
    assert value("feedback_grows", case) == pytest.approx(math.log(2.0))


def test_first_order_is_judged_by_what_ended_there() -> None:
    counts = {
        (PLAIN, 0.2): {"first_resolved": 80.0, "first_failed": 20.0},
        (PLAIN, 1.0): {"first_resolved": 30.0, "first_failed": 20.0},
    }
    assert value("first_resolved_rise", given({}, counts=counts)) == pytest.approx(0.6 - 0.8)


def test_recovery_is_measured_against_the_same_months() -> None:
    windows = {
        ("reversal", "after"): {"efficiency": 0.95},
        ("regular", "after"): {"efficiency": 1.0},
        ("reversal", "high"): {"efficiency": 0.8},
        ("regular", "high"): {"efficiency": 1.0},
    }
    for month in range(0, 48, 6):
        windows["regular", month] = {"efficiency": 1.0}
        windows["reversal", month] = {"efficiency": 0.90 if month < 12 else 0.99}
    case = given({}, windows=windows)
    assert value("recovery", case) == pytest.approx(-0.05)
    assert value("loss_while_high", case) == pytest.approx(-0.2)
    assert value("months_to_recover", case) == 12.0
    assert status("C24", case) == FAILS
    for month in range(0, 48, 6):
        windows["reversal", month] = {"efficiency": 0.5}
    with pytest.raises(Undefined, match="not back within 48 months"):
        value("months_to_recover", given({}, windows=windows))


@pytest.mark.parametrize("best", [0.0, 0.3, 0.55, 0.8, 1.0])
def test_an_optimum_between_levels_is_found(best: float) -> None:
    """A parabola's own maximum; catches a neighbour taken from the wrong side."""
    values = [1.0 - (x - best) ** 2 for x in GRID]
    assert optimum(GRID, values) == pytest.approx(best)


def test_best_intensity_by_diligence_and_load() -> None:
    def curve(best):
        return lambda x: {"efficiency": 1.0 - (x - best) ** 2}

    at = {"diligent": 0.3, "detached": 0.7, "heavy load": 0.4, "light load": 0.6}
    variants = {(name, x): curve(best)(x) for name, best in at.items() for x in GRID}
    variants["adaptive", 0.2] = {"efficiency": 1.1}
    case = given(PARADOX, variants=variants)
    assert value("best_by_diligence", case) == pytest.approx(-0.4)
    assert value("best_by_load", case) == pytest.approx(-0.2)
    assert value("adaptive_gain", case) == pytest.approx(0.1)
    assert status("C23", case) == HOLDS


def test_marks_of_rivals_are_counted() -> None:
    """Catches a mark read in the wrong direction: this city bears all five, one rival four."""
    low = {"direct_share": 0.2, "efficiency": 1.0, "dashboard": 0.5}
    low |= {"orders_per_month": 50.0, "centre_of_gravity": 0.2}
    high = {"direct_share": 0.7, "efficiency": 0.8, "dashboard": 0.7}
    high |= {"orders_per_month": 90.0, "centre_of_gravity": 0.6}
    table = {(PLAIN, 0.2): low, (PLAIN, 1.0): high}
    for name in EXPLANATIONS:
        table |= {(name, 0.2): low, (name, 1.0): {**low, "efficiency": 0.9, "dashboard": 0.4}}
    table[EXPLANATIONS[1], 1.0] = {**high, "direct_share": 0.4}
    case = Case(Given(table))
    assert value("marks_of_best_rival", case) == pytest.approx(0.8)
    assert value("marks_of_intensity", case) == pytest.approx(0.2)
    assert status("C26", case) == HOLDS
    table[EXPLANATIONS[1], 1.0] = high
    assert status("C26", Case(Given(table))) == FAILS


def test_what_was_not_run_is_undefined_and_says_so() -> None:
    """Catches a nan that passes for a number."""
    with pytest.raises(Undefined, match="nothing was given"):
        value("petition_relief", given({"overflow_share": lambda x: 0.5}))
    empty = given({"second_order_share": lambda x: math.nan})
    with pytest.raises(Undefined, match=r"second_order_share has no value at 0\.2"):
        value("second_order_at_regular", empty)


def test_a_panel_answers_what_it_can() -> None:
    """Catches estimands that read a panel's levels wrongly."""
    rows = pd.DataFrame({"intensity": LEVELS, **{k: map(f, LEVELS) for k, f in PARADOX.items()}})
    case = Case(Sheet(rows, City.default()))
    assert value("efficiency_below_best", case) == pytest.approx(0.64 - 1.0)
    with pytest.raises(Undefined, match="no runs 'no mobilisation'"):
        value("mobilisation_gain", case)
    with pytest.raises(Undefined, match="single problems"):
        value("substitution", case)
    with pytest.raises(Undefined, match=r"no level 0\.2"):
        value("dashboard_rise", Case(Sheet(rows[rows["intensity"] != 0.2], City.default())))
