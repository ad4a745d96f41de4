"""The parameters that the paper's facts say most about: pairs of them over the posterior draws."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from intensity.model.city import City
from intensity.model.parameters import parameters
from intensity.report import style, text
from intensity.report.chinese import chinese
from intensity.report.shrinkage import maths

TEXT = {
    "en": {
        "line": "line: {prior}\n+ {default}",
        "comma": ", ",
        "prior": "prior",
        "default": "default city",
        "alt": (
            "Scatter of {draws} posterior draws for each pair of {names}, with a histogram of each "
            "against its uniform prior. Strongest correlation: {one} with {two}, {r}."
        ),
    },
    "zh": {
        "prior": "先验",
        "default": "基准城市",
        "line": "线：{prior}\n+：{default}",
        "comma": "、",
        "alt": (
            "{draws}个后验抽样的散点图，变量两两组合：{names}；对角线为各自的直方图与均匀先验。"
            "相关最强的是{one}与{two}，{r}。"
        ),
    },
}


@style.styled
def draw(draws: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw a triangle of scatter plots, and histograms with the prior on the diagonal.

    Parameters
    ----------
    draws : DataFrame
        Recorded table ``posterior``: one column per parameter, values of the parameter.
    """
    words = style.texts(TEXT, lang)
    names = list(draws.columns)
    style.require(draws, names[:1], "posterior")
    known, default = parameters(), City.default()
    n = len(names)
    figure = style.new_figure(width, 5.6 if width == "page" else 3.6)
    axes = figure.subplots(n, n, squeeze=False)
    colour = style.COLOURS["neutral"]
    for i, below in enumerate(names):
        for j, left in enumerate(names):
            ax = axes[i, j]
            if j > i:
                ax.set_axis_off()
                continue
            low, high = known[left].range or (0.0, 1.0)
            pad = 0.03 * (high - low)
            ax.set_xlim(low - pad, high + pad)
            ax.grid(visible=False)
            own = float(default.values[left])
            if i == j:
                ax.hist(draws[left], bins=np.linspace(low, high, 17), color=colour, density=True)
                ax.plot([low, high], [1.0 / (high - low)] * 2, color=style.COLOURS["faint"], lw=1)
                ax.axvline(own, color=style.COLOURS["text"], lw=0.9)
                ax.set_yticks([])
                ax.spines["left"].set_visible(False)
            else:
                bottom, top = known[below].range or (0.0, 1.0)
                edge = 0.03 * (top - bottom)
                ax.set_ylim(bottom - edge, top + edge)
                jitter = 0.12 if known[left].integer else 0.0
                x = draws[left] + jitter * np.sin(37.0 * np.arange(len(draws)))
                ax.plot(x, draws[below], ".", color=colour, ms=2.2, alpha=0.7)
                value = float(default.values[below])
                ax.plot([own], [value], "P", color=style.COLOURS["text"], ms=4.5)
                ax.set_yticks([bottom, top] if j == 0 else [])
            ax.set_xticks([low, high] if i == n - 1 else [])
            if i == n - 1:
                ax.set_xlabel(maths(known[left].symbol))
            if j == 0 and i > 0:
                ax.set_ylabel(maths(known[below].symbol))
            if i == j:
                ax.set_title(maths(known[left].symbol))
    figure.text(
        0.98,
        0.9,
        words["line"].format(prior=words["prior"], default=words["default"]),
        ha="right",
        va="top",
        fontsize=style.SMALL,
    )
    return figure


def ALT(draws: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative, from the numbers."""
    words = style.texts(TEXT, lang)
    known = parameters()
    table = draws.corr().to_numpy() - np.eye(draws.shape[1])
    i, j = np.unravel_index(np.abs(table).argmax(), table.shape)
    said = chinese if lang == "zh" else str
    names = [said(known[name].title) for name in draws.columns]
    return words["alt"].format(
        draws=len(draws),
        names=words["comma"].join(names),
        one=names[i],
        two=names[j],
        r=text.number(float(table[i, j])),
    )
