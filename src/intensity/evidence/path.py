"""Evidence from B city's path: the paper's targets, Table 1, Figure 4, volumes over time.

Table 1 and Figure 4 are of one street like Y street in each draw of the posterior, so that their
intervals hold what is not known of the city, not chance alone. Without shipped draws they are of
replications of the default city, and say so.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence import posterior
from intensity.evidence.record import Record
from intensity.evidence.targets import on_path, targets
from intensity.experiment.threads import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.scenarios import b_city
from intensity.model.simulate import Run, simulate

TABLE1 = ("2020-01", "2020-06")
FIGURE4 = ("2020-07", "2020-10")
REPLICATIONS, DRAWS = "replications", "posterior draws"
DRAWS_SEED = 87  # none of the calibration's
FOUR = (
    *("resolved_satisfied", "resolved_dissatisfied"),
    *("unresolved_satisfied", "unresolved_dissatisfied"),
)


def y_streets(run: Run) -> np.ndarray:
    """Streets of size one, which stand for Y street."""
    return np.flatnonzero(run.reals[0, :, la.HOURS_PAID] == run.city.K * la.HOURS_PER_MONTH)


def path_evidence(
    record: Record,
    city: City | None = None,
    *,
    runs: int = 16,
    streets: int = 16,
    progress: bool = True,
) -> None:
    """Simulate B city's path several times and record what the paper speaks of.

    Parameters
    ----------
    record : Record
    city : City, optional
    runs : int
        Replications; each has all its draws anew.
    streets : int
        Streets of the city; those of size one stand for Y street.
    """
    city = City.default() if city is None else city
    parts = in_threads(
        lambda number: _one(city, number, streets),
        list(range(runs)),
        progress=progress,
        label="B city's path",
    )
    _targets(record, [part["targets"] for part in parts])
    own, source = parts, REPLICATIONS
    if posterior.shipped():
        draws = in_threads(
            lambda task: _one(task[1], task[0], streets, seed=DRAWS_SEED),
            list(enumerate(posterior.cities())),
            progress=progress,
            label="Y street in posterior draws",
        )
        own, source = [_one_street(part) for part in draws if len(part["four"])], DRAWS
        record.add("table1.without", len(draws) - len(own), "count")
    record.add("table1.source", source, "text")
    four = pd.concat([part["four"] for part in own], ignore_index=True)
    record.table("figure4", four)
    total = four[list(FOUR)].sum().sum()
    for name in FOUR:
        record.add(f"figure4.{name}", four[name].sum() / total, "share", 0)
    unresolved = four[list(FOUR[2:])].sum(axis=1) / four[list(FOUR)].sum(axis=1)
    for name, q in (("", 0.5), (".low", 0.1), (".high", 0.9)):
        record.add(f"figure4.unresolved{name}", unresolved.quantile(q), "share", 0)
    record.add("figure4.streets", len(four), "count")
    for side in ("resolved", "unresolved"):
        for what in ("unreasonable", "repeat"):
            share = sum(p["over"][f"{side}_{what}"] for p in own) / sum(
                p["over"][side] for p in own
            )
            record.add(f"figure4.{side}.{what}", share, "share", 0)
    final = pd.Series([part["over"]["final"] for part in own]).dropna()
    for name, q in (("", 0.5), (".low", 0.05), (".high", 0.95)):
        record.add(f"figure4.final{name}", final.quantile(q), "share", 0)
    counts = pd.concat([part["types"] for part in own], ignore_index=True)
    record.table("table1", counts)
    _orders(record, counts, city)
    months = pd.concat([part["months"] for part in parts])
    monthly = months.groupby("period")["orders"].quantile([0.1, 0.5, 0.9]).unstack()
    monthly.columns = pd.Index(["low", "middle", "high"])
    monthly.index = monthly.index.astype(str)
    record.table("path", monthly.reset_index())
    for key in ("precision", "recall"):
        value = np.mean([part[key] for part in parts])
        record.add(f"exclusion.{key}", value, "share", 0)


def _one_street(part: dict[str, Any]) -> dict[str, Any]:
    """A draw's part with its first street of size one alone, so that each draw counts once."""
    first = part["four"]["replication"].iloc[0]
    types = part["types"]
    return {
        **part,
        "four": part["four"].head(1),
        "types": types[types["replication"] == first],
    }


def _one(city: City, number: int, streets: int, seed: int = 2022) -> dict[str, Any]:
    run = simulate(
        city, schedule=b_city(city), streets=streets, seed=seed, number=number, trace=True
    )
    periods = run.schedule.periods()
    assert periods is not None
    inside = {
        span: np.flatnonzero((periods >= pd.Period(span[0])) & (periods <= pd.Period(span[1])))
        for span in (TABLE1, FIGURE4)
    }
    y = y_streets(run)
    four = pd.DataFrame(
        {
            name: run.counts[inside[FIGURE4]][:, y, getattr(la, name.upper())].sum(axis=0)
            for name in FOUR
        }
    )
    four.insert(0, "replication", [f"{number}-{s}" for s in y])
    orders = run.orders
    orders = orders.assign(month=(orders["t_dispatch"] // la.HOURS_PER_MONTH).astype(int))
    table1 = orders[orders["month"].isin(inside[TABLE1]) & orders["street"].isin(y)]
    grouped = table1.groupby(["street", "type"], observed=False)
    types = pd.DataFrame(
        {
            "orders": grouped.size(),
            "orders_small": grouped["big"].apply(lambda big: int((~big).sum())),
            "orders_unreasonable": grouped["unreasonable"].sum().astype(int),
        }
    ).reset_index()
    types = types[types["street"].isin(y)]
    types["replication"] = [f"{number}-{s}" for s in types["street"]]
    done = orders[orders["month"].isin(inside[FIGURE4]) & orders["t_end"].notna()]
    over: dict[str, float] = {}
    for side, part in (
        ("resolved", done[done["resolved"]]),
        ("unresolved", done[~done["resolved"]]),
    ):
        over[side] = len(part)
        over[f"{side}_unreasonable"] = int(part["unreasonable"].sum())
        over[f"{side}_repeat"] = int((part["round"] > 0).sum())
    # a problem counts by its last order: as if called back until nobody calls any more
    last = done.groupby(["street", "index"])["resolved"].last()
    over["final"] = last.mean() if len(last) else float("nan")
    high = orders[orders["month"] >= inside[TABLE1][0]]
    excluded = high[high["excluded"]]
    months = pd.DataFrame(
        {
            "period": np.repeat(periods, len(y)),
            "orders": run.counts[:, y, la.ORDERS].ravel(),
        }
    )
    return {
        "targets": on_path(run),
        "four": four,
        "types": types.drop(columns="street").reset_index(drop=True),
        "over": over,
        "months": months,
        "precision": excluded["unreasonable"].mean() if len(excluded) else 0.0,
        "recall": high.loc[high["unreasonable"], "excluded"].mean(),
    }


def _targets(record: Record, paths: list[dict[str, float]]) -> None:
    frame = pd.DataFrame(paths)
    rows = []
    for t in targets():
        low, middle, high = frame[t.name].quantile([0.1, 0.5, 0.9])
        kind = "count" if t.name.startswith("orders") else "share"
        digits = 0
        record.add(f"target.{t.name}", middle, kind, digits)
        record.add(f"target.{t.name}.low", low, kind, digits)
        record.add(f"target.{t.name}.high", high, kind, digits)
        wanted = {"equal": "", "above": "above ", "below": "below "}[t.kind]
        rows.append(
            {
                "target": t.meaning,
                "section": t.section,
                "paper": t.value,
                "bound": wanted,
                "stated": t.stated,
                "simulated": middle,
                "low": low,
                "high": high,
                "misfit": t.misfit(float(middle)),
                "counted": kind == "count",
            }
        )
    record.table("targets", pd.DataFrame(rows))
    growth = frame["orders_2020H1"] / frame["orders_2019H2"] - 1.0
    record.add("target.orders_growth", growth.median(), "share", 0)


def _orders(record: Record, counts: pd.DataFrame, city: City) -> None:
    total = counts.groupby("type", observed=True)[["orders", "orders_small", "orders_unreasonable"]]
    sums = total.sum()
    record.add("table1.orders", sums["orders"].sum() / counts["replication"].nunique(), "count")
    record.add("table1.small", sums["orders_small"].sum() / sums["orders"].sum(), "share", 0)
    record.add(
        "table1.unreasonable", sums["orders_unreasonable"].sum() / sums["orders"].sum(), "share", 0
    )
    ranked = [t.id for t in city.types if t.paper_rank_2020H1 is not None]
    wanted = sorted(
        ranked, key=lambda i: next(t.paper_rank_2020H1 or 0 for t in city.types if t.id == i)
    )
    named = sums["orders"].drop("other", errors="ignore").sort_values(ascending=False)
    same = list(named.index[: len(wanted)]) == wanted
    record.add("table1.order", "the same" if same else "not the same", "text")
    wide = counts.pivot(index="replication", columns="type", values="orders").fillna(0.0)
    wide = wide.drop(columns="other", errors="ignore")
    record.add("table1.first", (wide.idxmax(axis=1) == wanted[0]).mean(), "share", 0)
    top = wide.columns.to_numpy()[np.argsort(-wide.to_numpy(), axis=1, kind="stable")]
    record.add("table1.in_order", (top[:, : len(wanted)] == wanted).all(axis=1).mean(), "share", 0)
