"""The shipped types say what the paper says, and are honest about the rest."""

from __future__ import annotations

import pytest

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.parameters import parameters
from intensity.model.tables import demand_types, paper_facts

TYPES = {row.id: row for row in demand_types()}
RANKED = sorted(
    (r for r in TYPES.values() if r.paper_rank_2020H1), key=lambda r: r.paper_rank_2020H1
)
DEADLINES = ("d_1", "d_2", "d_3", "d_4")


def test_ranks_are_those_of_the_paper():
    fact = paper_facts().set_index("name")["value"]
    names = {
        "epidemic": "rank_epidemic_control",
        "property": "rank_property_management",
        "construction": "rank_construction_management",
        "sanitation": "rank_sanitation",
    }
    assert {r.id: r.paper_rank_2020H1 for r in RANKED} == {t: fact[n] for t, n in names.items()}


def test_weights_fall_in_rank_order_and_exceed_the_unranked():
    steady = [row.weight for row in RANKED if not row.windowed]
    assert steady == sorted(steady, reverse=True)
    assert len(set(steady)) == len(steady)
    unranked = [r.weight for r in TYPES.values() if not r.paper_rank_2020H1 and r.id != "other"]
    assert min(steady) > max(unranked)


def test_epidemic_exists_in_its_window_only_and_leads_there():
    epidemic = TYPES["epidemic"]
    assert (epidemic.window_start, epidemic.window_end) == ("2020-01", "2020-06")
    assert [t for t, row in TYPES.items() if row.windowed] == ["epidemic"]
    p = {name: float(parameters()[name].default) for name in ("lambda_pot", "lambda_u")}
    arrivals = {
        t: p["lambda_pot"] * r.weight + p["lambda_u"] * r.weight_unreasonable
        for t, r in TYPES.items()
        if t not in ("epidemic", "other")
    }
    assert epidemic.window_rate * p["lambda_pot"] > max(arrivals.values())


def test_arrivals_keep_the_stated_order_at_the_upper_end_of_unreasonable_demands():
    """Ranks must not hinge on how many unreasonable demands there are."""
    low, high = parameters()["lambda_pot"].default, parameters()["lambda_u"].range[1]
    total = {t: low * r.weight + high * r.weight_unreasonable for t, r in TYPES.items()}
    stated = [r.id for r in RANKED if not r.windowed]
    named = [t for t in total if t not in ("epidemic", "other")]
    assert sorted(named, key=total.get, reverse=True)[: len(stated)] == stated


def test_unreasonable_demands_are_mostly_parking():
    assert max(TYPES.values(), key=lambda r: r.weight_unreasonable).id == "parking"


def test_trifles_have_low_odds_of_being_big():
    for trifle in ("sanitation", "property", "parking", "construction"):
        assert TYPES[trifle].big_odds_ratio < 1.0
    for hard in ("illegal_construction", "group_renting"):
        assert TYPES[hard].big_odds_ratio > 1.0


@pytest.mark.parametrize("p_big", [0.01, 0.12, 0.5, 0.95])
def test_big_share_over_the_types_is_the_parameter(p_big):
    """The ratios say which types are big, not how many matters are."""
    table = City.default().replace(p_big=p_big).type_table()
    weight, big = table[:, la.T_WEIGHT], table[:, la.T_BIG]
    assert weight @ big == pytest.approx(p_big * weight.sum(), rel=1e-9)
    odds = big / (1 - big)
    ratio = [t.big_odds_ratio for t in TYPES.values()]
    assert odds / odds[-1] == pytest.approx([r / ratio[-1] for r in ratio], rel=1e-9)


def test_urgent_classes_are_rare_but_for_lifts_and_the_epidemic():
    urgent = {t: r.d_1 + r.d_2 for t, r in TYPES.items()}
    assert sum(r.weight * urgent[t] for t, r in TYPES.items()) < 0.10
    assert set(sorted(urgent, key=urgent.get)[-2:]) == {"lifts", "epidemic"}


def test_no_share_pretends_to_be_stated():
    for row in TYPES.values():
        assert row.weight_provenance == row.odds_provenance == "assumed"
        assert len(row.reason) > 40
