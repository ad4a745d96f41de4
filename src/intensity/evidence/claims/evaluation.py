"""Three answers per claim in one frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from intensity.evidence.claims import shipped
from intensity.evidence.claims.bcity import Answer
from intensity.evidence.claims.cases import Case, Sheet
from intensity.evidence.claims.conditions import Conditions
from intensity.evidence.claims.judge import (
    FAILS,
    HOLDS,
    UNDECIDED,
    UNDEFINED,
    WAITING,
    Estimate,
    replicated,
    together,
    value_of,
)
from intensity.evidence.claims.registry import Claim, chosen
from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.evidence.claims.space import Share, share_of, shares
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters

KEYS = (
    *("id", "statement", "estimate", "low", "high", "holds", "share_prior", "share_posterior"),
    *("conditions", "figure", "command", "seconds"),
)
"""What ``intensity verify --json`` gives for each claim, and the first columns of the frame."""
COUNTED = ("low", "high", "cities", "holds", "fails", "undecided", "undefined")
TRUTH = {HOLDS: True, FAILS: False}


def row(
    claim: Claim,
    answer: Answer | None,
    found: Mapping[str, Share],
    conditions: Mapping[str, Conditions],
    seconds: float = math.nan,
) -> dict[str, Any]:
    """One claim's answers as a row.

    Parameters
    ----------
    claim : Claim
    answer : Answer or None
        In B city.
    found : mapping
        `Share` by sample.
    conditions : mapping
        `Conditions` by sample.
    seconds : float
        What it takes to recompute the first answer.
    """
    status = WAITING if answer is None else answer.verdict
    head = None if answer is None else answer.estimates.get(claim.key(claim.headline))
    if head is None or status == WAITING:
        head = Estimate(math.nan)
    decided = {sample: conditions.get(sample, Conditions("")) for sample in (PRIOR, POSTERIOR)}
    out: dict[str, Any] = {
        "id": claim.id,
        "statement": claim.statement,
        "estimate": head.value,
        "low": head.low,
        "high": head.high,
        "holds": TRUTH.get(status),
        **{f"share_{s}": found[s].share if s in found else math.nan for s in (PRIOR, POSTERIOR)},
        "conditions": decided[PRIOR].text,
        "figure": claim.figure,
        "command": claim.command,
        "seconds": seconds,
        "status": status,
        "section": claim.section,
        "title": claim.title,
        "unit": claim.headline.unit,
        "expects": claim.headline.expectation.words(),
        "replications": 0 if answer is None else answer.replications,
        "conditions_posterior": decided[POSTERIOR].text,
    }
    for sample in (PRIOR, POSTERIOR):
        for name in COUNTED:
            share = found.get(sample)
            out[f"share_{sample}_{name}"] = math.nan if share is None else getattr(share, name)
    for sample, deciding in decided.items():
        within = deciding.cities if deciding.rules else math.nan
        values = (deciding.rule, deciding.inside, deciding.outside, within)
        out |= dict(zip(shipped.DECIDED[sample], values, strict=True))
    return out


def part_rows(answer: Answer) -> list[dict[str, Any]]:
    """B city's estimates of every part of a claim."""
    rows = []
    for part in answer.claim.parts:
        key = answer.claim.key(part)
        e = answer.estimates.get(key, Estimate(math.nan))
        rows.append(
            {
                "part": key,
                "words": part.words,
                "unit": part.unit,
                "expects": part.expectation.words(),
                "role": part.role,
                "estimate": e.value,
                "low": e.low,
                "high": e.high,
                "status": answer.part_verdict(part),
                "margin": part.expectation.margin(e.value, part.scale),
                "margin_low": part.expectation.margin(e.low, part.scale),
                "margin_high": part.expectation.margin(e.high, part.scale),
                "noise": answer.noise.get(key, math.nan),
                "replications": answer.replications if key in answer.estimates else 0,
                "reason": part.waits_for or (e.reason if part.function else f"needs {part.needs}"),
            }
        )
    return rows


def evaluate(panel: pd.DataFrame | None = None, ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The claims of the paper and what becomes of them.

    Parameters
    ----------
    panel : DataFrame, optional
        From `intensity.run_experiment`. With cities that differ in their parameters it gives the
        share of cities where a claim holds (``share_prior``); with replications of one city
        it gives that city's estimate and interval. A panel has measures by level only: claims
        that take more than that (single problems, other rules, schedules) keep the shipped
        answers, and ``source`` says so. Without a panel all answers are the shipped ones.
    ids : sequence of str, optional
        Default: all claims.

    Returns
    -------
    DataFrame
        One row per claim; the columns `KEYS`, then status, section, title, unit, expectation,
        replications, shares' intervals and counts, rules that separate cities (`shipped.DECIDED`),
        ``source``. ``holds`` is True, False, or None where the claim is undecided, undefined or not
        yet evaluated: see ``status``.

    Raises
    ------
    InputError
        For unknown ids, a panel without city, intensity or measures, or damaged shipped files.
    """
    claims = chosen(ids)
    there = shipped.read()
    frame = pd.DataFrame([_shipped_row(claim, there) for claim in claims])
    frame["holds"] = frame["holds"].astype(object).where(frame["holds"].notna(), None)
    if panel is None:
        return frame
    for at, claim in enumerate(claims):
        for name, value in _from_panel(claim, panel, there).items():
            frame.at[at, name] = value
    return frame


def _shipped_row(claim: Claim, there: shipped.Shipped | None) -> dict[str, Any]:
    if there is None or claim.id not in there.claims.index:
        return {**row(claim, None, {}, {}), "source": "none"}
    known = there.claims.loc[claim.id]
    out = row(
        claim,
        None,
        shares(claim, there.space),
        {sample: there.conditions(claim.id, sample) for sample in (PRIOR, POSTERIOR)},
        float(known["seconds"]),
    )
    for name in ("estimate", "low", "high", "replications", "status"):
        out[name] = known[name]
    out["holds"] = TRUTH.get(str(known["status"]))
    out["source"] = "shipped" if there.is_current else "shipped, by other sources"
    return out


def _from_panel(claim: Claim, panel: pd.DataFrame, there: shipped.Shipped | None) -> dict[str, Any]:
    """Columns that a panel answers; none where it cannot."""
    for name in ("city", "intensity", "efficiency"):
        if name not in panel.columns:
            raise InputError(f"panel: no column {name!r}; it comes from run_experiment")
    if not claim.is_ready:
        return {}
    names = [c for c in panel.columns if c in parameters()]
    same = panel[names].nunique().max() <= 1 if names else True
    city = City.default()
    cases = [Case(Sheet(rows, city)) for _, rows in panel.groupby("city", sort=True)]
    functions = [part.function for part in claim.deciding]
    values = [[value_of(f, case)[0] for case in cases] for f in functions if f is not None]
    if any(all(math.isnan(x) for x in row_) for row_ in values):
        return {}  # it takes more than a panel has
    if same:
        found = [replicated(v) for v in values]
        status = together(
            p.expectation.verdict(e) for p, e in zip(claim.deciding, found, strict=True)
        )
        return {
            "estimate": found[0].value, "low": found[0].low, "high": found[0].high,
            "status": status, "holds": TRUTH.get(status), "replications": len(cases),
            "source": "panel",
        }  # fmt: skip
    noise = [_noise(claim.key(part), there) for part in claim.deciding]
    verdicts = [
        together(
            p.expectation.verdict(Estimate(x, e))
            for p, x, e in zip(claim.deciding, of_city, noise, strict=True)
        )
        for of_city in zip(*values, strict=True)
    ]
    share = share_of(verdicts)
    out = {"share_prior": share.share, "source": "panel"}
    return out | {f"share_prior_{name}": getattr(share, name) for name in COUNTED}


def _noise(key: str, there: shipped.Shipped | None) -> float:
    """Noise of a run of B city: a panel has one run per city, which cannot show its own."""
    if there is None or key not in there.parts.index:
        return 0.0
    noise = float(there.parts.loc[key, "noise"])
    return 0.0 if math.isnan(noise) else noise


__all__ = ["COUNTED", "KEYS", "UNDECIDED", "UNDEFINED", "evaluate", "part_rows", "row"]
