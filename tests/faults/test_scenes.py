"""Faults tried for real; after each, the bytes of a run that nothing happened to."""

import importlib.util

import pytest

from tests.faults import damage, disks, scenes

DASK = importlib.util.find_spec("distributed") is not None


@pytest.mark.parametrize("name", scenes.SCENES)
def test_after_a_fault_the_bytes_are_the_same(name, tmp_path):
    """Catches a unit lost, a unit half written that counts, a traceback, a store stuck for good.

    Kills (at random moments, at each call to the disk), calls that fail, a disk that is full or
    read-only, other clocks, other processes, a Dask cluster that loses its processes.
    """
    before: list[str] = []
    if name in scenes.MOUNTS:
        before, reason = disks.namespace()
        if not before:
            pytest.skip(reason)
    if name == "cluster" and not DASK:
        pytest.skip("needs the extra `distributed`")
    outcomes = scenes.play(name, tmp_path, before=before)
    assert outcomes
    for outcome in outcomes:
        assert outcome.times > 0
        assert outcome.worse == 0, outcome.notes
        assert outcome.unharmed + outcome.refused == outcome.times


def test_damage_to_any_file_is_noticed_and_mended(tmp_path):
    """Catches values read from a damaged file, and damage that a run leaves as it is."""
    outcome = damage.tried(tmp_path, 60)
    assert outcome.times == 60
    assert outcome.worse == 0, outcome.notes
