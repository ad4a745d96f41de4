"""Cities that meet the paper's facts, and what the modelling choices do among them.

``data/reference/matching.csv`` holds candidates found by `intensity.evidence.search`. They are
not believed: each is taken along B city's path again, and only those whose distance from the
facts is below `NEAR` today are used.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence import sweep
from intensity.evidence.record import Record
from intensity.evidence.search import NEAR, distance
from intensity.evidence.targets import on_path, path_of
from intensity.evidence.utest import interior_maximum
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.parameters import parameters
from intensity.model.simulate import simulate
from intensity.model.tables import data_path

LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
STREETS = 8
CHOICES: dict[str, dict[str, Any]] = {
    "as_it_is": {},
    "excluded orders take no time": {"set": {"s_excl": 0.0}},
    "no exclusion": {"set": {"quota": 0.0}},
    "upper-level hours at two fifths": {"scale": {"h_up": 0.4}},
    "no upper-level hours": {"set": {"h_up": 0.0}},
    "no special governance": {"off": "special"},
    "no unreasonable demands": {"off": "unreasonable"},
}


def candidates() -> list[City]:
    """The cities of ``data/reference/matching.csv``."""
    frame = pd.read_csv(data_path("reference") / "matching.csv")
    known = parameters()
    names = [name for name in frame.columns if name in known]
    return [
        City.default().replace(
            **{n: int(row[n]) if known[n].integer else float(row[n]) for n in names}
        )
        for _, row in frame.iterrows()
    ]


def matching_evidence(record: Record, *, progress: bool = True) -> None:
    """Record how efficiency runs over intensity in cities that meet the facts."""
    margin = sweep.margin(sweep.panel_of("default", progress=progress))
    found = candidates()
    near = in_threads(
        lambda city: distance(on_path(path_of(city, streets=STREETS))) < NEAR,
        found,
        progress=progress,
        label="candidates on B city's path",
    )
    cities = [city for city, good in zip(found, near, strict=True) if good]
    record.add("matching.candidates", len(found), "count")
    record.add("matching.cities", len(cities), "count")
    rows = in_threads(
        lambda task: _levels(*task),
        list(enumerate(cities)),
        progress=progress,
        label="cities that meet the facts",
    )
    panel = pd.DataFrame([row for part in rows for row in part])
    record.table("matching", panel)
    low, high = City.default().I_reg, City.default().I_high
    grid = panel.pivot(index="city", columns="intensity", values="efficiency")
    change = grid[high] - grid[low]
    interior = interior_maximum(panel, margin=margin)
    record.add("matching.falls", float((change < -margin).mean()), "share", 0)
    record.add("matching.rises", float((change > margin).mean()), "share", 0)
    record.add("matching.interior", interior.share, "share", 0)
    record.add("matching.interior.low", interior.low, "share", 0)
    record.add("matching.interior.high", interior.high, "share", 0)
    fall = 1.0 - grid[high] / grid.max(axis=1)
    record.add("matching.below_best", float(fall.median()), "share", 0)
    score = panel.pivot(index="city", columns="intensity", values="dashboard")
    rises = score[high] > score[low]
    record.add("matching.score_rises", float(rises.mean()), "share", 0)
    record.add("matching.paradox", float((rises & (change < -margin)).mean()), "share", 0)
    best = grid.idxmax(axis=1)
    for name, q in (("", 0.5), (".low", 0.1), (".high", 0.9)):
        record.add(f"matching.best{name}", float(best.quantile(q)), "level")
    busy = panel.pivot(index="city", columns="intensity", values="utilisation")[high]
    record.add("matching.busy", float(busy.median()), "share", 0)
    _choices(record, cities, margin, low, high, progress)


def _levels(number: int, city: City) -> list[dict[str, float]]:
    keep = ("efficiency", "dashboard", "second_order_share", "direct_share", "utilisation")
    rows = []
    for level in LEVELS:
        run = simulate(city, level, months=MONTHS, streets=STREETS, number=number)
        values = run.measures(BURN_IN)
        rows.append({"city": number, "intensity": level, **{k: values[k] for k in keep}})
    return rows


def _choices(
    record: Record, cities: list[City], margin: float, low: float, high: float, progress: bool
) -> None:
    rows = []
    for name, choice in CHOICES.items():
        changes = np.array(
            in_threads(
                lambda task, choice=choice: _change(*task, choice, low, high),
                list(enumerate(cities[:64])),
                progress=progress,
                label=name.replace("_", " "),
            )
        )
        falls = float((changes < -margin).mean())
        rows.append({"choice": name, "cities": len(changes), "falls": falls})
        rows[-1]["change"] = float(np.median(changes))
    record.table("choices", pd.DataFrame(rows))


def _change(number: int, city: City, choice: dict[str, Any], low: float, high: float) -> float:
    values = dict(choice.get("set", {}))
    for name, factor in choice.get("scale", {}).items():
        values[name] = city.values[name] * factor
    off = {choice["off"]: False} if "off" in choice else None
    changed = city.replace(**values)
    ends = [
        simulate(
            changed, level, months=MONTHS, streets=STREETS, number=number, switches=off
        ).measures(BURN_IN)["efficiency"]
        for level in (low, high)
    ]
    return float(ends[1] - ends[0])
