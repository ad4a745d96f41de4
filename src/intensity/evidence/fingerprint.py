"""What each explanation of the paradox leaves behind: five variants of the model, side by side.

Every explanation (`intensity.model.rivals`) is first fitted to the paper's facts as far as it can
be, by the same small search, so that none is judged by cities that were chosen for another one.
Then its cities, and the default city, are asked for the marks that the paper describes. A mark is
computed, never assigned; where even the paper's own explanation lacks one, the table says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence.marks import MARKS, STREETS, numbers_of
from intensity.evidence.recalibration import best_cities, recalibrated
from intensity.evidence.record import Record
from intensity.evidence.targets import targets
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.rivals import RIVALS, Rival

CITY_NUMBER = 20_000  # key of the draws of the first recalibrated city


def fingerprint_evidence(
    record: Record,
    city: City,
    cities: Sequence[City],
    margin: float,
    *,
    runs: int = 8,
    kept: int = 24,
    candidates: int = 192,
    streets: int = STREETS,
    progress: bool = True,
) -> None:
    """Record marks, curves and distances from the facts for all five explanations.

    Parameters
    ----------
    record : Record
    city : City
        Asked `runs` times under each explanation.
    cities : sequence of City
        Cities that fit the facts under the paper's explanation; half of where each search starts.
    margin : float
        Differences of efficiency below this are noise.
    runs, kept, candidates, streets : int
        Replications of the default city; nearest cities per explanation that are asked for marks;
        cities tried per explanation.
    """
    tasks: list[tuple[Rival, str, int, City]] = []
    names = [t.name for t in targets()]
    distances: list[dict[str, Any]] = []
    for rival in RIVALS:
        tried = recalibrated(
            rival, cities, candidates=candidates, streets=streets, progress=progress
        )
        distances += _distances(record, rival, tried, names)
        tasks += [(rival, "default", number, city) for number in range(runs)]
        tasks += [
            (rival, "own", CITY_NUMBER + at, one) for at, one in enumerate(best_cities(tried, kept))
        ]
    found = in_threads(
        lambda task: numbers_of(task[0], task[3], number=task[2], streets=streets),
        tasks,
        progress=progress,
        label="marks of each explanation",
    )
    rows = [
        {"rival": rival.name, "sample": sample, "number": number, **values}
        for (rival, sample, number, _), values in zip(tasks, found, strict=True)
    ]
    numbers = pd.DataFrame(rows)
    record.table("fingerprint_numbers", numbers)
    record.table("fingerprint_targets", pd.DataFrame(distances))
    record.add("rivals.runs", runs, "count")
    record.add("rivals.kept", kept, "count")
    record.add("rivals.tried", candidates, "count")
    record.add("rivals.unsure", 1.96 * 0.5 / kept**0.5, "share", 0)
    record.add("rivals.targets", len(names), "count")
    record.add("rivals.margin", margin, "number", 3)
    marks = marks_of(numbers, margin)
    record.table("fingerprint", marks)
    _summary(record, numbers, marks)


def marks_of(numbers: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Share of cities (or replications) that show each mark.

    Returns
    -------
    DataFrame
        Columns rival, sample, mark, section, meaning, share, asked: of how many cities the
        question can be asked; share is nan where of none.
    """
    rows = []
    for (rival, sample), part in numbers.groupby(["rival", "sample"], sort=False):
        for mark in MARKS:
            shown = [mark.shows(row, margin) for row in part.to_dict("records")]
            asked = [bool(s) for s in shown if s is not None]
            rows.append(
                {
                    "rival": rival,
                    "sample": sample,
                    "mark": mark.name,
                    "section": mark.section,
                    "meaning": mark.meaning,
                    "share": float(np.mean(asked)) if asked else float("nan"),
                    "asked": len(asked),
                }
            )
    return pd.DataFrame(rows)


def _distances(
    record: Record, rival: Rival, tried: pd.DataFrame, names: list[str]
) -> list[dict[str, Any]]:
    """Rows on how near an explanation comes to each target; records the best distance."""
    best = tried.iloc[0]
    misfits = tried[[f"misfit_{name}" for name in names]]
    key = f"rivals.{_slug(rival)}"
    met = int((misfits.iloc[0] <= 1.0).sum())
    record.add(f"{key}.distance", best["distance"], "number", 2)
    record.add(f"{key}.met", met, "count")
    record.add(f"{key}.near", float((tried["distance"] < 1.0).sum()), "count")
    meaning = {t.name: t.meaning for t in targets()}
    missed = [meaning[name] for name in names if best[f"misfit_{name}"] > 1.0]
    never = [meaning[name] for name in names if (misfits[f"misfit_{name}"] > 1.0).all()]
    record.add(f"{key}.missed", "; ".join(missed) or "none", "text")
    record.add(f"{key}.never", "; ".join(never) or "none", "text")
    return [
        {
            "rival": rival.name,
            "target": name,
            "meaning": meaning[name],
            "simulated": float(best[name]),
            "misfit": float(best[f"misfit_{name}"]),
            "least": float(misfits[f"misfit_{name}"].min()),
            "distance": float(best["distance"]),
        }
        for name in names
    ]


def _summary(record: Record, numbers: pd.DataFrame, marks: pd.DataFrame) -> None:
    """Values for prose: curves, domain, reversal, and how many marks each explanation shows."""
    counts = {}
    for rival in RIVALS:
        key = f"rivals.{_slug(rival)}"
        own = numbers[(numbers["rival"] == rival.name) & (numbers["sample"] == "default")]
        for name in ("efficiency", "first_efficiency", "second_order_share", "dashboard"):
            for end in ("reg", "high"):
                share = name == "second_order_share"
                value = own[f"{name}.{end}"].mean()
                kind, digits = ("share", 0) if share else ("number", 3)
                record.add(f"{key}.{name}.{end}", value, kind, digits)
        for end in ("reg", "high"):
            _known(record, f"{key}.domain.{end}", own[f"domain.{end}"], "number", 3)
            _known(record, f"{key}.domain_share.{end}", own[f"domain_share.{end}"], "share", 0)
        for name in ("while", "after"):
            lost = own[name].mean() / own[f"{name}.kept"].mean() - 1.0
            record.add(f"{key}.{name}", lost, "share", 1)
        mine = marks[(marks["rival"] == rival.name) & (marks["sample"] == "own")]
        shown = mine[mine["share"] > 0.5]
        counts[rival.name] = len(shown)
        record.add(f"{key}.marks", len(shown), "count")
        for row in mine.itertuples():
            value = "cannot be asked" if np.isnan(row.share) else f"{row.share:.0%}"
            record.add(f"{key}.mark.{row.mark.replace(' ', '_')}", value, "text")
    record.add("rivals.marks", len(MARKS), "count")
    others = {name: n for name, n in counts.items() if name != RIVALS[0].name}
    record.add("rivals.best", max(others, key=lambda name: others[name]), "text")
    record.add("rivals.best.marks", max(others.values()), "count")


def _known(record: Record, key: str, values: pd.Series, kind: str, digits: int) -> None:
    if values.notna().any():
        record.add(key, values.mean(), kind, digits)
    else:
        record.add(key, "unknown", "text")


def _slug(rival: Rival) -> str:
    return rival.name.replace(" ", "_")
