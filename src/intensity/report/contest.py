"""Policies against each city's own best fixed level, in cities that meet the paper's facts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from intensity.report import style, text

TEXT = {
    "en": {
        "title": "Against the city's own best level",
        "unit": "difference of efficiency E",
        "x": "Dot: a city. Bar: 10\N{EN DASH}90 %. Line: median",
        "shares": "% of cities",
        "shares_unit": "better  worse",
        "alt": (
            "Policies compared in {cities} cities with each city's own best fixed level of "
            "intensity. Median difference of efficiency and share of cities in which the policy "
            "does better by more than noise: {rows}."
        ),
        "alt_row": "{name} {gain}, {beats}",
        "semicolon": "; ",
    },
    "zh": {
        "title": "与各城市自身的最佳固定强度相比",
        "unit": "治理效率E之差",
        "x": "点：一个城市。条：10\N{EN DASH}90%。竖线：中位数",
        "shares": "城市占比（%）",
        "shares_unit": "更好　更差",
        "alt": (
            "在{cities}个城市中把各种策略与该城市自身的最佳固定强度相比。治理效率之差的中位数，"
            "以及策略优势超出噪声的城市占比：{rows}。"
        ),
        "alt_row": "{name}{gain}，{beats}",
        "semicolon": "；",
    },
}
NAMES = {
    "en": {
        "one level for all cities": "one level for all cities",
        "regular intensity": "regular intensity",
        "high intensity": "high intensity",
        "rule, goals as assumed": "adaptive rule, goals as assumed",
        "rule, one pair of goals for all cities": "adaptive rule, goals best for all",
        "rule, each city's own goals": "adaptive rule, each city's own goals",
        "high intensity with referral back": "high, most direct callers referred back",
        "high intensity with a reserve": "high, a fifth of time reserved",
    },
    "zh": {
        "one level for all cities": "所有城市同一强度",
        "regular intensity": "常规强度",
        "high intensity": "高强度",
        "rule, goals as assumed": "自适应规则（目标按设定）",
        "rule, one pair of goals for all cities": "自适应规则（各城市共用最佳目标）",
        "rule, each city's own goals": "自适应规则（各城市自定目标）",
        "high intensity with referral back": "高强度（多数直接来电退回基层）",
        "high intensity with a reserve": "高强度（保留五分之一时间）",
    },
}
COLUMNS = ("policy", "gain", "gain_low", "gain_high", "beats", "loses")


def _rows(standings: pd.DataFrame, names) -> pd.DataFrame:
    rows = standings[standings["policy"].isin(names)]
    return rows.sort_values("gain", ignore_index=True)


@style.styled
def draw(
    standings: pd.DataFrame, gains: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw one row per policy.

    Parameters
    ----------
    standings : DataFrame
        One row per policy: policy, gain (median), gain_low, gain_high, beats, loses (shares).
    gains : DataFrame
        One row per city and policy: policy, gain.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    style.require(standings, COLUMNS, "standings")
    style.require(gains, ("policy", "gain"), "gains")
    rows = _rows(standings, names)
    page = width == "page"
    figure = style.new_figure(width, (0.36 if page else 0.46) * len(rows) + 0.9)
    ax, side = figure.subplots(1, 2, sharey=True, width_ratios=(8 if page else 3.4, 1))
    for at, row in enumerate(rows.itertuples()):
        own = gains.loc[gains["policy"] == row.policy, "gain"].sort_values()
        shade = style.COLOURS["prevented" if row.gain > 0 else "second_order"]
        ax.plot([row.gain_low, row.gain_high], [at, at], color=shade, lw=5, alpha=0.35,
                solid_capstyle="butt")  # fmt: skip
        spread = 0.18 * np.sin(np.arange(len(own)) * 2.4)  # apart, and the same every time
        ax.plot(own, at + spread, ".", color=shade, markersize=2.5, alpha=0.7)
        ax.plot([row.gain, row.gain], [at - 0.25, at + 0.25], color=shade, lw=2)
        for place, share in ((22, row.beats), (50, row.loses)):
            side.annotate(text.number(100 * share, 0), (0, at), xytext=(place, 0),
                          textcoords="offset points", ha="right", va="center",
                          fontsize=style.SMALL)  # fmt: skip
        if not page:
            ax.annotate(names[row.policy], (0, at + 0.3), xycoords=ax.get_yaxis_transform(),
                        va="bottom", fontsize=style.SMALL, annotation_clip=False)  # fmt: skip
    ax.axvline(0.0, color=style.COLOURS["efficiency"], lw=0.8)
    ax.set_yticks(range(len(rows)), [names[name] if page else "" for name in rows["policy"]])
    ax.set_ylim(-0.6, len(rows) - (0.4 if page else 0.1))
    ax.grid(False, axis="y")
    ax.set_xlabel(words["x"])
    style.head(ax, words["title"], words["unit"])
    side.set_axis_off()
    side.set_xlim(0, 1)
    style.head(side, words["shares"], words["shares_unit"])
    return figure


def ALT(standings: pd.DataFrame, gains: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative: median and share of cities for each policy."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    style.require(standings, COLUMNS, "standings")
    rows = _rows(standings, names)
    said = words["alt"].format(
        cities=gains["city"].nunique(),
        rows=words["semicolon"].join(
            words["alt_row"].format(
                name=names[row.policy],
                gain=text.number(row.gain, 3),
                beats=text.percent(row.beats),
            )
            for row in rows.itertuples()
        ),
    )
    return text.closed_up(said) if lang == "zh" else said
