"""How much of an output's variance each parameter makes: Sobol indices, through SALib.

Estimators of Saltelli et al. (2010) over scrambled Sobol points. The parameters that screening has
put aside are not fixed: they vary together as one group, `REST`, whose total index says what
putting them aside has cost. The draws are a group as well; their total index is the share of
variance that is noise, alone or together with parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from intensity.evidence.screening import DRAWS, LEVEL, Model, finite, problem_of
from intensity.model.errors import InputError

REST = "rest"
NUMBERS = 2**20  # different numbers that draws are taken from


def apportion(
    model: Model,
    names: Sequence[str],
    outputs: Sequence[str],
    chosen: Sequence[str],
    *,
    base: int,
    resamples: int = 200,
    smallest: int = 16,
    seed: int = 2022,
) -> tuple[pd.DataFrame, np.ndarray]:
    """First-order and total indices of the chosen parameters, the rest, and the draws.

    Parameters
    ----------
    model : callable
        See `screening.Model`.
    names, outputs : sequence of str
        Parameters (columns of points) and outputs (columns of values).
    chosen : sequence of str
        Parameters with indices of their own.
    base : int, a power of two
        Base points; each costs one run per group and two more.
    resamples : int
        Of the bootstrap over base points.
    smallest : int
        The fewest base points whose indices are told, for convergence.
    seed : int, >= 1

    Returns
    -------
    DataFrame
        One row per number of base points (``base``; doubling up to all), output and parameter:
        ``first`` and ``total`` with half-widths of their 95 % intervals, ``first_half`` and
        ``total_half``. First-order indices are unbiased and may come out below 0.
    ndarray(float64, ndim=2), shape (2 base, outputs)
        Outputs at the base points, which are draws from the whole space.

    Raises
    ------
    InputError
        If `base` is no power of two, a chosen name is unknown, or an output does not vary.
    """
    if base < 2 or base & (base - 1):
        raise InputError(f"base: {base}, wants a power of two")
    for name in chosen:
        if name not in names:
            raise InputError(f"chosen: {name!r} is not among the parameters")
    others = [name for name in names if name not in chosen]
    order = [*chosen, *others]
    problem: dict[str, Any] = problem_of([*order, DRAWS])
    problem["groups"] = [*chosen, *[REST] * len(others), DRAWS]
    points = sampling.sample(problem, base, calc_second_order=False, seed=seed)
    numbers = np.minimum(points[:, -1] * NUMBERS, NUMBERS - 1).astype(np.int64)
    back = [order.index(name) for name in names]
    values = finite(model(points[:, back], numbers), outputs)
    step = len(values) // base
    frames, n = [], min(smallest, base)
    while n <= base:
        frames += [_indices(problem, values[: n * step], outputs, n, resamples, seed)]
        n *= 2
    blocks = values.reshape(base, step, len(outputs))
    return pd.concat(frames, ignore_index=True), np.vstack([blocks[:, 0], blocks[:, -1]])


def _indices(
    problem: dict[str, Any],
    values: np.ndarray,
    outputs: Sequence[str],
    base: int,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    groups = list(dict.fromkeys(problem["groups"]))
    frames = []
    for at, output in enumerate(outputs):
        if np.ptp(values[:, at]) == 0.0:
            raise InputError(f"model: {output} is {values[0, at]:g} at all points, has no variance")
        found = analysis.analyze(
            problem,
            values[:, at],
            calc_second_order=False,
            num_resamples=resamples,
            conf_level=LEVEL,
            seed=seed,
        )
        frames.append(
            pd.DataFrame(
                {
                    "base": base,
                    "output": output,
                    "parameter": groups,
                    "first": found["S1"],
                    "first_half": found["S1_conf"],
                    "total": found["ST"],
                    "total_half": found["ST_conf"],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
