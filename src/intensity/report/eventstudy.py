"""The event study around January 2019: what it finds, and the truth."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from intensity.evidence.eventstudy import BASE
from intensity.report import style, text

TEXT = {
    "en": {
        "orders": ("Work orders", "per handler and month"),
        "routine": ("Routine quality", "0 to 1"),
        "efficiency": ("Efficiency E", "of the month"),
        "x": "Quarters since January 2019",
        "found": "event study, 95 % interval",
        "truth": "truth: same city, same luck, never switched",
        "alt": (
            "Effects by quarter since the switch to high intensity, relative to the quarter "
            "before it, by event study and in truth. In the last quarter: {last}."
        ),
        "alt_last": "{name} {found}, in truth {truth}",
        "join": "; ",
    },
    "zh": {
        "orders": ("工单数", "每名处置人员每月"),
        "routine": ("常规工作质量", "0至1"),
        "efficiency": ("治理效率E", "当月"),
        "x": "自2019年1月起的季度数",
        "found": "事件研究，95%置信区间",
        "truth": "真值：同一城市、同样的随机因素、从未转换",
        "alt": (
            "转入高强度前后各季度的效应，以转换前一季度为基准，事件研究的估计与真值。最后一个季度：{last}。"
        ),
        "alt_last": "{name}{found}，真值{truth}",
        "join": "；",
    },
}
COLOUR = {"orders": "second_order", "routine": "prevented", "efficiency": "efficiency"}


@style.styled
def draw(events: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw effects by quarter, one panel per outcome.

    Parameters
    ----------
    events : DataFrame
        Columns outcome, quarter, estimate, low, high, truth.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Panels side by side or below each other.
    """
    words = style.texts(TEXT, lang)
    style.require(events, ("outcome", "quarter", "estimate", "low", "high", "truth"), "events")
    outcomes = list(dict.fromkeys(events["outcome"]))
    wide = width == "page"
    figure = style.new_figure(width, 2.3 if wide else 1.5 * len(outcomes) + 0.7)
    shape = (1, len(outcomes)) if wide else (len(outcomes), 1)
    axes = figure.subplots(*shape, sharex=True, squeeze=False).ravel()
    for ax, outcome in zip(axes, outcomes, strict=True):
        part = events[events["outcome"] == outcome].sort_values("quarter")
        colour = style.COLOURS[COLOUR[outcome]]
        ax.axhline(0.0, color=style.COLOURS["faint"], linewidth=0.7)
        ax.axvline(-0.5, color=style.COLOURS["faint"], linewidth=0.7, linestyle=(0, (2, 2)))
        # the quarter that effects are relative to has none by definition
        truth = pd.concat([part.set_index("quarter")["truth"], pd.Series({BASE: 0.0})]).sort_index()
        ax.plot(truth.index, truth, color=style.COLOURS["neutral"], linewidth=2.4)
        ax.vlines(part["quarter"], part["low"], part["high"], color=colour, linewidth=0.9)
        ax.plot(part["quarter"], part["estimate"], "o", color=colour, markersize=2.8)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        ax.yaxis.set_major_locator(MaxNLocator(4))
        style.head(ax, *words[outcome])
    figure.supxlabel(words["x"], fontsize=style.SIZE)
    black = style.COLOURS["efficiency"]
    figure.legend(
        handles=[
            Line2D([], [], color=black, marker="o", markersize=3, linewidth=0.9,
                   label=words["found"]),
            Line2D([], [], color=style.COLOURS["neutral"], linewidth=2.4, label=words["truth"]),
        ],
        loc="outside upper left",
        ncols=2 if wide else 1,
    )  # fmt: skip
    return figure


def ALT(events: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: each outcome's effect in the last quarter, found and true."""
    words = style.texts(TEXT, lang)
    last = []
    for outcome, part in events.groupby("outcome", sort=False):
        row = part.loc[part["quarter"].idxmax()]
        digits = 1 if outcome == "orders" else 2
        last.append(
            words["alt_last"].format(
                name=words[str(outcome)][0],
                found=text.number(row["estimate"], digits),
                truth=text.number(row["truth"], digits),
            )
        )
    return words["alt"].format(last=words["join"].join(last))
