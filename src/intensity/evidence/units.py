"""Evidence problem by problem: fates at regular and at high intensity, and flows between."""

from __future__ import annotations

import pandas as pd

from intensity.evidence.fates import posterior_fates
from intensity.evidence.record import Record
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.counterfactual import Counterfactual, compare
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.simulate import simulate


def unit_evidence(
    record: Record,
    city: City | None = None,
    *,
    runs: int = 8,
    streets: int = 16,
    progress: bool = True,
) -> None:
    """Record the counterfactual fates of every reasonable problem, and mean monthly flows.

    Those of `city` here, those of cities that fit the facts by `posterior_fates`.

    Parameters
    ----------
    record : Record
    city : City, optional
    runs : int
        Replications of a city of `streets` streets.
    """
    city = City.default() if city is None else city
    parts = in_threads(
        lambda number: _one(city, number, streets),
        list(range(runs)),
        progress=progress,
        label="problem by problem",
    )
    matrix = sum(pair.matrix for pair, _ in parts)
    matrix.index = pd.Index([name.replace(" ", "_") for name in matrix.index])
    matrix.columns = pd.Index([name.replace(" ", "_") for name in matrix.columns])
    record.table("fates", matrix)
    summary = pd.DataFrame([pair.summary for pair, _ in parts])
    record.table("unit_shares", summary)
    for name in ("substitution", "relief", "loss", "prevented_to_unresolved", "gain"):
        record.add(f"unit.{name}", summary[name].mean(), "share", 1)
        record.add(f"unit.{name}.low", summary[name].quantile(0.1), "share", 1)
        record.add(f"unit.{name}.high", summary[name].quantile(0.9), "share", 1)
    record.add("unit.problems", summary["problems"].sum(), "count")
    of_first = matrix.loc["first_order"].sum()
    record.add(
        "unit.first_to_second", matrix.loc["first_order", "second_order"] / of_first, "share", 0
    )
    flows = pd.concat([flow for _, flow in parts]).groupby(level=0).mean()
    flows.index.name = "intensity"
    record.table("flows", flows)
    big = pd.concat([pair.problems for pair, _ in parts], ignore_index=True)
    for size, mask in (("big", big["big"]), ("small", ~big["big"])):
        part = big[mask]
        good = ("prevented", "first order", "second order")
        for name in ("low", "high"):
            record.add(
                f"unit.good.{size}.{name}", part[f"fate_{name}"].isin(good).mean(), "share", 0
            )
    posterior_fates(record, progress=progress)


def _one(city: City, number: int, streets: int) -> tuple[Counterfactual, pd.DataFrame]:
    low, high = city.I_reg, city.I_high
    runs = [
        simulate(city, level, months=MONTHS, streets=streets, trace=True, number=number)
        for level in (low, high)
    ]
    flows = pd.DataFrame(
        [r.monthly.loc[r.monthly["month"] >= BURN_IN].mean(numeric_only=True) for r in runs],
        index=[low, high],
    )
    return compare(*runs, low=low, high=high, burn_in=BURN_IN), flows
