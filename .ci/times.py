"""Times the commands that the reviewer's page names, and records them with the machine.

    python3 .ci/times.py path            the path of ten minutes; exit code 1 if it takes longer
    python3 .ci/times.py full            that, then the book, all tests, and the book's tests
    python3 .ci/times.py full --write    records what was measured in data/reference/times.json

Each command runs as a reader would type it in the folder of the project. Needs no package.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "data" / "reference" / "times.json"
LIMIT = 600.0  # seconds for the whole path
PATH = {
    "setup": "make setup",
    "checksums": "sha256sum --quiet -c data/checksums.sha256",
    "claim": ".venv/bin/intensity verify C22",
    "verify": "make verify",
    "laws": ".venv/bin/python -m pytest -q tests/model/test_conservation.py",
}
FULL = {
    "book": "make book",
    "test": "make test",
    "check-book": "make check-book",
}
MADE = {".venv": ".venv", "results": "results", "book/_build": "book/_build"}


def run(command: str) -> tuple[float, float]:
    """Seconds and peak memory (MiB, of the largest process) of a command; raises if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, shell=True, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command}: exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return seconds, usage.ru_maxrss * unit / 2**20


def size(folder: Path, without: set[str] = frozenset()) -> float:
    """MiB of the files below a folder."""
    total = 0
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = [
            f for f in folders if (here / f).relative_to(folder).as_posix() not in without
        ]
        total += sum((here / file).lstat().st_size for file in files)
    return total / 2**20


def machine() -> dict[str, Any]:
    """Processor, memory, system; neither a name nor a place."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = info.read_text(encoding="utf-8").splitlines()
        named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        cpu = named[0] if named else cpu
    python = [ROOT / ".venv/bin/python", "-c", "import platform; print(platform.python_version())"]
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "os": f"{platform.system()} {platform.machine()}",
        "python": subprocess.run(python, capture_output=True, text=True, check=True).stdout.strip(),
    }


def main() -> int:
    """Run, print, and record if asked; 1 if the path takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("which", choices=["path", "full"])
    parser.add_argument("--write", action="store_true", help=f"renew {RECORD.relative_to(ROOT)}")
    given = parser.parse_args()
    steps = []
    for name, command in (PATH | (FULL if given.which == "full" else {})).items():
        seconds, memory = run(command)
        steps.append(
            {
                "name": name,
                "command": command,
                "path": name in PATH,
                "seconds": max(0.1, round(seconds, 1)),
                "peak_mib": round(memory),
            }
        )
        print(f"== {command}: {seconds:.0f} s, {memory:.0f} MiB", flush=True)
    total = sum(step["seconds"] for step in steps if step["path"])
    print(f"== the path of ten minutes: {total:.0f} s")
    if given.write:
        folders = {name: size(ROOT / place) for name, place in MADE.items()}
        folders = {name: value for name, value in folders.items() if value}
        folders["checkout"] = size(ROOT, {*MADE.values(), ".git"})
        record = {
            "machine": machine(),
            "limit": LIMIT,
            "steps": steps,
            "storage_mib": {name: round(value, 1) for name, value in folders.items()},
        }
        RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        run(".venv/bin/python -m intensity.model.datapackage")  # the list of checksums
    return int(total > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
