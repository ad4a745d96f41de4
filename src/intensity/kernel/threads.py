"""One large city in threads: its streets do not touch each other within a month.

The bytes are those of `city.simulate_city`: every draw belongs to a street, and what a city needs
of its streets (calls, unresolved big matters, scores) is summed in whole numbers or at the month's
end, in one thread. Many small cities are better run side by side, each in one thread.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.city import Case, begin_month, finish_month, pass_month
from intensity.kernel.roster import muster, queues

PARTS = 4  # for each thread, so that a slow part is made up for


def simulate_city_in_threads(
    p, types, windows, schedule, switches, frozen, seed, city, ledger, trace, rows, workers
):
    """As `city.simulate_city`, with `workers` >= 1 threads; returns the events handled."""
    case = Case(p, types, windows, schedule, switches, frozen, seed, city)
    months, streets = ledger.counts.shape[0], ledger.counts.shape[1]
    roster = muster(p, switches, types, seed, city, streets)
    bounds = shares(roster.n[:, la.N_HANDLERS], PARTS * workers)
    waiting = [queues(end - first) for first, end in bounds]
    calls = events = 0
    with ThreadPoolExecutor(workers) as pool:
        for m in range(months):
            month = begin_month(case, m, calls, roster, ledger)
            tasks = [
                pool.submit(pass_month, case, month, *part, roster, queued, ledger, trace, rows)
                for part, queued in zip(bounds, waiting, strict=True)
            ]
            passed = [task.result() for task in tasks]
            calls = sum(done[0] for done in passed)
            events += sum(done[1] for done in passed)
            waiting = [done[2] for done in passed]
            finish_month(case, month, roster, ledger)
    return events


def shares(weight: np.ndarray, parts: int) -> list[tuple[int, int]]:
    """Bounds (first, end) of at most `parts` runs of neighbours of about equal total weight."""
    total = np.cumsum(weight)
    cuts = np.searchsorted(total, total[-1] * np.arange(1, parts) / parts) + 1
    edges = np.unique(np.concatenate([[0], np.minimum(cuts, len(weight)), [len(weight)]]))
    return [(int(a), int(b)) for a, b in pairwise(edges)]
