"""First-order governance (一阶治理): taking up a demand, ending it, failing it."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.hotline import place_call
from intensity.kernel.jit import step
from intensity.kernel.ledger import end_path, note
from intensity.kernel.math import log
from intensity.kernel.orders import open_order
from intensity.kernel.random import FIRST, high, low, wide, words
from intensity.kernel.service import duration, first_order_success, mean_hours


@step
def first_order_work(p, prob, k0, k1, row, books, trace, index, attr, since, now):
    """Take up a first-order demand: (hours of work, attributes); hours −1 if it has lapsed.

    A reasonable demand is handled perfunctorily (不作为) with probability 1 − e1.
    """
    x0, x1 = words(k0, k1, index, FIRST, 0)
    waited = now - since
    if waited > 0.0 and p[la.H_PAT] < np.inf and waited > -p[la.H_PAT] * log(wide(x0)):
        return -1.0, attr, x0, x1
    if trace.numbers.shape[0] > 0:
        trace.times[row + index, la.TT_FIRST_START] = now
    if attr & la.UNREASON:
        return duration(p, p[la.H_SCREEN], wide(x1)), attr, x0, x1
    books.reals[la.WAIT_FIRST] += waited
    hours = duration(p, mean_hours(p, attr), wide(x1))
    y0, y1 = words(k0, k1, index, FIRST, 1)
    if high(y0) < prob[la.EFFORT1]:
        return hours, attr, y0, y1
    books.counts[la.PERFUNCTORY] += 1
    note(trace, row, index, la.PB_PERFUNCTORY)
    return hours * p[la.S_SHIRK], attr | la.SHIRKED, y0, y1


@step
def lapse(p, prob, k0, k1, row, st, books, trace, index, attr, now):
    """A demand has waited beyond its patience: a reasonable one has failed first order."""
    note(trace, row, index, la.PB_RENEGED)
    if attr & la.UNREASON:
        end_path(st, books, trace, row, index, attr, la.F_GAVE_UP, now)
    else:
        books.counts[la.RENEGED] += 1
        _, y1 = words(k0, k1, index, FIRST, 1)
        fail_first(p, prob, y1, row, st, books, trace, index, attr, now)


@step
def end_first(p, prob, month, x0, x1, row, st, books, trace, index, attr, now):
    """First-order handling ends: screened, resolved, or failed (steps 5 and 6)."""
    if trace.numbers.shape[0] > 0:
        trace.times[row + index, la.TT_FIRST_END] = now
    if attr & la.UNREASON:
        books.counts[la.SCREENED] += 1
        end_path(st, books, trace, row, index, attr, la.F_BLOCKED, now)
        return
    tried = attr & la.SHIRKED == 0
    if tried and low(x0) < first_order_success(prob, month.special, attr):
        books.counts[la.FIRST_RESOLVED] += 1
        if attr & la.BIG:
            books.counts[la.FIRST_RESOLVED_BIG] += 1
        end_path(st, books, trace, row, index, attr, la.F_FIRST, now)
    else:
        fail_first(p, prob, x1, row, st, books, trace, index, attr, now)


@step
def fail_first(p, prob, x1, row, st, books, trace, index, attr, now):
    """First order has failed a demand: it overflows to the hotline or stays unresolved."""
    books.counts[la.FIRST_FAILED] += 1
    if high(x1) < prob[la.X]:
        note(trace, row, index, la.PB_OVERFLOW_CALLED)
        if place_call(books.counts, prob, prob[la.ACCEPT], low(x1)):
            note(trace, row, index, la.PB_OVERFLOW_ACCEPTED)
            attr = (attr & ~la.SHIRKED) | la.OVERFLOW
            open_order(p, row, st, books, trace, index, attr, now)
            return
    end_path(st, books, trace, row, index, attr, la.F_UNRESOLVED, now)
