"""Where claims are asked: the default city, cities all over the ranges, cities that fit the facts.

Estimates of a city are kept below ``results/claims/`` as soon as they are there, so that a stopped
evaluation goes on where it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.evidence import posterior
from intensity.evidence.claims.cases import Case
from intensity.evidence.claims.estimands import ESTIMANDS
from intensity.evidence.claims.judge import jackknife
from intensity.evidence.claims.registry import register
from intensity.evidence.claims.simulated import LEVELS, SEED, STREETS, Simulated
from intensity.evidence.claims.variants import is_known
from intensity.evidence.record import results_path
from intensity.experiment.design import Design
from intensity.experiment.runner import in_threads
from intensity.experiment.store import source_hash
from intensity.model.city import City
from intensity.model.parameters import parameters
from intensity.model.tables import data_path

PRIOR, POSTERIOR = "prior", "posterior"
SIZES = {PRIOR: 128, POSTERIOR: 128}
DIGITS = 4  # significant ones of an estimate of one city
FIRST_NUMBER = {PRIOR: 0, POSTERIOR: 100_000}  # keys of the draws, so that no city shares its luck
_RUNNING = (
    *("cases", "simulated", "variants", "judge", "samples"),
    *(f"estimands/{name}" for name in ("supplement", "matters", "pressure", "paradox", "policy")),
)


@cache
def runs_hash() -> str:
    """Hash of what estimates rest on: kernel, model, experiment, estimands, posterior sample."""
    digest = hashlib.sha256(source_hash().encode())
    for name in _RUNNING:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    digest.update((data_path("reference") / "posterior.csv").read_bytes())
    return digest.hexdigest()[:16]


def drawn(sample: str, size: int | None = None) -> list[City]:
    """The cities of a sample, in a fixed order."""
    size = SIZES[sample] if size is None else size
    if sample == PRIOR:
        # the first cities of a larger draw are those of a smaller one only within a power of two
        content: dict[str, Any] = {
            "name": "claims",
            "cities": max(size, SIZES[PRIOR]),
            "levels": list(LEVELS),
            "seed": SEED,
        }
        return Design.of(content).draw()[:size]
    return posterior.cities(size)


def varied(cities: list[City]) -> pd.DataFrame:
    """Parameters that differ between cities, one row per city, and the load they make.

    ``load`` is the hours of first-order work that arise per handler and hour at average success:
    the offered load of the street without hotline and without prevention.
    """
    names = [n for n, p in parameters().items() if p.range is not None]
    frame = pd.DataFrame([{n: float(city.values[n]) for n in names} for city in cities])
    frame = frame.loc[:, frame.nunique() > 1]
    hours = [c.h_small + c.p_big * (c.h_big - c.h_small) for c in cities]
    load = [c.lambda_pot * h / c.K for c, h in zip(cities, hours, strict=True)]
    return frame.assign(load=load)


def wanted() -> list[str]:
    """Estimands of the register that the model can give, each once."""
    parts = [part for claim in register().claims for part in claim.parts]
    names = {str(p.estimand) for p in parts if p.estimand and is_known(p.needs)}
    return [name for name in ESTIMANDS if name in names]


def estimates(
    sample: str,
    size: int | None = None,
    *,
    folder: Path | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Every estimand in every city of a sample.

    Parameters
    ----------
    sample : {"prior", "posterior"}
    size : int, optional
        Cities; default `SIZES`.
    folder : Path, optional
        Where cities are kept; default ``results/claims``.

    Returns
    -------
    DataFrame
        One row per city and estimand: ``sample``, ``city``, ``estimand``, ``value``, ``se``,
        ``df``, ``reason``; in the order of cities and of `ESTIMANDS`.
    """
    folder = (results_path("claims") if folder is None else folder) / runs_hash()
    names = wanted()
    tasks = list(enumerate(drawn(sample, size)))
    frames = in_threads(
        lambda task: _kept(folder / f"{sample}-{task[0]:05d}.parquet", names, sample, *task),
        tasks,
        workers=workers,
        progress=progress,
        label=f"claims, {sample}",
    )
    return pd.concat(frames, ignore_index=True)


def _kept(path: Path, names: list[str], sample: str, number: int, city: City) -> pd.DataFrame:
    with contextlib.suppress(OSError, ValueError, KeyError):
        found = pd.read_parquet(path)
        if (found["digest"] == city.digest).all() and list(found["estimand"]) == names:
            return found.drop(columns="digest")
    case = Case(Simulated(city, FIRST_NUMBER[sample] + number, streets=STREETS))
    rows = [(name, jackknife(ESTIMANDS[name], case)) for name in names]
    frame = pd.DataFrame(
        {
            "sample": sample,
            "city": number,
            "estimand": names,
            "value": [rounded(e.value) for _, e in rows],
            "se": [rounded(e.se) for _, e in rows],
            "df": [e.df for _, e in rows],
            "reason": [e.reason for _, e in rows],
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.part")
    frame.assign(digest=city.digest).to_parquet(beside, index=False)
    beside.replace(path)
    return frame


def rounded(x: float) -> float:
    """To the digits that are shipped, so that verdicts on shipped estimates are the same."""
    return float(f"{x:.{DIGITS}g}")
