"""``python -m tests.bench``: how fast the kernel is, against others and against its goals.

Everything is measured in one run, contestants in turn. Nothing is asserted: goals and whether they
were met stand beside the figures.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intensity.evidence.record import results_path
from intensity.model.errors import InputError
from tests.bench import contests
from tests.bench.clock import Log
from tests.bench.contests import GOALS, KEYS, QUICK, Scale
from tests.bench.machine import machine

RIVALS = ("c", "ciw", "mesa")
OTHERS = ("simpy", "threads", "city", "paper", "scaling", "memory", "start")
NAMES = (*RIVALS, *OTHERS)


def measure(names: Sequence[str], scale: Scale) -> dict[str, Any]:
    """Run the contests of these names and return the content of ``bench.json``."""
    log, about = Log(), machine()
    if rivals := set(names) & set(RIVALS):
        contests.reduced(log, scale, rivals)
    for name in OTHERS:
        if name in names:
            getattr(contests, name)(log, scale)
    return {
        **{key: log.values.get(key) for key in KEYS},
        "spread": log.spread,
        "goals": {key: goal(key, log.values.get(key)) for key in GOALS},
        "notes": log.notes,
        "quick": scale is QUICK,
        "machine": about,
        "runs": log.runs,
    }


def goal(key: str, value: float | None) -> dict[str, Any]:
    """The goal of a key, lowest and highest, and whether it was met; None if not measured."""
    low, high = GOALS[key]
    return {
        "at_least": low if low > 0.0 else None,
        "at_most": high if high < math.inf else None,
        "met": None if value is None else low <= value <= high,
    }


def write(bench: dict[str, Any], path: Path) -> None:
    """Write beside the place, then rename."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        draft.write_text(json.dumps(bench, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise InputError(f"--json: {path.name}: cannot be written: {error.strerror}") from None


def report(bench: dict[str, Any]) -> str:
    """Key, value, goal, met: one line each."""
    lines = []
    for key in KEYS:
        if bench[key] is None:
            lines.append(f"{key:<28} {'-':>14}  {bench['notes'].get(key, 'not measured')}")
            continue
        aim = bench["goals"].get(key, {})
        low, high = aim.get("at_least"), aim.get("at_most")
        wanted = " ".join(
            text for text in (f">= {low:g}" if low else "", f"<= {high:g}" if high else "") if text
        )
        verdict = {True: "met", False: "MISSED"}.get(aim.get("met"), "")
        lines.append(f"{key:<28} {bench[key]:>14,.3f}  {wanted:<16} {verdict}".rstrip())
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="bench",
        description="Measure the kernel against C, SimPy, Ciw and Mesa, and against its goals.",
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does everything run?")
    parser.add_argument("--json", type=Path, metavar="PATH", help="default results/bench.json")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", default=NAMES, help=f"some of: {', '.join(NAMES)}"
    )
    given = parser.parse_args(arguments)
    try:
        for name in given.only:
            if name not in NAMES:
                raise InputError(f"--only: {name!r} is none of {', '.join(NAMES)}")
        path = given.json or results_path("bench.json")
        if path.is_dir():
            raise InputError(f"--json: {str(given.json)!r} is a folder")
        bench = measure(given.only, QUICK if given.quick else Scale())
        write(bench, path)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    print(report(bench))
    return 0


if __name__ == "__main__":
    sys.exit(main())
