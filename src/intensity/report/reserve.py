"""Pre-emptive work (未诉先办): what time kept free for routine work does, at both intensities."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from intensity.report import style, text

TEXT = {
    "en": {
        "prevented": "Problems prevented",
        "prevented_unit": "change, percentage points of all",
        "orders_saved": "Work orders saved",
        "orders_saved_unit": "% of orders without a reserve",
        "efficiency": "Efficiency",
        "efficiency_unit": "change of E \N{MULTIPLICATION SIGN} 100",
        "x": "Share of handlers' time kept free (%)",
        "reg": "regular",
        "high": "high",
        "alt": (
            "Three panels over the share of time kept free for routine work. With the most, "
            "{most}: {rows}."
        ),
        "alt_row": "at {level} intensity prevented {prevented} points, orders saved {orders_saved} "
        "%, efficiency {efficiency} hundredths",
        "semicolon": "; ",
    },
    "zh": {
        "prevented": "已预防的问题",
        "prevented_unit": "变化，占全部问题的百分点",
        "orders_saved": "节省的工单",
        "orders_saved_unit": "占不保留时间时工单数的%",
        "efficiency": "治理效率",
        "efficiency_unit": "E的变化\N{MULTIPLICATION SIGN}100",
        "x": "处置人员保留时间的比例（%）",
        "reg": "常规",
        "high": "高",
        "alt": "三个面板，横轴为给常规工作保留的时间比例。保留最多（{most}）时：{rows}。",
        "alt_row": "{level}强度下预防变化{prevented}个百分点，节省工单{orders_saved}%，"
        "治理效率变化{efficiency}个百分点",
        "semicolon": "；",
    },
}
KEYS = ("prevented", "orders_saved", "efficiency")


def _levels(reserve: pd.DataFrame) -> dict[str, float]:
    return {"reg": reserve["intensity"].min(), "high": reserve["intensity"].max()}


@style.styled
def draw(reserve: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw three changes over the share of time kept free, a line per intensity.

    Parameters
    ----------
    reserve : DataFrame
        One row per intensity, share and measure: intensity, reserve, measure, change, low, high.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words = style.texts(TEXT, lang)
    columns = ("intensity", "reserve", "measure", "change", "low", "high")
    style.require(reserve, columns, "reserve")
    page = width == "page"
    figure = style.new_figure(width, 2.3 if page else 6.0)
    for ax, key in zip(figure.subplots(*((1, 3) if page else (3, 1))), KEYS, strict=True):
        ends = []
        for name, level in _levels(reserve).items():
            part = reserve[(reserve["measure"] == key) & (reserve["intensity"] == level)]
            part = part.sort_values("reserve")
            shade = style.COLOURS["first_order" if name == "reg" else "second_order"]
            at, change = 100 * part["reserve"], 100 * part["change"]
            ax.fill_between(at, 100 * part["low"], 100 * part["high"], color=shade, alpha=0.18,
                            lw=0)  # fmt: skip
            ax.plot(at, change, color=shade, marker="o", markersize=2.5)
            ends.append((at.iloc[-1], change.iloc[-1], words[name], shade))
        ax.set_xlim(-1.0, 100 * reserve["reserve"].max())
        ax.axhline(0.0, color=style.COLOURS["faint"], lw=0.6)
        ax.set_xlabel(words["x"] if page is False or key == KEYS[1] else "")
        ax.yaxis.set_major_locator(MaxNLocator(5))
        style.head(ax, words[key], words[f"{key}_unit"])
        style.label_lines(ax, ends)
    return figure


def ALT(reserve: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative: the changes with the largest share kept free."""
    words = style.texts(TEXT, lang)
    most = reserve["reserve"].max()
    end = reserve[reserve["reserve"] == most].set_index(["intensity", "measure"])["change"]
    rows = [
        words["alt_row"].format(
            level=words[name],
            **{key: text.number(100 * end[(level, key)], 1) for key in KEYS},
        )
        for name, level in _levels(reserve).items()
    ]
    said = words["alt"].format(most=text.percent(most), rows=words["semicolon"].join(rows))
    return text.closed_up(said) if lang == "zh" else said
