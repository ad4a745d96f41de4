"""Variants after 2020: the same luck, no credit for what was set, unseen by the calibration."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence import closing, comparison, posterior
from intensity.evidence import validation as held
from intensity.evidence.record import Record
from intensity.experiment.sources import closure

FACT = comparison.stated()


@pytest.fixture(scope="module")
def found():
    """Two cities."""
    city = it.City.default()
    return closing.runs([city, city.replace(kappa=0.8)], progress=False)


def test_facts_are_those_after_2020_that_compare():
    """Catches a fact of 2019, on which no variant can bear, and one that is left out."""
    names = {check.fact for check in comparison.checks()}
    assert {"V22", "V26", "V29", "R16a", "R16b", "R19b"} <= names
    assert not names & {"R01", "R02", "R05", "V06", "C01", "P01d"}
    assert set(FACT) == names and comparison.RATE in names and comparison.CALLS in names


def test_each_variant_meets_the_fact_that_it_was_set_from(found):
    """And says so: such a fact is marked, and no verdict on it is counted."""
    table = comparison.judged(found, FACT)
    for variant, used in comparison.SET.items():
        own = table[table["variant"] == variant].set_index("id")
        assert set(own.index[own["set"]]) == set(used)
        if len(used) == 1:  # where two are set, the second is set given the first
            middle = found[variant][quantity(used[0])]
            assert np.allclose(middle, FACT[used[0]], rtol=0.02)
    summary = comparison.summarised(found, table).set_index("variant")
    assert summary.loc["learning", "set"] == comparison.RATE
    assert comparison.RATE not in summary.loc["learning", "inside"]
    free = {variant: len(FACT) - len(used) for variant, used in comparison.SET.items()}
    assert summary["free"].to_dict() == free


def quantity(fact: str) -> str:
    return next(check.quantity for check in held.CHECKS if check.fact == fact)


def test_variants_share_all_years_before(found):
    """Catches other luck, or a change before January 2021."""
    before = [f"{name}_{y}" for name in ("volume", "resolution") for y in (2018, 2019, 2020)]
    for frame in found.values():
        pd.testing.assert_frame_equal(frame[before], found["unchanged"][before])


def test_learning_and_limits(found):
    """Learning resolves more and spares repeats; what is only counted changes no outcome."""
    unresolved = {name: frame["unresolved_share"] for name, frame in found.items()}
    assert (unresolved["learning"] < unresolved["unchanged"]).all()
    assert (found["learning"]["repeat_share"] < found["unchanged"]["repeat_share"]).all()
    assert (found["selection"]["effectiveness"] == found["unchanged"]["effectiveness"]).all()
    assert (found["elsewhere"]["utilisation"] == found["unchanged"]["utilisation"]).all()


def test_changes_are_draw_by_draw():
    """Catches differences of medians in place of medians of differences."""
    base = pd.DataFrame({"volume": [1.0, 2.0, 30.0]})
    other = pd.DataFrame({"volume": [2.0, 29.0]}, index=[0, 2])
    change = comparison.changes({"unchanged": base, "growth": other}, "growth", "volume")
    assert change.tolist() == [1.0, -1.0]
    assert comparison.moves(change) == comparison.STILL
    assert comparison.moves(change + 2.0) == "rises" and comparison.moves(change - 2.0) == "falls"


@pytest.mark.skipif(not posterior.shipped(), reason="no posterior draws")
def test_evidence_is_recorded():
    """Catches a value that is missing for some variant."""
    record = Record()
    closing.closing_evidence(record, size=2, progress=False)
    assert {"closing", "closing_facts", "closing_variants", "closing_paths"} <= set(record.tables)
    table = record.tables["closing"]
    assert len(table) == len(comparison.SET) * len(comparison.QUANTITIES)
    assert table[["low", "middle", "high", "change"]].notna().all(axis=None)
    assert record.values["closing.draws"]["value"] == 2
    assert record.values["closing.apart.facts"]["value"] in ("the same", "not the same")


def test_calibration_cannot_reach_it():
    """Catches an import by which the calibration could read what is held out."""
    reached = closure(["intensity.evidence.calibration", "intensity.evidence.recovery"])
    names = {name.rpartition(".")[2] for name in reached}
    assert not names & {"additions", "closing", "comparison", "heldout", "validation"}
