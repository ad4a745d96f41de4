"""Running a design: one unit of work is one city at all its levels."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from intensity.experiment.design import Design
from intensity.experiment.store import Store
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.simulate import simulate


def run_experiment(
    design: Design,
    store: str | Path | None = None,
    workers: int | None = None,
    client: Any = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Run every city of `design` at every level.

    Parameters
    ----------
    design : Design
    store : path, optional
        Folder for the result; a run that stands there for the same design and sources is read
        instead of computed.
    workers : int, optional
        Threads (kernels release the GIL); default: the processors this process may use.
    client : dask.distributed.Client, optional
        Many machines; the same function, the same bytes.
    progress : bool
        Show a progress bar with the time left.

    Returns
    -------
    DataFrame
        One row per city and level: ``city``, ``intensity``, the parameters that differ between
        cities, and all measures (`intensity.model.measures.MEASURES`) over the months from
        ``burn_in`` on. Rows are in the order of city and level, whatever the number of workers.
    """
    kept = None if store is None else Store(Path(store), design)
    if kept is not None and (found := kept.read()) is not None:
        return found
    cities = design.draw()
    tasks = list(enumerate(cities))
    if client is not None:
        futures = client.map(lambda task: unit(design, *task), tasks, pure=False)
        rows = client.gather(futures)
    else:
        rows = in_threads(
            lambda task: unit(design, *task),
            tasks,
            workers=workers,
            progress=progress,
            label=design.name,
        )
    panel = pd.DataFrame([row for city_rows in rows for row in city_rows])
    if kept is not None:
        kept.write(panel)
    return panel


def unit(design: Design, number: int, city: City) -> list[dict[str, float]]:
    """One city at every level, as rows of the panel."""
    drawn = {name: city.values[name] for name in design.varied()}
    rows = []
    for level in design.levels:
        run = simulate(
            city,
            level,
            months=design.months,
            streets=design.streets,
            seed=design.seed,
            number=number,
            switches=design.switches,
        )
        row: dict[str, Any] = {"city": number, "intensity": level, **drawn}
        rows.append(row | dict(run.measures(design.burn_in)))
    return rows


def in_threads(
    function: Callable[[Any], Any],
    tasks: Sequence[Any],
    *,
    workers: int | None = None,
    progress: bool = True,
    label: str = "",
) -> list[Any]:
    """`function` of every task, in threads, results in the order of tasks."""
    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise InputError(f"workers: {workers!r} is not a whole number of at least 1")
    if not tasks:
        return []
    bar = tqdm(
        total=len(tasks),
        desc=label,
        unit="city",
        disable=not progress,
        dynamic_ncols=True,
    )
    with bar, ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(function, task) for task in tasks]
        try:
            return list(_watched((f.result() for f in futures), bar))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _watched(results: Iterable[Any], bar: Any) -> Iterable[Any]:
    for result in results:
        bar.update()
        yield result
