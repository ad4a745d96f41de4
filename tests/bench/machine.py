"""The machine and the software that a benchmark ran on; neither its name nor any path."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from intensity.kernel import jit
from intensity.version import __version__
from tests.bench.c_street import COMPILER, FLAGS, compiler

LIBRARIES = ("numba", "llvmlite", "numpy", "pandas", "scipy", "simpy", "ciw", "mesa")


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system, versions."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "cores_usable": (
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        ),
        "memory_mib": _memory_mib(),
        "os": f"{platform.system()} {platform.release()} {platform.machine()}",
        "libc": " ".join(platform.libc_ver()).strip(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": {name: _version(name) for name in LIBRARIES},
        "compiler": _compiler(),
        "flags": " ".join(FLAGS),
        "load_average": [round(x, 2) for x in os.getloadavg()],
        "version": __version__,
        "kernel": jit.source_hash(),
    }


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory_mib() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (ValueError, OSError, AttributeError):
        return None


def _version(name: str) -> str | None:
    try:
        return installed(name)
    except PackageNotFoundError:
        return None


def _compiler() -> str | None:
    path = compiler()
    if path is None:
        return None
    said = subprocess.run([path, "-dumpfullversion"], capture_output=True, text=True)
    return f"{COMPILER} {said.stdout.strip()}"
