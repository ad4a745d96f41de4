"""Same version, seed and design, same bytes: wherever and however the work is done.

Every condition is compared with ``data/reference/digests.csv``, so conditions agree with each other
and with the machine on which that file was written. If *all* tests here fail, the kernel's output
was changed: if that was meant, renew the file (``python -m tests.contract.digest --write``) and say
in the changelog that outputs changed.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.digests import CASES, design, digest_of_panel, shipped
from intensity.experiment.runner import run_experiment
from intensity.model.city import City
from intensity.model.measures import MEASURES
from intensity.model.simulate import simulate
from tests.contract.fresh import answer, other_processor, start

OTHER_PYTHON = os.environ.get("INTENSITY_OTHER_PYTHON", "")
pytestmark = pytest.mark.golden


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return run_experiment(design(), workers=1, progress=False)


@pytest.fixture(scope="module")
def own_cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for compiled code apart from the user's; kept between runs where pytest keeps any.

    Folders in it are named by a hash of the kernel's sources, so what is kept is never stale.
    """
    cache = getattr(request.config, "cache", None)
    return cache.mkdir("contract") if cache else tmp_path_factory.mktemp("contract")


def compared(found: dict[str, str]) -> dict[str, str]:
    """Cases whose digest is not the shipped one, empty if all is well."""
    wanted = shipped()
    return {name: digest for name, digest in found.items() if wanted.get(name) != digest}


def test_every_case_is_shipped():
    """A case that was added, or dropped, without its digest."""
    assert list(shipped()) == list(CASES)


def test_cases_differ_from_each_other():
    """A case that does not do what its name says gives the digest of another."""
    assert len(set(shipped().values())) == len(CASES)


def test_a_new_process():
    """Anything that depends on the hash seed of strings, on imports or on what ran before."""
    found = answer(start({"PYTHONHASHSEED": "1"}))
    assert found["made_with"]["hash_seed"] == "1"
    assert not compared(found["digests"])


@pytest.mark.slow
def test_another_processor(own_cache):
    """Contracted or reordered arithmetic, and results that hang on the system's own logarithm."""
    environment = other_processor() | {"INTENSITY_CACHE": str(own_cache)}
    found = answer(start(environment))
    assert found["made_with"]["processor"] == "generic"
    assert not compared(found["digests"])


@pytest.mark.slow
def test_uncompiled():
    """Integer overflow, contraction and typing accidents of the compiler."""
    found = answer(start({"NUMBA_DISABLE_JIT": "1", "PYTHONHASHSEED": "3"}))
    assert not found["made_with"]["compiled"]
    assert not compared(found["digests"])


@pytest.mark.skipif(
    not OTHER_PYTHON,
    reason="INTENSITY_OTHER_PYTHON names no interpreter with another NumPy: `make test-numpy`",
)
def test_another_numpy(tmp_path):
    """Results that hang on how NumPy sums, sorts or draws; run by tests/contract/other_numpy.py."""
    found = answer(start({"INTENSITY_CACHE": str(tmp_path)}, python=OTHER_PYTHON))
    other = found["made_with"]["numpy"].split(".")[:2]
    assert other != np.__version__.split(".")[:2], "the same minor version as here"
    assert not compared(found["digests"])


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_threads(workers):
    """Cities that share anything: state, sums, a stream of draws."""
    found = digest_of_panel(run_experiment(design(), workers=workers, progress=False))
    assert not compared({"small experiment": found})


@pytest.mark.parametrize("workers", [2, 3, 64])
def test_threads_over_the_streets_of_a_city(workers):
    """Streets that share anything within a month; more threads than streets; a ring that grows."""
    city = City.default().replace(K=20, lambda_pot=9.0, size_cv=0.6)
    runs = [simulate(city, 1.0, months=4, streets=7, trace=True, workers=w) for w in (1, workers)]
    for name in ("counts", "reals", "orders_by_type"):
        one, many = (getattr(run, name).tobytes() for run in runs)
        assert one == many, name
    assert runs[0].events == runs[1].events
    pd.testing.assert_frame_equal(runs[0].problems, runs[1].problems)


def test_spawned_processes():
    """State that a child would inherit by forking and not by starting anew."""
    names = [name for name in CASES if not name.startswith("without")]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:  # a Pool would wait for ever if broken
        found = dict(pool.map(one, names))
    assert not compared(found)


def one(name: str) -> tuple[str, str]:
    """A case, for a pool of processes."""
    return name, CASES[name]()


@pytest.mark.parametrize("chunk", [1, 3, 7])
def test_chunks_in_any_order(chunk, panel):
    """A city whose draws depend on which cities were run before it, or together with it."""
    given = design()
    cities = list(enumerate(given.draw()))
    chunks = [cities[at : at + chunk] for at in range(0, len(cities), chunk)]
    random.Random(chunk).shuffle(chunks)
    rows = []
    for part in chunks:
        for number, city in reversed(part):
            for level in given.levels:
                run = simulate(
                    city, level, months=given.months, streets=given.streets, seed=given.seed,
                    number=number,
                )  # fmt: skip
                measured = dict(run.measures(given.burn_in))
                rows.append({"city": number, "intensity": level, **measured})
    rebuilt = pd.DataFrame(rows).sort_values(["city", "intensity"], ignore_index=True)
    names = ["city", "intensity", *MEASURES]
    pd.testing.assert_frame_equal(rebuilt[names], panel[names], check_exact=True)


def test_fewer_cities_are_the_first_of_more(panel):
    """A design enlarged later keeps what was computed: the first cities stay what they were."""
    fewer = run_experiment(design().model_copy(update={"cities": 3}), workers=2, progress=False)
    head = panel[panel["city"] < 3].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer, head, check_exact=True)
