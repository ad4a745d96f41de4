"""What the paper's facts say of each parameter: posterior beside prior, strongest change first."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from intensity.evidence.identification import clear
from intensity.report import style, text
from intensity.report.chinese import chinese

COLUMNS = (
    *("parameter", "symbol", "title", "shrinkage", "distance", "low", "high", "mean", "default"),
    *("chance_shrinkage", "chance_distance"),
)
TEXT = {
    "en": {
        "name": "{title}, {symbol}",
        "semicolon": "; ",
        "shrinkage": "Variance lost (%)",
        "distance": "Distance from prior",
        "interval": "Posterior in its range",
        "chance": "grey: by chance alone",
        "key": "o mean, 90 %   | default city",
        "ends": "low|high",
        "alt": (
            "Parameters by how far the paper's facts moved them. Most: {most}. "
            "{clear} of {all} parameters moved further than chance would move any of them; the "
            "median shrinkage of variance is {median}."
        ),
        "alt_one": "{title}, variance {shrinkage} smaller",
    },
    "zh": {
        "shrinkage": "方差减少（%）",
        "distance": "与先验的距离",
        "interval": "后验在范围中的位置",
        "chance": "灰：仅凭偶然",
        "key": "o 均值，90%   | 基准城市",
        "ends": "下限|上限",
        "name": "{title}，{symbol}",
        "alt": (
            "各参数因论文事实而移动的程度。移动最大的是：{most}。{all}个参数中，{clear}个的移动超"
            "过偶然"
            "所能造成的程度；方差减少的中位数为{median}。"
        ),
        "alt_one": "{title}，方差减少{shrinkage}",
        "semicolon": "；",
    },
}
SHOWN = 16


@style.styled
def draw(
    table: pd.DataFrame,
    *,
    shown: int = SHOWN,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw distance, shrinkage and the posterior's place in its range.

    Parameters
    ----------
    table : DataFrame
        Recorded table ``identification``, strongest first.
    shown : int
        Parameters shown, from the strongest on.
    """
    words = style.texts(TEXT, lang)
    style.require(table, COLUMNS, "identification")
    top = table.head(shown)
    rows = np.arange(len(top))
    column = width == "column"
    figure = style.new_figure(width, 0.9 + (0.2 if column else 0.27) * len(top))
    axes = figure.subplots(1, 2 if column else 3, sharey=True)
    colour = style.COLOURS["neutral"]
    panels = [(axes[0], "distance", 1.0)]
    if not column:
        panels.append((axes[1], "shrinkage", 100.0))
    for ax, key, factor in panels:
        bound = factor * top[f"chance_{key}"].to_numpy()
        ax.barh(rows, bound, height=0.8, color=style.COLOURS["open"], alpha=0.6, lw=0)
        values = factor * top[key].to_numpy()
        ax.hlines(rows, 0.0, values, color=colour, lw=2.4)
        ax.plot(values, rows, "o", color=colour, ms=3.5)
        ax.axvline(0.0, color=style.COLOURS["faint"], lw=0.6)
        ax.set_title(words[key])
        ax.set_xlabel(words["chance"], fontsize=style.SMALL)
    last = axes[-1]
    last.hlines(rows, 0.0, 1.0, color=style.COLOURS["open"], lw=3)
    last.hlines(rows, top["low"], top["high"], color=colour, lw=3)
    last.plot(top["mean"], rows, "o", color="white", mec=colour, ms=3.5)
    last.plot(top["default"], rows, "|", color=style.COLOURS["text"], ms=7, mew=1.3)
    last.set_title(words["interval"])
    last.set(xlim=(-0.06, 1.06), xticks=(0, 1), xticklabels=words["ends"].split("|"))
    last.set_xlabel(words["key"], fontsize=style.SMALL)
    said = chinese if lang == "zh" else str
    names = [
        maths(symbol)
        if column
        else words["name"].format(title=textwrap.fill(said(title), 40), symbol=maths(symbol))
        for title, symbol in zip(top["title"], top["symbol"], strict=True)
    ]
    axes[0].set_yticks(rows, names)
    axes[0].set_ylim(len(top) - 0.4, -0.6)
    for ax in axes:
        ax.tick_params(axis="y", length=0)
        ax.grid(visible=False, axis="y")
    return figure


def maths(symbol: str) -> str:
    """A symbol such as ``Λ_pot`` with its index below the line."""
    base, _, index = symbol.partition("_")
    return f"{base}$_{{\\mathrm{{{index}}}}}$" if index else base


def ALT(table: pd.DataFrame, *, shown: int = SHOWN, lang: str = "en") -> str:
    """Text alternative, from the numbers."""
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    most = words["semicolon"].join(
        words["alt_one"].format(title=said(row.title), shrinkage=text.percent(row.shrinkage))
        for row in table.head(4).itertuples()
    )
    return words["alt"].format(
        most=most,
        clear=int(clear(table).sum()),
        all=len(table),
        median=text.percent(table["shrinkage"].median()),
    )
