"""``python -m intensity.evidence``: everything that figures and prose need, in ``results/``.

Stage by stage (`stages.STAGES`); what stands there for today's sources is not computed again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from intensity.evidence.record import Record, results_path
from intensity.evidence.stages import HERE, STAGES, Part, Stage, find
from intensity.experiment.design import Design
from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.version import __version__


def all_keys() -> str:
    """One hash for the keys of all stages."""
    return hashlib.sha256(" ".join(stage.key for stage in STAGES).encode()).hexdigest()[:16]


def is_current(wanted: str) -> bool:
    """Whether ``results.json`` and its tables stand there for these sources."""
    try:
        about = json.loads(results_path("results.json").read_text(encoding="utf-8"))["about"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    tables = {path.stem for path in results_path("tables").glob("*.parquet")}
    return about.get("evidence") == wanted and set(about.get("tables", ["?"])) <= tables


def run(
    stage: Stage, *, force: bool = False, own: bool = False, progress: bool = True
) -> tuple[Part, str]:
    """The results of a stage and their source: found (with `own` only if made here) or computed."""
    found = None if force else find(stage)
    if found is not None and not (own and found[1] != HERE):
        return found
    if progress:
        print(f"evidence: {stage.name}, about {stage.seconds:.0f} s", file=sys.stderr)
    part = stage.compute(progress=progress)
    part.write(results_path("stages") / stage.name)
    return part, HERE


def together(parts: dict[str, tuple[Part, str]], wanted: str) -> Path:
    """Write the values and tables of all stages as one ``results.json`` with its tables."""
    record = Record()
    for part, _ in parts.values():
        for key, entry in part.values.items():
            record.add(key, entry["value"], entry["kind"], entry["digits"])
        for name, frame in part.tables.items():
            if name in record.tables:
                raise ValueError(f"table {name}: recorded by two stages")
            record.table(name, frame)
    designs = {name: Design.load(name) for name in ("paper", "default")}
    about: dict[str, Any] = {
        "version": __version__,
        "evidence": wanted,
        "tables": sorted(record.tables),
        "seed": designs["paper"].seed,
        "designs": {name: design.model_dump(mode="json") for name, design in designs.items()},
        "stages": {
            name: {"source": source, "key": part.about["key"], "seconds": part.about["seconds"]}
            for name, (part, source) in parts.items()
        },
    }
    return record.write(about)


def ship(parts: dict[str, tuple[Part, str]]) -> None:
    """Renew ``data/reference/results`` from results that were computed here."""
    folder = data_path("reference") / "results"
    for name, (part, source) in parts.items():
        if source == HERE:
            part.write(folder / name)
    for old in folder.iterdir():
        if old.name not in parts:
            shutil.rmtree(old)


def main() -> None:
    """Write ``results.json`` and the tables, unless they are current."""
    parser = argparse.ArgumentParser(
        prog="python -m intensity.evidence", description="Compute the evidence for the book."
    )
    parser.add_argument("stages", nargs="*", help="only these stages; results.json is not renewed")
    parser.add_argument(
        "--partial", action="store_true", help="write results.json from these stages alone"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.add_argument(
        "--force", action="store_true", help="compute all again, what is shipped too"
    )
    parser.add_argument(
        "--own",
        action="store_true",
        help="take nothing that is shipped; keep what was done here",
    )
    parser.add_argument("--ship", action="store_true", help="renew data/reference/results as well")
    parser.add_argument("--list", action="store_true", help="say where each stage comes from")
    given = parser.parse_args()
    known = {stage.name: stage for stage in STAGES}
    for name in given.stages:
        if name not in known:
            raise InputError(f"stage {name!r}: unknown; stages are {', '.join(known)}")
    if given.list:
        for stage in STAGES:
            found = find(stage)
            state = found[1] if found else f"to be computed, about {stage.seconds:.0f} s"
            print(f"{stage.name:<14}{stage.key}  {state}")
        return
    wanted = all_keys()
    again = given.force or given.ship or given.own
    if not (again or given.stages) and is_current(wanted):
        print(f"evidence: {results_path('results.json')} is up to date")
        return
    began = time.perf_counter()
    parts = {
        stage.name: run(stage, force=given.force, own=given.own, progress=not given.quiet)
        for stage in STAGES
        if not given.stages or stage.name in given.stages
    }
    shipped = [name for name, (_, source) in parts.items() if source != HERE]
    if shipped:
        print(f"evidence: shipped for these sources: {', '.join(shipped)}", file=sys.stderr)
    if given.stages and not given.partial:
        return
    path = together(parts, "some stages only" if given.stages else wanted)
    if given.ship:
        ship(parts)
    print(f"evidence: {path}, in {time.perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("stopped; stages that are done are kept, the same command goes on", file=sys.stderr)
        sys.exit(130)
