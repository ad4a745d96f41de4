"""Whether results that were computed again agree with those that are shipped.

The kernel gives the same bytes everywhere. Networks, regressions and trees go through libraries of
linear algebra, whose last digits differ between processors; a chain of decisions can then end in
other draws of the same distribution. So equal bytes are asked for first, and where they differ,
agreement within what chance allows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import kstwobign

from intensity.evidence.lines import independent
from intensity.evidence.prior import Prior

FALSE_ALARM = 1e-3  # for all parameters together
RELATIVE = 1e-6


def draws_agree(
    one: pd.DataFrame, other: pd.DataFrame, lines: tuple[np.ndarray, np.ndarray]
) -> tuple[bool, str]:
    """Whether two samples can be of one posterior, and how that was judged, in words.

    Parameters
    ----------
    one, other : DataFrame
        Draws, a column per parameter.
    lines : tuple of ndarray(int64, ndim=1)
        From which particle each draw of either descends: draws of one line count for less.

    Returns
    -------
    bool, str
    """
    if one.equals(other):
        return True, "the same draws"
    if list(one.columns) != list(other.columns):
        return False, "other parameters"
    prior = Prior(tuple(one.columns))
    first, second = (prior.points(frame.to_numpy(dtype=float)) for frame in (one, other))
    sizes = [independent(p, line) for p, line in zip((first, second), lines, strict=True)]
    together = np.sqrt(sizes[0] * sizes[1] / (sizes[0] + sizes[1]))
    moved = np.array([distance(a, b) for a, b in zip(first.T, second.T, strict=True)])
    p = kstwobign.sf(moved * together)
    worst = int(np.argmin(p))
    good = bool(p[worst] > FALSE_ALARM / len(p))
    name, size = one.columns[worst], float(np.median(sizes[0]))
    words = f"other draws; the furthest apart is {name} (Kolmogorov-Smirnov {moved[worst]:.2f}"
    return good, f"{words}, p {p[worst]:.2g} of {len(p)}, {size:.0f} independent draws)"


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Largest difference of the two distribution functions (Kolmogorov and Smirnov)."""
    at = np.concatenate([one, other])
    shares = [np.searchsorted(np.sort(x), at, side="right") / len(x) for x in (one, other)]
    return float(np.abs(shares[0] - shares[1]).max())


def tables_agree(
    one: pd.DataFrame, other: pd.DataFrame, *, apart: float = RELATIVE, skip: tuple[str, ...] = ()
) -> tuple[bool, str]:
    """Whether two tables say the same: texts equal, numbers within `apart`, relative or absolute.

    Parameters
    ----------
    skip : tuple of str
        Columns that are not compared, such as run times.
    """
    one, other = (f.drop(columns=[c for c in skip if c in f.columns]) for f in (one, other))
    if one.equals(other):
        return True, "the same table"
    if list(one.columns) != list(other.columns) or len(one) != len(other):
        return False, "other rows or columns"
    for name in one.columns:
        a, b = one[name], other[name]
        if pd.api.types.is_numeric_dtype(a) and pd.api.types.is_numeric_dtype(b):
            same = np.isclose(a, b, rtol=apart, atol=apart, equal_nan=True)
        else:
            same = (a == b) | (a.isna() & b.isna())
        if not np.all(same):
            row = int(np.argmin(np.asarray(same)))
            return False, f"row {row + 1}, {name}: {a.iloc[row]} for {b.iloc[row]}"
    return True, f"numbers within {apart:g}"
