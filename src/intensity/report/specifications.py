"""The specification curve: every estimate in order, and below it what each one chose."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from intensity.report import style, text

TEXT = {
    "en": {
        "title": "Change of efficiency",
        "unit": "regular to high, per cent, 95 % interval",
        "interior": "maximum inside the range (p < 0.05)",
        "none": "no such maximum found",
        "definition": "Efficiency",
        "estimator": "Estimator",
        "sample": "Cities",
        "x": "Specifications in order of their estimate",
        "alt": (
            "Specification curve of {n} estimates of the change of efficiency from regular to high "
            "intensity, from {least} to {most} per cent. The interval lies below zero in {falls}, "
            "above zero in {rises}; {interior} have a maximum inside the range. A panel below "
            "marks each estimate's definition of efficiency, estimator and sample of cities."
        ),
        "nothing": "none",
        "join": "; ",
    },
    "zh": {
        "title": "治理效率的变化",
        "unit": "从常规强度到高强度，%，95%置信区间",
        "interior": "强度范围内部有最大值（p < 0.05）",
        "none": "未发现这样的最大值",
        "definition": "治理效率的定义",
        "estimator": "估计方法",
        "sample": "城市样本",
        "x": "按估计值排序的估计设定",
        "alt": (
            "设定曲线：从常规强度到高强度治理效率变化的{n}个估计值，从{least}%到{most}%。"
            "{falls}个的置信区间低于零，{rises}个高于零；{interior}个在强度范围内部有最大值。"
            "下方面板标出每个估计值所用的效率定义、估计方法与城市样本。"
        ),
        "nothing": "无",
        "join": "、",
    },
}
NAMES = {
    "en": {
        "paid": "per paid hour",
        "worked": "per worked hour",
        "handling": "per hour of handling",
        "unweighted": "big = small",
        "big8": "big = 8 small",
        "effectiveness": "effectiveness alone",
        "upper2": "upper level \N{MULTIPLICATION SIGN} 2",
        "reasonable": "unreasonable not charged",
        "net": "net benefit, waiting",
        "residents": "residents' view",
        "residents_cost": "residents, per cost",
        "quadratic": "quadratic",
        "lines": "two lines",
        "maximum": "no form",
        "prior": "parameter space",
        "near": "near the facts",
        "default": "default city",
    },
    "zh": {
        "paid": "按付酬工时",
        "worked": "按实际工时",
        "handling": "按办理工时",
        "unweighted": "大事=小事",
        "big8": "大事=8件小事",
        "effectiveness": "只看治理效能",
        "upper2": "上级政府工时\N{MULTIPLICATION SIGN}2",
        "reasonable": "无理诉求不计成本",
        "net": "净收益，计等待",
        "residents": "居民所见",
        "residents_cost": "居民所见，按成本",
        "quadratic": "二次曲线",
        "lines": "两线检验",
        "maximum": "不设函数形式",
        "prior": "参数空间",
        "near": "符合论文事实",
        "default": "基准城市",
    },
}
GROUPS = ("definition", "estimator", "sample")


def ordered(curve: pd.DataFrame) -> pd.DataFrame:
    """Specifications from the lowest to the highest estimate, with their place ``at``."""
    style.require(curve, (*GROUPS, "change", "low", "high", "interior"), "specifications")
    out = curve.sort_values("change", kind="stable").reset_index(drop=True)
    return out.assign(at=np.arange(len(out)))


def _limits(curve: pd.DataFrame) -> tuple[float, float]:
    """An axis that shows every estimate and most of every interval."""
    low, high = curve["change"].min(), curve["change"].max()
    low = min(low, curve["low"].quantile(0.05), 0.0)
    high = max(high, curve["high"].quantile(0.95), 0.0)
    gap = 0.06 * max(high - low, 1e-9)
    return low - gap, high + gap


def named(curve: pd.DataFrame, sample: str, answer: str, *, lang: str = "en") -> str:
    """Definitions for which every estimator gives an answer in a sample, for prose.

    Parameters
    ----------
    curve : DataFrame
    sample : str
    answer : {"interior", "falls", "rises"}

    Returns
    -------
    str
        Names, or the word for none.
    """
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    style.require(curve, (*GROUPS, answer), "specifications")
    part = curve[curve["sample"] == sample]
    agree = part.groupby("definition", sort=False)[answer].all()
    return words["join"].join(names[str(d)] for d in agree.index[agree]) or words["nothing"]


@style.styled
def draw(curve: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw estimates in order with intervals, and the panel of choices below.

    Parameters
    ----------
    curve : DataFrame
        One row per specification: definition, estimator, sample, change, low, high (per cent),
        interior (bool).
    lang : str
        Language of the texts.
    width : {"page", "column"}
    """
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    frame = ordered(curve)
    values = {group: list(dict.fromkeys(curve[group])) for group in GROUPS}
    heights = [14, *(len(values[group]) for group in GROUPS)]
    figure = style.new_figure(width, 0.135 * sum(heights) + 1.5)
    axes = figure.subplots(4, 1, sharex=True, gridspec_kw={"height_ratios": heights})
    _estimates(axes[0], frame, words)
    for ax, group in zip(axes[1:], GROUPS, strict=True):
        _choices(ax, frame, group, values[group], names)
        ax.set_title(words[group], fontsize=style.SMALL)
    axes[0].set_xlim(-1, len(frame))
    axes[-1].set_xlabel(words["x"])
    dots = {"linestyle": "none", "marker": "o", "markersize": 4}
    black, grey = style.COLOURS["efficiency"], style.COLOURS["unresolved"]
    figure.legend(
        handles=[
            Line2D([], [], color=black, label=words["interior"], **dots),
            Line2D([], [], color=grey, label=words["none"], markerfacecolor="white", **dots),
        ],
        loc="outside upper left",
        ncols=2 if width == "page" else 1,
    )
    return figure


def _estimates(ax: Axes, frame: pd.DataFrame, words) -> None:
    ax.axhline(0.0, color=style.COLOURS["faint"], linewidth=0.8)
    for interior in (False, True):
        part = frame[frame["interior"] == interior]
        colour = style.COLOURS["efficiency" if interior else "unresolved"]
        ax.vlines(part["at"], part["low"], part["high"], color=colour, linewidth=0.7)
        ax.plot(
            part["at"], part["change"], "o", color=colour, markersize=2.4, markeredgewidth=0.7,
            markerfacecolor=colour if interior else "white",
        )  # fmt: skip
    ax.set_ylim(*_limits(frame))
    ax.grid(axis="x", visible=False)
    ax.tick_params(axis="x", length=0)
    style.head(ax, words["title"], words["unit"])


def _choices(ax: Axes, frame: pd.DataFrame, group: str, values: list[str], names) -> None:
    place = {value: row for row, value in enumerate(values)}
    rows = frame[group].map(place)
    colours = np.where(frame["interior"], style.COLOURS["efficiency"], style.COLOURS["unresolved"])
    ax.scatter(frame["at"], rows, c=colours, marker="|", s=14, linewidths=0.9)
    ax.set_yticks(range(len(values)), [names.get(value, value) for value in values])
    ax.set_ylim(len(values) - 0.4, -0.6)
    ax.tick_params(axis="x", labelbottom=False, length=0)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)


def ALT(curve: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: how many estimates fall, rise, and turn inside."""
    frame = ordered(curve)
    return style.texts(TEXT, lang)["alt"].format(
        n=len(frame),
        least=text.number(frame["change"].min(), 0),
        most=text.number(frame["change"].max(), 0),
        falls=int((frame["high"] < 0).sum()),
        rises=int((frame["low"] > 0).sum()),
        interior=int(frame["interior"].sum()),
    )
