"""Faults that the scenes have found, each in its smallest form."""

import errno
import json
import os
import shutil
import time

import pytest

import intensity as it
from intensity.experiment import findings, manifest, runner
from intensity.experiment import store as stores
from intensity.experiment.store import Store, read
from tests.faults.stores import Place


@pytest.fixture
def store(tmp_path):
    """A complete store of three units."""
    place = Place(tmp_path, 3)
    whole = Store(tmp_path / "out", place.design)
    return runner.fill(whole, workers=1, progress=False)


def test_runs_of_the_same_second_are_all_remembered(store, monkeypatch):
    """Catches runs told apart by the time at which they began."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    monkeypatch.setattr(manifest, "_now", lambda: now)
    for number in (0, 1):
        (store.path / store.file(number)).unlink()
        runner.fill(store, workers=1, progress=False)
    runs = json.loads((store.path / "manifest.json").read_text())["runs"]
    assert [run["units"] for run in runs] == [3, 1, 1]
    assert len({run["id"] for run in runs}) == 3


def test_a_manifest_that_reads_well_and_says_something_else_is_not_believed(store):
    """Catches a flipped bit in what can still be read as JSON."""
    path = store.path / "manifest.json"
    text = path.read_text()
    assert '"seed": 5' in text
    path.write_text(text.replace('"seed": 5', '"seed": 7'))
    assert not store.settled()
    with pytest.raises(it.InputError, match="json is damaged"):
        read(store.path)
    said = []
    runner.fill(store, progress=False, named=said.append)
    assert len(said) == 1
    assert "manifest.json: damaged or of another design; written again" in said[0]
    assert store.settled()


def test_units_written_while_a_store_is_looked_through_are_no_faults(store, monkeypatch):
    """Catches a list of checksums that was read before the units that it speaks of."""
    sums = store.path / "SHA256SUMS"
    later = sums.read_text()
    sums.write_text("".join(later.splitlines(keepends=True)[:1]))
    original = findings.fault

    def meanwhile(*given):
        wrong = original(*given)
        sums.write_text(later)
        return wrong

    monkeypatch.setattr(stores, "fault", meanwhile)
    assert store.scan() == []
    assert store.complete


def test_half_files_of_another_process_stay_where_nothing_can_be_locked(store):
    """Catches a second writer that tidies up the first one's work."""
    half = store.path / "units" / "000" / "unit-000001.parquet.99.part"
    half.write_bytes(b"half")
    run = manifest.started(1, None)
    store.scan()
    store.begin(run, alone=False)
    assert half.exists()
    store.begin(run)
    assert not half.exists()


def test_a_list_of_checksums_that_cannot_be_read_is_one_line(store, tmp_path):
    moved = shutil.copytree(store.path, tmp_path / "moved")
    (moved / "SHA256SUMS").unlink()
    (moved / "SHA256SUMS").mkdir()
    with pytest.raises(it.InputError, match="SHA256SUMS: Is a directory"):
        read(moved)


@pytest.mark.parametrize("name", ["lock", "SHA256SUMS", "manifest.json", "units/000"])
def test_what_stands_in_the_way_is_refused_before_anything_is_computed(store, name, monkeypatch):
    """Catches a run that believes the rest, or finds out after its first hour."""
    monkeypatch.setattr(runner, "compute", lambda *_: pytest.fail("computed"))
    path = store.path / name
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("not ours")
    else:
        path.unlink()
        path.mkdir()
        (path / "not ours").touch()
        (store.path / store.file(0)).unlink()
    with pytest.raises(it.InputError, match=f"{name}: is a f[a-z]+ where a f[a-z]+ of results"):
        runner.fill(store, progress=False, named=lambda line: None)
    assert path.is_file() or (path / "not ours").exists()


def test_a_manifest_damaged_where_nothing_can_be_written_is_named(store, monkeypatch):
    """Catches a result that is read in silence although what should describe it does not."""

    def locked(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(stores, "Lock", locked)
    said = []
    runner.fill(store, progress=False, named=said.append)
    assert said == []
    (store.path / "manifest.json").write_text("{}")
    runner.fill(store, progress=False, named=said.append)
    assert len(said) == 1
    assert "cannot be written again here" in said[0]


def test_a_name_that_is_too_long_is_said_once(tmp_path):
    with pytest.raises(it.InputError, match="File name too long") as error:
        it.Design.load("a" * 5000)
    assert len(str(error.value)) < 200
