"""Figure 2: how the hotline works, and how much work runs along each step.

The steps are those of the paper's section 3.1: the response process (响应流程) from the call to the
recorded result, and the feedback process (反馈流程) from the sample call-back to the assessment.
Three lanes show who acts. The edges name the columns of ``run.monthly`` whose means they carry.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from intensity.report import diagram, style, text
from intensity.report.diagram import HIGH, REGULAR, Edge, Graph

PROCESS = Graph(
    nodes=(
        "call", "answer", "register", "dispatch", "sign", "handle", "record", "exclude",
        "callback", "resolved", "satisfied", "score", "rank", "pressure",
    ),
    edges=(
        Edge("call", "answer", "calls"),
        Edge("answer", "register", "calls_answered"),
        Edge("register", "dispatch", "calls_accepted"),
        Edge("dispatch", "sign", "orders", "second_order"),
        Edge("sign", "handle", "signed_in_time", "second_order"),
        Edge("handle", "exclude", "excluded", "faint"),
        Edge("handle", "record", "completed", "second_order"),
        Edge("record", "callback", "completed", "second_order"),
        Edge("callback", "resolved", "callbacks", "score"),
        Edge("resolved", "score", "callbacks_resolved", "score"),
        Edge("resolved", "satisfied", None, "score"),
        Edge("satisfied", "score", "callbacks_satisfied", "score"),
        Edge("score", "rank", "score", "score", "state"),
        Edge("rank", "pressure", None, "score"),
        Edge("pressure", "handle", "pressure", "score", "state"),
        Edge("resolved", "call", "orders_repeat", "unresolved"),
    ),
)  # fmt: skip
COLUMNS = PROCESS.flows
PLACES = {  # node: (step from 0, lane), lanes in the order of LANES
    "call": (0, 0), "answer": (0, 1), "register": (1, 1), "dispatch": (2, 1), "sign": (2, 2),
    "handle": (3, 2), "exclude": (3, 1), "record": (4, 2), "callback": (4, 1),
    "resolved": (4, 0), "satisfied": (5, 0), "score": (5, 1), "rank": (6, 1), "pressure": (6, 2),
}  # fmt: skip
LANES = ("residents", "centre", "street")

TEXT = {
    "en": {
        "residents": "Residents",
        "centre": "City: hotline centre",
        "street": "Street",
        "call": "Call",
        "answer": "Answer",
        "register": "Register\nas order",
        "dispatch": "Dispatch",
        "sign": "Sign",
        "handle": "Handle in\n2 h, 7 h,\n7 d or 15 d",
        "record": "Record\nresult",
        "exclude": "Exclude\n(at most\n13 %)",
        "callback": "Call back\na sample",
        "resolved": "Resolved?",
        "satisfied": "Satisfied?",
        "score": "Score\n20 + 40 + 40 %",
        "rank": "Rank\nstreets",
        "pressure": "Pressure\n{volume}",
        "repeat": "call again",
        "repeat_line": "{word}: {volume}",
        "score_word": "score",
        "response": "Response process",
        "feedback": "Feedback process",
        "note": "Simulated, per street and month: regular (I = {low}) \N{RIGHTWARDS ARROW} "
        "high (I = {high}) intensity.",
        "note_column": "Simulated, per street and month:\nregular (I = {low}) "
        "\N{RIGHTWARDS ARROW} high (I = {high}) intensity.",
        "alt": (
            "Flow diagram of the hotline in three lanes: residents, the city's hotline centre, "
            "the street. Simulated numbers per street and month, at regular and at high "
            "intensity. Response process: {calls} calls, {calls_answered} answered, {orders} "
            "work orders dispatched, {signed_in_time} signed in time, {excluded} excluded, "
            "{completed} completed. Feedback process: {callbacks} call-backs, of which "
            "{callbacks_resolved} report the case resolved and {callbacks_satisfied} are "
            "satisfied; the score is {score}, the pressure on the street {pressure}; "
            "{orders_repeat} orders come from repeat calls."
        ),
        "alt_pair": "{low} and {high}",
    },
    "zh": {
        "residents": "居民",
        "centre": "市：热线服务中心",
        "street": "街道",
        "call": "来电",
        "answer": "接听",
        "register": "登记\n成工单",
        "dispatch": "派单",
        "sign": "签收",
        "handle": "限期办理\n2小时、7小时\n7天、15天",
        "record": "录入\n结果",
        "exclude": "剔除\n（至多13%）",
        "callback": "抽样\n回访",
        "resolved": "是否解决",
        "satisfied": "是否满意",
        "score": "考核得分\n20 + 40 + 40%",
        "rank": "街道\n排名",
        "pressure": "治理压力\n{volume}",
        "repeat": "再次来电",
        "repeat_line": "{word}：{volume}",
        "score_word": "得分",
        "response": "响应流程",
        "feedback": "反馈流程",
        "note": "每街道每月的模拟值：常规强度（I = {low}） \N{RIGHTWARDS ARROW} "
        "高强度（I = {high}）。",
        "note_column": "每街道每月的模拟值：\n常规强度（I = {low}） "
        "\N{RIGHTWARDS ARROW} 高强度（I = {high}）。",
        "alt": (
            "热线运作的流程图，分居民、热线服务中心、街道三道。数字为每街道每月的模拟值，先常规强度，"
            "后高强度。响应流程：来电{calls}件，接听{calls_answered}件，派发工单{orders}件，按时签收"
            "{signed_in_time}件，剔除{excluded}件，办结{completed}件。反馈流程：回访{callbacks}件，"
            "其中{callbacks_resolved}件称已解决，{callbacks_satisfied}件表示满意；考核得分为{score}，"
            "街道的治理压力为{pressure}；{orders_repeat}件工单来自重复来电。"
        ),
        "alt_pair": "{low}和{high}",
    },
}


@style.styled
def draw(
    flows: pd.DataFrame,
    *,
    regular: float = REGULAR,
    high: float = HIGH,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw the process with the simulated volumes at two intensities.

    Parameters
    ----------
    flows : DataFrame
        Index: intensity; columns: at least `COLUMNS`, means per street and month (`score` and
        `pressure` are mean levels of the state, the others counts).
    regular, high : float
        Levels of the index to show.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Steps run to the right, or downwards.

    Raises
    ------
    InputError
        If a level or a column is missing, or a flow is negative.
    """
    words = style.texts(TEXT, lang)
    low, top = (diagram.flows_at(flows, level, COLUMNS) for level in (regular, high))
    down = width == "column"
    size = (0.78, 0.44)
    figure = style.new_figure(width, 7.4 if down else 3.62, constrained=False)
    across, up = (float(value) for value in figure.get_size_inches())
    ax = diagram.canvas(figure, 0, 0, across, up)
    centres = {
        node: (0.68 + 1.12 * lane, up - 0.62 - 0.97 * step)
        if down
        else (0.72 + 0.965 * step, up - 0.52 - 1.12 * lane)
        for node, (step, lane) in PLACES.items()
    }
    _lanes(ax, words, down, across, up)
    for node, centre in centres.items():
        colour = "first_order" if PLACES[node][1] == 2 else "text"
        label = words[node].format(volume=_pair(low, top, "pressure", "state"))
        diagram.box(ax, centre, size, label, colour)
    for edge in PROCESS.edges:
        volume = None if edge.flow is None else _pair(low, top, edge.flow, edge.kind)
        _edge(ax, edge, centres, size, volume, words, down)
    note = words["note_column" if down else "note"]
    ax.text(
        0.08 if down else 0.3,
        0.06,
        note.format(low=text.number(regular, 1), high=text.number(high, 1)),
        fontsize=style.SMALL,
        color=style.COLOURS["faint"],
        va="bottom",
    )
    for index, (key, colour) in enumerate((("response", "second_order"), ("feedback", "score"))):
        place = (0.08 + 1.3 * index, 0.4) if down else (4.55 + 1.3 * index, 0.06)
        ax.text(
            *place,
            words[key],
            fontsize=style.SMALL,
            color=style.COLOURS[colour],
            fontweight="bold",
            va="bottom",
        )
    return figure


def ALT(
    flows: pd.DataFrame, *, regular: float = REGULAR, high: float = HIGH, lang: str = "en"
) -> str:
    """Return the text alternative, with the numbers of `flows`."""
    words = style.texts(TEXT, lang)
    low, top = (diagram.flows_at(flows, level, COLUMNS) for level in (regular, high))
    kinds = {edge.flow: edge.kind for edge in PROCESS.edges}
    pairs = {
        column: words["alt_pair"].format(
            low=diagram.amount(low[column], kinds[column]),
            high=diagram.amount(top[column], kinds[column]),
        )
        for column in COLUMNS
    }
    return words["alt"].format(**pairs)


def _lanes(ax: Axes, words, down: bool, across: float, up: float) -> None:
    """Shade the lanes and name them."""
    for lane, name in enumerate(LANES):
        shade = "#F4F4F4" if lane % 2 == 0 else "white"
        if down:
            left = 0.12 + 1.12 * lane
            ax.axvspan(left, left + 1.12, 0.082, 1, color=shade, zorder=0, linewidth=0)
            place = {"x": left + 0.56, "y": up - 0.16, "ha": "center", "va": "center"}
        else:
            top = up - 1.12 * lane
            ax.axhspan(top - 1.06, top + 0.06, color=shade, zorder=0, linewidth=0)
            place = {"x": 0.1, "y": top - 0.52, "ha": "center", "va": "center", "rotation": 90}
        ax.text(s=words[name], fontsize=style.SMALL, fontweight="bold", **place)


def _edge(ax: Axes, edge: Edge, centres, size, volume, words, down: bool) -> None:
    """Draw one edge with its volume: straight, diagonal, or round the outside."""
    start, end = centres[edge.source], centres[edge.target]
    if edge.source == "pressure":
        _return(ax, start, end, size, down)  # its level stands in the node it leaves
        return
    if edge.target == "call":
        _again(ax, start, end, size, words, volume, down)
        return
    a, b = _touch(start, end, size), _touch(end, start, size)
    diagram.arrow(ax, a, b, edge.colour, 1.2, dashed=edge.flow is None)
    if volume is None:
        return
    if edge.kind == "state":
        volume = f"{words['score_word']}\n{volume}"
    x, y = 0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])
    beside = size[1] / 2 + 0.04
    if edge.source == "resolved":  # the diagonal: the number fills the free corner
        place = (
            {"x": x + 0.06, "y": y + 0.02, "ha": "left", "va": "bottom"}
            if down
            else {"x": b[0] - 0.12, "y": b[1] + 0.04, "ha": "right", "va": "bottom"}
        )
    elif a[1] != b[1]:
        # to the left where the diagonal or the returning pressure takes the right
        left = edge.source == "callback" or (down and edge.target in ("handle", "record"))
        place = {"x": x - 0.06 if left else x + 0.06, "y": y, "va": "center"}
        place["ha"] = "right" if left else "left"
    elif edge.source == "satisfied":  # the diagonal arrives above
        place = {"x": x, "y": y - beside, "ha": "center", "va": "top"}
    else:  # the gap between boxes is narrow: the number stands above their edges
        place = {"x": x, "y": y + beside, "ha": "center", "va": "bottom"}
    _volume(ax, volume, **place)


def _pair(low: pd.Series, top: pd.Series, flow: str, kind: str) -> str:
    """Return a flow at both intensities, as one label."""
    ends = (diagram.amount(series[flow], kind) for series in (low, top))
    return " \N{RIGHTWARDS ARROW} ".join(ends)


def _volume(ax: Axes, volume: str, **place) -> None:
    """Write the number that an arrow carries."""
    ax.text(s=volume, fontsize=style.SMALL, linespacing=1.0, zorder=5, **place)


def _touch(start, end, size) -> tuple[float, float]:
    """Return the point where an arrow towards `end` leaves the box around `start`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if abs(dx) < 1e-9:
        return start[0], start[1] + size[1] / 2 * (1 if dy > 0 else -1)
    if abs(dy) < 1e-9:
        return start[0] + size[0] / 2 * (1 if dx > 0 else -1), start[1]
    scale = min(size[0] / 2 / abs(dx), size[1] / 2 / abs(dy))
    return start[0] + scale * dx, start[1] + scale * dy


def _return(ax: Axes, start, end, size, down: bool) -> None:
    """Lead the pressure of the assessment back to the street's work, along the outer edge."""
    across, up = size[0] / 2, size[1] / 2
    points: Sequence[tuple[float, float]]
    if down:
        side, rail = start[0] + across, start[0] + across + 0.1
        points = ((side, start[1]), (rail, start[1]), (rail, end[1]), (side, end[1]))
    else:
        side, rail = start[1] - up, start[1] - up - 0.12
        points = ((start[0], side), (start[0], rail), (end[0], rail), (end[0], side))
    diagram.elbow(ax, points, "score")


def _again(ax: Axes, start, end, size, words, volume: str, down: bool) -> None:
    """Lead an unresolved and dissatisfied caller back to the call."""
    a, b = _touch(start, end, size), _touch(end, start, size)
    diagram.arrow(ax, a, b, "unresolved", 1.2)
    if down:
        label, x, y = f"{words['repeat']}\n{volume}", a[0] + 0.06, 0.5 * (a[1] + b[1])
        _volume(ax, label, x=x, y=y, ha="left", va="center")
    else:
        label = words["repeat_line"].format(word=words["repeat"], volume=volume)
        x, y = 0.5 * (a[0] + b[0]), a[1] + 0.05
        _volume(ax, label, x=x, y=y, ha="center", va="bottom")
