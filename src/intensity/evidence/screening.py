"""Which parameters matter at all: Morris's elementary effects (1991), through SALib.

Trajectories run through the cube of the parameters' ranges one parameter at a time. All points of
a trajectory share their draws, but for one step: the draws are an input like any other, so that
what chance alone does stands in the same table as what the parameters do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling

from intensity.model.errors import InputError

DRAWS = "draws"  # the input that says which random numbers a run gets
GRID = 4  # levels of a parameter on a trajectory
LEVEL = 0.95
ONE_WAY = 0.6  # of the mean size of effects that their mean must reach to have a direction

Model = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Points of the unit cube, shape (n, parameters), and numbers of the draws, shape (n,), to
outputs, shape (n, outputs)."""


def screen(
    model: Model,
    names: Sequence[str],
    outputs: Sequence[str],
    *,
    trajectories: int,
    resamples: int = 200,
    seed: int = 2022,
) -> pd.DataFrame:
    """Elementary effects of every parameter and of the draws.

    Parameters
    ----------
    model : callable
        See `Model`.
    names, outputs : sequence of str
        Parameters (columns of points) and outputs (columns of values).
    trajectories : int, >= 2
        Each costs one run per parameter and two more.
    resamples : int
        Of the bootstrap over trajectories.
    seed : int, >= 1

    Returns
    -------
    DataFrame
        One row per output and parameter, `DRAWS` last: ``mu`` (mean effect, in the output's unit
        per whole range), ``mu_star`` (mean size), ``half`` (half-width of its 95 % interval),
        ``sigma`` (spread of effects), ``share`` (of the sum of squared ``mu_star`` over
        parameters), ``direction`` (raises, lowers, either way, nothing).

    Raises
    ------
    InputError
        For fewer than two trajectories, or values that are not finite.
    """
    if trajectories < 2:
        raise InputError(f"trajectories: {trajectories}, wants at least 2")
    problem = problem_of([*names, DRAWS])
    points = sampling.sample(problem, trajectories, num_levels=GRID, seed=seed)
    of = np.repeat(np.arange(trajectories), len(points) // trajectories)
    numbers = of * GRID + np.rint(points[:, -1] * (GRID - 1)).astype(np.int64)
    values = finite(model(points[:, :-1], numbers), outputs)
    frames = []
    for at, output in enumerate(outputs):
        found = analysis.analyze(
            problem,
            points,
            values[:, at],
            num_resamples=resamples,
            conf_level=LEVEL,
            num_levels=GRID,
            seed=seed,
        )
        frame = pd.DataFrame({"output": output, "parameter": problem["names"]})
        for column, key in (
            ("mu", "mu"),
            ("mu_star", "mu_star"),
            ("half", "mu_star_conf"),
            ("sigma", "sigma"),
        ):
            frame[column] = np.asarray(found[key], dtype=float)
        squares = frame["mu_star"].to_numpy() ** 2
        squares[-1] = 0.0  # chance is not a parameter
        frame["share"] = squares / squares.sum() if squares.sum() > 0 else 0.0
        frame["direction"] = [
            direction(m, s) for m, s in zip(frame["mu"], frame["mu_star"], strict=True)
        ]
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def kept(screened: pd.DataFrame, most: int) -> list[str]:
    """The parameters that screening leaves: those with the largest `share` in any output."""
    own = screened[screened["parameter"] != DRAWS]
    score = own.groupby("parameter", sort=False)["share"].max()
    return list(score.sort_values(ascending=False, kind="stable").index[:most])


def direction(mu: float, mu_star: float) -> str:
    """Which way a parameter moves an output over the space."""
    if mu_star == 0.0:
        return "nothing"
    if abs(mu) < ONE_WAY * mu_star:
        return "either way"
    return "raises" if mu > 0 else "lowers"


def problem_of(names: Sequence[str]) -> dict[str, Any]:
    """What SALib calls a problem: inputs by name, each from 0 to 1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def finite(values: np.ndarray, outputs: Sequence[str]) -> np.ndarray:
    """`values` of shape (n, outputs), or one clear line if one is not a number."""
    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or values.shape[1] != len(outputs):
        raise InputError(f"model: values of shape {values.shape}, wants (n, {len(outputs)})")
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        row, column = bad[0]
        raise InputError(
            f"model: {outputs[column]} at point {row} is {values[row, column]}, not finite"
        )
    return values
