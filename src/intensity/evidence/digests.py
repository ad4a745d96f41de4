"""The reproducibility contract in small: a few runs, and one SHA-256 of all that each puts out.

Same version, seed and design: same bytes, whatever the number of threads, the order of work, the
processor or the version of NumPy. Each case here exercises another part of the kernel; together
they take about a second. ``data/reference/digests.csv`` holds what they were when it was written,
so that another machine can be compared. `tests/contract` runs them under every condition that the
contract names; ``python -m tests.contract.digest`` prints them.

Parameters are given in full: a new calibration changes no digest, a changed kernel does.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from intensity.experiment.design import Design
from intensity.experiment.runner import run_experiment
from intensity.model.city import City
from intensity.model.counterfactual import FATES, counterfactual
from intensity.model.errors import InputError
from intensity.model.schedule import Schedule
from intensity.model.simulate import SWITCHES, Run, simulate
from intensity.model.tables import data_path

FILE = "digests.csv"
STREET = {
    **{"lambda_pot": 0.42, "lambda_u": 0.15, "p_big": 0.11, "p_hard": 0.6, "K": 3},
    **{"size_cv": 0.3, "e_0_sd": 0.06, "h_small": 2.4, "h_big": 25.0, "service_cv": 1.3},
    **{"h_screen": 0.25, "s_shirk": 0.3, "h_pat": 240.0, "nu": 0.41, "phi_1": 0.5},
    **{"pi1_small": 0.9, "pi1_big": 0.3, "theta": 9.9, "delta": 0.19, "theta_x": 8.0},
    **{"delta_x": 0.25, "theta_u": 8.0, "tau_u": 0.6, "a_0": 0.5, "gamma": 3.0, "r_min": 0.05},
    **{"kappa": 1.3, "h_up": 3.0, "quota": 0.13, "s_excl": 0.3, "w_0": 0.3, "e2_0": 0.25},
    **{"pi2_small": 0.85, "pi2_big": 0.5, "pi_u_easy": 0.6, "pi_u_hard": 0.1, "rho": 0.47},
    **{"rho_u": 0.7, "n_rep": 3, "o_ref": 60.0, "omega_r": 1.5, "mu": 2.0, "eta_e": 0.2},
    **{"e_0": 0.56, "r_M": 0.2, "f_req": 0.25, "eta_1": 0.2, "eta_2": 0.2, "omega_city": 0.3},
    **{"n_sp": 3, "beta_sp": 1.0, "lambda_sp": 0.2, "v_big": 4.0, "M_0": 0.5},
    **{"B1_0": 0.6, "B2_0": 0.3, "p_sat_res": 0.9, "p_sat_unres": 0.2, "late_sat": 0.8},
}
# drawn between 0.9 times the value above and the value itself, so that none leaves its bounds
VARIED = ("lambda_pot", "h_small", "h_big", "kappa", "e_0", "nu", "theta", "delta", "rho", "w_0")
SIZE: dict[str, Any] = {"months": 14, "streets": 2, "seed": 2022}


def city(**changes: Any) -> City:
    """A busy city that no calibration moves."""
    return City.default().replace(**{**STREET, "service_law": "exponential", **changes})


def digest_of(*arrays: np.ndarray) -> str:
    """SHA-256 of the arrays' shapes and little-endian bytes."""
    out = hashlib.sha256()
    for array in arrays:
        plain = np.ascontiguousarray(array)
        plain = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
        out.update(f"{plain.dtype.str}{plain.shape}".encode() + plain.tobytes())
    return out.hexdigest()


def digest_of_run(run: Run) -> str:
    """Digest of every count and real of a run, and of its traces if it has any."""
    traces = () if run.trace is None else tuple(run.trace)
    return digest_of(run.counts, run.reals, run.orders_by_type, run.special, *traces)


def digest_of_panel(panel: pd.DataFrame) -> str:
    """Digest of a panel: names of its columns, then their values."""
    names = hashlib.sha256("\n".join(panel.columns).encode()).hexdigest()
    values = [panel[name].to_numpy() for name in panel.columns]
    return hashlib.sha256((names + digest_of(*values)).encode()).hexdigest()


def design() -> Design:
    """A small experiment whose cities do not depend on the calibrated defaults they vary."""
    ranges = {name: (0.9 * STREET[name], STREET[name]) for name in VARIED}
    return Design.of(
        {
            "name": "contract",
            **{"cities": 7, "streets": 2, "months": 6, "burn_in": 2, "levels": [0.2, 1.0]},
            "seed": 7,
            "sampling": {"method": "sobol", "parameters": list(VARIED), "ranges": ranges},
        }
    )


def _run(intensity: float | None = None, *, changes: dict[str, Any] | None = None, **given: Any):
    return lambda: digest_of_run(simulate(city(**(changes or {})), intensity, **{**SIZE, **given}))


def _apart() -> str:
    months = np.arange(14)
    schedule = Schedule((months * 3 % 7) / 6.0, (months * 5 % 11) / 10.0)
    return digest_of_run(simulate(city(), schedule=schedule, streets=2))


def _epidemic() -> str:
    schedule = Schedule.steps([(6, 0.2), (8, 1.0)], start="2019-07")
    return digest_of_run(simulate(city(), schedule=schedule, streets=2))


def _counterfactual() -> str:
    pair = counterfactual(city(), low=0.2, high=1.0, months=6, streets=2, burn_in=2)
    fates = [pair.problems[name].cat.codes.to_numpy() for name in ("fate_low", "fate_high")]
    index = [pair.problems[name].to_numpy(np.int64) for name in ("street", "index")]
    matrix = pair.matrix.loc[list(FATES), list(FATES)].to_numpy(np.int64)
    return digest_of(*index, *fates, matrix)


def _panel() -> str:
    return digest_of_panel(run_experiment(design(), workers=1, progress=False))


CASES: dict[str, Callable[[], str]] = {
    "regular intensity": _run(0.2),
    "high intensity": _run(1.0),
    "instruments that change monthly": _apart,
    "calendar with an epidemic": _epidemic,
    "log-normal service": _run(0.6, changes={"service_law": "lognormal"}),
    "overload": _run(0.4, changes={"lambda_pot": 1.2, "h_pat": 4000.0}, months=5),
    "many handlers": _run(0.8, changes={"K": 20, "lambda_pot": 3.0, "lambda_u": 1.0}, months=2),
    "every path traced": _run(0.8, trace=True, months=6),
    **{f"without {name}": _run(0.8, switches={name: False}) for name in SWITCHES},
    "fates at two intensities": _counterfactual,
    "small experiment": _panel,
}


def digests(names: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of each case, computed now.

    Parameters
    ----------
    names : iterable of str, optional
        Keys of `CASES`; default all.
    """
    return {name: CASES[name]() for name in (CASES if names is None else names)}


def shipped(file: Path | None = None) -> dict[str, str]:
    """The digests of ``data/reference/digests.csv``.

    Raises
    ------
    InputError
        If the file is not there or has other columns.
    """
    file = data_path("reference") / FILE if file is None else file
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return {row["case"]: row["sha256"] for row in csv.DictReader(lines)}
    except OSError as error:
        raise InputError(f"{FILE}: {error.strerror}") from None
    except KeyError as error:
        raise InputError(f"{FILE}: no column {error}") from None


def write(file: Path | None = None) -> Path:
    """Write the digests of now to ``data/reference/digests.csv``; return its path."""
    file = data_path("reference") / FILE if file is None else file
    beside = file.with_suffix(".part")
    with beside.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["case", "sha256"])
        table.writerows(digests().items())
    beside.replace(file)
    return file
