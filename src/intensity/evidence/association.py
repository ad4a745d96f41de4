"""What goes with an output in a sample of cities whose parameters depend on each other.

Sobol indices need independent inputs, and elementary effects need points that can be chosen. A
sample that was made to fit facts has neither. PAWN (Pianosi and Wagener 2018) asks of a given
sample how far the distribution of the output moves where a parameter is held in a narrow slice:
the median over slices of the Kolmogorov-Smirnov distance. It measures association, so a
parameter without any effect of its own can have a large value if it goes with one that has; and it
is not zero for a finite sample, so it is held against what it is on shuffled outputs.

Equal to ``SALib.analyze.pawn`` where that slices alike; vectorised, since it is resampled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata, spearmanr

from intensity.evidence.lines import mixed, resampled
from intensity.evidence.screening import LEVEL, finite
from intensity.model.errors import InputError

CHANCE = 0.05  # how often chance passes the bar with any parameter of an output


def pawn(x: np.ndarray, y: np.ndarray, slides: int) -> np.ndarray:
    """PAWN index of every column of `x`.

    Parameters
    ----------
    x : ndarray(float64, ndim=2), shape (n, parameters)
    y : ndarray(float64, ndim=1), shape (n,)
    slides : int
        Slices with about equally many points; equal values stay together, and slices with
        less than half their due are left out.

    Returns
    -------
    ndarray(float64, ndim=1), shape (parameters,)
        0 (distribution as without the parameter's slice) to 1.
    """
    return _distances(_slices(x, slides), y)


def _slices(x: np.ndarray, slides: int) -> np.ndarray:
    """Slices as columns of 0 and 1, shape (n, parameters, slides); all 0 where too small."""
    n = len(x)
    place = (rankdata(x, axis=0) - 0.5) / n  # the mean rank of equal values keeps them together
    number = np.minimum((place * slides).astype(int), slides - 1)
    member = number[:, :, None] == np.arange(slides)
    return member & (member.sum(axis=0) >= n / (2 * slides))


def _distances(member: np.ndarray, y: np.ndarray) -> np.ndarray:
    order = np.argsort(y, kind="stable")
    ordered = y[order]
    last = np.append(ordered[1:] != ordered[:-1], True)  # a distribution steps once per value
    sizes = member.sum(axis=0)
    inside = np.cumsum(member[order], axis=0, dtype=np.float64)[last] / np.maximum(sizes, 1)
    overall = ((np.flatnonzero(last) + 1) / len(y))[:, None, None]
    distance = np.abs(inside - overall).max(axis=0)
    distance[sizes == 0] = np.nan
    return np.nanmedian(distance, axis=1)


def associate(
    sample: pd.DataFrame,
    values: np.ndarray,
    outputs: Sequence[str],
    *,
    slides: int = 8,
    resamples: int = 200,
    smallest: int = 64,
    seed: int = 2022,
    line: np.ndarray | None = None,
) -> pd.DataFrame:
    """PAWN indices of a given sample, with intervals and with what chance alone would give.

    Parameters
    ----------
    sample : DataFrame
        Parameters, one row per city; those that do not vary are left out.
    values : ndarray(float64, ndim=2), shape (cities, outputs)
    outputs : sequence of str
    slides, resamples
        Slices, and resamples for interval and bar.
    smallest : int
        The fewest cities whose indices are told, for convergence.
    line : ndarray(int64, ndim=1), shape (cities,), optional
        From which ancestor each city descends; chance keeps those of a line together, and
        intervals resample lines. Default: all from different ones.

    Returns
    -------
    DataFrame
        One row per number of cities (``cities``; doubling, then all), output and parameter:
        ``index``, ``half`` (half-width of the 95 % interval), ``bar`` (exceeded by chance in
        any parameter once in twenty times), ``rank`` (Spearman's correlation).

    Raises
    ------
    InputError
        If there are fewer cities than four per slice, or an output does not vary.
    """
    values = finite(values, outputs)
    if len(sample) < 4 * slides:
        raise InputError(f"sample: {len(sample)} cities, wants at least {4 * slides}")
    sample = sample.loc[:, sample.nunique() > 1]
    rng = np.random.default_rng(seed)
    line = np.arange(len(sample)) if line is None else line
    places = rng.permutation(len(sample))  # the sample may be sorted
    x, values, line = sample.to_numpy(dtype=float)[places], values[places], line[places]
    sizes = [len(x)]
    while sizes[0] // 2 >= max(smallest, 4 * slides):
        sizes.insert(0, sizes[0] // 2)
    frames = [
        _associated(x[:n], values[:n, at], line[:n], slides, resamples, rng).assign(
            cities=n, output=output, parameter=list(sample.columns)
        )
        for n in sizes
        for at, output in enumerate(outputs)
    ]
    columns = ["cities", "output", "parameter", "index", "half", "bar", "rank"]
    return pd.concat(frames, ignore_index=True)[columns]


def _associated(
    x: np.ndarray,
    y: np.ndarray,
    line: np.ndarray,
    slides: int,
    resamples: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    if np.ptp(y) == 0.0:
        raise InputError(f"model: an output is {y[0]:g} in all cities, has no variance")
    member = _slices(x, slides)
    index = _distances(member, y)
    shuffled = [float(_distances(member, mixed(y, line, rng)).max()) for _ in range(resamples)]
    again = []
    for _ in range(resamples):
        rows = resampled(line, rng)
        again.append(pawn(x[rows], y[rows], slides))
    # values that repeat widen steps, so that resampled indices are too large: only their spread
    # is used
    half = norm.ppf(0.5 + LEVEL / 2) * np.nanstd(again, axis=0, ddof=1)
    ranks = [float(spearmanr(column, y).statistic) for column in x.T]
    bar = float(np.quantile(shuffled, 1.0 - CHANCE))
    return pd.DataFrame({"index": index, "half": half, "bar": bar, "rank": ranks})


def strongest_pair(sample: pd.DataFrame) -> tuple[str, str, float]:
    """The two parameters of a sample that go together most, and their rank correlation."""
    sample = sample.loc[:, sample.nunique() > 1]
    ranks = sample.rank().corr().to_numpy(copy=True)
    np.fill_diagonal(ranks, 0.0)
    one, two = np.unravel_index(np.abs(ranks).argmax(), ranks.shape)
    return str(sample.columns[one]), str(sample.columns[two]), float(ranks[one, two])
