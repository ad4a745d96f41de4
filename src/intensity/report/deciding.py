"""What decides whether a claim holds: shares of cities, and the condition that separates them.

A claim has two lines, cities over the ranges and cities that meet the facts. A bar is the share of
cities where it holds, with its interval; a line with two dots goes from the share without the
condition (hollow) to the share with it (filled), and the condition stands beside it.
"""

from __future__ import annotations

import html as markup
import math
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from intensity.evidence.claims.conditions import EVERYWHERE, NOTHING, NOWHERE, parsed
from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.model.errors import InputError, nearest
from intensity.model.parameters import parameters
from intensity.report import style, text, verdicts
from intensity.report.chinese import chinese
from intensity.report.sensitivity import named
from intensity.report.shrinkage import maths

SAMPLES = {PRIOR: ("conditions", "unresolved"), POSTERIOR: ("conditions_posterior", "neutral")}
COLUMNS = (
    *("id", "title", *(column for column, _ in SAMPLES.values())),
    *(f"share_{sample}{end}" for sample in SAMPLES for end in ("", "_low", "_high")),
    *(f"{name}_{sample}" for sample in SAMPLES for name in ("rule", "inside", "outside")),
)
LOAD = "load"  # no parameter; what it is: `intensity.evidence.claims.samples.varied`
LINE = 0.128  # inches from line to line
GAP = 0.35  # lines between two claims
PALE = 0.55  # opacity of an interval
NAME = 34  # characters of a claim's name in a line
DIGITS = 2  # significant ones of a threshold
MOST, LEAST = "\N{LESS-THAN OR EQUAL TO}", "\N{GREATER-THAN OR EQUAL TO}"

TEXT: dict[str, dict[str, Any]] = {
    "en": {
        PRIOR: "over the ranges: share, 95 % interval",
        POSTERIOR: "where the facts are met: the same",
        "inside": "share where the condition holds",
        "outside": "share elsewhere",
        "unit": "cities where the claim holds (%)",
        "label": "where {rule}: {inside}; elsewhere {outside}",
        "and": " and ",
        "label_column": "{rule}: {inside}; else {outside}",
        "and_column": ", ",
        "everywhere": "in every city",
        "nowhere": "in no city",
        "nothing": "nothing separates",
        "few": "too few to separate",
        "waiting": "not evaluated",
        LOAD: "load",
        "load_words": "hours of first-order work that arise per handler and hour",
        "key": "{symbol}: {words}",
        "semicolon": "; ",
        "stop": ".",
        "alt": (
            "{n} claims, two lines each: the share of cities where a claim holds, with its "
            "interval, and how it differs with the condition that separates. Over the ranges a "
            "condition is found for {prior} claims, where the facts are met for {posterior}. {rows}"
        ),
        "alt_row": "{id} {title}: over the ranges {prior}; where the facts are met {posterior}.",
        "alt_share": "{share}, {rule}",
        "space": " ",
    },
    "zh": {
        PRIOR: "参数范围内：占比与95%置信区间",
        POSTERIOR: "符合事实的城市：同上",
        "inside": "满足条件的城市中的占比",
        "outside": "其余城市中的占比",
        "unit": "论断成立的城市占比（%）",
        "label": "{rule}：{inside}，其余{outside}",
        "and": "且",
        "label_column": "{rule}：{inside}，其余{outside}",
        "and_column": "且",
        "everywhere": "在每个城市都成立",
        "nowhere": "在任何城市都不成立",
        "nothing": "没有能够区分的条件",
        "few": "太少而无从区分",
        "waiting": "未评估",
        LOAD: "负荷",
        "load_words": "每名处置人员每小时所发生的一阶治理工时",
        "key": "{symbol}：{words}",
        "semicolon": "；",
        "stop": "。",
        "alt": (
            "共{n}条论断，每条两行：论断成立的城市占比及其区间，以及占比随区分条件的差别。"
            "参数范围内有{prior}条找到条件，符合事实的城市中有{posterior}条。{rows}"
        ),
        "alt_row": "{id}，{title}：参数范围内{prior}；符合事实的城市{posterior}。",
        "alt_share": "{share}，{rule}",
        "space": "",
    },
}


@style.styled
def draw(claims: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw every claim's shares and the conditions that separate.

    Parameters
    ----------
    claims : DataFrame
        The recorded table ``claims``.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        In a column a claim's title stands above its two lines.

    Raises
    ------
    InputError
        If a column is missing, the frame is empty, or a rule cannot be read.
    """
    words = style.texts(TEXT, lang)
    style.require(claims, COLUMNS, "claims")
    is_column = width == "column"
    if is_column:
        words = {**words, "label": words["label_column"], "and": words["and_column"]}
    lines = 3 if is_column else 2
    tops = np.arange(len(claims)) * (lines + GAP)
    end = float(tops[-1] + lines)
    figure = style.new_figure(width, LINE * (end + GAP) + (1.3 if is_column else 0.9))
    ax = figure.subplots()
    for top, row in zip(tops, claims.to_dict("records"), strict=True):
        first = top + lines - 1.5  # of the two lines, whose middles are half a line in
        for y, sample in zip((first, first + 1.0), SAMPLES, strict=True):
            _line(ax, float(y), row, sample, words)
    for top in tops[::2]:
        ax.axhspan(top - 0.5 * GAP, top + lines + 0.5 * GAP, color="#F6F6F6", zorder=0, lw=0)
    _names(ax, claims, tops, is_column, lang)
    ax.set(
        xlim=(-2.0, 102.0),
        ylim=(end + 0.5 * GAP, -0.5 * GAP),
        xticks=(0, 50, 100) if is_column else (0, 25, 50, 75, 100),
    )
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", top=True, labeltop=True)
    ax.grid(axis="y", visible=False)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(words["unit"], fontsize=style.SMALL, loc="left" if is_column else "center")
    _key(figure, words, 1 if is_column else 2)
    return figure


def _line(
    ax: Axes, y: float, row: Mapping[str, Any], sample: str, words: Mapping[str, Any]
) -> None:
    """A claim's share in a sample, and the shares with and without its condition."""
    dark = style.COLOURS["text"]
    share, low, high = (100.0 * row[f"share_{sample}{end}"] for end in ("", "_low", "_high"))
    if math.isfinite(share):
        colour = style.COLOURS[SAMPLES[sample][1]]
        ax.barh(y, high - low, left=low, height=0.72, color=colour, alpha=PALE, lw=0)
        ax.plot([share] * 2, [y - 0.36, y + 0.36], color=colour, lw=1.6, solid_capstyle="butt")
    is_found = bool(row[f"rule_{sample}"])
    if is_found:
        ends = 100.0 * row[f"outside_{sample}"], 100.0 * row[f"inside_{sample}"]
        ax.plot(ends, [y, y], color=dark, lw=0.9)
        ax.plot(ends[:1], [y], "o", color=dark, mfc="white", ms=3.4, mew=0.8, clip_on=False)
        ax.plot(ends[1:], [y], "o", color=dark, ms=3.4, mew=0.8, clip_on=False)
    ax.annotate(
        separating(row, sample, words, maths), (1.0, y), xytext=(5, 0),
        xycoords=ax.get_yaxis_transform(), textcoords="offset points", va="center",
        fontsize=style.SMALL, color=dark if is_found else style.COLOURS["faint"],
        annotation_clip=False,
    )  # fmt: skip


def _names(ax: Axes, claims: pd.DataFrame, tops: np.ndarray, is_column: bool, lang: str) -> None:
    names = claims["id"] + " " + claims["title"].map(chinese if lang == "zh" else str)
    if not is_column:
        ax.set_yticks(tops + 1.0, [textwrap.fill(name, NAME) for name in names], linespacing=1.05)
        return
    ax.set_yticks([])
    for top, name in zip(tops, names, strict=True):
        ax.annotate(
            name, (0.0, top + 0.5), xycoords=ax.get_yaxis_transform(), va="center",
            fontsize=style.SMALL, fontweight="bold" if lang == "en" else "normal",
            annotation_clip=False,
        )  # fmt: skip


def _key(figure: Figure, words: Mapping[str, Any], columns: int) -> None:
    dot = {"marker": "o", "color": style.COLOURS["text"], "markersize": 3.4, "linestyle": ""}
    handles: dict[str, Any] = {
        words[sample]: (
            Patch(color=style.COLOURS[colour], alpha=PALE, lw=0),
            Line2D([], [], marker="|", color=style.COLOURS[colour], markeredgewidth=1.6, lw=0),
        )
        for sample, (_, colour) in SAMPLES.items()
    }
    handles[words["inside"]] = Line2D([], [], **dot)
    handles[words["outside"]] = Line2D([], [], markerfacecolor="white", **dot)
    figure.legend(
        handles.values(), handles, loc="outside upper left", ncols=columns, columnspacing=1.6,
        handlelength=1.4,
    )  # fmt: skip


def separating(
    row: Mapping[str, Any], sample: str, words: Mapping[str, Any], symbol: Callable[[str], str]
) -> str:
    """What separates a sample's cities, or why nothing does, in few words.

    Parameters
    ----------
    row : mapping
        Of the recorded table ``claims``.
    sample : {"prior", "posterior"}
    words : mapping
        `TEXT` of a language.
    symbol : callable
        How a parameter's symbol is written.
    """
    found = str(row[SAMPLES[sample][0]])
    if row[f"rule_{sample}"]:
        return words["label"].format(
            rule=condition(row[f"rule_{sample}"], words, symbol),
            inside=text.percent(row[f"inside_{sample}"]),
            outside=text.percent(row[f"outside_{sample}"]),
        )
    if not found:
        return words["waiting"]
    if found.startswith(NOTHING):
        return words["nothing"]
    return words[{EVERYWHERE: "everywhere", NOWHERE: "nowhere"}.get(found, "few")]


def condition(rule: str, words: Mapping[str, Any], symbol: Callable[[str], str]) -> str:
    """A recorded rule in symbols: "delta <= 0.243 and K > 3.5" is "δ ≤ 0.24 and K ≥ 4"."""
    parts = []
    for name, sign, bound in parsed(rule):
        shown, is_above = _symbol(name, words, symbol), sign == ">"
        if name != LOAD and parameters()[name].integer:  # a tree splits midway between two
            edge = text.number(math.floor(bound) + is_above, 0)
            parts.append(f"{shown} {LEAST if is_above else MOST} {edge}")
        else:
            size = math.floor(math.log10(abs(bound))) if bound else 0
            edge = text.number(bound, max(0, DIGITS - 1 - size))
            parts.append(f"{shown} {sign if is_above else MOST} {edge}")
    return str(words["and"]).join(parts)


def _symbol(name: str, words: Mapping[str, Any], symbol: Callable[[str], str]) -> str:
    if name == LOAD:
        return str(words[LOAD])
    if name not in parameters():
        raise InputError(f"rule: {name!r} is no parameter; {nearest(name, parameters())}")
    return symbol(parameters()[name].symbol)


def key(claims: pd.DataFrame, *, lang: str = "en") -> str:
    """What the symbols of the figure mean, a sentence in HTML for its caption; "" if it has none.

    Parameters
    ----------
    claims : DataFrame
        The recorded table ``claims``.
    """
    words = style.texts(TEXT, lang)
    style.require(claims, COLUMNS, "claims")
    rules = [rule for sample in SAMPLES for rule in claims[f"rule_{sample}"]]
    used = {name for rule in rules for name, _, _ in parsed(rule)}
    meanings = {name: named(name, lang) for name in parameters() if name in used}
    if LOAD in used:
        meanings[LOAD] = words["load_words"]
    said = str(words["semicolon"]).join(
        words["key"].format(symbol=_symbol(name, words, _lowered), words=markup.escape(meaning))
        for name, meaning in meanings.items()
    )
    return said + words["stop"] if said else ""


def _lowered(symbol: str) -> str:
    """A symbol such as ``Λ_pot`` as HTML, with its index below the line."""
    base, _, index = symbol.partition("_")
    return f"<i>{base}</i>" + (f"<sub>{index}</sub>" if index else "")


def ALT(claims: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative: each claim's shares and conditions, from the numbers."""
    words, translated = style.texts(TEXT, lang), chinese if lang == "zh" else str
    style.require(claims, COLUMNS, "claims")
    rows = []
    for row in claims.to_dict("records"):
        told = {}
        for sample in SAMPLES:
            told[sample] = separating(row, sample, words, str)
            if math.isfinite(row[f"share_{sample}"]):
                share = verdicts.share(row, sample, lang=lang)
                told[sample] = words["alt_share"].format(share=share, rule=told[sample])
        title = translated(row["title"])
        rows.append(words["alt_row"].format(id=row["id"], title=title, **told))
    found = {sample: int((claims[f"rule_{sample}"] != "").sum()) for sample in SAMPLES}
    whole = words["alt"].format(n=len(claims), rows=words["space"].join(rows), **found)
    return text.closed_up(whole) if lang == "zh" else whole
