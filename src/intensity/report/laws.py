"""Simulation against closed forms: every comparison as a point, in standard errors from theory."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from intensity.report import style, text

NAMES = {
    "en": {
        "erlang": "M/M/c (Erlang)",
        "general": "M/G/1 (Pollaczek\N{EN DASH}Khinchine)",
        "priority": "priorities (Cobham)",
        "impatience": "impatience (M/M/c + M)",
        "repeats": "repeats (Kelly)",
    },
    "zh": {
        "erlang": "M/M/c（Erlang）",
        "general": "M/G/1（Pollaczek\N{EN DASH}Khinchine）",
        "priority": "优先级（Cobham）",
        "impatience": "等待中放弃（M/M/c+M）",
        "repeats": "重复来电（Kelly）",
    },
}
TEXT = {
    "en": {
        "join": "; ",
        "row": "{name} ({n})",
        "title": "Simulated less theory",
        "unit": "in standard errors; dashed: bound for all together, \N{PLUS-MINUS SIGN}{bound}",
        "x": "z (one dot per comparison)",
        "alt": (
            "Dots along an axis of standard errors, one row per law of queueing theory: {laws}. "
            "All {n} lie between {low} and {high}; the bound that all of them together stay "
            "within, but for one case in {family}, is \N{PLUS-MINUS SIGN}{bound}."
        ),
        "alt_law": "{name}, {n} comparisons, largest {largest}",
    },
    "zh": {
        "join": "；",
        "row": "{name}（{n}）",
        "title": "模拟减去理论",
        "unit": "以标准误为单位；虚线：全部比较合计的界限，\N{PLUS-MINUS SIGN}{bound}",
        "x": "z（每点为一次比较）",
        "alt": (
            "标准误数轴上的点，每条排队论规律一行：{laws}。全部{n}个点位于{low}至{high}之间；"
            "全部比较合计的界限为\N{PLUS-MINUS SIGN}{bound}，每{family}次仅有一次越界。"
        ),
        "alt_law": "{name}，比较{n}次，最大{largest}",
    },
}


def _checked(laws: pd.DataFrame) -> pd.DataFrame:
    style.require(laws, ("law", "z"), "laws")
    return laws


@style.styled
def draw(
    laws: pd.DataFrame, bound: float, family: float, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw one row of dots per law.

    Parameters
    ----------
    laws : DataFrame
        Recorded table ``laws``: columns law, z.
    bound : float
        Largest |z| of all but a share `family` of cases.
    family : float
        Family-wise rate of false alarms.
    lang : str
    width : {"page", "column"}
    """
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    order = list(dict.fromkeys(_checked(laws)["law"]))
    page = width == "page"
    figure = style.new_figure(width, 0.9 + 0.36 * len(order))
    ax = figure.add_subplot()
    for row, law in enumerate(order):
        z = np.sort(laws.loc[laws["law"] == law, "z"].to_numpy(float))
        height = -row + 0.5 * ((np.arange(len(z)) * 0.618034) % 1.0 - 0.5)  # spread, not by chance
        ax.plot(z, height, "o", color=style.COLOURS["neutral"], markersize=2.6, alpha=0.8)
    ax.axvline(0.0, color=style.COLOURS["faint"], linewidth=0.6)
    for side in (-bound, bound):
        ax.axvline(side, color=style.COLOURS["text"], linewidth=0.9, linestyle=(0, (4, 2)))
    counts = laws.groupby("law").size()
    labels = [words["row"].format(name=names.get(law, law), n=counts[law]) for law in order]
    if not page:
        labels = [re.sub(r" ?([(（])", r"\n\1", label, count=1) for label in labels]
    ax.set_yticks([-row for row in range(len(order))], labels)
    ax.set_ylim(-len(order) + 0.5, 0.6)
    reach = max(bound, float(laws["z"].abs().max()))
    ax.set_xlim(-1.08 * reach, 1.08 * reach)
    ax.xaxis.set_major_locator(MultipleLocator(1 if page else 2))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(words["x"])
    unit = words["unit"].format(bound=text.number(bound))
    style.head(ax, words["title"], unit if page else unit.partition(words["join"])[2])
    return figure


def ALT(laws: pd.DataFrame, bound: float, family: float, *, lang: str = "en") -> str:
    """Return the text alternative, law by law."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    parts = [
        words["alt_law"].format(
            name=names.get(law, law), n=len(part), largest=text.number(part["z"].abs().max())
        )
        for law, part in _checked(laws).groupby("law", sort=False)
    ]
    return words["alt"].format(
        laws=words["join"].join(parts),
        n=len(laws),
        low=text.number(laws["z"].min()),
        high=text.number(laws["z"].max()),
        family=text.number(1.0 / family, 0),
        bound=text.number(bound),
    )
