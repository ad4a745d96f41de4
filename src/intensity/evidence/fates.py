"""Fates of the same problems at regular and at high intensity, over cities that fit the facts.

Every city is taken to sums as soon as it is simulated, so that no trace outlives it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from intensity.evidence.claims.samples import POSTERIOR, drawn
from intensity.evidence.record import Record
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.counterfactual import FATES, Counterfactual, compare
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.simulate import simulate

CITIES, STREETS = 128, 8
TAIL = 12  # months more, so that what arises in the last month measured has time to end
FIRST_NUMBER = 200_000  # keys of the draws: luck that no other part of the evidence has
SHARES = ("substitution", "relief", "loss", "prevented_to_unresolved", "gain")
MEASURES = ("reg", "high", "change", "gain", "loss", "wait")
ALL = "all"
LOW, HIGH = 0.1, 0.9  # quantiles over cities
_GOOD = FATES[:3]  # prevented, or resolved by either order
_RESOLVED = FATES[1:3]


def posterior_fates(
    record: Record, *, cities: int = CITIES, streets: int = STREETS, progress: bool = True
) -> None:
    """Record what becomes of the same problems at two intensities, over many cities.

    Tables ``units_cities`` (a city each), ``units_fates`` (mean share of each pair of fates),
    ``units_spread`` (mean, low and high of each share over cities) and ``units_types`` (who gains
    and who loses; ``covered``: share of months, at high intensity, in which special governance
    takes up the type, mean over cities); keys ``unit.posterior.*``.

    Parameters
    ----------
    record : Record
    cities : int
        Cities, spread evenly over the equally weighted posterior draws.
    streets : int
        Streets of each.
    """
    pairs = in_threads(
        lambda task: _one(*task, streets),
        list(enumerate(drawn(POSTERIOR, cities))),
        progress=progress,
        label="problem by problem, posterior",
    )
    table = pd.DataFrame([row for row, _, _ in pairs])
    cells = pd.concat([cell for _, cell, _ in pairs], keys=range(len(pairs)), names=["city"])
    covered = pd.concat([cover for _, _, cover in pairs], axis=1).mean(axis=1)
    record.table("units_cities", table.rename_axis("city").reset_index())
    record.table("units_fates", mean_matrix(table))
    spread = spreads(table)
    record.table("units_spread", spread)
    groups = gains(cells)
    groups["covered"] = groups["type"].map(covered)
    record.table("units_types", groups)
    record.add("unit.posterior.cities", len(table), "count")
    record.add("unit.posterior.problems", table["problems"].sum(), "count")
    for name in SHARES:
        record.add(f"unit.posterior.{name}", spread.loc[name, "mean"], "share", 1)
        record.add(f"unit.posterior.{name}.low", spread.loc[name, "low"], "share", 1)
        record.add(f"unit.posterior.{name}.high", spread.loc[name, "high"], "share", 1)
    record.add("unit.posterior.more_loss", (table["loss"] > table["gain"]).mean(), "share", 0)
    types = groups[groups["type"] != ALL].groupby("size")["change"]
    for size, apart in (types.max() - types.min()).drop(ALL).items():
        record.add(f"unit.posterior.{size}.apart", 100.0 * apart, "number", 1)
    for size, row in groups[groups["type"] == ALL].set_index("size").iterrows():
        key = f"unit.posterior.{size}"
        for name in ("reg", "high"):
            record.add(f"{key}.good.{name}", row[name], "share", 0)
        for name in ("falls", "longer"):
            record.add(f"{key}.{name}", row[name], "share", 0)
        for name, unit in (("change", 100.0), ("wait", 1.0)):
            record.add(f"{key}.{name}", unit * row[name], "number", 1)
            record.add(f"{key}.{name}.low", unit * row[f"{name}_low"], "number", 1)
            record.add(f"{key}.{name}.high", unit * row[f"{name}_high"], "number", 1)


def _one(number: int, city: City, streets: int) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """Shares of a city's problems, sums by type and size, months of special governance by type."""
    low, high = city.I_reg, city.I_high
    runs = [
        simulate(
            city,
            level,
            months=MONTHS + TAIL,
            streets=streets,
            trace=True,
            number=FIRST_NUMBER + number,
        )
        for level in (low, high)
    ]
    pair = compare(*runs, low=low, high=high, burn_in=BURN_IN, tail=TAIL)
    masks = runs[1].special[BURN_IN:MONTHS]
    covered = {t.id: float((masks >> at & 1).mean()) for at, t in enumerate(city.types)}
    return shares(pair), sums(pair, city.v_big), pd.Series(covered)


def shares(pair: Counterfactual) -> pd.Series:
    """Shares of all problems: groups of fates, and every pair as ``regular>high``."""
    matrix = pair.matrix / len(pair.problems)
    flows = {
        f"{_name(a)}>{_name(b)}": float(matrix.loc[a, b]) for a in matrix.index for b in matrix
    }
    return pd.concat([pair.summary, pd.Series(flows)])


def sums(pair: Counterfactual, v_big: float) -> pd.DataFrame:
    """Sums over problems by type and size, which may be added up over cells.

    Parameters
    ----------
    pair : Counterfactual
    v_big : float
        Value of a big problem, a small one being 1.

    Returns
    -------
    DataFrame
        Index: type, size ("big", "small"). Columns: problems; value and, of it, reg and high
        (prevented or resolved at either intensity), gain (at high only), loss (at regular only);
        solved (resolved, not prevented, at both) with hours from arising to the end at both.
    """
    p = pair.problems
    value = np.where(p["big"], v_big, 1.0)
    reg, high = (p[f"fate_{at}"].isin(_GOOD).to_numpy() for at in ("low", "high"))
    solved = (p["fate_low"].isin(_RESOLVED) & p["fate_high"].isin(_RESOLVED)).to_numpy()
    frame = pd.DataFrame(
        {
            "type": p["type"].astype(str),
            "size": np.where(p["big"], "big", "small"),
            "problems": 1,
            "value": value,
            "reg": value * reg,
            "high": value * high,
            "gain": value * (high & ~reg),
            "loss": value * (reg & ~high),
            "solved": solved.astype(int),
            "hours_reg": np.where(solved, p["hours_low"], 0.0),
            "hours_high": np.where(solved, p["hours_high"], 0.0),
        }
    )
    return frame.groupby(["type", "size"]).sum()


def gains(cells: pd.DataFrame) -> pd.DataFrame:
    """Who gains and who loses by type and size, over cities.

    Parameters
    ----------
    cells : DataFrame
        As from `sums`, with a first level ``city`` of the index.

    Returns
    -------
    DataFrame
        One row per type and size, each also "all": cities (that have such problems), part (of
        all problems), and of each of `MEASURES` the median with ``_low`` and ``_high`` over
        cities. ``reg`` and ``high`` are shares of the value at stake that is prevented or
        resolved, ``change`` is their difference, ``gain`` and ``loss`` what it consists of;
        ``wait`` is the change in days from arising to resolution, where a problem is resolved at
        both intensities. ``falls`` and ``longer`` are shares of cities.
    """
    cells = cells.reset_index()
    wide = pd.concat(
        [
            cells,
            cells.assign(type=ALL),
            cells.assign(size=ALL),
            cells.assign(type=ALL, size=ALL),
        ]
    )
    totals = wide.groupby(["type", "size", "city"]).sum()
    found = totals[["reg", "high", "gain", "loss"]].div(totals["value"], axis=0)
    found["change"] = found["high"] - found["reg"]
    hours = totals["hours_high"] - totals["hours_reg"]
    found["wait"] = hours / totals["solved"].where(totals["solved"] > 0) / 24.0
    by = found.groupby(["type", "size"])
    problems = totals["problems"].groupby(["type", "size"]).sum()
    out = pd.DataFrame({"cities": by.size(), "part": problems / problems[ALL, ALL]})
    for name in MEASURES:
        out[name] = by[name].median()
        out[f"{name}_low"] = by[name].quantile(LOW)
        out[f"{name}_high"] = by[name].quantile(HIGH)
    out["falls"] = (found["change"] < 0).groupby(["type", "size"]).mean()
    longer = (found["wait"] > 0).where(found["wait"].notna())
    out["longer"] = longer.astype(float).groupby(["type", "size"]).mean()
    return out.reset_index()


def mean_matrix(table: pd.DataFrame) -> pd.DataFrame:
    """Mean share of each pair of fates: rows at regular, columns at high intensity."""
    names = [_name(fate) for fate in FATES]
    mean = table.mean()
    return pd.DataFrame(
        [[mean[f"{a}>{b}"] for b in names] for a in names],
        index=pd.Index(names, name="regular"),
        columns=names,
    )


def spreads(table: pd.DataFrame) -> pd.DataFrame:
    """Mean, low and high over cities of each share in `shares`, and of each fate alone.

    Returns
    -------
    DataFrame
        Index: `SHARES`, pairs ``regular>high``, ``fate>`` at regular and ``>fate`` at high
        intensity. Columns: mean, low, high.
    """
    whole = table.drop(columns="problems")
    ends = {}
    for name in map(_name, FATES):
        ends[f"{name}>"] = whole[[f"{name}>{_name(b)}" for b in FATES]].sum(axis=1)
        ends[f">{name}"] = whole[[f"{_name(a)}>{name}" for a in FATES]].sum(axis=1)
    whole = pd.concat([whole, pd.DataFrame(ends)], axis=1)
    return pd.DataFrame(
        {"mean": whole.mean(), "low": whole.quantile(LOW), "high": whole.quantile(HIGH)}
    ).rename_axis("share")


def _name(fate: str) -> str:
    return fate.replace(" ", "_")
