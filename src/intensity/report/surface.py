"""Two instruments: efficiency over resources and assessment, and along three ways through it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from intensity.report import style, text

TEXT = {
    "en": {
        "map": "Efficiency over both instruments",
        "map_unit": "E \N{MULTIPLICATION SIGN} 1000; boxed: best; dashed: best with both\n"
        "alike; bold: within noise of the best",
        "r": "Resources r (0 to 1)",
        "g": "Assessment g (0 to 1)",
        "ways": "Three ways up from regular intensity",
        "ways_unit": "efficiency E; cost without any order = 1",
        "x": "Instrument that is raised (0 to 1)",
        "only_r": "only\nresources",
        "only_g": "only\nassessment",
        "both": "both",
        "alt": (
            "Left: efficiency over resources and assessment, each from 0 to 1, from {least} to "
            "{most}; it is highest at r = {r}, g = {g}. Right: from regular intensity, where "
            "efficiency is {start}, raising only resources to 1 leads to {only_r}, raising only "
            "assessment to {only_g}, raising both to {both}."
        ),
    },
    "zh": {
        "map": "两种手段下的治理效率",
        "map_unit": "E\N{MULTIPLICATION SIGN}1000；实线框：最佳；虚线框：两者相等时的\n"
        "最佳；下划线：与最佳无显著差别",
        "r": "资源投入r（0至1）",
        "g": "考核强度g（0至1）",
        "ways": "从常规强度出发的三条路径",
        "ways_unit": "治理效率E；无工单时成本=1",
        "x": "被提高的手段（0至1）",
        "only_r": "只提高\n资源投入",
        "only_g": "只提高\n考核强度",
        "both": "两者同时",
        "alt": (
            "左：资源投入与考核强度（各从0到1）之上的治理效率，从{least}到{most}；最高处为r={r}、g={g}。"
            "右：从常规强度（治理效率{start}）出发，只把资源投入提高到1为{only_r}，"
            "只把考核强度提高到1为{only_g}，两者同时提高为{both}。"
        ),
    },
}
COLUMNS = ("resources", "assessment", "efficiency", "low", "high", "close")


def _grid(surface: pd.DataFrame, key: str) -> pd.DataFrame:
    return surface.pivot(index="assessment", columns="resources", values=key).sort_index()


def _ways(surface: pd.DataFrame, regular: float) -> dict[str, pd.DataFrame]:
    """Efficiency along each way from the regular level upwards, with its interval."""
    up = surface[(surface["resources"] >= regular) & (surface["assessment"] >= regular)]
    parts = {
        "only_r": up[up["assessment"] == regular].set_index("resources"),
        "only_g": up[up["resources"] == regular].set_index("assessment"),
        "both": up[up["resources"] == up["assessment"]].set_index("resources"),
    }
    return {name: part.sort_index()[["efficiency", "low", "high"]] for name, part in parts.items()}


@style.styled
def draw(
    surface: pd.DataFrame, regular: float = 0.2, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw the surface and three ways through it.

    Parameters
    ----------
    surface : DataFrame
        One row per pair of levels: resources, assessment, efficiency, low and high (its interval
        against the regular pair), close (bool: within noise of the best).
    regular : float
        Level at which the ways begin.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words = style.texts(TEXT, lang)
    style.require(surface, COLUMNS, "surface")
    page = width == "page"
    figure = style.new_figure(width, 3.2 if page else 6.0)
    left, right = figure.subplots(*((1, 2) if page else (2, 1)))
    _map(left, surface, words, underline=lang == "zh")
    ends = []
    for name, colour in (
        ("only_r", style.COLOURS["neutral"]),
        ("only_g", style.COLOURS["second_order"]),
        ("both", style.COLOURS["efficiency"]),
    ):
        way = _ways(surface, regular)[name]
        right.fill_between(way.index, way["low"], way["high"], color=colour, alpha=0.15, lw=0)
        right.plot(way.index, way["efficiency"], color=colour, marker="o", markersize=2.5)
        ends.append((way.index[-1], way["efficiency"].iloc[-1], words[name], colour))
    right.set_xlabel(words["x"])
    right.set_xlim(regular - 0.02, 1.0)
    right.yaxis.set_major_locator(MaxNLocator(6))
    style.head(right, words["ways"], words["ways_unit"])
    style.label_lines(right, ends)
    return figure


def _map(ax: Axes, surface: pd.DataFrame, words, underline: bool) -> None:
    """A cell per pair of levels, with its efficiency; what is bold can be underlined instead."""
    grid, close = _grid(surface, "efficiency"), _grid(surface, "close")
    values = grid.to_numpy()
    least, most = values.min(), values.max()
    colours = LinearSegmentedColormap.from_list("cells", ["#FFFFFF", style.COLOURS["prevented"]])
    ax.imshow(values, origin="lower", cmap=colours, aspect="auto", vmin=least,
              vmax=most + 0.6 * (most - least))  # fmt: skip
    ax.grid(False)
    for (y, x), value in np.ndenumerate(values):
        ax.text(x, y, text.number(1000 * value, 0), ha="center", va="center",
                fontsize=style.SMALL, color=style.COLOURS["efficiency"],
                fontweight="bold" if close.iloc[y, x] else "normal")  # fmt: skip
        if close.iloc[y, x] and underline:
            ax.plot([x - 0.3, x + 0.3], [y - 0.36] * 2, color=style.COLOURS["efficiency"], lw=0.8)
    y, x = np.unravel_index(values.argmax(), values.shape)
    _box(ax, int(x), int(y), "-")
    on = int(np.diagonal(values).argmax())
    if (on, on) != (x, y):
        _box(ax, on, on, "--")
    ax.set_xticks(range(0, grid.shape[1], 2), [text.number(r, 1) for r in grid.columns[::2]])
    ax.set_yticks(range(0, grid.shape[0], 2), [text.number(g, 1) for g in grid.index[::2]])
    ax.set_xlabel(words["r"])
    ax.set_ylabel(words["g"])
    ax.set_title(words["map"], pad=2 * style.SMALL + 9.0, fontsize=style.SMALL + 0.5)
    ax.annotate(words["map_unit"], (0, 1), xytext=(0, 2.5), xycoords="axes fraction",
                textcoords="offset points", fontsize=style.SMALL, color=style.COLOURS["faint"],
                va="bottom", annotation_clip=False)  # fmt: skip


def _box(ax: Axes, x: int, y: int, dash: str) -> None:
    frame = Rectangle((x - 0.5, y - 0.5), 1, 1, fill=False, linewidth=1.3, linestyle=dash,
                      edgecolor=style.COLOURS["efficiency"], zorder=4)  # fmt: skip
    ax.add_patch(frame)


def ALT(surface: pd.DataFrame, regular: float = 0.2, *, lang: str = "en") -> str:
    """Text alternative: range, best pair, and where the three ways lead."""
    words = style.texts(TEXT, lang)
    style.require(surface, COLUMNS, "surface")
    top = surface.loc[surface["efficiency"].idxmax()]
    ways = _ways(surface, regular)
    return words["alt"].format(
        least=text.number(surface["efficiency"].min(), 3),
        most=text.number(surface["efficiency"].max(), 3),
        r=text.number(top["resources"], 1),
        g=text.number(top["assessment"], 1),
        start=text.number(ways["both"]["efficiency"].iloc[0], 3),
        **{name: text.number(way["efficiency"].iloc[-1], 3) for name, way in ways.items()},
    )
