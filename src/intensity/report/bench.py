"""How fast the kernel is: against other implementations, with size, and against its goals.

Left: time per event of each implementation, relative to the kernel on the same queue, on a
logarithmic axis with the range over rounds. Right: time per street, month and city against their
number, relative to the smallest number; linear growth is level.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from intensity.model.errors import InputError
from intensity.report import style, text

TEXT = {
    "en": {
        "join": "; ",
        "times": "Time per event",
        "times_unit": "user CPU time relative to the kernel; (range)",
        "times_x": "times that of the kernel",
        "c": "C, gcc -O3",
        "kernel": "kernel",
        "mesa": "Mesa, daily steps",
        "ciw": "Ciw",
        "simpy": "SimPy, full street",
        "growth": "Growth with size",
        "growth_unit": "user CPU time per unit; 1 at the smallest size",
        "growth_x": "size relative to the smallest",
        "streets": "streets, slope {slope}",
        "months": "months, slope {slope}",
        "cities": "cities, slope {slope}",
        "band": "slope 1.00 \N{PLUS-MINUS SIGN} {tolerance}",
        "alt": (
            "Two panels. Left: time per event relative to the kernel, on a logarithmic axis: "
            "{times}. Right: time per unit over up to {sizes} sizes: {slopes}, where linear growth "
            "has slope 1."
        ),
        "at_least": "at least {low}",
        "at_most": "at most {high}",
        "between": "{low} to {high}",
        "none": "",
        "met": {True: "yes", False: "no", None: ""},
        "measures": {
            "kernel_over_c": "reduced street: kernel against C, gcc -O3 (ratio of times)",
            "simpy_over_kernel": "full street: SimPy against the kernel (ratio of times)",
            "ciw_over_kernel": "reduced street: Ciw against the kernel (ratio of times)",
            "mesa_over_kernel": "reduced street: Mesa against the kernel (ratio of times)",
            "threads_1_over_2": "one thread against two (ratio of wall times)",
            "b_city_year_s": "a year of B city, 44 million potential problems (s)",
            "b_city_year_default_size_s": "a year of 343 default streets (s)",
            "paper_design_s": "the paper design, two threads (s)",
            "paper_design_peak_mib": "the paper design, peak memory (MiB)",
            "slope_streets": "growth with streets (log-log slope)",
            "slope_months": "growth with months (log-log slope)",
            "slope_cities": "growth with cities (log-log slope)",
            "memory_growth": "peak memory, most cities against fewest (ratio)",
            "start_warm_s": "first simulation of a fresh process, compiled code kept (s)",
            "start_cold_s": "the same, compiled code not kept (s)",
            "events_per_second_core": "events per second and core, full street",
        },
    },
    "zh": {
        "join": "；",
        "times": "每个事件的用时",
        "times_unit": "用户CPU时间，以内核为1，括号内为范围",
        "times_x": "内核的倍数",
        "c": "C，gcc -O3",
        "kernel": "内核",
        "mesa": "Mesa，按日推进",
        "ciw": "Ciw",
        "simpy": "SimPy，完整街道",
        "growth": "随规模的增长",
        "growth_unit": "单位用户CPU时间；最小规模为1",
        "growth_x": "规模，以最小规模为1",
        "streets": "街道数，斜率{slope}",
        "months": "月数，斜率{slope}",
        "cities": "城市数，斜率{slope}",
        "band": "斜率1.00\N{PLUS-MINUS SIGN}{tolerance}",
        "alt": (
            "两幅图。左：每个事件的用时，以内核为1，对数坐标：{times}。"
            "右：单位用时随规模的变化，至多{sizes}种规模：{slopes}，线性增长的斜率为1。"
        ),
        "at_least": "至少{low}",
        "at_most": "至多{high}",
        "between": "{low}至{high}",
        "none": "",
        "met": {True: "是", False: "否", None: ""},
        "measures": {
            "kernel_over_c": "简化街道：内核比C，gcc -O3（用时之比）",
            "simpy_over_kernel": "完整街道：SimPy比内核（用时之比）",
            "ciw_over_kernel": "简化街道：Ciw比内核（用时之比）",
            "mesa_over_kernel": "简化街道：Mesa比内核（用时之比）",
            "threads_1_over_2": "一个线程比两个线程（实际用时之比）",
            "b_city_year_s": "B市一年，4400万个潜在问题（秒）",
            "b_city_year_default_size_s": "343个默认规模街道的一年（秒）",
            "paper_design_s": "paper设计，两个线程（秒）",
            "paper_design_peak_mib": "paper设计，内存峰值（MiB）",
            "slope_streets": "随街道数的增长（双对数斜率）",
            "slope_months": "随月数的增长（双对数斜率）",
            "slope_cities": "随城市数的增长（双对数斜率）",
            "memory_growth": "内存峰值，城市最多时比最少时（比值）",
            "start_warm_s": "新进程的首次模拟，保留编译代码（秒）",
            "start_cold_s": "同上，不保留编译代码（秒）",
            "events_per_second_core": "每核每秒事件数，完整街道",
        },
    },
}
TOLERANCE = 0.03  # of the slopes, the goal
_RATIOS = {"mesa": "mesa_over_kernel", "ciw": "ciw_over_kernel", "simpy": "simpy_over_kernel"}
_GROWTHS = {"streets": "first_order", "months": "second_order", "cities": "prevented"}


def times(bench: Mapping[str, Any]) -> pd.DataFrame:
    """Time per event relative to the kernel: index name; columns middle, low, high.

    Contestants that were not measured are left out.
    """
    rows = {"kernel": (1.0, 1.0, 1.0)}
    if bench.get("kernel_over_c") is not None:
        low, high = bench["spread"]["kernel_over_c"]
        rows = {"c": (1.0 / bench["kernel_over_c"], 1.0 / high, 1.0 / low), **rows}
    for name, key in _RATIOS.items():
        if bench.get(key) is not None:
            rows[name] = (bench[key], *bench["spread"][key])
    return pd.DataFrame.from_dict(rows, orient="index", columns=["middle", "low", "high"])


def growth(bench: Mapping[str, Any]) -> pd.DataFrame:
    """Median time against size, both relative to the smallest: columns of, size, time."""
    frames = []
    for of in _GROWTHS:
        runs = [(int(r["contestant"]), r["user_s"]) for r in bench["runs"] if r["contest"] == of]
        taken = pd.DataFrame(runs, columns=["size", "time"]).groupby("size")["time"].median()
        if len(taken) < 2:
            raise InputError(f"bench: {of}: fewer than two sizes measured")
        size = taken.index.to_numpy(float)
        frames.append(
            pd.DataFrame(
                {"of": of, "size": size / size[0], "time": taken.to_numpy() / taken.iloc[0]}
            )
        )
    return pd.concat(frames, ignore_index=True)


def frame(bench: Mapping[str, Any], *, lang: str = "en") -> pd.DataFrame:
    """One row per key: measure, goal, measured, low, high, met.

    Parameters
    ----------
    bench : mapping
        Content of ``results/bench.json``.

    Returns
    -------
    DataFrame
        Indexed by key. ``goal`` and ``met`` are words, empty where there is no goal; ``measured``,
        ``low`` and ``high`` (range over rounds) are numbers, nan where nothing was measured.
    """
    words = style.texts(TEXT, lang)
    rows = {}
    for key, measure in words["measures"].items():
        aim = bench["goals"].get(key, {})
        low, high = aim.get("at_least"), aim.get("at_most")
        kind = {(False, False): "none", (True, False): "at_least", (False, True): "at_most"}.get(
            (low is not None, high is not None), "between"
        )
        spread = bench["spread"].get(key, (np.nan, np.nan))
        rows[key] = {
            "measure": measure,
            "goal": words[kind].format(low=_plain(low), high=_plain(high)),
            "measured": np.nan if bench.get(key) is None else float(bench[key]),
            "low": float(spread[0]),
            "high": float(spread[1]),
            "met": words["met"][aim.get("met")],
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _plain(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


@style.styled
def draw(bench: Mapping[str, Any], *, lang: str = "en", width: str = "page") -> Figure:
    """Draw both panels, side by side on a page, one above the other in a column.

    Parameters
    ----------
    bench : mapping
        Content of ``results/bench.json``.
    lang : str
        Language of the texts.
    width : {"page", "column"}

    Raises
    ------
    InputError
        If no growth with size was measured.
    """
    words = style.texts(TEXT, lang)
    page = width == "page"
    figure = style.new_figure(width, 2.8 if page else 5.2)
    left, right = figure.subplots(*((1, 2) if page else (2, 1)))
    _times(left, times(bench), words)
    _growth(right, growth(bench), bench, words)
    return figure


def _times(ax: Axes, rows: pd.DataFrame, words: Mapping[str, Any]) -> None:
    at = np.arange(len(rows))[::-1]
    names = list(rows.index)
    kernel = style.COLOURS["efficiency"]
    colours = [kernel if name == "kernel" else style.COLOURS["neutral"] for name in names]
    ax.axvline(1.0, color=style.COLOURS["faint"], linewidth=0.8, zorder=1)
    ax.hlines(at, rows["low"], rows["high"], color=colours, linewidth=3.0, alpha=0.5)
    ax.scatter(rows["middle"], at, color=colours, s=16, zorder=3)
    ax.set_xscale("log")
    low, high = float(rows["low"].min()), float(rows["high"].max())
    room = (high / low) ** 0.5  # for the label of the slowest
    ax.set_xlim(0.6 * low, room * high)
    decades = np.arange(0, np.ceil(np.log10(room * high)))
    ax.xaxis.set_major_locator(FixedLocator(10.0 ** decades[:: 1 if len(decades) < 5 else 2]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(lambda x, _: text.number(x, 0))
    for y, (name, row) in zip(at, rows.iterrows(), strict=True):
        digits = 0 if row["middle"] >= 10.0 else 2
        label, low, high = (text.number(row[c], digits) for c in ("middle", "low", "high"))
        label = "1" if name == "kernel" else f"{label} ({low}\N{EN DASH}{high})"
        ax.annotate(
            label,
            (row["high"], y),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
        )
    ax.set_yticks(at, [words[name] for name in names])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.grid(False, axis="y")
    ax.set_xlabel(words["times_x"])
    style.head(ax, words["times"], words["times_unit"])


def _growth(
    ax: Axes, rows: pd.DataFrame, bench: Mapping[str, Any], words: Mapping[str, Any]
) -> None:
    sizes = np.geomspace(1.0, float(rows["size"].max()), 50)
    grey = style.COLOURS["open"]
    ax.fill_between(sizes, sizes**-TOLERANCE, sizes**TOLERANCE, color=grey, alpha=0.6, linewidth=0)
    handles: list[Line2D | Patch] = []
    for marker, (of, colour) in zip("os^", _GROWTHS.items(), strict=True):
        some = rows[rows["of"] == of]
        look = {"color": style.COLOURS[colour], "marker": marker, "markersize": 3.5}
        ax.plot(some["size"], some["time"] / some["size"], linewidth=1.0, alpha=0.9, **look)
        slope = text.number(bench[f"slope_{of}"], 3)
        handles.append(Line2D([], [], linewidth=1.0, label=words[of].format(slope=slope), **look))
    band = words["band"].format(tolerance=text.number(TOLERANCE))
    handles.append(Patch(facecolor=grey, alpha=0.6, label=band))
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(2.0 ** np.arange(0, np.floor(np.log2(sizes[-1])) + 1)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(lambda x, _: text.number(x, 0))
    low, high = ax.get_ylim()
    ax.set_ylim(min(low, 0.85), max(high, 1.15))
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 5, 10]))
    ax.set_xlabel(words["growth_x"])
    style.head(ax, words["growth"], words["growth_unit"])
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2)


def ALT(bench: Mapping[str, Any], *, lang: str = "en") -> str:
    """Return the text alternative: the ratios and the slopes."""
    words = style.texts(TEXT, lang)
    rows = times(bench)
    said = (
        f"{words[name]} {text.number(middle, 0 if middle >= 10.0 else 2)}"
        for name, middle in rows["middle"].items()
    )
    slopes = (words[of].format(slope=text.number(bench[f"slope_{of}"], 3)) for of in _GROWTHS)
    sizes = growth(bench).groupby("of").size().max()
    return words["alt"].format(
        times=words["join"].join(said), sizes=sizes, slopes=words["join"].join(slopes)
    )
