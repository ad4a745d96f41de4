"""What is on disk is whole and belongs there, or is named and computed again."""

import json
import shutil

import pandas as pd
import pyarrow.compute as pc
import pytest

import intensity as it
from intensity.experiment import runner
from intensity.experiment.store import Store, read


@pytest.fixture
def store(tiny, tmp_path):
    """A complete store of the tiny design."""
    it.run_experiment(tiny, store=tmp_path, progress=False)
    return Store(tmp_path, tiny)


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def swap(path):
    shutil.copy(path.with_name("unit-000005.parquet"), path)


DAMAGE = {
    "flip": (flip, "damaged: its bytes"),
    "cut": (cut, "damaged or cut short"),
    "empty": (lambda path: path.write_bytes(b""), "damaged or cut short"),
    "gone": (lambda path: path.unlink(), None),
    "swap": (swap, "belongs elsewhere: unit 5, and here is unit 2"),
    "text": (lambda path: path.write_text("no table"), "damaged or cut short"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_units_are_named_and_computed_again(
    store, undisturbed, damage, look, capsys, monkeypatch
):
    """Catches a damaged, foreign or half-written unit being read, or another one being lost."""
    harm, words = DAMAGE[damage]
    file = store.path / store.file(2)
    harm(file)
    made, compute = [], runner.compute

    def watched(design, number, *rest):
        made.append(number)
        return compute(design, number, *rest)

    monkeypatch.setattr(runner, "compute", watched)
    it.run_experiment(store.design, store=store.path.parent, progress=False)
    assert made == [2]
    assert look(store.path) == undisturbed
    said = capsys.readouterr().err
    assert (words is None and said == "") or f"unit-000002.parquet: {words}" in said


def test_units_of_other_sources_are_named_and_computed_again(store, undisturbed, look, capsys):
    """Its checksum is right, only what it says about itself is not."""
    other = Store(store.path.parent, store.design)
    other.made_by = other.made_by | {"sources": "0123456789abcdef"}
    values = list(runner.sampling.points(store.design, 1))[2]
    rows = runner.unit.rows(store.design, 2, values)
    other.put(2, runner.unit.encoded(rows.table, other.identity(2)))
    assert look(store.path) != undisturbed
    runner.fill(store, progress=False)
    assert "belongs elsewhere: sources 0123456789abcdef" in capsys.readouterr().err
    assert look(store.path) == undisturbed


@pytest.mark.parametrize("file", ["SHA256SUMS", "manifest.json"])
@pytest.mark.parametrize("damage", ["gone", "torn", "noise"])
def test_damaged_lists_are_made_again(store, undisturbed, file, damage, look):
    """A torn line is what kill -9 leaves in the middle of a write."""
    path = store.path / file
    if damage == "gone":
        path.unlink()
    elif damage == "torn":
        path.write_bytes(path.read_bytes()[:-30])
    else:
        path.write_bytes(b"\xff\x00 no list at all\n")
    runner.fill(store, progress=False)
    assert look(store.path) == undisturbed
    assert store.settled()
    manifest = json.loads((store.path / "manifest.json").read_text())
    assert manifest["complete"]


def test_leftovers_go_and_strangers_are_named_but_not_read(store, undisturbed, look, capsys):
    """Half-written files of a killed run are removed; files that are not ours are not."""
    (store.path / store.file(1)).unlink()
    (store.path / "units/000/unit-000001.parquet.99.part").write_bytes(b"half")
    stranger = store.path / "units/000/unit-000900.parquet"
    shutil.copy(store.path / store.file(0), stranger)
    panel = it.run_experiment(store.design, store=store.path.parent, progress=False)
    assert len(panel) == 14
    assert "unit-000900.parquet: is no unit of this design" in capsys.readouterr().err
    stranger.unlink()
    assert look(store.path) == undisturbed


def test_read_back_equals_computed(store, monkeypatch):
    """The second call reads: it would fail if it simulated. Memory or disk makes no difference."""
    panel = it.run_experiment(store.design, progress=False)
    monkeypatch.setattr(runner, "compute", None)
    again = it.run_experiment(store.design, store=store.path.parent, progress=False)
    pd.testing.assert_frame_equal(panel, again, check_exact=True)
    pd.testing.assert_frame_equal(panel, read(store.path), check_exact=True)


def test_reading_is_lazy_or_checked(store, tmp_path):
    moved = shutil.copytree(store.path, tmp_path / "moved")
    high = (
        Store.open(moved)
        .dataset()
        .to_table(columns=["city", "efficiency"], filter=pc.field("intensity") == 1.0)
    )
    assert high.column("city").to_pylist() == list(range(7))
    assert list(read(moved, ["city", "cost"]).columns) == ["city", "cost"]
    assert set(store.columns) == set(read(moved).columns)
    flip(moved / store.file(3))
    for attempt in (lambda: read(moved), lambda: Store.open(moved).dataset()):
        with pytest.raises(it.InputError, match=r"unit-000003\.parquet: damaged"):
            attempt()
    with pytest.raises(it.InputError, match="no column"):
        read(store.path, ["citys"])
    with pytest.raises(it.InputError, match="no manifest"):
        read(tmp_path)


def test_results_of_other_sources_are_named_and_not_read(store, monkeypatch, capsys):
    """A result outlives its sources only where that is asked for."""
    monkeypatch.setattr("intensity.experiment.store.source_hash", lambda: "edited")
    with pytest.raises(it.InputError, match="other_sources=True"):
        read(store.path)
    assert len(read(store.path, other_sources=True)) == 14
    monkeypatch.setattr("intensity.experiment.sources.source_hash", lambda: "edited")
    other = Store(store.path.parent, store.design)
    assert other.path != store.path
    assert [finding.file for finding in other.others()] == [store.path.as_posix()]


def test_a_folder_that_cannot_be_written_is_one_line(tiny, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(it.InputError, match="cannot write results: ") as error:
        it.run_experiment(tiny, store=tmp_path / "file", progress=False)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("at", ["unit", "sums", "manifest"])
def test_a_full_disk_is_one_line_and_what_is_kept_is_resumed(
    tiny, tmp_path, undisturbed, monkeypatch, look, at
):
    """`ENOSPC` at each kind of file; the next run continues."""
    from intensity.experiment import files

    def full(original, when):
        count = [0]

        def call(*given):
            count[0] += 1
            if count[0] >= when:
                raise OSError(28, "No space left on device")
            return original(*given)

        return call

    with monkeypatch.context() as broken:
        if at == "unit":
            broken.setattr(files, "write_beside", full(files.write_beside, 6))
        elif at == "sums":
            broken.setattr(files.Sums, "append", full(files.Sums.append, 4))
        else:
            broken.setattr(runner.manifest, "write", full(runner.manifest.write, 1))
        with pytest.raises(it.InputError, match="cannot write results: No space left"):
            it.run_experiment(tiny, store=tmp_path, workers=1, progress=False)
    store = Store(tmp_path, tiny)
    assert not list(store.path.rglob("*.part"))
    assert store.scan() == []
    assert len(store.sums) == {"unit": 3, "sums": 3, "manifest": 0}[at]
    it.run_experiment(tiny, store=tmp_path, progress=False)
    assert look(store.path) == undisturbed


def test_a_complete_store_is_read_where_nothing_can_be_written(store, monkeypatch):
    """As on a read-only disk; an incomplete one is refused in one line."""

    def refused(self):
        raise OSError(30, "Read-only file system", str(self.path))

    monkeypatch.setattr(Store, "lock", refused)
    panel = it.run_experiment(store.design, store=store.path.parent, progress=False)
    assert len(panel) == 14
    (store.path / store.file(0)).unlink()
    with pytest.raises(it.InputError, match="Read-only file system; 6 of 7 units are kept"):
        it.run_experiment(store.design, store=store.path.parent, progress=False)


def test_units_go_into_folders_of_a_thousand(tiny, tmp_path):
    store = Store(tmp_path, tiny)
    assert store.file(999) == "units/000/unit-000999.parquet"
    assert store.file(1_234_567) == "units/1234/unit-1234567.parquet"


def test_the_manifest_says_what_made_the_result(store):
    manifest = json.loads((store.path / "manifest.json").read_text())
    assert manifest["seed"] == 3
    assert it.Design.of(manifest["design"]) == store.design
    assert manifest["units"] == 7
    assert manifest["rows"] == 14
    assert set(manifest["columns"]) == set(store.columns)
    (run,) = manifest["runs"]
    assert run["units"] == 7
    assert run["ended"]
    assert {"processor", "libraries", "python", "threads", "host"} <= set(run)
