"""The calibrated city against public facts that were never used to calibrate it.

Only this module reads ``data/external_facts.csv``; no module of the calibration imports it, and a
test makes sure. A prediction is the distribution over the posterior draws, each run to April 2026
at the intensity that it had in 2020; a fact is inside if it lies in the central 90 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from intensity.evidence import heldout, posterior
from intensity.evidence.observation import Observed, parts, plain, working
from intensity.evidence.record import Record
from intensity.evidence.targets import targets
from intensity.model.tables import external_facts, paper_facts

INSIDE, OUTSIDE, NONE = "inside", "outside", "not comparable"
OTHER_TYPES = "categories of the city's report are not the types of the model"
DRAWS = 256  # of the prior, beside the posterior


@dataclass(frozen=True)
class Check:
    """How a held-out fact is set against the model.

    Attributes
    ----------
    fact : str
        Id in ``external_facts.csv``.
    quantity : str
        Column of `heldout.quantities`; empty where nothing of the model compares.
    scale : {"volume", "daily", "rate", "growth", "fall", "first", ""}
        What makes the fact comparable: over the volume of 2020, over a day's mean of 2020, per
        hundred, ...
    note : str
        Why it does not compare, or what to mind.
    """

    fact: str
    quantity: str
    scale: str
    note: str = ""


CHECKS = (
    Check("V06", "growth_calls_2019", "growth", "all calls of the city, whatever about"),
    Check("V07", "growth_orders_2019", "growth", "appeals to all bodies, not to streets alone"),
    Check("V19", "volume_2019-01_2021-11", "volume", "the paper's 2019 is 2 % above this source's"),
    Check("V22", "volume_2023", "volume"),
    Check("V23", "volume_2019-01_2024-06", "volume", "includes the surge of 2022, see the text"),
    Check("V24", "volume_2024-01_2024-06", "volume"),
    Check("V25", "volume_2024-01_2024-09", "volume"),
    Check("V26", "volume_2024", "volume"),
    Check("V27", "growth_calls_2024", "growth"),
    Check("V29", "volume_2025", "volume"),
    Check("V30", "daily_2025-03", "daily", "calls only; the volume of 2020 counts the internet"),
    Check("V33", "daily_2026-04", "daily", "calls only; the volume of 2020 counts the internet"),
    Check("R01", "resolution_2019-01_2019-01", "rate"),
    Check("R02", "resolution_2019-10_2019-10", "rate"),
    Check("R07a", "resolution_2019", "rate"),
    Check("R14a", "resolution_2019-01_2024-10", "rate"),
    Check("R16a", "resolution_2024", "rate"),
    Check("R17a", "resolution_2019-01_2019-01", "rate", "the same as R01"),
    Check("R17b", "resolution_2024-12_2024-12", "rate"),
    Check("R19a", "resolution_2025-05_2026-04", "rate", "period not stated; a year taken"),
    Check("R03", "satisfaction_2019-01_2019-01", "rate"),
    Check("R04", "satisfaction_2019-10_2019-10", "rate"),
    Check("R06", "satisfaction_2019-01_2019-05", "rate"),
    Check("R07b", "satisfaction_2019", "rate"),
    Check("R14b", "satisfaction_2019-01_2024-10", "rate"),
    Check("R16b", "satisfaction_2024", "rate"),
    Check("R17c", "satisfaction_2019-01_2019-01", "rate", "the same as R03"),
    Check("R17d", "satisfaction_2024-12_2024-12", "rate"),
    Check("R19b", "satisfaction_2025-05_2026-04", "rate", "period not stated; a year taken"),
    Check("R05", "response_2019-01_2019-10", "rate", "the model's street signs when it starts"),
    Check("R11b", "", "", "one type only; outcomes by type are not kept"),
    Check("R11c", "", "", "one type only; outcomes by type are not kept"),
    Check("C01", "epidemic_first", "first", "share of draws where it is the first of the types"),
    *(Check(f"C{n:02d}", "", "", OTHER_TYPES) for n in range(2, 11)),
    Check("P01d", "deepest_fall", "fall", "existence: the deepest fall of any of the streets"),
    *(Check(f"P01{x}", "", "", "part of the fall in P01d") for x in "abc"),
    *(
        Check(f"P02{x}", "", "", "a course in words, of a hotline of the street's own")
        for x in "ab"
    ),
)


def facts() -> pd.DataFrame:
    """Held-out facts, indexed by id, and the two of 2019 that are context."""
    frame = external_facts().set_index("id")
    wanted = (frame["use"] == "validation") | frame.index.isin([c.fact for c in CHECKS])
    return frame[wanted]


def comparable(check: Check, frame: pd.DataFrame) -> float:
    """A fact's number on the scale of the model's quantity; nan if there is none."""
    value = float(frame.loc[check.fact, "value"])
    stated = paper_facts().set_index("name")["value"]
    year = float(stated["city_calls_2020"])
    if check.scale == "volume":
        return value / year
    if check.scale == "daily":
        return value * 366.0 / year
    if check.scale in ("rate", "growth"):
        return value / 100.0
    if check.scale == "fall":
        return value / float(frame.loc["P01a", "value"])
    return 1.0 if check.scale == "first" else float("nan")


def compared(after: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Every held-out fact beside what the model foretells.

    Parameters
    ----------
    after, before : DataFrame
        From `heldout.paths`: draws of the posterior and of the prior.

    Returns
    -------
    DataFrame
        One row per fact: id, what, period, fact (number on the model's scale, or missing), scale,
        low90, low50, middle, high50, high90 of the posterior, prior_low, prior_high (90 %),
        share (of draws below the fact), verdict, note.
    """
    frame = facts()
    rows = []
    for check in CHECKS:
        row = {
            "id": check.fact,
            "what": str(frame.loc[check.fact, "quantity"]),
            "period": str(frame.loc[check.fact, "period"]),
            "use": str(frame.loc[check.fact, "use"]),
            "scale": check.scale,
            "quantity": check.quantity,
            "note": check.note,
            "verdict": NONE,
        }
        if check.quantity:
            x = after[check.quantity].dropna()
            fact = comparable(check, frame)
            qualifier = str(frame.loc[check.fact, "qualifier"])
            row |= {"fact": fact, "qualifier": qualifier, "share": float((x < fact).mean())}
            for name, q in (("low90", 0.05), ("low50", 0.25), ("middle", 0.5), ("high50", 0.75)):
                row[name] = float(x.quantile(q))
            row["high90"] = float(x.quantile(0.95))
            earlier = before[check.quantity].dropna()
            row["prior_low"], row["prior_high"] = earlier.quantile([0.05, 0.95])
            row["prior_max"] = float(earlier.max())
            row["verdict"] = verdict(fact, rounding(check, frame), x, check.scale)
        rows.append(row)
    return pd.DataFrame(rows)


def rounding(check: Check, frame: pd.DataFrame) -> float:
    """Half a unit of the last digit that a percentage is stated with, as a share; else 0."""
    if check.scale not in ("rate", "growth"):
        return 0.0
    digits = f"{frame.loc[check.fact, 'value']:g}".partition(".")[2]
    return 0.5 * 10.0 ** -len(digits) / 100.0


def verdict(fact: float, rounded: float, x: pd.Series, scale: str) -> str:
    """Whether a fact, as exactly as it is stated, lies in the central 90 % of the predictions."""
    if scale == "first":  # a yes or no: foretold if most draws say yes
        return INSIDE if x.mean() > 0.5 else OUTSIDE
    if scale == "fall":  # existence: met if a fall as deep is not rarer than one draw in twenty
        return INSIDE if x.quantile(0.05) <= fact else OUTSIDE
    low, high = x.quantile(0.05), x.quantile(0.95)
    return INSIDE if low - rounded <= fact <= high + rounded else OUTSIDE


def kept_out(rate: float, official: float) -> float:
    """Share of unresolved orders that must be missing from the call-backs to reach a rate.

    If all resolved orders can be called back and a share s of the unresolved cannot, the rate
    among call-backs is r / (r + (1 - r)(1 - s)); 0 where the official rate is the lower one.
    """
    if rate >= official:
        return 0.0
    return 1.0 - rate * (1.0 - official) / ((1.0 - rate) * official)


def predictive(after: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The calibration targets foretold anew by the posterior, and by the prior.

    ``low90`` to ``high90`` are of the simulated quantity; ``tail`` is the share of draws whose
    quantity, with an observation error added, lies below the stated number; for a bound, ``kept``
    is the share of draws that keep it.
    """
    observed, errors = Observed.paper(), parts()
    names = [t.name for t in targets()]
    scaled = working(after[names].to_numpy())
    noise = np.random.default_rng(0).multivariate_normal(
        np.zeros(len(names)), observed.cov, size=len(scaled)
    )
    replicated = plain(scaled + noise)
    rows = []
    for at, t in enumerate(targets()):
        x, own = after[t.name].dropna(), errors[errors["name"] == t.name]
        row = {
            "target": t.name,
            "meaning": t.meaning,
            "kind": t.kind,
            "section": t.section,
            "stated": t.stated,
            "paper": t.value,
            "error": float(np.sqrt((own["sd"] ** 2).sum())),
            "relative": bool(own["scale"].iloc[0] != "log-odds"),
            "tail": float((replicated[:, at] < t.value).mean()) if t.stated else float("nan"),
            "kept": float("nan")
            if t.stated
            else float((x > t.value).mean() if t.kind == "above" else (x < t.value).mean()),
        }
        quantiles = (("low90", 0.05), ("low50", 0.25), ("middle", 0.5), ("high50", 0.75))
        for name, q in (*quantiles, ("high90", 0.95)):
            row[name] = float(x.quantile(q))
        row["prior_low"], row["prior_high"] = before[t.name].dropna().quantile([0.05, 0.95])
        rows.append(row)
    return pd.DataFrame(rows)


def validation_evidence(
    record: Record, *, size: int = DRAWS, progress: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run the draws to April 2026 and record targets, held-out facts and misses.

    Tables ``predictive``, ``validation``, ``volumes``, ``official``, ``errors`` and ``kept_out``;
    keys ``validation.*``, ``predictive.*`` and ``variant.*``.
    """
    after = heldout.paths(posterior.cities(), progress=progress, label="posterior to 2026")
    before = heldout.paths(heldout.prior_cities(size), progress=progress, label="prior to 2026")
    table = predictive(after, before)
    record.table("predictive", table)
    record.table("errors", parts())
    for row in table.itertuples():
        kind = "count" if row.target.startswith("orders") else "share"
        for name in ("middle", "low90", "high90"):
            record.add(f"predictive.{row.target}.{name}", getattr(row, name), kind, 0)
    growth = after["orders_2020H1"] / after["orders_2019H2"] - 1.0
    for name, q in (("", 0.5), (".low", 0.05), (".high", 0.95)):
        record.add(f"predictive.orders_growth{name}", growth.quantile(q), "share", 0)
    held = compared(after, before)
    record.table("validation", held)
    _verdicts(record, held)
    record.table("volumes", _by_year(after, before, "volume", range(2018, 2026)))
    official = [
        _by_year(after, before, name, range(2017, 2026)).assign(rate=name)
        for name in ("resolution", "satisfaction")
    ]
    record.table("official", pd.concat(official, ignore_index=True))
    _variant(record, after, before, held)
    return after, before


def _verdicts(record: Record, held: pd.DataFrame) -> None:
    judged = held[held["use"] == "validation"]
    for name in (INSIDE, OUTSIDE, NONE):
        key = name.replace(" ", "_")
        record.add(f"validation.{key}", (judged["verdict"] == name).sum(), "count")
    record.add("validation.facts", len(judged), "count")
    digits = {"volume": 2, "daily": 2, "fall": 2}
    for row in held[held["quantity"] != ""].itertuples():
        kind = "number" if row.scale in digits else "share"
        size = digits.get(row.scale, 0)
        for name in ("fact", "middle", "low90", "high90"):
            record.add(f"validation.{row.id}.{name}", getattr(row, name), kind, size)
        record.add(f"validation.{row.id}.verdict", row.verdict, "text")
    stated = paper_facts().set_index("name")["value"]
    calls, growth = float(stated["city_calls_2020"]), float(stated["city_calls_growth"])
    record.add("validation.implied_2019", calls / (1.0 + growth / 100.0) / 1e6, "number", 2)
    other = float(external_facts().set_index("id").loc["V03", "value"])
    record.add("validation.other_2019", other / 1e6, "number", 2)
    record.add("validation.other_growth", calls / other - 1.0, "share", 1)
    value = external_facts().set_index("id")["value"]
    surge = value["V23"] - value["V19"] - value["V22"] - value["V24"]
    record.add("validation.surge", surge / 1e6, "number", 0)
    record.add("validation.surge.times", surge / calls, "number", 1)


def _by_year(after: pd.DataFrame, before: pd.DataFrame, name: str, years: range) -> pd.DataFrame:
    rows = []
    for year in years:
        x, y = after[f"{name}_{year}"].dropna(), before[f"{name}_{year}"].dropna()
        row = {"year": year}
        for key, q in (("low90", 0.05), ("low50", 0.25), ("middle", 0.5), ("high50", 0.75)):
            row[key] = float(x.quantile(q))
        row |= {"high90": float(x.quantile(0.95))}
        row["prior_low"], row["prior_high"] = y.quantile([0.05, 0.95])
        rows.append(row)
    return pd.DataFrame(rows)


def _variant(record: Record, after: pd.DataFrame, before: pd.DataFrame, held: pd.DataFrame) -> None:
    """What would close the gap between simulated and official resolution rates."""
    rows = []
    for fact in ("R01", "R02", "R07a", "R16a", "R17b", "R19a"):
        row = held.set_index("id").loc[fact]
        missing = after[row["quantity"]].dropna().map(lambda r, o=row["fact"]: kept_out(r, o))
        low, middle, high = missing.quantile([0.05, 0.5, 0.95])
        rows.append(
            {
                "id": fact,
                "period": row["period"],
                "official": row["fact"],
                "simulated": row["middle"],
                "low": low,
                "middle": middle,
                "high": high,
            }
        )
        for name, value in (("", middle), (".low", low), (".high", high)):
            record.add(f"variant.kept_out.{fact}{name}", value, "share", 0)
    record.table("kept_out", pd.DataFrame(rows))
    best = before["resolution_2024"].dropna()
    record.add("variant.prior_best", best.max(), "share", 0)
    record.add("variant.prior_draws", len(best), "count")
