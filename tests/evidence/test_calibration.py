"""The calibration as a whole: resumes, repeats itself, and cannot see what is held out."""

import ast
import json
import shutil

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import calibration
from intensity.evidence.calibration import Calibration, Settings
from intensity.evidence.shipping import ship
from intensity.experiment.sources import _file, closure, meaning
from intensity.model.tables import data_path

TINY = Settings(
    waves=(40, 24), guided=(16,), started=24, particles=12, moves=1, last=1, streets=1, shipped=6
)
HELD_OUT = ("heldout", "validation")


def run(folder, workers=1):
    calibrated = Calibration(TINY, folder=folder, workers=workers, progress=False)
    population = calibrated.run()
    return calibrated, population


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calibration")
    return folder, *run(folder)


def test_stopped_and_resumed_gives_the_same(undisturbed, tmp_path, monkeypatch):
    """Stopped in every stage in turn; catches a stage that depends on what was in memory."""
    whole = calibration.simulated
    calls = {"left": 1}

    def stops(*args, **options):
        if calls["left"] == 0:
            raise KeyboardInterrupt
        calls["left"] -= 1
        return whole(*args, **options)

    monkeypatch.setattr(calibration, "simulated", stops)
    for _ in range(60):
        try:
            _, population = run(tmp_path)
            break
        except KeyboardInterrupt:
            calls["left"] = 4  # at least a generation's, so that every start gets further
    else:
        pytest.fail("never finished")
    _, _, expected = undisturbed
    assert np.array_equal(population.points, expected.points)
    assert np.array_equal(population.values, expected.values)


def test_threads_do_not_matter(undisturbed, tmp_path):
    _, population = run(tmp_path, workers=2)
    assert np.array_equal(population.points, undisturbed[2].points)


def test_a_damaged_stage_is_computed_again(undisturbed, tmp_path):
    folder, _, expected = undisturbed
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    victim = next(copy.glob("*/wave-2.parquet"))
    victim.write_bytes(victim.read_bytes()[:100])
    _, population = run(copy)
    assert np.array_equal(population.points, expected.points)


def test_draws_and_manifest_are_shipped(undisturbed, tmp_path):
    """Four significant digits, one row per draw, and the manifest's checksum is the file's."""
    _, calibrated, population = undisturbed
    path = ship(calibrated.prior, population, 6, calibrated.about(), tmp_path)
    frame = pd.read_csv(path)
    manifest = json.loads(path.with_suffix(".json").read_text())
    assert list(frame.columns) == list(calibrated.prior.names) and len(frame) == 6
    assert len(calibrated.prior.cities(frame)) == 6
    assert manifest["simulated"] == len(calibrated.values) and manifest["generations"]
    powers = [g["power"] for g in manifest["generations"]]
    assert powers == sorted(powers) and powers[-1] == 1.0


def test_no_two_simulations_share_their_draws(undisturbed, monkeypatch, tmp_path):
    """Numbers of cities are never used twice: fresh draws for every particle."""
    used = []

    def noted(prior, points, *, first, **options):
        used.extend(range(first, first + len(points)))
        return whole(prior, points, first=first, **options)

    whole = calibration.simulated
    monkeypatch.setattr(calibration, "simulated", noted)
    run(tmp_path)
    assert len(used) == len(set(used)) > 100 and max(used) < 2**31


def test_calibration_imports_nothing_that_reads_held_out_facts():
    """The modules that it can reach neither are the validation nor name the file's reader."""
    reached = closure(["intensity.evidence.calibration", "intensity.evidence.recovery"])
    for name in reached:
        assert name.rpartition(".")[2] not in HELD_OUT, name
        assert "external_facts" not in meaning(ast.parse(_file(name).read_text("utf-8"))), name


def test_calibration_runs_without_the_held_out_facts(undisturbed, tmp_path, monkeypatch):
    """The file is not there, and nothing changes."""
    data = tmp_path / "data"
    shutil.copytree(data_path(), data, ignore=shutil.ignore_patterns("external_facts.csv"))
    monkeypatch.setenv("INTENSITY_DATA", str(data))
    _, population = run(tmp_path / "results")
    assert np.array_equal(population.points, undisturbed[2].points)
