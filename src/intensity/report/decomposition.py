"""What each mechanism adds to the change from regular to high intensity, and which pairs matter."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from intensity.report import style, text
from intensity.report.decomposition_text import TEXT

OUTCOMES = ("efficiency", "effectiveness", "cost")
SUMS = ("none", "total")
_COLUMNS = ("outcome", "player", "mean", "low", "high")
ESTIMATORS = (
    ("shapley", "default"),
    ("shapley", "fitting"),
    ("mediation", "fitting"),
    ("mediation", "all"),
    ("oaxaca", "fitting"),
    ("oaxaca", "all"),
)
CHANNELS = ("overhead", "routine", "rest", "total")


def players(shapley: pd.DataFrame) -> list[str]:
    """Mechanisms by their value for efficiency in the default city, the most harmful first."""
    own = shapley[(shapley["outcome"] == "efficiency") & ~shapley["player"].isin(SUMS)]
    return list(own.sort_values("mean", kind="stable")["player"])


@style.styled
def draw(
    shapley: pd.DataFrame,
    cities: pd.DataFrame | None = None,
    *,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw Shapley values for efficiency, effectiveness and cost.

    Parameters
    ----------
    shapley : DataFrame
        The default city: columns outcome, player, mean, low, high.
    cities : DataFrame, optional
        Other cities: columns city, outcome, player, value.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Panels side by side, or below each other.

    Raises
    ------
    InputError
        If a column is missing or a frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(shapley, _COLUMNS, "shapley")
    order = ["none", *players(shapley), "total"]
    page = width == "page"
    figure = style.new_figure(width, 2.9 if page else 6.6)
    axes = figure.subplots(
        1 if page else len(OUTCOMES), len(OUTCOMES) if page else 1, sharey=page, squeeze=False
    ).ravel()
    for ax, outcome in zip(axes, OUTCOMES, strict=True):
        _dots(ax, shapley, cities, outcome, order)
        ax.set_yticks(range(len(order)), [words[name] for name in order])
        ax.set_ylim(len(order) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        style.head(ax, words[outcome], words["unit"])
        ax.xaxis.set_major_locator(MaxNLocator(4, symmetric=False))
    _key(figure, words, cities is not None, 2 if page else 1)
    return figure


def _dots(
    ax: Axes, shapley: pd.DataFrame, cities: pd.DataFrame | None, outcome: str, order: list[str]
) -> None:
    """Draw one outcome: default city above, spread over cities below it in the same row."""
    ax.axvline(0, color=style.COLOURS["faint"], linewidth=0.8)
    for at in (0.5, len(order) - 1.5):
        ax.axhline(at, color=style.COLOURS["open"], linewidth=0.8)
    own = shapley[shapley["outcome"] == outcome].set_index("player")
    shift = 0.0 if cities is None else 0.17
    for at, name in enumerate(order):
        row = own.loc[name]
        ax.plot([row["low"], row["high"]], [at - shift] * 2, color=style.COLOURS["efficiency"])
        ax.plot([row["mean"]], [at - shift], "o", color=style.COLOURS["efficiency"], markersize=4)
        if cities is None:
            continue
        part = cities[(cities["outcome"] == outcome) & (cities["player"] == name)]["value"]
        if part.empty:
            continue
        low, middle, high = part.quantile([0.1, 0.5, 0.9])
        colour = style.COLOURS["neutral"]
        ax.plot([low, high], [at + shift] * 2, color=colour, linewidth=4, solid_capstyle="butt")
        ax.plot([middle], [at + shift], "|", color=style.COLOURS["text"], markersize=6)


def _key(figure: Figure, words: Mapping[str, str], with_cities: bool, columns: int) -> None:
    """Explain the two kinds of marks once."""
    black = style.COLOURS["efficiency"]
    handles = [Line2D([], [], color=black, marker="o", markersize=4, label=words["default"])]
    if with_cities:
        colour = style.COLOURS["neutral"]
        handles.append(Line2D([], [], color=colour, linewidth=4, label=words["cities"]))
    figure.legend(handles=handles, loc="outside upper left", ncols=columns, handlelength=1.8)


def ALT(shapley: pd.DataFrame, cities: pd.DataFrame | None = None, *, lang: str = "en") -> str:
    """Return the text alternative of `draw`."""
    words = style.texts(TEXT, lang)
    names = players(shapley)
    table = shapley.set_index(["outcome", "player"])["mean"]

    def row(outcome: str) -> str:
        return words["alt_join"].join(
            words["one"].format(name=words[n].lower(), value=text.number(table[outcome, n], 3))
            for n in names
        )

    return words["alt"].format(
        efficiency=row("efficiency"),
        cost=row("cost"),
        total=text.number(table["efficiency", "total"], 3),
    )


@style.styled
def draw_pairs(
    pairs: pd.DataFrame, shapley: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw the interaction of every two mechanisms, as a triangle of numbers.

    Parameters
    ----------
    pairs : DataFrame
        Columns first, second, mean, low, high. Grey: the range includes zero.
    shapley : DataFrame
        As in `draw`; for the order of mechanisms.
    """
    words = style.texts(TEXT, lang)
    style.require(pairs, ("first", "second", "mean", "low", "high"), "pairs")
    order = players(shapley)
    page = width == "page"
    figure = style.new_figure(width, 2.6 if page else 3.4)
    ax = figure.add_subplot()
    strongest = float(pairs["mean"].abs().max()) or 1.0
    size = len(order) - 1
    for row in pairs.itertuples():
        j, i = sorted((order.index(row.first), order.index(row.second)))
        colour = style.COLOURS["second_order" if row.mean < 0 else "first_order"]
        strength = abs(row.mean) / strongest
        ax.fill_between(
            [j - 0.47, j + 0.47],
            i - 1.45,
            i - 0.55,
            color=colour,
            alpha=0.08 + 0.52 * strength,
            linewidth=0,
        )
        unclear = row.low <= 0 <= row.high
        ax.text(
            j,
            i - 1,
            text.number(100 * row.mean, 1),
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color=style.COLOURS["faint" if unclear else "efficiency"],
        )
    ax.set_yticks(range(size), [words[name] for name in order[1:]])
    ax.set_xticks(
        range(size), [words[name] for name in order[:-1]], rotation=0 if page else 90,
    )  # fmt: skip
    if page:
        ax.set_xticklabels([words[name].replace(" ", "\n") for name in order[:-1]])
    ax.set(xlim=(-0.55, size - 0.45), ylim=(size - 0.45, -0.55))
    ax.tick_params(length=0)
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    style.head(ax, words["pairs"], words["pairs_unit"])
    return figure


def ALT_PAIRS(pairs: pd.DataFrame, shapley: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative of `draw_pairs`."""
    words = style.texts(TEXT, lang)
    worst, best = (pairs.loc[at] for at in (pairs["mean"].idxmin(), pairs["mean"].idxmax()))
    worst_, best_ = (
        words["one"].format(
            name=named(row["first"], row["second"], lang=lang), value=text.number(row["mean"], 3)
        )
        for row in (worst, best)
    )
    return words["alt_pairs"].format(worst=worst_, best=best_)


def named(one: str, two: str | None = None, *, lang: str = "en") -> str:
    """Name of a mechanism, or of two, as it stands inside a sentence."""
    words = style.texts(TEXT, lang)
    first = words[one].lower()
    return first if two is None else words["and"].format(one=first, two=words[two].lower())


def ranked(
    shapley: pd.DataFrame, sign: int, outcome: str = "efficiency", *, lang: str = "en"
) -> str:
    """Mechanisms that move an outcome in one direction, with values, the strongest first.

    Parameters
    ----------
    sign : {-1, 1}
        Lower or raise. Those whose range includes zero belong to neither.
    """
    words = style.texts(TEXT, lang)
    own = shapley[(shapley["outcome"] == outcome) & ~shapley["player"].isin(SUMS)]
    clear = own["high"] < 0 if sign < 0 else own["low"] > 0
    own = own[clear].sort_values("mean", ascending=sign < 0, kind="stable")
    items = [
        words["one"].format(
            name=words[row.player].lower(),
            value=words["bracket"].format(text.number(row.mean, 3)),
        )
        for row in own.itertuples()
    ]
    return words["join"].join(items) or words["lone"]


def html(answers: pd.DataFrame, *, lang: str = "en") -> str:
    """HTML table: what three methods say about the same change, with 95 % intervals.

    A row per method and sample, so that the table is no wider than a page.

    Parameters
    ----------
    answers : DataFrame
        Columns estimator, sample, channel, value, low, high.
    """
    words = style.texts(TEXT, lang)
    style.require(answers, ("estimator", "sample", "channel", "value", "low", "high"), "answers")
    table = answers.set_index(["estimator", "sample", "channel"])
    heads = [markup.escape(words[f"channel_{channel}"]) for channel in CHANNELS]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    rows = []
    for estimator, sample in ESTIMATORS:
        cells = []
        for channel in CHANNELS:
            row = table.loc[(estimator, sample, channel)]
            spread = text.interval(row["low"], row["high"], 3)
            cells.append(f"<td>{text.number(row['value'], 3)}<br/><small>{spread}</small></td>")
        name, where = (markup.escape(words[key]) for key in (estimator, f"sample_{sample}"))
        rows.append(
            f'<tr><th scope="row">{name}<br/><small>{where}</small></th>{"".join(cells)}</tr>'
        )
    return (
        f'<table><thead><tr><th scope="col">{words["head_channel"]}</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
