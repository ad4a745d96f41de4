"""First-in-first-out queues of a street, as rings in arrays whose length is a power of two.

A street has three rings (first-order demands, ordinary orders, urgent orders), rows of
``index``, ``attr`` (int64) and ``since`` (float64: arrival or dispatch, hours), with ``head``
and ``length`` (int64, one entry per ring).
"""

from __future__ import annotations

import numpy as np

from intensity.kernel.jit import inner, sealed, step


@step
def pop(st, queue):
    """Remove and return the oldest entry of a non-empty queue: (index, attr, since)."""
    at = st.head[queue]
    st.head[queue] = (at + 1) & (st.ring_index.shape[1] - 1)
    st.length[queue] -= 1
    return st.ring_index[queue, at], st.ring_attr[queue, at], st.ring_since[queue, at]


@step
def wait(st, queue, index, attr, now):
    """Join a queue of the street `st` at time `now`; there is room (see `has_room`)."""
    at = (st.head[queue] + st.length[queue]) & (st.ring_index.shape[1] - 1)
    st.ring_index[queue, at] = index
    st.ring_attr[queue, at] = attr
    st.ring_since[queue, at] = now
    st.length[queue] += 1


@inner
def has_room(length, capacity):
    """Whether one event can be handled without overflow, whatever it brings about.

    An event adds at most one entry, and each lapsed first-order demand that a freed handler
    turns to can add one order.
    """
    return length[0] + max(length[1], length[2]) + 2 <= capacity


@sealed
def widened(ring, head):
    """Copy of rings [street, queue, capacity] of twice the capacity, every head at position 0."""
    streets, queues, capacity = ring.shape
    out = np.zeros((streets, queues, 2 * capacity), ring.dtype)
    for s in range(streets):
        for q in range(queues):
            for i in range(capacity):
                out[s, q, i] = ring[s, q, (head[s, q] + i) & (capacity - 1)]
    return out
