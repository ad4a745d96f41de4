"""The calibrated city beside public facts that it never saw: table, volumes, official rates."""

from __future__ import annotations

import html as markup

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from intensity.report import style, text

BAND = ("low90", "low50", "middle", "high50", "high90")
TEXT = {
    "en": {
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
}
HEADS = ("Fact", "Period", "Public record", "Model, median", "90 %", "Prior, 90 %", "Verdict")
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


def html(held: pd.DataFrame) -> str:
    """The held-out facts that compare with something of the model, with verdicts."""
    rows = []
    for row in held[held["quantity"] != ""].itertuples():
        digits = 2 if row.scale in ("volume", "daily", "fall") else 0
        percent = digits == 0
        sign = {"at_least": "at least ", "at_most": "at most ", "nearly": "nearly "}
        fact = "yes" if row.scale == "first" else _one(row.fact, digits)
        shown = sign.get(str(row.qualifier), "") + fact
        interval = prior = ""
        if row.scale == "first":
            middle = f"in {text.percent(1.0 - row.share)} of draws"
        else:
            middle = _one(row.middle, digits)
            interval = text.interval(row.low90, row.high90, digits, as_percent=percent)
            prior = text.interval(row.prior_low, row.prior_high, digits, as_percent=percent)
        note = f"<br/><small>{markup.escape(row.note)}</small>" if row.note else ""
        missed = row.verdict == "outside"
        verdict = f"<strong>{row.verdict}</strong>" if missed else row.verdict
        held_out = "" if row.use == "validation" else " (context)"
        cells = "".join(
            f"<td>{cell}</td>"
            for cell in (
                markup.escape(row.period),
                shown,
                middle,
                interval,
                prior,
                verdict,
            )
        )
        name = f"{markup.escape(row.what)}{held_out}{note}"
        style_ = ' style="background: #fdeee6"' if missed else ""
        rows.append(f'<tr{style_}><th scope="row">{row.id}: {name}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def left_out_html(held: pd.DataFrame) -> str:
    """Held-out facts that nothing of the model compares with, and why, one line per reason."""
    rest = held[held["quantity"] == ""]
    items = [
        f"<li>{', '.join(part['id'])}: {markup.escape(str(note))}</li>"
        for note, part in rest.groupby("note", sort=False)
    ]
    return f"<ul>{''.join(items)}</ul>"


def kept_out_html(table: pd.DataFrame) -> str:
    """What share of unresolved orders would have to be missing from the call-backs, by date."""
    heads = ("Date", "Official resolution rate", "Simulated", "Unresolved orders kept out", "90 %")
    rows = []
    for row in table.itertuples():
        ends = text.interval(row.low, row.high, 0, as_percent=True)
        cells = (text.percent(row.official), text.percent(row.simulated), text.percent(row.middle))
        body = "".join(f"<td>{cell}</td>" for cell in (*cells, ends))
        rows.append(f'<tr><th scope="row">{markup.escape(row.period)}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _one(value: float, digits: int) -> str:
    return text.number(value, digits) if digits else text.percent(value)


def largest_miss(held: pd.DataFrame) -> str:
    """Id of the fact that lies furthest outside, in widths of its interval."""
    missed = held[held["verdict"] == "outside"]
    width = (missed["high90"] - missed["low90"]).replace(0.0, np.nan)
    gap = np.maximum(missed["low90"] - missed["fact"], missed["fact"] - missed["high90"])
    return str(missed.loc[(gap / width).idxmax(), "id"])
