"""Public facts: numbers multiplied out right, traceable, and held out where they must be."""

from __future__ import annotations

import re

import pytest

from intensity.model.parameters import parameters
from intensity.model.tables import external_facts

FACTS = external_facts().set_index("id")
SCALES = {"万件": 1e4, "万条": 1e4, "亿件": 1e8, "million": 1e6}


def test_every_row_belongs_to_its_entry():
    for name, row in FACTS.iterrows():
        assert re.fullmatch(rf"{row['source_id']}[a-h]?", name)
    for entry, rows in FACTS.groupby("source_id"):
        letters = "".join(name.removeprefix(entry) for name in rows.index)
        assert letters == "abcdefgh"[: len(rows)] if len(rows) > 1 else letters == ""
        for column in ("value_text", "unit_text", "source_url", "quote"):
            assert rows[column].nunique() == 1


def test_multiples_are_multiplied_out():
    """Every plain number noted in 万, 亿 or million, against the value of its row."""
    checked = 0
    for name, row in FACTS.iterrows():
        scale = next((s for word, s in SCALES.items() if word in row["unit_text"]), None)
        number = re.fullmatch(r"(?:about |nearly )?([\d.]+)\+?", row["value_text"])
        if scale and number:
            assert row["value"] == pytest.approx(float(number[1]) * scale, rel=1e-12), name
            checked += 1
    assert checked >= 25  # most of the entries in such units


def test_percentages_are_percentages():
    rates = FACTS[FACTS["unit"] == "percent"]
    assert rates["value"].dropna().between(0, 100).all()
    assert not FACTS["unit"].str.contains("10k|million|share", regex=True).any()


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("exact", False, False), ("at_least", True, False), ("at_most", False, True),
     ("nearly", False, True), ("range", True, True)],
)  # fmt: skip
def test_qualifier_and_bounds_go_together(qualifier, low, high):
    rows = FACTS[FACTS["qualifier"] == qualifier]
    assert len(rows) > 0
    assert (rows["value_low"].notna() == low).all()
    assert (rows["value_high"].notna() == high).all()
    assert (rows["value"].isna() == (qualifier == "range")).all()


def test_nothing_is_both_input_and_validation():
    by_use = {use: set(rows.index) for use, rows in FACTS.groupby("use")}
    assert set(by_use) == {"validation", "input", "context", "paper"}
    cited = {fact for p in parameters().values() for fact in p.facts if not fact.startswith("F")}
    assert not cited & by_use["validation"]
    assert by_use["input"] == {
        f for p in parameters().values() if p.provenance == "external" for f in p.facts
    }


def test_validation_is_about_beijing_after_the_switch():
    held_out = FACTS[FACTS["use"] == "validation"]
    assert held_out["in_beijing"].all()
    assert (held_out["period_end"] >= "2019-01").all()


def test_shares_of_calls_give_the_parameters():
    value = FACTS["value"]
    consult = value["V21b"] / 100.0
    p = parameters()
    assert p["consult_share"].default == pytest.approx(consult)
    streets = value["V11"] / (value["V10"] * (1.0 - consult))
    assert p["street_share"].default == pytest.approx(streets, abs=0.005)
    assert p["city_streets"].default == value["U02"]
    assert p["h_call"].default == pytest.approx(value["O13"] / 60.0)
    assert value["V20a"] + value["V21a"] == value["V19"]
