"""Figure 1: first-order governance (一阶治理) in two tiers, second-order (二阶治理) in three.

The paper's Figure 1 compares two flows of work (section 2.1). Here the arrows carry what a street
of the simulated city moves in a month, at regular and at high intensity.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from intensity.report import diagram, style, text
from intensity.report.diagram import HIGH, REGULAR, Edge, Graph

TWO_TIER = Graph(
    nodes=("society", "street"),
    edges=(
        Edge("society", "street", "first_voiced", "first_order"),
        Edge("street", "society", "first_resolved", "first_order"),
        Edge("street", "society", "prevented", "prevented"),
    ),
)
THREE_TIER = Graph(
    nodes=("society", "upper", "street"),
    edges=(
        Edge("society", "upper", "orders_overflow", "second_order"),
        Edge("society", "upper", "orders_direct", "second_order"),
        Edge("society", "upper", "orders_repeat", "unresolved"),
        Edge("upper", "street", "orders", "second_order"),
        Edge("street", "society", "resolved", "second_order"),
    ),
)
COLUMNS = tuple(dict.fromkeys(TWO_TIER.flows + THREE_TIER.flows))

TEXT = {
    "en": {
        "society": "Society (residents)",
        "street": "Street",
        "upper": "Upper government (hotline centre)",
        "regular": "Regular intensity, I = {level}",
        "high": "High intensity, I = {level}",
        "two": "First-order governance: two tiers",
        "three": "Second-order governance: three tiers",
        "first_voiced": "demands voiced",
        "first_resolved": "resolved",
        "prevented": "prevented",
        "orders_overflow": "overflow",
        "orders_direct": "direct",
        "orders_repeat": "repeat",
        "orders": "work orders",
        "resolved": "resolved",
        "note": "Simulated cases per street and month; widths in proportion to them.",
        "alt": (
            "Two flow diagrams at two intensities, simulated cases per street and month. "
            "First-order governance has two tiers: {voiced_low} demands are voiced to the street "
            "at regular intensity and {voiced_high} at high, {solved_low} and {solved_high} are "
            "resolved, {prevented_low} and {prevented_high} problems prevented. Second-order "
            "governance has three tiers: the upper government passes on {orders_low} work orders "
            "at regular intensity, of which {direct_low} came directly, and {orders_high} at "
            "high, of which {direct_high} came directly."
        ),
    },
    "zh": {
        "society": "社会（居民）",
        "street": "街道",
        "upper": "上级政府（热线服务中心）",
        "regular": "常规强度，I = {level}",
        "high": "高强度，I = {level}",
        "two": "一阶治理：两层互动",
        "three": "二阶治理：三层互动",
        "first_voiced": "提出的诉求",
        "first_resolved": "已解决",
        "prevented": "已预防",
        "orders_overflow": "溢出",
        "orders_direct": "直接进入",
        "orders_repeat": "重复",
        "orders": "工单",
        "resolved": "已解决",
        "note": "每街道每月的模拟件数；箭头宽度与件数成比例。",
        "alt": (
            "两种强度下的两幅流程图，数字为每街道每月的模拟件数。一阶治理为两层互动：常规强度下向街道"
            "提出{voiced_low}件诉求，高强度下{voiced_high}件；解决{solved_low}件和{solved_high}件；"
            "预防{prevented_low}件和{prevented_high}件。二阶治理为三层互动：常规强度下上级政府转办"
            "{orders_low}件工单，其中{direct_low}件直接进入；高强度下转办{orders_high}件，其中"
            "{direct_high}件直接进入。"
        ),
    },
}

_WIDEST = 15.0  # points, the arrow of the largest flow
_TWO, _THREE = 1.1, 1.95  # inches, heights of the panels
_BOX = 0.3  # inches, height of a box


@style.styled
def draw(
    flows: pd.DataFrame,
    *,
    regular: float = REGULAR,
    high: float = HIGH,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw both processes at both intensities.

    Parameters
    ----------
    flows : DataFrame
        Index: intensity; columns: at least `COLUMNS`, mean counts per street and month.
    regular, high : float
        Levels of the index to show.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Two panels beside each other, or one below the other.

    Raises
    ------
    InputError
        If a level or a column is missing, or a flow is negative.
    """
    words = style.texts(TEXT, lang)
    levels = {"regular": regular, "high": high}
    values = {name: diagram.flows_at(flows, level, COLUMNS) for name, level in levels.items()}
    largest = max(float(series.max()) for series in values.values())
    heading, subheading, gap, foot = 0.22, 0.22, 0.1, 0.26
    block = heading + 2 * subheading + _TWO + _THREE + gap + 0.12
    stacked = width == "column"
    figure = style.new_figure(width, block * (2 if stacked else 1) + foot, constrained=False)
    span = style.COLUMN - 0.2
    for position, (name, level) in enumerate(levels.items()):
        left = 0.1 if stacked else 0.1 + position * style.COLUMN
        bottom = foot + ((1 - position) * block if stacked else 0.0)
        arrows = diagram.widths(values[name], _WIDEST, largest)
        lower = diagram.canvas(figure, left, bottom, span, _THREE)
        _three_tiers(lower, span, words, values[name], arrows)
        upper = diagram.canvas(figure, left, bottom + _THREE + subheading + gap, span, _TWO)
        _two_tiers(upper, span, words, values[name], arrows)
        for ax, key in ((upper, "two"), (lower, "three")):
            ax.text(0, ax.get_ylim()[1] + 0.07, words[key], fontsize=style.SIZE, va="bottom")
        upper.text(
            0,
            _TWO + subheading + 0.09,
            words[name].format(level=text.number(level, 1)),
            fontsize=style.SIZE + 1,
            fontweight="bold",
            va="bottom",
        )
    figure.text(
        0.1 / style.WIDTHS[width],
        0.07 / figure.get_figheight(),
        words["note"],
        fontsize=style.SMALL,
        color=style.COLOURS["faint"],
        va="bottom",
    )
    return figure


def ALT(
    flows: pd.DataFrame, *, regular: float = REGULAR, high: float = HIGH, lang: str = "en"
) -> str:
    """Return the text alternative, with the numbers of `flows`."""
    low, top = (diagram.flows_at(flows, level, COLUMNS) for level in (regular, high))
    names = {
        "voiced": "first_voiced",
        "solved": "first_resolved",
        "prevented": "prevented",
        "orders": "orders",
        "direct": "orders_direct",
    }
    numbers = {
        f"{key}_{end}": diagram.amount(series[column])
        for key, column in names.items()
        for end, series in (("low", low), ("high", top))
    }
    return style.texts(TEXT, lang)["alt"].format(**numbers)


def _two_tiers(ax: Axes, span: float, words, values, arrows) -> None:
    """Draw society and street with the arrows between them side by side."""
    middle = span / 2
    top, bottom = _TWO - _BOX / 2, _BOX / 2
    diagram.box(ax, (middle, top), (span, _BOX), words["street"], "first_order")
    diagram.box(ax, (middle, bottom), (span, _BOX), words["society"])
    slot = span / 3
    for index, edge in enumerate(TWO_TIER.edges):
        x = 0.2 + index * slot
        ends = [(x, bottom + _BOX / 2), (x, top - _BOX / 2)]
        if edge.target == "society":
            ends.reverse()
        _flow(ax, *ends, edge, words, values, arrows, 0.5 * (top + bottom))


def _three_tiers(ax: Axes, span: float, words, values, arrows) -> None:
    """Draw the three tiers; residents' calls pass the street by on the right."""
    top, bottom = _THREE - _BOX / 2, _BOX / 2
    middle = 0.5 * _THREE
    reach = 1.1  # inches, width of the street's box
    diagram.box(ax, (span / 2, top), (span, _BOX), words["upper"], "second_order")
    diagram.box(ax, (reach / 2, middle), (reach, _BOX), words["street"], "first_order")
    diagram.box(ax, (span / 2, bottom), (span, _BOX), words["society"])
    calls = [edge for edge in THREE_TIER.edges if edge.target == "upper"]
    slot = (span - reach - 0.12) / len(calls)
    for index, edge in enumerate(calls):
        x = reach + 0.28 + index * slot
        ends = ((x, bottom + _BOX / 2), (x, top - _BOX / 2))
        _flow(ax, *ends, edge, words, values, arrows, middle)
    for edge in THREE_TIER.edges:
        if edge.source == "upper":
            ends = ((0.2, top - _BOX / 2), (0.2, middle + _BOX / 2))
        elif edge.source == "street":
            ends = ((0.2, middle - _BOX / 2), (0.2, bottom + _BOX / 2))
        else:
            continue
        _flow(ax, *ends, edge, words, values, arrows, 0.5 * (ends[0][1] + ends[1][1]))


def _flow(ax: Axes, start, end, edge: Edge, words, values, arrows, height: float) -> None:
    """Draw one arrow and, to its right, what it carries and how much of it."""
    nothing = values[edge.flow] == 0
    diagram.arrow(ax, start, end, edge.colour, arrows[edge.flow], dashed=nothing)
    x = start[0] + 0.5 * max(arrows[edge.flow] + 5, 6) / 72 + 0.03
    ax.text(x, height + 0.02, diagram.amount(values[edge.flow]), fontweight="bold")
    ax.text(x, height - 0.1, words[edge.flow], fontsize=style.SMALL, linespacing=1.0)
