"""Results on disk: what was recorded is what prose and figures read."""

import pandas as pd
import pytest

from intensity.evidence.record import Record
from intensity.model.errors import InputError
from intensity.report import results
from intensity.report.text import number, percent


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INTENSITY_RESULTS", str(tmp_path))
    results._content.cache_clear()
    yield tmp_path
    results._content.cache_clear()


def test_round_trip(folder):
    record = Record()
    record.add("a.share", 0.4567, "share", 0)
    record.add("a.count", 12345.4, "count")
    record.add("a.p", 0.0001, "p")
    record.add("a.word", "bounded", "text")
    record.table("t", pd.DataFrame({"x": [1.5, 2.5]}, index=pd.Index([0.2, 1.0], name="i")))
    record.write({"version": "x", "tables": ["t"]})
    assert results.value("a.share") == 0.4567
    assert results.shown("a.share") == percent(0.4567)
    assert results.shown("a.count") == number(12345, 0)
    assert results.shown("a.p") == "below 0.001"
    assert results.shown("a.word") == "bounded"
    assert results.table("t").loc[1.0, "x"] == 2.5
    assert not list(folder.rglob("*.part"))


def test_missing_things_are_named(folder):
    with pytest.raises(InputError, match="make book"):
        results.value("a")
    Record().write({"version": "x"})
    with pytest.raises(InputError, match="no value 'a'"):
        results.value("a")
    with pytest.raises(InputError, match=r"t\.parquet"):
        results.table("t")


@pytest.mark.parametrize("value", [float("nan"), None])
def test_a_value_that_is_none_is_refused(value):
    """Prose must not print 'nan'."""
    with pytest.raises(ValueError, match="no value"):
        Record().add("k", value)


def test_a_key_is_recorded_once():
    record = Record()
    record.add("k", 1.0)
    with pytest.raises(ValueError, match="twice"):
        record.add("k", 2.0)
