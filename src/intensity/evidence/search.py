"""A plain search for cities that meet the paper's facts.

Cities are drawn over the parameter ranges (scrambled Sobol), each is taken along B city's path,
and the distance to the targets is the root mean square misfit. Later rounds draw around the best
cities of the round before. The default city is a named point of this search.

Run it with ``python -m intensity.evidence.search --cities 4096 --rounds 4``.
"""

from __future__ import annotations

import argparse
import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from intensity.evidence.targets import on_path, path_of, targets
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters


MUTE = ("v_big", "service_cv")  # no target depends on them: a valuation, and another service law


def distance(quantities: dict[str, float]) -> float:
    """Root mean square misfit over all targets; each is capped at 10."""
    misfits = [min(10.0, t.misfit(quantities[t.name])) for t in targets()]
    return math.sqrt(sum(m * m for m in misfits) / len(misfits))


def search(
    cities: int = 1024,
    rounds: int = 3,
    *,
    keep: float = 0.02,
    streets: int = 8,
    seed: int = 2022,
    progress: bool = True,
) -> pd.DataFrame:
    """Cities and their distance from the paper's facts, nearest first.

    Parameters
    ----------
    cities : int
        Draws per round.
    rounds : int
        The first covers the ranges; each further one resamples the best `keep` of all so far,
        with normal steps of half their spread, inside the ranges.
    streets, seed
        As in `simulate`; the same draws for every city (common random numbers).

    Returns
    -------
    DataFrame
        One row per city: its parameters, the targets' quantities, ``distance``.
    """
    varied = {
        n: p.range for n, p in parameters().items() if p.range is not None and n not in MUTE
    }
    names = list(varied)
    low = np.array([varied[n][0] for n in names], dtype=float)
    high = np.array([varied[n][1] for n in names], dtype=float)
    rng = np.random.default_rng(seed)
    power = max(1, math.ceil(math.log2(cities)))
    unit = qmc.Sobol(len(names), scramble=True, rng=rng).random_base2(power)[:cities]
    points = low + unit * (high - low)
    found: list[dict[str, Any]] = []
    for turn in range(rounds):
        rows = in_threads(
            lambda point: _row(names, point, streets, seed),
            list(points),
            progress=progress,
            label=f"search, round {turn + 1} of {rounds}",
        )
        found += [row for row in rows if row is not None]
        frame = pd.DataFrame(found).sort_values("distance", kind="stable", ignore_index=True)
        best = frame.head(max(10, int(keep * len(frame))))[names].to_numpy(dtype=float)
        chosen = best[rng.integers(len(best), size=cities)]
        steps = rng.normal(size=chosen.shape) * 0.5 * best.std(axis=0)
        points = np.clip(chosen + steps, low, high)
    return frame


def _row(names: list[str], point: np.ndarray, streets: int, seed: int) -> dict[str, Any] | None:
    known = parameters()
    values: dict[str, Any] = {
        n: round(x) if known[n].integer else float(x) for n, x in zip(names, point, strict=True)
    }
    try:
        city = City.default().replace(**values)
    except InputError:  # a corner of the ranges where values contradict each other
        return None
    quantities = on_path(path_of(city, streets=streets, seed=seed))
    return {**values, **quantities, "distance": distance(quantities)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Search for cities that meet the paper's facts.")
    parser.add_argument("--cities", type=int, default=1024, help="draws per round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--out", default="results/search.csv", help="where to write the table")
    given = parser.parse_args()
    frame = search(given.cities, given.rounds, seed=given.seed)
    frame.to_csv(given.out, index=False)
    print(frame.head(10).T.to_string())


if __name__ == "__main__":
    main()
