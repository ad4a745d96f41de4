"""An explanation, fitted to the paper's facts as far as a small search gets it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from intensity.evidence.prior import Prior
from intensity.evidence.targets import distance, on_path, targets
from intensity.experiment.design import Design
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.rivals import Rival
from intensity.model.scenarios import b_city
from intensity.model.schedule import Schedule
from intensity.model.simulate import reference, simulate

SEED = 2022
REFERENCE = 48  # months of the run that tells at what switches freeze
NEAREST = 8  # cities around which the next round is drawn
NOISE = 0.05  # of a parameter's range, added to each step


def under(rival: Rival, schedule: Schedule, city: City) -> Schedule:
    """A schedule as the explanation has it: without assessment, that stays at regular level."""
    if rival.assessed:
        return schedule
    return Schedule(schedule.resources, np.full(len(schedule), float(city.I_reg)), schedule.start)


def recalibrated(
    rival: Rival,
    cities: Sequence[City],
    *,
    candidates: int = 192,
    rounds: int = 2,
    streets: int = 6,
    seed: int = SEED,
    progress: bool = True,
) -> pd.DataFrame:
    """Cities under an explanation and their distance from the paper's facts, nearest first.

    A third of the candidates spreads over all ranges and over `cities` alike; the rest is drawn,
    round by round, around the nearest so far. Every explanation gets the same number, the same
    first candidates and the same draws.

    Parameters
    ----------
    rival : Rival
    cities : sequence of City
        Cities that fit the facts under the paper's own explanation.
    candidates, rounds : int
        Cities tried in all; rounds after the first.

    Returns
    -------
    DataFrame
        One row per city: parameters with a range, the targets' quantities, ``misfit_<target>``
        and ``distance``.
    """
    prior = Prior.default()
    rng = np.random.default_rng(seed)
    per_round = candidates // (rounds + 1)
    points = prior.points(_first(prior, cities, candidates - rounds * per_round))
    found = pd.DataFrame()
    for turn in range(rounds + 1):
        table = prior.frame(points)
        rows = in_threads(
            lambda one: _row(rival, one, streets, seed),
            _cities(prior, table),
            progress=progress,
            label=f"{rival.name}, round {turn + 1} of {rounds + 1}",
        )
        kept = [at for at, row in enumerate(rows) if row is not None]
        part = pd.concat(
            [
                table.iloc[kept].reset_index(drop=True),
                pd.DataFrame([row for row in rows if row is not None]),
            ],
            axis=1,
        )
        found = pd.concat([found, part], ignore_index=True)
        found = found.sort_values("distance", kind="stable", ignore_index=True)
        best = prior.points(found.head(NEAREST)[list(prior.names)].to_numpy(dtype=float))
        points = _around(best, per_round, rng)
    return found


def best_cities(tried: pd.DataFrame, count: int) -> list[City]:
    """The nearest cities of `recalibrated`."""
    return Prior.default().cities(tried.head(count))


def _first(prior: Prior, cities: Sequence[City], count: int) -> np.ndarray:
    """Values of the first candidates: half from `cities`, half all over the ranges."""
    given = min(count // 2, len(cities))
    at = np.linspace(0, len(cities) - 1, given).round().astype(int) if given else []
    wide = Design.of(
        {"name": "rivals", "cities": max(count - given, 1), "levels": [1.0], "seed": SEED}
    ).draw()
    chosen = [cities[i] for i in at] + wide[: count - given]
    return np.array([[float(one.values[name]) for name in prior.names] for one in chosen])


def _around(best: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Steps from good points along the difference of two others, with a little noise.

    Differences keep the directions in which good cities differ (as in differential evolution,
    Storn and Price 1997); with eight points in many dimensions a covariance would not.
    """
    start, one, two = (best[rng.integers(len(best), size=count)] for _ in range(3))
    length = rng.uniform(0.0, 1.0, size=(count, 1))
    noise = rng.normal(0.0, NOISE, size=start.shape)
    return np.clip(start + length * (one - two) + noise, 0.0, 1.0)


def _cities(prior: Prior, table: pd.DataFrame) -> list[City | None]:
    """Cities of a table; None where values contradict each other."""
    out: list[City | None] = []
    for at in range(len(table)):
        try:
            out += prior.cities(table.iloc[at : at + 1])
        except InputError:
            out.append(None)
    return out


def _row(rival: Rival, city: City | None, streets: int, seed: int) -> dict[str, float] | None:
    if city is None:
        return None
    try:
        own = rival.city(city)
    except InputError:
        return None
    frozen = reference(own, streets=streets, months=REFERENCE, seed=seed)
    run = simulate(
        own,
        frozen=frozen,
        schedule=under(rival, b_city(city), city),
        streets=streets,
        seed=seed,
        switches=dict(rival.switches),
    )
    quantities = on_path(run)
    misfits = {f"misfit_{t.name}": min(10.0, t.misfit(quantities[t.name])) for t in targets()}
    return {**quantities, **misfits, "distance": distance(quantities)}
