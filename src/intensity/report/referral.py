"""Referral back (退回基层) as a lever: efficiency over intensity by the share that is referred."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from intensity.report import style, text

TEXT = {
    "en": {
        "efficiency": "Efficiency",
        "efficiency_unit": "effectiveness per cost; cost without any order = 1",
        "orders_per_month": "Work orders",
        "orders_per_month_unit": "per street and month",
        "dashboard": "Dashboard score",
        "dashboard_unit": "0 to 1",
        "x": "Intensity I (0 to 1)",
        "none": "none",
        "share": "{share} %",
        "legend": "share of direct callers referred back; band: 95 % interval",
        "alt": (
            "Three panels over intensity, a line for each share of direct callers who are referred "
            "back to the street. Efficiency at I = {last}: {efficiency}. Work orders per street "
            "and month: {orders}. Dashboard score: {scores}."
        ),
        "alt_one": "{value} with {share}",
        "comma": ", ",
    },
    "zh": {
        "efficiency": "治理效率",
        "efficiency_unit": "治理效能/成本；无工单时成本=1",
        "orders_per_month": "工单数",
        "orders_per_month_unit": "每街道每月",
        "dashboard": "考核得分",
        "dashboard_unit": "0至1",
        "x": "应用强度I（0至1）",
        "none": "不退回",
        "share": "{share}%",
        "legend": "线端数字：直接来电中退回基层的比例；带：95%置信区间",
        "alt": (
            "三个面板，横轴为应用强度，每条线对应直接来电中退回街道的一个比例。"
            "I={last}时的治理效率：{efficiency}。每街道每月工单数：{orders}。考核得分：{scores}。"
        ),
        "alt_one": "{value}（{share}）",
        "comma": "、",
    },
}
KEYS = ("efficiency", "orders_per_month", "dashboard")
COLUMNS = (*KEYS, *(f"{key}_{end}" for key in KEYS for end in ("low", "high")))


@style.styled
def draw(referral: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw three measures over intensity, a line per share referred back.

    Parameters
    ----------
    referral : DataFrame
        One row per share and level: refer_back, intensity, efficiency, orders_per_month,
        dashboard, and each of the three with ``_low`` and ``_high``.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words = style.texts(TEXT, lang)
    style.require(referral, ("refer_back", "intensity", *COLUMNS), "referral")
    page = width == "page"
    figure = style.new_figure(width, 2.5 if page else 6.4)
    shares = sorted(referral["refer_back"].unique())
    for ax, key in zip(figure.subplots(*((1, 3) if page else (3, 1))), KEYS, strict=True):
        ends = []
        for at, share in enumerate(shares):
            part = referral[referral["refer_back"] == share].set_index("intensity")
            line = part[key]
            strength = at / max(1, len(shares) - 1)
            shade = _mixed(style.COLOURS["second_order"], style.COLOURS["first_order"], strength)
            ax.fill_between(part.index, part[f"{key}_low"], part[f"{key}_high"], color=shade,
                            alpha=0.15, lw=0)  # fmt: skip
            ax.plot(line.index, line, color=shade)
            part_sent = words["share"].format(share=text.number(100 * share, 0))
            name = part_sent if share else words["none"]
            ends.append((line.index[-1], line.iloc[-1], name, shade))
        ax.set_xlim(referral["intensity"].min(), referral["intensity"].max())
        ax.yaxis.set_major_locator(MaxNLocator(5))
        ax.set_xlabel(words["x"])
        style.head(ax, words[key], words[f"{key}_unit"])
        style.label_lines(ax, ends)
    figure.supxlabel(words["legend"], fontsize=style.SMALL, x=0.995, ha="right",
                     color=style.COLOURS["faint"])  # fmt: skip
    return figure


def _mixed(one: str, other: str, weight: float) -> str:
    """A colour between two, both as #rrggbb."""
    pairs = ((int(one[k : k + 2], 16), int(other[k : k + 2], 16)) for k in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * weight):02X}" for a, b in pairs)


def ALT(referral: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative: the three measures at the highest level."""
    words = style.texts(TEXT, lang)
    style.require(referral, ("refer_back", "intensity", *COLUMNS), "referral")
    last = referral["intensity"].max()
    end = referral[referral["intensity"] == last].sort_values("refer_back")

    def each(key: str, digits: int) -> str:
        return words["comma"].join(
            words["alt_one"].format(
                value=text.number(getattr(row, key), digits),
                share=text.percent(row.refer_back) if row.refer_back else words["none"],
            )
            for row in end.itertuples()
        )

    said = words["alt"].format(
        last=text.number(last, 1),
        efficiency=each("efficiency", 3),
        orders=each("orders_per_month", 0),
        scores=each("dashboard", 2),
    )
    return text.closed_up(said) if lang == "zh" else said
