"""Faults put into a copy of the kernel on purpose, and which law notices each of them.

A law that holds whatever the kernel does is worth nothing. Every fault here is one textual
replacement in one file; `mutation_table` says which of the checks of `small_checks` catch it.

    python -m tests.theory.mutations            prints the table (2 minutes)
    python -m tests.theory.mutations --write    and renews data/reference/mutations.csv

The book shows that file; `test_mutations` fails where it does not say what is found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "data" / "reference" / "mutations.csv"


class Fault(NamedTuple):
    """What is wrong, in which file of the kernel, which text (found once) becomes which."""

    name: str
    file: str
    old: str
    new: str


FAULTS = (
    Fault(
        "priority of urgent orders ignored",
        "orders.py",
        "wait(st, la.URGENT_QUEUE if urgent else la.ORDER_QUEUE, index, attr, now)",
        "wait(st, la.ORDER_QUEUE, index, attr, now)",
    ),
    Fault(
        "patience ignored",
        "first_order.py",
        "waited > -p[la.H_PAT] * log(wide(x0))",
        "waited < 0.0",
    ),
    Fault(
        "the lost cost the handler a turn",
        "street.py",
        "            lapse(p, prob, k0, k1, row, st, books, trace, index, attr, now)\n"
        "            return True",
        "            lapse(p, prob, k0, k1, row, st, books, trace, index, attr, now)\n"
        "            return False",
    ),
    Fault(
        "order takes kappa, not 1 + kappa, times as long",
        "orders.py",
        "(1.0 + p[la.KAPPA]) * mean_hours(p, attr)",
        "p[la.KAPPA] * mean_hours(p, attr)",
    ),
    Fault(
        "order takes as long as first order",
        "orders.py",
        "(1.0 + p[la.KAPPA]) * mean_hours(p, attr)",
        "1.0 * mean_hours(p, attr)",
    ),
    Fault(
        "big matters take twice as long",
        "service.py",
        "return p[la.H_BIG] if attr & la.BIG",
        "return 2.0 * p[la.H_BIG] if attr & la.BIG",
    ),
    Fault(
        "log-normal law not centred on its mean",
        "service.py",
        "normal_quantile(u) - 0.5 * sigma",
        "normal_quantile(u)",
    ),
    Fault("one repeat too many", "orders.py", "turn < p[la.N_REP]", "turn <= p[la.N_REP]"),
    Fault("one repeat too few", "orders.py", "turn < p[la.N_REP]", "turn + 1 < p[la.N_REP]"),
    Fault(
        "freed handler picks before what it caused has joined",
        "street.py",
        "    if attr & la.AS_ORDER:\n",
        "    take_up(p, prob, month, k0, k1, row, st, books, trace, now, False)\n"
        "    if attr & la.AS_ORDER:\n",
    ),
    Fault(
        "one handler fewer",
        "street.py",
        "free_first = st.n[la.N_BUSY_FIRST] < st.n[la.N_HANDLERS]",
        "free_first = st.n[la.N_BUSY_FIRST] < max(1, st.n[la.N_HANDLERS] - 1)",
    ),
    Fault(
        "quota compared with < for <=",
        "orders.py",
        "c[la.EXCLUDED] + 1 <= p[la.QUOTA]",
        "c[la.EXCLUDED] + 1 < p[la.QUOTA]",
    ),
    Fault(
        "deadline of the next class",
        "hotline.py",
        "((attr >> la.CLASS_SHIFT) & la.CLASS_MASK)",
        "(((attr >> la.CLASS_SHIFT) + 1) & la.CLASS_MASK)",
    ),
    Fault(
        "lateness counted from the start of service",
        "orders.py",
        "late = now - since > deadline(p, attr)",
        "late = attr & la.SIGNED == 0",
    ),
    Fault(
        "credit not updated",
        "street.py",
        "    if contested and queue != la.URGENT_QUEUE:\n",
        "    if False:\n",
    ),
    Fault(
        "overflow whether first order failed or not",
        "first_order.py",
        "if tried and low(x0) < first_order_success(prob, month.special, attr):",
        "if tried and low(x0) < 0.0:",
    ),
    Fault(
        "callers' patience inverted",
        "hotline.py",
        "max(0.0, np.float64(k - servers)) / patience",
        "max(0.0, np.float64(k - servers)) * patience",
    ),
)
NONE = Fault("none", "street.py", "", "")


def caught_by(fault: Fault) -> dict[str, bool]:
    """Check by check, whether it fails in a copy of the package with this fault.

    The copy runs uncompiled in a process of its own: compiling a changed kernel takes longer
    than these runs.

    Raises
    ------
    ValueError
        If the text to be replaced does not stand exactly once in its file.
    RuntimeError
        If the process ends with an error, or ran another package than the copy.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "intensity")
        for part in ("kernel", "model"):  # layers above them are slow to import and not needed
            shutil.copytree(
                ROOT / "src" / "intensity" / part,
                package / part,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        (package / "__init__.py").write_text("", encoding="utf-8")
        (package / "evidence").mkdir()
        shutil.copy(ROOT / "src" / "intensity" / "evidence" / "formulas.py", package / "evidence")
        if fault != NONE:
            file = package / "kernel" / fault.file
            text = file.read_text(encoding="utf-8")
            if text.count(fault.old) != 1:
                raise ValueError(
                    f"{fault.file}: {fault.old!r} stands {text.count(fault.old)} times"
                )
            file.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
        env = os.environ | {
            "PYTHONPATH": os.pathsep.join([folder, str(ROOT)]),
            "NUMBA_DISABLE_JIT": "1",
            "INTENSITY_DATA": str(ROOT / "data"),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.theory.small_checks"],
            cwd=folder, env=env, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"{fault.name}: {done.stderr[-2000:]}")
        result = json.loads(done.stdout)
        if Path(result["package"]).resolve() != package.resolve():
            raise RuntimeError(f"{fault.name}: ran {result['package']}, not the copy")
    return {name: not holds for name, holds in result["holds"].items()}


def mutation_table(workers: int = 2) -> pd.DataFrame:
    """Faults x checks: which check catches which fault.

    Parameters
    ----------
    workers : int
        Processes at a time.

    Returns
    -------
    DataFrame
        One row per fault, the first for none: ``fault``, ``file``, ``caught_by`` (names of the
        checks, with commas), and one bool column per check.
    """
    faults = (NONE, *FAULTS)
    with ThreadPoolExecutor(workers) as pool:
        caught = list(pool.map(caught_by, faults))
    rows = [
        {
            "fault": fault.name,
            "file": "" if fault == NONE else fault.file,
            "caught_by": ", ".join(name for name, seen in found.items() if seen),
            **found,
        }
        for fault, found in zip(faults, caught, strict=True)
    ]
    return pd.DataFrame(rows)


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--write"]):
        print("usage: python -m tests.theory.mutations [--write]", file=sys.stderr)
        return 2
    table = mutation_table()[["fault", "file", "caught_by"]]
    print(table.to_string(index=False))
    if arguments:
        beside = SHIPPED.with_suffix(".part")
        table.to_csv(beside, index=False, lineterminator="\n")
        beside.replace(SHIPPED)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
