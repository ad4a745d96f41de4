"""The calibrated city beside public facts that it never saw: table, volumes, official rates."""

from __future__ import annotations

import html as markup
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from intensity.report import style, text
from intensity.report.chinese import chinese

BAND = ("low90", "low50", "middle", "high50", "high90")
TEXT = {
    "en": {
        "heads": (
            "Fact",
            "Period",
            "Public record",
            "Model, median",
            "90 %",
            "Prior, 90 %",
            "Verdict",
        ),
        "kept_heads": (
            *("Date", "Official resolution rate", "Simulated", "Unresolved orders kept out"),
            "90 %",
        ),
        "at_least": "at least ",
        "at_most": "at most ",
        "nearly": "nearly ",
        "yes": "yes",
        "draws": "in {share} of draws",
        "context": " (context)",
        "name": "{id}: {what}",
        "left_out": "{ids}: {note}",
        "comma": ", ",
        "volumes": "Calls of the city",
        "unit": "times those of 2020",
        "resolution": "Official resolution rate",
        "satisfaction": "Official satisfaction rate",
        "share": "% of call-backs",
        "fact": "public record",
        "model": "posterior,\n50 and 90 %",
        "foretold": "foretold",
        "alt": (
            "Three panels over the years, posterior bands with public facts as points. Calls in "
            "2025: model {calls} times those of 2020, record {fact}. Official resolution rate in "
            "2024: model {resolution}, record {official}. Satisfaction: model {satisfaction}, "
            "record {content}."
        ),
    },
    "zh": {
        "volumes": "全市受理量",
        "unit": "以2020年为1",
        "resolution": "官方解决率",
        "satisfaction": "官方满意率",
        "share": "占回访的比例（%）",
        "fact": "公开记录",
        "model": "后验，\n50%与90%",
        "foretold": "预测",
        "alt": (
            "三幅逐年图，后验的带与作为点的公开事实。2025年受理量：模型为2020年的{calls}倍，记录"
            "{fact}倍。"
            "2024年官方解决率：模型{resolution}，记录{official}。满意率：模型{satisfaction}，"
            "记录{content}。"
        ),
        "heads": ("事实", "时段", "公开记录", "模型，中位数", "90%", "先验，90%", "判定"),
        "kept_heads": ("时间", "官方解决率", "模拟", "未进入回访的未解决工单", "90%"),
        "at_least": "至少",
        "at_most": "至多",
        "nearly": "近",
        "yes": "是",
        "draws": "{share}的抽样",
        "context": "（背景）",
        "name": "{id}：{what}",
        "left_out": "{ids}：{note}",
        "comma": "、",
    },
}
SIGNED = ("at_least", "at_most", "nearly")
YEARS = {"V22": 2023, "V26": 2024, "V29": 2025}
RATES = {
    "resolution": {"R01": 2019.04, "R02": 2019.79, "R16a": 2024.5, "R17b": 2024.96},
    "satisfaction": {"R03": 2019.04, "R04": 2019.79, "R16b": 2024.5, "R17d": 2024.96},
}


@style.styled
def draw(
    volumes: pd.DataFrame,
    official: pd.DataFrame,
    held: pd.DataFrame,
    *,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw volumes and official rates over the years.

    Parameters
    ----------
    volumes : DataFrame
        Recorded table ``volumes``: year and quantiles.
    official : DataFrame
        Recorded table ``official``: the same, by ``rate``.
    held : DataFrame
        Recorded table ``validation``, for the facts.
    """
    words = style.texts(TEXT, lang)
    style.require(volumes, ("year", *BAND), "volumes")
    style.require(official, ("year", "rate", *BAND), "official")
    style.require(held, ("id", "fact"), "validation")
    column = width == "column"
    figure = style.new_figure(width, 6.2 if column else 2.5)
    axes = figure.subplots(*((3, 1) if column else (1, 3)))
    fact = held.set_index("id")["fact"]
    _band(axes[0], volumes, 1.0, style.COLOURS["second_order"], 0.5)
    at = list(YEARS.values())
    axes[0].plot([y + 0.5 for y in at], fact[list(YEARS)], "o", **_MARK)
    top = 1.12 * max(volumes["high90"].max(), fact[list(YEARS)].max())
    axes[0].set_ylim(0, top)
    style.head(axes[0], words["volumes"], words["unit"])
    for ax, rate in zip(axes[1:], ("resolution", "satisfaction"), strict=True):
        own = official[official["rate"] == rate]
        _band(ax, own, 100.0, style.COLOURS["score"], 0.5)
        places = RATES[rate]
        ax.plot(list(places.values()), 100.0 * fact[list(places)], "o", **_MARK)
        ax.set_ylim(0, 108)
        style.head(ax, words[rate], words["share"])
    for ax in axes:
        ax.set_xlim(2017, 2026.2)
        ax.set_xticks(range(2018, 2027, 2))
        ax.axvline(2021, color=style.COLOURS["faint"], lw=0.8)
        ax.axvline(2019, color=style.COLOURS["faint"], lw=0.8, ls=(0, (2, 2)))
    high = axes[0].get_ylim()[1]
    small = {"fontsize": style.SMALL, "va": "top", "color": style.COLOURS["faint"]}
    axes[0].text(2021.15, high, words["foretold"], ha="left", **small)
    places = RATES["resolution"]
    axes[1].annotate(
        words["fact"],
        (places["R02"], 100.0 * fact["R02"]),
        xytext=(5, 2),
        textcoords="offset points",
        fontsize=style.SMALL,
    )
    last = official[official["rate"] == "resolution"].iloc[-1]
    axes[1].annotate(
        words["model"],
        (last["year"] - 1.5, 100.0 * last["low90"]),
        xytext=(0, -4),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=style.SMALL,
        color=style.COLOURS["score"],
    )
    return figure


_MARK = {"color": style.COLOURS["paper"], "mec": "black", "mew": 0.7, "ms": 4.5, "zorder": 5}


def _band(ax: Axes, frame: pd.DataFrame, factor: float, colour: str, shift: float) -> None:
    at = frame["year"].to_numpy(dtype=float) + shift
    low, inner, middle, upper, high = (factor * frame[name].to_numpy() for name in BAND)
    ax.fill_between(at, low, high, color=colour, alpha=0.18, lw=0)
    ax.fill_between(at, inner, upper, color=colour, alpha=0.3, lw=0)
    ax.plot(at, middle, color=colour)


def ALT(
    volumes: pd.DataFrame, official: pd.DataFrame, held: pd.DataFrame, *, lang: str = "en"
) -> str:
    """Text alternative, from the numbers."""
    words = style.texts(TEXT, lang)
    fact = held.set_index("id")["fact"]
    calls = volumes.set_index("year").loc[2025]
    rates = official.set_index(["rate", "year"])

    def shown(row: pd.Series) -> str:
        ends = text.interval(row["low90"], row["high90"], 0, as_percent=True)
        return f"{text.percent(row['middle'])} {ends}"

    return words["alt"].format(
        calls=f"{text.number(calls['middle'])} {text.interval(calls['low90'], calls['high90'])}",
        fact=text.number(fact["V29"]),
        resolution=shown(rates.loc[("resolution", 2024)]),
        official=text.percent(fact["R16a"]),
        satisfaction=shown(rates.loc[("satisfaction", 2024)]),
        content=text.percent(fact["R16b"]),
    )


def html(held: pd.DataFrame, *, lang: str = "en") -> str:
    """The held-out facts that compare with something of the model, with verdicts."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = []
    for row in held[held["quantity"] != ""].itertuples():
        digits = 2 if row.scale in ("volume", "daily", "fall") else 0
        percent = digits == 0
        fact = words["yes"] if row.scale == "first" else _one(row.fact, digits)
        shown = words[row.qualifier] + fact if row.qualifier in SIGNED else fact
        interval = prior = ""
        if row.scale == "first":
            middle = words["draws"].format(share=text.percent(1.0 - row.share))
        else:
            middle = _one(row.middle, digits)
            interval = text.interval(row.low90, row.high90, digits, as_percent=percent)
            prior = text.interval(row.prior_low, row.prior_high, digits, as_percent=percent)
        note = f"<br/><small>{markup.escape(said(row.note))}</small>" if row.note else ""
        missed = row.verdict == "outside"
        verdict = said(row.verdict)
        verdict = f"<strong>{verdict}</strong>" if missed else verdict
        held_out = "" if row.use == "validation" else words["context"]
        period = markup.escape(said(row.period))
        cells = "".join(f"<td>{cell}</td>" for cell in (period, shown, middle, interval, prior))
        cells += f'<td style="white-space: nowrap">{verdict}</td>'
        what = f"{markup.escape(said(row.what))}{held_out}{note}"
        name = words["name"].format(id=row.id, what=what)
        style_ = ' style="background: #fdeee6"' if missed else ""
        rows.append(f'<tr{style_}><th scope="row">{name}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    return _closed(
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>", lang
    )


def _said(lang: str) -> Callable[[str], str]:
    """Recorded words in a language; none for none."""
    return (lambda words: words and chinese(words)) if lang == "zh" else str


def _closed(markup: str, lang: str) -> str:
    return text.closed_up(markup) if lang == "zh" else markup


def left_out_html(held: pd.DataFrame, *, lang: str = "en") -> str:
    """Held-out facts that nothing of the model compares with, and why, one line per reason."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rest = held[held["quantity"] == ""]
    items = [
        words["left_out"].format(ids=words["comma"].join(part["id"]), note=said(str(note)))
        for note, part in rest.groupby("note", sort=False)
    ]
    return f"<ul>{''.join(f'<li>{markup.escape(item)}</li>' for item in items)}</ul>"


def kept_out_html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """What share of unresolved orders would have to be missing from the call-backs, by date."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = []
    for row in table.itertuples():
        ends = text.interval(row.low, row.high, 0, as_percent=True)
        cells = (text.percent(row.official), text.percent(row.simulated), text.percent(row.middle))
        body = "".join(f"<td>{cell}</td>" for cell in (*cells, ends))
        rows.append(f'<tr><th scope="row">{markup.escape(said(row.period))}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["kept_heads"])
    return _closed(
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>", lang
    )


def _one(value: float, digits: int) -> str:
    return text.number(value, digits) if digits else text.percent(value)


def largest_miss(held: pd.DataFrame) -> str:
    """Id of the fact that lies furthest outside, in widths of its interval."""
    missed = held[held["verdict"] == "outside"]
    width = (missed["high90"] - missed["low90"]).replace(0.0, np.nan)
    gap = np.maximum(missed["low90"] - missed["fact"], missed["fact"] - missed["high90"])
    return str(missed.loc[(gap / width).idxmax(), "id"])
