"""Whether results that were computed again agree with those that are shipped.

The kernel gives the same bytes everywhere. Networks, regressions and trees go through libraries of
linear algebra, whose last digits differ between processors; a chain of decisions can then end in
other draws of the same distribution. So equal bytes are asked for first, and where they differ,
agreement within what chance allows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp, kstwobign

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
    points = [
        pd.DataFrame(prior.points(frame.to_numpy(dtype=float)), columns=frame.columns)
        for frame in (one, other)
    ]
    table = compared(points[0], points[1], lines)
    worst = table.iloc[0]
    words = (
        f"other draws; the furthest apart is {table.index[0]} (Kolmogorov-Smirnov "
        f"{worst['distance']:.2f}, p {worst['p']:.2g} of {len(table)}, "
        f"{table['one'].median():.0f} independent draws)"
    )
    return bool(worst["p"] > FALSE_ALARM / len(table)), words


def compared(
    one: pd.DataFrame, other: pd.DataFrame, lines: tuple[np.ndarray, np.ndarray]
) -> pd.DataFrame:
    """How far two samples are apart, outcome by outcome.

    Parameters
    ----------
    one, other : DataFrame
        The same columns, a row per draw.
    lines : tuple of ndarray(int64, ndim=1)
        From which particle each draw of either descends.

    Returns
    -------
    DataFrame
        Index: column. ``distance`` (Kolmogorov-Smirnov), ``p`` for as many independent draws as
        both are worth, ``one`` and ``other`` (that number for either); furthest first.
    """
    sizes = [
        independent(frame.to_numpy(dtype=float), line)
        for frame, line in zip((one, other), lines, strict=True)
    ]
    moved = np.array([ks_2samp(one[c], other[c], method="asymp").statistic for c in one.columns])
    p = kstwobign.sf(moved * np.sqrt(sizes[0] * sizes[1] / (sizes[0] + sizes[1])))
    table = pd.DataFrame(
        {"distance": moved, "p": p, "one": sizes[0], "other": sizes[1]}, index=one.columns
    )
    return table.sort_values("p", kind="stable")


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
