"""Flow diagrams from a declared graph: boxes, arrows, and the simulated number on each arrow.

A graph is data: nodes, and edges that each name the column of ``run.monthly`` whose mean per
street and month the arrow carries. A figure declares its graph and its places; this module draws.
Axes made by `canvas` count in inches, so that text, boxes and arrow widths share one scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from intensity.model.errors import InputError
from intensity.report import style, text

REGULAR, HIGH = 0.2, 1.0


@dataclass(frozen=True)
class Edge:
    """An arrow: from node to node, the column it carries, and how it is drawn.

    Attributes
    ----------
    source, target : str
        Node names.
    flow : str or None
        Column of ``run.monthly``; None for an edge that only gives the order of steps.
    colour : str
        Key of `style.COLOURS`.
    kind : {"count", "state"}
        A count is a mean number per street and month, a state a mean level.
    """

    source: str
    target: str
    flow: str | None
    colour: str = "text"
    kind: str = "count"


@dataclass(frozen=True)
class Graph:
    """Nodes and edges of a process; checked when made.

    Raises
    ------
    InputError
        If an edge names a node that does not exist, or has an unknown kind or colour.
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]

    def __post_init__(self) -> None:
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in self.nodes:
                    raise InputError(f"graph: edge {edge.source} -> {edge.target}: no node {end!r}")
            if edge.kind not in ("count", "state") or edge.colour not in style.COLOURS:
                raise InputError(f"graph: edge {edge.source} -> {edge.target}: bad kind or colour")

    @property
    def flows(self) -> tuple[str, ...]:
        """Columns that the arrows carry, in order of declaration, each once."""
        return tuple(dict.fromkeys(edge.flow for edge in self.edges if edge.flow is not None))


def flows_at(frame: pd.DataFrame, intensity: float, columns: Sequence[str]) -> pd.Series:
    """Return the mean monthly flows of a street at one level of intensity.

    Parameters
    ----------
    frame : DataFrame
        Index: intensity; columns: at least `columns`, each a mean per street and month.
    intensity : float
        A level of the index.
    columns : sequence of str

    Raises
    ------
    InputError
        If the level or a column is not there, or a value is missing or negative.
    """
    style.require(frame, columns, "flows")
    levels = np.asarray(frame.index, dtype=float)
    at = np.flatnonzero(np.isclose(levels, intensity))
    if at.size != 1:
        raise InputError(f"flows: {at.size} rows for intensity {intensity}, must be one")
    values = frame.iloc[int(at[0])][list(columns)].astype(float)
    for column, value in values.items():
        if not np.isfinite(value) or value < 0:
            raise InputError(f"flows: {column} at intensity {intensity} is {value}, must be >= 0")
    return values


def amount(value: float, kind: str = "count") -> str:
    """Format a flow: counts whole from 10 on, one decimal below; states with two decimals."""
    if kind == "state":
        return text.number(value, 2)
    return text.number(value, 0 if value >= 9.95 else 1)


def canvas(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Add axes without frame at a place in inches, whose data unit is the inch."""
    across, up = figure.get_size_inches()
    ax = figure.add_axes((left / across, bottom / up, width / across, height / up))
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    return ax


def box(
    ax: Axes,
    centre: tuple[float, float],
    size: tuple[float, float],
    label: str,
    colour: str = "text",
    fill: str = "white",
    weight: str = "normal",
) -> None:
    """Draw a node: a rounded box with its name inside."""
    x, y = centre
    width, height = size
    patch = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.05",
        facecolor=fill,
        edgecolor=style.COLOURS[colour],
        linewidth=0.9,
        zorder=3,
        clip_on=False,
    )
    patch.set_gid("node")
    ax.add_patch(patch)
    name = ax.text(
        x,
        y,
        label,
        ha="center",
        va="center",
        fontsize=style.SMALL,
        fontweight=weight,
        linespacing=1.1,
        zorder=4,
    )
    name.set_gid("node-label")


def arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str = "text",
    width: float = 1.0,
    dashed: bool = False,
    bend: float = 0.0,
) -> None:
    """Draw an arrow, `width` in points; a flow of nothing is drawn by a dashed hairline."""
    shade = style.COLOURS[colour]
    if dashed:
        patch = FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=6,
            linewidth=0.8,
            linestyle=(0, (3, 2)),
            color=shade,
            shrinkA=0,
            shrinkB=0,
            connectionstyle=f"arc3,rad={bend}",
            zorder=2,
        )
    else:
        head = width + 5.0
        # a head never takes more than half of the arrow, else short wide arrows lose their tail
        inches = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        length = min(0.7 * head, 36.0 * inches)
        patch = FancyArrowPatch(
            start,
            end,
            arrowstyle=f"simple,tail_width={width},head_width={head},head_length={length}",
            mutation_scale=1,
            linewidth=0,
            color=shade,
            alpha=0.85,
            shrinkA=0,
            shrinkB=0,
            connectionstyle=f"arc3,rad={bend}",
            zorder=2,
        )
    patch.set_gid("edge")
    ax.add_patch(patch)


def elbow(ax: Axes, points: Sequence[tuple[float, float]], colour: str = "text") -> None:
    """Draw a dashed line round corners, with an arrow head at its end."""
    shade = style.COLOURS[colour]
    across, up = zip(*points, strict=True)
    ax.plot(across[:-1], up[:-1], color=shade, linewidth=0.8, linestyle=(0, (3, 2)), zorder=2)
    arrow(ax, points[-2], points[-1], colour, dashed=True)


def widths(values: Mapping[str, float], widest: float, largest: float) -> dict[str, float]:
    """Return arrow widths in points, in proportion to the flows; never thinner than a hairline."""
    scale = widest / largest if largest > 0 else 0.0
    return {key: max(scale * float(value), 0.6) for key, value in values.items()}
