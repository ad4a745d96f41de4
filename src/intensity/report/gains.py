"""Who gains and who loses by high intensity, by type and size of demand, over cities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from intensity.report import style, text

ALL = "all"
SIZES = ("small", "big", ALL)
PANELS = ("change", "wait")
COLUMNS = ("type", "size", *(f"{name}{end}" for name in PANELS for end in ("", "_low", "_high")))
TYPES = ("id", "name_en", "name_zh")
_MARKS: Mapping[str, dict[str, Any]] = {  # marker, colour, its face, width of the line
    "small": {"marker": "o", "color": style.COLOURS["neutral"], "mfc": "white", "lw": 0.9},
    "big": {"marker": "s", "color": style.COLOURS["neutral"], "lw": 1.8},
    ALL: {"marker": "D", "color": style.COLOURS["text"], "lw": 0.9},
}
_SHIFTS = {"small": -0.24, "big": 0.0, ALL: 0.24}
_ROW = {"page": 0.34, "column": 0.3}  # inches

TEXT = {
    "en": {
        "name": "name_en",
        "weight": "bold",
        "all": "all types",
        "change": "Problems that end well",
        "change_unit": "change, percentage points",
        "wait": "Time to resolution",
        "wait_unit": "change, days; resolved at both",
        "key_small": "small",
        "key_big": "big",
        "key_all": "both, by value",
        "and": ", ",
        "one": "{name} ({value})",
        "none": "none",
        "alt": (
            "Dot plot by type of demand: change from regular to high intensity of the share of "
            "reasonable problems that are prevented or resolved, in percentage points, with 80 % "
            "of cities. All types: small {small}, big {big}, both by value {all}. Big matters, "
            "from the largest gain to the largest loss: {types}. Time to resolution of what is "
            "resolved at both intensities changes by {wait} days."
        ),
        "range": "{value} [{low}, {high}]",
    },
    "zh": {
        "name": "name_zh",
        "weight": "normal",
        "all": "全部类型",
        "change": "得到妥善处理的问题",
        "change_unit": "占比变化（百分点）",
        "wait": "解决用时",
        "wait_unit": "变化（天），两种强度下均解决的问题",
        "key_small": "小事",
        "key_big": "大事",
        "key_all": "合计（按价值加权）",
        "and": "、",
        "one": "{name}（{value}）",
        "none": "无",
        "alt": (
            "按诉求类型的点图：从常规强度到高强度，被预防或被解决的有理问题占比的变化（百分点），附80%的城市所在区间。"
            "全部类型：小事{small}，大事{big}，按价值合计{all}。大事从得益最多到受损最多依次为：{types}。"
            "两种强度下均解决的问题，解决用时变化{wait}天。"
        ),
        "range": "{value} [{low}, {high}]",
    },
}


def order(table: pd.DataFrame) -> list[str]:
    """Types, all of them together first, then from the largest gain of big matters to the least."""
    big = table[table["size"] == "big"].sort_values("change", ascending=False, kind="stable")
    return [ALL, *(name for name in big["type"] if name != ALL)]


@style.styled
def draw(
    table: pd.DataFrame, types: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw the change of what ends well, and of the time it takes.

    Parameters
    ----------
    table : DataFrame
        Recorded table ``units_types``: one row per type and size, columns `COLUMNS`.
    types : DataFrame
        The types of demand, columns `TYPES`.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Panels side by side, or below each other.

    Raises
    ------
    InputError
        If a column is missing or a frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(table, COLUMNS, "units_types")
    names = _names(types, words)
    rows = order(table)
    page = width == "page"
    tall = _ROW[width] * len(rows)
    figure = style.new_figure(width, tall + 0.9 if page else 2 * tall + 1.5)
    axes = figure.subplots(*((1, 2) if page else (2, 1)), sharey=True)
    for ax, panel, factor in zip(axes, PANELS, (100.0, 1.0), strict=True):
        _dots(ax, table, panel, factor, rows)
        ax.set_yticks(range(len(rows)), [names[name] for name in rows])
        ax.tick_params(axis="y", length=0, labelleft=ax is axes[0] or not page)
        style.head(ax, words[panel], words[f"{panel}_unit"])
        ax.title.set_fontweight(words["weight"])
    axes[0].set_ylim(len(rows) - 0.45, -0.55)
    handles = [
        Line2D([], [], markersize=3.5, label=words[f"key_{size}"], **_MARKS[size]) for size in SIZES
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=3, handlelength=2.0)
    return figure


def _dots(ax: Axes, table: pd.DataFrame, panel: str, factor: float, rows: list[str]) -> None:
    """Draw a dot and a line per type and size."""
    ax.axvline(0.0, color=style.COLOURS["faint"], linewidth=0.8)
    ax.axhline(0.5, color=style.COLOURS["open"], linewidth=0.8)
    cells = table.set_index(["type", "size"])
    for size in SIZES:
        for at, name in enumerate(rows):
            if (name, size) not in cells.index:
                continue
            row = factor * cells.loc[(name, size), [panel, f"{panel}_low", f"{panel}_high"]]
            if np.isnan(row[panel]):
                continue
            y = at + _SHIFTS[size]
            ends = [row[f"{panel}_low"], row[f"{panel}_high"]]
            look = _MARKS[size]
            ax.plot(ends, [y] * 2, color=look["color"], lw=look["lw"])
            ax.plot([row[panel]], [y], markersize=3.5, **look)
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: text.number(x, 0)))


def ALT(table: pd.DataFrame, types: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative."""
    words = style.texts(TEXT, lang)
    cells = table.set_index(["type", "size"])

    def said(name: str, size: str, panel: str = "change", factor: float = 100.0) -> str:
        ends = {
            key: text.number(factor * cells.loc[(name, size), panel + end], 0)
            for key, end in (("value", ""), ("low", "_low"), ("high", "_high"))
        }
        return words["range"].format(**ends)

    return words["alt"].format(
        **{size: said(ALL, size) for size in SIZES},
        types=_listed(cells, order(table)[1:], "big", types, words),
        wait=said(ALL, ALL, "wait", 1.0),
    )


def listed(
    table: pd.DataFrame, types: pd.DataFrame, sign: int, size: str = "big", *, lang: str = "en"
) -> str:
    """Types whose median city gains (1) or loses (-1) in one size, with percentage points.

    The largest change comes first.
    """
    words = style.texts(TEXT, lang)
    cells = table.set_index(["type", "size"])
    own = table[(table["size"] == size) & (table["type"] != ALL) & (sign * table["change"] > 0)]
    own = own.sort_values("change", ascending=sign < 0, kind="stable")
    return _listed(cells, list(own["type"]), size, types, words) or words["none"]


def covered(table: pd.DataFrame, types: pd.DataFrame, *, lang: str = "en") -> str:
    """Types that special governance takes up, with the share of months, the most covered first."""
    words = style.texts(TEXT, lang)
    names = _names(types, words)
    own = table[(table["size"] == ALL) & (table["covered"] >= 0.005)]
    own = own.sort_values("covered", ascending=False, kind="stable")
    shares = [
        words["one"].format(name=names[row.type], value=text.percent(row.covered))
        for row in own.itertuples()
    ]
    said = words["and"].join(shares) or words["none"]
    return text.closed_up(said) if lang == "zh" else said


def _listed(
    cells: pd.DataFrame, rows: list[str], size: str, types: pd.DataFrame, words: Mapping[str, str]
) -> str:
    names = _names(types, words)
    return words["and"].join(
        words["one"].format(
            name=names[name], value=text.number(100.0 * cells.loc[(name, size), "change"], 0)
        )
        for name in rows
    )


def _names(types: pd.DataFrame, words: Mapping[str, str]) -> dict[str, str]:
    """Names of types in a language."""
    style.require(types, TYPES, "types")
    return {ALL: words["all"], **dict(zip(types["id"], types[words["name"]], strict=True))}
