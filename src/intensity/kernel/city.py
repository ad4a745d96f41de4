"""A city through its months: streets in turn, then the month's end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.adaptive import adapt, city_mean
from intensity.kernel.arrivals import draw_gap
from intensity.kernel.demand import GUIDE, month_cells
from intensity.kernel.hotline import dispatched, line
from intensity.kernel.jit import jit, part, sealed
from intensity.kernel.ledger import Books, Ledger, Month, Trace
from intensity.kernel.month_end import choose_special, end_month
from intensity.kernel.random import street_key
from intensity.kernel.roster import muster, queues, street_of, traits, wider
from intensity.kernel.service import month_probabilities
from intensity.kernel.street import close_month, open_month, run_month


class Case(NamedTuple):
    """What is given: one city at one schedule."""

    p: np.ndarray
    types: np.ndarray
    windows: np.ndarray
    schedule: np.ndarray
    switches: np.ndarray
    frozen: np.ndarray
    seed: np.int64
    city: np.int64


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
    case = Case(p, types, windows, schedule, switches, frozen, np.int64(seed), np.int64(city))
    months, streets = ledger.counts.shape[0], ledger.counts.shape[1]
    roster = muster(p, switches, types, seed, city, streets)
    waiting = queues(streets)
    calls = np.int64(0)
    events = np.int64(0)
    for m in range(months):
        month = begin_month(case, m, calls, roster, ledger)
        calls, handled, waiting = pass_month(
            case, month, 0, streets, roster, waiting, ledger, trace, rows
        )
        events += handled
        finish_month(case, month, roster, ledger)
    return events


@part
def begin_month(case, m, calls, roster, ledger):
    """What all streets share in month `m`; `calls` of the month before, in the whole city."""
    p, types = case.p, case.types
    streets = ledger.counts.shape[1]
    if m > 0:
        ledger.special[m] = ledger.special[m - 1]
    if m > 0 and m % la.MONTHS_PER_YEAR == 0:
        ledger.special[m] = choose_special(p, types, roster.unresolved_big.sum(axis=0))
        roster.unresolved_big[:] = 0
    resources, assessment = case.schedule[m, 0], case.schedule[m, 1]
    if p[la.ADAPT_GAIN] > 0.0 and m > 0:
        resources = city_mean(roster.x)
    cumulative = np.zeros(2 * types.shape[0])
    guide = np.zeros(GUIDE, np.int64)
    rate = month_cells(p, types, case.windows[m], cumulative, guide)
    start, end = m * la.HOURS_PER_MONTH, (m + 1) * la.HOURS_PER_MONTH
    answered = line(p, resources, calls / streets)
    special = ledger.special[m]
    return Month(
        np.int64(m), start, end, cumulative, guide, rate, special, answered, resources, assessment
    )


@part
def pass_month(case, month, first, end, roster, waiting, ledger, trace, rows):
    """Take streets ``first .. end - 1`` through a month; streets do not touch each other in it.

    Returns
    -------
    calls, events : int
        Of these streets.
    waiting : Queues
        Theirs, in place of those given, which may have run full.
    """
    p, types, switches, frozen = case.p, case.types, case.switches, case.frozen
    m = month.number
    assessment = month.assessment
    calls = np.int64(0)
    events = np.int64(0)
    for s in range(first, end):
        if p[la.ADAPT_GAIN] > 0.0 and m > 0:
            assessment = roster.x[s, la.X_INTENSITY]
        prob = np.zeros(la.PROBABILITIES)
        dispatch = dispatched(p, assessment)
        x = roster.x[s]
        month_probabilities(p, x, frozen[s], switches, month.line, assessment, dispatch, prob)
        if switches[la.SW_FEEDBACK] == 0:
            x[la.X_M] = frozen[s, la.FZ_M]
            prob[la.PREVENT] = p[la.NU] * x[la.X_M]
        books = Books(
            ledger.counts[m, s],
            ledger.reals[m, s],
            ledger.orders_by_type[m, s],
            roster.unresolved_big[s],
        )
        write_state(books.reals, x, roster.n[s], prob, month.resources, assessment)
        rate = month.rate * x[la.X_SIZE]
        k0, k1 = np.uint64(case.seed), street_key(case.city, s)
        opened = False
        while True:
            st = street_of(roster, waiting, s, first)
            if not opened:
                open_month(st, books, prob, rate, month.start, month.end)
                opened = True
            if run_month(p, types, prob, switches, month, rate, k0, k1, rows[s], st, books, trace):
                close_month(st, books, rate, month.end)
                break
            waiting = wider(waiting, roster.head[first:end])
        calls += books.counts[la.CALLS]
        events += books.counts[la.EVENTS]
    return calls, events, waiting


@part
def finish_month(case, month, roster, ledger):
    """The month's end: scores, ranks, pressure, beliefs; with an adaptive rule, next intensity."""
    m = month.number
    counts, reals = ledger.counts[m], ledger.reals[m]
    end_month(case.p, case.switches, case.frozen, counts, reals, roster.x, roster.n)
    if case.p[la.ADAPT_GAIN] > 0.0:
        adapt(case.p, np.uint64(case.seed), case.city, m, reals, roster.x)


@sealed
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
