"""How runs forget their initial state: monthly means, Welch's curves, and what designs keep."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator

from intensity.model.errors import InputError
from intensity.report import style, text

SHOWN = ("efficiency", "dashboard", "direct_share", "trust_first")
TEXT = {
    "en": {
        "comma": ", ",
        "join": "; ",
        "at_level": "{level}: {parts}",
        "efficiency": "Efficiency",
        "efficiency_unit": "cost without any order = 1",
        "dashboard": "Dashboard score",
        "dashboard_unit": "0 to 1",
        "direct_share": "Share of direct orders",
        "direct_share_unit": "of orders that are no repeats",
        "trust_first": "Trust in first order",
        "trust_first_unit": "belief, 0 to 1",
        "x": "Month",
        "level": "I = {level}",
        "kept": "kept",
        "alt": (
            "Four panels over {months} months at intensities {levels}: monthly means of {runs} "
            "replications, smoothed, with the months {first} to {last} that designs keep shaded. "
            "{measures}."
        ),
        "alt_measure": "{name} from {start} over {kept} in the months kept to {late} at the end",
    },
    "zh": {
        "comma": "、",
        "join": "；",
        "at_level": "{level}：{parts}",
        "efficiency": "治理效率",
        "efficiency_unit": "没有工单时治理成本为1",
        "dashboard": "考核得分",
        "dashboard_unit": "0至1",
        "direct_share": "直接进入占比",
        "direct_share_unit": "占非重复工单",
        "trust_first": "对基层的信任",
        "trust_first_unit": "信念，0至1",
        "x": "月",
        "level": "I={level}",
        "kept": "保留",
        "alt": (
            "四幅图，{months}个月，强度{levels}：{runs}次重复模拟的逐月均值，经平滑，"
            "阴影为实验设计保留的第{first}至第{last}月。{measures}。"
        ),
        "alt_measure": "{name}起初{start}，保留月份{kept}，末期{late}",
    },
}
_COLOURS = ("faint", "neutral", "text")


def _checked(series: pd.DataFrame) -> list[float]:
    columns = [f"{key}{end}" for key in SHOWN for end in ("", "_welch")]
    style.require(series, ("intensity", "month", *columns), "warmup_series")
    levels = sorted(series["intensity"].unique())
    if len(levels) > len(_COLOURS):
        raise InputError(f"warmup_series: {len(levels)} levels, at most {len(_COLOURS)} are drawn")
    return levels


@style.styled
def draw(
    series: pd.DataFrame, kept: tuple[int, int], runs: int, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw one panel per measure: thin lines are monthly means, thick ones Welch's curves.

    Parameters
    ----------
    series : DataFrame
        Recorded table ``warmup_series``: intensity, month, each measure of `SHOWN` and the same
        smoothed under ``<measure>_welch``.
    kept : (int, int)
        First month that designs keep, and the first one after.
    runs : int
        Replications behind each mean; for the text alternative.
    lang : str
    width : {"page", "column"}
    """
    words = style.texts(TEXT, lang)
    levels = _checked(series)
    page = width == "page"
    figure = style.new_figure(width, 4.4 if page else 7.4)
    axes = figure.subplots(*((2, 2) if page else (4, 1)), sharex=True)
    for ax, key in zip(np.ravel(axes), SHOWN, strict=True):
        _panel(ax, series, key, levels, kept, words)
    for ax in np.ravel(axes)[-2 if page else -1 :]:
        ax.set_xlabel(words["x"])
    first = np.ravel(axes)[0]
    first.annotate(
        words["kept"], (sum(kept) / 2, 0.03), xycoords=("data", "axes fraction"), ha="center",
        fontsize=style.SMALL, color=style.COLOURS["text"],
    )  # fmt: skip
    return figure


def _panel(
    ax: Axes,
    series: pd.DataFrame,
    key: str,
    levels: list[float],
    kept: tuple[int, int],
    words: Mapping[str, str],
) -> None:
    ends = []
    for level, name in zip(levels, _COLOURS, strict=False):
        part = series[series["intensity"] == level].sort_values("month")
        colour = style.COLOURS[name]
        ax.plot(part["month"], part[key], color=colour, linewidth=0.5, alpha=0.7)
        smooth = part.dropna(subset=[f"{key}_welch"])
        ax.plot(smooth["month"], smooth[f"{key}_welch"], color=colour, linewidth=1.6)
        label = words["level"].format(level=text.number(level, 1))
        ends.append((part["month"].iloc[-1], smooth[f"{key}_welch"].iloc[-1], label, colour))
    ax.axvspan(*kept, color=style.COLOURS["open"], alpha=0.5, linewidth=0)
    ax.set_xlim(0, float(series["month"].max()))
    # the first months are far off; the axis is for what comes after, so it starts with month 3
    seen = series.loc[series["month"] >= 3, key]
    margin = 0.08 * (seen.max() - seen.min())
    ax.set_ylim(seen.min() - margin, seen.max() + margin)
    ax.xaxis.set_major_locator(MultipleLocator(24))
    ax.yaxis.set_major_locator(MaxNLocator(5))
    style.head(ax, words[key], words[f"{key}_unit"])
    style.label_lines(ax, ends)


def ALT(series: pd.DataFrame, kept: tuple[int, int], runs: int, *, lang: str = "en") -> str:
    """Return the text alternative: each measure at the highest level, at three stages."""
    words = style.texts(TEXT, lang)
    levels = _checked(series)
    top = series[series["intensity"] == levels[-1]].sort_values("month")
    inside = top["month"].between(kept[0], kept[1] - 1)
    parts = [
        words["alt_measure"].format(
            name=words[key],
            start=text.number(top[key].iloc[0]),
            kept=text.number(top.loc[inside, key].mean(), 3),
            late=text.number(top[f"{key}_welch"].dropna().iloc[-1], 3),
        )
        for key in SHOWN
    ]
    last = text.number(levels[-1], 1)
    return words["alt"].format(
        months=text.number(series["month"].max() + 1, 0),
        levels=words["comma"].join(text.number(level, 1) for level in levels),
        runs=runs,
        first=kept[0],
        last=kept[1] - 1,
        measures=words["at_level"].format(
            level=words["level"].format(level=last), parts=words["join"].join(parts)
        ),
    )
