"""Handlers on duty: which service ends next, and taking up a new one.

Services in progress stand in slots ``0 .. n − 1`` of a street: ``done`` (float64, completion
time, ``inf`` when free), ``since`` (arrival or dispatch), ``work`` (start of the service),
``index`` and ``attr`` (int64). Up to `SCAN` slots the next completion is found by a scan,
beyond that by a binary heap over slot numbers. Equal times: the lower slot first.
"""

from __future__ import annotations

import numpy as np

from intensity.kernel.jit import inner

SCAN = 16


@inner
def _before(done, i, j):
    return done[i] < done[j] or (done[i] == done[j] and i < j)


@inner
def next_slot(done, heap, first, n, busy):
    """Slot with the earliest completion among slots ``first .. first + n − 1``; −1 if none."""
    if busy == 0:
        return np.int64(-1)
    if n > SCAN:
        return heap[first]
    best = first
    at = done[first]
    for i in range(first + 1, first + n):
        if done[i] < at:
            at = done[i]
            best = i
    return np.int64(best)


@inner
def occupy(done, heap, first, n, busy, time):
    """Put a service that ends at `time` into a free slot and return the slot.

    For large n the heap holds the busy slots in its first `busy` places and the free ones after.
    """
    if n <= SCAN:
        slot = first
        while done[slot] != np.inf:
            slot += 1
        done[slot] = time
        return np.int64(slot)
    slot = heap[first + busy]
    done[slot] = time
    child = busy
    while child > 0:
        parent = (child - 1) >> 1
        if not _before(done, slot, heap[first + parent]):
            break
        heap[first + child] = heap[first + parent]
        child = parent
    heap[first + child] = slot
    return slot


@inner
def release(done, heap, first, n, busy, slot):
    """Free `slot`, which must be the one that `next_slot` returned."""
    done[slot] = np.inf
    if n <= SCAN:
        return
    last = heap[first + busy - 1]
    heap[first + busy - 1] = slot
    size = busy - 1
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and _before(done, heap[first + child + 1], heap[first + child]):
            child += 1
        if not _before(done, heap[first + child], last):
            break
        heap[first + at] = heap[first + child]
        at = child
    if size > 0:
        heap[first + at] = last
