"""What simulated cases hold is what the model says, and their noise is what replications show."""

from __future__ import annotations

import numpy as np
import pytest

import intensity as it
from intensity.evidence.claims.cases import Case, Undefined
from intensity.evidence.claims.estimands import ESTIMANDS
from intensity.evidence.claims.judge import jackknife
from intensity.evidence.claims.simulated import Simulated
from intensity.evidence.claims.variants import VARIANTS
from intensity.kernel import layout as la
from intensity.model.scenarios import b_city

STREETS, MONTHS, BURN_IN = 3, 12, 6
PLAIN = "as it is"


@pytest.fixture(scope="module")
def source() -> Simulated:
    return Simulated(it.City.default(), 5, streets=STREETS, months=MONTHS, burn_in=BURN_IN)


@pytest.fixture(scope="module")
def run():
    return it.simulate(it.City.default(), 1.0, months=MONTHS, streets=STREETS, number=5, trace=True)


def test_measures_are_those_of_the_run(source: Simulated, run) -> None:
    """Catches monthly means that change a measure, and months of the burn-in left in."""
    expected = run.measures(BURN_IN)
    found = Case(source).measured((PLAIN, 1.0))
    for name in expected.index:
        assert found[name] == pytest.approx(expected[name], rel=1e-9, nan_ok=True), name


def test_a_case_of_some_streets_is_a_run_of_them(source: Simulated, run) -> None:
    case = Case(source).without(1)
    kept = run.counts[BURN_IN:][:, [0, 2], la.ORDERS]
    assert case.count("orders", 1.0) == pytest.approx(kept.sum() / (MONTHS - BURN_IN))
    assert case.measure("orders_per_month", 1.0) == pytest.approx(kept.mean())
    one, other = Case(source).halves()
    assert sorted(one.keep + other.keep) == [0, 1, 2]


def test_fates_are_those_of_the_counterfactual(source: Simulated) -> None:
    """Against `it.counterfactual`; catches a cohort or a fate that is another one."""
    pair = it.counterfactual(
        it.City.default(), months=MONTHS, streets=STREETS, burn_in=BURN_IN, number=5
    )
    tally = source.tally("fates", (PLAIN, 0.2))
    assert tally["problems"].sum() == pair.summary["problems"]
    for name in ("substitution", "relief", "loss", "gain"):
        share = tally[name].sum() / tally["problems"].sum()
        assert share == pytest.approx(pair.summary[name]), name


def test_work_is_that_of_the_problems(source: Simulated, run) -> None:
    """Against the table of problems and orders; catches hours of the wrong kind or cohort."""
    tally = source.tally("work", (PLAIN, 1.0))
    problems = run.problems
    month = problems["t_arrival"] / la.HOURS_PER_MONTH
    cohort = problems[(month >= BURN_IN) & (month < MONTHS - 1)]
    big = cohort[cohort["big"] & ~cohort["unreasonable"]]
    hours = (big["t_first_end"] - big["t_first_start"]).sum()
    assert tally["hours_first_big"].sum() == pytest.approx(hours)
    assert tally["second_big"].sum() == (big["fate"] == "second_resolved").sum()
    assert tally["orders_big"].sum() == big["rounds"].sum()
    orders = run.orders.merge(big[["street", "index"]], on=["street", "index"])
    spent = (orders["t_end"] - orders["t_start"]).sum()
    assert tally["hours_order_big"].sum() == pytest.approx(spent)
    assert tally["callers_2"].sum() == (cohort["rounds"] == 2).sum()


def test_orders_of_figure_4_are_those_of_the_path(source: Simulated) -> None:
    """Against the table of orders; catches orders of other months or excluded ones."""
    city = it.City.default()
    path = it.simulate(city, schedule=b_city(city), streets=STREETS, number=5, trace=True)
    orders = path.orders
    periods = path.schedule.periods()
    month = (orders["t_end"] // la.HOURS_PER_MONTH).fillna(-1).astype(int)
    inside = month.isin([k for k, p in enumerate(periods) if "2020-07" <= str(p) <= "2020-10"])
    kept = orders[inside & ~orders["excluded"]]
    tally = source.tally("orders", ("path", "figure 4"))
    assert tally["orders"].sum() == len(kept)
    assert tally["unresolved_repeat"].sum() == ((kept["round"] > 0) & ~kept["resolved"]).sum()
    share = tally["unresolved_orders"].sum() / tally["orders"].sum()
    assert Case(source).measure("unresolved_share", "figure 4", "path") == pytest.approx(share)


def test_the_feedback_is_frozen_at_regular_intensity(source: Simulated) -> None:
    """Catches a frozen value from another run: it is that which `simulate` takes by itself."""
    own = it.simulate(
        it.City.default(), 1.0, months=MONTHS, streets=STREETS, number=5,
        switches={"feedback": False},
    )  # fmt: skip
    expected = own.measures(BURN_IN)["orders_per_month"]
    assert Case(source).measure("orders_per_month", 1.0, "no feedback") == pytest.approx(expected)


def test_without_a_hotline_there_is_no_order(source: Simulated) -> None:
    assert Case(source).count("orders", 0.0, "no hotline") == 0.0


def test_every_variant_runs(source: Simulated) -> None:
    """Catches a variant whose parameters the model refuses."""
    for name in VARIANTS:
        level = 0.0 if name == "no hotline" else 1.0
        assert Case(source).measure("effectiveness", level, name) > 0.0


def test_every_estimand_has_a_value_in_the_default_city() -> None:
    """Catches an estimand that breaks on a real case rather than on one made by hand."""
    case = Case(Simulated(it.City.default(), 1, streets=4, months=24, burn_in=12))
    without = [n for n, f in ESTIMANDS.items() if not np.isfinite(_value(f, case))]
    assert set(without) <= {"months_to_recover"}


def _value(estimand, case: Case) -> float:
    try:
        return estimand(case)
    except Undefined:
        return float("nan")


@pytest.mark.slow
def test_the_noise_of_streets_is_that_of_replications() -> None:
    """Jackknife intervals of single cities cover the mean of replications about as they say.

    12 estimands x 12 replications; with 95 % intervals fewer than 85 % of the 144 (which are not
    independent) would say that the factor for what streets share is too small.
    """
    names = [
        *("second_order_at_high", "direct_at_high", "trust_rise", "overflow_at_regular"),
        *("idling_rise", "triviality_rise", "cost_rise", "gravity_rise", "routine_rise"),
        *("first_resolved_rise", "efficiency_change", "dashboard_rise"),
    ]
    found = []
    for number in range(12):
        source = Simulated(it.City.default(), number, months=36, burn_in=24)
        case = Case(source)
        found.append([jackknife(ESTIMANDS[name], case) for name in names])
    covered = []
    for row in zip(*found, strict=True):
        mean = np.mean([e.value for e in row])
        covered += [abs(e.value - mean) <= e.half for e in row]
    assert np.mean(covered) >= 0.85
    errors = np.array([[e.se for e in row] for row in found]).mean(axis=0)
    spread = np.array([[e.value for e in row] for row in found]).std(axis=0, ddof=1)
    assert np.median(errors / spread) < 2.0
