"""There and back: efficiency after high intensity is taken back, and a city with two states."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from intensity.report import style, text

TEXT = {
    "en": {
        "paths": "Efficiency with and without the detour",
        "paths_unit": "difference, % of efficiency at regular intensity",
        "x": "Years",
        "regular": "regular",
        "high": "high",
        "back": "regular again",
        "default": "default\ncity",
        "middle": "median\ncity",
        "band": "Band: 10\N{EN DASH}90 % of {cities} cities.",
        "loop": "A city with two states",
        "loop_unit": "efficiency E; three years at each level",
        "level": "Intensity I (0 to 1)",
        "up": "intensity rising",
        "down": "falling again",
        "large": "large streets",
        "small": "small streets",
        "alt": (
            "Left: efficiency of cities that go from regular to high intensity and back, against "
            "the same cities without the detour. Median city: {median_high} of efficiency in the "
            "last half year of high intensity, {median_end} in the last half year after the "
            "return; default city {default_high} and {default_end}. Right: a city made to have "
            "two states, intensity raised step by step and lowered again; rising and falling "
            "paths differ by at most {small} in efficiency with small and {large} with large "
            "streets."
        ),
    },
    "zh": {
        "paths": "有无这段弯路的治理效率",
        "paths_unit": "差值，占常规强度下治理效率的%",
        "x": "年",
        "regular": "常规",
        "high": "高强度",
        "back": "回到常规",
        "default": "基准\n城市",
        "middle": "中位\n城市",
        "band": "带：{cities}个城市的10\N{EN DASH}90%。",
        "loop": "具有两种状态的城市",
        "loop_unit": "治理效率E；每一强度水平三年",
        "level": "应用强度I（0至1）",
        "up": "强度上升",
        "down": "强度回落",
        "large": "大街道",
        "small": "小街道",
        "alt": (
            "左：从常规强度升到高强度再降回的城市，其治理效率与同一城市不走弯路时相比。"
            "中位城市：高强度最后半年为{median_high}，降回后最后半年为{median_end}；"
            "基准城市为{default_high}和{default_end}。右：特意设定为具有两种状态的城市，强度逐级上升后再逐级回落；"
            "上升与回落路径的治理效率相差最多为{small}（小街道）和{large}（大街道）。"
        ),
    },
}
_SIZES = {"large": ("efficiency", 1.6), "small": ("neutral", 1.0)}


@style.styled
def draw(
    paths: pd.DataFrame,
    loop: pd.DataFrame,
    *,
    spans: tuple[int, int] = (24, 72),
    cities: int = 0,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw the paths and the loop.

    Parameters
    ----------
    paths : DataFrame
        Columns who ("default", "cities"), month (first of a window), low, middle, high: gap to
        the path without the detour, as a share.
    loop : DataFrame
        Columns streets ("small", "large"), branch ("up", "down"), intensity, number, efficiency.
    spans : tuple of int
        Months at which intensity rises and falls.
    cities : int
        How many cities the band is over.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words = style.texts(TEXT, lang)
    _check(paths, loop)
    page = width == "page"
    figure = style.new_figure(width, 2.9 if page else 5.6)
    left, right = figure.subplots(*((1, 2) if page else (2, 1)))
    _paths(left, paths, spans, cities, words)
    _loop(right, loop, words)
    return figure


def _check(paths: pd.DataFrame, loop: pd.DataFrame) -> None:
    style.require(paths, ("who", "month", "low", "middle", "high"), "paths")
    style.require(loop, ("streets", "branch", "intensity", "efficiency"), "loop")


def _paths(ax: Axes, paths: pd.DataFrame, spans: tuple[int, int], cities: int, words) -> None:
    ends = []
    step = paths["month"].drop_duplicates().sort_values().diff().min()
    for who, colour, name in (
        ("cities", "neutral", "middle"),
        ("default", "efficiency", "default"),
    ):
        part = paths[paths["who"] == who].sort_values("month")
        at = (part["month"] + step / 2) / 12
        shade = style.COLOURS[colour]
        if who == "cities":
            ax.fill_between(
                at, 100 * part["low"], 100 * part["high"], color=shade, alpha=0.25, lw=0
            )
        ax.plot(at, 100 * part["middle"], color=shade, lw=1.8 if who == "default" else 1.2)
        ends.append((at.iloc[-1], 100 * part["middle"].iloc[-1], words[name], shade))
    ax.axhline(0.0, color=style.COLOURS["faint"], lw=0.6)
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.14 * (high - low))
    top = high + 0.1 * (high - low)
    last = (paths["month"].max() + step) / 12
    bounds = [0, spans[0] / 12, spans[1] / 12, last]
    for start, end, name in zip(bounds, bounds[1:], ("regular", "high", "back"), strict=False):
        if start:
            ax.axvline(start, color=style.COLOURS["faint"], lw=0.8)
        ax.text((start + end) / 2, top, words[name], ha="center", va="center",
                fontsize=style.SMALL)  # fmt: skip
    ax.set_xlim(0, last)
    ax.set_xlabel(words["x"])
    style.head(ax, words["paths"], words["paths_unit"])
    if cities:
        ax.text(0.98, 0.03, words["band"].format(cities=cities), transform=ax.transAxes, ha="right",
                fontsize=style.SMALL, color=style.COLOURS["faint"])  # fmt: skip
    style.label_lines(ax, ends)


def _means(loop: pd.DataFrame) -> pd.DataFrame:
    keys = ["streets", "branch", "intensity"]
    return loop.groupby(keys)["efficiency"].agg(["min", "mean", "max"]).reset_index()


def _loop(ax: Axes, loop: pd.DataFrame, words) -> None:
    means = _means(loop)
    handles = []
    for size, (colour, width) in _SIZES.items():
        for branch, dash in (("up", "-"), ("down", "--")):
            part = means[(means["streets"] == size) & (means["branch"] == branch)]
            if part.empty:
                continue
            shade = style.COLOURS[colour]
            ax.fill_between(part["intensity"], part["min"], part["max"], color=shade, alpha=0.15,
                            lw=0)  # fmt: skip
            ax.plot(part["intensity"], part["mean"], dash, color=shade, lw=width)
        handles.append(Line2D([], [], color=style.COLOURS[colour], lw=width, label=words[size]))
    grey = style.COLOURS["faint"]
    handles += [Line2D([], [], color=grey, linestyle=dash, label=words[branch])
                for branch, dash in (("up", "-"), ("down", "--"))]  # fmt: skip
    ax.set_ylim(0, 1.05 * means["max"].max())
    ax.set_xlabel(words["level"])
    style.head(ax, words["loop"], words["loop_unit"])
    ax.legend(handles=handles, loc="upper right")


def ALT(
    paths: pd.DataFrame,
    loop: pd.DataFrame,
    *,
    spans: tuple[int, int] = (24, 72),
    cities: int = 0,
    lang: str = "en",
) -> str:
    """Text alternative: gaps before and after the return, and how far the loop is open."""
    words = style.texts(TEXT, lang)
    _check(paths, loop)
    found = {}
    for who, name in (("cities", "median"), ("default", "default")):
        part = paths[paths["who"] == who].set_index("month")["middle"].sort_index()
        before = part[part.index < spans[1]].iloc[-1]
        found[f"{name}_high"], found[f"{name}_end"] = (
            text.percent(x, 1) for x in (before, part.iloc[-1])
        )
    means = _means(loop).pivot(index=["streets", "intensity"], columns="branch", values="mean")
    apart = (means["up"] - means["down"]).groupby(level="streets").max()
    said = words["alt"].format(
        **found, **{size: text.number(apart.get(size, 0.0)) for size in _SIZES}
    )
    return text.closed_up(said) if lang == "zh" else said
