"""The tests of shape as matrix products, for many panels at once.

Where every city has every level once, a regression with city effects is the mean of the cities'
own regressions, and the covariance clustered by city is that of this mean. So a thousand panels
take no longer than one by the general estimators (`intensity.evidence.regressions`, `utest`,
`twolines`), with the same numbers; a test holds them together.

Arrays of outcomes have shape (panels, cities, levels).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import stats


class Sloped(NamedTuple):
    """Mean over cities of a linear function of a city's outcomes; each of shape (panels,)."""

    estimate: np.ndarray
    se: np.ndarray


def linear(y: np.ndarray, weights: np.ndarray, regressors: int = 0) -> Sloped:
    """The mean over cities of ``y @ weights``, with its standard error clustered by city.

    Parameters
    ----------
    y : ndarray(float64, ndim=3), shape (panels, cities, levels)
    weights : ndarray(float64), shape (levels,) or (panels, levels)
    regressors : int
        Regressors of the regression that the weights belong to, for its small-sample factor;
        0 for a plain mean.
    """
    own = np.einsum("pcl,pl->pc", y, np.broadcast_to(weights, (len(y), y.shape[2])))
    cities, rows = y.shape[1], y.shape[1] * y.shape[2]
    factor = (rows - 1) / (rows - regressors) if regressors else 1.0
    return Sloped(own.mean(axis=1), np.sqrt(factor * own.var(axis=1, ddof=1) / cities))


def quadratic_weights(levels: np.ndarray) -> np.ndarray:
    """Rows: what a city's outcomes add to its slope in I and in its square; (2, levels)."""
    x = np.column_stack([levels, levels**2])
    return np.linalg.pinv(x - x.mean(axis=0))


def utest(y: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """p-values of the Lind-Mehlum test of an inverse U over the range of `levels`; (panels,)."""
    weights = quadratic_weights(levels)
    df = y.shape[1] - 1
    ends = []
    for at, sign in ((levels[0], 1.0), (levels[-1], -1.0)):
        slope = linear(y, np.array([1.0, 2.0 * at]) @ weights, 2)
        ends.append(stats.t.sf(sign * _ratio(*slope), df))
    return np.maximum(*ends)


def turning(y: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Where the fitted quadratic of the mean city turns; (panels,)."""
    first, second = quadratic_weights(levels) @ y.mean(axis=1).T
    return -first / (2.0 * second)


def two_lines(y: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Breaks and p-values of the two-lines test of an inverse U; each of shape (panels,)."""
    flat = _flat(y)
    first, last = levels[1], levels[-2]
    cities = y.shape[1]
    trial = np.array([np.median(np.repeat(levels[row], cities)) for row in flat])
    lines = interrupted(y, levels, np.clip(trial, first, last))
    lower, upper = (np.abs(_ratio(line.estimate, line.se)) for line in lines)
    both = lower + upper
    known = (both > 0) & np.isfinite(both)
    share = np.divide(upper, both, out=np.full(len(y), 0.5), where=known)
    breaks = np.array(
        [np.quantile(np.repeat(levels[row], cities), q) for row, q in zip(flat, share, strict=True)]
    )
    breaks = np.clip(breaks, first, last)
    low, high = interrupted(y, levels, breaks)
    ps = [2.0 * stats.t.sf(np.abs(_ratio(*line)), cities - 1) for line in (low, high)]
    wanted = (low.estimate > 0) & (high.estimate < 0)
    return breaks, np.where(wanted, np.maximum(*ps), 1.0)


def interrupted(y: np.ndarray, levels: np.ndarray, breaks: np.ndarray) -> tuple[Sloped, Sloped]:
    """Slopes below and above each panel's break."""
    lines = []
    for side in (0, 1):
        found = [_line(tuple(levels), float(at), side) for at in breaks]
        weights = np.array([row for row, _ in found])
        sizes = np.array([size for _, size in found])
        line = linear(y, weights)
        rows = y.shape[1] * y.shape[2]
        lines.append(Sloped(line.estimate, line.se * np.sqrt((rows - 1) / (rows - sizes))))
    return lines[0], lines[1]


def along(y: np.ndarray, levels: np.ndarray, at: float, low: float, high: float) -> Sloped:
    """Change from `low` to `high` along two lines that meet at the break `at`, taken as given.

    The jump between the two interrupted regressions is left out: only slopes are tested.
    """
    parts = [_line(tuple(levels), at, side) for side in (0, 1)]
    turn = min(max(at, low), high)
    weights = (turn - low) * parts[0][0] + (high - turn) * parts[1][0]
    return linear(y, weights, max(size for _, size in parts))


@lru_cache(maxsize=4096)
def _line(levels: tuple[float, ...], at: float, side: int) -> tuple[np.ndarray, int]:
    """Weights of one slope of an interrupted regression, and its number of regressors."""
    x = np.array(levels)
    above = x >= at if side else x > at
    columns = [np.where(above, 0.0, x - at), np.where(above, x - at, 0.0), above.astype(float)]
    names = ["below", "above", "jump"]
    if (above if side == 0 else ~above).sum() == 1:  # a line through one level is its jump alone
        del columns[1 - side], names[1 - side]
    design = np.column_stack(columns)
    weights = np.linalg.pinv(design - design.mean(axis=0))
    return weights[names.index(("below", "above")[side])], len(names)


def held_out(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best level of one half of the cities, judged by the other half.

    No functional form. Because different cities pick and judge, the best of many noisy means is
    not taken at its word: the p-value, the larger of the two one-sided ones against either end,
    is right in finite samples up to the t approximation.

    Returns
    -------
    tuple of ndarray, shape (panels,)
        Position of the picked level, and p-value (1 if an end was picked).
    """
    pick = y[:, ::2].mean(axis=1).argmax(axis=1)
    judges = y[:, 1::2]
    at = np.take_along_axis(judges, pick[:, None, None], axis=2)
    ps = []
    for end in (0, -1):
        gain = (at - judges[:, :, [end]])[:, :, 0]
        t = _ratio(gain.mean(axis=1), gain.std(axis=1, ddof=1) / np.sqrt(gain.shape[1]))
        ps.append(stats.t.sf(t, gain.shape[1] - 1))
    inside = (pick > 0) & (pick < y.shape[2] - 1)
    return pick, np.where(inside, np.maximum(*ps), 1.0)


def _flat(y: np.ndarray) -> np.ndarray:
    """Which levels have a mean within a standard error of the highest; (panels, levels)."""
    own = y - y.mean(axis=2, keepdims=True)
    means = own.mean(axis=1)
    errors = own.std(axis=1, ddof=1) / np.sqrt(y.shape[1])
    top = means.argmax(axis=1)[:, None]
    high, error = (np.take_along_axis(a, top, axis=1) for a in (means, errors))
    return means >= high - error


def _ratio(estimate: np.ndarray, error: np.ndarray) -> np.ndarray:
    """estimate / error; exact data have error 0, and then the sign decides."""
    with np.errstate(divide="ignore", invalid="ignore"):
        out = estimate / error
        exact = np.where(estimate == 0, 0.0, np.sign(estimate) * np.inf)
    return np.where(error > 0, out, exact)
