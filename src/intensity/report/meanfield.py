"""The mean-field limit in two pictures: how the simulation approaches it, and where it rests.

Left: error of monthly fractions against the size n of a street, both logarithmic, with the slope
that theory gives. Right: the attracting states of one city over intensity, followed upwards and
downwards; where the two differ, history decides (hysteresis).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from intensity.model.convergence import rate
from intensity.model.errors import InputError
from intensity.report import style, text

TEXT = {
    "en": {
        "comma": ", ",
        "join": "; ",
        "error": "Simulation against its limit",
        "error_unit": "error of monthly fractions; band: 10\N{EN DASH}90 % of runs",
        "n": "Size of the street, n times K handlers",
        "slope": "{name}\nslope {slope}",
        "underload": "load below capacity",
        "overload": "load above capacity",
        "theory": "slope \N{MINUS SIGN}1/2",
        "states": "Where the city settles",
        "states_unit": "efficiency E; cost without any order = 1",
        "x": "Intensity I (0 to 1)",
        "up": "intensity rising",
        "down": "intensity falling",
        "point": "state of rest",
        "cycle": "cycle (its mean)",
        "both": "two states: history decides",
        "alt": (
            "Two panels. Left: error of the simulation against its mean-field limit over street "
            "sizes {sizes}, on logarithmic axes, with a line of slope \N{MINUS SIGN}1/2: {slopes}. "
            "Right: efficiency of the states in which one city settles, over intensity from "
            "{first} to {last}, followed upwards and downwards: {branches}."
        ),
        "alt_slope": "{name}, fitted slope {slope} with standard error {se}",
        "alt_one": "the two paths coincide at every level",
        "alt_two": (
            "they differ from I = {low} to I = {high}, at most by {gap} in efficiency; {cycles} of "
            "{states} states are cycles"
        ),
    },
    "zh": {
        "comma": "、",
        "join": "；",
        "error": "模拟与其极限之差",
        "error_unit": "每月各项比例的误差；带：10\N{EN DASH}90%的运行",
        "n": "街道规模，处置人员为K的n倍",
        "slope": "{name}\n斜率{slope}",
        "underload": "负荷低于能力",
        "overload": "负荷高于能力",
        "theory": "斜率\N{MINUS SIGN}1/2",
        "states": "城市趋于何种状态",
        "states_unit": "治理效率E；没有工单时治理成本为1",
        "x": "强度I（0至1）",
        "up": "强度上升",
        "down": "强度下降",
        "point": "稳定状态",
        "cycle": "循环（取均值）",
        "both": "两种状态：由历史决定",
        "alt": (
            "两幅图。左：模拟与平均场极限之差，街道规模为{sizes}，双对数坐标，"
            "参照线斜率为\N{MINUS SIGN}1/2：{slopes}。右：一个城市趋于的各种状态的治理效率，"
            "强度从{first}至{last}，分别自下而上和自上而下追踪：{branches}。"
        ),
        "alt_slope": "{name}，拟合斜率{slope}，标准误{se}",
        "alt_one": "两条路径在每个强度水平上都重合",
        "alt_two": (
            "两条路径在I={low}至I={high}之间不同，治理效率最多相差{gap}；{states}个状态中有"
            "{cycles}个是循环"
        ),
    },
}
_COLOURS = {"underload": "neutral", "overload": "text"}
_BRANCHES = {"up": (style.COLOURS["efficiency"], "-"), "down": (style.COLOURS["faint"], "--")}
LOW, HIGH = 0.1, 0.9  # quantiles over runs


def _errors(convergence: pd.DataFrame, regime: str) -> pd.DataFrame:
    """Root mean square error and quantiles over runs, by size."""
    groups = convergence[convergence["regime"] == regime].groupby("n")["error"]
    middle = groups.agg(lambda e: float(np.sqrt((e**2).mean())))
    return pd.DataFrame(
        {"low": groups.quantile(LOW), "middle": middle, "high": groups.quantile(HIGH)}
    )


def _checked(convergence: pd.DataFrame, branches: pd.DataFrame) -> list[str]:
    """The regimes, after refusing frames that cannot be drawn."""
    style.require(convergence, ("regime", "n", "error"), "convergence")
    style.require(branches, ("intensity", "branch", "kind", "efficiency", "coexist"), "branches")
    regimes = list(dict.fromkeys(convergence["regime"]))
    for regime in regimes:
        if regime not in _COLOURS:
            raise InputError(f"convergence: regime {regime!r} must be one of {', '.join(_COLOURS)}")
        if convergence.loc[convergence["regime"] == regime, "n"].nunique() < 2:
            raise InputError(f"convergence: regime {regime!r} has fewer than two sizes n")
    if not (convergence["error"] > 0).all():
        raise InputError("convergence: error must be > 0")
    unknown = set(branches["branch"]) - set(_BRANCHES)
    if unknown:
        raise InputError(f"branches: branch {min(unknown)!r} must be 'up' or 'down'")
    return regimes


@style.styled
def draw(
    convergence: pd.DataFrame, branches: pd.DataFrame, *, lang: str = "en", width: str = "page"
) -> Figure:
    """Draw both panels, side by side on a page, one above the other in a column.

    Parameters
    ----------
    convergence : DataFrame
        Rows of `model.convergence.convergence` under a column ``regime`` ("underload" or
        "overload"): columns regime, n, error.
    branches : DataFrame
        As `model.fixedpoints.continuation` returns it: columns intensity, branch, kind,
        efficiency, coexist.
    lang : str
        Language of the texts.
    width : {"page", "column"}

    Raises
    ------
    InputError
        If a column is missing, a frame is empty, or a value cannot be drawn.
    """
    words = style.texts(TEXT, lang)
    regimes = _checked(convergence, branches)
    page = width == "page"
    figure = style.new_figure(width, 2.9 if page else 5.4)
    left, right = figure.subplots(*((1, 2) if page else (2, 1)))
    _convergence(left, convergence, regimes, words)
    _states(right, branches, words)
    return figure


def _convergence(ax: Axes, convergence: pd.DataFrame, regimes: list[str], words) -> None:
    sizes = np.sort(convergence["n"].unique()).astype(float)
    ends, top, bottom = [], 0.0, np.inf
    for regime in regimes:
        frame = _errors(convergence, regime)
        colour = style.COLOURS[_COLOURS[regime]]
        ax.fill_between(frame.index, frame["low"], frame["high"], color=colour, alpha=0.18, lw=0)
        ax.plot(frame.index, frame["middle"], "o-", color=colour, markersize=3.5)
        slope, _ = rate(convergence[convergence["regime"] == regime])
        name = words["slope"].format(name=words[regime], slope=text.number(slope))
        ends.append((frame.index[-1], frame["middle"].iloc[-1], name, colour))
        top, bottom = max(top, frame["middle"].iloc[0]), min(bottom, frame["low"].min())
    line = 0.55 * bottom * np.sqrt(sizes[-1] / sizes)
    ax.plot(sizes, line, color=style.COLOURS["faint"], linewidth=0.9, linestyle=(0, (4, 2)))
    ends.append((sizes[-1], line[-1], words["theory"], style.COLOURS["faint"]))
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.xaxis.set_major_locator(FixedLocator(sizes))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([text.number(n, 0) for n in sizes])
    decades = np.arange(np.floor(np.log10(line.min())), np.ceil(np.log10(top)) + 1)
    ticks = [m * 10.0**d for d in decades for m in (1, 3)]
    ax.yaxis.set_major_locator(FixedLocator(ticks))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_yticklabels([f"{tick:g}" for tick in ticks])
    ax.set_xlabel(words["n"])
    style.head(ax, words["error"], words["error_unit"])
    style.label_lines(ax, ends)


def _states(ax: Axes, branches: pd.DataFrame, words) -> None:
    levels = np.sort(branches["intensity"].unique())
    grey = style.COLOURS["open"]
    apart = branches.groupby("intensity")["coexist"].any().reindex(levels).to_numpy(bool)
    middles = np.concatenate([levels[:1], (levels[1:] + levels[:-1]) / 2, levels[-1:]])
    for at in np.flatnonzero(apart):
        ax.axvspan(middles[at], middles[at + 1], color=grey, alpha=0.6, linewidth=0)
    handles = []
    for branch, (colour, dash) in _BRANCHES.items():
        path = branches[branches["branch"] == branch].sort_values("intensity")
        ax.plot(path["intensity"], path["efficiency"], color=colour, linestyle=dash, linewidth=1.2)
        for kind, face in (("point", colour), ("cycle", "white")):
            some = path[path["kind"] == kind]
            ax.plot(
                some["intensity"], some["efficiency"], "o", color=colour, markerfacecolor=face,
                markersize=3.2 if branch == "up" else 4.8, zorder=3 if branch == "up" else 2.5,
            )  # fmt: skip
        handles.append(Line2D([], [], color=colour, linestyle=dash, label=words[branch]))
    dark = style.COLOURS["efficiency"]
    for kind, face in (("point", dark), ("cycle", "white")):
        if (branches["kind"] == kind).any():
            handles.append(
                Line2D([], [], marker="o", linestyle="", color=dark, markerfacecolor=face,
                       markersize=3.5, label=words[kind])
            )  # fmt: skip
    if apart.any():
        handles.append(Patch(facecolor=grey, alpha=0.6, label=words["both"]))
    high = float(branches["efficiency"].max())
    ax.set_ylim(0, 1.08 * high)
    ax.set_xlim(levels[0] - 0.02, levels[-1] + 0.02)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.set_xlabel(words["x"])
    style.head(ax, words["states"], words["states_unit"])
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2)


def ALT(convergence: pd.DataFrame, branches: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: fitted slopes, and where two states coexist."""
    words = style.texts(TEXT, lang)
    slopes = []
    for regime in _checked(convergence, branches):
        slope, se = rate(convergence[convergence["regime"] == regime])
        slopes.append(
            words["alt_slope"].format(
                name=words[regime], slope=text.number(slope), se=text.number(se)
            )
        )
    apart = branches[branches["coexist"]]
    found = words["alt_one"]
    if not apart.empty:
        pair = apart.pivot(index="intensity", columns="branch", values="efficiency")
        found = words["alt_two"].format(
            low=text.number(apart["intensity"].min()),
            high=text.number(apart["intensity"].max()),
            gap=text.number((pair["up"] - pair["down"]).abs().max()),
            cycles=int((branches["kind"] == "cycle").sum()),
            states=len(branches),
        )
    sizes = [text.number(n, 0) for n in sorted(convergence["n"].unique())]
    return words["alt"].format(
        sizes=words["comma"].join(sizes),
        slopes=words["join"].join(slopes),
        first=text.number(branches["intensity"].min(), 1),
        last=text.number(branches["intensity"].max(), 1),
        branches=found,
    )
