"""Where to set intensity: the best level over detachment and load, and what missing it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure

from intensity.report import style, text

TEXT = {
    "en": {
        "best": "Best level of intensity",
        "best_unit": "most efficient of {levels} levels; below it: levels within noise of it",
        "loss": "Cost of high intensity",
        "loss_unit": "efficiency missing at I = 1, % of the best",
        "x": "Offered load (hours of work per handler hour)",
        "y": "Baseline diligence (low = detached)",
        "here": "triangles: default city",
        "flat": "dotted: every level within 5 % of the best",
        "alt": (
            "Two maps over baseline diligence ({diligence}) and offered load ({loads}). Left: the "
            "most efficient level of intensity. Where the base is most detached: {detached}. "
            "Where it is most diligent: {diligent}, from light to heavy load. Right: efficiency "
            "missing at high intensity, as a share of the best: {least} to {most}."
        ),
        "to": "{} to {}",
        "comma": ", ",
        "semicolon": "; ",
    },
    "zh": {
        "best": "最佳应用强度",
        "best_unit": "{levels}个强度水平中治理效率最高者；下行：与之无显著差别的水平",
        "loss": "高强度的代价",
        "loss_unit": "I=1时损失的治理效率，占最佳值的%",
        "x": "工作负荷（每名处置人员每小时产生的工时）",
        "y": "基础勤勉度（低=悬浮）",
        "here": "三角：基准城市",
        "flat": "点线：各强度水平均在最佳值的5%以内",
        "alt": (
            "以基础勤勉度（{diligence}）与工作负荷（{loads}）为轴的两幅图。左：治理效率最高的应用强度。"
            "基层最悬浮时：{detached}；最勤勉时：{diligent}，负荷由轻到重。"
            "右：高强度下损失的治理效率占最佳值的比例：{least}至{most}。"
        ),
        "to": "{}至{}",
        "comma": "、",
        "semicolon": "；",
    },
}
COLUMNS = ("diligence", "load", "level", "low", "high", "flat", "loss_high")


def grid(cells: pd.DataFrame, key: str) -> pd.DataFrame:
    """A column of the map as a table: diligence (rows, rising) by load (columns, rising)."""
    return cells.pivot(index="diligence", columns="load", values=key).sort_index()


@style.styled
def draw(
    cells: pd.DataFrame,
    load: float | None = None,
    diligence: float | None = None,
    *,
    levels: int = 11,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw both maps, side by side on a page, one above the other in a column.

    Parameters
    ----------
    cells : DataFrame
        One row per cell: diligence, load, level, low, high, flat, loss_high (a share).
    load, diligence : float, optional
        Where the default city lies.
    levels : int
        Levels that were tried.

    Raises
    ------
    InputError
        If a column is missing or there are no rows.
    """
    words = style.texts(TEXT, lang)
    style.require(cells, COLUMNS, "cells")
    page = width == "page"
    figure = style.new_figure(width, 3.3 if page else 6.4)
    left, right = figure.subplots(*((1, 2) if page else (2, 1)))
    best, low, high = (grid(cells, key) for key in ("level", "low", "high"))
    labels = best.map(lambda x: text.number(x, 1))
    spread = low.map(_short) + "\N{EN DASH}" + high.map(_short)
    below = spread.where(low < high, "")
    _map(left, best, _ramp("second_order"), 1.0, labels, below)
    loss = grid(cells, "loss_high")
    _map(right, loss, _ramp("faint"), max(0.01, float(loss.to_numpy().max())),
         loss.map(lambda x: text.number(100.0 * x, 0)), None)  # fmt: skip
    for (y, x), flat in np.ndenumerate(grid(cells, "flat").to_numpy(bool)):
        if flat:
            left.plot([x - 0.42, x + 0.42], [y - 0.42, y - 0.42], ":", lw=1.2,
                      color=style.COLOURS["text"])  # fmt: skip
    style.head(left, words["best"], words["best_unit"].format(levels=levels))
    style.head(right, words["loss"], words["loss_unit"])
    for ax in (left, right):
        ax.set_xlabel(words["x"])
        ax.set_ylabel(words["y"])
        if load is not None and diligence is not None:
            _here(ax, best, load, diligence)
    notes = []
    if load is not None:
        notes.append(words["here"])
    if cells["flat"].any():
        notes.append(words["flat"])
    if notes:
        figure.text(0.995, 0.005, words["semicolon"].join(notes), ha="right", va="bottom",
                    fontsize=style.SMALL, color=style.COLOURS["faint"])  # fmt: skip
        figure.get_layout_engine().set(rect=(0, 0.04, 1, 0.96))
    return figure


def _short(x: float) -> str:
    """A level in as few characters as it needs: 0, .3, 1."""
    return f"{x:g}".removeprefix("0") if 0 < x < 1 else f"{x:g}"


def _ramp(colour: str) -> Colormap:
    return LinearSegmentedColormap.from_list(colour, ["#FFFFFF", style.COLOURS[colour]])


def _map(
    ax: Axes,
    values: pd.DataFrame,
    colours: Colormap,
    top: float,
    labels: pd.DataFrame,
    below: pd.DataFrame | None,
) -> None:
    """One cell per value, with its number, and a second line under it where there is one."""
    ax.imshow(values.to_numpy(), origin="lower", cmap=colours, vmin=0.0, vmax=1.15 * top,
              aspect="auto")  # fmt: skip
    ax.grid(False)
    for (y, x), label in np.ndenumerate(labels.to_numpy()):
        second = "" if below is None else below.iloc[y, x]
        ax.text(x, y + (0.17 if second else 0.0), label, ha="center", va="center",
                fontsize=style.SIZE, color=style.COLOURS["efficiency"])  # fmt: skip
        if second:
            ax.text(x, y - 0.24, second, ha="center", va="center", fontsize=style.SMALL,
                    color=style.COLOURS["text"])  # fmt: skip
    ax.set_xticks(range(values.shape[1]), [text.number(x) for x in values.columns])
    ax.set_yticks(range(values.shape[0]), [text.number(y) for y in values.index])


def _here(ax: Axes, cells: pd.DataFrame, load: float, diligence: float) -> None:
    """Triangles at two edges of the map, where a city lies between the cells' middles."""
    x = np.interp(load, cells.columns.to_numpy(float), range(cells.shape[1]))
    y = np.interp(diligence, cells.index.to_numpy(float), range(cells.shape[0]))
    black = {"color": style.COLOURS["efficiency"], "markersize": 4}
    ax.plot([x], [0.985], "v", transform=ax.get_xaxis_transform(), **black)
    ax.plot([0.985], [y], "<", transform=ax.get_yaxis_transform(), **black)


def ALT(
    cells: pd.DataFrame,
    load: float | None = None,
    diligence: float | None = None,
    *,
    levels: int = 11,
    lang: str = "en",
) -> str:
    """Text alternative: both extreme rows of the map, and the range of losses."""
    words = style.texts(TEXT, lang)
    style.require(cells, COLUMNS, "cells")
    best = grid(cells, "level")

    def row(at: int) -> str:
        return words["comma"].join(text.number(x, 1) for x in best.iloc[at])

    said = words["alt"].format(
        diligence=words["to"].format(text.number(best.index[0]), text.number(best.index[-1])),
        loads=words["to"].format(text.number(best.columns[0]), text.number(best.columns[-1])),
        detached=row(0),
        diligent=row(-1),
        least=text.percent(cells["loss_high"].min()),
        most=text.percent(cells["loss_high"].max()),
    )
    return text.closed_up(said) if lang == "zh" else said
