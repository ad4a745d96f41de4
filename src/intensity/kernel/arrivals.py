"""A potential problem arises: prevention, channel, acceptance (steps 1 to 4 of the model)."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.demand import cell, nature
from intensity.kernel.hotline import place_call
from intensity.kernel.jit import inner, step
from intensity.kernel.ledger import end_path, note
from intensity.kernel.math import log
from intensity.kernel.orders import open_order
from intensity.kernel.queues import wait
from intensity.kernel.random import ARRIVAL, high, low, wide, words


@inner
def draw_gap(k0, k1, index):
    """Unit-rate hazard until problem `index` arises, after problem `index` − 1."""
    x0, x1 = words(k0, k1, index, ARRIVAL, 0)
    return -log(wide(x0)), x1


@step
def arise(p, types, prob, switches, month, rate, k0, k1, row, st, books, trace, now):
    """A potential problem arises: prevention, channel, acceptance (steps 1 to 4)."""
    c = books.counts
    index = st.n[la.N_INDEX]
    st.n[la.N_INDEX] = index + 1
    w1 = np.uint64(st.n[la.N_WORD])
    gap, word = draw_gap(k0, k1, index + 1)
    st.x[la.X_NEXT] = now + gap / rate
    st.n[la.N_WORD] = np.int64(word)
    x0, x1 = words(k0, k1, index, ARRIVAL, 1)
    attr = nature(types, cell(month.cumulative, month.guide, wide(w1)), high(x0), low(x1))
    unreasonable = attr & la.UNREASON != 0
    special = (month.special >> (attr & la.TYPE_MASK)) & 1 == 1
    y0, y1 = np.uint64(0), np.uint64(0)
    if unreasonable:
        y0, y1 = words(k0, k1, index, ARRIVAL, 2)
        if high(y1) < p[la.P_HARD]:
            attr |= la.HARD
    if trace.numbers.shape[0] > 0:
        at = row + index
        trace.numbers[at, la.TN_ATTR] = attr
        trace.times[at, la.TT_ARRIVAL] = now
    if unreasonable:
        if switches[la.SW_UNREASONABLE] == 0:
            end_path(st, books, trace, row, index, attr, la.F_NOT_VOICED, now)
            return
        c[la.UNREASONABLE] += 1
        if high(x1) < prob[la.Q_U]:
            note(trace, row, index, la.PB_CALLED)
            if place_call(c, prob, prob[la.ACCEPT_DIRECT], high(y0)):
                note(trace, row, index, la.PB_ACCEPTED)
                open_order(p, row, st, books, trace, index, attr, now)
            else:
                end_path(st, books, trace, row, index, attr, la.F_GAVE_UP, now)
        elif low(y0) < p[la.PHI_1]:
            c[la.UNREASONABLE_VOICED] += 1
            note(trace, row, index, la.PB_SCREENED)
            wait(st, la.FIRST_QUEUE, index, attr, now)
        else:
            end_path(st, books, trace, row, index, attr, la.F_NOT_VOICED, now)
        return
    c[la.DEMANDS] += 1
    st.n[la.N_OPEN] += 1
    if attr & la.BIG:
        c[la.DEMANDS_BIG] += 1
        st.n[la.N_OPEN_BIG] += 1
    if special and attr & la.BIG:
        y0, y1 = words(k0, k1, index, ARRIVAL, 2)
        if low(y1) < prob[la.REMOVE]:
            end_path(st, books, trace, row, index, attr, la.F_SPECIAL, now)
            return
    if low(x0) < prob[la.PREVENT]:
        end_path(st, books, trace, row, index, attr, la.F_PREVENTED, now)
        return
    if high(x1) < prob[la.Q]:
        note(trace, row, index, la.PB_CALLED)
        y0, y1 = words(k0, k1, index, ARRIVAL, 2)
        if place_call(c, prob, prob[la.ACCEPT_DIRECT], high(y0)):
            note(trace, row, index, la.PB_ACCEPTED)
            open_order(p, row, st, books, trace, index, attr, now)
            return
    c[la.FIRST_VOICED] += 1
    note(trace, row, index, la.PB_VOICED)
    wait(st, la.FIRST_QUEUE, index, attr, now)
