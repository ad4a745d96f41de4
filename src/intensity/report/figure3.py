"""Figure 3: from supplement to substitute (替代效应).

Left, the paper's schema (section 4.1): a system led by first-order governance, whose failures flow
over into the hotline, and one led by second-order governance, which demands enter directly. Right,
the simulated shares over intensity, for the cities of a sweep and for the default city.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from intensity.report import diagram, style, sweep, text

HALF = 0.5
COLUMNS = ("second_order_share", "direct_share", "overflow_share")

TEXT = {
    "en": {
        "schema": "Schema, after section 4.1",
        "first_led": "First-order-led",
        "second_led": "Second-order-led",
        "first": "First order",
        "second": "Second order",
        "demands": "Demands of society",
        "overflow_arrow": "overflow",
        "direct_arrow": "direct",
        "share": "Second-order share",
        "share_unit": "of voiced demands",
        "origin": "Origin of work orders",
        "origin_unit": "share of non-repeat orders",
        "x": "Intensity I (0 to 1)",
        "second_order_share": "default\ncity",
        "direct_share": "direct",
        "overflow_share": "overflow",
        "cross": "0.5 at I = {at}",
        "no_cross": "0.5 not crossed",
        "note": "Solid: default city. Dashed: median city. Band: 10\N{EN DASH}90 % of cities.",
        "alt": (
            "Left, a schema: demands go to first-order governance and overflow to second-order, "
            "or enter second-order governance directly. Right, simulated shares over intensity "
            "for {cities} cities. The second-order share of voiced demands is {low} at I = "
            "{first} and {high} at I = {last} in the median city (10 to 90 % of cities at the "
            "end: {band}). In the default city {crossing}. Direct entries are {direct_low} and "
            "{direct_high} of non-repeat orders in the median city."
        ),
        "alt_cross": "it crosses one half at I = {at}",
        "alt_no_cross": "it does not cross one half",
    },
    "zh": {
        "schema": "示意图，据论文§4.1",
        "first_led": "一阶治理为主",
        "second_led": "二阶治理为主",
        "first": "一阶治理",
        "second": "二阶治理",
        "demands": "社会诉求",
        "overflow_arrow": "溢出",
        "direct_arrow": "直接进入",
        "share": "二阶治理占比",
        "share_unit": "占提出的诉求",
        "origin": "工单来源",
        "origin_unit": "占非重复工单",
        "x": "应用强度I（0至1）",
        "second_order_share": "基准\n城市",
        "direct_share": "直接进入",
        "overflow_share": "溢出",
        "cross": "I = {at}时达0.5",
        "no_cross": "未达到0.5",
        "note": "实线：基准城市。虚线：中位城市。带：10–90%的城市。",
        "alt": (
            "左为示意图：诉求进入一阶治理，再溢出到二阶治理；或者直接进入二阶治理。右为{cities}个城市"
            "随应用强度变化的模拟占比。中位城市的二阶治理占提出的诉求的比例在I = {first}时为{low}，"
            "在I = {last}时为{high}（后者10%至90%的城市为{band}）。基准城市{crossing}。中位城市的"
            "直接进入占非重复工单的{direct_low}和{direct_high}。"
        ),
        "alt_cross": "在I = {at}时越过一半",
        "alt_no_cross": "未越过一半",
    },
}


def crossing(values: pd.Series, level: float = HALF) -> float | None:
    """Return where a curve first rises through a level, by linear interpolation.

    Parameters
    ----------
    values : Series
        Index: intensity, ascending.
    level : float
        The level to reach.

    Returns
    -------
    float or None
        None if the curve starts at or above the level, or never reaches it.
    """
    x, y = values.index.to_numpy(dtype=float), values.to_numpy(dtype=float)
    rises = np.flatnonzero((y[:-1] < level) & (y[1:] >= level))
    if rises.size == 0:
        return None
    i = int(rises[0])
    return float(x[i] + (level - y[i]) / (y[i + 1] - y[i]) * (x[i + 1] - x[i]))


@style.styled
def draw(
    panel: pd.DataFrame, default: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw the schema beside the simulated shares.

    Parameters
    ----------
    panel : DataFrame
        A sweep: columns ``city``, ``intensity`` and `COLUMNS`.
    default : DataFrame
        The default city: columns ``intensity`` and `COLUMNS`.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Schema to the left of the data, or above.

    Raises
    ------
    InputError
        If a column is missing or a frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(panel, ("city", "intensity", *COLUMNS), "panel")
    style.require(default, ("intensity", *COLUMNS), "default")
    column = width == "column"
    figure = style.new_figure(width, 6.75 if column else 3.2, constrained=False)
    across, up = (float(value) for value in figure.get_size_inches())
    if column:
        schema = ((0.06, up - 1.5, "first"), (1.84, up - 1.5, "second"))
        data = ((0.4, 3.1, 2.5, 1.6), (0.4, 0.66, 2.5, 1.6))
        span = 1.6
    else:
        schema = ((0.1, 1.66, "first"), (0.1, 0.2, "second"))
        data = ((2.35, 0.62, 1.78, 2.1), (4.8, 0.62, 1.65, 2.1))
        span = 1.6
    figure.text(
        schema[0][0] / across, (up - 0.08) / up, words["schema"], fontweight="bold", va="top"
    )
    for left, bottom, led in schema:
        _schema(diagram.canvas(figure, left, bottom, span, 1.2), words, led)
    axes = [figure.add_axes((x / across, y / up, w / across, h / up)) for x, y, w, h in data]
    _shares(axes[0], panel, default, words)
    _origins(axes[1], panel, default, words)
    for ax in axes:
        ax.set_xlim(panel["intensity"].min(), panel["intensity"].max())
        ax.set_ylim(0, 1)
        ax.set_xlabel(words["x"])
    note_left = 0.1 if column else 2.05
    figure.text(
        note_left / across,
        0.07 / up,
        words["note"],
        fontsize=style.SMALL,
        color=style.COLOURS["faint"],
        va="bottom",
    )
    return figure


def ALT(panel: pd.DataFrame, default: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative, with the numbers of both frames."""
    words = style.texts(TEXT, lang)
    share = sweep.bands(panel, "second_order_share")
    direct = sweep.bands(panel, "direct_share")["median"].dropna()
    at = crossing(sweep.line(default, "second_order_share").dropna())
    found = words["alt_no_cross"] if at is None else words["alt_cross"].format(at=text.number(at))
    return words["alt"].format(
        cities=panel["city"].nunique(),
        first=text.number(share.index[0], 1),
        last=text.number(share.index[-1], 1),
        low=text.number(share["median"].iloc[0]),
        high=text.number(share["median"].iloc[-1]),
        band=text.interval(share["low"].iloc[-1], share["high"].iloc[-1]),
        crossing=found,
        direct_low=text.percent(direct.iloc[0]),
        direct_high=text.percent(direct.iloc[-1]),
    )


def _schema(ax: Axes, words, led: str) -> None:
    """Draw who leads: the arrow widths are a schema, not data."""
    span, height = ax.get_xlim()[1], ax.get_ylim()[1]
    ax.text(0, height - 0.02, words[f"{led}_led"], va="top", fontsize=style.SIZE)
    top, bottom, tall = height - 0.42, 0.14, 0.26
    wide = (span - 0.2) / 2
    first, second = wide / 2, span - wide / 2
    strong, weak = 9.0, 1.5
    to_first, to_second = (strong, 0.0) if led == "first" else (weak, strong)
    solid = {"first": ("#D6E8F4", "white"), "second": ("white", "#FBE3D2")}[led]
    diagram.box(ax, (first, top), (wide, tall), words["first"], "first_order", solid[0])
    diagram.box(ax, (second, top), (wide, tall), words["second"], "second_order", solid[1])
    diagram.box(ax, (span / 2, bottom), (span, tall), words["demands"])
    ends = (bottom + tall / 2, top - tall / 2)
    diagram.arrow(ax, (first, ends[0]), (first, ends[1]), "first_order", to_first)
    if to_second:
        diagram.arrow(ax, (second, ends[0]), (second, ends[1]), "second_order", to_second)
        ax.text(
            second - 0.13, ends[0] + 0.05, words["direct_arrow"], fontsize=style.SMALL, ha="right"
        )
    diagram.arrow(ax, (first + wide / 2, top), (second - wide / 2, top), "second_order", weak)
    ax.text(
        span / 2,
        top - tall / 2 - 0.03,
        words["overflow_arrow"],
        fontsize=style.SMALL,
        ha="center",
        va="top",
    )


def _shares(ax: Axes, panel: pd.DataFrame, default: pd.DataFrame, words) -> None:
    """Draw the share of voiced demands that enter the hotline directly."""
    key, colour = "second_order_share", style.COLOURS["second_order"]
    sweep.band(ax, panel, key, colour)
    values = sweep.line(default, key)
    ax.plot(values.index, values, color=colour, linewidth=1.8)
    style.label_lines(ax, [(values.index[-1], values.iloc[-1], words[key], colour)])
    ax.axhline(HALF, color=style.COLOURS["faint"], linewidth=0.6, linestyle=(0, (1, 2)))
    at = crossing(values.dropna())
    if at is None:
        label, where = words["no_cross"], (0.03, 0.52)
        ax.text(*where, label, transform=ax.transAxes, fontsize=style.SMALL)
    else:
        ax.plot([at, at], [0, HALF], color=style.COLOURS["faint"], linewidth=0.6)
        ax.plot([at], [HALF], "o", color=colour, markersize=4)
        left = at > panel["intensity"].quantile(0.4)  # where the rising curve leaves room
        ax.annotate(
            words["cross"].format(at=text.number(at)),
            (at, HALF),
            xytext=(-6, 4) if left else (6, -4),
            textcoords="offset points",
            ha="right" if left else "left",
            va="bottom" if left else "top",
            fontsize=style.SMALL,
        )
    style.head(ax, words["share"], words["share_unit"])


def _origins(ax: Axes, panel: pd.DataFrame, default: pd.DataFrame, words) -> None:
    """Draw the two origins of first-round orders; they sum to one."""
    ends = []
    for key, name in (("direct_share", "second_order"), ("overflow_share", "first_order")):
        colour = style.COLOURS[name]
        sweep.band(ax, panel, key, colour)
        values = sweep.line(default, key)
        ax.plot(values.index, values, color=colour, linewidth=1.8)
        ends.append((values.index[-1], values.iloc[-1], words[key], colour))
    style.label_lines(ax, ends)
    style.head(ax, words["origin"], words["origin_unit"])
