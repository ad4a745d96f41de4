"""A street's month, event by event.

Two kinds of events: a potential problem arises, and a service ends. At equal times the service
ends first. When a service ends its outcome is settled, what it causes (an overflow or repeat
order) joins its queue at the same instant, and only then does the freed handler pick.
"""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.arrivals import arise
from intensity.kernel.first_order import end_first, first_order_work, lapse
from intensity.kernel.handlers import next_slot, occupy, release
from intensity.kernel.jit import step
from intensity.kernel.ledger import book_hours
from intensity.kernel.orders import end_order, order_work
from intensity.kernel.queues import has_room, pop

TIE = 1e-9  # credits add up to one in decimals but not in binary; rounding must not decide


@step
def open_month(st, books, prob, rate, start, end):
    """Book the hours of services that run on from last month, and time the next arrival."""
    for slot in range(st.done.shape[0]):
        if st.done[slot] != np.inf:
            book_hours(books, prob, st.attr[slot], min(st.done[slot], end) - start)
    st.x[la.X_NEXT] = start + st.x[la.X_HAZARD] / rate if rate > 0.0 else np.inf


@step
def close_month(st, books, rate, end):
    """Write the month-end stocks, and keep what is left of the hazard of the next arrival."""
    if rate > 0.0:
        st.x[la.X_HAZARD] = (st.x[la.X_NEXT] - end) * rate
    c = books.counts
    c[la.OPEN] = st.n[la.N_OPEN]
    c[la.OPEN_BIG] = st.n[la.N_OPEN_BIG]
    c[la.QUEUE_FIRST] = st.length[la.FIRST_QUEUE]
    c[la.QUEUE_ORDERS] = st.length[la.ORDER_QUEUE]
    c[la.QUEUE_URGENT] = st.length[la.URGENT_QUEUE]


@step
def run_month(p, types, prob, switches, month, rate, k0, k1, row, st, books, trace):
    """Handle every event before ``month.end``; return False if a queue needs room first.

    Parameters
    ----------
    p, types, prob, switches : ndarray
        See `layout`.
    month : Month
    rate : float
        Potential problems per hour in this street.
    k0, k1 : uint64
        The street's key.
    row : int
        First row of this street in the trace.
    st : Street
    books : Books
    trace : Trace
    """
    handlers = st.n[la.N_HANDLERS]
    apart = switches[la.SW_CROWDING] == 0  # orders have handlers' time of their own
    capacity = st.ring_index.shape[1]
    slot = np.int64(-1)
    finish = np.inf
    changed = True  # which service ends next is looked for only after one has begun or ended
    while True:
        if not has_room(st.length, capacity):
            return False
        if changed:
            changed = False
            slot = next_slot(st.done, st.soonest, st.who, 0, handlers, st.n[la.N_BUSY_FIRST])
            if apart:
                busy = st.n[la.N_BUSY_ORDER]
                other = next_slot(st.done, st.soonest, st.who, handlers, handlers, busy)
                if slot < 0 or (other >= 0 and st.done[other] < st.done[slot]):
                    slot = other
            finish = st.done[slot] if slot >= 0 else np.inf
        arrival = st.x[la.X_NEXT]
        if finish <= arrival:
            now = finish
            if now >= month.end:
                return True
            books.counts[la.EVENTS] += 1
            end_service(p, prob, month, k0, k1, row, st, books, trace, slot, now)
            changed = True
        else:
            now = arrival
            if now >= month.end:
                return True
            books.counts[la.EVENTS] += 1
            arise(p, types, prob, switches, month, rate, k0, k1, row, st, books, trace, now)
        while take_up(p, prob, month, k0, k1, row, st, books, trace, now, apart):
            changed = True


@step
def take_up(p, prob, month, k0, k1, row, st, books, trace, now, apart):
    """Let one free handler turn to the next demand; False if none waits or none is free (step 8).

    Urgent orders first. If both an ordinary order and a first-order demand wait, orders get the
    share w of such picks by deficit round-robin. A first-order demand that has waited beyond its
    patience has failed; noticing that takes neither time nor the turn.
    """
    length = st.length
    free_first = st.n[la.N_BUSY_FIRST] < st.n[la.N_HANDLERS]
    free_order = st.n[la.N_BUSY_ORDER] < st.n[la.N_HANDLERS] if apart else free_first
    contested = not apart and length[la.ORDER_QUEUE] > 0 and length[la.FIRST_QUEUE] > 0
    credit = st.x[la.X_CREDIT] + prob[la.SHARE_W]
    if free_order and length[la.URGENT_QUEUE] > 0:
        queue = la.URGENT_QUEUE
    elif free_first and contested:
        queue = la.ORDER_QUEUE if credit >= 1.0 - TIE else la.FIRST_QUEUE
    elif free_order and length[la.ORDER_QUEUE] > 0:
        queue = la.ORDER_QUEUE
    elif free_first and length[la.FIRST_QUEUE] > 0:
        queue = la.FIRST_QUEUE
    else:
        return False
    index, attr, since = pop(st, queue)
    if queue == la.FIRST_QUEUE:
        work, attr, y0, y1 = first_order_work(
            p, prob, k0, k1, row, books, trace, index, attr, since, now
        )
        if work < 0.0:
            lapse(p, prob, k0, k1, row, st, books, trace, index, attr, now)
            return True
    else:
        work, attr, y1 = order_work(p, prob, k0, k1, row, books, trace, index, attr, since, now)
        y0 = y1
    if contested and queue != la.URGENT_QUEUE:
        st.x[la.X_CREDIT] = credit - (1.0 if queue == la.ORDER_QUEUE else 0.0)
    apart = apart and queue != la.FIRST_QUEUE
    begin(prob, month, st, books, index, attr, since, now, work, apart, y0, y1)
    return True


@step
def _occupy(st, first, busy, time):
    return occupy(st.done, st.free, st.soonest, st.who, first, st.n[la.N_HANDLERS], busy, time)


@step
def _release(st, first, busy, slot):
    release(st.done, st.free, st.soonest, st.who, first, st.n[la.N_HANDLERS], busy, slot)


@step
def begin(prob, month, st, books, index, attr, since, now, work, order_pool, y0, y1):
    """Put `work` hours into a free slot and book what falls into this month."""
    handlers = st.n[la.N_HANDLERS]
    if order_pool:
        elapsed = work / prob[la.SPEED_ORDER]
        slot = _occupy(st, handlers, st.n[la.N_BUSY_ORDER], now + elapsed)
        st.n[la.N_BUSY_ORDER] += 1
    else:
        elapsed = work / prob[la.SPEED_FIRST]
        slot = _occupy(st, 0, st.n[la.N_BUSY_FIRST], now + elapsed)
        st.n[la.N_BUSY_FIRST] += 1
    st.index[slot] = index
    st.attr[slot] = attr
    st.since[slot] = since
    st.luck0[slot] = y0
    st.luck1[slot] = y1
    book_hours(books, prob, attr, min(now + elapsed, month.end) - now)


@step
def end_service(p, prob, month, k0, k1, row, st, books, trace, slot, now):
    """A service ends: free the handler and settle the outcome, first or second order."""
    handlers = st.n[la.N_HANDLERS]
    index, attr, since = st.index[slot], st.attr[slot], st.since[slot]
    if slot < handlers:
        _release(st, 0, st.n[la.N_BUSY_FIRST], slot)
        st.n[la.N_BUSY_FIRST] -= 1
    else:
        _release(st, handlers, st.n[la.N_BUSY_ORDER], slot)
        st.n[la.N_BUSY_ORDER] -= 1
    if attr & la.AS_ORDER:
        x1 = st.luck1[slot]
        end_order(p, prob, month, k0, k1, x1, row, st, books, trace, index, attr, since, now)
    else:
        x0, x1 = st.luck0[slot], st.luck1[slot]
        end_first(p, prob, month, x0, x1, row, st, books, trace, index, attr, now)
