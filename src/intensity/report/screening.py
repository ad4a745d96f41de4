"""Screening: how much each parameter moves an output (mean size of elementary effects), and how
unevenly (their spread). Left below: little of either. Above the line: the effect depends on where
in the space a city lies, be it by interaction or by curvature.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from intensity.evidence.outputs import DIGITS, OUTPUTS
from intensity.evidence.screening import DRAWS
from intensity.model.parameters import parameters
from intensity.report import style, text
from intensity.report.sensitivity import NAMES, named

COLUMNS = ("output", "parameter", "mu_star", "half", "sigma", "kept", "direction")
NAMED = 4  # parameters that a panel names
WAYS = {"raises": "^", "lowers": "v", "either way": "o"}

TEXT = {
    "en": {
        "ways": {way: way for way in ("raises", "lowers", "either way", "nothing")},
        "comma": ", ",
        "space": " ",
        "x": "mean size of effects",
        "y": "spread of effects",
        "raises": "raises the output",
        "lowers": "lowers it",
        "either way": "either way",
        DRAWS: "other draws",
        "kept": "filled: kept for the shares of variance",
        "alt": (
            "Mean size against spread of elementary effects of {parameters} parameters, one panel "
            "for each of {outputs} outputs. {panels}"
        ),
        "alt_panel": "{name}: {first}; other draws {draws}.",
        "alt_one": "{parameter} {value} ({direction})",
    },
    "zh": {
        "ways": {
            **{"raises": "提高", "lowers": "降低"},
            **{"either way": "方向不定", "nothing": "无效应"},
        },
        "x": "效应的平均大小",
        "y": "效应的离散程度",
        "raises": "提高输出",
        "lowers": "降低输出",
        "either way": "方向不定",
        DRAWS: "另取随机数",
        "kept": "实心：保留，用于方差分解",
        "comma": "、",
        "space": "",
        "alt": (
            "{parameters}个参数的基本效应，平均大小对离散程度，{outputs}个输出各一幅。{panels}"
        ),
        "alt_panel": "{name}：{first}；另取随机数{draws}。",
        "alt_one": "{parameter} {value}（{direction}）",
    },
}


@style.styled
def draw(screening: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw mean size and spread of every parameter's effects, by output.

    Parameters
    ----------
    screening : DataFrame
        The recorded table ``sensitivity_screening``.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Three panels abreast or one.

    Raises
    ------
    InputError
        If a column is missing or the frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(screening, COLUMNS, "sensitivity_screening")
    wanted = [name for name in OUTPUTS if name in set(screening["output"])]
    abreast = 3 if width == "page" else 1
    down = -(-len(wanted) // abreast)
    figure = style.new_figure(width, 1.95 * down + (0.35 if width == "page" else 0.7))
    cells = figure.subplots(down, abreast, squeeze=False).ravel()
    for ax in cells[len(wanted) :]:
        ax.remove()
    for ax, output in zip(cells, wanted, strict=False):
        _panel(ax, screening[screening["output"] == output])
        ax.set_xlabel(words["x"], fontsize=style.SMALL)
        ax.set_ylabel(words["y"], fontsize=style.SMALL)
        style.head(ax, *style.texts(NAMES, lang)[output])
    handles = [
        Line2D([], [], linestyle="", marker=mark, markersize=4, label=words[way],
               color=style.COLOURS["neutral"])
        for way, mark in WAYS.items()
    ]  # fmt: skip
    handles.append(Line2D([], [], linestyle="", marker="x", markersize=4, label=words[DRAWS],
                          color=style.COLOURS["text"]))  # fmt: skip
    handles.append(Line2D([], [], linestyle="", label=words["kept"]))
    figure.legend(
        handles=handles, loc="outside upper left", ncols=5 if width == "page" else 2,
        columnspacing=1.0, handletextpad=0.3,
    )  # fmt: skip
    return figure


def _panel(ax: Axes, own: pd.DataFrame) -> None:
    own = own.sort_values("mu_star", ascending=False, kind="stable")
    drawn = own[own["parameter"] != DRAWS]
    colour = style.COLOURS["neutral"]
    for way, mark in WAYS.items():
        for kept in ("yes", "no"):
            rows = drawn[(drawn["direction"] == way) & (drawn["kept"] == kept)]
            fill = colour if kept == "yes" else "white"
            ax.plot(
                rows["mu_star"], rows["sigma"], mark, color=colour, markersize=3.4,
                markerfacecolor=fill, markeredgewidth=0.6, linestyle="",
            )  # fmt: skip
    chance = own[own["parameter"] == DRAWS]
    ax.plot(chance["mu_star"], chance["sigma"], "x", color=style.COLOURS["text"], markersize=4)
    right = 1.25 * float(own["mu_star"].max())
    top = 1.15 * float(np.nanmax(own["sigma"]))
    ends = min(right, top)
    ax.plot(
        [0, ends], [0, ends], color=style.COLOURS["faint"], linewidth=0.6, linestyle=(0, (2, 2))
    )
    known = parameters()
    first = drawn.head(NAMED)
    style.label_lines(
        ax,
        [
            (x, y, known[name].symbol, style.COLOURS["text"])
            for x, y, name in zip(first["mu_star"], first["sigma"], first["parameter"], strict=True)
        ],
    )
    ax.set_xlim(0, right)
    ax.set_ylim(0, top)
    ax.xaxis.set_major_locator(MaxNLocator(3))
    ax.yaxis.set_major_locator(MaxNLocator(4))


def ALT(screening: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: the parameters with the largest effects, and their direction."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    panels = []
    wanted = [name for name in OUTPUTS if name in set(screening["output"])]
    for output in wanted:
        own = screening[screening["output"] == output].sort_values("mu_star", ascending=False)
        digits = DIGITS[output]
        first = [
            words["alt_one"].format(
                parameter=named(row.parameter, lang),
                value=text.number(row.mu_star, digits),
                direction=words["ways"][row.direction],
            )
            for row in own[own["parameter"] != DRAWS].head(NAMED).itertuples()
        ]
        chance = own.loc[own["parameter"] == DRAWS, "mu_star"].iloc[0]
        panels.append(
            words["alt_panel"].format(
                name=names[output][0],
                first=words["comma"].join(first),
                draws=text.number(chance, digits),
            )
        )
    return words["alt"].format(
        parameters=screening["parameter"].nunique() - 1,
        outputs=len(wanted),
        panels=words["space"].join(panels),
    )
