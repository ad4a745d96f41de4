"""Two columns of nodes with ribbons between them, drawn from a matrix of what flows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from scipy.optimize import isotonic_regression

from intensity.report import style

GAP = 0.025  # free space between nodes, as a share of the whole
NODE = 0.05  # width of a node, as a share of the panel
READABLE = 0.035  # height from which a group of ribbons can carry its name
STEP = 0.095  # least distance of two labels of nodes


def height(table: pd.DataFrame) -> float:
    """Return the height of one unit of flow, the same on both sides."""
    nodes = max(int((table.sum(axis=axis) > 0).sum()) for axis in (0, 1))
    return (1.0 - GAP * (nodes - 1)) / float(table.to_numpy().sum())


def spans(sums: pd.Series, unit: float) -> dict[str, tuple[float, float]]:
    """Return bottom and top of each node that is not empty, from the top down."""
    found, top = {}, 1.0
    for name, value in sums[sums > 0].items():
        found[str(name)] = (top - unit * value, top)
        top -= unit * value + GAP
    return found


def flows(
    ax: Axes,
    table: pd.DataFrame,
    groups: Mapping[str, tuple[tuple[str, str], ...]],
    words: Mapping[str, str],
) -> None:
    """Draw one ribbon per cell, in the order that crosses least, and name the groups.

    Parameters
    ----------
    ax : Axes
        From 0 to 1 both ways.
    table : DataFrame
        Flows from rows to columns; names are those of `style.COLOURS`.
    groups : mapping of name to cells
        Ribbons that arrive side by side and share a name.
    words : mapping
        Names of the groups, and ``weight``, the weight of their font.
    """
    unit = height(table)
    tops = {name: span[1] for name, span in spans(table.sum(axis=0), unit).items()}
    start, end, bend = NODE, 1.0 - NODE, 0.5
    arrivals: dict[str, list[float]] = {name: [] for name in groups}
    members = {pair: name for name, pairs in groups.items() for pair in pairs}
    curve, to = Path.CURVE4, Path.LINETO
    codes = [Path.MOVETO, curve, curve, curve, to, curve, curve, curve, Path.CLOSEPOLY]
    for name, (_, top) in spans(table.sum(axis=1), unit).items():
        for target in tops:
            value = unit * float(table.loc[name, target])
            if value == 0:
                continue
            a0, a1 = top, top - value
            b0, b1 = tops[target], tops[target] - value
            top, tops[target] = a1, b1
            vertices = [
                (start, a0), (bend, a0), (bend, b0), (end, b0),
                (end, b1), (bend, b1), (bend, a1), (start, a1), (start, a0),
            ]  # fmt: skip
            shade = style.COLOURS[name]
            ribbon = PathPatch(Path(vertices, codes), facecolor=shade, alpha=0.5, linewidth=0)
            ax.add_patch(ribbon)
            if (name, target) in members:
                arrivals[members[name, target]] += [b0, b1]
    for name, edges in arrivals.items():
        if edges and max(edges) - min(edges) > READABLE:
            y = 0.5 * (max(edges) + min(edges))
            ax.text(end - 0.02, y, words[name], ha="right", va="center", fontsize=style.SMALL,
                    fontweight=words["weight"])  # fmt: skip


def nodes(ax: Axes, table: pd.DataFrame, left: Mapping[str, str], right: Mapping[str, str]) -> None:
    """Draw both columns of nodes with their labels outside, kept apart."""
    unit = height(table)
    for x, axis, labels in ((0.0, 1, left), (1.0, 0, right)):
        found = spans(table.sum(axis=axis), unit)
        for name, (low, high) in found.items():
            ax.add_patch(Rectangle((x if x == 0 else 1 - NODE, low), NODE, high - low,
                                   facecolor=style.COLOURS[name], linewidth=0))  # fmt: skip
        places = _apart([0.5 * sum(span) for span in found.values()], STEP)
        for name, y in zip(found, places, strict=True):
            ax.text(x - 0.02 if x == 0 else x + 0.02, y, labels[name],
                    ha="right" if x == 0 else "left", va="center",
                    fontsize=style.SMALL, linespacing=1.05)  # fmt: skip


def _apart(middles: list[float], step: float) -> np.ndarray:
    """Shift heights, given from the top down, so that neighbours are at least `step` apart."""
    offsets = step * np.arange(len(middles))
    shifted = isotonic_regression(np.array(middles) + offsets, increasing=False).x
    return shifted - offsets
