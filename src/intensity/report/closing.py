"""What would close the gap to the public record after 2020, and what it would bring with it."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from intensity.evidence.comparison import NUMBERS, QUANTITIES, SIMULATED, YEAR, printed
from intensity.report import style, text
from intensity.report.closing_text import TEXT
from intensity.report.validation import RATES, YEARS

LINES = {  # colour, dashes
    "unchanged": ("faint", (0, ())),
    "learning": ("second_order", (0, ())),
    "growth": ("neutral", (0, ())),
    "learning_growth": ("text", (0, (4, 2))),
}
PANELS = {"calls": ("volume", 1.0), "rate": ("resolution", 100.0), "worth": ("effectiveness", 1.0)}
BANDED = ("unchanged", "learning")  # bands of all four would hide each other
_MARK = {"color": style.COLOURS["paper"], "mec": "black", "mew": 0.7, "ms": 4.5, "zorder": 5}


@style.styled
def draw(
    paths: pd.DataFrame, held: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw volume, resolution rate and effectiveness by year under the simulated variants.

    Parameters
    ----------
    paths : DataFrame
        Recorded table ``closing_paths``.
    held : DataFrame
        Recorded table ``validation``, for the facts.
    """
    words = style.texts(TEXT, lang)
    style.require(paths, ("variant", "quantity", "year", "low", "middle", "high"), "closing_paths")
    style.require(held, ("id", "fact"), "validation")
    fact = held.set_index("id")["fact"]
    page = width == "page"
    figure = style.new_figure(width, 2.5 if page else 6.4)
    axes = figure.subplots(*((1, 3) if page else (3, 1)))
    for ax, (name, (quantity, factor)) in zip(axes, PANELS.items(), strict=True):
        _lines(ax, paths[paths["quantity"] == quantity], factor, words)
        style.head(ax, words[name], words[f"{name}_unit"])
        ax.set_xlim(2018, 2026)
        ax.set_xticks(range(2018, 2027, 2))
        ax.axvline(2021, color=style.COLOURS["faint"], lw=0.8)
        ax.set_ylim(bottom=0)
    axes[0].plot([year + 0.5 for year in YEARS.values()], fact[list(YEARS)], "o", **_MARK)
    places = RATES["resolution"]
    axes[1].plot(list(places.values()), 100.0 * fact[list(places)], "o", **_MARK)
    axes[1].set_ylim(0, 108)
    axes[1].annotate(
        words["fact"],
        (places["R16a"], 100.0 * fact["R16a"]),
        xytext=(0, -6),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=style.SMALL,
    )
    return figure


def _lines(ax: Axes, frame: pd.DataFrame, factor: float, words: Mapping[str, Any]) -> None:
    ends = []
    for variant, (colour, dashes) in LINES.items():
        own = frame[frame["variant"] == variant].sort_values("year")
        at, shade = own["year"] + 0.5, style.COLOURS[colour]
        if variant in BANDED:
            low, high = factor * own["low"], factor * own["high"]
            ax.fill_between(at, low, high, color=shade, alpha=0.15, lw=0)
        ax.plot(at, factor * own["middle"], color=shade, ls=dashes)
        name = words.get(f"short_{variant}", words[variant])
        ends.append((at.iloc[-1], factor * own["middle"].iloc[-1], name, shade))
    style.label_lines(ax, ends)


def ALT(paths: pd.DataFrame, held: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative, from the numbers."""
    words = style.texts(TEXT, lang)
    now = paths[paths["year"] == YEAR].set_index(["variant", "quantity"])["middle"]
    rows = [
        words["alt_row"].format(
            name=words[variant],
            volume=text.number(now[variant, "volume"]),
            resolution=text.percent(now[variant, "resolution"]),
            effectiveness=text.number(now[variant, "effectiveness"]),
        )
        for variant in SIMULATED
    ]
    fact = held.set_index("id")["fact"]
    return words["alt"].format(
        rows=words["comma"].join(rows),
        calls=text.number(fact["V26"]),
        rate=text.percent(fact["R16a"]),
    )


def html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """Quantities of 2024 under the simulated variants; below each, its change, draw by draw."""
    words = style.texts(TEXT, lang)
    columns = ("variant", "quantity", "low", "middle", "high", "change_low", "change_high", "fact")
    style.require(table, columns, "closing")
    cell = table.set_index(["variant", "quantity"])
    rows = []
    for quantity in QUANTITIES:
        fact = cell.loc[("unchanged", quantity), "fact"]
        cells = [words["nothing"] if pd.isna(fact) else _one(fact, quantity)]
        for variant in SIMULATED:
            row = cell.loc[(variant, quantity)]
            shown = f"{_one(row['middle'], quantity)} {_ends(row['low'], row['high'], quantity)}"
            if variant != SIMULATED[0]:
                shown += f"<br/><small>{_change(row, quantity, words)}</small>"
            cells.append(shown)
        body = "".join(f"<td>{shown}</td>" for shown in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(words[quantity])}</th>{body}</tr>')
    heads = (words["quantity"], words["record"], *(words[variant] for variant in SIMULATED))
    return _table(heads, rows, lang)


def variants_html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """Every variant: its numbers, the facts they were set from, and the others that it meets."""
    words = style.texts(TEXT, lang)
    style.require(table, ("variant", "set", "inside", "free", "met"), "closing_variants")
    rows = []
    for row in table.to_dict("records"):
        numbers = [_number(row, name, words) for name in NUMBERS if pd.notna(row[f"{name}_middle"])]
        met = words["of"].format(met=row["met"], free=row["free"])
        if row["inside"]:
            met = words["ids"].format(count=met, ids=row["inside"])
        cells = (words["comma"].join(numbers), row["set"], met)
        body = "".join(f"<td>{markup.escape(cell or words['nothing'])}</td>" for cell in cells)
        name = markup.escape(words[row["variant"]])
        rows.append(f'<tr><th scope="row">{name}</th>{body}</tr>')
    return _table([words[key] for key in ("variant", "numbers", "set", "met")], rows, lang)


def _number(row: Mapping[str, Any], name: str, words: Mapping[str, Any]) -> str:
    low, middle, high = (row[f"{name}_{end}"] for end in ("low", "middle", "high"))
    share = name != "odds"
    form = words[name] if name in words and name != "growth" else words["per_year"]
    return form.format(
        middle=text.percent(middle) if share else text.number(middle, 0),
        ends=text.interval(low, high, 0, as_percent=share),
    )


def _one(value: float, quantity: str) -> str:
    kind, digits = printed(quantity)
    return text.percent(value, digits) if kind == "share" else text.number(value, digits)


def _ends(low: float, high: float, quantity: str) -> str:
    kind, digits = printed(quantity)
    return text.interval(low, high, digits, as_percent=kind == "share")


def _change(row: pd.Series, quantity: str, words: Mapping[str, Any]) -> str:
    """The interval of a change, with signs; of shares in points."""
    kind, digits = printed(quantity)
    factor = 100.0 if kind == "share" else 1.0
    low, high = (text.number(factor * row[f"change_{end}"], digits) for end in ("low", "high"))
    return words["change"].format(low=_signed(low), high=_signed(high))


def _signed(number: str) -> str:
    """A number with a plus where it is positive as printed."""
    positive = number[0].isdigit() and number.strip("0.") != ""
    return f"+{number}" if positive else number


def _table(heads: Any, rows: list[str], lang: str) -> str:
    head = "".join(f'<th scope="col">{markup.escape(name)}</th>' for name in heads)
    out = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return text.closed_up(out) if lang == "zh" else out
