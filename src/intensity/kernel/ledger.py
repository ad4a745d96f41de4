"""What a street carries from event to event, and the books in which events are written down."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.jit import step


class Street(NamedTuple):
    """All that a street carries from event to event (rows of the city's arrays)."""

    x: np.ndarray  # float64, layout.STATE
    n: np.ndarray  # int64, layout.NUMBERS
    ring_index: np.ndarray  # int64, (3, capacity)
    ring_attr: np.ndarray  # int64, (3, capacity)
    ring_since: np.ndarray  # float64, (3, capacity)
    head: np.ndarray  # int64, (3,)
    length: np.ndarray  # int64, (3,)
    done: np.ndarray  # float64, (slots,)
    since: np.ndarray  # float64, (slots,)
    index: np.ndarray  # int64, (slots,)
    attr: np.ndarray  # int64, (slots,)
    free: np.ndarray  # int64, (slots,): see `handlers`, like the next two
    soonest: np.ndarray  # float64, (slots,)
    who: np.ndarray  # int64, (slots,)
    luck0: np.ndarray  # uint64, (slots,): words drawn at the start that the outcome needs
    luck1: np.ndarray  # uint64, (slots,)


class Books(NamedTuple):
    """Where a street's month is written down."""

    counts: np.ndarray  # int64, layout.COUNTS
    reals: np.ndarray  # float64, layout.REALS
    orders_by_type: np.ndarray  # int64, (T,)
    unresolved_big: np.ndarray  # int64, (T,): over a year


class Trace(NamedTuple):
    """One row per problem (and per order round); empty arrays switch it off."""

    times: np.ndarray  # float64, (problems, layout.TRACE_TIMES)
    numbers: np.ndarray  # int64, (problems, layout.TRACE_NUMBERS)
    order_times: np.ndarray  # float64, (problems, rounds, layout.ORDER_TIMES)
    order_flags: np.ndarray  # int64, (problems, rounds)


class Month(NamedTuple):
    """What holds for all streets of a city during one month."""

    number: np.int64
    start: np.float64  # hours
    end: np.float64  # hours
    cumulative: np.ndarray  # float64, (2 T,): cells of arising problems
    guide: np.ndarray  # int64, (GUIDE,)
    rate: np.float64  # 1/h, potential problems in a street of size 1
    special: np.int64  # bit t: special governance covers type t
    line: np.float64  # share of calls answered
    resources: np.float64
    assessment: np.float64


class Ledger(NamedTuple):
    """Results of one city at one schedule, allocated by the caller."""

    counts: np.ndarray  # int64, (months, streets, layout.COUNTS)
    reals: np.ndarray  # float64, (months, streets, layout.REALS)
    orders_by_type: np.ndarray  # int64, (months, streets, T)
    special: np.ndarray  # int64, (months,): mask of types under special governance


@step
def book_hours(books, prob, attr, elapsed):
    """Book handler hours of a service by its kind; `elapsed` clock hours of it fall here."""
    h = books.reals
    if attr & la.AS_ORDER:
        hours = elapsed * prob[la.SPEED_ORDER]
        h[la.HOURS_ORDER] += hours
        if attr & la.UNREASON:
            h[la.HOURS_ORDER_UNREASONABLE] += hours
        elif (attr >> la.ROUND_SHIFT) & la.ROUND_MASK > 0:
            h[la.HOURS_ORDER_REPEAT] += hours
    elif attr & la.UNREASON:
        h[la.HOURS_SCREEN] += elapsed * prob[la.SPEED_FIRST]
    else:
        h[la.HOURS_FIRST] += elapsed * prob[la.SPEED_FIRST]


@step
def end_path(st, books, trace, row, index, attr, fate, now):
    """A problem has met its fate: every reasonable one is counted exactly once."""
    if trace.numbers.shape[0] > 0:
        trace.numbers[row + index, la.TN_FATE] = fate
        trace.times[row + index, la.TT_END] = now
    if attr & la.UNREASON:
        return
    c = books.counts
    big = attr & la.BIG != 0
    st.n[la.N_OPEN] -= 1
    if big:
        st.n[la.N_OPEN_BIG] -= 1
    if fate == la.F_PREVENTED:
        c[la.PREVENTED] += 1
        c[la.PREVENTED_BIG] += 1 if big else 0
    elif fate == la.F_SPECIAL:
        c[la.PREVENTED_SPECIAL] += 1
        c[la.PREVENTED_SPECIAL_BIG] += 1 if big else 0
    elif fate == la.F_SECOND:
        c[la.SECOND_RESOLVED] += 1
        c[la.SECOND_RESOLVED_BIG] += 1 if big else 0
    elif fate == la.F_UNRESOLVED:
        c[la.UNRESOLVED] += 1
        c[la.UNRESOLVED_BIG] += 1 if big else 0


@step
def note(trace, row, index, bit):
    """Set a bit of the problem's path in the trace."""
    if trace.numbers.shape[0] > 0:
        trace.numbers[row + index, la.TN_PATH] |= bit
