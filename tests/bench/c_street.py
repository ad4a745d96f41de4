"""``street.c``, compiled with the C compiler of the machine and called through ctypes."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.math import logistic
from intensity.model.errors import InputError
from intensity.model.plain import plain_queue
from tests.bench.case import Case

COMPILER = "gcc"
FLAGS = ("-std=gnu11", "-O3", "-ffp-contract=off", "-fPIC", "-shared")
MOST_HANDLERS = 16

# As in `street.c`: what a month's row holds.
WHOLE = (
    *("demands", "orders_direct", "orders_overflow", "orders_repeat", "orders_urgent", "reneged"),
    *("first_resolved", "first_failed", "completed", "signed_in_time", "late", "resolved"),
    *("resolved_in_time", "resolved_satisfied", "callbacks", "callbacks_resolved"),
    *("callbacks_satisfied", "queue_first", "queue_orders", "queue_urgent"),
)
SUMS = ("hours_first", "hours_order", "hours_order_repeat", "wait_first", "wait_order")


class _Queue(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_double) for name in ("rate", "first_hours", "order_hours", "patience")),
        *((name, ctypes.c_double) for name in ("turns", "direct", "helped", "overflow")),
        *((name, ctypes.c_double) for name in ("resolved", "satisfied", "late_factor", "again")),
        ("back", ctypes.c_double),
        ("classes", ctypes.c_double * 3),
        ("due", ctypes.c_double * 4),
        *((name, ctypes.c_int64) for name in ("handlers", "repeats")),
    )


def compiler() -> str | None:
    """Path of the C compiler, or None if there is none."""
    return shutil.which(COMPILER)


def library(*extra: str) -> ctypes.CDLL:
    """Compile ``street.c`` into a temporary folder, which is gone when this returns.

    Parameters
    ----------
    *extra : str
        Further flags of the compiler.
    """
    gcc = compiler()
    if gcc is None:
        raise InputError(f"{COMPILER}: no such compiler on PATH")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "street.so"
        source = Path(__file__).with_name("street.c")
        made = subprocess.run(
            [gcc, *FLAGS, *extra, str(source), "-o", str(path)], capture_output=True, text=True
        )
        if made.returncode:
            raise InputError(f"{COMPILER}: {made.stderr.strip().splitlines()[0]}")
        loaded = ctypes.CDLL(str(path))
    loaded.run_streets.restype = None
    loaded.run_streets.argtypes = (
        ctypes.POINTER(_Queue),
        *(ctypes.c_uint64, ctypes.c_uint64, ctypes.c_int64, ctypes.c_int64),
        ctypes.c_void_p,
    )
    return loaded


class CStreets:
    """The reduced street in C, with the interface of `case.Kernel`."""

    def __init__(
        self, loaded: ctypes.CDLL, case: Case, *, streets: int, months: int, seed: int
    ) -> None:
        if not 1 <= case.handlers <= MOST_HANDLERS:
            raise InputError(f"handlers: {case.handlers} is outside [1, {MOST_HANDLERS}]")
        city = plain_queue(
            case.arrival_rate,
            case.service_hours,
            case.handlers,
            class_shares=case.class_shares,
            overflow=case.overflow,
        )["city"]
        self.loaded, self.seed, self.shape = loaded, seed, (streets, months)
        self.queue = _Queue(
            rate=case.arrival_rate,
            first_hours=case.service_hours,
            order_hours=(1.0 + case.overhead) * case.service_hours,
            patience=case.patience,
            turns=case.order_turns,
            direct=case.order_share,
            helped=1.0 - case.failed,
            # the kernel has it as a logistic of a belief that is frozen at 0
            overflow=logistic(-city.theta_x * city.delta_x),
            resolved=1.0 - case.unresolved,
            satisfied=city.p_sat_res,
            late_factor=city.late_sat,
            again=case.again,
            back=city.c_b,
            classes=(ctypes.c_double * 3)(*np.cumsum(case.class_shares[:3])),
            due=(ctypes.c_double * 4)(city.d_1, city.d_2, city.d_3, city.d_4),
            handlers=case.handlers,
            repeats=case.repeats,
        )
        self.table = np.empty(0)

    def run(self) -> None:
        """Simulate; results are in `counts` and `reals`."""
        row = np.dtype([*((n, np.int64) for n in WHOLE), *((n, np.float64) for n in SUMS)])
        self.table = np.zeros(self.shape, row)
        self.loaded.run_streets(
            ctypes.byref(self.queue), self.seed, 0, *self.shape, self.table.ctypes.data
        )

    @property
    def counts(self) -> np.ndarray:
        """int64, shape (months, streets, `layout.COUNTS`): those of the kernel, by their names.

        C counts each thing once; the kernel's other columns are sums and differences of these.
        """
        c = {name: self.table[name].T for name in WHOLE}
        c["orders"] = c["orders_direct"] + c["orders_overflow"] + c["orders_repeat"]
        c["calls"] = c["calls_answered"] = c["calls_accepted"] = c["orders"]
        c["first_voiced"] = c["demands"] - c["orders_direct"]
        c["unresolved_dissatisfied"] = c["completed"] - c["resolved"]
        c["resolved_dissatisfied"] = c["resolved"] - c["resolved_satisfied"]
        c["reasonable_completed"] = c["completed"]
        c["reasonable_in_time"] = c["resolved_in_time"]
        c["second_resolved"] = c["resolved"]
        c["unresolved"] = c["first_failed"] - c["orders_overflow"]
        c["unresolved"] = c["unresolved"] + c["unresolved_dissatisfied"] - c["orders_repeat"]
        ended = c["first_resolved"] + c["second_resolved"] + c["unresolved"]
        c["open"] = np.cumsum(c["demands"] - ended, axis=0)
        c["events"] = c["demands"] + c["completed"]
        c["events"] = c["events"] + c["first_resolved"] + c["first_failed"] - c["reneged"]
        nothing = np.zeros_like(c["demands"])
        return np.stack([c.get(name, nothing) for name in la.COUNTS], axis=-1)

    @property
    def sums(self) -> np.ndarray:
        """float64, shape (months, streets, `SUMS`)."""
        return np.stack([self.table[name].T for name in SUMS], axis=-1)
