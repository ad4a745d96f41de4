"""Whether the indices have settled: total indices over the number of base points."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from intensity.evidence.outputs import OUTPUTS
from intensity.evidence.screening import DRAWS
from intensity.evidence.variance import REST
from intensity.model.parameters import parameters
from intensity.report import style, text
from intensity.report.sensitivity import NAMES, VARIANCE, largest

NAMED = 3  # parameters of a panel
_LINES = ("solid", (0, (4, 2)), (0, (1, 1)))  # from the first to the third

TEXT = {
    "en": {
        "comma": ", ",
        "x": "base points",
        DRAWS: "draws",
        "unit": "total index; band: 95 % interval",
        "alt": (
            "Total indices over the number of base points, {first} to {last}, one panel for each "
            "of {outputs} outputs. Half-widths of the leading parameter's interval go from "
            "{panels}."
        ),
        "alt_panel": "{start} to {end} ({name})",
    },
    "zh": {
        "x": "基点数",
        DRAWS: "随机因素",
        "unit": "总指数；带：95%区间",
        "comma": "，",
        "alt": (
            "总指数随基点数的变化，{first}至{last}，{outputs}个输出各一幅。首要参数的区间半宽："
            "{panels}。"
        ),
        "alt_panel": "{name}由{start}到{end}",
    },
}


@style.styled
def draw(variance: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw the leading parameters' total indices, and that of the draws, over sample size.

    Parameters
    ----------
    variance : DataFrame
        The recorded table ``sensitivity_variance``.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Three panels abreast or one.
    """
    words = style.texts(TEXT, lang)
    style.require(variance, VARIANCE, "sensitivity_variance")
    wanted = [name for name in OUTPUTS if name in set(variance["output"])]
    abreast = 3 if width == "page" else 1
    down = -(-len(wanted) // abreast)
    figure = style.new_figure(width, 1.65 * down + 0.1)
    cells = figure.subplots(down, abreast, squeeze=False).ravel()
    for ax in cells[len(wanted) :]:
        ax.remove()
    for ax, output in zip(cells, wanted, strict=False):
        _panel(ax, variance[variance["output"] == output], words)
        style.head(ax, style.texts(NAMES, lang)[output][0], words["unit"])
        ax.set_xlabel(words["x"], fontsize=style.SMALL)
    return figure


def leaders(own: pd.DataFrame) -> list[str]:
    """The parameters with the largest total indices in the largest sample."""
    last = largest(own)
    last = last[~last["parameter"].isin([REST, DRAWS])]
    return list(last.sort_values("total", ascending=False)["parameter"].head(NAMED))


def _panel(ax: Axes, own: pd.DataFrame, words) -> None:
    known, ends = parameters(), []
    sizes = sorted(own["base"].unique())
    shown = [(name, "neutral", line) for name, line in zip(leaders(own), _LINES, strict=False)]
    if (own["parameter"] == DRAWS).any():
        shown.append((DRAWS, "unresolved", "solid"))
    for name, key, line in shown:
        rows = own[own["parameter"] == name].sort_values("base")
        colour = style.COLOURS[key]
        low, high = rows["total"] - rows["total_half"], rows["total"] + rows["total_half"]
        ax.fill_between(rows["base"], low.clip(0), high, color=colour, alpha=0.15, linewidth=0)
        ax.plot(rows["base"], rows["total"], color=colour, linestyle=line)
        title = words[DRAWS] if name == DRAWS else known[name].symbol
        ends.append((sizes[-1], float(rows["total"].iloc[-1]), title, style.COLOURS["text"]))
    ax.set_xscale("log")
    ax.set_xlim(sizes[0], sizes[-1])
    ax.xaxis.set_major_locator(FixedLocator(sizes))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([f"{size:.0f}" for size in sizes])
    ax.set_ylim(0, min(1.5, ax.get_ylim()[1]))
    ax.yaxis.set_major_locator(MaxNLocator(4))
    style.label_lines(ax, ends)


def ALT(variance: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: how intervals narrow."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    panels = []
    for output in OUTPUTS:
        own = variance[variance["output"] == output]
        if own.empty:
            continue
        rows = own[own["parameter"] == leaders(own)[0]].sort_values("base")
        panels.append(
            words["alt_panel"].format(
                start=text.number(rows["total_half"].iloc[0]),
                end=text.number(rows["total_half"].iloc[-1]),
                name=names[output][0],
            )
        )
    return words["alt"].format(
        first=text.number(variance["base"].min(), 0),
        last=text.number(variance["base"].max(), 0),
        outputs=len(panels),
        panels=words["comma"].join(panels),
    )
