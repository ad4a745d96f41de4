"""Simulated variants that would close the gap between model and public record after 2020.

Each city (a draw of the posterior) gets the one number of an addition with which it meets a single
held-out fact of 2024, which from then on tests nothing; the other held-out facts still do. Changed
and unchanged runs have the state of December 2020 and all draws in common.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from intensity.evidence import heldout, posterior
from intensity.evidence import validation as held
from intensity.evidence.additions import (
    ALL,
    SINCE,
    Addition,
    elsewhere,
    gone_on,
    growing,
    growing_elsewhere,
    learning,
    rate,
    selected,
    trunk,
    year_of,
)
from intensity.evidence.comparison import (
    CALLS,
    CONTENT,
    NUMBERS,
    QUANTITIES,
    RATE,
    SET,
    SIMULATED,
    STILL,
    YEAR,
    YEARS,
    by_year,
    changes,
    compared,
    judged,
    moves,
    printed,
    spread,
    stated,
    summarised,
)
from intensity.evidence.record import Record
from intensity.experiment.threads import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.measures import measures
from intensity.model.simulate import Run

SIZE = 48  # draws; a city costs about two seconds of one processor
DAY = 24.0  # hours
APART = {True: "can be told apart", False: "cannot be told apart"}
SAME = {True: "the same", False: "not the same"}


def variants(city: City, number: int, fact: dict[str, float]) -> dict[str, dict[str, float]]:
    """What a city gives under every variant with which it can meet the facts.

    Parameters
    ----------
    city : City
    number : int
        Of the city, for its draws.
    fact : dict
        From `stated`.

    Returns
    -------
    dict
        By variant: `NUMBERS` (nan for those it does not take) and what `told` says of the run.
        Beside those of `SET`, ``reasonable``: learning of all reasonable orders without limit, and
        of no others.
    """
    course, until = trunk(city, number), SINCE + la.MONTHS_PER_YEAR * (YEAR - 2020)
    unchanged = gone_on(course, Addition())
    odds = learning(course, fact[RATE], until)
    growth = growing(course, fact[CALLS], until)
    both = growing(course, fact[CALLS], until, odds=odds) if odds == odds else math.nan
    left_out = held.kept_out(rate(unchanged), fact[RATE])
    others = growing_elsewhere(unchanged, fact[CALLS])
    chosen = selected(unchanged, left_out)
    found: dict[str, tuple[Run, dict[str, float]]] = {
        "unchanged": (unchanged, {}),
        "selection": (chosen, {"left_out": left_out}),
        "elsewhere": (elsewhere(unchanged, others), {"others": others}),
        "selection_elsewhere": (
            elsewhere(chosen, others),
            {"left_out": left_out, "others": others},
        ),
        "reasonable": (gone_on(course, Addition(odds=ALL, unreasonable=False)), {}),
    }
    if odds == odds:
        taught = gone_on(course, Addition(odds=odds))
        found["learning"] = (taught, {"odds": odds})
        others = growing_elsewhere(taught, fact[CALLS])
        found["learning_elsewhere"] = (
            elsewhere(taught, others),
            {"odds": odds, "others": others},
        )
    if growth == growth:
        found["growth"] = (gone_on(course, Addition(growth=growth)), {"growth": growth})
    if both == both:
        run = gone_on(course, Addition(odds=odds, growth=both))
        found["learning_growth"] = (run, {"odds": odds, "growth": both})
    none = dict.fromkeys((f"number_{name}" for name in NUMBERS), math.nan)
    return {
        name: none | {f"number_{key}": x for key, x in taken.items()} | told(run)
        for name, (run, taken) in found.items()
    }


def told(run: Run) -> dict[str, float]:
    """Held-out quantities, `QUANTITIES` of 2024 (waits in days), effectiveness by year."""
    out = heldout.quantities(run)
    for year in YEARS:
        at = year_of(run, year)
        of_year = measures(run.counts[at], run.reals[at], run.city)
        out[f"effectiveness_{year}"] = of_year["effectiveness"]
        if year == YEAR:
            out |= {name: of_year[name] for name in QUANTITIES if name in of_year}
    out["volume"] = out[f"volume_{YEAR}"]
    out["wait_order"] /= DAY
    return out


def runs(
    cities: list[City], *, workers: int | None = None, progress: bool = True
) -> dict[str, pd.DataFrame]:
    """`variants` of many cities: by variant, a row for each city that has it, indexed by city."""
    fact = stated()

    def one(task: tuple[int, City]) -> dict[str, dict[str, float]]:
        return variants(task[1], task[0], fact)

    tasks = list(enumerate(cities))
    rows = in_threads(one, tasks, workers=workers, progress=progress, label="closing the gap")
    return {
        name: pd.DataFrame.from_dict(
            {at: row[name] for at, row in enumerate(rows) if name in row}, orient="index"
        )
        for name in (*SET, "reasonable")
    }


def closing_evidence(record: Record, *, size: int = SIZE, progress: bool = True) -> None:
    """Record what would close the gap after 2020, and what it would bring with it.

    Tables ``closing``, ``closing_facts``, ``closing_variants``, ``closing_paths``; keys
    ``closing.*``.
    """
    fact = stated()
    found = runs(posterior.cities(size), progress=progress)
    table, facts = compared(found, fact), judged(found, fact)
    summary = summarised(found, facts)
    record.table("closing", table)
    record.table("closing_facts", facts)
    record.table("closing_variants", summary)
    record.table("closing_paths", by_year(found))
    record.add("closing.draws", len(found["unchanged"]), "count")
    record.add("closing.facts", len(fact), "count")
    for row in table.to_dict("records"):
        variant, quantity = row["variant"], row["quantity"]
        key = f"closing.{variant}.{quantity}"
        if variant in SIMULATED or (variant, quantity) == ("selection", "satisfaction"):
            _banded(record, key, row, *printed(quantity))
        if variant in SIMULATED[1:]:
            record.add(f"{key}.moves", row["moves"], "text")
    for row in summary.set_index("variant").drop("unchanged").itertuples():
        record.add(f"closing.{row.Index}.free", row.free, "count")
        record.add(f"closing.{row.Index}.met", row.met, "count")
        record.add(f"closing.{row.Index}.inside", row.inside or "none", "text")
        record.add(f"closing.{row.Index}.cities", row.cities, "share", 0)
    _numbers(record, found, fact)
    _tests(record, found, facts)


def _numbers(record: Record, found: dict[str, pd.DataFrame], fact: dict[str, float]) -> None:
    """The numbers that variants take, and two others beside them."""
    taken = {"learning": "odds", "selection": "left_out", "growth": "growth", "elsewhere": "others"}
    for variant, name in taken.items():
        kind = "count" if name == "odds" else "share"
        _banded(record, f"closing.{variant}.value", spread(found[variant][f"number_{name}"]), kind)
    reached = found["reasonable"]["resolution"]
    _banded(record, "closing.reasonable.resolution", spread(reached), "share")
    record.add("closing.reasonable.reach", (reached >= fact[RATE]).mean(), "share", 0)
    # If handlers grow in number as demand does, their load stays, and calls grow as demand.
    staffed = (fact[CALLS] / found["unchanged"]["volume"]) ** (1.0 / (YEAR - 2020)) - 1.0
    record.add("closing.staffed", staffed.median(), "share", 0)


def _tests(record: Record, found: dict[str, pd.DataFrame], facts: pd.DataFrame) -> None:
    """What tells learning from selection, and what no variant meets."""
    for name in ("volume", "repeat_share"):
        clear = moves(changes(found, "learning", name)) != STILL
        record.add(f"closing.apart.{name}", APART[clear], "text")
    verdicts = facts.pivot(index="id", columns="variant", values="verdict")
    same = bool((verdicts["learning"] == verdicts["selection"]).all())
    record.add("closing.apart.facts", SAME[same], "text")
    content = verdicts.loc[CONTENT].drop("unchanged")
    record.add("closing.variants", len(content), "count")
    record.add("closing.content", (content == held.INSIDE).sum(), "count")


def _banded(
    record: Record, key: str, values: Mapping[str, Any], kind: str, digits: int = 0
) -> None:
    for name in ("middle", "low", "high"):
        record.add(key if name == "middle" else f"{key}.{name}", values[name], kind, digits)
