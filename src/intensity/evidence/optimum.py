"""The most efficient intensity over detachment and load, and over its two instruments (§5)."""

from __future__ import annotations

from itertools import pairwise, product

import pandas as pd

from intensity.evidence.record import Record
from intensity.evidence.replications import (
    Best,
    Case,
    best,
    direction,
    interval,
    measured,
    steady,
)
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.schedule import Schedule

DILIGENCE = (0.2, 0.32, 0.44, 0.56, 0.68, 0.8, 0.92)
LOADS = (0.3, 0.45, 0.6, 0.75, 0.9, 1.05, 1.2)
LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
RUNS = 4
SURFACE_RUNS = 6
FLAT = 0.05  # a curve whose range is below this share of its top is called flat
WORDS = {1: "falls", -1: "rises", 0: "stays"}


def offered_load(city: City) -> float:
    """Hours of first-order work that arise per handler and hour, before any prevention."""
    hours = city.h_small + city.p_big * (city.h_big - city.h_small)
    return float(city.lambda_pot * hours / city.K)


def loaded(city: City, load: float) -> City:
    """The city with both rates of arising scaled so that its offered load is `load`."""
    factor = load / offered_load(city)
    return city.replace(lambda_pot=city.lambda_pot * factor, lambda_u=city.lambda_u * factor)


def optimum_map(
    city: City,
    diligence: tuple[float, ...] = DILIGENCE,
    loads: tuple[float, ...] = LOADS,
    levels: tuple[float, ...] = LEVELS,
    runs: int = RUNS,
    *,
    progress: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Efficiency over diligence, load and intensity, and each cell's best level.

    Parameters
    ----------
    city : City
        What does not vary.
    diligence : tuple of float in [0, 1]
        Baseline diligence e_0.
    loads : tuple of float
        Offered load, see `offered_load`.
    levels : tuple of float in [0, 1]
    runs : int
        Replications; the same draws at every level. (Between loads they differ: with the rates
        the arrivals move.)

    Returns
    -------
    runs : DataFrame
        One row per cell, level and replication.
    cells : DataFrame
        One row per cell: ``diligence``, ``load``, the fields of `Best`, ``flat``, and by which
        share regular (``loss_reg``) and high intensity (``loss_high``) fall short of the best.
    """
    cases = [
        steady(
            {"e_0": e, "load": load, "intensity": level},
            loaded(city, load).replace(e_0=e),
            level,
            number,
            MONTHS,
            BURN_IN,
        )
        for e, load, level, number in product(diligence, loads, levels, range(runs))
    ]
    frame = measured(cases, progress=progress, label="best intensity")
    rows = []
    for (e, load), part in frame.groupby(["e_0", "load"]):
        grid = part.pivot(index="number", columns="intensity", values="efficiency")
        found = best(grid)
        means = grid.mean()
        rows.append(
            {
                "diligence": e,
                "load": load,
                **{name: getattr(found, name) for name in Best.__annotations__ if name != "close"},
                "close": len(found.close),
                "flat": found.span < FLAT * found.value,
                "loss_reg": 1.0 - means[city.I_reg] / found.value,
                "loss_high": 1.0 - means[city.I_high] / found.value,
            }
        )
    return frame, pd.DataFrame(rows)


def steps(cells: pd.DataFrame, along: str, *, ends: bool = False) -> pd.Series:
    """How the best level moves along one axis of the map.

    Parameters
    ----------
    cells : DataFrame
        As `optimum_map` returns it.
    along : {"diligence", "load"}
        Axis; the other one is held.
    ends : bool
        Compare only the two ends of each line, else all neighbours.

    Returns
    -------
    Series
        Counts: ``falls``, ``rises``, ``stays``. A step counts as a move only if the levels within
        noise of the best do not overlap.
    """
    held = "load" if along == "diligence" else "diligence"
    counts = dict.fromkeys(("falls", "rises", "stays"), 0)
    for _, line in cells.groupby(held):
        ordered = list(line.sort_values(along)[["low", "high"]].itertuples(index=False))
        pairs = [(ordered[0], ordered[-1])] if ends else list(pairwise(ordered))
        for before, after in pairs:
            sign = int(after.high < before.low) - int(after.low > before.high)
            counts[WORDS[sign]] += 1
    return pd.Series(counts)


def surface(
    city: City,
    levels: tuple[float, ...] = LEVELS,
    runs: int = SURFACE_RUNS,
    *,
    progress: bool = True,
) -> pd.DataFrame:
    """Efficiency over resources and assessment, set apart: a row per pair and replication."""
    cases = [
        Case(
            {"resources": r, "assessment": g},
            city,
            Schedule.constant(r, g, MONTHS),
            number,
            BURN_IN,
        )
        for r, g, number in product(levels, levels, range(runs))
    ]
    return measured(cases, progress=progress, label="two instruments")


def optimum_evidence(record: Record, city: City, *, progress: bool = True) -> None:
    """Record the map, what it says of the paper's advice, and the two instruments."""
    _, cells = optimum_map(city, progress=progress)
    record.table("policy_map", cells)
    add = record.add
    add("policy.map.cells", len(cells), "count")
    add("policy.map.levels", len(LEVELS), "count")
    add("policy.map.runs", RUNS, "count")
    add("policy.map.load.default", offered_load(city))
    add("policy.map.diligence.default", city.e_0)
    levels = cells["level"]
    for name, mask in (
        ("top", levels == LEVELS[-1]),
        ("bottom", levels == LEVELS[0]),
        ("interior", cells["interior"]),
        ("valley", cells["valley"]),
        ("flat", cells["flat"]),
    ):
        add(f"policy.map.{name}", float(mask.mean()), "share", 0)
    share = float(cells["interior"].mean())
    few = "few" if share < 0.2 else "some" if share < 0.5 else "most"
    add("policy.map.interior.words", few, "text")
    verdicts = []
    for along in ("diligence", "load"):
        for name, only in (("ends", True), ("steps", False)):
            counts = steps(cells, along, ends=only)
            for move, count in counts.items():
                add(f"policy.map.{along}.{name}.{move}", float(count), "count")
            add(f"policy.map.{along}.{name}.all", float(counts.sum()), "count")
        verdicts.append(_verdict(steps(cells, along, ends=True)))
    add("policy.map.diligence.verdict", verdicts[0], "text")
    add("policy.map.load.verdict", verdicts[1], "text")
    _corners(record, cells)
    pushed = cells[cells["level"] < LEVELS[-1]]
    held = cells[cells["level"] > city.I_reg]
    for name, part, column in (
        ("too_much", pushed, "loss_high"),
        ("too_little", held, "loss_reg"),
    ):
        add(f"policy.map.{name}", float(part[column].median()) if len(part) else 0.0, "share", 0)
        add(f"policy.map.{name}.most", float(part[column].max()) if len(part) else 0.0, "share", 0)
    _surface(record, city, progress)


def _verdict(counts: pd.Series) -> str:
    """What end to end comparisons say of a fall, in words."""
    if counts["falls"] == counts.sum():
        return "everywhere"
    if counts["rises"] == 0 and counts["falls"] > counts.sum() / 2:
        return "in most lines and nowhere the other way"
    return "in some lines, the other way in others" if counts["rises"] else "in some lines only"


def _corners(record: Record, cells: pd.DataFrame) -> None:
    """Best levels where base and load are at their extremes."""
    grid = cells.pivot(index="diligence", columns="load", values="level")
    for name, (row, column) in {
        "detached_light": (0, 0),
        "detached_loaded": (0, -1),
        "diligent_light": (-1, 0),
        "diligent_loaded": (-1, -1),
    }.items():
        record.add(f"policy.map.{name}", float(grid.iloc[row, column]), "level")


def _surface(record: Record, city: City, progress: bool) -> None:
    frame = surface(city, progress=progress)
    pair = ["resources", "assessment"]
    grid = frame.pivot(index="number", columns=pair, values="efficiency")
    means = grid.mean()
    top = means.idxmax()
    table = frame.groupby(pair)[["efficiency", "effectiveness", "dashboard", "calls_per_month"]]
    shown = table.mean().reset_index()
    shown["close"] = [interval(grid[key] - grid[top])[1] >= 0.0 for key in means.index]
    start = grid[(city.I_reg, city.I_reg)]
    bounds = [interval(grid[key] - start) for key in means.index]
    shown["low"], shown["high"] = ([start.mean() + b[k] for b in bounds] for k in (0, 1))
    record.table("policy_surface", shown)
    diagonal = means[[key for key in means.index if key[0] == key[1]]]
    add = record.add
    add("policy.surface.runs", SURFACE_RUNS, "count")
    add("policy.surface.resources", top[0], "level")
    add("policy.surface.assessment", top[1], "level")
    add("policy.surface.efficiency", means[top], "number", 3)
    line = grid[list(diagonal.index)].set_axis([key[0] for key in diagonal.index], axis=1)
    inside = best(line).interior
    add("policy.surface.diagonal.words", "in between" if inside else "at an end", "text")
    add("policy.surface.diagonal", diagonal.idxmax()[0], "level")
    add("policy.surface.diagonal.efficiency", diagonal.max(), "number", 3)
    low, high = city.I_reg, city.I_high
    changes = {
        "resources": grid[(high, low)] - start,
        "assessment": grid[(low, high)] - start,
        "both": grid[(high, high)] - start,
        "line_under_pressure": grid[(high, high)] - grid[(low, high)],
        "pressure_with_line": grid[(high, high)] - grid[(high, low)],
    }
    for name, change in changes.items():
        bounds = interval(change)
        add(f"policy.surface.change.{name}", float(change.mean()), "number", 3)
        add(f"policy.surface.change.{name}.low", bounds[0], "number", 3)
        add(f"policy.surface.change.{name}.high", bounds[1], "number", 3)
        add(f"policy.surface.change.{name}.moves", direction(change), "text")
    add("policy.surface.harm", _harm({n: direction(c) for n, c in changes.items()}), "text")


def _harm(moves: dict[str, str]) -> str:
    """Which instrument lowers efficiency, in words."""
    alone = [name for name in ("resources", "assessment") if moves[name] == "falls"]
    if len(alone) == 2:
        return "each of the two by itself"
    if alone:
        return f"{alone[0]} by itself, and not the other one"
    if moves["both"] == "falls":
        return "neither of the two by itself, but both together"
    return "neither of the two, nor both together"
