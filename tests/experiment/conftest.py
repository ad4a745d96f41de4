"""A design of small units, and a look at the bytes of a store."""

from pathlib import Path

import pytest

import intensity as it
from intensity.experiment.store import Store

TINY = {
    **{"name": "tiny", "cities": 7, "streets": 1, "months": 6, "burn_in": 2, "levels": [0.2, 1.0]},
    **{"seed": 3, "cities_per_file": 1},
}


@pytest.fixture(scope="session")
def tiny():
    """Seven units of one city each, a few milliseconds per unit."""
    return it.Design.of(TINY)


def bytes_of(path):
    """Everything in a store but the manifest, which has times in it, and the lock."""
    left_out = ("manifest.json", "lock")
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(Path(path).rglob("*"))
        if file.is_file() and file.name not in left_out
    }


@pytest.fixture(scope="session")
def undisturbed(tiny, tmp_path_factory):
    """The bytes of a run that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    it.run_experiment(tiny, store=folder, workers=1, progress=False)
    return bytes_of(Store(folder, tiny).path)


@pytest.fixture
def look():
    """`bytes_of`, for test modules."""
    return bytes_of
