"""``python -m tests.faults.measure``: the reference data of the page "At scale".

Writes ``data/reference/faults.csv`` (each fault, how often it was tried, how it ended) and
``data/reference/scale.json`` (rates, and the machine they hold for). ``--only`` takes one of them.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import tempfile
from pathlib import Path

from intensity.experiment import files
from intensity.model.tables import data_path
from tests.bench.machine import machine
from tests.faults import damage, disks, fuzz, rates, scenes
from tests.faults.stores import Outcome

COLUMNS = ("fault", "how", "times", "unharmed", "refused", "worse")
TIMES = {"commands": 5}  # so many times the trials of the tests
LIBRARIES = ("dask", "distributed", "numpy", "numba", "pyarrow", "scipy")


def all_faults(folder: Path, number: int, processes: int) -> list[Outcome]:
    """Every scene, damage by Hypothesis, and malformed input."""
    found: list[Outcome] = []
    for name in scenes.SCENES:
        before = disks.namespace()[0] if name in scenes.MOUNTS else []
        if name not in scenes.MOUNTS or before:
            found += scenes.play(name, folder / name, TIMES.get(name, 1), before)
            print(f"{name}: done", file=sys.stderr)
    found.append(damage.tried(folder / "damage", 500))
    print("damage: done", file=sys.stderr)
    found += fuzz.tried(folder / "fuzz", number, seed=2022)
    found.append(fuzz.processes(folder / "afresh", processes, seed=2022))
    return found


def table(outcomes: list[Outcome]) -> str:
    """Outcomes as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(outcome, name) for name in COLUMNS] for outcome in outcomes)
    return out.getvalue()


def about() -> dict[str, object]:
    """The machine, without its name."""
    from importlib.metadata import version

    facts = machine()
    names = ("cpu", "cores_usable", "memory_mib", "os", "python", "load_average", "version")
    versions = {name: version(name) for name in LIBRARIES}
    return {name: facts[name] for name in names} | {"libraries": versions}


def main() -> int:
    """Command line; code 1 if a fault ended worse."""
    parser = argparse.ArgumentParser(prog="measure", description=__doc__)
    parser.add_argument("--only", choices=("faults", "rates"))
    parser.add_argument("--number", type=int, default=10_000, help="malformed inputs")
    parser.add_argument("--processes", type=int, default=36, help="commands started afresh")
    given, worse = parser.parse_args(), 0
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(spare)
        if given.only != "faults":
            content = {"machine": about(), **rates.measured(folder)}
            text = json.dumps(content, indent=1) + "\n"
            files.replace(data_path("reference") / "scale.json", text.encode())
            print(text)
        if given.only != "rates":
            outcomes = all_faults(folder, given.number, given.processes)
            files.replace(data_path("reference") / "faults.csv", table(outcomes).encode())
            worse = sum(outcome.worse for outcome in outcomes)
            for outcome in outcomes:
                print(outcome.fault, outcome.times, outcome.worse, *outcome.notes[:9], sep="; ")
    return int(worse > 0)


if __name__ == "__main__":
    sys.exit(main())
