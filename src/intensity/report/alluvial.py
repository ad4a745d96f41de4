"""Fates of the same problems at regular and at high intensity, as ribbons.

No regression gives this: the random numbers are the same at both intensities, so each problem can
be followed from one world into the other. Three groups carry the paper's argument: substitution
(替代), relief (救济), loss.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from scipy.optimize import isotonic_regression

from intensity.model.errors import InputError
from intensity.report import style, text

FATES = ("prevented", "first_order", "second_order", "unresolved", "open")
GROUPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "substitution": (("first_order", "second_order"),),
    "relief": (("unresolved", "second_order"),),
    "loss": (
        ("prevented", "unresolved"),
        ("first_order", "unresolved"),
        ("second_order", "unresolved"),
    ),
}

TEXT = {
    "en": {
        "prevented": "prevented",
        "first_order": "first order",
        "second_order": "second order",
        "unresolved": "unresolved",
        "open": "still open",
        "left": "Regular intensity, I = {level}",
        "right": "High intensity, I = {level}",
        "substitution": "substitution",
        "relief": "relief",
        "loss": "loss",
        "substitution_says": "first order \N{RIGHTWARDS ARROW} second order",
        "relief_says": "unresolved \N{RIGHTWARDS ARROW} second order",
        "loss_says": "prevented or resolved \N{RIGHTWARDS ARROW} unresolved",
        "note": "Shares of the same {problems} simulated problems.",
        "alt": (
            "Ribbons from the fate of each of {problems} simulated problems at regular intensity "
            "to its fate at high intensity. At regular intensity: {left}. At high intensity: "
            "{right}. Substitution {substitution}, relief {relief}, loss {loss} of all problems."
        ),
        "alt_fate": "{name} {share}",
    },
}
_GAP = 0.025  # free space between nodes, as a share of the whole
_NODE = 0.05  # width of a node, as a share of the panel
_READABLE = 0.035  # height from which a ribbon can carry its name


def groups(counts: pd.DataFrame) -> dict[str, float]:
    """Return the shares of all problems in the three groups, read off the fates alone.

    Substitution here is: resolved in first order at the lower intensity, resolved in second
    order at the higher. Whether such a problem entered the hotline directly or as overflow, and
    direct entries that ended unresolved, cannot be seen in a matrix of fates; the traced
    decomposition of `intensity.evidence` can, and `draw` takes its numbers instead.

    Parameters
    ----------
    counts : DataFrame
        See `draw`.
    """
    table = _checked(counts)
    whole = float(table.to_numpy().sum())
    return {
        name: float(sum(table.loc[low, high] for low, high in pairs)) / whole
        for name, pairs in GROUPS.items()
    }


@style.styled
def draw(
    counts: pd.DataFrame,
    shares: Mapping[str, float] | None = None,
    *,
    low: float = 0.2,
    high: float = 1.0,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw the ribbons, coloured by the fate at the lower intensity.

    Parameters
    ----------
    counts : DataFrame
        Numbers of problems. Index: fate at the lower intensity; columns: fate at the higher;
        both hold some or all of `FATES`.
    shares : mapping, optional
        Shares of ``substitution``, ``relief`` and ``loss`` among all problems, if they are known
        better than from `groups`.
    low, high : float
        The two intensities, for the headings.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Groups explained beside the ribbons, or below.

    Raises
    ------
    InputError
        If a fate is unknown, a count is negative or missing, or all are zero.
    """
    words = style.texts(TEXT, lang)
    table = _checked(counts)
    known = groups(counts) if shares is None else shares
    column = width == "column"
    figure = style.new_figure(width, 4.1 if column else 3.6, constrained=False)
    across, up = (float(value) for value in figure.get_size_inches())
    left, bottom = (0.82, 1.12) if column else (0.95, 0.3)
    wide, tall = (1.8, 2.65) if column else (3.2, 2.95)
    ax = figure.add_axes((left / across, bottom / up, wide / across, tall / up))
    ax.axis("off")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    _ribbons(ax, table, words)
    _nodes(ax, table, words)
    split = "\n" if column else " "
    for x, key, level in ((0.0, "left", low), (1.0, "right", high)):
        heading = words[key].format(level=text.number(level, 1)).replace(", ", "," + split)
        ax.text(
            x,
            1.02,
            heading,
            ha="left" if x == 0 else "right",
            va="bottom",
            fontweight="bold",
            fontsize=style.SIZE if not column else style.SMALL,
        )
    _explain(figure, words, known, column)
    problems = text.number(table.to_numpy().sum(), 0)
    figure.text(
        0.1 / across,
        0.07 / up,
        words["note"].format(problems=problems),
        fontsize=style.SMALL,
        color=style.COLOURS["faint"],
        va="bottom",
    )
    return figure


def ALT(
    counts: pd.DataFrame, shares: Mapping[str, float] | None = None, *, lang: str = "en"
) -> str:
    """Return the text alternative, with the numbers of `counts`."""
    words = style.texts(TEXT, lang)
    table = _checked(counts)
    whole = float(table.to_numpy().sum())
    known = groups(counts) if shares is None else shares

    def listed(sums: pd.Series) -> str:
        return ", ".join(
            words["alt_fate"].format(name=words[fate], share=_share(value / whole))
            for fate, value in sums.items()
            if value > 0
        )

    return words["alt"].format(
        problems=text.number(whole, 0),
        left=listed(table.sum(axis=1)),
        right=listed(table.sum(axis=0)),
        **{name: text.percent(known[name]) for name in GROUPS},
    )


def _checked(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the full matrix of fates in the order of `FATES`, or refuse it."""
    for axis, names in (("row", counts.index), ("column", counts.columns)):
        for name in names:
            if name not in FATES:
                raise InputError(f"counts: {axis} {name!r} must be one of {', '.join(FATES)}")
        if names.has_duplicates:
            raise InputError(f"counts: a {axis} occurs twice")
    table = counts.reindex(index=list(FATES), columns=list(FATES)).astype(float)
    present = counts.to_numpy(dtype=float)
    if not np.isfinite(present).all() or (present < 0).any() or present.sum() <= 0:
        raise InputError("counts: must be numbers >= 0, not all zero")
    return table.fillna(0.0)


def _share(value: float) -> str:
    """Format a share; what would round to nothing is said to be less than one per cent."""
    return text.percent(value) if value == 0 or value >= 0.005 else "< " + text.percent(0.01)


def _scale(table: pd.DataFrame) -> float:
    """Return the height of one problem, the same on both sides."""
    nodes = max(int((table.sum(axis=axis) > 0).sum()) for axis in (0, 1))
    return (1.0 - _GAP * (nodes - 1)) / float(table.to_numpy().sum())


def _spans(sums: pd.Series, scale: float) -> dict[str, tuple[float, float]]:
    """Return bottom and top of each node that is not empty, from the top down."""
    spans, top = {}, 1.0
    for fate, value in sums[sums > 0].items():
        spans[str(fate)] = (top - scale * value, top)
        top -= scale * value + _GAP
    return spans


def _ribbons(ax: Axes, table: pd.DataFrame, words: Mapping[str, str]) -> None:
    """Draw one ribbon per pair of fates, in the order that crosses least, and name the groups."""
    scale = _scale(table)
    tops = {fate: span[1] for fate, span in _spans(table.sum(axis=0), scale).items()}
    start, end, bend = _NODE, 1.0 - _NODE, 0.5
    arrivals: dict[str, list[float]] = {name: [] for name in GROUPS}
    members = {pair: name for name, pairs in GROUPS.items() for pair in pairs}
    curve, to = Path.CURVE4, Path.LINETO
    codes = [Path.MOVETO, curve, curve, curve, to, curve, curve, curve, Path.CLOSEPOLY]
    for fate, (_, top) in _spans(table.sum(axis=1), scale).items():
        for target in tops:
            value = scale * float(table.loc[fate, target])
            if value == 0:
                continue
            a0, a1 = top, top - value
            b0, b1 = tops[target], tops[target] - value
            top, tops[target] = a1, b1
            vertices = [
                (start, a0), (bend, a0), (bend, b0), (end, b0),
                (end, b1), (bend, b1), (bend, a1), (start, a1), (start, a0),
            ]  # fmt: skip
            shade = style.COLOURS[fate]
            ribbon = PathPatch(Path(vertices, codes), facecolor=shade, alpha=0.5, linewidth=0)
            ax.add_patch(ribbon)
            if (fate, target) in members:
                arrivals[members[fate, target]] += [b0, b1]
    for name, edges in arrivals.items():  # a group's ribbons arrive side by side
        if edges and max(edges) - min(edges) > _READABLE:
            y = 0.5 * (max(edges) + min(edges))
            ax.text(end - 0.02, y, words[name], ha="right", va="center", fontsize=style.SMALL,
                    fontweight="bold")  # fmt: skip


def _nodes(ax: Axes, table: pd.DataFrame, words) -> None:
    """Draw both columns of nodes with names and shares outside, kept apart."""
    whole = float(table.to_numpy().sum())
    for x, sums, side in ((0.0, table.sum(axis=1), "right"), (1.0, table.sum(axis=0), "left")):
        spans = _spans(sums, _scale(table))
        for fate, (low, high) in spans.items():
            ax.add_patch(Rectangle((x if x == 0 else 1 - _NODE, low), _NODE, high - low,
                                   facecolor=style.COLOURS[fate], linewidth=0))  # fmt: skip
        places = _apart([0.5 * sum(span) for span in spans.values()], 0.095)
        for fate, y in zip(spans, places, strict=True):
            label = f"{words[fate]}\n{_share(sums[fate] / whole)}"
            ax.text(x - 0.02 if x == 0 else x + 0.02, y, label, ha=side, va="center",
                    fontsize=style.SMALL, linespacing=1.05)  # fmt: skip


def _apart(middles: list[float], step: float) -> np.ndarray:
    """Shift heights, given from the top down, so that neighbours are at least `step` apart."""
    offsets = step * np.arange(len(middles))
    shifted = isotonic_regression(np.array(middles) + offsets, increasing=False).x
    return shifted - offsets


def _explain(figure: Figure, words, shares: Mapping[str, float], column: bool) -> None:
    """Name the three groups, their share and what they are."""
    across, up = figure.get_size_inches()
    for index, name in enumerate(GROUPS):
        says = words[f"{name}_says"]
        head = f"{words[name]} {text.percent(shares[name])}"
        if column:
            x, y = 0.1, 0.82 - 0.19 * index
            figure.text(x / across, y / up, head, fontweight="bold", fontsize=style.SMALL)
            figure.text((x + 1.2) / across, y / up, says, fontsize=style.SMALL)
        else:
            x, y = 5.1, 2.7 - 0.75 * index
            figure.text(x / across, y / up, head, fontweight="bold")
            says = says.replace(" \N{RIGHTWARDS ARROW} ", "\n\N{RIGHTWARDS ARROW} ")
            figure.text(x / across, (y - 0.06) / up, says, fontsize=style.SMALL, va="top")
