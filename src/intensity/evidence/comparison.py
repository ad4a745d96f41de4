"""Variants of the years after 2020 against the unchanged run and against held-out facts.

A variant is what is simulated or counted otherwise from January 2021 on (`evidence.additions`).
Its numbers were set from one or two held-out facts of 2024, which therefore test it no more.
"""

from __future__ import annotations

import math

import pandas as pd

from intensity.evidence import validation as held

YEAR = 2024
YEARS = range(2018, 2026)
RATE, CALLS, CONTENT = "R16a", "V26", "R16b"  # facts of 2024: resolution, volume, satisfaction
SET: dict[str, tuple[str, ...]] = {  # facts that a variant's numbers were set from
    "unchanged": (),
    "learning": (RATE,),
    "selection": (RATE,),
    "growth": (CALLS,),
    "elsewhere": (CALLS,),
    "learning_growth": (RATE, CALLS),
    "learning_elsewhere": (RATE, CALLS),
    "selection_elsewhere": (RATE, CALLS),
}
SIMULATED = ("unchanged", "learning", "growth", "learning_growth")
NUMBERS = ("odds", "left_out", "growth", "others")  # that variants take
QUANTITIES = {  # of the year 2024, with the held-out fact that compares
    "resolution": RATE,
    "satisfaction": CONTENT,
    "volume": CALLS,
    **dict.fromkeys(("response", "repeat_share", "second_order_share", "unresolved_share"), ""),
    **dict.fromkeys(("utilisation", "wait_order", "effectiveness", "efficiency"), ""),
}
STILL = "does not clearly move"


def checks() -> list[held.Check]:
    """Held-out facts of a time after 2020 that compare with something of the model."""
    ends = pd.to_datetime(held.facts()["period_end"])
    return [c for c in held.CHECKS if c.quantity and ends[c.fact].year > 2020]


def stated() -> dict[str, float]:
    """These facts by id, on the scale of the model's quantity."""
    frame = held.facts()
    return {check.fact: held.comparable(check, frame) for check in checks()}


def compared(found: dict[str, pd.DataFrame], fact: dict[str, float]) -> pd.DataFrame:
    """Quantities of 2024 under each variant, and their change against the unchanged run.

    Returns
    -------
    DataFrame
        One row per variant and quantity: low, middle, high (5, 50, 95 % of the draws), change_low,
        change, change_high (of the differences draw by draw), moves, fact (or missing).
    """
    rows = []
    for variant in SET:
        for name, compares in QUANTITIES.items():
            row = {"variant": variant, "quantity": name, "fact": fact.get(compares, math.nan)}
            row |= spread(found[variant][name])
            change = changes(found, variant, name)
            row |= {
                {"middle": "change"}.get(k, f"change_{k}"): x for k, x in spread(change).items()
            }
            rows.append(row | {"moves": moves(change)})
    return pd.DataFrame(rows)


def changes(found: dict[str, pd.DataFrame], variant: str, quantity: str) -> pd.Series:
    """A quantity under a variant minus the same city's unchanged one."""
    return (found[variant][quantity] - found["unchanged"][quantity]).dropna()


def moves(change: pd.Series) -> str:
    """Changes in words: clear where all but one city in twenty agree."""
    ends = spread(change)
    if ends["low"] > 0.0:
        return "rises"
    return "falls" if ends["high"] < 0.0 else STILL


def judged(found: dict[str, pd.DataFrame], fact: dict[str, float]) -> pd.DataFrame:
    """Every held-out fact after 2020 against every variant.

    Returns
    -------
    DataFrame
        One row per variant and fact: id, fact, low, middle, high, verdict, and ``set``, whether
        the variant's number was set from it.
    """
    frame, rows = held.facts(), []
    for variant, used in SET.items():
        for check in checks():
            x = found[variant][check.quantity].dropna()
            value = fact[check.fact]
            row = {"variant": variant, "id": check.fact, "fact": value, **spread(x)}
            row["verdict"] = held.verdict(value, held.rounding(check, frame), x, check.scale)
            rows.append(row | {"set": check.fact in used})
    return pd.DataFrame(rows)


def summarised(found: dict[str, pd.DataFrame], facts: pd.DataFrame) -> pd.DataFrame:
    """One row per variant: its numbers, how many cities have it, and the facts that it meets.

    Parameters
    ----------
    facts : DataFrame
        From `judged`.

    Returns
    -------
    DataFrame
        ``{number}_low``, ``_middle`` and ``_high`` for each of `NUMBERS`; cities (share of all);
        set and inside (ids); free (facts that the variant was not set from), met (of these).
    """
    rows = []
    for variant, part in facts.groupby("variant", sort=False):
        row = {"variant": variant, "cities": len(found[variant]) / len(found["unchanged"])}
        for name in NUMBERS:
            ends = spread(found[variant][f"number_{name}"])
            row |= {f"{name}_{key}": x for key, x in ends.items()}
        free = part[~part["set"]]
        inside = free.loc[free["verdict"] == held.INSIDE, "id"]
        row |= {"set": ", ".join(part.loc[part["set"], "id"]), "inside": ", ".join(inside)}
        rows.append(row | {"free": len(free), "met": len(inside)})
    return pd.DataFrame(rows)


def by_year(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Volume, resolution and effectiveness by year under the simulated variants."""
    return pd.DataFrame(
        {
            "variant": variant,
            "quantity": name,
            "year": year,
            **spread(found[variant][f"{name}_{year}"]),
        }
        for variant in SIMULATED
        for name in ("volume", "resolution", "effectiveness")
        for year in YEARS
    )


def printed(quantity: str) -> tuple[str, int]:
    """Kind and decimals of a quantity in print."""
    if quantity in ("volume", "effectiveness", "efficiency"):
        return "number", 2
    return ("number", 0) if quantity == "wait_order" else ("share", 0)


def spread(x: pd.Series) -> dict[str, float]:
    """5, 50 and 95 % of what there is; nan for nothing."""
    return dict(zip(("low", "middle", "high"), x.quantile([0.05, 0.5, 0.95]), strict=True))
