"""A task in a process of its own, of which time and memory are wanted: one JSON line at the end.

Run as a script: ``python child.py TASK CITIES WORKERS``. It imports the package alone, so that its
memory is that of a user's process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

MIB = 2**20


def peak_mib() -> float:
    """Most memory that this process has held so far, MiB.

    Linux hands the peak of the process that started this one down in ``ru_maxrss``; the one in
    ``/proc`` is this program's alone.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


def problems(design: Any) -> float:
    """Potential problems that a design is expected to simulate, all levels counted."""
    hours = 720.0 * design.months * design.streets * len(design.levels)
    return sum(hours * (city.lambda_pot + city.lambda_u) for city in design.draw())


def paper(cities: int) -> Any:
    """The paper's design, or its first `cities` cities; 0: all."""
    import intensity as it

    design = it.Design.load("paper")
    return it.Design.of(design.model_dump() | {"cities": cities}) if cities else design


def default(cities: int) -> Any:
    """The default city, `cities` times with draws of its own."""
    import intensity as it

    return it.Design.of(
        {
            **{"cities": cities, "streets": 8, "months": 24, "burn_in": 12},
            **{"levels": (0.2, 0.8), "sampling": {"method": "default"}},
        }
    )


def main(task: str, cities: int, workers: int) -> dict[str, Any]:
    """Run a design without keeping its result; return times and memory."""
    import intensity as it

    design = {"paper": paper, "default": default}[task](cities)
    it.simulate(it.City.default(), 0.8, months=2, streets=1)  # loads or compiles the kernel
    baseline = peak_mib()
    began, user = time.perf_counter(), time.process_time()
    panel = it.run_experiment(design, workers=workers, progress=False)
    return {
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - user,
        "baseline_mib": baseline,
        "peak_mib": peak_mib(),
        "cities": design.cities,
        "rows": len(panel),
        "problems": problems(design),
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))), flush=True)
    # What is wanted has been said. Libraries' own threads, taken down in any order when an
    # interpreter ends, have once aborted this one.
    os._exit(0)
