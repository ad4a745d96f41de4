"""Evidence on the engine: what is shipped is read, checked, and not needed for anything else."""

import json
import shutil

import pytest

from intensity.evidence import engine
from intensity.evidence.record import Record
from intensity.model.errors import InputError
from intensity.model.tables import data_path


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the data folder."""
    folder = tmp_path / "data"
    shutil.copytree(data_path(), folder)
    monkeypatch.setenv("INTENSITY_DATA", str(folder))
    return folder


def test_shipped_tables_are_recorded(data):
    record = Record()
    engine._shipped(record)
    assert record.values["twins.apart"]["value"] == 0
    assert record.values["mutations.faults"]["value"] >= 17
    assert record.values["mutations.caught"] == record.values["mutations.faults"]
    assert record.values["mutations.false_alarms"]["value"] == 0
    assert "none" in set(record.tables["mutations"]["fault"])


def test_a_missing_table_or_column_is_named(data):
    (data / "reference" / "twins.csv").write_text("case,problems\na,1\n")
    with pytest.raises(InputError, match=r"twins\.csv: missing column orders"):
        engine._shipped(Record())
    (data / "reference" / "twins.csv").unlink()
    with pytest.raises(InputError, match=r"twins\.csv"):
        engine._shipped(Record())


def test_speed_is_recorded_if_it_was_measured(data):
    """Without the file nothing is recorded and nothing fails."""
    file = data / "reference" / "bench.json"
    file.unlink(missing_ok=True)
    record = Record()
    engine._bench(record)
    assert engine.bench() is None
    assert not record.values
    file.write_text(json.dumps({"kernel_over_c": 1.1, "goals": {}, "met": True, "cpu": "x"}))
    engine._bench(record)
    assert list(record.values) == ["bench.kernel_over_c"]


def test_a_damaged_measurement_is_named(data):
    file = data / "reference" / "bench.json"
    file.write_text("{")
    with pytest.raises(InputError, match=r"bench\.json: not JSON"):
        engine.bench()
    file.write_text("[1]")
    with pytest.raises(InputError, match="one JSON object"):
        engine.bench()


def test_bytes_are_compared_with_those_shipped(monkeypatch):
    """A machine that gives other bytes must say so on the page, not fail to build it."""
    wanted = engine.shipped()
    record = Record()
    engine._bytes(record)
    assert record.values["digests.same"] == record.values["digests.cases"]
    first = next(iter(wanted))
    monkeypatch.setattr(engine, "shipped", lambda: wanted | {first: "0"})
    record = Record()
    engine._bytes(record)
    assert not record.tables["digests"].set_index("case").loc[first, "same"]
    assert record.values["digests.same"]["value"] == record.values["digests.cases"]["value"] - 1


@pytest.mark.parametrize(
    ("value", "wanted"), [(0.0, "0"), (2.4e-15, "2 × 10⁻¹⁵"), (3e2, "3 × 10²"), (1.0, "1 × 10⁰")]
)
def test_small_numbers_in_words(value, wanted):
    assert engine.power_of_ten(value).replace("\N{NO-BREAK SPACE}", " ") == wanted
