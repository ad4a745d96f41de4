"""The paper's facts beside what the posterior foretells of them, and the errors they are given."""

from __future__ import annotations

import html as markup
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from intensity.report import style, text
from intensity.report.chinese import chinese

COLUMNS = ("target", "meaning", "paper", "low90", "low50", "middle", "high50", "high90", "kind")
TEXT = {
    "en": {
        "semicolon": "; ",
        "unit": " (%)",
        "heads": ("Fact", "§", "Paper", "Error (sd)", "Posterior", "90 %", "Prior, 90 %", "Check"),
        "error_heads": ("Fact", "Part of the error", "sd", "Scale", "Why"),
        "points": "{size} pts",
        "tail": "{share} below the fact",
        "kept": "{share} keep it",
        "reading": " (our reading)",
        "equal": "",
        "above": "above ",
        "below": "below ",
        "key": (
            "Grey: prior, 90 %. Blue: posterior, 50 and 90 %.\n"
            "Yellow: the paper's number, or the bound that\n"
            "its words are taken to mean; arrow: allowed side."
        ),
        "alt": "What the posterior foretells of the paper's facts, median and 90 %: {rows}.",
        "alt_row": "{meaning}: {middle} {interval}, the paper {paper}",
    },
    "zh": {
        "key": (
            "灰：先验，90%。蓝：后验，50%与90%。\n"
            "黄：论文给出的数字，或对其措辞的解读所定的界限；\n"
            "箭头：允许的一侧。"
        ),
        "alt": "后验对论文事实的预测，中位数与90%区间：{rows}。",
        "alt_row": "{meaning}：{middle} {interval}，论文{paper}",
        "semicolon": "；",
        "unit": "（%）",
        "heads": ("事实", "§", "论文", "误差（标准差）", "后验", "90%", "先验，90%", "核对"),
        "error_heads": ("事实", "误差的构成", "标准差", "尺度", "理由"),
        "points": "{size}个百分点",
        "tail": "{share}低于该事实",
        "kept": "{share}符合",
        "reading": "（本书的解读）",
        "equal": "",
        "above": "高于",
        "below": "低于",
    },
}


@style.styled
def draw(table: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw a small axis for each target: prior, posterior, fact.

    Parameters
    ----------
    table : DataFrame
        Recorded table ``predictive``.
    """
    words = style.texts(TEXT, lang)
    style.require(table, COLUMNS, "predictive")
    across = 1 if width == "column" else 2
    down = int(np.ceil(len(table) / across))
    figure = style.new_figure(width, 0.72 * down + 0.35)
    axes = figure.subplots(down, across, squeeze=False).T.ravel()
    for ax, row in zip(axes, table.itertuples(), strict=False):
        counted = row.target.startswith("orders")
        factor = 1.0 if counted else 100.0
        colour = style.COLOURS["neutral"]
        prior = (factor * row.prior_low, factor * row.prior_high)
        ax.plot(prior, (1, 1), color=style.COLOURS["unresolved"], lw=1.2)
        ax.plot((factor * row.low90, factor * row.high90), (0, 0), color=colour, lw=1.4)
        ax.plot((factor * row.low50, factor * row.high50), (0, 0), color=colour, lw=4)
        ax.plot([factor * row.middle], [0], "o", color="white", mec=colour, ms=4)
        ax.axvline(factor * row.paper, color="black", lw=2.6)
        ax.axvline(factor * row.paper, color=style.COLOURS["paper"], lw=1.4)
        if row.kind != "equal":
            arrow = "\N{RIGHTWARDS ARROW}" if row.kind == "above" else "\N{LEFTWARDS ARROW}"
            side = 1 if row.kind == "above" else -1
            ax.annotate(
                arrow,
                (factor * row.paper, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(3 * side, -1),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="top",
                fontsize=style.SIZE,
            )
        unit = "" if counted else words["unit"]
        ax.set_title(
            f"{_named(row.meaning, lang)}{unit}", fontsize=style.SMALL, fontweight="normal"
        )
        ax.set(ylim=(-0.7, 1.9), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.grid(visible=False)
    for ax in axes[len(table) :]:
        ax.set_axis_off()
    key = (
        words["key"] if across == 1 else words["key"].replace("\n", " " if lang == "en" else "", 1)
    )
    figure.supxlabel(key, fontsize=style.SMALL, x=0.02, ha="left", color=style.COLOURS["faint"])
    return figure


def ALT(table: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative, from the numbers."""
    words = style.texts(TEXT, lang)
    rows = [
        words["alt_row"].format(
            meaning=_named(row.meaning, lang),
            middle=_shown(row.middle, row.target),
            interval=_spread(row.low90, row.high90, row.target),
            paper=_stated(row, words),
        )
        for row in table.itertuples()
    ]
    return words["alt"].format(rows=words["semicolon"].join(rows))


def html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """The targets as a table: fact, error, what prior and posterior foretell."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = []
    for row in table.itertuples():
        error = (
            text.percent(row.error)
            if row.relative
            else words["points"].format(size=text.number(100 * row.error, 0))
        )
        check = (
            words["tail"].format(share=text.percent(row.tail))
            if row.stated
            else words["kept"].format(share=text.percent(row.kept))
        )
        cells = (
            f"§{row.section}",
            _stated(row, words) + ("" if row.stated else words["reading"]),
            error,
            _shown(row.middle, row.target),
            _spread(row.low90, row.high90, row.target),
            _spread(row.prior_low, row.prior_high, row.target),
            check,
        )
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(said(row.meaning))}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    return _closed(
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>", lang
    )


def errors_html(errors: pd.DataFrame, table: pd.DataFrame, *, lang: str = "en") -> str:
    """The parts of each fact's observation error, with the reason for each."""
    words, said = style.texts(TEXT, lang), _said(lang)
    names = dict(zip(table["target"], table["meaning"], strict=True))
    rows = []
    for row in errors.itertuples():
        size = (
            text.percent(row.sd)
            if row.scale != "log-odds"
            else words["points"].format(size=text.number(100 * row.sd, 1))
        )
        cells = (said(row.part), size, said(row.scale), said(row.reason))
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(said(names[row.name]))}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["error_heads"])
    return _closed(
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>", lang
    )


def _said(lang: str) -> Callable[[str], str]:
    """Recorded words in a language."""
    return chinese if lang == "zh" else str


def _named(meaning: str, lang: str) -> str:
    """A target without what its word is taken to mean."""
    return _said(lang)(meaning).partition(":" if lang == "en" else "：")[0]


def _closed(markup: str, lang: str) -> str:
    return text.closed_up(markup) if lang == "zh" else markup


def _shown(value: float, target: str) -> str:
    return text.number(value, 0) if target.startswith("orders") else text.percent(value)


def _spread(low: float, high: float, target: str) -> str:
    return text.interval(low, high, 0, as_percent=not target.startswith("orders"))


def _stated(row, words: Mapping[str, Any]) -> str:
    return words[row.kind] + _shown(row.paper, row.target)
