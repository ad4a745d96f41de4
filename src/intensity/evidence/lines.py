"""What a sample of common descent is worth, and intervals of shares that know it."""

from __future__ import annotations

import numpy as np
from statsmodels.stats.proportion import proportion_confint


def independent(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Effective number of draws for the mean of each column.

    Particles of one line start as copies, and moves take them apart. What they still have in
    common is the intraclass correlation within lines, and the number follows from it as in a
    survey of clusters (Kish 1965): from the effective number of lines, where nothing has moved, to
    all draws, where lines are forgotten.

    Parameters
    ----------
    values : ndarray(float64, ndim=2), shape (n, columns)
    line : ndarray(int64, ndim=1), shape (n,)
        From which ancestor each row descends.

    Returns
    -------
    ndarray(float64, ndim=1), shape (columns,)
        Between 1 and n.
    """
    _, line, size = np.unique(line, return_inverse=True, return_counts=True)
    n, lines = len(values), len(size)
    crowd = float((size**2).sum()) / n  # how many share a row's line, itself included
    if lines in (1, n):
        return np.full(values.shape[1], float(lines))
    total = np.zeros((lines, values.shape[1]))
    np.add.at(total, line, values)
    mean = total / size[:, None]
    between = (size[:, None] * (mean - values.mean(axis=0)) ** 2).sum(axis=0) / (lines - 1)
    within = ((values - mean[line]) ** 2).sum(axis=0) / (n - lines)
    often = (n - crowd) / (lines - 1)
    spread = between + (often - 1.0) * within
    alike = np.divide(between - within, spread, out=np.ones_like(spread), where=spread > 0)
    return n / (1.0 + (crowd - 1.0) * np.clip(alike, 0.0, 1.0))


def share_interval(
    holds: np.ndarray, line: np.ndarray, *, level: float = 0.95, constant: float | None = None
) -> tuple[float, float]:
    """Wilson's interval of a share, for as many independent draws as there are.

    Parameters
    ----------
    holds : ndarray(bool, ndim=1), shape (n,)
    line : ndarray(int64, ndim=1), shape (n,)
        From which ancestor each draw descends.
    level : float
    constant : float, optional
        Independent draws where all say the same, which then says nothing of their number;
        default: the effective number of lines, which is the least.
    """
    column = np.asarray(holds, dtype=float)
    if np.ptp(column) == 0.0:
        least = len(line) ** 2 / (np.unique(line, return_counts=True)[1] ** 2).sum()
        n = min(float(len(column)), float(least if constant is None else constant))
    else:
        n = float(independent(column[:, None], line)[0])
    share = float(column.mean())
    low, high = proportion_confint(share * n, n, alpha=1.0 - level, method="wilson")
    return min(share, max(0.0, float(low))), max(share, min(1.0, float(high)))  # rounding


def mixed(values: np.ndarray, line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Values of other rows, for what chance does: those of a line stay together.

    Plain shuffling takes copies apart, and then what they have in common looks like more than
    chance. Here rows are put in the order of their lines and moved round by a random number of
    places. Where every row has a line of its own, it is plain shuffling.
    """
    if len(np.unique(line)) == len(line):
        return rng.permutation(values)
    order = np.argsort(line, kind="stable")
    out = np.empty_like(values)
    out[order] = np.roll(values[order], int(rng.integers(1, len(values))))
    return out


def resampled(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rows of a bootstrap that draws whole lines, so about as many rows as there are."""
    found, place = np.unique(line, return_inverse=True)
    drawn = np.bincount(rng.integers(len(found), size=len(found)), minlength=len(found))
    return np.repeat(np.arange(len(line)), drawn[place])
