"""How precise a number of replications makes the key measures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from intensity.model.errors import InputError
from intensity.report import style, text

NAMES = {
    "en": {
        "efficiency": "efficiency",
        "dashboard": "score",
        "orders_per_month": "orders",
        "direct_share": "direct share",
        "unresolved_share": "unresolved",
        "routine": "routine",
    },
    "zh": {
        "efficiency": "治理效率",
        "dashboard": "考核得分",
        "orders_per_month": "工单数",
        "direct_share": "直接进入占比",
        "unresolved_share": "未解决占比",
        "routine": "常规工作质量",
    },
}
TEXT = {
    "en": {
        "comma": ", ",
        "widths": "Half-width of the 95 % interval",
        "widths_unit": "per cent of the mean; default city, I = {level}",
        "x": "Replications",
        "used": "used",
        "change": "Change of efficiency from low to high",
        "change_unit": "cumulative mean and 95 % interval",
        "same": "same draws",
        "apart": "unlike draws",
        "alt": (
            "Two panels over the number of replications, {first} to {last}. Left: half-width of "
            "the 95 % interval by the mean at intensity {level}, which falls as the inverse root; "
            "with {used} replications: {widths}. Right: change of efficiency from intensity "
            "{low} to {level}, {change} with half-width {half} from {used} replications of the "
            "same draws, {other} from unlike draws."
        ),
        "alt_width": "{name} {share}",
    },
    "zh": {
        "comma": "、",
        "widths": "95%区间的半宽",
        "widths_unit": "与均值之比（%）；基准城市，I={level}",
        "x": "重复模拟次数",
        "used": "采用",
        "change": "治理效率从低强度到高强度的变化",
        "change_unit": "累积均值与95%区间",
        "same": "相同的随机数",
        "apart": "不同的随机数",
        "alt": (
            "两幅图，横轴为重复模拟次数，{first}至{last}。左：强度{level}下95%区间的半宽与均值之比，"
            "按平方根的倒数下降；{used}次重复模拟时：{widths}。右：治理效率从强度{low}到{level}的"
            "变化，"
            "{used}次重复模拟，相同的随机数为{change}，半宽{half}，不同的随机数半宽为{other}。"
        ),
        "alt_width": "{name}{share}",
    },
}
_COLOURS = {
    **{"efficiency": "efficiency", "dashboard": "score", "orders_per_month": "second_order"},
    **{"direct_share": "neutral", "unresolved_share": "unresolved", "routine": "prevented"},
}
LOW = 0.2


def _checked(precision: pd.DataFrame, used: int) -> float:
    """The highest level, after refusing a frame that cannot be drawn."""
    style.require(precision, ("measure", "intensity", "n", "mean", "half"), "precision")
    missing = {*_COLOURS, "change", "apart"} - set(precision["measure"])
    if missing:
        raise InputError(f"precision: no measure {min(missing)!r}")
    if used not in set(precision["n"]):
        raise InputError(f"precision: no row for {used} replications")
    return float(precision["intensity"].max())


@style.styled
def draw(precision: pd.DataFrame, used: int, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw half-widths of each measure, and the change of efficiency with its interval.

    Parameters
    ----------
    precision : DataFrame
        Recorded table ``precision``: measure, intensity, n, mean, half.
    used : int
        Replications of the shipped design.
    lang : str
    width : {"page", "column"}
    """
    words = style.texts(TEXT, lang)
    level = _checked(precision, used)
    page = width == "page"
    figure = style.new_figure(width, 2.9 if page else 5.4)
    left, right = figure.subplots(*((1, 2) if page else (2, 1)))
    _widths(left, precision, level, used, words, style.texts(NAMES, lang))
    _change(right, precision, used, words)
    for ax in (left, right):
        ax.axvline(used, color=style.COLOURS["text"], linewidth=0.8, linestyle=(0, (4, 2)))
        ax.set_xlabel(words["x"])
    left.annotate(
        words["used"], (used, 1), xycoords=("data", "axes fraction"), xytext=(3, -2),
        textcoords="offset points", va="top", fontsize=style.SMALL,
    )  # fmt: skip
    return figure


def _widths(
    ax: Axes,
    precision: pd.DataFrame,
    level: float,
    used: int,
    words: Mapping[str, str],
    names: Mapping[str, str],
) -> None:
    ends = []
    for key, colour in _COLOURS.items():
        part = precision[(precision["measure"] == key) & (precision["intensity"] == level)]
        part = part[part["n"] >= 4]
        share = 100 * part["half"] / part["mean"].abs()
        shade = style.COLOURS[colour]
        ax.plot(part["n"], share, color=shade, linewidth=1.1)
        ends.append((part["n"].iloc[-1], share.iloc[-1], names[key], shade))
    ax.set_xscale("log")
    ax.set_yscale("log")
    last = int(precision["n"].max())
    sizes = sorted({4, 8, used, 32, last})
    ax.xaxis.set_major_locator(FixedLocator(sizes))
    ax.set_xticklabels([str(n) for n in sizes])
    ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20]
    ax.yaxis.set_major_locator(FixedLocator(ticks))
    ax.set_yticklabels([f"{tick:g}" for tick in ticks])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_locator(NullLocator())
    style.head(ax, words["widths"], words["widths_unit"].format(level=text.number(level, 1)))
    style.label_lines(ax, ends)


def _change(ax: Axes, precision: pd.DataFrame, used: int, words: Mapping[str, str]) -> None:
    ends = []
    for key, colour in (("apart", "faint"), ("change", "efficiency")):
        part = precision[(precision["measure"] == key) & (precision["n"] >= 4)]
        n, mean, half = (part[name].to_numpy() for name in ("n", "mean", "half"))
        shade = style.COLOURS[colour]
        for side in (-1, 1):
            dash = "-" if key == "change" else (0, (3, 2))
            ax.plot(n, mean + side * half, color=shade, linewidth=0.7, linestyle=dash)
        if key == "change":
            ax.fill_between(n, mean - half, mean + half, color=shade, alpha=0.12, linewidth=0)
            ax.plot(n, mean, color=shade)
        edge = mean[-1] + (half[-1] if key == "apart" else 0.0)
        ends.append((n[-1], edge, words["same" if key == "change" else "apart"], shade))
    wide = precision[(precision["measure"] == "change") & (precision["n"] >= 4)].iloc[0]
    reach = 1.6 * float(wide["half"])
    centre = float(precision.loc[precision["measure"] == "change", "mean"].iloc[-1])
    ax.set_ylim(centre - reach, centre + reach)
    ax.set_xlim(4, float(precision["n"].max()))
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    style.head(ax, words["change"], words["change_unit"])
    style.label_lines(ax, ends)


def ALT(precision: pd.DataFrame, used: int, *, lang: str = "en") -> str:
    """Return the text alternative: half-widths at the number of replications in use."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    level = _checked(precision, used)
    at = precision[precision["n"] == used].set_index(["measure", "intensity"])
    widths = [
        words["alt_width"].format(
            name=names[key],
            share=text.percent(at.loc[(key, level), "half"] / abs(at.loc[(key, level), "mean"]), 1),
        )
        for key in _COLOURS
    ]
    change, apart = at.loc[("change", level)], at.loc[("apart", level)]
    return words["alt"].format(
        first=int(np.min(precision["n"])),
        last=int(np.max(precision["n"])),
        level=text.number(level, 1),
        low=text.number(LOW, 1),
        used=used,
        widths=words["comma"].join(widths),
        change=text.number(change["mean"], 3),
        half=text.number(change["half"], 4),
        other=text.number(apart["half"], 4),
    )
