"""Work orders (工单): opening one, taking it up, ending it (steps 7, 9 and 10)."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.hotline import deadline, place_call
from intensity.kernel.jit import step
from intensity.kernel.ledger import end_path, note
from intensity.kernel.queues import wait
from intensity.kernel.random import ORDER, high, low, wide, words
from intensity.kernel.service import (
    applies_for_exclusion,
    duration,
    mean_hours,
    order_success,
)


@step
def open_order(p, row, st, books, trace, index, attr, now):
    """Register and dispatch a work order (工单); the street may have it excluded (step 7)."""
    c = books.counts
    attr |= la.AS_ORDER
    turn = (attr >> la.ROUND_SHIFT) & la.ROUND_MASK
    urgent = ((attr >> la.CLASS_SHIFT) & la.CLASS_MASK) < 2
    c[la.ORDERS] += 1
    books.orders_by_type[attr & la.TYPE_MASK] += 1
    books.reals[la.HOURS_UPPER] += p[la.H_UP]
    if attr & la.BIG:
        c[la.ORDERS_BIG] += 1
    if attr & la.UNREASON:
        c[la.ORDERS_UNREASONABLE] += 1
    if urgent:
        c[la.ORDERS_URGENT] += 1
    if turn > 0:
        c[la.ORDERS_REPEAT] += 1
    elif attr & la.OVERFLOW:
        c[la.ORDERS_OVERFLOW] += 1
    else:
        c[la.ORDERS_DIRECT] += 1
        if attr & la.UNREASON:
            c[la.ORDERS_DIRECT_UNREASONABLE] += 1
    excluded = applies_for_exclusion(p, attr) and (c[la.EXCLUDED] + 1 <= p[la.QUOTA] * c[la.ORDERS])
    if trace.numbers.shape[0] > 0:
        at = row + index
        trace.numbers[at, la.TN_ROUNDS] = turn + 1
        if turn == 0:
            trace.times[at, la.TT_DISPATCH] = now
        trace.order_times[at, turn, la.OT_DISPATCH] = now
        trace.order_flags[at, turn] = la.OF_USED | (la.OF_EXCLUDED if excluded else 0)
    if excluded:
        attr |= la.EXCLUDE
        note(trace, row, index, la.PB_EXCLUDED)
        c[la.EXCLUDED] += 1
        if attr & la.UNREASON:
            c[la.EXCLUDED_UNREASONABLE] += 1
            if attr & la.HARD:
                c[la.EXCLUDED_HARD] += 1
    wait(st, la.URGENT_QUEUE if urgent else la.ORDER_QUEUE, index, attr, now)


@step
def close_excluded(st, books, trace, row, index, attr, now):
    """An excluded order has been explained away: no score counts it, and nothing is solved."""
    books.counts[la.EXCLUDED_CLOSED] += 1
    if trace.numbers.shape[0] > 0:
        turn = (attr >> la.ROUND_SHIFT) & la.ROUND_MASK
        trace.times[row + index, la.TT_ORDER_END] = now
        trace.order_times[row + index, turn, la.OT_END] = now
    if attr & la.UNREASON:
        end_path(st, books, trace, row, index, attr, la.F_REFUSED, now)
    else:
        books.counts[la.REASONABLE_COMPLETED] += 1  # residents see it end without a solution
        if attr & la.BIG:
            books.unresolved_big[attr & la.TYPE_MASK] += 1
        end_path(st, books, trace, row, index, attr, la.F_UNRESOLVED, now)


@step
def order_work(p, prob, k0, k1, row, books, trace, index, attr, since, now):
    """Take up an order: (hours of work, attributes). Signed in time if before its deadline.

    An excluded order still takes the share ``s_excl`` of the time: the street has to look at the
    matter, answer the caller and prove to the upper level that it cannot be solved. So does one
    that was dispatched to an office that cannot act, and it is dispatched twice.
    """
    turn = (attr >> la.ROUND_SHIFT) & la.ROUND_MASK
    x0, x1 = words(k0, k1, index, ORDER + turn, 0)
    if now - since <= deadline(p, attr):
        attr |= la.SIGNED
    books.reals[la.WAIT_ORDER] += now - since
    if trace.numbers.shape[0] > 0:
        trace.times[row + index, la.TT_ORDER_START] = now
        trace.order_times[row + index, turn, la.OT_START] = now
    hours = duration(p, (1.0 + p[la.KAPPA]) * mean_hours(p, attr), wide(x0))
    if attr & la.EXCLUDE:
        hours *= p[la.S_EXCL]
    elif prob[la.MISSENT] > 0.0:
        _, y1 = words(k0, k1, index, ORDER + turn, 1)
        if low(y1) < prob[la.MISSENT]:
            hours *= p[la.S_EXCL]
            attr |= la.ASTRAY
            books.counts[la.MISDISPATCHED] += 1
            books.reals[la.HOURS_UPPER] += p[la.H_UP]
    return hours, attr, x1


@step
def end_order(p, prob, month, k0, k1, x1, row, st, books, trace, index, attr, since, now):
    """An order is done: resolved or not, satisfied or not, called back, called again."""
    if attr & la.EXCLUDE:
        close_excluded(st, books, trace, row, index, attr, now)
        return
    c = books.counts
    turn = (attr >> la.ROUND_SHIFT) & la.ROUND_MASK
    unreasonable = attr & la.UNREASON != 0
    y0, y1 = words(k0, k1, index, ORDER + turn, 1)
    astray = attr & la.ASTRAY != 0
    resolved = not astray and high(x1) < order_success(p, prob, month.special, attr)
    late = now - since > deadline(p, attr)
    p_satisfied = p[la.P_SAT_RES] if resolved else p[la.P_SAT_UNRES]
    if late:
        p_satisfied *= p[la.LATE_SAT]
    satisfied = low(x1) < p_satisfied
    c[la.COMPLETED] += 1
    signed = attr & la.SIGNED != 0
    if signed:
        c[la.SIGNED_IN_TIME] += 1
    if late:
        c[la.LATE] += 1
    if resolved:
        c[la.RESOLVED] += 1
        if not late:
            c[la.RESOLVED_IN_TIME] += 1
        c[la.RESOLVED_SATISFIED if satisfied else la.RESOLVED_DISSATISFIED] += 1
    else:
        c[la.UNRESOLVED_SATISFIED if satisfied else la.UNRESOLVED_DISSATISFIED] += 1
    called_back = high(y0) < p[la.C_B]
    if called_back:
        c[la.CALLBACKS] += 1
        c[la.CALLBACKS_RESOLVED] += 1 if resolved else 0
        c[la.CALLBACKS_SATISFIED] += 1 if satisfied else 0
    if not unreasonable:
        c[la.REASONABLE_COMPLETED] += 1
        if resolved and not late:
            c[la.REASONABLE_IN_TIME] += 1
        if attr & la.BIG and not resolved:
            books.unresolved_big[attr & la.TYPE_MASK] += 1
    if trace.numbers.shape[0] > 0:
        at = row + index
        trace.times[at, la.TT_ORDER_END] = now
        trace.order_times[at, turn, la.OT_END] = now
        trace.order_flags[at, turn] |= (
            (la.OF_RESOLVED if resolved else 0)
            | (la.OF_SATISFIED if satisfied else 0)
            | (la.OF_LATE if late else 0)
            | (la.OF_SIGNED if signed else 0)
            | (la.OF_CALLED_BACK if called_back else 0)
            | (la.OF_ASTRAY if astray else 0)
        )
        path = trace.numbers[at, la.TN_PATH] & ~(la.PB_RESOLVED | la.PB_SATISFIED | la.PB_LATE)
        path |= la.PB_RESOLVED if resolved else 0
        path |= la.PB_SATISFIED if satisfied else 0
        path |= la.PB_LATE if late else 0
        path |= la.PB_CALLED_BACK if called_back else 0
        trace.numbers[at, la.TN_PATH] = path
    if resolved:
        if unreasonable:
            c[la.COMPROMISED] += 1
        fate = la.F_COMPROMISED if unreasonable else la.F_SECOND
        end_path(st, books, trace, row, index, attr, fate, now)
        return
    again = p[la.RHO_U] if unreasonable else p[la.RHO]
    if not satisfied and turn < p[la.N_REP] and low(y0) < again:
        note(trace, row, index, la.PB_RECALLED)
        if place_call(c, prob, prob[la.ACCEPT], high(y1)):
            attr = (attr & ~(la.SIGNED | la.ASTRAY)) + (np.int64(1) << la.ROUND_SHIFT)
            open_order(p, row, st, books, trace, index, attr, now)
            return
    fate = la.F_REFUSED if unreasonable else la.F_UNRESOLVED
    end_path(st, books, trace, row, index, attr, fate, now)
