"""Tables of the page "The paradox, estimated".

``python -m intensity.report.estimates`` writes them as LaTeX into ``tables_tex`` of the results.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from intensity.evidence.record import results_path
from intensity.model.errors import InputError
from intensity.report import results, style, tabular, text
from intensity.report.tabular import Table

TEXT = {
    "en": {
        "interval": "95 % intervals in brackets, clustered by {unit}",
        "independent": "95 % intervals in brackets, cities independent, errors robust",
        "shares": "Fractional logit of the second-order share, log odds; (1) cities of the "
        "parameter space, (2) cities near the facts, (3) replications of the default city.",
        "counts": "Work orders per handler and month, log rates; (1) and (2) streets of the "
        "default city, (3) cities of the parameter space with city effects.",
        "orders": "Orders that were handled, default city at five intensities, odds ratios.",
        "quantiles": "Quantiles over cities of the change of efficiency from regular to high "
        "intensity, in points (hundredths); regressors in standard deviations.",
        "dependent": "Dependent variable",
        "method": "Estimator",
        "observations": "Observations",
        "clusters": "Clusters",
        "power": "Share of {draws} draws in which a test finds an inverse U, level {level}.",
        "curve": "Curve of the mean city",
        "cities": "{n} cities",
        "none": "No inverse U",
        "some": "Inverse U",
        "definitions": "Definitions of efficiency. G(v): value of reasonable problems prevented or "
        "resolved, a big one counting v; D(v): of all that arose; P, U: paid street hours, "
        "upper-level hours. Falls: cities with lower efficiency at high than at regular "
        "intensity; peaks: cities whose best level is neither end.",
        "definition": "Efficiency",
        "formula": "Formula",
        "falls": "falls",
        "peaks": "peaks",
        "events": "Change two ways: before against after in B city alone (no control), and the "
        "truth, the same city with the same luck had it not switched.",
        "answers": "Specifications that find a maximum inside the range, and whose interval for "
        "the change from regular to high intensity lies below or above zero.",
        "interior": "maximum inside",
        "rises": "rises",
        "of": "{count} of {n}",
        "group": "Cities, estimator",
        "year": "{outcome}, year {year}",
        "agrees": "agrees with the thesis, as far as a quadratic can tell",
        "opposes": "contradicts the thesis: its curve is a U, not an inverse U",
        "silent": "does not support the thesis",
        "found": "Before and after",
        "truth": "Truth",
    }
}
TERMS = {
    "en": {
        "intensity": "I",
        "intensity_squared": "I\N{SUPERSCRIPT TWO}",
        "alpha": "alpha (overdispersion)",
        "big": "big matter",
        "unreasonable": "unreasonable demand",
        "repeat": "repeat order",
        "direct": "entered directly",
        "resolved": "resolved",
        "late": "late",
        "const": "constant",
        "e_0": "diligence at the start",
        "load": "load",
        "second_order_share": "second-order share",
        "orders": "orders",
        "satisfied": "satisfied",
        "change": "change of efficiency",
        "routine": "routine quality",
        "efficiency": "efficiency",
        "lind_mehlum": "Lind\N{EN DASH}Mehlum",
        "two_lines": "two lines",
        "held_out": "held-out maximum",
        "prior": "space",
        "near": "near facts",
        "default": "default",
        "quadratic": "quadratic, Lind\N{EN DASH}Mehlum",
        "lines": "two lines",
        "maximum": "no form, held-out maximum",
    }
}
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
    style.require(frame, ("table", "column", "term", "estimate", "low", "high"), "regressions")
    part = frame[frame["table"] == name]
    if part.empty or name not in DIGITS:
        raise InputError(f"regressions: no table {name!r}; there are {', '.join(NAMES)}")
    models = [model for _, model in part.groupby("column", sort=True)]
    firsts = [model.iloc[0] for model in models]
    rows = [
        [words["dependent"], *(terms[row["outcome"]] for row in firsts)],
        [words["method"], *(row["method"] for row in firsts)],
    ]
    for term in dict.fromkeys(part["term"]):
        rows.append([terms[term], *(_cell(model, term, DIGITS[name]) for model in models)])
    rows.append([words["observations"], *(text.number(r["observations"], 0) for r in firsts)])
    clustered = name != "quantiles"
    if clustered:
        cells = (f"{text.number(row['clusters'], 0)} {row['unit']}" for row in firsts)
        rows.append([words["clusters"], *cells])
    for fit in dict.fromkeys(row["fit_name"] for row in firsts):
        digits = 0 if "likelihood" in fit else 2
        rows.append(
            [fit, *(text.number(r["fit"], digits) if r["fit_name"] == fit else "" for r in firsts)]
        )
    units = dict.fromkeys(_unit(row["unit"]) for row in firsts)
    said = words["interval"].format(unit=" or ".join(units)) if clustered else words["independent"]
    head = ("", *(f"({at})" for at in range(1, len(models) + 1)))
    return Table(head, tabular.columns(rows), f"{words[name]} {said}.")


def _unit(units: str) -> str:
    return {"cities": "city", "streets": "street", "replications": "replication"}[units]


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


def power(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """Size and power: one row per curve, one column per test and number of cities."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(frame, ("case", "meaning", "turns", "cities", "test", "found", "draws"), "power")
    wide = frame.pivot_table(
        index=["turns", "meaning"], columns=["test", "cities"], values="found", sort=False
    )
    head = tuple(f"{terms[t]}, {words['cities'].format(n=n)}" for t, n in wide.columns)
    rows = []
    for turns in (False, True):
        rows.append([words["some" if turns else "none"], *("" for _ in head)])
        part = wide[wide.index.get_level_values("turns") == turns]
        for meaning, values in zip(part.index.get_level_values(1), part.to_numpy(), strict=True):
            rows.append([str(meaning), *(text.percent(value) for value in values)])
    caption = words["power"].format(
        draws=text.number(frame["draws"].iloc[0], 0), level=text.percent(0.05)
    )
    return Table((words["curve"], *head), tabular.columns(rows), caption)


def definitions(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """Definitions of efficiency with formulas, and what single cities of each sample do."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(frame, ("sample", "definition", "meaning", "formula", "falls"), "definitions")
    samples = list(dict.fromkeys(frame["sample"]))
    head = [words["definition"], words["formula"]]
    head += [f"{words[key]}, {terms[name]}" for key in ("falls", "peaks") for name in samples]
    rows = []
    for _, part in frame.groupby("definition", sort=False):
        by = part.set_index("sample")
        cells = [text.percent(by.loc[s, key]) for key in ("falls", "peaks") for s in samples]
        rows.append([by["meaning"].iloc[0], by["formula"].iloc[0], *cells])
    return Table(tuple(head), tabular.columns(rows), words["definitions"])


def answers(curve: pd.DataFrame, *, lang: str = "en") -> Table:
    """How many specifications give which answer, by sample and estimator."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(curve, ("sample", "estimator", "interior", "falls", "rises"), "specifications")
    keys = ("interior", "falls", "rises")
    rows = [
        [
            f"{terms[str(sample)]}, {terms[str(estimator)]}",
            *(words["of"].format(count=int(part[key].sum()), n=len(part)) for key in keys),
        ]
        for (sample, estimator), part in curve.groupby(["sample", "estimator"], sort=False)
    ]
    head = (words["group"], *(words[key] for key in keys))
    return Table(head, tabular.columns(rows), words["answers"])


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
