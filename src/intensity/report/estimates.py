"""Tables of the page "The paradox, estimated".

``python -m intensity.report.estimates`` writes them as LaTeX into ``tables_tex`` of the results.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from intensity.evidence import regressions
from intensity.evidence.record import results_path
from intensity.evidence.regressions import QuadraticFit
from intensity.model.errors import InputError
from intensity.report import results, style, tabular, text
from intensity.report.chinese import chinese
from intensity.report.estimates_text import TERMS, TEXT, UNITS
from intensity.report.tabular import Table

DIGITS = {"shares": 2, "counts": 2, "orders": 2, "quantiles": 1}
NAMES = tuple(DIGITS)


def regression(frame: pd.DataFrame, name: str, *, lang: str = "en") -> Table:
    """One table of the recorded ``regressions``.

    Parameters
    ----------
    frame : DataFrame
        Columns as `intensity.evidence.estimated.Estimated.rows` makes them.
    name : {"shares", "counts", "orders", "quantiles"}

    Raises
    ------
    InputError
        If there is no such table.
    """
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    units, said = style.texts(UNITS, lang), _said(lang)
    style.require(frame, ("table", "column", "term", "estimate", "low", "high"), "regressions")
    part = frame[frame["table"] == name]
    if part.empty or name not in DIGITS:
        raise InputError(f"regressions: no table {name!r}; there are {', '.join(NAMES)}")
    models = [model for _, model in part.groupby("column", sort=True)]
    firsts = [model.iloc[0] for model in models]
    rows = [
        [words["dependent"], *(terms[row["outcome"]] for row in firsts)],
        [words["method"], *(said(row["method"]) for row in firsts)],
    ]
    for term in dict.fromkeys(part["term"]):
        rows.append([terms[term], *(_cell(model, term, DIGITS[name]) for model in models)])
    rows.append([words["observations"], *(text.number(r["observations"], 0) for r in firsts)])
    clustered = name != "quantiles"
    if clustered:
        cells = (
            words["counted"].format(n=text.number(row["clusters"], 0), unit=units[row["unit"]][1])
            for row in firsts
        )
        rows.append([words["clusters"], *cells])
    for fit in dict.fromkeys(row["fit_name"] for row in firsts):
        digits = 0 if "likelihood" in fit else 2
        rows.append(
            [
                said(fit),
                *(text.number(r["fit"], digits) if r["fit_name"] == fit else "" for r in firsts),
            ]
        )
    ones = dict.fromkeys(units[row["unit"]][0] for row in firsts)
    how = words["interval"].format(unit=words["or"].join(ones))
    how = how if clustered else words["independent"]
    head = ("", *(f"({at})" for at in range(1, len(models) + 1)))
    return Table(head, tabular.columns(rows), words["caption"].format(what=words[name], how=how))


def _said(lang: str) -> Callable[[str], str]:
    """Recorded words in a language."""
    return chinese if lang == "zh" else str


def _cell(model: pd.DataFrame, term: str, digits: int) -> str:
    found = model[model["term"] == term]
    if found.empty:
        return ""
    row = found.iloc[0]
    # small values keep enough decimals to say something
    digits = 4 if 0 < abs(row["estimate"]) < 0.5 * 10.0**-digits else digits
    return (
        f"{text.number(row['estimate'], digits)} {text.interval(row['low'], row['high'], digits)}"
    )


def _set(table: Table, lang: str) -> Table:
    """A table with per cent signs as the language has them."""
    if lang != "zh":
        return table
    rows = tuple(tuple(text.closed_up(cell) for cell in row) for row in table.rows)
    return Table(table.head, rows, text.closed_up(table.caption))


def power(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """Size and power: one row per curve, one column per test and number of cities."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(frame, ("case", "meaning", "turns", "cities", "test", "found", "draws"), "power")
    wide = frame.pivot_table(
        index=["turns", "meaning"], columns=["test", "cities"], values="found", sort=False
    )
    said = _said(lang)
    head = tuple(
        words["column"].format(name=terms[t], of=words["cities"].format(n=n))
        for t, n in wide.columns
    )
    rows = []
    for turns in (False, True):
        rows.append([words["some" if turns else "none"], *("" for _ in head)])
        part = wide[wide.index.get_level_values("turns") == turns]
        for meaning, values in zip(part.index.get_level_values(1), part.to_numpy(), strict=True):
            rows.append([said(str(meaning)), *(text.percent(value) for value in values)])
    caption = words["power"].format(
        draws=text.number(frame["draws"].iloc[0], 0), level=text.percent(0.05)
    )
    return _set(Table((words["curve"], *head), tabular.columns(rows), caption), lang)


def definitions(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """Definitions of efficiency with formulas, and what single cities of each sample do."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    said = _said(lang)
    style.require(frame, ("sample", "definition", "meaning", "formula", "falls"), "definitions")
    samples = list(dict.fromkeys(frame["sample"]))
    head = [words["definition"], words["formula"]]
    head += [
        words["column"].format(name=words[key], of=terms[name])
        for key in ("falls", "peaks")
        for name in samples
    ]
    rows = []
    for _, part in frame.groupby("definition", sort=False):
        by = part.set_index("sample")
        cells = [text.percent(by.loc[s, key]) for key in ("falls", "peaks") for s in samples]
        rows.append([said(by["meaning"].iloc[0]), said(by["formula"].iloc[0]), *cells])
    return _set(Table(tuple(head), tabular.columns(rows), words["definitions"]), lang)


def answers(curve: pd.DataFrame, *, lang: str = "en") -> Table:
    """How many specifications give which answer, by sample and estimator."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(curve, ("sample", "estimator", "interior", "falls", "rises"), "specifications")
    keys = ("interior", "falls", "rises")
    rows = [
        [
            words["group_name"].format(sample=terms[str(sample)], estimator=terms[str(estimator)]),
            *(words["of"].format(count=int(part[key].sum()), n=len(part)) for key in keys),
        ]
        for (sample, estimator), part in curve.groupby(["sample", "estimator"], sort=False)
    ]
    head = (words["group"], *(words[key] for key in keys))
    return Table(head, tabular.columns(rows), words["answers"])


def quadratics(*fits: QuadraticFit, lang: str = "en") -> Table:
    """Regressions of `intensity.evidence.regressions.fixed_effects_quadratic` side by side."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    said, frame = _said(lang), regressions.table(*fits)
    outcomes = frame.iloc[0].map(lambda name: terms.get(name, name))
    rows = [[said(str(frame.index[0])), *outcomes]]
    rows += [
        [said(str(name)), *(said(cell) for cell in row)]
        for name, row in zip(frame.index[1:], frame.to_numpy()[1:], strict=True)
    ]
    caption = words["level"].format(level=f"{100 * fits[0].level:g}")
    return Table(("", *frame.columns), tabular.columns(rows), caption)


def before_after(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """What a study without a control finds, beside the truth."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(frame, ("outcome", "year", "estimate", "low", "high", "truth"), "before_after")
    rows = []
    for row in frame.to_dict("records"):
        digits = 1 if row["outcome"] == "orders" else 3
        name = words["year"].format(outcome=terms[row["outcome"]], year=int(row["year"]))
        found = text.number(row["estimate"], digits)
        bounds = text.interval(row["low"], row["high"], digits)
        rows.append([name, f"{found} {bounds}", text.number(row["truth"], digits)])
    head = ("", words["found"], words["truth"])
    return Table(head, tabular.columns(rows), words["events"])


def mean_curve(kind: str, inside: str, p: float, *, lang: str = "en") -> str:
    """What the quadratic of the mean city says about the thesis, in words that follow it.

    Parameters
    ----------
    kind : {"maximum", "minimum"}
    inside : {"inside", "outside"}
        Where the curve turns.
    p : float
        Of an inverse U.
    """
    words = style.texts(TEXT, lang)
    if p < 0.05:
        return words["agrees"]
    return words["opposes" if kind == "minimum" and inside == "inside" else "silent"]


def all_tables() -> dict[str, Table]:
    """Every table of the page, from recorded results."""
    fits = results.table("regressions")
    return {
        **{name: regression(fits, name) for name in NAMES},
        "power": power(results.table("power")),
        "definitions": definitions(results.table("specification_cities")),
        "specifications": answers(results.table("specifications")),
        "before_after": before_after(results.table("before_after")),
    }


def write_latex(folder: Path | None = None) -> list[Path]:
    """Write every table as LaTeX, by default into ``tables_tex`` of the results folder."""
    return tabular.write(all_tables(), results_path("tables_tex") if folder is None else folder)


if __name__ == "__main__":
    try:
        print(*write_latex(), sep="\n")
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
