"""Verdicts in words: the box at the end of a claim, the tables of README and book.

``python -m intensity.report.verdicts --write README.md`` puts the table of claims between the
markers of a file; ``--check`` says whether it stands there as it should.
"""

from __future__ import annotations

import argparse
import html as markup
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.evidence.claims import register, shipped
from intensity.evidence.claims.evaluation import evaluate
from intensity.evidence.claims.judge import FAILS, HOLDS, WAITING
from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.model.errors import InputError
from intensity.report import results, style, text
from intensity.report.chinese import chinese
from intensity.report.verdicts_text import TEXT

BEGIN, END = "<!-- claims: begin -->", "<!-- claims: end -->"
BEGIN_LONG, END_LONG = "<!-- claims in full: begin -->", "<!-- claims in full: end -->"
ONLY_IF = "holds only if"
OPEN = "undecided"
DASH = "\N{EN DASH}"
KINDS = {HOLDS: "tip", ONLY_IF: "note", FAILS: "warning", OPEN: "note", WAITING: "note"}


def word(row: Any) -> str:
    """The verdict in a word: holds, holds only if, fails, undecided, not yet evaluated.

    A claim "holds" if it does in B city and, with 95 % confidence, in more than half of the cities
    drawn over the parameter ranges; if only in B city, it "holds only if".

    Parameters
    ----------
    row : Series or dict
        A row of `intensity.claims.evaluate`.
    """
    status = str(row["status"])
    if status in (FAILS, WAITING):
        return status
    if status != HOLDS:
        return OPEN
    widely = row[f"share_{PRIOR}_low"]
    return HOLDS if not math.isnan(widely) and widely > 0.5 else ONLY_IF


def estimate(row: Any, *, lang: str = "en") -> str:
    """B city's estimate with its interval and what was expected, as text."""
    if math.isnan(row["estimate"]):
        return DASH
    digits = _digits(max(abs(row["low"]), abs(row["high"])))
    value = text.number(row["estimate"], digits)
    spread = text.interval(row["low"], row["high"], digits)
    return style.texts(TEXT, lang)["estimate"].format(
        value=value, spread=spread, unit=_said(lang)(row["unit"]), expects=row["expects"]
    )


def share(row: Any, sample: str, *, lang: str = "en") -> str:
    """The share of a sample's cities where a claim holds, with its interval."""
    value = row[f"share_{sample}"]
    if math.isnan(value):
        return DASH
    low, high = row[f"share_{sample}_low"], row[f"share_{sample}_high"]
    words = f"{text.percent(value)} {text.interval(low, high, 0, as_percent=True)}"
    return text.closed_up(words) if lang == "zh" else words


def verdict(
    claim: str,
    claims: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    *,
    lang: str = "en",
) -> str:
    """The verdict box of a claim as MyST Markdown.

    Parameters
    ----------
    claim : str
        Its id.
    claims, parts : DataFrame, optional
        The recorded tables ``claims`` and ``claims_parts``; default: those of the results.
    lang : str
        Language of the texts.
    """
    row, lines = _lines(claim, claims, parts, lang)
    body = "\n".join(f"- {line}" for line in lines)
    opening = f"```{{admonition}} {_head(row, lang)}\n:class: {KINDS[word(row)]}\n"
    return f"{opening}\n{_said(lang)(row['statement'])}\n\n{body}\n```\n"


def box(
    claim: str,
    claims: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    *,
    lang: str = "en",
) -> str:
    """The same as HTML, for the output of a cell: an admonition of the book's theme."""
    row, lines = _lines(claim, claims, parts, lang)
    items = "".join(f"<li>{_code(line)}</li>" for line in lines)
    return (
        f'<div class="admonition {KINDS[word(row)]} verdict">'
        f'<p class="admonition-title">{markup.escape(_head(row, lang))}</p>'
        f"<p>{markup.escape(_said(lang)(row['statement']))}</p><ul>{items}</ul></div>"
    )


def show(*claims: str, lang: str = "en") -> None:
    """Display the verdict boxes of claims on a page."""
    from IPython.display import HTML, display

    for claim in claims:
        display(HTML(box(claim, lang=lang)))


def _said(lang: str) -> Callable[[str], str]:
    """Recorded words in a language."""
    return chinese if lang == "zh" else str


def _head(row: pd.Series, lang: str) -> str:
    said = _said(lang)
    return style.texts(TEXT, lang)["verdict"].format(
        id=row["id"], word=said(word(row)), title=said(row["title"])
    )


def _lines(
    claim: str, claims: pd.DataFrame | None, parts: pd.DataFrame | None, lang: str
) -> tuple[pd.Series, list[str]]:
    """A claim's row, and the lines of its box."""
    words, said = style.texts(TEXT, lang), _said(lang)
    claims = results.table("claims") if claims is None else claims
    parts = results.table("claims_parts") if parts is None else parts
    found = claims[claims["id"] == claim]
    if found.empty:
        raise InputError(f"claim {claim!r}: not among the recorded claims")
    row = found.iloc[0]
    lines = []
    for part in parts[parts["part"].str.startswith(f"{claim}.")].to_dict("records"):
        reported = "" if part["role"] == "decides" else words["reported"]
        status = said(part["status"])
        if not math.isnan(part["estimate"]):
            value = words["valued"].format(estimate=estimate(part, lang=lang), status=status)
        elif part["reason"]:
            value = words["reason"].format(status=status, reason=said(part["reason"]))
        else:
            value = status
        named = said(part["words"])
        lines.append(words["part"].format(words=named, reported=reported, value=value))
    if not math.isnan(row[f"share_{PRIOR}"]):
        for sample in (PRIOR, POSTERIOR):
            if math.isnan(row[f"share_{sample}"]):
                continue
            lines.append(
                words["shares"].format(
                    share=share(row, sample, lang=lang),
                    n=text.number(row[f"share_{sample}_cities"], 0),
                    among=words[sample],
                    fails=text.number(row[f"share_{sample}_fails"], 0),
                    open=text.number(_open(row, sample), 0),
                )
            )
        lines.append(words["conditions"].format(conditions=said(row["conditions"])))
    lines.append(words["command"].format(command=row["command"]))
    return row, lines


def _open(row: Any, sample: str) -> float:
    return float(row[f"share_{sample}_undecided"] + row[f"share_{sample}_undefined"])


def short_table(claims: pd.DataFrame) -> str:
    """The table of README.md: claim, verdict, shares, figure, command, time."""
    rows = [
        "| claim | B city | holds over the ranges | holds where the facts are met | "
        "figure | command | time |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in claims.to_dict("records"):
        cells = (
            f"{row['id']} {row['title']} (§{row['section']})",
            f"**{row['status']}**",
            _bare(row, PRIOR),
            _bare(row, POSTERIOR),
            f"`{row['figure']}`",
            f"`{row['command']}`",
            _time(row["seconds"]),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def long_table(claims: pd.DataFrame) -> str:
    """The table of the reviewer's page: with estimate, expectation, tolerance and conditions."""
    known = {claim.id: claim for claim in register().claims}
    rows = [
        "| claim | paper | verdict | B city: estimate, 95 % interval | over the ranges | "
        "where the facts are met | condition | estimand | tolerance | figure | command | time |",
        "|" + "---|" * 12,
    ]
    for row in claims.to_dict("records"):
        claim = known[row["id"]]
        cells = (
            f"{row['id']} {row['title']}",
            f"§{row['section']} {claim.quote}",
            f"**{word(row)}**",
            estimate(row),
            share(row, PRIOR),
            share(row, POSTERIOR),
            row["conditions"] or DASH,
            f"`{claim.headline.estimand}`" if claim.headline.estimand else DASH,
            f"{claim.headline.tolerance:g}",
            f"`{row['figure']}`",
            f"`{row['command']}`",
            _time(row["seconds"]),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def html(claims: pd.DataFrame, *, lang: str = "en") -> str:
    """The table of verdicts for a page of the book."""
    words, said = style.texts(TEXT, lang), _said(lang)
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    body = []
    for row in claims.to_dict("records"):
        cells = (
            f"<b>{markup.escape(said(word(row)))}</b>",
            *(
                markup.escape(cell)
                for cell in (
                    estimate(row, lang=lang),
                    share(row, PRIOR, lang=lang),
                    share(row, POSTERIOR, lang=lang),
                    said(row["conditions"] or DASH),
                )
            ),
        )
        name = words["claim"].format(id=row["id"], title=said(row["title"]), section=row["section"])
        name = markup.escape(name)
        filled = "".join(f"<td>{cell}</td>" for cell in cells)
        body.append(f'<tr><th scope="row">{name}</th>{filled}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


TABLES: dict[tuple[str, str], Callable[[pd.DataFrame], str]] = {
    (BEGIN, END): short_table,
    (BEGIN_LONG, END_LONG): long_table,
}


def filled(content: str, claims: pd.DataFrame, where: str = "text") -> str:
    """`content` with a table of claims between each pair of markers that it has.

    Raises
    ------
    InputError
        If a marker stands alone.
    """
    for (begin, end), make in TABLES.items():
        if (begin in content) != (end in content):
            raise InputError(f"{where}: of {begin} and {end} only one is there")
        if begin in content:
            before, rest = content.split(begin, 1)
            _, after = rest.split(end, 1)
            content = f"{before}{begin}\n\n{make(claims)}\n\n{end}{after}"
    return content


def has_markers(content: str) -> bool:
    """Whether a text has a place for a table of claims."""
    return any(begin in content for begin, _ in TABLES)


def shipped_claims() -> pd.DataFrame:
    """The shipped answers, which the tables of files are made of."""
    if shipped.read() is None:
        raise InputError(
            "data/reference/claims.csv: not there; `python -m intensity.evidence.claims` makes it"
        )
    return evaluate()


def main() -> int:
    parser = argparse.ArgumentParser(description="Tables of claims in files with markers.")
    parser.add_argument("files", nargs="+", type=Path)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", action="store_true", help="put the tables in")
    action.add_argument("--check", action="store_true", help="1 if a file is stale")
    given = parser.parse_args()
    claims = shipped_claims()
    stale = False
    for path in given.files:
        try:
            content = path.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}") from None
        if not has_markers(content):
            raise InputError(f"{path}: has no markers {BEGIN} ... {END}")
        new = filled(content, claims, str(path))
        if given.write and new != content:
            path.write_text(new, encoding="utf-8")
        elif given.check and new != content:
            print(f"{path}: its table of claims is stale", file=sys.stderr)
            stale = True
    return 1 if stale else 0


def _bare(row: Any, sample: str) -> str:
    value = row[f"share_{sample}"]
    return DASH if math.isnan(value) else text.percent(value)


def _time(seconds: float) -> str:
    return DASH if math.isnan(seconds) or seconds <= 0 else f"{max(1, math.ceil(seconds))} s"


def _digits(size: float) -> int:
    return 3 if size < 1 else 2 if size < 10 else 1


def _code(line: str) -> str:
    """Escape for HTML; what stands between backticks becomes code."""
    pieces = markup.escape(line).split("`")
    return "".join(f"<code>{p}</code>" if at % 2 else p for at, p in enumerate(pieces))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
