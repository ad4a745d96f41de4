"""Figure 4: completed orders by resolved and satisfied (解决、满意), simulated beside stated.

The paper states one number of this table: in S community, July to October 2020, the two unresolved
groups together are 46 % of the orders (section 4.2). Its single cells are not stated, and are never
filled in here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MultipleLocator

from intensity.model.errors import InputError
from intensity.report import style, text

CELLS = (
    "resolved_satisfied",
    "resolved_dissatisfied",
    "unresolved_satisfied",
    "unresolved_dissatisfied",
)
STATED_UNRESOLVED = 0.46  # section 4.2, beside Figure 4
LOW, HIGH = 0.1, 0.9  # quantiles over replications

TEXT = {
    "en": {
        "resolved_satisfied": "resolved, satisfied",
        "resolved_dissatisfied": "resolved, dissatisfied",
        "unresolved_satisfied": "unresolved, satisfied",
        "unresolved_dissatisfied": "unresolved, dissatisfied",
        "unresolved": "unresolved together",
        "paper": "Paper",
        "simulated": "Simulated",
        "not_stated": "not stated",
        "stated": "{share} stated",
        "stated_unresolved": "unresolved {share}, stated;\ncells not stated",
        "rest": "the rest;\ncells not stated",
        "x": "Share of completed orders (%)",
        "head_bars": "Whole",
        "head_cells": "Cells, with 10\N{EN DASH}90 % of {source}",
        "replications": "replications",
        "posterior draws": "posterior draws",
        "join": ", ",
        "alt": (
            "Completed orders four ways. Simulated: {cells}. Unresolved together {together} "
            "({interval} over {rows} {source}); the paper states {stated} and does not "
            "state the single cells."
        ),
        "alt_cell": "{name} {share}",
    },
    "zh": {
        "resolved_satisfied": "已解决且满意",
        "resolved_dissatisfied": "已解决但不满意",
        "unresolved_satisfied": "未解决但满意",
        "unresolved_dissatisfied": "未解决不满意",
        "unresolved": "未解决合计",
        "paper": "论文",
        "simulated": "模拟",
        "not_stated": "未给出",
        "stated": "给出{share}",
        "stated_unresolved": "未解决合计{share}，\n论文给出；分项未给出",
        "rest": "其余部分；\n分项未给出",
        "x": "占办结工单（%）",
        "head_bars": "整体",
        "head_cells": "分项及10–90%的{source}",
        "replications": "重复模拟",
        "posterior draws": "后验抽样",
        "join": "，",
        "alt": (
            "办结工单分为四类。模拟值：{cells}。未解决合计{together}（{rows}个{source}中为{interval}）；"
            "论文给出{stated}，未给出各分项。"
        ),
        "alt_cell": "{name}{share}",
    },
}
_FILL = {
    "resolved_satisfied": ("second_order", 1.0),
    "resolved_dissatisfied": ("second_order", 0.45),
    "unresolved_satisfied": ("unresolved", 0.5),
    "unresolved_dissatisfied": ("unresolved", 1.0),
}


def shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Return pooled shares of the four cells, and of the unresolved together, with quantiles.

    Parameters
    ----------
    counts : DataFrame
        One row per replication (and street or month); columns: `CELLS`, counts >= 0. Extra
        columns are ignored.

    Returns
    -------
    DataFrame
        Index: `CELLS` and ``unresolved``; columns: share (of all rows pooled), low and high
        (`LOW` and `HIGH` quantiles of the rows' own shares; rows without an order do not count).

    Raises
    ------
    InputError
        If a column is missing, a count is negative or missing, or there is no order at all.
    """
    style.require(counts, CELLS, "counts")
    table = counts[list(CELLS)].astype(float)
    if not np.isfinite(table.to_numpy()).all() or (table.to_numpy() < 0).any():
        raise InputError("counts: must be numbers >= 0")
    table["unresolved"] = table["unresolved_satisfied"] + table["unresolved_dissatisfied"]
    whole = table[list(CELLS)].sum(axis=1)
    if whole.sum() == 0:
        raise InputError("counts: no completed order in any row")
    rows = table[whole > 0].div(whole[whole > 0], axis=0)
    return pd.DataFrame(
        {
            "share": table.sum() / whole.sum(),
            "low": rows.quantile(LOW),
            "high": rows.quantile(HIGH),
        }
    )


@style.styled
def draw(
    counts: pd.DataFrame, *, source: str = "replications", lang: str = "en", width: str = "page"
) -> Figure:
    """Draw the stated and the simulated split.

    Parameters
    ----------
    counts : DataFrame
        One row per replication, columns `CELLS`; see `shares`.
    source : {"replications", "posterior draws"}
        What the rows are: one city with other luck, or cities that agree with the paper's facts.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Bars beside the intervals, or above them.

    Raises
    ------
    InputError
        As in `shares`.
    """
    words = style.texts(TEXT, lang)
    table = shares(counts)
    column = width == "column"
    figure = style.new_figure(width, 4.4 if column else 2.5, constrained=False)
    across, up = (float(value) for value in figure.get_size_inches())
    places = (
        ((0.12, 2.95, 3.24, 1.15), (1.4, 0.45, 1.2, 1.65))
        if column
        else ((0.12, 0.45, 2.7, 1.65), (4.4, 0.45, 1.75, 1.65))
    )
    bars, dots = (
        figure.add_axes((x / across, y / up, w / across, h / up)) for x, y, w, h in places
    )
    _bars(bars, table, words)
    _dots(dots, table, words)
    left = 0.12 if column else 3.1
    place = places[1][1] + places[1][3] + (0.3 if column else 0.2)
    figure.text(
        left / across,
        place / up,
        words["head_cells"].format(source=words[source]),
        fontweight="bold",
        va="bottom",
    )
    return figure


def ALT(counts: pd.DataFrame, *, source: str = "replications", lang: str = "en") -> str:
    """Return the text alternative, with the numbers of `counts`."""
    words = style.texts(TEXT, lang)
    table = shares(counts)
    cells = words["join"].join(
        words["alt_cell"].format(name=words[cell], share=text.percent(table.loc[cell, "share"]))
        for cell in CELLS
    )
    together = table.loc["unresolved"]
    return words["alt"].format(
        cells=cells,
        together=text.percent(together["share"]),
        interval=text.interval(together["low"], together["high"], 0, as_percent=True),
        rows=len(counts),
        source=words[source],
        stated=text.percent(STATED_UNRESOLVED),
    )


def _bars(ax: Axes, table: pd.DataFrame, words) -> None:
    """Draw the paper's bar, of which one part is stated, above the simulated one."""
    upper, lower, tall = 1.0, 0.0, 0.46
    rest = 1 - STATED_UNRESOLVED
    edge = style.COLOURS["text"]
    ax.add_patch(
        Rectangle(
            (0, upper - tall / 2),
            100 * rest,
            tall,
            facecolor="white",
            edgecolor=edge,
            linewidth=0.6,
            linestyle=(0, (3, 2)),
        )
    )
    ax.add_patch(
        Rectangle(
            (100 * rest, upper - tall / 2),
            100 * STATED_UNRESOLVED,
            tall,
            facecolor=style.COLOURS["paper"],
            edgecolor=edge,
            linewidth=0.6,
        )
    )
    ax.text(
        50 * rest,
        upper,
        words["rest"],
        ha="center",
        va="center",
        fontsize=style.SMALL,
        color=style.COLOURS["faint"],
    )
    ax.text(
        100 * (rest + STATED_UNRESOLVED / 2),
        upper,
        words["stated_unresolved"].format(share=text.percent(STATED_UNRESOLVED)),
        ha="center",
        va="center",
        fontsize=style.SMALL,
    )
    left = 0.0
    for cell in CELLS:
        share = 100 * table.loc[cell, "share"]
        name, alpha = _FILL[cell]
        ax.barh(
            lower,
            share,
            tall,
            left=left,
            color=style.COLOURS[name],
            alpha=alpha,
            edgecolor="white",
            linewidth=0.8,
        )
        if share >= 7:  # a number needs about this much room
            ax.text(
                left + share / 2,
                lower,
                text.percent(share / 100),
                ha="center",
                va="center",
                fontsize=style.SMALL,
                color="black",
            )
        left += share
    ax.plot(
        [100 * rest] * 2,
        [lower + tall / 2, upper - tall / 2],
        color=edge,
        linewidth=0.9,
        linestyle=(0, (3, 2)),
        zorder=5,
    )
    for y, key in ((upper, "paper"), (lower, "simulated")):
        ax.text(0, y + tall / 2 + 0.04, words[key], fontsize=style.SMALL, va="bottom")
    ax.set(xlim=(0, 100), ylim=(-0.4, 1.45), yticks=[], xlabel=words["x"])
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False)
    ax.set_title(words["head_bars"])


def _dots(ax: Axes, table: pd.DataFrame, words) -> None:
    """Draw each cell's simulated share with its interval, and what the paper says of it."""
    rows = [*CELLS, "unresolved"]
    last = len(rows) - 1
    beyond = ax.get_yaxis_transform()
    names = []
    for y, name in enumerate(rows):
        share, low, high = (float(table.loc[name, key]) for key in ("share", "low", "high"))
        names.append(
            f"{words[name]}\n{text.percent(share)} {text.interval(low, high, 0, as_percent=True)}"
        )
        colour, alpha = _FILL.get(name, ("text", 1.0))
        shade = style.COLOURS[colour]
        ax.plot([100 * low, 100 * high], [y, y], color=shade, linewidth=1.2, zorder=2)
        ax.plot([100 * low, 100 * high], [y, y], "|", color=shade, markersize=6, zorder=2)
        ax.plot([100 * share], [y], "o", color="white", markersize=5, zorder=3)
        ax.plot([100 * share], [y], "o", color=shade, alpha=alpha, markersize=5, zorder=3)
        stated = name == "unresolved"
        label = words["not_stated"]
        if stated:
            label = words["stated"].format(share=text.percent(STATED_UNRESOLVED))
        ax.text(
            1.05,
            y,
            label,
            transform=beyond,
            va="center",
            fontsize=style.SMALL,
            color=style.COLOURS["text" if stated else "faint"],
        )
    ax.plot([100 * STATED_UNRESOLVED] * 2, [last - 0.4, last + 0.4], color="black", linewidth=3)
    ax.plot(
        [100 * STATED_UNRESOLVED] * 2,
        [last - 0.36, last + 0.36],
        color=style.COLOURS["paper"],
        linewidth=1.6,
    )
    ax.text(
        1.05,
        -0.75,
        words["paper"],
        transform=beyond,
        va="center",
        fontsize=style.SMALL,
        fontweight="bold",
    )
    ax.axhline(last - 0.5, color=style.COLOURS["faint"], linewidth=0.5)
    ax.set_yticks(range(len(rows)), names)
    ax.set(ylim=(last + 0.5, -0.5), xlabel=words["x"])
    ax.set_xlim(0, max(60.0, 100 * float(table["high"].max()) + 5))
    ax.xaxis.set_major_locator(MultipleLocator(20))
    ax.tick_params(axis="y", length=0)
