"""``intensity verify``: recompute what the project claims about the paper's claims.

B city's answer is recomputed and held against the shipped one. Shares of the parameter space are
read from the shipped estimates if these come from the same sources, or recomputed on request.
A claim that is refuted is a result; what fails is a number that is not what was shipped.
"""

from __future__ import annotations

import importlib.util
import json
import math
import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from intensity.evidence.claims import bcity, shipped
from intensity.evidence.claims.conditions import Conditions
from intensity.evidence.claims.evaluation import KEYS, part_rows, row
from intensity.evidence.claims.judge import WAITING
from intensity.evidence.claims.registry import Claim, chosen
from intensity.evidence.claims.samples import POSTERIOR, PRIOR, estimates
from intensity.evidence.claims.space import deciding, shares
from intensity.model.errors import InputError
from intensity.model.tables import data_path

EXTRA = ("status", "unit", "expects", "replications")
WIDTH = 100


@dataclass
class Verification:
    """What came of it.

    Attributes
    ----------
    frame : DataFrame
        One row per claim; see `evaluation.evaluate`.
    parts : DataFrame
        B city's estimates by part.
    problems : list of str
        One line each; empty if all is as shipped.
    seconds : float
    """

    frame: pd.DataFrame
    parts: pd.DataFrame
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


def verify(
    ids: Sequence[str] | None = None, *, space: bool = False, progress: bool = True
) -> Verification:
    """Recompute claims.

    Parameters
    ----------
    ids : sequence of str, optional
        Default: all claims.
    space : bool
        Recompute shares over the parameter space too (minutes; what is there already is kept).
    """
    began = time.perf_counter()
    claims = chosen(ids)
    there = shipped.read()
    problems = _missing(claims)
    answers = bcity.answer(claims, progress=progress)
    frame = None
    if space:
        frame = pd.concat([estimates(s, progress=progress) for s in (PRIOR, POSTERIOR)])
    elif there is None:
        problems.append(
            "data/reference/claims.csv is not there: nothing to compare with, and no shares "
            "(--space computes them)"
        )
    elif not there.runs_are_current:
        problems.append(
            "data/reference/claims_space.csv is stale: other sources made it "
            "(--space computes the shares)"
        )
    else:
        frame = there.space
        if not there.is_current:
            problems.append("data/reference/claims.csv is stale: another register made it")
    rows = []
    for claim in claims:
        found = {} if frame is None or not claim.is_ready else shares(claim, frame)
        decided = _conditions(claim, frame if claim.is_ready else None, there, space)
        rows.append(row(claim, answers[claim.id], found, decided, answers[claim.id].seconds))
    parts = pd.DataFrame([r for c in claims for r in part_rows(answers[c.id])])
    problems += [] if there is None else _differences(claims, parts, there)
    return Verification(pd.DataFrame(rows), parts, problems, time.perf_counter() - began)


def _missing(claims: Sequence[Claim]) -> list[str]:
    """Figures and pages that the register names and that are not there."""
    out = []
    pages = data_path().parent / "book" / "en"
    for claim in claims:
        if importlib.util.find_spec(f"intensity.report.{claim.figure}") is None:
            out.append(f"{claim.id}: figure {claim.figure!r} is missing from intensity.report")
        if pages.is_dir() and not (pages / f"{claim.page}.md").is_file():
            out.append(f"{claim.id}: page {claim.page!r} is missing from the book")
    return out


def _conditions(
    claim: Claim, frame: pd.DataFrame | None, there: shipped.Shipped | None, space: bool
) -> dict[str, Conditions]:
    if frame is None:
        return {}
    if not space and there is not None and claim.id in there.claims.index:
        return {s: there.conditions(claim.id, s) for s in (PRIOR, POSTERIOR)}
    return {s: deciding(claim, frame, s) for s in (PRIOR, POSTERIOR)}


def _differences(claims: Sequence[Claim], parts: pd.DataFrame, there: shipped.Shipped) -> list[str]:
    """Estimates that leave the tolerance of the shipped ones."""
    out = []
    now = parts.set_index("part")
    for claim in claims:
        for part in claim.parts:
            key = claim.key(part)
            if key not in there.parts.index:
                out.append(f"{key}: no shipped estimate")
                continue
            new, old = float(now.loc[key, "estimate"]), float(there.parts.loc[key, "estimate"])
            same = (math.isnan(new) and math.isnan(old)) or new == old
            if not same and not abs(new - old) <= part.tolerance:
                out.append(
                    f"{key}: recomputed {new:.4g}, shipped {old:.4g}: differs by more than "
                    f"{part.tolerance:g}"
                )
    return out


def as_json(found: Verification) -> str:
    """One object per claim with `KEYS` and what more there is to say; nan becomes null."""
    out = []
    for record in found.frame.to_dict("records"):
        claim = {name: _plain(record[name]) for name in (*KEYS, *EXTRA)}
        key = f"{record['id']}."
        mine = found.parts[found.parts["part"].str.startswith(key)]
        names = ("part", "words", "unit", "expects", "role", "estimate", "low", "high", "status")
        claim["parts"] = [
            {name: _plain(part[name]) for name in names} for part in mine.to_dict("records")
        ]
        for sample in (PRIOR, POSTERIOR):
            for end in ("low", "high", "cities"):
                name = f"share_{sample}_{end}"
                claim[name] = _plain(record[name])
        out.append(claim)
    return json.dumps(out, indent=2, ensure_ascii=False)


def as_text(found: Verification) -> str:
    """A table for a terminal: three answers per claim, and the verdict on every part."""
    lines = []
    for record in found.frame.to_dict("records"):
        lines.append(f"{record['id']}  {record['status'].upper():<18} {record['title']}")
        mine = found.parts[found.parts["part"].str.startswith(f"{record['id']}.")]
        for part in mine.to_dict("records"):
            lines += _part_lines(part)
        if not math.isnan(record["share_prior"]):
            told = [_share_words(record, s) for s in (PRIOR, POSTERIOR)]
            lines += _wrapped("holds in " + "; ".join(t for t in told if t))
        for name, sample in (("conditions", PRIOR), ("conditions_posterior", POSTERIOR)):
            if record[name]:
                lines += _wrapped(f"{sample}: {record[name]}")
        lines.append("")
    counts = found.frame["status"].value_counts()
    lines.append(", ".join(f"{n} {name}" for name, n in counts.items()))
    lines.append(f"recomputed in {found.seconds:.0f} s; intervals and shares: 95 %")
    return "\n".join(lines)


def _part_lines(part: dict[str, Any]) -> list[str]:
    mark = "" if part["role"] == "decides" else " (reported)"
    if part["status"] == WAITING or math.isnan(part["estimate"]):
        value = f"{part['status']}: {part['reason']}"
    else:
        value = f"{part['estimate']:.3g} [{part['low']:.3g}, {part['high']:.3g}] {part['unit']}, "
        value += f"expected {part['expects']}: {part['status']}"
    return _wrapped(f"{part['part']} {part['words']}{mark}: {value}")


def _share_words(record: dict[str, Any], sample: str) -> str:
    share = record[f"share_{sample}"]
    if math.isnan(share):
        return ""
    low, high = record[f"share_{sample}_low"], record[f"share_{sample}_high"]
    n = int(record[f"share_{sample}_cities"])
    open_ = int(record[f"share_{sample}_undecided"] + record[f"share_{sample}_undefined"])
    return (
        f"{share:.0%} [{low:.0%}, {high:.0%}] of {n} cities ({sample}; "
        f"{open_} undecided or undefined)"
    )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="     ", subsequent_indent="       ")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


def command(
    ids: Sequence[str] | None = None,
    as_json_: bool = False,
    *,
    space: bool = False,
    progress: bool = True,
) -> int:
    """``intensity verify``: print the claims; 0 if all is as shipped, 1 if not, 2 for wrong ids.

    Parameters
    ----------
    ids : sequence of str, optional
    as_json_ : bool
        Print JSON instead of a table.
    space : bool
        Recompute shares too.
    """
    code = 2
    try:
        chosen(ids)
        code = 1  # from here on it is not the question that is wrong
        found = verify(ids, space=space, progress=progress)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return code
    print(as_json(found) if as_json_ else as_text(found))
    for problem in found.problems:
        print(f"problem: {problem}", file=sys.stderr)
    return 1 if found.problems else 0
