"""``python -m intensity.evidence``: everything that figures and prose need, in ``results/``.

Nothing is computed again while the sources, inputs and designs are the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from intensity.evidence.matching import matching_evidence
from intensity.evidence.path import path_evidence
from intensity.evidence.record import Record, evidence_hash, results_path
from intensity.evidence.sweep import sweep_evidence
from intensity.evidence.units import unit_evidence
from intensity.experiment.design import Design
from intensity.experiment.runner import run_experiment
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.version import __version__


def is_current(wanted: str) -> bool:
    """Whether ``results.json`` and its tables stand there for these sources."""
    try:
        about = json.loads(results_path("results.json").read_text(encoding="utf-8"))["about"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    tables = {path.stem for path in results_path("tables").glob("*.parquet")}
    return about.get("evidence") == wanted and set(about.get("tables", ["?"])) <= tables


def main() -> None:
    """Write ``results.json`` and the tables, unless they are current."""
    parser = argparse.ArgumentParser(description="Compute the evidence for the book.")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.add_argument("--force", action="store_true", help="compute again")
    given = parser.parse_args()
    wanted = evidence_hash()
    if is_current(wanted) and not given.force:
        print(f"evidence: {results_path('results.json')} is up to date")
        return
    began = time.perf_counter()
    show = not given.quiet
    record = Record()
    city = City.default()
    designs = {name: Design.load(name) for name in ("book", "default")}
    panels = {
        name: run_experiment(design, store=results_path(), progress=show)
        for name, design in designs.items()
    }
    streets = designs["default"].streets / designs["book"].streets
    margin = sweep_evidence(record, panels["book"], panels["default"], streets)
    matching_evidence(record, margin, progress=show)
    path_evidence(record, city, progress=show)
    unit_evidence(record, city, progress=show)
    about = {
        "version": __version__,
        "evidence": wanted,
        "tables": sorted(record.tables),
        "seed": designs["book"].seed,
        "designs": {name: design.model_dump(mode="json") for name, design in designs.items()},
    }
    path = record.write(about)
    print(f"evidence: {path}, in {time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
