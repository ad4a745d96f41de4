"""Efficiency over intensity in cities that fit the paper's facts, and what our choices do there.

The cities are the draws of the posterior (`intensity.evidence.calibration`), so that a share of
them is a probability given the facts, the ranges and the errors of the facts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence import posterior, sweep
from intensity.evidence.record import Record
from intensity.evidence.utest import interior_maximum
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.simulate import simulate

LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
STREETS = 8
CHOSEN = 64  # cities, spread over the draws, in which other choices are tried
CHOICES: dict[str, dict[str, Any]] = {
    "as_it_is": {},
    "excluded orders take no time": {"set": {"s_excl": 0.0}},
    "no exclusion": {"set": {"quota": 0.0}},
    "upper-level hours at two fifths": {"scale": {"h_up": 0.4}},
    "no upper-level hours": {"set": {"h_up": 0.0}},
    "no special governance": {"off": "special"},
    "no unreasonable demands": {"off": "unreasonable"},
}


def fitting_evidence(record: Record, *, progress: bool = True) -> None:
    """Record how efficiency runs over intensity in the draws of the posterior.

    Tables ``fitting`` (a row per city and level) and ``choices``; keys ``fitting.*``. The interval
    of a share rests on the number of independent draws, not on that of rows.
    """
    margin = sweep.margin(sweep.panel_of("default", progress=progress))
    cities = posterior.cities()
    record.add("fitting.cities", len(cities), "count")
    rows = in_threads(
        lambda task: _levels(*task),
        list(enumerate(cities)),
        progress=progress,
        label="cities that fit the facts",
    )
    panel = pd.DataFrame([row for part in rows for row in part])
    record.table("fitting", panel)
    low, high = City.default().I_reg, City.default().I_high
    grid = panel.pivot(index="city", columns="intensity", values="efficiency")
    change = grid[high] - grid[low]
    interior = interior_maximum(panel, margin=margin)
    score = panel.pivot(index="city", columns="intensity", values="dashboard")
    better = score[high] > score[low]
    answers = {
        "falls": change < -margin,
        "rises": change > margin,
        "interior": interior.cities["interior"],
        "paradox": better & (change < -margin),
    }
    for name, holds in answers.items():
        ends = posterior.share_interval(holds)
        for suffix, value in zip(("", ".low", ".high"), (holds.mean(), *ends), strict=True):
            record.add(f"fitting.{name}{suffix}", float(value), "share", 0)
    record.add("fitting.worth", posterior.worth(change), "count")
    record.add("fitting.score_rises", float(better.mean()), "share", 0)
    fall = 1.0 - grid[high] / grid.max(axis=1)
    record.add("fitting.below_best", float(fall.median()), "share", 0)
    best = grid.idxmax(axis=1)
    for name, q in (("", 0.5), (".low", 0.1), (".high", 0.9)):
        record.add(f"fitting.best{name}", float(best.quantile(q)), "level")
    busy = panel.pivot(index="city", columns="intensity", values="utilisation")[high]
    record.add("fitting.busy", float(busy.median()), "share", 0)
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
    cities = cities[:: max(1, len(cities) // CHOSEN)]
    for name, choice in CHOICES.items():
        changes = np.array(
            in_threads(
                lambda task, choice=choice: _change(*task, choice, low, high),
                list(enumerate(cities)),
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
