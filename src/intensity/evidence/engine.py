"""Evidence that the engine does what the model says: theory, limit, bytes, and what was shipped.

Computed here, each time: closed forms (`laws`), the mean-field limit, digests of a few runs. Read
from ``data/reference``, because they need packages or a compiler that results should not need:
``twins.csv`` (the second implementation), ``mutations.csv`` (seeded faults), ``bench.json``
(speed). Each of these files is compared with what it describes by the tests that write it.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence import laws
from intensity.evidence.digests import design, digest_of_panel, digests, shipped
from intensity.evidence.record import Record
from intensity.experiment.runner import run_experiment
from intensity.model.city import City
from intensity.model.convergence import convergence, rate
from intensity.model.errors import InputError
from intensity.model.fixedpoints import continuation
from intensity.model.tables import data_path

BENCH = "bench.json"
BENCH_DIGITS = {
    **{"kernel_over_c": 2, "simpy_over_kernel": 0, "ciw_over_kernel": 0, "mesa_over_kernel": 0},
    **{"threads_1_over_2": 2, "b_city_year_s": 1, "paper_design_s": 0},
    **{"paper_design_peak_mib": 0, "slope_streets": 2, "slope_months": 2, "slope_cities": 2},
    **{"start_warm_s": 1, "start_cold_s": 0, "events_per_second_core": 0},
}
# Loads below and above what the handlers can do, of the default city otherwise.
REGIMES: dict[str, tuple[dict[str, float], float]] = {
    "underload": ({}, 0.2),
    "overload": ({"lambda_pot": 0.8, "h_small": 4.0, "quota": 0.0}, 1.0),
}
# A city of the parameter space that has two states of rest over a range of intensities. It was
# looked for; it says that tipping occurs, not how often.
TWO_STATES = {
    **{"lambda_pot": 0.426, "lambda_u": 0.035, "p_big": 0.145, "p_hard": 0.6, "K": 3},
    **{"h_small": 3.141, "h_big": 33.13, "h_screen": 0.25, "s_shirk": 0.3, "h_pat": 126.7},
    **{"nu": 0.598, "phi_1": 0.5, "pi1_small": 0.77, "pi1_big": 0.3, "theta": 11.2},
    **{"delta": 0.271, "theta_x": 10.67, "delta_x": 0.25, "theta_u": 8.0, "tau_u": 0.6},
    **{"a_0": 0.5, "gamma": 3.0, "r_min": 0.05, "kappa": 1.085, "h_up": 3.0, "quota": 0.13},
    **{"s_excl": 0.3, "w_0": 0.3, "e2_0": 0.122, "e_max": 0.95, "pi2_small": 0.85},
    **{"pi2_big": 0.5, "pi_u_easy": 0.6, "pi_u_hard": 0.1, "rho": 0.482, "rho_u": 0.7},
    **{"n_rep": 3, "o_ref": 60.0, "omega_r": 1.5, "mu": 2.0, "eta_e": 0.2, "e_0": 0.559},
    **{"r_M": 0.135, "f_req": 0.177, "eta_1": 0.101, "eta_2": 0.132, "omega_city": 0.3},
}
LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
SETTLED = 300  # months to iterate at most; longer moves nothing that would be seen
STEP = 8.0  # hours; stationary flows are exact for any step


def engine_evidence(record: Record, city: City | None = None, *, progress: bool = True) -> None:
    """Record what the page on the engine shows, except warm-up and precision.

    Parameters
    ----------
    record : Record
    city : City, optional
        For the mean field.
    """
    _laws(record, progress)
    _mean_field(record, City.default() if city is None else city)
    _bytes(record)
    _shipped(record)
    _bench(record)


def _laws(record: Record, progress: bool) -> None:
    frame = laws.compare_laws(progress=progress)
    record.table("laws", frame)
    limit = laws.bound(len(frame))
    outside = int((frame["z"].abs() > limit).sum())
    record.add("laws.comparisons", len(frame), "count")
    record.add("laws.points", frame.groupby("law")["point"].nunique().sum(), "count")
    record.add("laws.bound", limit, "number", 2)
    record.add("laws.family", laws.FAMILY, "number", 3)
    record.add("laws.largest", frame["z"].abs().max(), "number", 2)
    record.add("laws.spread", frame["z"].std(ddof=1), "number", 2)
    record.add("laws.outside", outside, "count")
    record.add("laws.streets", laws.STREETS, "count")
    record.add("laws.months", laws.MONTHS, "count")
    record.add("laws.power", laws.power(frame), "share", 0)
    rows = [
        {
            "law": name,
            "points": part["point"].nunique(),
            "comparisons": len(part),
            "largest": part["z"].abs().max(),
            "error": (part["error"] / part["wanted"]).median(),
        }
        for name, part in frame.groupby("law", sort=False)
    ]
    record.table("laws_summary", pd.DataFrame(rows))
    record.add("laws.call_centre", power_of_ten(laws.call_centre_difference()), "text")
    record.add("laws.call_centre.points", len(laws.CALL_CENTRES), "count")
    wrong, of = laws.quota_errors()
    record.add("laws.quota.wrong", wrong, "count")
    record.add("laws.quota.of", of, "count")


def _mean_field(record: Record, city: City) -> None:
    parts = []
    for regime, (changes, level) in REGIMES.items():
        errors = convergence(city.replace(**changes), level, replications=12)
        slope, se = rate(errors)
        record.add(f"meanfield.{regime}.slope", slope)
        record.add(f"meanfield.{regime}.se", se)
        root = errors.groupby("n")["error"].apply(lambda e: float(np.sqrt((e**2).mean())))
        record.add(f"meanfield.{regime}.first", root.iloc[0], "number", 3)
        record.add(f"meanfield.{regime}.last", root.iloc[-1], "number", 3)
        parts.append(errors.assign(regime=regime))
    record.table("meanfield_convergence", pd.concat(parts, ignore_index=True))
    record.add("meanfield.runs", 12, "count")
    record.add("meanfield.largest", max(parts[0]["n"]), "count")

    default = continuation(city, LEVELS[::2], months=SETTLED, step=STEP)
    record.table("meanfield_default", default)
    record.add("meanfield.default.levels", default["intensity"].nunique(), "count")
    record.add("meanfield.default.two", int(default["coexist"].sum()) // 2, "count")
    record.add("meanfield.default.cycles", int((default["kind"] == "cycle").sum()), "count")
    slowest = float(default["radius"].max())
    record.add("meanfield.default.radius", slowest, "number", 3)
    record.add("meanfield.default.half_life", np.log(0.5) / np.log(slowest), "number", 0)
    two = continuation(city.replace(**TWO_STATES), LEVELS, months=SETTLED, step=STEP)
    record.table("meanfield_branches", two)
    apart = two[two["coexist"]]
    record.add("meanfield.two.levels", apart["intensity"].nunique(), "count")
    if not apart.empty:
        pair = apart.pivot(index="intensity", columns="branch", values="efficiency")
        record.add("meanfield.two.gap", (pair["up"] - pair["down"]).abs().max())
        record.add("meanfield.two.low", float(pair.index.min()), "level")
        record.add("meanfield.two.high", float(pair.index.max()), "level")


def _bytes(record: Record) -> None:
    wanted, found = shipped(), digests()
    found |= {
        f"small experiment, {workers} threads": digest_of_panel(
            run_experiment(design(), workers=workers, progress=False)
        )
        for workers in (2, 4)
    }
    rows = [
        {"case": name, "digest": digest, "same": digest == wanted.get(name.split(", ")[0])}
        for name, digest in found.items()
    ]
    table = pd.DataFrame(rows)
    record.table("digests", table)
    record.add("digests.cases", len(table), "count")
    record.add("digests.same", int(table["same"].sum()), "count")


def _shipped(record: Record) -> None:
    twins = _reference("twins.csv", ("case", "problems", "orders", "decisions_apart"))
    record.table("twins", twins)
    record.add("twins.problems", twins["problems"].sum(), "count")
    record.add("twins.orders", twins["orders"].sum(), "count")
    record.add("twins.apart", twins["decisions_apart"].sum(), "count")
    record.add("twins.hours", power_of_ten(twins["hours_apart"].max()), "text")
    faults = _reference("mutations.csv", ("fault", "file", "caught_by"))
    record.table("mutations", faults)
    seeded = faults[faults["fault"] != "none"]
    record.add("mutations.faults", len(seeded), "count")
    record.add("mutations.caught", int((seeded["caught_by"] != "").sum()), "count")
    alarms = faults.loc[faults["fault"] == "none", "caught_by"]
    record.add("mutations.false_alarms", int((alarms != "").sum()), "count")


def _reference(name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        frame = pd.read_csv(data_path("reference") / name, keep_default_na=False)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}") from None
    missing = [column for column in columns if column not in frame]
    if missing:
        raise InputError(f"{name}: missing column {', '.join(missing)}")
    return frame


def power_of_ten(value: float) -> str:
    """A number >= 0 with one digit and a power of ten: 2e-15 is "2 × 10⁻¹⁵"."""
    if value == 0.0:
        return "0"
    mantissa, power = f"{value:.0e}".split("e")
    digits = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{digits}"


def bench() -> dict[str, Any] | None:
    """The shipped measurement of speed, or None where there is none."""
    file = data_path("reference") / BENCH
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{BENCH}: not JSON: {error}") from None
    if not isinstance(content, dict):
        raise InputError(f"{BENCH}: must be one JSON object")
    return content


def _bench(record: Record) -> None:
    """Numbers of the shipped measurement, if there is one, under ``bench.<key>``."""
    for key, value in (bench() or {}).items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            record.add(f"bench.{key}", value, "number", BENCH_DIGITS.get(key, 2))
