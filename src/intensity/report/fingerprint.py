"""What five explanations leave behind: curves, reversal, both orders, the hotline's own domain."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from intensity.report import style, text
from intensity.report.chinese import chinese
from intensity.report.fingerprint_text import TEXT

TRACES = ("curve", "reversal", "first", "domain")
_ENDS = {"first": "first_efficiency", "domain": "domain"}
FIRST_ROW = "intensity"


def explanations(numbers: pd.DataFrame) -> list[str]:
    """Explanations in the order of the table."""
    return list(dict.fromkeys(numbers["rival"]))


@style.styled
def draw(numbers: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw the traces that each explanation leaves, one row per explanation.

    Parameters
    ----------
    numbers : DataFrame
        One row per explanation and city: columns rival, sample (default, own), ``efficiency.<I>``,
        while, after and both with ``.kept``, and ``.reg`` and ``.high`` of first_efficiency and
        domain.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        With all four traces, or without those of first order and of the domain.
    """
    words = style.texts(TEXT, lang)
    style.require(numbers, ("rival", "sample", "while", "after"), "numbers")
    names = explanations(numbers)
    traces = TRACES if width == "page" else TRACES[:2]
    figure = style.new_figure(width, 1.0 * len(names) + 0.8)
    grid = figure.subplots(len(names), len(traces), sharex="col", sharey="col", squeeze=False)
    for at, name in enumerate(names):
        part = numbers[numbers["rival"] == name]
        for ax, trace in zip(grid[at], traces, strict=True):
            _trace(ax, part, trace, words)
            if at == 0:
                style.head(ax, words[trace], words[f"{trace}_unit"])
        grid[at, 0].set_ylabel(words[name], rotation=0, ha="right", va="center", labelpad=6)
    for column, trace in enumerate(traces):
        _limits(grid[:, column], trace)
        if trace == "curve":
            grid[-1, column].set_xlabel(words["curve_x"])
    _key(figure, words)
    return figure


def _trace(ax: Axes, part: pd.DataFrame, trace: str, words: Mapping[str, str]) -> None:
    """Draw one cell: thin lines for the explanation's own cities, a thick one for the default."""
    ax.axhline(1.0, color=style.COLOURS["faint"], linewidth=0.6)
    default = part[part["sample"] == "default"].drop(columns=["rival", "sample"]).mean()
    rows = [row for _, row in part[part["sample"] == "own"].iterrows()]
    for row, thick in [*((r, False) for r in rows), (default, True)]:
        x, y = points(row, trace)
        if np.isnan(y).all():
            continue
        colour = style.COLOURS["efficiency" if thick else "neutral"]
        ax.plot(x, y, color=colour, linewidth=1.8 if thick else 0.6, alpha=1 if thick else 0.8)
    if np.isnan(points(default, trace)[1]).all():
        ax.text(
            0.5, 0.72, words["nothing"], transform=ax.transAxes, ha="center", va="center",
            fontsize=style.SMALL,
        )  # fmt: skip
    if trace == "reversal":
        ax.set_xticks([0, 1], [words["while"], words["after"]])
    elif trace != "curve":
        ax.set_xticks([0, 1], [words["reg"], words["high"]])
    if trace != "curve":
        ax.set_xlim(-0.3, 1.3)
    else:
        ax.set_xlim(0, 1)
        ax.set_xticks([0, 0.5, 1])
    ax.yaxis.set_major_locator(MaxNLocator(3))


def points(row: pd.Series, trace: str) -> tuple[np.ndarray, np.ndarray]:
    """Where a city's line runs in a trace; nan where there is nothing to be relative to."""
    if trace == "curve":
        levels = sorted(float(c.split(".", 1)[1]) for c in row.index if _is_level(c))
        x = np.array(levels)
        y = np.array([row[f"efficiency.{level}"] for level in levels], dtype=float)
        return x, _over(y, float(row["efficiency.reg"]))
    if trace == "reversal":
        y = np.array([row[n] / row[f"{n}.kept"] for n in ("while", "after")])
        return np.arange(2.0), y
    y = row[[f"{_ENDS[trace]}.reg", f"{_ENDS[trace]}.high"]].to_numpy(dtype=float)
    return np.arange(2.0), _over(y, float(y[0]))


def _is_level(column: str) -> bool:
    head, _, tail = column.partition(".")
    return head == "efficiency" and tail not in ("reg", "high")


def _over(values: np.ndarray, base: float) -> np.ndarray:
    return values / base if base > 0 else np.full(len(values), np.nan)


def _limits(axes: np.ndarray, trace: str) -> None:
    """Range of a column: all lines of efficiency; of ratios, all but the most extreme cities."""
    values = np.concatenate(
        [line.get_ydata() for ax in axes for line in ax.lines if len(line.get_xdata()) > 1]
    ).astype(float)
    values = values[np.isfinite(values)]
    low, high = float(values.min()), float(values.max())
    if trace in _ENDS:
        low, high = min(low, 1.0), float(np.quantile(values, 0.98))
    gap = 0.06 * (high - low) + 1e-3
    axes[0].set_ylim(low - gap, high + gap)


def _key(figure: Figure, words: Mapping[str, str]) -> None:
    black, blue = style.COLOURS["efficiency"], style.COLOURS["neutral"]
    handles = [
        Line2D([], [], color=black, linewidth=1.8, label=words["default"]),
        Line2D([], [], color=blue, linewidth=0.8, label=words["own"]),
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, handlelength=1.8)


def ALT(numbers: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative."""
    words = style.texts(TEXT, lang)

    def ratios(key: str) -> str:
        parts = []
        for name in explanations(numbers):
            own = numbers[(numbers["rival"] == name) & (numbers["sample"] == "default")]
            ratio = own[f"{key}.high"].mean() / own[f"{key}.reg"].mean()
            label = words[name].replace("\n", " ").lower()
            parts.append(words["alt_one"].format(name=label, value=text.number(ratio)))
        return words["alt_join"].join(parts)

    return words["alt"].format(curve=ratios("efficiency"), first=ratios("first_efficiency"))


def html(marks: pd.DataFrame, sample: str = "own", *, lang: str = "en") -> str:
    """HTML table: share of an explanation's cities that show each mark.

    Parameters
    ----------
    marks : DataFrame
        Columns rival, sample, mark, section, meaning, share (nan: cannot be asked).
    sample : {"own", "default"}
    """
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    style.require(marks, ("rival", "sample", "mark", "section", "meaning", "share"), "marks")
    own = marks[marks["sample"] == sample]
    names = explanations(own)
    head = "".join(f'<th scope="col">{markup.escape(_flat(words, n))}</th>' for n in names)
    rows = []
    for mark, part in own.groupby("mark", sort=False):
        shares = part.set_index("rival")["share"]
        cells = []
        for name in names:
            share = shares[name]
            shown = words["undefined"] if np.isnan(share) else _percent(share, lang)
            strong = share > 0.5
            cells.append(f"<td>{f'<b>{shown}</b>' if strong else shown}</td>")
        title = markup.escape(said(part["meaning"].iloc[0]), quote=True)
        label = markup.escape(mark_name(str(mark), words))
        rows.append(
            f'<tr><th scope="row" title="{title}">{label}</th>'
            f"<td>§{markup.escape(part['section'].iloc[0])}</td>{''.join(cells)}</tr>"
        )
    return (
        f'<table><thead><tr><th scope="col">{words["mark"]}</th>'
        f'<th scope="col">{words["section"]}</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def targets_html(distances: pd.DataFrame, *, lang: str = "en") -> str:
    """HTML table: how far each explanation's nearest city stays from each fact, in spreads.

    Parameters
    ----------
    distances : DataFrame
        Columns rival, target, meaning, misfit (of the nearest city), least (of any candidate),
        distance. Above 1: outside the spread allowed.
    """
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    style.require(
        distances, ("rival", "target", "meaning", "misfit", "least", "distance"), "distances"
    )
    names = explanations(distances)
    head = "".join(f'<th scope="col">{markup.escape(_flat(words, n))}</th>' for n in names)
    rows = []
    for _, part in distances.groupby("target", sort=False):
        cells = ""
        for name in names:
            row = part[part["rival"] == name].iloc[0]
            shown = text.number(row["misfit"], 1)
            shown = f"<b>{shown}</b>" if row["misfit"] > 1 else shown
            cells += f"<td>{shown} <small>({text.number(row['least'], 1)})</small></td>"
        label = markup.escape(said(part["meaning"].iloc[0]))
        rows.append(f'<tr><th scope="row">{label}</th>{cells}</tr>')
    last = distances.drop_duplicates("rival").set_index("rival")["distance"]
    cells = "".join(f"<td>{text.number(last[n], 2)}</td>" for n in names)
    rows.append(f'<tr><th scope="row">{words["distance"]}</th>{cells}</tr>')
    return (
        f'<table><thead><tr><th scope="col">{words["target"]}</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def lacking(marks: pd.DataFrame, rival: str, sample: str = "own", *, lang: str = "en") -> str:
    """Names of the marks that at most half of an explanation's cities show."""
    words = style.texts(TEXT, lang)
    own = marks[(marks["rival"] == rival) & (marks["sample"] == sample)]
    names = [mark_name(m, words) for m in own.loc[~(own["share"] > 0.5), "mark"]]
    return words["join"].join(names) or words["no_lack"]


def showing(marks: pd.DataFrame, mark: str, sample: str = "own", *, lang: str = "en") -> str:
    """Names of the explanations of whose cities more than half show a mark, with the shares."""
    words = style.texts(TEXT, lang)
    own = marks[(marks["mark"] == mark) & (marks["sample"] == sample) & (marks["share"] > 0.5)]
    names = [
        words["alt_one"].format(
            name=_flat(words, row.rival).lower(),
            value=words["bracket"].format(_percent(row.share, lang)),
        )
        for row in own.itertuples()
    ]
    return words["join"].join(names) or words["no_lack"]


def _percent(share: float, lang: str) -> str:
    shown = text.percent(share)
    return text.closed_up(shown) if lang == "zh" else shown


def mark_name(mark: str, words: Mapping[str, str]) -> str:
    """A mark's name in the language of `words`."""
    return words["domain_mark" if mark == "domain" else mark]


def _flat(words: Mapping[str, str], name: str) -> str:
    return words[name].replace("\n", " ")
