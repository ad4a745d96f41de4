"""What is on disk is either whole and for these sources, or not read."""

import pandas as pd
import pytest

import intensity as it
from intensity.experiment.store import Store

DESIGN = it.Design.of(
    {"cities": 2, "streets": 1, "months": 6, "burn_in": 2, "levels": [0.2, 1.0], "name": "tiny"}
)


@pytest.fixture
def panel(tmp_path):
    return it.run_experiment(DESIGN, store=tmp_path, progress=False)


def test_read_back_equals_computed(tmp_path, panel, monkeypatch):
    """The second call reads: it would fail if it simulated."""
    monkeypatch.setattr("intensity.experiment.runner.unit", None)
    again = it.run_experiment(DESIGN, store=tmp_path, progress=False)
    pd.testing.assert_frame_equal(panel, again, check_exact=True)


def test_other_designs_and_sources_are_not_mixed_up(tmp_path, panel, monkeypatch):
    other = DESIGN.model_copy(update={"seed": 5})
    assert Store(tmp_path, other).read() is None
    assert Store(tmp_path, DESIGN).read() is not None
    monkeypatch.setattr("intensity.experiment.store.source_hash", lambda: "edited")
    assert Store(tmp_path, DESIGN).read() is None


@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "manifest"])
def test_damage_is_noticed_and_computed_again(tmp_path, panel, damage):
    store = Store(tmp_path, DESIGN)
    content = bytearray(store.panel_path.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 1
        store.panel_path.write_bytes(content)
    elif damage == "cut":
        store.panel_path.write_bytes(content[: len(content) // 2])
    elif damage == "gone":
        store.panel_path.unlink()
    else:
        store.manifest_path.write_text("{")
    assert store.read() is None
    again = it.run_experiment(DESIGN, store=tmp_path, progress=False)
    pd.testing.assert_frame_equal(panel, again, check_exact=True)
    assert store.read() is not None


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(it.InputError, match="cannot write results"):
        it.run_experiment(DESIGN, store=tmp_path / "file", progress=False)


def test_workers_are_checked():
    with pytest.raises(it.InputError, match="workers"):
        it.run_experiment(DESIGN, workers=0, progress=False)
