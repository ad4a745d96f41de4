"""A plain search for cities that meet the paper's facts.

Cities are drawn over the parameter ranges (scrambled Sobol), each is taken along B city's path,
and the distance to the targets is the root mean square misfit. Later rounds draw around the best
cities of the round before. The default city is a named point of this search.

``python -m intensity.evidence.search`` takes about ten minutes on two processors. Its table is
shipped as ``data/reference/matching.csv``, and the default city is the most central one of the
tenth of it that is nearest to the facts.
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

NEAR = 1.0  # root mean square misfit: on average within the spread of the targets
RUNS, JUDGE = 4, 7  # replications, and their seed, by which found cities are judged anew
NEAREST = 0.1  # of the cities that meet the facts, the part that the default is central in
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
    varied = {n: p.range for n, p in parameters().items() if p.range is not None and n not in MUTE}
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


def judged(frame: pd.DataFrame, *, near: float = NEAR, progress: bool = True) -> pd.DataFrame:
    """Cities that meet the facts on fresh draws too, not only on those they were searched with.

    Parameters
    ----------
    frame : DataFrame
        From `search`.
    near : float
        Largest distance allowed, in the search and again for the medians of `RUNS` replications.

    Returns
    -------
    DataFrame
        The parameters, to three significant digits, and ``distance`` as judged; nearest first.
    """
    known = parameters()
    names = [n for n in frame.columns if n in known]
    found = frame.loc[frame["distance"] < near, names]
    rows = [
        {n: int(x) if known[n].integer else float(f"{x:.3g}") for n, x in row.items()}
        for row in found.to_dict("records")
    ]

    def judge(row: dict[str, Any]) -> float:
        city = City.default().replace(**row)
        paths = pd.DataFrame(
            [on_path(path_of(city, streets=16, seed=JUDGE, number=n)) for n in range(RUNS)]
        )
        return distance(paths.median().to_dict())

    distances = in_threads(judge, rows, progress=progress, label="judged on fresh draws")
    out = pd.DataFrame(rows).assign(distance=distances)
    out = out[out["distance"] < near]
    return out.sort_values("distance", kind="stable", ignore_index=True)


def central(frame: pd.DataFrame, share: float = NEAREST) -> pd.Series:
    """The most central of the nearest cities: nearest to their mean in units of their spread.

    Parameters
    ----------
    frame : DataFrame
        From `judged`, nearest first.
    share : float
        The part of the cities, from the nearest on, that is taken; at least three of them.
    """
    frame = frame.head(max(3, int(share * len(frame))))
    values = frame.drop(columns="distance")
    spread = values.std(ddof=1).replace(0.0, 1.0)
    return frame.loc[(((values - values.mean()) / spread) ** 2).sum(axis=1).idxmin()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Search for cities that meet the paper's facts.")
    parser.add_argument("--cities", type=int, default=4096, help="draws per round")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--out", default="results/matching.csv", help="where to write the cities")
    given = parser.parse_args()
    found = judged(search(given.cities, given.rounds, seed=given.seed))
    found.to_csv(given.out, index=False)
    print(f"{len(found)} cities in {given.out}; the most central one:")
    print(central(found).to_string())


if __name__ == "__main__":
    main()
