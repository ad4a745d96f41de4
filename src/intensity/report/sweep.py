"""Measures over intensity: small multiples with a band over cities.

`bands` is shared by every figure that shows a sweep: first the mean over replications of a city
and level, then quantiles over cities.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from intensity.model.errors import InputError
from intensity.report import style, text

LOW, HIGH = 0.1, 0.9  # quantiles over cities
KEYS = (
    "utilisation",
    "centre_of_gravity",
    "routine",
    "diligence",
    "trust_hotline",
    "acceptance",
    "orders_per_month",
    "triviality",
    "unreasonable_share",
    "idling",
    "first_efficiency",
    "second_efficiency",
)

TEXT = {
    "en": {
        "x": "Intensity I (0 to 1)",
        "band": "10\N{EN DASH}90 % of cities",
        "median": "median city",
        "default": "default city",
        "join": "; ",
        "alt": (
            "Small multiples over intensity, median and 10 to 90 % band over {cities} cities. "
            "Medians from I = {first} to I = {last}: {changes}."
        ),
        "alt_change": "{name} from {start} to {end}",
    },
    "zh": {
        "x": "应用强度I（0至1）",
        "band": "10–90%的城市",
        "median": "中位城市",
        "default": "基准城市",
        "join": "；",
        "alt": (
            "随应用强度变化的一组小图，{cities}个城市的中位数及10%至90%的带。中位数从I = {first}到"
            "I = {last}：{changes}。"
        ),
        "alt_change": "{name}从{start}变为{end}",
    },
}
NAMES = {  # measure: name, unit
    "en": {
        "utilisation": ("Utilisation", "share of paid hours"),
        "centre_of_gravity": ("Centre of gravity", "orders' share of hours worked"),
        "autonomy": ("Autonomy", "share of hours worked"),
        "routine": ("Routine quality", "0 to 1"),
        "diligence": ("Diligence", "0 to 1"),
        "trust_first": ("Trust in the street", "0 to 1"),
        "trust_hotline": ("Trust in the hotline", "0 to 1"),
        "acceptance": ("Acceptance", "probability"),
        "orders_per_month": ("Work orders", "per street and month"),
        "calls_per_month": ("Calls", "per street and month"),
        "triviality": ("Small matters", "share of orders"),
        "unreasonable_share": ("Unreasonable", "share of orders"),
        "repeat_share": ("Repeat calls", "share of orders"),
        "idling": ("Idling", "share of order hours"),
        "first_efficiency": ("First-order efficiency", "value resolved per hour"),
        "second_efficiency": ("Second-order efficiency", "value resolved per hour"),
        "efficiency": ("Efficiency E", "effectiveness per cost"),
        "effectiveness": ("Effectiveness", "share of value, 0 to 1"),
        "cost": ("Cost", "1 = without any order"),
        "dashboard": ("Dashboard score", "0 to 1"),
        "response": ("Response rate", "share of orders"),
        "resolution": ("Resolution rate", "share of call-backs"),
        "satisfaction": ("Satisfaction rate", "share of call-backs"),
        "second_order_share": ("Second-order share", "share of voiced demands"),
        "direct_share": ("Direct entry", "share of non-repeat orders"),
        "overflow_share": ("Overflow", "share of non-repeat orders"),
        "unresolved_share": ("Unresolved", "share of completed orders"),
        "hours_per_resolved_order": ("Resolved order", "hours each"),
        "hours_per_resolved_first": ("Resolved in first order", "hours each"),
        "wait_first": ("Wait, first order", "hours"),
        "wait_order": ("Wait, work order", "hours"),
        "prevented_share": ("Prevented", "share of potential problems"),
        "first_share": ("Resolved in first order", "share of potential problems"),
        "second_share": ("Resolved in second order", "share of potential problems"),
        "failed_share": ("Unresolved", "share of potential problems"),
    },
    "zh": {
        "utilisation": ("忙碌率", "占有酬工时"),
        "centre_of_gravity": ("治理重心", "工单占实际工时的比例"),
        "autonomy": ("自主性", "占实际工时"),
        "routine": ("常规工作质量", "0至1"),
        "diligence": ("勤勉度", "0至1"),
        "trust_first": ("对基层的信任", "0至1"),
        "trust_hotline": ("对热线的信任", "0至1"),
        "acceptance": ("受理概率", "0至1"),
        "orders_per_month": ("工单数", "每街道每月"),
        "calls_per_month": ("来电数", "每街道每月"),
        "triviality": ("小事", "占工单"),
        "unreasonable_share": ("无理诉求", "占工单"),
        "repeat_share": ("重复来电", "占工单"),
        "idling": ("空转", "占工单工时"),
        "first_efficiency": ("一阶治理效率", "每工时解决的价值"),
        "second_efficiency": ("二阶治理效率", "每工时解决的价值"),
        "efficiency": ("治理效率E", "单位成本的治理效能"),
        "effectiveness": ("治理效能", "占全部价值，0至1"),
        "cost": ("治理成本", "没有任何工单时=1"),
        "dashboard": ("考核得分", "0至1"),
        "response": ("响应率", "占工单"),
        "resolution": ("解决率", "占回访"),
        "satisfaction": ("满意率", "占回访"),
        "second_order_share": ("二阶治理占比", "占提出的诉求"),
        "direct_share": ("直接进入", "占非重复工单"),
        "overflow_share": ("溢出", "占非重复工单"),
        "unresolved_share": ("未解决", "占办结工单"),
        "hours_per_resolved_order": ("解决一件工单", "工时"),
        "hours_per_resolved_first": ("一阶治理解决一件", "工时"),
        "wait_first": ("一阶治理等待", "小时"),
        "wait_order": ("工单等待", "小时"),
        "prevented_share": ("已预防", "占潜在问题"),
        "first_share": ("一阶治理解决", "占潜在问题"),
        "second_share": ("二阶治理解决", "占潜在问题"),
        "failed_share": ("未解决", "占潜在问题"),
    },
}
_COLOUR = {
    "first_efficiency": "first_order",
    "second_efficiency": "second_order",
    "trust_hotline": "second_order",
    "orders_per_month": "second_order",
    "centre_of_gravity": "second_order",
    "routine": "prevented",
    "diligence": "first_order",
    "unreasonable_share": "unreasonable",
    "efficiency": "efficiency",
    "dashboard": "score",
}


def bands(panel: pd.DataFrame, key: str, low: float = LOW, high: float = HIGH) -> pd.DataFrame:
    """Return quantiles over cities of a measure at each level of intensity.

    Parameters
    ----------
    panel : DataFrame
        Columns ``city``, ``intensity`` and `key`; several rows per city and level are averaged.
    key : str
        A measure.
    low, high : float
        Quantiles, 0 to 1.

    Returns
    -------
    DataFrame
        Index: intensity, ascending; columns: low, median, high. Cities without a value at a
        level (no order to divide by) do not count there.

    Raises
    ------
    InputError
        If a column is missing or the panel is empty.
    """
    style.require(panel, ("city", "intensity", key), "panel")
    cities = panel.groupby(["intensity", "city"])[key].mean()
    levels = cities.groupby(level="intensity")
    return pd.DataFrame(
        {"low": levels.quantile(low), "median": levels.median(), "high": levels.quantile(high)}
    ).sort_index()


def line(default: pd.DataFrame, key: str) -> pd.Series:
    """Return one city's measure by intensity, averaged over its replications."""
    style.require(default, ("intensity", key), "default")
    return default.groupby("intensity")[key].mean().sort_index()


def band(ax: Axes, panel: pd.DataFrame, key: str, colour: str) -> pd.DataFrame:
    """Draw median and band of a measure, and return them."""
    frame = bands(panel, key)
    ax.fill_between(frame.index, frame["low"], frame["high"], color=colour, alpha=0.18, linewidth=0)
    ax.plot(frame.index, frame["median"], color=colour, linewidth=0.9, linestyle=(0, (4, 2)))
    return frame


@style.styled
def draw(
    panel: pd.DataFrame,
    keys: Sequence[str] = KEYS,
    default: pd.DataFrame | None = None,
    *,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw measures over intensity, one small panel each.

    Parameters
    ----------
    panel : DataFrame
        A sweep: one row per city and level (and replication), columns ``city``, ``intensity``
        and the measures.
    keys : sequence of str
        Measures to show, in order.
    default : DataFrame, optional
        The default city's measures, column ``intensity`` and the same keys.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Four or two panels abreast.

    Raises
    ------
    InputError
        If a measure is missing, unknown, or `keys` is empty.
    """
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    if not keys:
        raise InputError("keys: empty, must name at least one measure")
    for key in keys:
        if key not in names:
            raise InputError(f"keys: unknown measure {key!r}")
    abreast = min(len(keys), 4 if width == "page" else 2)
    rows = -(-len(keys) // abreast)
    figure = style.new_figure(width, 1.22 * rows + 0.45)
    grid = figure.subplots(rows, abreast, sharex=True, squeeze=False)
    cells = grid.ravel()
    for position, ax in enumerate(cells):
        if position >= len(keys):
            ax.remove()
            continue
        key = keys[position]
        colour = style.COLOURS[_COLOUR.get(key, "neutral")]
        band(ax, panel, key, colour)
        if default is not None:
            values = line(default, key)
            ax.plot(values.index, values, color=colour, linewidth=1.8)
        style.head(ax, *names[key])
        ax.set_xlim(panel["intensity"].min(), panel["intensity"].max())
        ax.yaxis.set_major_locator(MaxNLocator(4))
        if position + abreast >= len(keys):
            ax.tick_params(labelbottom=True)
    figure.supxlabel(words["x"], fontsize=style.SIZE)
    _key(figure, words, default is not None)
    return figure


def _key(figure: Figure, words, with_default: bool) -> None:
    """Explain line styles once, below all panels."""
    grey = style.COLOURS["faint"]
    handles = [
        Patch(facecolor=grey, alpha=0.25, label=words["band"]),
        Line2D([], [], color=grey, linewidth=0.9, linestyle=(0, (4, 2)), label=words["median"]),
    ]
    if with_default:
        handles.append(Line2D([], [], color=grey, linewidth=1.8, label=words["default"]))
    figure.legend(
        handles=handles,
        loc="outside upper left",
        ncols=len(handles),
        columnspacing=1.2,
        handlelength=1.6,
    )


def ALT(
    panel: pd.DataFrame,
    keys: Sequence[str] = KEYS,
    default: pd.DataFrame | None = None,
    *,
    lang: str = "en",
) -> str:
    """Return the text alternative: each measure's median at the lowest and highest level."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    changes = []
    for key in keys:
        median = bands(panel, key)["median"].dropna()
        if median.empty:
            continue
        digits = 0 if np.abs(median).max() >= 10 else 2
        changes.append(
            words["alt_change"].format(
                name=names[key][0],
                start=text.number(median.iloc[0], digits),
                end=text.number(median.iloc[-1], digits),
            )
        )
    levels = panel["intensity"]
    return words["alt"].format(
        cities=panel["city"].nunique(),
        first=text.number(levels.min(), 1),
        last=text.number(levels.max(), 1),
        changes=words["join"].join(changes),
    )
