"""The paradox in one picture: the dashboard score rises while efficiency turns (效率悖论).

Two panels share the intensity axis instead of two scales in one panel, so that no choice of scale
makes the curves cross. The strip below counts at which level each city does best.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from intensity.report import style, sweep, text

COLUMNS = ("dashboard", "efficiency")

TEXT = {
    "en": {
        "dashboard": "Dashboard score",
        "dashboard_unit": "20 % response, 40 % resolution, 40 % satisfaction; 0 to 1",
        "efficiency": "Efficiency E",
        "efficiency_unit": "effectiveness per cost; cost without any order = 1",
        "strip": "Where cities do best",
        "strip_unit": "share of cities (%); bar: 10\N{EN DASH}90 % of cities",
        "x": "Intensity I (0 to 1)",
        "default": "default\ncity",
        "median": "median\ncity",
        "best": "best at I = {at}",
        "note": "Band: 10\N{EN DASH}90 % of cities.",
        "alt": (
            "Three panels over intensity, {cities} cities. The dashboard score of the default "
            "city goes from {score_first} at I = {first} to {score_last} at I = {last} (median "
            "city {median_first} and {median_last}). Efficiency of the default city is highest, "
            "{best}, at I = {at}, and {end} at I = {last}. The best level of the cities: median "
            "{middle}, 10 to 90 % {spread}; {edge} of cities do best at the highest level."
        ),
    },
    "zh": {
        "dashboard": "考核得分",
        "dashboard_unit": "响应率20%、解决率40%、满意率40%；0至1",
        "efficiency": "治理效率E",
        "efficiency_unit": "单位成本的治理效能；没有任何工单时的成本=1",
        "strip": "各城市的最佳强度",
        "strip_unit": "城市占比（%）；横线：10–90%的城市",
        "x": "应用强度I（0至1）",
        "default": "基准\n城市",
        "median": "中位\n城市",
        "best": "I = {at}时最高",
        "note": "带：10–90%的城市。",
        "alt": (
            "三幅图，横轴均为应用强度，共{cities}个城市。基准城市的考核得分从I = {first}时的"
            "{score_first}变为I = {last}时的{score_last}（中位城市为{median_first}和"
            "{median_last}）。基准城市的治理效率在I = {at}时最高，为{best}，在I = {last}时为{end}。"
            "各城市的最佳强度：中位数{middle}，10%至90%的城市在{spread}之间；{edge}的城市"
            "在最高强度下效率最高。"
        ),
    },
}


def optima(panel: pd.DataFrame, key: str = "efficiency") -> pd.Series:
    """Return each city's best level on the grid (index: city), averaged over replications.

    Of equal values the lowest intensity counts.
    """
    style.require(panel, ("city", "intensity", key), "panel")
    means = panel.groupby(["city", "intensity"])[key].mean().sort_index().dropna()
    best = means.groupby(level="city").idxmax()
    return best.map(lambda pair: float(pair[1])).rename("intensity")


@style.styled
def draw(
    panel: pd.DataFrame, default: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw score, efficiency, and the cities' best levels.

    Parameters
    ----------
    panel : DataFrame
        A sweep: columns ``city``, ``intensity``, ``dashboard`` and ``efficiency``.
    default : DataFrame
        The default city: columns ``intensity``, ``dashboard`` and ``efficiency``.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Width of the figure; the panels are stacked in both.

    Raises
    ------
    InputError
        If a column is missing or a frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(panel, ("city", "intensity", *COLUMNS), "panel")
    style.require(default, ("intensity", *COLUMNS), "default")
    figure = style.new_figure(width, 5.0)
    upper, middle, lower = figure.subplots(3, 1, sharex=True, height_ratios=(3, 3, 1.5))
    for ax, key, colour in ((upper, "dashboard", "score"), (middle, "efficiency", "efficiency")):
        _curve(ax, panel, default, key, style.COLOURS[colour], words)
    at = _best(default)
    values = sweep.line(default, "efficiency")
    middle.plot([at], [values[at]], "o", color=style.COLOURS["efficiency"], markersize=4.5)
    right = at <= panel["intensity"].mean()
    middle.annotate(
        words["best"].format(at=text.number(at)), (at, values[at]),
        xytext=(5 if right else -5, 6), textcoords="offset points",
        ha="left" if right else "right", fontsize=style.SMALL,
    )  # fmt: skip
    low, high = middle.get_ylim()
    middle.set_ylim(low, high + 0.12 * (high - low))
    _strip(lower, panel, words)
    for ax in (upper, middle, lower):
        ax.axvline(at, color=style.COLOURS["efficiency"], linewidth=0.6, linestyle=(0, (2, 2)))
    lower.set_xlabel(words["x"])
    upper.annotate(
        words["note"], (1, 1), xytext=(0, style.SMALL + 7.0), xycoords="axes fraction",
        textcoords="offset points", ha="right", fontsize=style.SMALL,
        color=style.COLOURS["faint"], annotation_clip=False,
    )  # fmt: skip
    return figure


def ALT(panel: pd.DataFrame, default: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative, with the numbers of both frames."""
    score, value = (sweep.line(default, key) for key in COLUMNS)
    median = sweep.bands(panel, "dashboard")["median"]
    best = optima(panel)
    at = _best(default)
    last = panel["intensity"].max()
    return style.texts(TEXT, lang)["alt"].format(
        cities=panel["city"].nunique(),
        first=text.number(score.index[0], 1),
        last=text.number(score.index[-1], 1),
        score_first=text.number(score.iloc[0]),
        score_last=text.number(score.iloc[-1]),
        median_first=text.number(median.iloc[0]),
        median_last=text.number(median.iloc[-1]),
        best=text.number(value[at]),
        at=text.number(at),
        end=text.number(value.iloc[-1]),
        middle=text.number(best.median()),
        spread=text.interval(best.quantile(sweep.LOW), best.quantile(sweep.HIGH)),
        edge=text.percent((best == last).mean()),
    )


def _best(default: pd.DataFrame) -> float:
    """Return the default city's best level."""
    return float(sweep.line(default, "efficiency").idxmax())


def _curve(ax: Axes, panel, default, key: str, colour: str, words) -> None:
    """Draw one measure: band and median of the cities, line of the default city."""
    frame = sweep.band(ax, panel, key, colour)
    values = sweep.line(default, key)
    ax.plot(values.index, values, color=colour, linewidth=1.8)
    ax.set_xlim(frame.index[0], frame.index[-1])
    ends = [
        (values.index[-1], values.iloc[-1], words["default"], colour),
        (frame.index[-1], frame["median"].iloc[-1], words["median"], colour),
    ]
    style.label_lines(ax, ends)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    style.head(ax, words[key], words[f"{key}_unit"])


def _strip(ax: Axes, panel: pd.DataFrame, words) -> None:
    """Draw how many cities do best at each level, and the middle of them."""
    best = optima(panel)
    levels = np.sort(panel["intensity"].unique())
    counts = best.value_counts().reindex(levels, fill_value=0)
    step = float(np.diff(levels).min()) if levels.size > 1 else 0.1
    heights = 100 * counts / len(best)
    ax.bar(levels, heights, 0.7 * step, color=style.COLOURS["neutral"], clip_on=False)
    ax.tick_params(axis="y", pad=13)  # the bar at the lowest level reaches beyond the axis
    above = 1.18 * float(heights.max())
    ends = best.quantile([sweep.LOW, sweep.HIGH]).to_numpy()
    ax.plot(ends, [above, above], color=style.COLOURS["text"], linewidth=1.2)
    ax.plot([best.median()], [above], "|", color=style.COLOURS["text"], markersize=8)
    ax.set_ylim(0, 1.3 * float(heights.max()))
    ax.yaxis.set_major_locator(MaxNLocator(3))
    style.head(ax, words["strip"], words["strip_unit"])
