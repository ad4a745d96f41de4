"""What large experiments take, and where the first limit is met, from measured rates.

Read from ``data/reference``, because they are measured with faults and clusters that results do
not need: ``scale.json`` (rates) and ``faults.csv`` (each fault, and how it ended). Both are
written by ``python -m tests.faults.measure``. What a design takes is its own estimate.
"""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd

from intensity.evidence.record import Record
from intensity.experiment.design import MOST_UNITS, UNIT_PROBLEMS, Design
from intensity.experiment.estimate import (
    MOST_CORE_HOURS,
    MOST_DISK,
    MOST_MEMORY,
    RATE,
    Estimate,
    bytes_,
    duration,
)
from intensity.model.errors import InputError
from intensity.model.measures import MEASURES
from intensity.model.tables import data_path

RATES, FAULTS = "scale.json", "faults.csv"
NEEDED = (
    *(
        "problems_per_second",
        "footer_bytes",
        "sums_line_bytes",
        "sums_read_ms",
        "draw_s_per_million",
    ),
    *("encode_ms", "put_ms", "put_cpu_ms", "check_ms", "dask_client_ms", "dask_scheduler_ms"),
    *("dask_worker_ms", "dask_tasks"),
)
COLUMNS = ("fault", "how", "times", "unharmed", "refused", "worse")
YEARS = (1e4, 1e6, 1e8)  # city-years
GOAL = 0.02  # share of a unit's work that handing it out may take
COPIES = 3.0  # of a panel in memory while it is read: file contents, tables, frame


def scale_evidence(record: Record, *, progress: bool = True) -> None:
    """Record what the page "At scale" shows.

    Parameters
    ----------
    record : Record
    progress : bool
        Not used: nothing here takes long.
    """
    measured = rates()
    paper = Design.load("paper")
    whole_city = int(paper.draw()[0].city_streets)
    frames = [sizes(measured, paper.but(streets=n)) for n in (paper.streets, whole_city)]
    record.table("scale_sizes", pd.concat(frames, ignore_index=True))
    bounds = limits(measured, paper)
    record.table("scale_limits", bounds)
    record.add("scale.first", str(bounds["what"].iloc[0]), "text")
    record.add("scale.first.years", bounds["city_years"].iloc[0], "count")
    record.add("scale.streets", paper.streets, "count")
    record.add("scale.streets.city", whole_city, "count")
    record.add("scale.years_per_city", years_per_city(paper), "count")
    _units(record, measured)
    _handing_out(record, measured)
    _faults(record)


def rates() -> dict[str, Any]:
    """The shipped rates, checked."""
    try:
        content = json.loads((data_path("reference") / RATES).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{RATES}: {error.strerror}") from None
    except ValueError as error:
        raise InputError(f"{RATES}: not JSON: {error}") from None
    if not isinstance(content, dict):
        raise InputError(f"{RATES}: must be one JSON object")
    for key in NEEDED:
        value = content.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise InputError(f"{RATES}: {key} = {value!r}: must be a number above 0")
    return content


def years_per_city(design: Design) -> float:
    """Simulated years of one city of a design, all levels counted."""
    return len(design.levels) * design.months / 12.0


def sizes(measured: dict[str, Any], paper: Design) -> pd.DataFrame:
    """What so many city-years take, as a larger `paper` design.

    Returns
    -------
    DataFrame
        ``city_years``, ``streets``, ``cities``, ``core_hours`` (at the rate of estimates),
        ``core_hours_measured`` (at the measured rate), ``disk``, ``memory``, ``panel`` (bytes:
        the whole panel read at once), ``files``, ``unit_s``, ``sums`` (bytes), ``check_s``
        (looking through all files), ``feeds`` (cores that one submitting process keeps busy).
    """
    rows = []
    for years in YEARS:
        design = paper.but(cities=math.ceil(years / years_per_city(paper)))
        wanted = design.estimate()
        unit_s = wanted.problems / wanted.units / RATE
        rows.append(
            {
                "city_years": years,
                "streets": design.streets,
                "cities": design.cities,
                "core_hours": wanted.core_hours,
                "core_hours_measured": wanted.core_hours * RATE / measured["problems_per_second"],
                "disk": wanted.disk,
                "memory": wanted.memory,
                "panel": panel(wanted, design),
                "files": wanted.units,
                "unit_s": unit_s,
                "sums": wanted.units * measured["sums_line_bytes"],
                "check_s": wanted.units * measured["check_ms"] / 1e3,
                "feeds": unit_s / serial(measured),
            }
        )
    return pd.DataFrame(rows)


def panel(wanted: Estimate, design: Design) -> float:
    """Bytes of memory for a panel that is read whole."""
    return COPIES * 8.0 * wanted.rows * (len(design.varied()) + len(MEASURES) + 2)


def serial(measured: dict[str, Any]) -> float:
    """Seconds that the submitting process spends on a unit, which nobody can share with it."""
    return (measured["dask_client_ms"] + measured["put_ms"]) / 1e3


def limits(measured: dict[str, Any], paper: Design) -> pd.DataFrame:
    """City-years at which a larger `paper` design meets each limit, the first one first."""
    design = paper.but(cities=2**16)
    wanted, years = design.estimate(), 2**16 * years_per_city(paper)
    smallest = paper.but(cities=1).cities_per_unit
    rows = [
        ("start", f"a run asks for --yes: {MOST_CORE_HOURS:.0f} core hours",
         MOST_CORE_HOURS * years / wanted.core_hours),
        ("disk", f"a run asks for --yes: {bytes_(MOST_DISK)} of disk",
         cities_at(paper, MOST_DISK) * years_per_city(paper)),
        ("files", f"{MOST_UNITS} files; from here on units grow instead",
         MOST_UNITS * smallest * years_per_city(paper)),
        ("panel", f"the panel read whole takes {bytes_(MOST_MEMORY)} of memory",
         MOST_MEMORY * years / panel(wanted, design)),
        ("draw", "drawing again what is done delays going on by a minute",
         60.0 / measured["draw_s_per_million"] * 1e6 * years_per_city(paper)),
        ("points", "the Sobol sequence ends", 2.0**30 * years_per_city(paper)),
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["limit", "what", "city_years"])
    return found.sort_values("city_years", kind="stable", ignore_index=True)


def cities_at(paper: Design, disk: float) -> int:
    """Cities at which a larger `paper` design comes to so many bytes of disk.

    Disk does not grow in proportion: where units hold more cities, fewer files share its overhead.
    """

    def enough(cities: int) -> bool:
        return paper.but(cities=cities).estimate().disk >= disk

    low, high = 1, 2**30
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _units(record: Record, measured: dict[str, Any]) -> None:
    smallest = UNIT_PROBLEMS / measured["problems_per_second"]
    record.add("scale.rate", measured["problems_per_second"] / 1e6, "number", 1)
    record.add("scale.rate.assumed", RATE / 1e6, "number", 1)
    record.add("scale.unit.problems", UNIT_PROBLEMS / 1e6, "number", 1)
    record.add("scale.unit.seconds", smallest, "number", 1)
    record.add("scale.unit.most", MOST_UNITS, "count")
    for key in ("encode_ms", "put_ms", "check_ms"):
        record.add(f"scale.{key}", measured[key], "number", 1)
    own = (measured["encode_ms"] + measured["put_cpu_ms"]) / 1e3 / smallest
    record.add("scale.threads.share", own, "share", 1)
    record.add("scale.sums.bytes", bytes_(MOST_UNITS * measured["sums_line_bytes"]), "text")
    record.add("scale.sums.read_ms", measured["sums_read_ms"], "number", 0)
    record.add("scale.sums.append_ms", measured["sums_append_ms"], "number", 0)
    record.add("scale.footer", bytes_(measured["footer_bytes"]), "text")
    record.add("scale.footers", bytes_(MOST_UNITS * measured["footer_bytes"]), "text")
    record.add("scale.check", duration(MOST_UNITS * measured["check_ms"] / 1e3), "text")
    memory = measured["memory_mb"]
    cities = sorted(memory, key=int)
    record.add("scale.memory.few", int(cities[0]), "count")
    record.add("scale.memory.many", int(cities[-1]), "count")
    record.add("scale.memory.first", memory[cities[0]], "number", 0)
    record.add("scale.memory.last", memory[cities[-1]], "number", 0)
    machine = measured["machine"]
    record.add("scale.machine", f"{machine['cpu']}, {machine['os']}, {machine['python']}", "text")


def _handing_out(record: Record, measured: dict[str, Any]) -> None:
    """The scheduler's overhead: all processor time per task that is not simulation."""
    smallest = UNIT_PROBLEMS / measured["problems_per_second"]
    total = sum(measured[f"dask_{who}_ms"] for who in ("client", "scheduler", "worker"))
    record.add("scale.dask.tasks", measured["dask_tasks"], "count")
    for who in ("client", "scheduler", "worker"):
        record.add(f"scale.dask.{who}", measured[f"dask_{who}_ms"], "number", 1)
    record.add("scale.dask.total", total, "number", 1)
    record.add("scale.dask.share", total / 1e3 / smallest, "share", 1)
    record.add("scale.dask.goal", GOAL, "share", 0)
    record.add("scale.dask.verdict", verdict(total / 1e3 / smallest), "text")
    record.add("scale.dask.feeds", smallest / serial(measured), "count")
    record.add("scale.dask.serial", 1e3 * serial(measured), "number", 0)
    record.add("scale.dask.hundred", 100.0 * serial(measured), "number", 1)


def verdict(share: float) -> str:
    """Whether the goal for the overhead is met, in words."""
    return "below" if share < GOAL else "above"


def _faults(record: Record) -> None:
    found = faults()
    record.table("scale_faults", found)
    damage = found[~found["fault"].str.startswith("malformed")]
    inputs = found[found["fault"].str.startswith("malformed")]
    record.add("faults.kinds", len(damage), "count")
    record.add("faults.trials", damage["times"].sum(), "count")
    record.add("faults.worse", damage["worse"].sum(), "count")
    record.add("faults.inputs", inputs["times"].sum(), "count")
    record.add("faults.inputs.refused", inputs["refused"].sum(), "count")
    record.add("faults.inputs.valid", inputs["unharmed"].sum(), "count")
    record.add("faults.inputs.worse", inputs["worse"].sum(), "count")


def faults() -> pd.DataFrame:
    """Each fault that was tried, and how the trials ended (`COLUMNS`)."""
    try:
        frame = pd.read_csv(data_path("reference") / FAULTS)
    except (OSError, ValueError) as error:
        raise InputError(f"{FAULTS}: {getattr(error, 'strerror', None) or error}") from None
    missing = [column for column in COLUMNS if column not in frame]
    if missing:
        raise InputError(f"{FAULTS}: missing column {', '.join(missing)}")
    ended = frame[["unharmed", "refused", "worse"]].sum(axis=1)
    if not (ended == frame["times"]).all():
        name = frame.loc[ended != frame["times"], "fault"].iloc[0]
        raise InputError(f"{FAULTS}: {name}: unharmed, refused and worse do not add up to times")
    return frame
