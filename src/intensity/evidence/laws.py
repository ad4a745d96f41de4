"""The engine against closed forms: streets without behaviour, where theory says what must come out.

A street with everything switched off is a queue (`model.plain`). Each point of each law is one run
of independent streets. Compared is, per street, a total less what theory wants for its count
(hours waited less the wanted mean times those who waited): its mean is zero without the bias of a
ratio, and its standard error comes from the spread of the streets. All comparisons together raise a
false alarm with a probability of at most `FAMILY` (Bonferroni). The tests of the project take more
and longer runs of more laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence import formulas
from intensity.experiment.runner import in_threads
from intensity.kernel import layout as la
from intensity.kernel.hotline import share_answered
from intensity.model.plain import plain_queue
from intensity.model.simulate import Run, simulate

FAMILY = 1e-3
STREETS, MONTHS, BURN_IN = 32, 9, 3
MONTHLY = 1000  # arrivals per street and month
RATE = MONTHLY / la.HOURS_PER_MONTH
Parts = Iterator[tuple[str, np.ndarray, np.ndarray, float]]


class Law(NamedTuple):
    """Points of a law and what is compared at each: name, totals, counts, wanted ratio."""

    points: tuple[tuple[float, ...], ...]
    compare: Callable[[tuple[float, ...], int], Parts]


def _run(number: int, seed: int, *, trace: bool = False, **options: Any) -> Run:
    given = plain_queue(**options, streets=STREETS)
    return simulate(**given, months=MONTHS, seed=seed, number=number, trace=trace)


def _sum(run: Run, column: int) -> np.ndarray:
    return run.counts[BURN_IN:, :, column].sum(axis=0).astype(float)


def _hours(run: Run, column: int) -> np.ndarray:
    return run.reals[BURN_IN:, :, column].sum(axis=0)


def _begun(run: Run, arrived: np.ndarray, *queues: int) -> np.ndarray:
    """Services begun in the window: who came, less those by whom the queues grew."""
    for queue in queues:
        arrived = arrived + run.counts[BURN_IN - 1, :, queue] - run.counts[-1, :, queue]
    return arrived


def _erlang(point: tuple[float, ...], number: int) -> Parts:
    servers, busy = int(point[0]), point[1]
    load, service = busy * servers, busy * servers / RATE
    due = 1.5 * (formulas.mean_wait(servers, load, service) + service)
    run = _run(
        number, 101, arrival_rate=RATE, service_hours=service / 1.6, handlers=servers,
        overhead=0.6, deadlines=(due, due, due, due),
    )  # fmt: skip
    begun = _begun(run, _sum(run, la.ORDERS), la.QUEUE_ORDERS, la.QUEUE_URGENT)
    yield "wait", _hours(run, la.WAIT_ORDER), begun, formulas.mean_wait(servers, load, service)
    yield "utilisation", _hours(run, la.HOURS_ORDER), _hours(run, la.HOURS_PAID), busy
    late = formulas.sojourn_tail(servers, load, service, due)
    yield "late", _sum(run, la.LATE), _sum(run, la.COMPLETED), late


def _general(point: tuple[float, ...], number: int) -> Parts:
    busy, cv = point
    mean = busy / RATE
    run = _run(
        number, 102, arrival_rate=RATE, service_hours=mean, handlers=1, service_cv=cv
    )  # fmt: skip
    begun = _begun(run, _sum(run, la.ORDERS), la.QUEUE_ORDERS)
    wanted = formulas.pollaczek_khinchine(RATE, mean, mean**2 * (1.0 + cv**2))
    yield "wait", _hours(run, la.WAIT_ORDER), begun, wanted


def _priority(point: tuple[float, ...], number: int) -> Parts:
    servers, busy, urgent = int(point[0]), point[1], point[2]
    load, service = busy * servers, busy * servers / RATE
    run = _run(
        number, 103, trace=True, arrival_rate=RATE, service_hours=service, handlers=servers,
        urgent_share=urgent,
    )  # fmt: skip
    trace = run.trace
    assert trace is not None
    row, turn = np.nonzero(trace.order_flags & la.OF_USED)
    came = trace.order_times[row, turn, la.OT_DISPATCH]
    wait = trace.order_times[row, turn, la.OT_START] - came
    street = trace.numbers[row, la.TN_STREET]
    first = (trace.numbers[row, la.TN_ATTR] >> la.CLASS_SHIFT) & la.CLASS_MASK < 2
    # the last month is left out, so that who came has been served
    window = (came >= BURN_IN * la.HOURS_PER_MONTH) & (came < (MONTHS - 1) * la.HOURS_PER_MONTH)
    residual = formulas.erlang_c(servers, load) * service / servers
    waits = formulas.cobham(residual, [busy * urgent, busy * (1.0 - urgent)])
    for name, mine, wanted in zip(("urgent", "ordinary"), (first, ~first), waits, strict=True):
        seen = window & mine & ~np.isnan(wait)
        total = np.bincount(street[seen], wait[seen], STREETS)
        yield f"wait, {name}", total, np.bincount(street[seen], minlength=STREETS) + 0.0, wanted


def _impatient(point: tuple[float, ...], number: int) -> Parts:
    servers, busy, patience = int(point[0]), point[1], point[2]
    load, service = busy * servers, busy * servers / RATE
    run = _run(
        number, 104, arrival_rate=RATE, service_hours=service, handlers=servers,
        order_share=0.0, patience=patience * service,
    )  # fmt: skip
    lost, wait = formulas.impatient(servers, load, service, patience * service)
    came, gone = _sum(run, la.FIRST_VOICED), _sum(run, la.RENEGED)
    yield "lost", gone, came, lost
    served = _begun(run, came - gone, la.QUEUE_FIRST)
    yield "wait", _hours(run, la.WAIT_FIRST), served, wait


def _repeats(point: tuple[float, ...], number: int) -> Parts:
    servers, busy, again, most = int(point[0]), point[1], point[2], int(point[3])
    law = formulas.rounds_law(again, most)
    rounds = float(law @ np.arange(1, most + 2))
    load, service = busy * servers, busy * servers / RATE
    run = _run(
        number, 105, arrival_rate=RATE / rounds, service_hours=service, handlers=servers,
        unresolved=again**0.5, again=again**0.5, repeats=most,
    )  # fmt: skip
    begun = _begun(run, _sum(run, la.ORDERS), la.QUEUE_ORDERS)
    yield "wait", _hours(run, la.WAIT_ORDER), begun, formulas.mean_wait(servers, load, service)
    yield "repeats", _sum(run, la.ORDERS_REPEAT), _sum(run, la.ORDERS_DIRECT), rounds - 1.0


def _grid(*axes: Iterable[float]) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, len(axes))))


# Up to 16 handlers the kernel scans for the next completion, above that it keeps a heap.
LAWS: dict[str, Law] = {
    "erlang": Law(_grid((1, 2, 3, 5, 8, 17, 24), (0.5, 0.75, 0.9)), _erlang),
    "general": Law(_grid((0.2, 0.4, 0.6, 0.75, 0.85), (0.5, 0.8, 1.2, 1.5)), _general),
    "priority": Law(_grid((1, 2, 5, 17), (0.6, 0.8, 0.9), (0.2, 0.5)), _priority),
    "impatience": Law(_grid((1, 2, 5, 17), (0.7, 1.0, 1.4), (0.5, 3.0)), _impatient),
    "repeats": Law(_grid((1, 2, 5, 17), (0.5, 0.7, 0.85), (0.25, 0.64), (3,)), _repeats),
}
# offered load in erlangs, operators, patience in handling times
CALL_CENTRES = (
    *((0.05, 1, 0.5), (0.9, 1, 0.1), (0.9, 1, 3.0), (3.0, 1, 0.5), (20.0, 1, 0.5), (1.0, 2, 0.5)),
    *((5.0, 4, 1.0), (9.0, 10, 0.5), (10.0, 10, 5.0), (25.0, 10, 0.2), (40.0, 50, 0.5)),
    *((50.0, 50, 2.0), (70.0, 50, 0.5), (100.0, 100, 0.5), (150.0, 100, 1.0), (240.0, 276, 0.5)),
    *((276.0, 276, 0.5), (300.0, 276, 0.5), (400.0, 276, 0.5), (276.0, 276, 8.0)),
    *((700.0, 276, 0.25), (900.0, 1000, 0.5), (1000.0, 1000, 1.0), (2000.0, 1150, 0.5)),
)
QUOTAS = tuple(share / 32 for share in range(0, 33, 3))


def deviation(total: np.ndarray, count: np.ndarray, wanted: float) -> dict[str, float]:
    """How far ``sum(total) / sum(count)`` lies from `wanted`.

    Parameters
    ----------
    total, count : ndarray(float64, ndim=1), shape (streets,)
    wanted : float

    Returns
    -------
    dict
        ``found``; ``error``, its standard error; ``z``, the normal deviate of Student's t.
    """
    excess = total - wanted * count
    error = excess.std(ddof=1) / np.sqrt(len(excess))
    t = excess.mean() / error
    z = np.sign(t) * stats.norm.isf(stats.t.sf(abs(t), len(excess) - 1))
    return {"found": total.sum() / count.sum(), "error": error / count.mean(), "z": float(z)}


def compare_laws(*, progress: bool = False) -> pd.DataFrame:
    """Every point of every law.

    Returns
    -------
    DataFrame
        One row per comparison: law, quantity, point (index in the law), wanted, found, error, z.
    """
    tasks = [(name, at) for name, law in LAWS.items() for at in range(len(law.points))]

    def work(task: tuple[str, int]) -> list[dict[str, Any]]:
        name, at = task
        law = LAWS[name]
        parts = law.compare(law.points[at], at)
        return [
            {"law": name, "quantity": quantity, "point": at, "wanted": wanted}
            | deviation(total, count, wanted)
            for quantity, total, count, wanted in parts
        ]

    rows = in_threads(work, tasks, progress=progress, label="laws of queueing theory")
    return pd.DataFrame([row for part in rows for row in part])


def bound(comparisons: int) -> float:
    """Normal deviate that the largest of so many stays within, but for `FAMILY` of all cases."""
    return float(stats.norm.isf(FAMILY / comparisons / 2.0))


def power(frame: pd.DataFrame, slower: float = 0.05) -> float:
    """Share of the points of M/M/c at which services longer by `slower` would have been noticed.

    The law is falsified instead of the simulation, which comes to the same.
    """
    limit = bound(len(frame))
    law = LAWS["erlang"]
    seen = set()
    for row in frame[frame["law"] == "erlang"].itertuples():
        servers, busy = law.points[row.point]
        load = busy * (1.0 + slower) * servers
        wrong = {
            "wait": formulas.mean_wait(int(servers), load, load / RATE),
            "utilisation": busy * (1.0 + slower),
        }.get(row.quantity, row.wanted)
        if abs(row.found - wrong) / row.error > limit:
            seen.add(row.point)
    return len(seen) / len(law.points)


def call_centre_difference() -> float:
    """Largest relative difference of the share answered from Erlang-A's balance equations."""
    return max(
        abs(share_answered(*p) / formulas.answered_by_balance(*p) - 1.0) for p in CALL_CENTRES
    )


def quota_errors() -> tuple[int, int]:
    """Street-months in which not the whole part of quota x orders was excluded; and of how many."""
    wrong = of = 0
    for number, quota in enumerate(QUOTAS):
        run = _run(
            number, 106, arrival_rate=RATE, service_hours=0.5 / RATE, handlers=1, big_share=1.0,
            quota=quota,
        )  # fmt: skip
        wanted = np.floor(run.counts[:, :, la.ORDERS] * quota)
        wrong += int((run.counts[:, :, la.EXCLUDED] != wanted).sum())
        of += wanted.size
    return wrong, of
