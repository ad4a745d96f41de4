"""Services in progress: the scan and the blocks against a sorted list."""

import numba
import numpy as np
import pytest

from intensity.kernel.handlers import next_slot, occupy, release


@numba.njit
def play(times, starts, n, first):
    """Occupy and release slots in a given rhythm; return completion times in order of release."""
    done = np.full(first + n, np.inf)
    free = np.arange(first + n)
    soonest = np.full(first + 2 * n, np.inf)
    who = np.zeros(first + 2 * n, np.int64)
    busy = 0
    out = np.empty(len(times))
    at = ended = 0
    for i in range(len(starts)):
        if starts[i] and busy < n and at < len(times):
            slot = occupy(done, free, soonest, who, first, n, busy, times[at])
            if not first <= slot < first + n:
                return out[:0], -1
            busy += 1
            at += 1
        elif busy > 0:
            slot = next_slot(done, soonest, who, first, n, busy)
            out[ended] = done[slot]
            release(done, free, soonest, who, first, n, busy, slot)
            busy -= 1
            ended += 1
    return out[:ended], busy


@pytest.mark.parametrize("n", [1, 2, 3, 16, 17, 40, 200])
@pytest.mark.parametrize("first", [0, 5])
def test_earliest_completion_comes_first(n, first):
    """Catches a stale block, a slot used twice, a wrong offset of the second pool."""
    rng = np.random.default_rng(n)
    times = rng.exponential(1.0, 4000)
    times[6::7] = times[3::7]  # ties
    starts = rng.uniform(size=8000) < 0.55
    got, busy = play(times, starts, n, first)
    waiting, wanted, at = [], [], 0
    for start in starts:
        if start and len(waiting) < n and at < len(times):
            waiting.append(times[at])
            at += 1
        elif waiting:
            waiting.sort()
            wanted.append(waiting.pop(0))
    assert busy == len(waiting)
    np.testing.assert_array_equal(got, wanted)
