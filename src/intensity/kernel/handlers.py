"""Handlers on duty: which service ends next, and taking up a new one.

Services in progress stand in slots ``0 .. n - 1`` of a street: ``done`` (float64, completion
time, ``inf`` when free), ``since`` (arrival or dispatch), ``index`` and ``attr`` (int64). Up to
`SCAN` slots the next completion is found by a scan. Beyond that the slots lie in blocks, of which
each keeps its earliest completion (``soonest``) and whose it is (``who``): a scan of the blocks
finds the next one, and a service that ends costs a scan of its own block. That is a fifth faster
than a binary heap up to some hundred handlers, which is a large street. Equal times: the lower
slot first.
"""

from __future__ import annotations

import numpy as np

from intensity.kernel.jit import inner

SCAN = 16
BLOCK = 16  # slots whose earliest completion is kept, where there are more than SCAN


@inner
def blocks(n):
    """Number of blocks of n slots."""
    return (n + BLOCK - 1) // BLOCK


@inner
def _earliest(done, low, high):
    best = low
    at = done[low]
    for i in range(low + 1, high):
        sooner = done[i] < at
        at = done[i] if sooner else at
        best = i if sooner else best
    return best, at


@inner
def _block(first, n, slot):
    """Number of the block of a slot; the second pool of handlers has its blocks after the first."""
    return (0 if first == 0 else blocks(n)) + (slot - first) // BLOCK


@inner
def next_slot(done, soonest, who, first, n, busy):
    """Slot with the earliest completion among slots ``first .. first + n - 1``; -1 if none."""
    if busy == 0:
        return np.int64(-1)
    if n > SCAN:
        base = _block(first, n, first)
        b, _ = _earliest(soonest, base, base + blocks(n))
        return who[b]
    best, _ = _earliest(done, first, first + n)
    return np.int64(best)


@inner
def occupy(done, free, soonest, who, first, n, busy, time):
    """Put a service that ends at `time` into a free slot and return the slot.

    For large n the free slots stand in ``free`` from place ``first + busy`` on.
    """
    if n <= SCAN:
        slot = first
        while done[slot] != np.inf:
            slot += 1
        done[slot] = time
        return np.int64(slot)
    slot = free[first + busy]
    done[slot] = time
    b = _block(first, n, slot)
    if time < soonest[b] or (time == soonest[b] and slot < who[b]):
        soonest[b] = time
        who[b] = slot
    return slot


@inner
def release(done, free, soonest, who, first, n, busy, slot):
    """Free `slot`, which must be the one that `next_slot` returned."""
    done[slot] = np.inf
    if n <= SCAN:
        return
    free[first + busy - 1] = slot
    b = _block(first, n, slot)
    low = first + (b - _block(first, n, first)) * BLOCK
    who[b], soonest[b] = _earliest(done, low, min(low + BLOCK, first + n))
