"""One place for the compiler's flags and for the compiled-code cache.

Not used on purpose: ``fastmath`` (reorders sums and breaks ``inf``) and ``parallel`` (sums
would depend on the number of threads). Parallel work is done over whole cities by threads,
which is why the GIL is released.

Numba's own cache does not notice that an *imported* function has changed. The cache folder is
therefore named after a hash of every source file of this package: an edit anywhere in the
kernel starts a new folder, and folders a month old are removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import config

STALE_S = 30 * 24 * 3600  # folders of other versions are removed after a month without change
FLAGS = {"nogil": True, "error_model": "numpy", "fastmath": False}
# For functions of the event loop. They allocate nothing, so they need no reference counts, which
# cost ten times the work itself (atomic, for every array of every call), and no calls.
INNER = {"_nrt": False, "forceinline": True}
# Without entries from Python, which took half of the time to compile.
SEALED = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def source_hash() -> str:
    """SHA-256 (first 16 hex digits) of the kernel's source files, names included."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path | None:
    """Folder for compiled code, or None where none can be written (then nothing is cached)."""
    base = os.environ.get("INTENSITY_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        root = Path(base) if base else Path.home() / ".cache"
        folder = root / "intensity" / f"kernel-{source_hash()}"
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            return None
        for old in folder.parent.glob("kernel-*"):
            if old != folder and time.time() - old.stat().st_mtime > STALE_S:
                shutil.rmtree(old, ignore_errors=True)
    except (OSError, RuntimeError):
        return None
    return folder


_FOLDER = None if config.DISABLE_JIT else cache_folder()


def jit(function: Callable[..., Any], **flags: Any) -> Callable[..., Any]:
    """Compile `function` with the project's flags; cached by the hash of the kernel's sources."""
    if _FOLDER is None:
        return numba.njit(**FLAGS, **flags)(function)
    before = config.CACHE_DIR
    config.CACHE_DIR = str(_FOLDER)
    try:
        return numba.njit(cache=True, **FLAGS, **flags)(function)
    finally:
        config.CACHE_DIR = before


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a part of a kernel that is also called from Python by itself.

    Its caller takes in its statements before anything is compiled: a call would have the event
    loop optimised once more.
    """
    return jit(function, inline="always")


def inner(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function of the event loop: inlined into its caller, allocating nothing."""
    return numba.njit(**FLAGS, **INNER)(function)


def step(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a part of the event loop that works on a street and its books.

    For kernels to call; compiled, it must not be called from Python (there is no entry for it).
    """
    return numba.njit(**FLAGS, **INNER, **SEALED)(function)


def sealed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call, once a month and not in the event loop."""
    return numba.njit(**FLAGS, **SEALED)(function)


def is_compiled() -> bool:
    """Whether kernels are compiled in this process (False under ``NUMBA_DISABLE_JIT=1``)."""
    return not config.DISABLE_JIT
