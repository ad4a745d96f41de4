"""A city through its months: streets in turn, then the month's end."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.adaptive import adapt, city_mean
from intensity.kernel.arrivals import draw_gap
from intensity.kernel.demand import GUIDE, month_cells
from intensity.kernel.hotline import dispatched, line
from intensity.kernel.jit import jit
from intensity.kernel.ledger import Books, Ledger, Month, Street, Trace
from intensity.kernel.math import exp, log, normal_quantile
from intensity.kernel.month_end import choose_special, end_month
from intensity.kernel.queues import widened
from intensity.kernel.random import TRAITS, street_key, wide, words
from intensity.kernel.service import month_probabilities
from intensity.kernel.street import close_month, open_month, run_month


@jit
def traits(p, seed, city, streets, x, n):
    """Sizes, handlers and baseline diligence of the streets of a city; fills `x` and `n`.

    Sizes are log-normal with mean 1 and coefficient of variation ``size_cv``, then rounded so
    that a street of size z has exactly ``K z`` handlers, at least one: load per handler is the
    same everywhere.
    """
    spread = np.sqrt(log(1.0 + p[la.SIZE_CV] * p[la.SIZE_CV]))
    for s in range(streets):
        x0, x1 = words(np.uint64(seed), street_key(city, s), 0, TRAITS, 0)
        z_size, z_effort = normal_quantile(wide(x0)), normal_quantile(wide(x1))
        wanted = p[la.K] * exp(spread * z_size - 0.5 * spread * spread)
        handlers = max(np.int64(1), np.int64(wanted + 0.5))
        n[s, la.N_HANDLERS] = handlers
        x[s, la.X_SIZE] = handlers / p[la.K]
        effort = p[la.E_0] + p[la.E_0_SD] * z_effort
        x[s, la.X_E0] = min(max(effort, 0.01), p[la.E_MAX])
        x[s, la.X_E1] = x[s, la.X_E0]
        x[s, la.X_M] = p[la.M_0]
        x[s, la.X_B1] = p[la.B1_0]
        x[s, la.X_B2] = p[la.B2_0]
        gap, word = draw_gap(np.uint64(seed), street_key(city, s), 0)
        x[s, la.X_HAZARD] = gap
        n[s, la.N_WORD] = np.int64(word)


@jit
def simulate_city(p, types, windows, schedule, switches, frozen, seed, city, ledger, trace, rows):
    """Simulate one city.

    Parameters
    ----------
    p : ndarray(float64, ndim=1)
        `layout.PARAMETERS`.
    types : ndarray(float64, ndim=2), shape (T, 7)
        `layout.TYPE_COLUMNS`.
    windows : ndarray(float64, ndim=2), shape (months, T)
        Extra rate of types with a window, as a multiple of lambda_pot.
    schedule : ndarray(float64, ndim=2), shape (months, 2)
        Resource input r and assessment strength g, in [0, 1].
    switches : ndarray(int64, ndim=1)
        `layout.SWITCHES`.
    frozen : ndarray(float64, ndim=2), shape (streets, 3)
        `layout.FROZEN`.
    seed, city : int
        Key of all draws.
    ledger : Ledger
        Out.
    trace : Trace
        Out; empty arrays for none.
    rows : ndarray(int64, ndim=1), shape (streets,)
        First trace row of each street.

    Returns
    -------
    int
        Events handled.
    """
    months, streets = ledger.counts.shape[0], ledger.counts.shape[1]
    k0 = np.uint64(seed)
    x = np.zeros((streets, len(la.STATE)))
    n = np.zeros((streets, len(la.NUMBERS)), np.int64)
    traits(p, seed, city, streets, x, n)
    most = np.int64(1)
    for s in range(streets):
        most = max(most, n[s, la.N_HANDLERS])
    slots = 2 * most if switches[la.SW_CROWDING] == 0 else most
    done = np.full((streets, slots), np.inf)
    since = np.zeros((streets, slots))
    index = np.zeros((streets, slots), np.int64)
    attr = np.zeros((streets, slots), np.int64)
    heap = np.zeros((streets, slots), np.int64)
    luck0 = np.zeros((streets, slots), np.uint64)
    luck1 = np.zeros((streets, slots), np.uint64)
    for s in range(streets):
        heap[s] = np.arange(slots)
    capacity = 64
    ring_index = np.zeros((streets, 3, capacity), np.int64)
    ring_attr = np.zeros((streets, 3, capacity), np.int64)
    ring_since = np.zeros((streets, 3, capacity))
    head = np.zeros((streets, 3), np.int64)
    length = np.zeros((streets, 3), np.int64)
    prob = np.zeros((streets, la.PROBABILITIES))
    cumulative = np.zeros(2 * types.shape[0])
    guide = np.zeros(GUIDE, np.int64)
    unresolved_big = np.zeros(types.shape[0], np.int64)
    special = np.int64(0)
    calls = 0
    events = 0
    for m in range(months):
        start, end = m * la.HOURS_PER_MONTH, (m + 1) * la.HOURS_PER_MONTH
        resources, assessment = schedule[m, 0], schedule[m, 1]
        if m > 0 and m % la.MONTHS_PER_YEAR == 0:
            special = choose_special(p, types, unresolved_big)
            unresolved_big[:] = 0
        ledger.special[m] = special
        if p[la.ADAPT_GAIN] > 0.0 and m > 0:
            resources = city_mean(x)
        accept_line = line(p, resources, calls / streets)
        unit_rate = month_cells(p, types, windows[m], cumulative, guide)
        month = Month(cumulative, guide, special, end)
        calls = 0
        for s in range(streets):
            if p[la.ADAPT_GAIN] > 0.0 and m > 0:
                assessment = x[s, la.X_INTENSITY]
            dispatch = dispatched(p, assessment)
            month_probabilities(
                p, x[s], frozen[s], switches, accept_line, assessment, dispatch, prob[s]
            )
            if switches[la.SW_FEEDBACK] == 0:
                x[s, la.X_M] = frozen[s, la.FZ_M]
                prob[s, la.PREVENT] = p[la.NU] * x[s, la.X_M]
            books = Books(
                ledger.counts[m, s], ledger.reals[m, s], ledger.orders_by_type[m, s], unresolved_big
            )
            write_state(books.reals, x[s], n[s], prob[s], resources, assessment)
            rate = unit_rate * x[s, la.X_SIZE]
            k1 = street_key(city, s)
            opened = False
            while True:
                st = Street(
                    x[s],
                    n[s],
                    ring_index[s],
                    ring_attr[s],
                    ring_since[s],
                    head[s],
                    length[s],
                    done[s],
                    since[s],
                    index[s],
                    attr[s],
                    heap[s],
                    luck0[s],
                    luck1[s],
                )
                if not opened:
                    open_month(st, books, prob[s], rate, start, end)
                    opened = True
                if run_month(
                    p, types, prob[s], switches, month, rate, k0, k1, rows[s], st, books, trace
                ):
                    close_month(st, books, rate, end)
                    break
                ring_index = widened(ring_index, head)
                ring_attr = widened(ring_attr, head)
                ring_since = widened(ring_since, head)
                head[:] = 0
            calls += books.counts[la.CALLS]
            events += books.counts[la.EVENTS]
        end_month(p, switches, frozen, ledger.counts[m], ledger.reals[m], x, n)
        if p[la.ADAPT_GAIN] > 0.0:
            adapt(p, k0, city, m, ledger.reals[m], x)
    return events


@jit
def write_state(reals, x, n, prob, resources, assessment):
    """Write down a street's state as it is used in the month."""
    reals[la.RESOURCES] = resources
    reals[la.ASSESSMENT] = assessment
    reals[la.HOURS_PAID] = n[la.N_HANDLERS] * la.HOURS_PER_MONTH
    reals[la.DILIGENCE] = x[la.X_E1]
    reals[la.ROUTINE] = x[la.X_M]
    reals[la.TRUST_FIRST] = x[la.X_B1]
    reals[la.TRUST_HOTLINE] = x[la.X_B2]
    reals[la.ACCEPT_LINE] = prob[la.LINE]
    reals[la.ACCEPTANCE] = prob[la.ACCEPT]
    reals[la.P_DIRECT] = prob[la.Q]
    reals[la.P_OVERFLOW] = prob[la.X]
    reals[la.P_UNREASONABLE] = prob[la.Q_U]
    reals[la.EFFORT_SECOND] = prob[la.EFFORT2]


@jit
def count_problems(p, types, windows, seed, city, out):
    """Number of potential problems of each street over the whole run, for sizing a trace.

    Arrivals do not depend on anything that happens, so they can be counted beforehand.
    `out` : ndarray(int64, ndim=1), shape (streets,).
    """
    streets, months = out.shape[0], windows.shape[0]
    x = np.zeros((streets, len(la.STATE)))
    n = np.zeros((streets, len(la.NUMBERS)), np.int64)
    traits(p, seed, city, streets, x, n)
    cumulative = np.zeros(2 * types.shape[0])
    guide = np.zeros(GUIDE, np.int64)
    for s in range(streets):
        k1 = street_key(city, s)
        hazard = x[s, la.X_HAZARD]
        count = 0
        for m in range(months):
            rate = month_cells(p, types, windows[m], cumulative, guide) * x[s, la.X_SIZE]
            if rate <= 0.0:
                continue
            start, end = m * la.HOURS_PER_MONTH, (m + 1) * la.HOURS_PER_MONTH
            at = start + hazard / rate
            while at < end:
                count += 1
                at += draw_gap(np.uint64(seed), k1, count)[0] / rate
            hazard = (at - end) * rate
        out[s] = count


__all__ = ["Ledger", "Trace", "count_problems", "simulate_city"]
