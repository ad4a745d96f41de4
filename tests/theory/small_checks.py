"""A few laws on small runs of the uncompiled kernel, to see which faults they notice.

``python -m tests.theory.small_checks`` runs them on whichever `intensity` stands first on the
path and prints one JSON object: the folder of that package, and check by check whether it holds.
Exact laws must hold exactly; the others may be off by `LIMIT` standard errors over the streets.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

import intensity
from intensity.evidence import formulas
from intensity.kernel import layout as la
from intensity.kernel.hotline import share_answered
from intensity.model.plain import plain_queue
from intensity.model.simulate import Run, simulate
from tests.theory.paths import by_street, counted, first_order, hours, levels, orders

STREETS, MONTHS = 16, 2
LIMIT = 5.3  # with 15 degrees of freedom a false alarm in 10 000 per check; the seed is fixed
RATE = 40 / 720


def run_plain(
    rate: float, service: float, handlers: int, *, trace: bool = False, **options: object
) -> Run:
    given = plain_queue(rate, service, handlers, streets=STREETS, **options)
    return simulate(**given, months=MONTHS, seed=31, trace=trace)


def near(total: np.ndarray, count: np.ndarray, wanted: float) -> bool:
    """Whether E[total] = wanted E[count], by the spread of the streets."""
    excess = total - wanted * count
    return bool(abs(excess.mean()) < LIMIT * excess.std(ddof=1) / np.sqrt(len(excess)) + 1e-9)


def erlang_c() -> bool:
    """M/M/3: mean wait, and no handler idle while someone waits."""
    service = 0.7 * 3 / RATE / 2
    run = run_plain(2 * RATE, service, 3, trace=True)
    every = orders(run)
    seen = every.between(0, MONTHS)
    seen = seen.where(~np.isnan(seen.start))
    level = levels(every, MONTHS * 720.0)
    lasting = level.width > 0.0
    busy = np.array_equal(level.serving[lasting], np.minimum(level.present, 3)[lasting])
    wanted = formulas.mean_wait(3, 2.1, service)
    return busy and near(
        by_street(seen, seen.wait, STREETS), by_street(seen, None, STREETS), wanted
    )


def utilisation() -> bool:
    """Orders with overhead kappa = 0.6 take 1.6 times the first-order time."""
    run = run_plain(RATE, 1.0, 1, overhead=0.6)
    begun = counted(run, la.ORDERS, 0) - run.counts[-1, :, la.QUEUE_ORDERS]
    return near(hours(run, la.HOURS_ORDER, 0), begun, 1.6)


def small_and_big() -> bool:
    """Hours per order where a fifth of the matters is big, with log-normal times."""
    run = run_plain(2 * RATE, 0.5, 2, big_share=0.2, big_hours=4.0, service_cv=1.2)
    begun = counted(run, la.ORDERS, 0) - run.counts[-1, :, la.QUEUE_ORDERS]
    return near(hours(run, la.HOURS_ORDER, 0), begun, 0.8 * 0.5 + 0.2 * 4.0)


def passed_over(run: Run) -> int:
    """Ordinary orders taken up while an urgent one waited (one handler)."""
    every, count = orders(run), 0
    for s in range(STREETS):
        mine = every.where(every.street == s)
        urgent, other = mine.where(mine.deadline < 2), mine.where(mine.deadline >= 2)
        start = other.start[~np.isnan(other.start)]
        begun = np.sort(urgent.start[~np.isnan(urgent.start)])
        came = np.searchsorted(np.sort(urgent.came), start, side="right")
        count += int((came > np.searchsorted(begun, start, side="right")).sum())
    return count


def cobham() -> bool:
    """Two classes, one handler: nobody passes over an urgent order, whose wait is Cobham's."""
    service = 0.7 / RATE / 2
    run = run_plain(2 * RATE, service, 1, urgent_share=0.3, trace=True)
    seen = orders(run)
    seen = seen.where((seen.deadline < 2) & ~np.isnan(seen.start))
    wanted = formulas.cobham(0.7 * service, [0.21, 0.49])[0]
    return passed_over(run) == 0 and near(
        by_street(seen, seen.wait, STREETS), by_street(seen, None, STREETS), wanted
    )


def urgent_repeats() -> bool:
    """A repeat order is there when the freed handler picks: urgent ones are not passed over."""
    options = {"urgent_share": 0.5, "unresolved": 1.0, "again": 0.4, "repeats": 6, "trace": True}
    return passed_over(run_plain(RATE, 6.0, 1, **options)) == 0


def impatience() -> bool:
    """M/M/2 + M, offered load 2: share lost."""
    service = 2.0 / RATE / 2
    run = run_plain(2 * RATE, service, 2, order_share=0.0, patience=service)
    lost, _ = formulas.impatient(2, 2.0, service, service)
    turned_to = counted(run, la.FIRST_VOICED, 0) - run.counts[-1, :, la.QUEUE_FIRST]
    return near(counted(run, la.RENEGED, 0), turned_to, lost)


def repeats() -> bool:
    """Orders per problem where each comes back with probability 0.81, at most three times."""
    run = run_plain(RATE, 0.2, 2, unresolved=0.9, again=0.9, repeats=3)
    first = counted(run, la.ORDERS_DIRECT, 0)
    return near(counted(run, la.ORDERS_REPEAT, 0), first, 0.81 + 0.81**2 + 0.81**3)


def deadlines() -> bool:
    """Orders of four classes are late, and signed in time, by the deadline of their own."""
    due = np.array([3.0, 6.0, 12.0, 24.0])
    options = {"class_shares": [0.25] * 4, "deadlines": due.tolist(), "trace": True}
    every = orders(run_plain(RATE, 6.0, 1, **options))
    done = every.where(~np.isnan(every.end))
    mine = due[done.deadline]
    late = np.array_equal(done.flags & la.OF_LATE != 0, done.end - done.came > mine)
    signed = np.array_equal(done.flags & la.OF_SIGNED != 0, done.wait <= mine)
    return late and signed


def turns() -> bool:
    """Of n contested picks of a street, orders get the whole part of 3 n / 8."""
    run = run_plain(2 * RATE, 0.9 / RATE / 2, 1, order_share=0.5, order_turns=3 / 8, trace=True)
    second, first = orders(run), first_order(run)
    for s in range(STREETS):
        mine, theirs = (v.where(v.street == s) for v in (second, first))
        starts = []
        for one, other in ((mine, theirs), (theirs, mine)):
            start = np.sort(one.start[~np.isnan(one.start)])
            came = np.searchsorted(np.sort(other.came), start, side="right")
            gone = np.searchsorted(np.sort(other.start), start, side="right")
            starts.append(start[came > gone])
        is_order = np.repeat([1, 0], [len(part) for part in starts])
        turn = np.cumsum(is_order[np.argsort(np.concatenate(starts))])
        if not np.array_equal(turn, np.arange(1, len(turn) + 1) * 3 // 8):
            return False
    return True


def quota() -> bool:
    """Where all orders qualify, the whole part of a quarter of a month's orders is excluded."""
    run = run_plain(RATE, 1.0, 1, big_share=1.0, quota=0.25)
    return np.array_equal(run.counts[:, :, la.EXCLUDED], run.counts[:, :, la.ORDERS] // 4)


def overflow() -> bool:
    """Of first-order demands half fail, of which six tenths become orders."""
    run = run_plain(RATE, 1.0, 1, order_share=0.0, failed=0.5, overflow=0.6)
    ended = counted(run, la.FIRST_RESOLVED, 0) + counted(run, la.FIRST_FAILED, 0)
    return near(counted(run, la.ORDERS_OVERFLOW, 0), ended, 0.3)


def call_centre() -> bool:
    """Share of calls answered in Erlang-A, against its balance equations."""
    points = ((9.0, 10, 0.5), (70.0, 50, 0.5), (50.0, 50, 2.0))
    return all(
        abs(share_answered(*point) - formulas.answered_by_balance(*point)) < 1e-9
        for point in points
    )


CHECKS: dict[str, Callable[[], bool]] = {
    check.__name__: check
    for check in (
        *(erlang_c, utilisation, small_and_big, cobham, urgent_repeats, impatience, overflow),
        *(repeats, deadlines, turns, quota, call_centre),
    )
}


def outcome(check: Callable[[], bool]) -> bool:
    """Whether the law holds; an index out of range is a fault of the kernel, too."""
    try:
        return check()
    except IndexError:
        return False


if __name__ == "__main__":
    holds = {name: outcome(check) for name, check in CHECKS.items()}
    print(json.dumps({"package": str(Path(intensity.__file__).parent), "holds": holds}))
