"""Work orders of Y street over time, simulated beside the two half years that the paper states."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from intensity.model.tables import paper_facts
from intensity.report import style, text

TEXT = {
    "en": {
        "y": "Work orders per month, street of size one",
        "regular": "regular",
        "high": "high intensity",
        "epidemic": "epidemic",
        "stated": "stated by the paper",
        "alt": (
            "Work orders per month of a street like Y street from {first} to {last}: median {low} "
            "in 2018, {high} in 2020. The paper states {one} and {two} per month for the second "
            "half of 2019 and the first of 2020."
        ),
    },
    "zh": {
        "y": "每月工单数，规模为1的街道",
        "regular": "常规强度",
        "high": "高强度",
        "epidemic": "疫情",
        "stated": "论文\n给出",
        "alt": (
            "与Y街道规模相当的街道自{first}至{last}的每月工单数：2018年中位数{low}件，2020年{high}件。"
            "论文给出的2019年下半年和2020年上半年分别为每月{one}件和{two}件。"
        ),
    },
}
START = "2017-01"
SWITCH = "2019-01"
EPIDEMIC = ("2020-01", "2020-06")
STATED = (("y_orders_2019h2", "2019-07", "2019-12"), ("y_orders_2020h1", "2020-01", "2020-06"))


def _frame(path: pd.DataFrame) -> pd.DataFrame:
    style.require(path, ("period", "low", "middle", "high"), "path")
    frame = path[path["period"] >= START].copy()
    frame["at"] = [2017 + (pd.Period(p) - pd.Period(START)).n / 12 for p in frame["period"]]
    return frame


def _stated() -> list[tuple[float, float, float]]:
    facts = paper_facts().set_index("name")["value"]
    spans = []
    for name, first, last in STATED:
        begin, end = (2017 + (pd.Period(p) - pd.Period(START)).n / 12 for p in (first, last))
        spans.append((begin, end + 1 / 12, float(facts[name]) / 6))
    return spans


@style.styled
def draw(path: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw the median and band over time.

    Parameters
    ----------
    path : DataFrame
        Columns period (YYYY-MM), low, middle, high: orders per month.
    """
    words = style.texts(TEXT, lang)
    frame = _frame(path)
    figure = style.new_figure(width, 2.6)
    ax = figure.add_subplot()
    colour = style.COLOURS["second_order"]
    ax.fill_between(frame["at"], frame["low"], frame["high"], color=colour, alpha=0.18, lw=0)
    ax.plot(frame["at"], frame["middle"], color=colour)
    top = frame["high"].max() * 1.22
    turn = 2017 + (pd.Period(SWITCH) - pd.Period(START)).n / 12
    first, last = (2017 + (pd.Period(p) - pd.Period(START)).n / 12 for p in EPIDEMIC)
    ax.axvline(turn, color=style.COLOURS["faint"], lw=0.8)
    ax.axvspan(first, last + 1 / 12, color=style.COLOURS["open"], alpha=0.4, lw=0)
    small = {"fontsize": style.SMALL, "va": "top", "color": style.COLOURS["text"]}
    ax.text(turn - 0.04, top * 0.98, words["regular"], ha="right", **small)
    ax.text(turn + 0.04, top * 0.98, words["high"], ha="left", **small)
    ax.text((first + last + 1 / 12) / 2, top * 0.98, words["epidemic"], ha="center", **small)
    for begin, end, value in _stated():
        ax.plot([begin, end], [value, value], color=style.COLOURS["text"], lw=2.2)
    ax.annotate(
        words["stated"],
        (_stated()[0][0], _stated()[0][2]),
        xytext=(-6, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=style.SMALL,
    )
    ax.set(ylim=(0, top), xlim=(2017, 2021), xticks=range(2017, 2022))
    style.head(ax, words["y"], "")
    return figure


def ALT(path: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative, from the numbers."""
    words = style.texts(TEXT, lang)
    frame = _frame(path)
    year = frame["period"].str.slice(0, 4)
    one, two = (value for _, _, value in _stated())
    return words["alt"].format(
        first=frame["period"].iloc[0],
        last=frame["period"].iloc[-1],
        low=text.number(frame.loc[year == "2018", "middle"].median(), 0),
        high=text.number(frame.loc[year == "2020", "middle"].median(), 0),
        one=text.number(one, 0),
        two=text.number(two, 0),
    )
