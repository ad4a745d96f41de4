"""One SHA-256 per case of the reproducibility contract, beside those shipped.

    python -m tests.contract.digest             cases, digests, and whether they are as shipped
    python -m tests.contract.digest --write     renew data/reference/digests.csv, on purpose
    python -m tests.contract.digest --json      the same for programs, with what they ran on

The exit code is 1 if a digest is not the shipped one. To compare another machine, run the first
command there on the same version. A digest that differs on one machine only is a defect; one that
differs everywhere says that the kernel's output was changed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys

import numba
import numpy as np
from numba.core.registry import cpu_target

from intensity.evidence.digests import CASES, digests, shipped, write
from intensity.kernel import jit


def made_with() -> dict[str, str | bool]:
    """What decides how the kernel is run: compiled or not, for which processor, by which NumPy."""
    return {
        "compiled": jit.is_compiled(),
        "processor": cpu_target.target_context.codegen().magic_tuple()[1],
        "numpy_simd": os.environ.get("NPY_DISABLE_CPU_FEATURES", ""),
        "hash_seed": os.environ.get("PYTHONHASHSEED", ""),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Digests of the reproducibility contract.")
    parser.add_argument("case", nargs="*", help="of these cases only (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object; no comparison")
    parser.add_argument("--write", action="store_true", help="write the shipped digests anew")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.case if name not in CASES]
    if unknown:
        parser.error(f"no case {unknown[0]!r}; there are: {', '.join(CASES)}")
    if given.write:
        print(f"written: {write().name}, {len(CASES)} digests")
        return 0
    found = digests(given.case or None)
    if given.json:
        json.dump({"made_with": made_with(), "digests": found}, sys.stdout)
        return 0
    wanted = shipped()
    for name, digest in found.items():
        verdict = "as shipped" if wanted.get(name) == digest else "NOT AS SHIPPED"
        print(f"{digest}  {name}: {verdict}")
    differ = [name for name in found if wanted.get(name) != found[name]]
    about = made_with()
    kind = "compiled" if about["compiled"] else "uncompiled"
    print(
        f"{len(found) - len(differ)} of {len(found)} as shipped; {kind} for {about['processor']},"
    )
    print(f"Python {about['python']}, NumPy {about['numpy']}, {about['machine']}")
    return int(bool(differ))


if __name__ == "__main__":
    sys.exit(main())
