"""Which parameters decide: bars of total Sobol indices, or of association among B cities.

One panel per output. Over the ranges: the share of variance in which a parameter has a part (bar,
with interval) and the share that it makes alone (dot). Among cities that fit the facts: the PAWN
index, with the bar that chance rarely passes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from intensity.evidence.outputs import OUTPUTS
from intensity.evidence.screening import DRAWS
from intensity.evidence.shortnames import short
from intensity.evidence.variance import REST
from intensity.report import style, text
from intensity.report.chinese import chinese

VARIANCE = ("base", "output", "parameter", "first", "first_half", "total", "total_half")
ASSOCIATION = ("cities", "output", "parameter", "index", "half", "bar")
ROWS, ROW = 10, 0.155  # parameters of a panel, inches of each

NAMES = {
    "en": {
        "change": ("Change of efficiency", "from regular to high intensity"),
        "best": ("Best level of intensity", "where efficiency is highest"),
        "second": ("Second-order share", "at high intensity"),
        "orders": ("Work orders", "at high intensity"),
        "tipping": ("Tipping", "largest step of the second-order share"),
    },
    "zh": {
        "change": ("治理效率的变化", "从常规强度到高强度"),
        "best": ("最优强度", "治理效率最高的水平"),
        "second": ("二阶治理占比", "高强度下"),
        "orders": ("工单数", "高强度下"),
        "tipping": ("突变", "二阶治理占比的最大一步"),
    },
}
TEXT = {
    "en": {
        "spoken": "{name} {value}",
        "comma": ", ",
        "space": " ",
        REST: "all other parameters",
        DRAWS: "luck of the draws",
        "total": "total index, 95 % interval",
        "first": "alone (first-order index)",
        "others": "not a single parameter",
        "x": "share of variance (0 to 1)",
        "index": "PAWN index, 95 % interval",
        "bar": "what chance passes once in twenty times",
        "x_index": "PAWN index (0 to 1)",
        "alt": (
            "Bars of total Sobol indices for {outputs} outputs from {base} base points. {panels}"
        ),
        "alt_panel": "{name}: {first}; all other parameters {rest}, luck of the draws {draws}.",
        "alt_index": (
            "Bars of PAWN indices for {outputs} outputs among {cities} cities that fit the facts. "
            "{panels}"
        ),
        "alt_index_panel": "{name}: {first}; chance {bar}.",
    },
    "zh": {
        REST: "其余全部参数",
        DRAWS: "随机因素",
        "total": "总指数，95%区间",
        "first": "单独作用（主效应指数）",
        "others": "并非单个参数",
        "x": "占方差的比例（0至1）",
        "index": "PAWN指数，95%区间",
        "bar": "偶然情况下二十次仅一次超过",
        "x_index": "PAWN指数（0至1）",
        "spoken": "{name} {value}",
        "comma": "、",
        "space": "",
        "alt": "{outputs}个输出的Sobol总指数条形图，{base}个基点。{panels}",
        "alt_panel": "{name}：{first}；其余全部参数{rest}，随机因素{draws}。",
        "alt_index": "{outputs}个输出的PAWN指数条形图，{cities}个符合论文事实的城市。{panels}",
        "alt_index_panel": "{name}：{first}；偶然{bar}。",
    },
}


def largest(variance: pd.DataFrame) -> pd.DataFrame:
    """Rows of the largest sample only."""
    size = "base" if "base" in variance.columns else "cities"
    return variance[variance[size] == variance[size].max()]


@style.styled
def draw(variance: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw total and first-order indices, largest first, then the rest and the draws.

    Parameters
    ----------
    variance : DataFrame
        The recorded table ``sensitivity_variance``.
    lang : str
        Language of the texts.
    width : {"page", "column"}
        Two panels abreast or one.

    Raises
    ------
    InputError
        If a column is missing or the frame is empty.
    """
    words = style.texts(TEXT, lang)
    style.require(variance, VARIANCE, "sensitivity_variance")
    last = largest(variance)
    figure, panels = _panels(last, width, extra=2)
    for ax, (output, own) in zip(panels, _by_output(last), strict=True):
        rows = _ordered(own, "total")
        for group in (REST, DRAWS):
            rows = pd.concat([rows, own[own["parameter"] == group]])
        plain = rows["parameter"].isin([REST, DRAWS])
        colours = np.where(plain, style.COLOURS["unresolved"], style.COLOURS["neutral"])
        _bars(ax, rows, "total", "total_half", colours, words, lang)
        alone = rows[rows["parameter"] != REST]
        at = np.arange(len(rows))[(rows["parameter"] != REST).to_numpy()]
        ax.plot(
            alone["first"].clip(0.0, 1.0),
            at,
            "o",
            color=style.COLOURS["text"],
            markersize=2.6,
        )
        _dress(ax, output, lang, words["x"])
    black = style.COLOURS["text"]
    handles = [
        Patch(color=style.COLOURS["neutral"], label=words["total"]),
        Patch(color=style.COLOURS["unresolved"], label=words["others"]),
        Line2D([], [], linestyle="", marker="o", markersize=3, color=black, label=words["first"]),
    ]
    _key(figure, handles, width)
    return figure


@style.styled
def draw_association(association: pd.DataFrame, *, lang: str = "en", width: str = "page") -> Figure:
    """Draw PAWN indices, largest first, with what chance rarely passes.

    Parameters
    ----------
    association : DataFrame
        The recorded table ``sensitivity_association``.
    lang, width
        As in `draw`.
    """
    words = style.texts(TEXT, lang)
    style.require(association, ASSOCIATION, "sensitivity_association")
    last = largest(association)
    figure, panels = _panels(last, width, extra=0)
    for ax, (output, own) in zip(panels, _by_output(last), strict=True):
        rows = _ordered(own, "index")
        above = rows["index"] > rows["bar"]
        colours = np.where(above, style.COLOURS["neutral"], style.COLOURS["open"])
        _bars(ax, rows, "index", "half", colours, words, lang)
        bar = float(rows["bar"].iloc[0])
        ax.axvline(bar, color=style.COLOURS["text"], linewidth=0.9, linestyle=(0, (3, 2)))
        _dress(ax, output, lang, words["x_index"])
    dash = {"color": style.COLOURS["text"], "linestyle": (0, (3, 2)), "linewidth": 0.9}
    handles = [
        Patch(color=style.COLOURS["neutral"], label=words["index"]),
        Line2D([], [], label=words["bar"], **dash),
    ]
    _key(figure, handles, width)
    return figure


def ALT(variance: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: the three largest total indices of each output."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    last, panels = largest(variance), []
    for output, own in _by_output(last):
        group = own.set_index("parameter")["total"]
        panels.append(
            words["alt_panel"].format(
                name=names[output][0],
                first=_spoken(_ordered(own, "total").head(3), "total", words, lang),
                rest=text.number(group.get(REST, 0.0)),
                draws=text.number(group.get(DRAWS, 0.0)),
            )
        )
    return words["alt"].format(
        outputs=len(panels),
        base=text.number(last["base"].iloc[0], 0),
        panels=words["space"].join(panels),
    )


def ALT_ASSOCIATION(association: pd.DataFrame, *, lang: str = "en") -> str:
    """Return the text alternative: the three largest indices of each output, and chance."""
    words, names = style.texts(TEXT, lang), style.texts(NAMES, lang)
    last, panels = largest(association), []
    for output, own in _by_output(last):
        panels.append(
            words["alt_index_panel"].format(
                name=names[output][0],
                first=_spoken(_ordered(own, "index").head(3), "index", words, lang),
                bar=text.number(own["bar"].iloc[0]),
            )
        )
    return words["alt_index"].format(
        outputs=len(panels),
        cities=text.number(last["cities"].iloc[0], 0),
        panels=words["space"].join(panels),
    )


def label(name: str, words, lang: str = "en") -> str:
    """A parameter or group as it stands beside an axis."""
    return words[name] if name in (REST, DRAWS) else named(name, lang)


def named(name: str, lang: str) -> str:
    """A parameter in a few words of a language."""
    return chinese(short(name)) if lang == "zh" else short(name)


def _by_output(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    there = set(frame["output"])
    return [(name, frame[frame["output"] == name]) for name in OUTPUTS if name in there]


def _ordered(own: pd.DataFrame, key: str) -> pd.DataFrame:
    """The parameters with the largest values, largest first, groups left out."""
    own = own[~own["parameter"].isin([REST, DRAWS])]
    return own.sort_values(key, ascending=False, kind="stable").head(ROWS)


def _spoken(rows: pd.DataFrame, key: str, words, lang: str) -> str:
    pairs = zip(rows["parameter"], rows[key], strict=True)
    return words["comma"].join(
        words["spoken"].format(name=named(name, lang), value=text.number(value))
        for name, value in pairs
    )


def _panels(frame: pd.DataFrame, width: str, *, extra: int) -> tuple[Figure, list[Axes]]:
    count = frame["output"].nunique()
    abreast = 2 if width == "page" else 1
    down = -(-count // abreast)
    figure = style.new_figure(width, down * (ROW * (ROWS + extra) + 0.62) + 0.3)
    cells = figure.subplots(down, abreast, squeeze=False).ravel()
    for ax in cells[count:]:
        ax.remove()
    return figure, list(cells[:count])


def _bars(ax: Axes, rows: pd.DataFrame, key: str, half: str, colours, words, lang: str) -> None:
    at = np.arange(len(rows))
    value = rows[key].to_numpy(dtype=float)
    low, high = value - rows[half].to_numpy(), value + rows[half].to_numpy()
    ax.barh(at, value.clip(0.0, 1.0), height=0.62, color=colours)
    ax.hlines(
        at, low.clip(0.0, 1.0), high.clip(0.0, 1.0), color=style.COLOURS["text"], linewidth=0.8
    )
    ax.set_yticks(at, [label(name, words, lang) for name in rows["parameter"]])
    ax.set_ylim(len(rows) - 0.4, -0.6)


def _dress(ax: Axes, output: str, lang: str, x: str) -> None:
    ax.set_xlim(0.0, None)
    ax.xaxis.set_major_locator(MaxNLocator(5, prune=None))
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(x, fontsize=style.SMALL)
    style.head(ax, *style.texts(NAMES, lang)[output])


def _key(figure: Figure, handles, width: str) -> None:
    columns = len(handles) if width == "page" else 1
    figure.legend(handles=handles, loc="outside upper left", ncols=columns, columnspacing=1.2)
