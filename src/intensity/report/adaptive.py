"""The adaptive rule over its goals, and what is left of its lead with noise and with cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from intensity.report import style, text

TEXT = {
    "en": {
        "default": "Default city",
        "uneven": "Uneven city",
        "map_unit": "rule less best fixed level, E \N{MULTIPLICATION SIGN} 1000; boxed: chosen",
        "effort": "Goal for diligence",
        "busy": "Goal for busy time",
        "gains": "Chosen rule on other draws",
        "gains_unit": "E less best fixed level; bar: 95 % interval",
        "rule": "no error",
        "noise": "error {amount}",
        "hours": "{amount} h",
        "x": "error of observation, or hours per street and month",
        "alt": (
            "The adaptive rule less the best fixed level, in efficiency. {cities}. With errors of "
            "observation and hours spent on observing, the lead in the uneven city goes to "
            "{spoilt}."
        ),
        "alt_city": "{name}: from {least} to {most} over the rule's goals; chosen goals on other "
        "draws {gain} ({low} to {high})",
        "alt_spoilt": "{gain} ({label})",
        "comma": ", ",
        "semicolon": "; ",
    },
    "zh": {
        "default": "基准城市",
        "uneven": "不均衡城市",
        "map_unit": "规则减最佳固定强度，E\N{MULTIPLICATION SIGN}1000；方框：选定目标",
        "effort": "勤勉度目标",
        "busy": "忙碌率目标",
        "gains": "选定规则用于其他抽样",
        "gains_unit": "E减最佳固定强度；竖线：95%置信区间",
        "rule": "无误差",
        "noise": "误差 {amount}",
        "hours": "{amount} 小时",
        "x": "观测误差，或每街道每月的观测工时",
        "alt": (
            "自适应规则减最佳固定强度的治理效率之差。{cities}。"
            "加入观测误差和观测工时后，不均衡城市中的优势变为{spoilt}。"
        ),
        "alt_city": "{name}：在规则的各组目标下从{least}到{most}；"
        "选定目标用于其他抽样为{gain}（{low}至{high}）",
        "alt_spoilt": "{gain}（{label}）",
        "comma": "、",
        "semicolon": "；",
    },
}
CITIES = ("default", "uneven")


def _table(means: pd.DataFrame, city: str) -> pd.DataFrame:
    """Rule less best fixed level over the two goals."""
    part = means[means["city"] == city]
    best = part.loc[part["policy"] == "fixed", "efficiency"].max()
    rule = part[part["policy"] == "rule"]
    return (rule.pivot(index="effort", columns="busy", values="efficiency") - best).sort_index()


def _gains(gains: pd.DataFrame, city: str) -> pd.DataFrame:
    """The chosen rule against the best fixed level: as it is, then noise, then hours."""
    part = gains[(gains["city"] == city) & (gains["rival"] == "best") & gains["chosen"]]
    order = {"rule": 0, "noise": 1, "hours": 2}
    return part.assign(order=part["policy"].map(order)).sort_values(
        ["order", "amount"], ignore_index=True
    )


def _check(means: pd.DataFrame, gains: pd.DataFrame) -> None:
    style.require(means, ("city", "policy", "effort", "busy", "efficiency"), "means")
    style.require(
        gains,
        ("city", "policy", "amount", "rival", "chosen", "effort", "busy", "gain", "low", "high"),
        "gains",
    )


@style.styled
def draw(
    means: pd.DataFrame, gains: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw both cities: the rule over its goals above, the chosen rule below.

    Parameters
    ----------
    means : DataFrame
        One row per policy: city ("default", "uneven"), policy ("fixed", "rule"), effort, busy,
        efficiency, from the draws that goals and levels were chosen on.
    gains : DataFrame
        One row per rule and rival on the other draws: city, policy, amount, rival, chosen,
        effort, busy, gain, low, high.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words = style.texts(TEXT, lang)
    _check(means, gains)
    figure = style.new_figure(width, 4.6 if width == "page" else 8.2)
    page = width == "page"
    axes = figure.subplots(*((2, 2) if page else (4, 1)), squeeze=False)
    # in a column each city's two panels stand together
    cells = [(axes[0, k], axes[1, k]) if page else (axes[2 * k, 0], axes[2 * k + 1, 0])
             for k in range(2)]  # fmt: skip
    top = max(np.abs(_table(means, city).to_numpy()).max() for city in CITIES)
    spread = pd.concat([_gains(gains, city) for city in CITIES])
    for city, (upper, lower) in zip(CITIES, cells, strict=True):
        rows = _gains(gains, city)
        _map(upper, _table(means, city), rows.iloc[0], top, words)
        style.head(upper, words[city], words["map_unit"])
        _bars(lower, rows, words)
        lower.set_ylim(min(spread["low"].min(), 0) * 1.1, max(spread["high"].max(), 0) * 1.2)
        style.head(lower, words["gains"], words["gains_unit"])
    return figure


def _map(ax: Axes, table: pd.DataFrame, chosen, top: float, words) -> None:
    colours = LinearSegmentedColormap.from_list(
        "gain", [style.COLOURS["second_order"], "#FFFFFF", style.COLOURS["prevented"]]
    )
    ax.imshow(table.to_numpy(), origin="lower", cmap=colours, vmin=-1.4 * top, vmax=1.4 * top,
              aspect="auto")  # fmt: skip
    ax.grid(False)
    for (y, x), value in np.ndenumerate(table.to_numpy()):
        own = table.index[y] == chosen.effort and table.columns[x] == chosen.busy
        box = {"facecolor": "none", "edgecolor": style.COLOURS["efficiency"], "pad": 2.0}
        ax.text(x, y, text.number(1000 * value, 0), ha="center", va="center",
                fontsize=style.SMALL, bbox=box if own else None)  # fmt: skip
    ax.set_xticks(range(table.shape[1]), [text.number(b, 1) for b in table.columns])
    ax.set_yticks(range(table.shape[0]), [text.number(e, 1) for e in table.index])
    ax.set_xlabel(words["busy"])
    ax.set_ylabel(words["effort"])


def _bars(ax: Axes, rows: pd.DataFrame, words) -> None:
    for at, row in enumerate(rows.itertuples()):
        shade = style.COLOURS["prevented" if row.low > 0 else
                              "second_order" if row.high < 0 else "faint"]  # fmt: skip
        ax.plot([at, at], [row.low, row.high], color=shade, lw=1.2)
        ax.plot([at], [row.gain], "o", color=shade, markersize=4)
    labels = [words[row.policy].format(amount=f"{row.amount:g}") for row in rows.itertuples()]
    ax.set_xticks(range(len(rows)), [label.replace(" ", "\n") for label in labels])
    ax.set_xlim(-0.5, len(rows) - 0.5)
    ax.axhline(0.0, color=style.COLOURS["efficiency"], lw=0.8)
    ax.set_xlabel(words["x"])


def ALT(means: pd.DataFrame, gains: pd.DataFrame, *, lang: str = "en") -> str:
    """Text alternative: range over goals, and the chosen rule's gains."""
    words = style.texts(TEXT, lang)
    _check(means, gains)
    cities = []
    for city in CITIES:
        table, own = _table(means, city), _gains(gains, city).iloc[0]
        cities.append(
            words["alt_city"].format(
                name=words[city],
                least=text.number(table.to_numpy().min(), 3),
                most=text.number(table.to_numpy().max(), 3),
                gain=text.number(own["gain"], 3),
                low=text.number(own["low"], 3),
                high=text.number(own["high"], 3),
            )
        )
    spoilt = words["comma"].join(
        words["alt_spoilt"].format(
            gain=text.number(row.gain, 3),
            label=words[row.policy].format(amount=f"{row.amount:g}"),
        )
        for row in _gains(gains, "uneven").iloc[1:].itertuples()
    )
    return words["alt"].format(cities=words["semicolon"].join(cities), spoilt=spoilt)
