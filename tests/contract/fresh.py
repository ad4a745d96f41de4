"""Digests from processes of their own, under the conditions that the contract names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# what a caller's environment may say about the matter must not get in
OURS = ("NUMBA_", "NPY_", "GLIBC_TUNABLES", "PYTHONHASHSEED", "PYTHONPATH")


def other_processor() -> dict[str, str]:
    """Environment in which this machine passes for one without its newer instructions.

    The kernel is compiled for the generic processor of the architecture; NumPy runs without any
    optional instructions; on Linux the C library's logarithms and exponentials do without fused
    multiply-add, which changes the last bit of one in some thousands of them.
    """
    try:
        from numpy._core._multiarray_umath import __cpu_dispatch__ as known
        from numpy._core._multiarray_umath import __cpu_features__ as present
    except ImportError:
        known, present = [], {}
    environment = {
        "NUMBA_CPU_NAME": "generic",
        "NPY_DISABLE_CPU_FEATURES": " ".join(name for name in known if present.get(name)),
        "PYTHONHASHSEED": "2",
    }
    if sys.platform == "linux":
        environment["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F"
    return environment


def start(
    environment: Mapping[str, str],
    cases: Iterable[str] = (),
    *,
    python: str | Path = sys.executable,
) -> subprocess.Popen[str]:
    """Start ``tests.contract.digest`` in a new process; `answer` waits for it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    kept["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(
        [str(python), "-m", "tests.contract.digest", "--json", *cases],
        cwd=ROOT,
        env=kept | dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the process printed; RuntimeError with its last lines if it failed."""
    out, err = process.communicate(timeout=600)
    if process.returncode != 0:
        raise RuntimeError(f"tests.contract.digest: exit code {process.returncode}: {err[-2000:]}")
    return json.loads(out)
