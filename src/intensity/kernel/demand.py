"""Potential problems of a street: when they arise and what they are."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.jit import inner, jit, sealed
from intensity.kernel.math import exp, log

GUIDE = 64  # cells of the lookup guide


@sealed
def month_cells(p, types, window_rate, cumulative, guide):
    """Fill the lookup tables of a month; return the total rate of a street of size 1, per hour.

    Cells 0 .. T − 1 are reasonable problems by type, T .. 2 T − 1 unreasonable demands.

    Parameters
    ----------
    types : ndarray(float64, ndim=2), shape (T, 7)
        `layout.TYPE_COLUMNS`.
    window_rate : ndarray(float64, ndim=1), shape (T,)
        Extra rate of a type with a window in this month, as a multiple of lambda_pot, else 0.
    cumulative : ndarray(float64, ndim=1), shape (2 T,)
        Out: cumulative share of the cells; the last is exactly 1.
    guide : ndarray(int64, ndim=1), shape (GUIDE,)
        Out: first cell that a uniform in [i / GUIDE, (i + 1) / GUIDE) can fall into.
    """
    n = types.shape[0]
    total = 0.0
    for t in range(n):
        total += p[la.LAMBDA_POT] * (types[t, la.T_WEIGHT] + window_rate[t])
        cumulative[t] = total
    for t in range(n):
        total += p[la.LAMBDA_U] * types[t, la.T_WEIGHT_U]
        cumulative[n + t] = total
    if total > 0.0:
        for c in range(2 * n):
            cumulative[c] /= total
        # cells of zero rate at the end must not be reached by a uniform just below 1
        c = 2 * n - 1
        last = cumulative[c]
        while c >= 0 and cumulative[c] == last:
            cumulative[c] = 1.0
            c -= 1
    else:
        cumulative[:] = 1.0
    c = 0
    for i in range(GUIDE):
        while cumulative[c] <= i / GUIDE:
            c += 1
        guide[i] = c
    return total


@inner
def cell(cumulative, guide, u):
    """Cell of the uniform `u` by inversion."""
    c = guide[np.int64(u * GUIDE)]
    while cumulative[c] <= u:
        c += 1
    return c


@inner
def nature(types, c, u_size, u_class):
    """Attributes of a problem in cell `c`: type, reasonableness, size, deadline class.

    Unreasonable demands are small matters (无理小事); whether they are easy or hard to meet is
    drawn separately.
    """
    n = types.shape[0]
    attr = np.int64(c)
    if c >= n:
        attr = np.int64(c - n) | la.UNREASON
    elif u_size < types[c, la.T_BIG]:
        attr |= la.BIG
    t = attr & la.TYPE_MASK
    k = np.int64(0)
    if u_class >= types[t, la.T_CUM1]:
        k = np.int64(1)
        if u_class >= types[t, la.T_CUM2]:
            k = np.int64(2)
            if u_class >= types[t, la.T_CUM3]:
                k = np.int64(3)
    return attr | (k << la.CLASS_SHIFT)


@jit
def big_shares(p_big, ratio, weight, out):
    """Fill `out` with the share of big problems of each type.

    A type's odds of being big are those of the average type times its `ratio`, scaled so that the
    mean share over types with `weight` is `p_big`; found by bisection down to neighbouring numbers.
    All float64 arrays of shape (T,).
    """
    total = 0.0
    for t in range(weight.shape[0]):
        total += weight[t]
    out[:] = p_big
    if p_big <= 0.0 or p_big >= 1.0 or total == 0.0:
        return
    low = log(p_big / (1.0 - p_big)) - 30.0
    high = low + 60.0
    middle = 0.5 * (low + high)
    while low < middle < high:
        mean = 0.0
        for t in range(weight.shape[0]):
            out[t] = 1.0 / (1.0 + exp(-(middle + log(ratio[t]))))
            mean += out[t] * weight[t]
        if mean < p_big * total:
            low = middle
        else:
            high = middle
        middle = 0.5 * (low + high)
