"""Evidence on the claims for figures and prose: tables ``claims``, ``claims_parts``, and values."""

from __future__ import annotations

import pandas as pd

from intensity.evidence.claims import shipped
from intensity.evidence.claims.evaluation import evaluate
from intensity.evidence.claims.judge import FAILS, HOLDS, UNDECIDED, UNDEFINED, WAITING
from intensity.evidence.claims.making import make
from intensity.evidence.claims.samples import PRIOR, SIZES
from intensity.evidence.record import Record

COUNTED = {
    "holds": (HOLDS,),
    "fails": (FAILS,),
    "undecided": (UNDECIDED, UNDEFINED),
    "waiting": (WAITING,),
}


def claims_evidence(
    record: Record, *, sizes: dict[str, int] | None = None, progress: bool = True
) -> None:
    """Record every claim's three answers.

    The shipped answers are taken if the same sources and the same register made them; else they are
    computed (seven minutes on two processors; cities that are done are kept).

    Parameters
    ----------
    record : Record
        Gets the tables ``claims`` (one row per claim, columns of `evaluation.evaluate`) and
        ``claims_parts`` (one row per part), and for each claim ``C07.estimate``, ``.low``,
        ``.high``, ``.prior``, ``.posterior`` (shares), ``.status``, ``.conditions``.
    sizes : dict, optional
        Cities by sample, where they have to be computed.
    """
    there = shipped.read()
    if there is not None and there.is_current:
        claims, parts = evaluate(), there.parts.reset_index()
    else:
        claims, parts, _ = make(sizes or SIZES, progress=progress)
    record.table("claims", _plain(claims))
    record.table("claims_parts", _plain(parts))
    for name, statuses in COUNTED.items():
        record.add(f"claims.{name}", float(claims["status"].isin(statuses).sum()), "count")
    record.add("claims.all", len(claims), "count")
    for row in claims.to_dict("records"):
        key = row["id"]
        record.add(f"{key}.status", row["status"], "text")
        record.add(f"{key}.conditions", row["conditions"] or "not evaluated", "text")
        for name in ("estimate", "low", "high"):
            if pd.notna(row[name]):
                record.add(f"{key}.{name}", row[name], *_print(row["unit"]))
        for sample in SIZES:
            share = row[f"share_{sample}"]
            if pd.notna(share):
                record.add(f"{key}.{sample}", share, "share", 0)
    cities = claims[f"share_{PRIOR}_cities"].dropna()
    record.add("claims.cities", float(cities.max()) if len(cities) else 0.0, "count")


def _print(unit: str) -> tuple[str, int]:
    """Kind and digits of an estimate in prose, by its unit."""
    return ("share", 1) if unit == "share" else ("number", 3)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that a Parquet file takes: truth values that may be missing become text."""
    frame = frame.copy()
    if "holds" in frame.columns:
        frame["holds"] = frame["holds"].map({True: "yes", False: "no"}).fillna("")
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].astype("string").fillna("")
    return frame
