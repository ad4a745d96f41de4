"""What a unit of work costs around its simulation, and what does not grow: measured.

Processor time wherever it says so, because other work on the machine does not count then; what
waits for the disk is wall time, as the median of many.
"""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq

import intensity as it
from intensity.experiment import files, manifest, runner, sampling, unit
from intensity.experiment.design import MOST_UNITS
from intensity.experiment.findings import fault
from intensity.experiment.store import Store
from tests.faults import forks
from tests.faults.cluster import Cluster

UNITS = 40  # written and read
TASKS = 400  # handed out
CITIES = (64, 512, 2048)  # for memory
AHEAD = 2**17  # cities drawn


def median(call: Callable[[int], object], numbers: Iterable[int]) -> tuple[float, float]:
    """Median milliseconds of a call: wall, processor."""
    wall, own = [], []
    for n in numbers:
        at, used = time.perf_counter(), time.thread_time()
        call(n)
        own.append(time.thread_time() - used)
        wall.append(time.perf_counter() - at)
    return 1e3 * statistics.median(wall), 1e3 * statistics.median(own)


def memory(folder: Path) -> dict[str, float]:
    """Peak memory in MB of a run, by its number of cities; in children, so call it first."""
    found = {}
    for cities in CITIES:
        design = it.Design.of(
            {
                **{"cities": cities, "streets": 1, "months": 2, "burn_in": 1, "levels": [0.5]},
                **{"cities_per_file": 8, "name": f"memory-{cities}"},
            }
        )
        pid = os.fork()
        if not pid:
            try:
                runner.fill(Store(folder, design), workers=2, progress=False)
            finally:
                os._exit(0)
        _, _, used = os.wait4(pid, 0)
        found[str(cities)] = round(used.ru_maxrss * 1024 / 1e6, 1)
    return found


def a_unit(folder: Path) -> dict[str, Any]:
    """Simulating, encoding, writing and verifying a unit of the `paper` design."""
    design = it.Design.load("paper")
    values = next(sampling.points(design, design.cities_per_unit))
    used = time.thread_time()
    rows = unit.rows(design, 0, values)
    simulated = time.thread_time() - used
    store = Store(folder, design)
    content = [unit.encoded(rows.table, store.identity(n)) for n in range(UNITS)]
    encode = median(lambda n: unit.encoded(rows.table, store.identity(n)), range(UNITS))
    store.lock().release()
    put = median(lambda n: store.put(n, content[n]), range(UNITS))
    check = median(
        lambda n: fault(
            store,
            n,
            (store.path / store.file(n)).read_bytes(),
            store.sums[store.file(n)],
        ),
        range(UNITS),
    )
    one = unit.encoded(rows.table.slice(0, 1), store.identity(0))
    run = manifest.started(1, None)
    write = median(lambda n: manifest.write(store, run), range(5))
    return {
        "problems_per_second": rows.problems / simulated,
        "unit_problems": rows.problems,
        "unit_cities": len(values),
        "unit_rows": rows.table.num_rows,
        "unit_bytes": len(content[0]),
        "unit_s": simulated,
        "footer_bytes": pq.read_metadata(io.BytesIO(content[0])).serialized_size,
        "row_bytes": (len(content[0]) - len(one)) / (rows.table.num_rows - 1),
        "encode_ms": encode[1],
        "put_ms": put[0],
        "put_cpu_ms": put[1],
        "check_ms": check[0],
        "check_cpu_ms": check[1],
        "manifest_ms": write[0],
        "sums_line_bytes": (store.path / files.SUMS).stat().st_size / UNITS,
    }


def lists(folder: Path) -> dict[str, Any]:
    """Reading, growing and replacing a list of checksums of the largest store."""
    folder.mkdir(parents=True, exist_ok=True)
    sums = files.Sums(folder)
    names = {f"units/{n // 1000:03d}/unit-{n:06d}.parquet": "0" * 64 for n in range(MOST_UNITS)}
    sums.rewrite(names)
    size = sums.path.stat().st_size
    read = median(lambda n: sums.read(), range(5))
    append = median(lambda n: sums.append(f"{n}", "0" * 64), range(20))
    rewrite = median(lambda n: sums.rewrite(names | {str(n): "0" * 64}), range(5))
    return {
        "sums_bytes": size,
        "sums_read_ms": read[0],
        "sums_append_ms": append[0],
        "sums_rewrite_ms": rewrite[0],
    }


def drawing() -> dict[str, Any]:
    """Drawing cities, which a run that goes on does again for all that are done."""
    design = it.Design.load("paper").but(cities=AHEAD)
    used = time.thread_time()
    for _ in sampling.points(design, 128):
        pass
    return {"draw_s_per_million": (time.thread_time() - used) * 1e6 / AHEAD}


def handing_out(folder: Path, size: int) -> dict[str, Any]:
    """Processor time per task of a Dask cluster whose tasks do nothing but return a unit's bytes.

    Parameters
    ----------
    folder : Path
    size : int
        Bytes of a unit.
    """
    from intensity.experiment import cluster as dask
    from intensity.experiment.sources import fingerprint

    design = it.Design.load("paper")
    values = next(sampling.points(design, design.cities_per_unit))
    ours = fingerprint()
    local = Cluster(folder / "dask", workers=2)
    try:
        client = dask.connect(local.address)
        client.wait_for_workers(2, timeout=forks.LONGEST)
        processes = {
            "scheduler": [psutil.Process(local.scheduler.pid)],
            "worker": [psutil.Process(w.pid) for w in local.workers],
        }

        def go(tasks: int) -> None:
            team = dask.Cluster(
                client,
                lambda *_: bytes(size),
                ((ours, design, n, values) for n in range(tasks)),
            )
            assert sum(len(content) for _, content in team.results()) == tasks * size

        def used() -> dict[str, float]:
            found = {
                name: sum(p.cpu_times().user + p.cpu_times().system for p in own)
                for name, own in processes.items()
            }
            return found | {"client": time.process_time()}

        go(50)  # imports, connections
        before, began = used(), time.perf_counter()
        go(TASKS)
        took, after = time.perf_counter() - began, used()
        client.close()
    finally:
        local.end()
    each = {f"dask_{name}_ms": 1e3 * (after[name] - before[name]) / TASKS for name in after}
    return {"dask_tasks": TASKS, **each, "dask_wall_ms": 1e3 * took / TASKS}


def measured(folder: Path) -> dict[str, Any]:
    """All rates; in a process that has no threads yet."""
    forks.warm()
    out: dict[str, Any] = {"memory_mb": memory(folder / "memory")}
    out |= a_unit(folder / "unit") | lists(folder / "lists") | drawing()
    out |= handing_out(folder, out["unit_bytes"])
    return {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in out.items()}
