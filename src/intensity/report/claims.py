"""All claims in one figure: B city's estimates against what was expected, and shares of cities.

An estimate is drawn as its distance from the threshold towards the expected side, in units of a
difference that matters (``scale`` in ``data/claims.yml``): right of the line speaks for the claim.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter

from intensity.evidence.claims.judge import FAILS, HOLDS
from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.report import style, text
from intensity.report.chinese import chinese
from intensity.report.verdicts import word

COLUMNS = ("id", "title", "status", f"share_{PRIOR}", f"share_{POSTERIOR}")
PARTS = ("part", "role", "status", "margin", "margin_low", "margin_high")
REACH = 30.0  # margins beyond this are drawn at the edge
MARKS = {HOLDS: "o", FAILS: "X"}
ROW = 0.27  # inches

TEXT = {
    "en": {
        "margin": "B city",
        "margin_unit": "distance from threshold\n(units that matter; right: for the claim)",
        "shares": "Cities where it holds",
        "shares_unit": "share (%), 95 % interval",
        "verdict": "Verdict",
        "prior": "over the ranges",
        "posterior": "where the facts are met",
        "holds": "a part that holds",
        "fails": "a part that fails",
        "open": "undecided",
        "waiting": "not yet evaluated",
        "words": {},
        "alt": (
            "{n} claims, one row each. In B city {holds} hold, {fails} fail, {open} are undecided "
            "and {waiting} are not yet evaluated. {rows}"
        ),
        "alt_row": "{id} {title}: {word}, {prior} of cities over the ranges.",
        "alt_waiting": "{id} not yet evaluated.",
    },
    "zh": {
        "margin": "B市",
        "margin_unit": "与阈值的距离\n（以有意义的差异为单位；右侧支持论断）",
        "shares": "论断成立的城市",
        "shares_unit": "占比（%），95%置信区间",
        "verdict": "判定",
        "prior": "参数范围内",
        "posterior": "符合事实的城市",
        "holds": "成立的分项",
        "fails": "不成立的分项",
        "open": "未定",
        "waiting": "尚未评估",
        "words": {
            "holds": "成立",
            "holds only if": "有条件成立",
            "fails": "不成立",
            "undecided": "未定",
            "not yet evaluated": "尚未评估",
        },
        "alt": (
            "共{n}条论断，每行一条。在B市，{holds}条成立，{fails}条不成立，{open}条未定，"
            "{waiting}条尚未评估。{rows}"
        ),
        "alt_row": "{id}，{title}：{word}，在参数范围内{prior}的城市成立。",
        "alt_waiting": "{id}尚未评估。",
    },
}


@style.styled
def draw(
    claims: pd.DataFrame, parts: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw every claim's three answers.

    Parameters
    ----------
    claims : DataFrame
        As from `intensity.claims.evaluate`.
    parts : DataFrame
        The recorded table ``claims_parts``.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        In a column claims are named by their ids only.

    Raises
    ------
    InputError
        If a column is missing or a frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(claims, COLUMNS, "claims")
    style.require(parts, PARTS, "parts")
    n = len(claims)
    figure = style.new_figure(width, ROW * n + 1.1)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.25, 1.0))
    at = np.arange(n)[::-1]
    _margins(left, claims, parts, at)
    _shares(right, claims, at)
    said = chinese if lang == "zh" else str
    names = claims["id"] + (" " + claims["title"].map(said) if width == "page" else "")
    left.set_yticks(at, names)
    left.set_ylim(-0.7, n - 0.3)
    left.tick_params(axis="y", length=0)
    right.tick_params(axis="y", length=0)
    for ax, key in ((left, "margin"), (right, "shares")):
        ax.grid(axis="y", visible=False)
        ax.set_title(
            words[key], pad=SMALL_PAD, fontsize=style.SMALL + 0.5,
            fontweight="bold" if lang == "en" else "normal",
        )  # fmt: skip
        ax.set_xlabel(words[f"{key}_unit"], fontsize=style.SMALL)
        for y in at[::2]:
            ax.axhspan(y - 0.5, y + 0.5, color="#F6F6F6", zorder=0, linewidth=0)
    for y, row in zip(at, claims.to_dict("records"), strict=True):
        name = word(row)
        right.annotate(
            words["words"].get(name, name), (1.0, y), xytext=(5, 0),
            xycoords=right.get_yaxis_transform(), textcoords="offset points",
            va="center", fontsize=style.SMALL, annotation_clip=False,
            color=style.COLOURS["faint" if row["status"] not in MARKS else "text"],
            fontweight="bold" if row["status"] in MARKS and lang == "en" else "normal",
        )  # fmt: skip
    _key(figure, words)
    return figure


SMALL_PAD = 4.0


def _margins(ax: Axes, claims: pd.DataFrame, parts: pd.DataFrame, at: np.ndarray) -> None:
    colour = style.COLOURS["efficiency"]
    deciding = parts[parts["role"] == "decides"]
    for y, claim in zip(at, claims["id"], strict=True):
        mine = deciding[deciding["part"].str.startswith(f"{claim}.")]
        # the parts of a claim stand a little apart, the first on top
        spread = np.linspace(0.24, -0.24, len(mine)) if len(mine) > 1 else [0.0]
        for shift, row in zip(spread, mine.to_dict("records"), strict=True):
            if not np.isfinite(row["margin"]):
                continue
            ends = np.clip(sorted((row["margin_low"], row["margin_high"])), -REACH, REACH)
            middle = float(np.clip(row["margin"], -REACH, REACH))
            ax.plot(ends, [y + shift] * 2, color=colour, linewidth=0.8)
            ax.plot(
                middle, y + shift, MARKS.get(row["status"], "o"), color=colour, markersize=3.2,
                markerfacecolor=colour if row["status"] in MARKS else "white",
                markeredgewidth=0.6,
            )  # fmt: skip
    ax.axvline(0.0, color=style.COLOURS["faint"], linewidth=0.8)
    ax.set_xscale("symlog", linthresh=1.0, linscale=1.2)
    ax.set_xlim(-REACH * 1.3, REACH * 1.3)
    ax.xaxis.set_major_locator(FixedLocator([-10, -1, 0, 1, 10]))
    ax.xaxis.set_minor_locator(FixedLocator([]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: text.number(x, 0)))


def _shares(ax: Axes, claims: pd.DataFrame, at: np.ndarray) -> None:
    for sample, shift, colour in (
        (PRIOR, 0.19, style.COLOURS["unresolved"]),
        (POSTERIOR, -0.19, style.COLOURS["neutral"]),
    ):
        value = 100.0 * claims[f"share_{sample}"].to_numpy(dtype=float)
        low = 100.0 * claims[f"share_{sample}_low"].to_numpy(dtype=float)
        high = 100.0 * claims[f"share_{sample}_high"].to_numpy(dtype=float)
        there = np.isfinite(value)
        ax.barh(at[there] + shift, value[there], height=0.34, color=colour)
        ax.hlines(
            at[there] + shift, low[there], high[there], color=style.COLOURS["text"], linewidth=0.7
        )
    ax.set_xlim(0, 100)


def _key(figure: Figure, words) -> None:
    colour = style.COLOURS["efficiency"]
    dot = {"linestyle": "", "color": colour, "markersize": 3.5}
    handles = [
        Line2D([], [], marker="o", label=words["holds"], **dot),
        Line2D([], [], marker="X", label=words["fails"], **dot),
        Line2D([], [], marker="o", markerfacecolor="white", label=words["open"], **dot),
        Patch(color=style.COLOURS["unresolved"], label=words["prior"]),
        Patch(color=style.COLOURS["neutral"], label=words["posterior"]),
    ]
    figure.legend(
        handles=handles, loc="outside upper left", ncols=3, columnspacing=1.2, handlelength=1.4
    )


def ALT(claims: pd.DataFrame, parts: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: how many claims hold, and each one's verdict."""
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    rows = []
    for row in claims.to_dict("records"):
        name = word(row)
        known = np.isfinite(row[f"share_{PRIOR}"])
        rows.append(
            words["alt_row"].format(
                id=row["id"],
                title=said(row["title"]),
                word=words["words"].get(name, name),
                prior=text.percent(row[f"share_{PRIOR}"]) if known else words["waiting"],
            )
            if known
            else words["alt_waiting"].format(id=row["id"])
        )
    counts = claims["status"].value_counts()
    waiting = int(counts.get("not yet evaluated", 0))
    holds, fails = int(counts.get(HOLDS, 0)), int(counts.get(FAILS, 0))
    whole = words["alt"].format(
        n=len(claims),
        holds=holds,
        fails=fails,
        waiting=waiting,
        open=len(claims) - holds - fails - waiting,
        rows=("" if lang == "zh" else " ").join(rows),
    )
    return text.closed_up(whole) if lang == "zh" else whole
