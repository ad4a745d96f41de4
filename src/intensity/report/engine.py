"""Tables of the page on the engine, and its section on speed."""

from __future__ import annotations

import html as markup
import importlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from IPython.display import HTML, display

from intensity.evidence.engine import bench, power_of_ten
from intensity.report import page, style
from intensity.report.text import NO_BREAK, number, percent

TEXT = {
    "en": {
        "laws": (
            *("Law", "What is compared", "Points", "Comparisons", "Largest |z|"),
            "Standard error, median",
        ),
        "erlang": ("M/M/c (Erlang)", "wait, utilisation, share past a deadline"),
        "general": ("M/G/1, log-normal service (Pollaczek\N{EN DASH}Khinchine)", "wait"),
        "priority": ("non-preemptive priorities (Cobham)", "wait of urgent and of other orders"),
        "impatience": ("impatience (M/M/c + M)", "share that lapses, wait of the served"),
        "repeats": ("repeat calls (Kelly)", "wait of all rounds, repeats per problem"),
        "digests": ("Run", "SHA-256, first half", "As shipped"),
        "twins": ("City", "Problems", "Orders", "Decisions apart", "Times apart, at most (h)"),
        "mutations": ("Fault put into the kernel", "File", "Noticed by"),
        "warmup": (
            *("Measure", "I", "MSER-5 cuts (months)", "Mean of the months kept"),
            *(
                "Bias, 95\N{NARROW NO-BREAK SPACE}% interval",
                "Bias by level",
                "Within 2\N{NARROW NO-BREAK SPACE}% from month",
            ),
        ),
        "precision": (
            *("Measure", "I", "Mean", "SD of a run", "Half-width, {used} runs"),
            *("Runs for 5\N{NARROW NO-BREAK SPACE}%", "Runs for 1\N{NARROW NO-BREAK SPACE}%"),
        ),
        "speed": ("What", "Goal", "Measured", "Range", "Met"),
        "none_found": "no level found",
        "more": "more than {runs}",
        "yes": "yes",
        "no": "NO",
        "nothing": "nothing",
        "as_it_is": "none: the kernel as it is",
        "change": "change of efficiency, same draws",
        "apart": "change of efficiency, unlike draws",
        "no_speed": (
            "Speed has not been measured for this version: <code>make bench</code> does it, and "
            "the table stands here once its result is shipped with the data."
        ),
    }
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """HTML of a table whose first column names the rows."""
    body = []
    for first, *others in rows:
        cells = "".join(f"<td>{markup.escape(cell)}</td>" for cell in others)
        body.append(f'<tr><th scope="row">{markup.escape(first)}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">{markup.escape(name)}</th>' for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def laws_html(summary: pd.DataFrame, *, lang: str = "en") -> str:
    """Closed forms: points, comparisons and largest deviation by law."""
    words = style.texts(TEXT, lang)
    rows = [
        (
            *words[row.law], number(row.points, 0), number(row.comparisons, 0),
            number(row.largest), percent(row.error, 1),
        )
        for row in summary.itertuples()
    ]  # fmt: skip
    return table(words["laws"], rows)


def digests_html(digests: pd.DataFrame, *, lang: str = "en") -> str:
    """Digests of this machine, and whether they are those shipped."""
    words = style.texts(TEXT, lang)
    rows = [
        (row.case, row.digest[:32], words["yes" if row.same else "no"])
        for row in digests.itertuples()
    ]
    return table(words["digests"], rows)


def twins_html(twins: pd.DataFrame, *, lang: str = "en") -> str:
    """The two implementations, city by city."""
    words = style.texts(TEXT, lang)
    rows = [
        (
            row.case, number(row.problems, 0), number(row.orders, 0),
            number(row.decisions_apart, 0), power_of_ten(row.hours_apart),
        )
        for row in twins.itertuples()
    ]  # fmt: skip
    return table(words["twins"], rows)


def mutations_html(mutations: pd.DataFrame, *, lang: str = "en") -> str:
    """Faults, and the checks that notice them."""
    words = style.texts(TEXT, lang)
    rows = [
        (
            words["as_it_is"] if row.fault == "none" else row.fault,
            row.file,
            row.caught_by.replace("_", " ") or words["nothing"],
        )
        for row in mutations.itertuples()
    ]
    return table(words["mutations"], rows)


def warmup_html(warmup: pd.DataFrame, *, lang: str = "en") -> str:
    """Warm-up by measure and level."""
    words = style.texts(TEXT, lang)
    rows = []
    order = {name: at for at, name in enumerate(dict.fromkeys(warmup["measure"]))}
    ordered = warmup.sort_values("measure", key=lambda m: m.map(order), kind="stable")
    for row in ordered.itertuples():
        digits = 1 if abs(row.late) > 10 else 3
        rows.append(
            (
                row.name,
                number(row.intensity, 1),
                words["none_found"] if np.isnan(row.cut) else number(row.cut, 0),
                number(row.kept, digits),
                NO_BREAK.join(
                    (number(row.bias, digits), "\N{PLUS-MINUS SIGN}", number(row.half, digits))
                ),
                percent(row.share, 1),
                number(row.month, 0),
            )
        )
    return table(words["warmup"], rows)


def precision_html(needed: pd.DataFrame, runs: int, used: int, *, lang: str = "en") -> str:
    """Replications needed, by measure and level."""
    words = style.texts(TEXT, lang)
    rows = []
    for row in needed.itertuples():
        digits = 1 if abs(row.mean) > 10 else 3
        wanted = [
            words["more"].format(runs=runs) if np.isnan(n) else number(n, 0)
            for n in (row.needed_5, row.needed_1)
        ]
        rows.append(
            (
                words.get(row.measure, row.name),
                number(row.intensity, 1),
                number(row.mean, digits),
                number(row.sd, digits + 1),
                f"{number(row.half, digits + 1)}{NO_BREAK}({percent(row.share, 1)})",
                *wanted,
            )
        )
    heads = [head.format(used=used) for head in words["precision"]]
    return table(heads, rows)


def show_speed(caption: str = "", *, lang: str = "en") -> None:
    """Show the shipped measurement of speed: figure and table; or say that there is none."""
    words = style.texts(TEXT, lang)
    measured = bench()
    if measured is None:
        display(HTML(f"<p>{words['no_speed']}</p>"))
        return
    speed = importlib.import_module("intensity.report.bench")
    page.show(speed.draw, speed.ALT, measured, caption=caption, lang=lang)
    rows = [
        (
            row.measure, row.goal, _plain(row.measured),
            "" if np.isnan(row.low) else f"{_plain(row.low)}\N{EN DASH}{_plain(row.high)}",
            row.met,
        )
        for row in speed.frame(measured, lang=lang).itertuples()
    ]  # fmt: skip
    display(HTML(table(words["speed"], rows)))


def _plain(value: float) -> str:
    if np.isnan(value):
        return "\N{EN DASH}"
    return number(value, 0 if abs(value) >= 100 else 2)
