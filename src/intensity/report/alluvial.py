"""Fates of the same problems at regular and at high intensity, as ribbons.

No regression gives this: the random numbers are the same at both intensities, so each problem can
be followed from one world into the other. Three groups carry the paper's argument: substitution
(替代), relief (救济), loss.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from intensity.model.errors import InputError
from intensity.report import ribbons, style, text

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
        "weight": "bold",
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
        "note_cities": "Means of {cities} simulated cities; in brackets 80 % of cities (per cent).",
        "alt": (
            "Ribbons from the fate of each of {problems} simulated problems at regular intensity "
            "to its fate at high intensity. At regular intensity: {left}. At high intensity: "
            "{right}. Substitution {substitution}, relief {relief}, loss {loss} of all problems."
        ),
        "alt_cities": (
            "Ribbons from the fate of simulated problems at regular intensity to the fate of the "
            "same problems at high intensity, means of {cities} cities, with 80 % of cities in "
            "brackets. At regular intensity: {left}. At high intensity: {right}. Substitution "
            "{substitution}, relief {relief}, loss {loss} of all problems."
        ),
        "alt_fate": "{name} {share}",
        "comma": ", ",
    },
    "zh": {
        "weight": "normal",
        "prevented": "已预防",
        "first_order": "一阶治理",
        "second_order": "二阶治理",
        "unresolved": "未解决",
        "open": "尚未了结",
        "left": "常规强度，I = {level}",
        "right": "高强度，I = {level}",
        "substitution": "替代",
        "relief": "救济",
        "loss": "损失",
        "substitution_says": "一阶治理 \N{RIGHTWARDS ARROW} 二阶治理",
        "relief_says": "未解决 \N{RIGHTWARDS ARROW} 二阶治理",
        "loss_says": "已预防或已解决 \N{RIGHTWARDS ARROW} 未解决",
        "note": "同一批{problems}个模拟问题的占比。",
        "note_cities": "{cities}个模拟城市的均值；括号内为80%的城市所在区间（%）。",
        "alt": (
            "{problems}个模拟问题从常规强度下的结局流向高强度下的结局。常规强度：{left}。"
            "高强度：{right}。占全部问题的比例：替代{substitution}，救济{relief}，损失{loss}。"
        ),
        "alt_cities": (
            "同一批模拟问题从常规强度下的结局流向高强度下的结局，{cities}个城市的均值，"
            "括号内为80%的城市所在区间。常规强度：{left}。高强度：{right}。"
            "占全部问题的比例：替代{substitution}，救济{relief}，损失{loss}。"
        ),
        "alt_fate": "{name}{share}",
        "comma": "、",
    },
}
_SEEN = 0.0005  # share from which a fate is shown


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
    spread: pd.DataFrame | None = None,
    cities: int | None = None,
    low: float = 0.2,
    high: float = 1.0,
    lang: str = "en",
    width: str = "page",
) -> Figure:
    """Draw the ribbons, coloured by the fate at the lower intensity.

    Parameters
    ----------
    counts : DataFrame
        Numbers of problems, or mean shares over cities. Index: fate at the lower intensity;
        columns: fate at the higher; both hold some or all of `FATES`.
    shares : mapping, optional
        Shares of ``substitution``, ``relief`` and ``loss`` among all problems, if they are known
        better than from `groups`.
    spread : DataFrame, optional
        If `counts` are means over cities: index ``substitution``, ``relief``, ``loss``,
        ``<fate>>`` at the lower and ``><fate>`` at the higher intensity; columns mean, low, high.
    cities : int, optional
        How many, for the note; with `spread`.
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
    table = _seen(_checked(counts))
    known = _known(counts, shares, spread)
    column = width == "column"
    figure = style.new_figure(width, 4.1 if column else 3.6, constrained=False)
    across, up = (float(value) for value in figure.get_size_inches())
    left, bottom = (0.82, 1.12) if column else (0.95, 0.3)
    wide, tall = (1.8, 2.65) if column else (3.2, 2.95)
    ax = figure.add_axes((left / across, bottom / up, wide / across, tall / up))
    ax.axis("off")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ribbons.flows(ax, table, GROUPS, words)
    whole = float(table.to_numpy().sum())
    labels = [
        {
            fate: f"{words[fate]}\n{_share(value / whole)}{_range(side.format(fate), spread)}"
            for fate, value in table.sum(axis=axis).items()
        }
        for axis, side in ((1, "{}>"), (0, ">{}"))
    ]
    ribbons.nodes(ax, table, *labels)
    split = "\n" if column else " "
    for x, key, level in ((0.0, "left", low), (1.0, "right", high)):
        heading = words[key].format(level=text.number(level, 1)).replace(", ", "," + split)
        ax.text(
            x,
            1.02,
            heading,
            ha="left" if x == 0 else "right",
            va="bottom",
            fontweight=words["weight"],
            fontsize=style.SIZE if not column else style.SMALL,
        )
    _explain(figure, words, {name: _said(known, name, spread) for name in GROUPS}, column)
    note = "note" if spread is None else "note_cities"
    figure.text(
        0.1 / across,
        0.07 / up,
        words[note].format(problems=text.number(whole, 0), cities=cities),
        fontsize=style.SMALL,
        color=style.COLOURS["faint"],
        va="bottom",
    )
    return figure


def ALT(
    counts: pd.DataFrame,
    shares: Mapping[str, float] | None = None,
    *,
    spread: pd.DataFrame | None = None,
    cities: int | None = None,
    lang: str = "en",
) -> str:
    """Return the text alternative, with the numbers of `counts`."""
    words = style.texts(TEXT, lang)
    table = _seen(_checked(counts))
    whole = float(table.to_numpy().sum())
    known = _known(counts, shares, spread)

    def listed(sums: pd.Series, side: str) -> str:
        return words["comma"].join(
            words["alt_fate"].format(
                name=words[fate], share=_share(value / whole) + _range(side.format(fate), spread)
            )
            for fate, value in sums.items()
            if value > 0
        )

    return words["alt" if spread is None else "alt_cities"].format(
        problems=text.number(whole, 0),
        cities=cities,
        left=listed(table.sum(axis=1), "{}>"),
        right=listed(table.sum(axis=0), ">{}"),
        **{name: _said(known, name, spread) for name in GROUPS},
    )


def _known(
    counts: pd.DataFrame, shares: Mapping[str, float] | None, spread: pd.DataFrame | None
) -> Mapping[str, float]:
    """Return the shares of the groups from the best source there is."""
    if spread is not None:
        if missing := [name for name in GROUPS if name not in spread.index]:
            raise InputError(f"spread: missing row {', '.join(map(repr, missing))}")
        return spread["mean"].to_dict()
    return groups(counts) if shares is None else shares


def _seen(table: pd.DataFrame) -> pd.DataFrame:
    """Empty the rows and columns of fates that hardly any problem has."""
    least = _SEEN * float(table.to_numpy().sum())
    for axis in (0, 1):
        table = table.mul(table.sum(axis=axis) >= least, axis=1 - axis)
    return table


def _range(name: str, spread: pd.DataFrame | None) -> str:
    """Format where most cities lie, or nothing."""
    if spread is None:
        return ""
    low, high = (text.number(100.0 * spread.loc[name, end], 0) for end in ("low", "high"))
    return f"{text.NO_BREAK}({low}\N{EN DASH}{high})"


def _said(known: Mapping[str, float], name: str, spread: pd.DataFrame | None) -> str:
    """Format the share of a group, with its interval over cities if there is one."""
    return text.percent(known[name]) + _range(name, spread)


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


def _explain(figure: Figure, words, shares: Mapping[str, str], column: bool) -> None:
    """Name the three groups, their share and what they are."""
    across, up = figure.get_size_inches()
    for index, name in enumerate(GROUPS):
        says = words[f"{name}_says"]
        head = f"{words[name]} {shares[name]}"
        if column:
            x, y = 0.1, 0.82 - 0.19 * index
            figure.text(x / across, y / up, head, fontweight=words["weight"], fontsize=style.SMALL)
            figure.text((x + 1.4) / across, y / up, says, fontsize=style.SMALL)
        else:
            x, y = 5.1, 2.7 - 0.75 * index
            figure.text(x / across, y / up, head, fontweight=words["weight"])
            says = says.replace(" \N{RIGHTWARDS ARROW} ", "\n\N{RIGHTWARDS ARROW} ")
            figure.text(x / across, (y - 0.06) / up, says, fontsize=style.SMALL, va="top")
