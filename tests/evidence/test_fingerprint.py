"""Marks are computed from runs, every explanation is searched alike, the page has its numbers."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence.decomposition import decomposition_evidence
from intensity.evidence.fingerprint import fingerprint_evidence, marks_of
from intensity.evidence.marks import LEVELS, MARKS, direct_reasonable, domain, numbers_of
from intensity.evidence.mediation import KEPT, two_levels
from intensity.evidence.prior import Prior
from intensity.evidence.recalibration import best_cities, recalibrated, under
from intensity.evidence.record import Record
from intensity.model.rivals import RIVALS, rival
from intensity.model.scenarios import b_city

PAGE = Path(__file__).resolve().parents[2] / "book" / "en" / "why.md"
MADE_BY_THE_PAGE = "why."
CURVE = dict(zip((f"efficiency.{level}" for level in LEVELS), (6, 7, 8, 7, 6, 5), strict=True))
NUMBERS = CURVE | {
    **{"efficiency.reg": 7.0, "efficiency.high": 5.0, "dashboard.reg": 0.5, "dashboard.high": 0.6},
    **{"direct_reasonable.reg": 0.1, "direct_reasonable.high": 0.7},
    **{"orders_per_month.reg": 50.0, "orders_per_month.high": 100.0},
    **{"first_efficiency.reg": 2.0, "first_efficiency.high": 1.0},
    **{"second_efficiency.reg": 2.0, "second_efficiency.high": 1.0},
    **{"centre_of_gravity.reg": 0.1, "centre_of_gravity.high": 0.5},
    **{"routine.reg": 0.9, "routine.high": 0.3, "domain.reg": 0.1, "domain.high": 0.1},
    **{"while": 5.0, "while.kept": 7.0, "after": 6.5, "after.kept": 7.0},
}
MARK = {mark.name: mark.shows for mark in MARKS}


def test_a_city_as_the_paper_has_it_shows_every_mark():
    assert all(shows(NUMBERS, 0.1) for shows in MARK.values())


@pytest.mark.parametrize(
    ("mark", "changed", "margin"),
    [
        ("falls", {}, 3.0),
        ("interior", {}, 3.0),
        ("interior", {"efficiency.1.0": 8.0}, 0.0),
        ("interior", {"efficiency.0.0": 8.0}, 0.0),
        ("score", {"dashboard.high": 0.5}, 0.1),
        ("substitution", {"direct_reasonable.high": 0.4}, 0.1),
        ("substitution", {"direct_reasonable.reg": 0.6}, 0.1),
        ("substitution", {"direct_reasonable.reg": float("nan")}, 0.1),
        ("volume", {"orders_per_month.high": 99.0}, 0.1),
        ("second order", {"second_efficiency.high": 2.0}, 0.1),
        ("first order", {"first_efficiency.high": 2.1}, 0.1),
        ("upward", {"routine.high": 0.9}, 0.1),
        ("upward", {"centre_of_gravity.high": 0.1}, 0.1),
        ("domain", {"domain.high": 0.09}, 0.1),
        ("domain", {"domain.reg": 0.0, "domain.high": 0.0}, 0.1),
        ("returns", {"after": 5.9}, 0.1),
    ],
)
def test_a_mark_is_missed_when_its_condition_is(mark, changed, margin):
    """Catches a condition turned round, or one that nothing can fail."""
    assert MARK[mark](NUMBERS | changed, margin) is False


def test_a_loss_that_is_not_there_cannot_come_back():
    assert MARK["returns"](NUMBERS | {"while": 6.95}, 0.1) is None
    rows = [{"rival": "r", "sample": "own", **NUMBERS}, {"rival": "r", "sample": "own", **NUMBERS}]
    rows[1]["while"] = 7.0
    table = marks_of(pd.DataFrame(rows), 0.1).set_index("mark")
    assert table.loc["returns", "asked"] == 1 and table.loc["returns", "share"] == 1.0
    lone = marks_of(pd.DataFrame(rows[1:]), 0.1).set_index("mark")
    assert np.isnan(lone.loc["returns", "share"])


def test_domain_is_what_the_tables_of_the_run_say():
    """The same two numbers from the run's own tables; catches a wrong bit or a lost round."""
    city = it.City.default()
    run = it.simulate(city, 1.0, months=10, streets=3, trace=True)
    problems = run.problems
    month = problems["t_arrival"] / 720.0
    inside = problems[
        (month >= 2)
        & (month < 8)
        & problems["big"]
        & ~problems["unreasonable"]
        & problems["overflow_accepted"]
    ]
    orders = run.orders.merge(inside[["street", "index"]])
    hours = (orders["t_end"] - orders["t_start"]).sum() + city.h_up * len(orders)
    resolved = inside["fate"] == "second_resolved"
    per_hour, share = domain(run, burn_in=2)
    assert len(inside) > 20
    assert per_hour == pytest.approx(city.v_big * resolved.sum() / hours)
    assert share == pytest.approx(resolved.mean())
    first = run.orders[(run.orders["round"] == 0) & ~run.orders["unreasonable"]]
    first = first[first["t_dispatch"] >= 2 * 720.0]
    assert direct_reasonable(run, burn_in=2) == pytest.approx((~first["overflow"]).mean())


def test_the_hotline_of_technical_limit_resolves_nothing_big():
    found = numbers_of(rival("technical limit"), it.City.default(), streets=1)
    assert found["domain.reg"] == found["domain_share.high"] == 0.0
    assert set(NUMBERS) <= set(found)


def test_without_assessment_only_resources_rise():
    city = it.City.default()
    for one in RIVALS:
        schedule = under(one, b_city(city), city)
        assert schedule.resources.max() == city.I_high and schedule.start == "2015-01"
        assert schedule.assessment.max() == (city.I_high if one.assessed else city.I_reg)


def test_every_explanation_starts_from_the_same_candidates():
    """Catches a search that favours one of them; nearest come first; ranges are kept."""
    cities = [it.City.default().replace(kappa=0.4 + 0.1 * k) for k in range(6)]
    options = {"candidates": 9, "rounds": 1, "streets": 1, "progress": False}
    tables = [recalibrated(rival(n), cities, **options) for n in ("intensity", "technical limit")]
    names = list(Prior.default().names)
    starts = [{tuple(row) for row in t[names].round(9).to_numpy()} for t in tables]
    assert len(starts[0] & starts[1]) == 5  # the first round; the next one goes its own way
    for table in tables:
        assert len(table) == 9 and table["distance"].is_monotonic_increasing
        points = Prior.default().points(table[names].to_numpy(dtype=float))
        assert points.min() >= 0.0 and points.max() <= 1.0
        assert best_cities(table, 2)[0].kappa == pytest.approx(table["kappa"].iloc[0])


def test_the_page_speaks_only_of_what_is_recorded():
    """Catches a number in the prose that no evidence stands behind; runs everything, small."""
    city = it.City.default()
    cities = [city.replace(kappa=0.5 + 0.08 * k, e_0=0.35 + 0.03 * k) for k in range(10)]
    rows = [row for at, one in enumerate(cities) for row in two_levels(one, number=at, streets=1)]
    panel = pd.DataFrame(rows)
    assert set(KEPT) <= set(panel)
    record = Record()
    quick = {"streets": 1, "progress": False}
    decomposition_evidence(record, city, cities, panel, runs=2, played=2, **quick)
    fingerprint_evidence(record, city, cities, 0.01, runs=1, kept=1, candidates=6, **quick)
    page = PAGE.read_text(encoding="utf-8")
    spoken = set(re.findall(r"\{glue:text\}`([^`]+)`", page))
    spoken |= {k for k in re.findall(r"\{([a-z_]+\.[a-z_.]+)\}", page)}
    missing = {k for k in spoken if not k.startswith(MADE_BY_THE_PAGE)} - set(record.values)
    assert not missing
    assert set(re.findall(r'results\.table\("(\w+)"\)', page)) <= set(record.tables)
    made = set(re.findall(r'glue\("([^"]+)"', page))
    assert {k for k in spoken if k.startswith(MADE_BY_THE_PAGE)} == made
