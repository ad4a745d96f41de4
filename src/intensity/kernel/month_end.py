"""From a month's counts to next month's state: scores, ranks, pressure, routine, beliefs."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.jit import jit, sealed
from intensity.kernel.math import exp


@jit
def choose_special(p, types, unresolved_big):
    """Mask of the types with the most unresolved big orders of the year (专项治理, §4.2).

    A rest category is no problem that could be governed; such types are never chosen.
    """
    mask = np.int64(0)
    for _ in range(np.int64(p[la.N_SP])):
        best = -1
        most = 0
        for t in range(unresolved_big.shape[0]):
            free = (mask >> t) & 1 == 0 and types[t, la.T_SPECIAL] > 0.0
            if free and unresolved_big[t] > most:
                most = unresolved_big[t]
                best = t
        if best < 0:
            break
        mask |= np.int64(1) << best
    return mask


@sealed
def score_month(p, counts, reals, x):
    """Official rates and score of each street (§3.1); months without data keep the last score."""
    for s in range(counts.shape[0]):
        c, h = counts[s], reals[s]
        h[la.RESPONSE] = h[la.RESOLUTION] = h[la.SATISFACTION] = np.nan
        if c[la.COMPLETED] > 0:
            h[la.RESPONSE] = c[la.SIGNED_IN_TIME] / c[la.COMPLETED]
        if c[la.CALLBACKS] > 0:
            h[la.RESOLUTION] = c[la.CALLBACKS_RESOLVED] / c[la.CALLBACKS]
            h[la.SATISFACTION] = c[la.CALLBACKS_SATISFIED] / c[la.CALLBACKS]
            x[s, la.X_SCORE] = (
                p[la.W_RESP] * h[la.RESPONSE]
                + p[la.W_RES] * h[la.RESOLUTION]
                + p[la.W_SAT] * h[la.SATISFACTION]
            )
        h[la.SCORE] = x[s, la.X_SCORE]


@sealed
def rank_month(reals):
    """Share of the other streets that did better (ties count half): 0 best, 1 worst of the city.

    A city of one street has no ranking; its rank share is one half.
    """
    streets = reals.shape[0]
    if streets == 1:
        reals[0, la.RANK_SHARE] = 0.5
        return
    best_first = descending(reals[:, la.SCORE])
    i = 0
    while i < streets:
        tied = reals[best_first[i], la.SCORE]
        j = i
        while j + 1 < streets and reals[best_first[j + 1], la.SCORE] == tied:
            j += 1
        for k in range(i, j + 1):
            reals[best_first[k], la.RANK_SHARE] = 0.5 * (i + j) / (streets - 1)
        i = j + 1


@sealed
def descending(score):
    """Positions of `score` from the highest to the lowest, by Shell's sort.

    The library's sort gives the same ranks and takes twenty times as long to compile.
    """
    n = score.shape[0]
    order = np.arange(n)
    gap = 1
    while gap < n // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, n):
            moved = order[i]
            j = i
            while j >= gap and score[order[j - gap]] < score[moved]:
                order[j] = order[j - gap]
                j -= gap
            order[j] = moved
        gap //= 3
    return order


@jit
def end_month(p, switches, frozen, counts, reals, x, n):
    """From this month's counts to next month's state (model, section "month end")."""
    streets = counts.shape[0]
    score_month(p, counts, reals, x)
    rank_month(reals)
    first_good = first_all = second_good = second_all = 0
    for s in range(streets):
        first_good += counts[s, la.FIRST_RESOLVED]
        first_all += counts[s, la.FIRST_RESOLVED] + counts[s, la.FIRST_FAILED]
        second_good += counts[s, la.REASONABLE_IN_TIME]
        second_all += counts[s, la.REASONABLE_COMPLETED]
    for s in range(streets):
        c, h = counts[s], reals[s]
        handlers = n[s, la.N_HANDLERS]
        worked = h[la.HOURS_FIRST] + h[la.HOURS_SCREEN] + h[la.HOURS_ORDER]
        if switches[la.SW_CROWDING] == 0:
            protected = min(max(frozen[s, la.FZ_SHARE], 0.01), 0.99)
            for_orders = protected * (1.0 - p[la.RESERVE])
            idle = h[la.HOURS_PAID] * (1.0 - for_orders) - (worked - h[la.HOURS_ORDER])
        else:
            idle = h[la.HOURS_PAID] - worked
        idle = max(0.0, idle)
        h[la.HOURS_ROUTINE] = idle * x[s, la.X_E1]
        load = c[la.ORDERS] / handlers / p[la.O_REF]
        x[s, la.X_LOAD] = load
        pressure = h[la.ASSESSMENT] * (
            p[la.OMEGA_V] * load + p[la.OMEGA_R] * h[la.RANK_SHARE] * h[la.RANK_SHARE]
        )
        h[la.PRESSURE] = pressure
        routine_share = h[la.HOURS_ROUTINE] / h[la.HOURS_PAID]
        reach = 1.0 - exp(-p[la.MU] * pressure)
        goal = x[s, la.X_E0] + (p[la.E_MAX] - x[s, la.X_E0]) * reach
        x[s, la.X_E1] += p[la.ETA_E] * (goal - x[s, la.X_E1])
        if switches[la.SW_FEEDBACK] == 0:
            x[s, la.X_M] = frozen[s, la.FZ_M]
        else:
            goal = min(1.0, routine_share / p[la.F_REQ])
            x[s, la.X_M] += p[la.R_M] * (goal - x[s, la.X_M])
        x[s, la.X_B1] = learn(
            p,
            p[la.ETA_1],
            x[s, la.X_B1],
            c[la.FIRST_RESOLVED],
            c[la.FIRST_RESOLVED] + c[la.FIRST_FAILED],
            first_good,
            first_all,
        )
        x[s, la.X_B2] = learn(
            p,
            p[la.ETA_2],
            x[s, la.X_B2],
            c[la.REASONABLE_IN_TIME],
            c[la.REASONABLE_COMPLETED],
            second_good,
            second_all,
        )


@sealed
def learn(p, rate, belief, good, cases, city_good, city_cases):
    """A belief moves towards what residents saw: their street's share, mixed with the city's.

    Without a case in the street the city's share counts; without one in the city nothing moves.
    """
    if city_cases == 0:
        return belief
    seen = city_good / city_cases
    if cases > 0:
        own = good / cases
        seen = (1.0 - p[la.OMEGA_CITY]) * own + p[la.OMEGA_CITY] * seen
    return belief + rate * (seen - belief)
