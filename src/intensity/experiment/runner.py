"""Running a design: units of work in threads or on a cluster, the same bytes either way."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from tqdm import tqdm

from intensity.experiment import manifest, sampling, unit
from intensity.experiment.design import Design
from intensity.experiment.lock import Held, Lock
from intensity.experiment.progress import Bar, announce, say
from intensity.experiment.sources import difference, fingerprint, source_hash
from intensity.experiment.store import Finding, Store, frame
from intensity.experiment.threads import Threads, counted, in_threads
from intensity.model.errors import InputError, shown

MOST_NAMED = 20  # findings told one by one
UNSETTLED = "manifest.json: missing, damaged or of another run; it cannot be written again here"
MANY = 1000  # units, from which on even looking through them shows a bar
__all__ = ["fill", "in_threads", "run_experiment"]


class Result(NamedTuple):
    """A unit as a Parquet file, and what it took."""

    content: bytes
    cities: int
    problems: int


def run_experiment(
    design: Design,
    store: str | Path | None = None,
    workers: int | None = None,
    client: Any = None,
    progress: bool = True,
    *,
    allow_large: bool = False,
) -> pd.DataFrame:
    """Run every city of `design` at every level or schedule.

    Parameters
    ----------
    design : Design
    store : path, optional
        Folder for results. Units that stand there for the same design, sources and libraries are
        read instead of computed; a run that is stopped is continued by the same call.
    workers : int, optional
        Threads (kernels release the GIL); default: the processors this process may use.
    client : dask.distributed.Client, optional
        Many machines; the same function, the same bytes.
    progress : bool
        Show a progress bar with rate and time left.
    allow_large : bool
        Run even what takes more than the limits of `intensity.experiment.estimate`.

    Returns
    -------
    DataFrame
        One row per city and level: ``city``, ``intensity``, the parameters that differ between
        cities, and all measures (`intensity.model.measures.MEASURES`) over the months from
        ``burn_in`` on. A design with schedules has ``schedule`` instead of ``intensity``, one
        with ``every`` a row per stretch of months. Rows are in this order, whoever computes.

    Raises
    ------
    InputError
        One line: what is wrong, and what to do about it.
    """
    if not isinstance(design, Design):
        hint = f"; Design.load({design!r}) makes one" if isinstance(design, str) else ""
        raise InputError(f"design = {shown(design)}: must be a Design{hint}")
    if store is not None:
        whole = fill(
            Store(store, design),
            workers=workers,
            client=client,
            progress=progress,
            allow_large=allow_large,
        )
        return whole.read()
    parts: dict[int, bytes] = {}

    def keep(number: int, result: Result) -> None:
        parts[number] = result.content

    _affordable(design, allow_large)
    _run(design, set(range(design.units)), keep, workers, client, progress)
    return frame(pq.read_table(io.BytesIO(parts[number])) for number in range(design.units))


def fill(
    store: Store,
    *,
    workers: int | None = None,
    client: Any = None,
    progress: bool = True,
    allow_large: bool = False,
    named: Callable[[str], None] = say,
) -> Store:
    """Compute what a store lacks; see `run_experiment`.

    Memory does not grow with the number of cities.

    Parameters
    ----------
    named : callable
        Takes the lines that name what is damaged or does not belong; default: to stderr.

    Returns
    -------
    Store
        The same, complete.

    Raises
    ------
    InputError
        Another process writes there, or nothing can be written there.
    """
    workers = counted(workers)
    try:
        if not store.path.exists():
            _affordable(store.design, allow_large)
        lock = store.lock()
    except (Held, OSError) as error:  # what is whole can be read all the same
        _look_through(store, progress, named)
        if not store.complete:
            raise _hindered(store, error) from None
        if isinstance(error, OSError) and not store.settled():
            named(f"{store.path.name}/{UNSETTLED}")
        return store
    try:
        _fill(store, lock, workers, client, progress, allow_large, named)
    except OSError as error:
        raise _hindered(store, error) from None
    finally:
        lock.release()
    return store


def _look_through(
    store: Store, progress: bool, named: Callable[[str], None], again: str = ""
) -> list[Finding]:
    """Scan a store and name what is wrong in it."""
    large = store.units > MANY and progress
    faults = store.scan(lambda units: tqdm(units, "checking", unit="file") if large else units)
    for fault in faults[:MOST_NAMED]:
        named(f"{store.path.name}/{fault}{again if fault.mend else ''}")
    if len(faults) > MOST_NAMED:
        named(f"{store.path.name}: and {len(faults) - MOST_NAMED} more; --check names them all")
    return faults


def _fill(
    store: Store,
    lock: Lock,
    workers: int,
    client: Any,
    progress: bool,
    allow_large: bool,
    named: Callable[[str], None],
) -> None:
    """Compute what is missing, with the lock held."""
    faults = _look_through(store, progress, named, "; computed again")
    if store.complete and store.settled():
        return
    if not store.complete:
        for other in store.others():
            named(str(other))
        if not lock.works:
            named(f"{store.path}: this file system has no locks; see that one run writes here")
        if not store.sums:
            _affordable(store.design, allow_large)
    run = manifest.started(None if client is not None else workers, _address(client))
    run["named"] = [str(fault) for fault in faults]
    for fault in store.begin(run, alone=lock.works):
        named(f"{store.path.name}/{fault}")
    began, before = time.monotonic(), len(store.sums)

    def keep(number: int, result: Result) -> None:
        store.put(number, result.content)

    wanted = set(store.missing())
    try:
        _run(store.design, wanted, keep, workers, client, progress, store.cities_done)
    finally:
        manifest.ended(run, began, len(store.sums) - before)
        store.end(run)


def _run(
    design: Design,
    wanted: set[int],
    keep: Callable[[int, Result], None],
    workers: int | None,
    client: Any,
    progress: bool,
    done: int = 0,
) -> None:
    """Compute units and hand each to `keep`, in whatever order they come."""
    if not wanted:
        return
    numbers: list[int] = []

    def tasks() -> Iterator[tuple[Design, int, np.ndarray]]:
        for number, values in enumerate(sampling.points(design, design.cities_per_unit)):
            if number in wanted:
                numbers.append(number)
                yield design, number, values

    team: Any
    if client is None:
        if progress:
            announce()
        team = Threads(
            lambda task: compute(task[0], task[1], task[2], team.stopped), tasks(), workers
        )
    else:
        from intensity.experiment.cluster import Cluster

        ours = fingerprint()
        team = Cluster(client, compute_there, ((ours, *task) for task in tasks()))
    with Bar(design.name, design.cities, done, shown=progress) as bar:
        try:
            for at, result in team.results():
                keep(numbers[at], result)
                bar.update(result.cities, result.problems)
        except KeyboardInterrupt:
            team.stop()
            for at, result in team.finished():
                keep(numbers[at], result)
            raise
        except MemoryError:
            raise InputError(
                f"not enough memory for {design.streets} streets in {counted(workers)} threads; "
                "fewer streets, months or workers want less"
            ) from None
        finally:
            team.stop()


def compute(
    design: Design,
    number: int,
    values: np.ndarray,
    stopped: Callable[[], bool] = unit.never,
) -> Result:
    """One unit of work: a function of design and number, and of nothing else."""
    rows = unit.rows(design, number, values, stopped)
    own = unit.identity(design.digest, number, source_hash())
    return Result(unit.encoded(rows.table, own), len(values), rows.problems)


def compute_there(ours: dict[str, str], design: Design, number: int, values: np.ndarray) -> Result:
    """`compute` on a worker, if the worker has the sources and libraries of who asks."""
    differs = difference(ours)
    if differs:
        raise InputError(f"a worker has other sources or libraries: {differs} on the worker")
    return compute(design, number, values)


def _affordable(design: Design, allow_large: bool) -> None:
    """Refuse what takes longer than anybody means, unless it is asked for."""
    wanted = design.estimate()
    if wanted.excess and not allow_large:
        raise InputError(
            f"{design.name}: {wanted}, which is more than {wanted.excess}; "
            "--yes (allow_large=True) starts it all the same"
        )


def _hindered(store: Store, error: Exception) -> InputError:
    """Why a store cannot be written, and what is there all the same."""
    kept = f"; {len(store.sums)} of {store.units} units are kept" if store.sums else ""
    if isinstance(error, OSError):
        where = error.filename or store.path
        return InputError(f"{where}: cannot write results: {error.strerror or error}{kept}")
    return InputError(f"{error}; wait until it is done, or stop it{kept}")


def _address(client: Any) -> str | None:
    scheduler = getattr(client, "scheduler", None)
    return None if client is None else str(getattr(scheduler, "address", "local"))
