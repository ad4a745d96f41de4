"""The explorer: sliders over the recorded grid, as one block of HTML that asks nobody for anything.

The script and the style stand beside this file and are put into the page, as are the data: on
``file://`` a page cannot fetch. Each value is a whole number from 0 to 4095 in two symbols.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence.explorer import CHANGE, STORED, gridded, interpolated, shown
from intensity.evidence.explorer import SHOWN as MEASURED
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.report import style
from intensity.report.explorer_text import TEXT
from intensity.report.text import number

SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MOST = len(SYMBOLS) ** 2 - 1
PLACES = ("diligence", "load", "delta")
TOOLS = ("resources", "assessment")
CHARTS = ("efficiency", "effectiveness", "dashboard", "orders_per_month")
SHARES = ("prevented_share", "first_share", "second_share", "rest_share")
LINES = {  # colour of a measure's line
    "efficiency": "currentColor",
    "effectiveness": style.COLOURS["neutral"],
    "dashboard": style.COLOURS["score"],
    "orders_per_month": style.COLOURS["second_order"],
}
AREAS = {
    "prevented_share": style.COLOURS["prevented"],
    "first_share": style.COLOURS["first_order"],
    "second_share": style.COLOURS["second_order"],
    "rest_share": style.COLOURS["unresolved"],
}
LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def html(
    table: pd.DataFrame, errors: pd.DataFrame, own: Mapping[str, float], *, lang: str = "en"
) -> str:
    """One block of HTML: sliders, curves, a table, and the script that moves them.

    Parameters
    ----------
    table, errors : DataFrame
        The recorded tables ``explorer`` and ``explorer_error``.
    own : mapping of str to float
        B city's own place: diligence, load, delta; nodes of the grid.
    lang : {"en", "zh"}

    Raises
    ------
    InputError
        If a column is missing, or B city's place is no node.
    """
    words = style.texts(TEXT, lang)
    style.require(table, (*PLACES, *TOOLS, *STORED), "explorer")
    style.require(errors, ("measure", "error_p95"), "explorer_error")
    axes, values = gridded(table)
    for name in PLACES:
        if own[name] not in axes[name]:
            raise InputError(f"explorer: B city's {name} {own[name]} is no node of the grid")
    tolerance = float(errors.set_index("measure").loc[CHANGE, "error_p95"])
    grid = {
        **packed(axes, values),
        "own": {name: own[name] for name in PLACES},
        "start": City.default().I_high,
        "tolerance": tolerance,
        "say": words["say"],
    }
    data = json.dumps(grid, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    parts = (
        f"<style>{_asset('explorer.css')}{_colours()}</style>",
        f"<noscript><p>{escape(words['noscript'])}</p></noscript>",
        _controls(words, axes),
        '<p role="status" hidden></p>',
        _charts(words, tolerance),
        _details(words, _home(axes, values, own)),
        f'<script type="application/json">{data}</script>',
    )
    label = escape(words["label"], quote=True)
    return (
        f'<div class="explorer" role="group" aria-label="{label}">{"".join(parts)}</div>'
        f"<script>{_asset('explorer.js')}</script>"
    )


def packed(axes: Mapping[str, Any], values: np.ndarray) -> dict[str, Any]:
    """The grid as the script takes it: axes, measures with their ranges, two symbols a value."""
    flat = values.reshape(-1, len(STORED))
    low, high = flat.min(axis=0), flat.max(axis=0)
    low = np.floor(low * 1e4) / 1e4
    high = np.maximum(np.ceil(high * 1e4) / 1e4, low + 1e-4)
    whole = np.rint((flat - low) / (high - low) * MOST).astype(int).ravel()
    return {
        "axes": {name: list(nodes) for name, nodes in axes.items()},
        "measures": [
            {"name": name, "low": float(a), "high": float(b)}
            for name, a, b in zip(STORED, low, high, strict=True)
        ],
        "data": "".join(f"{SYMBOLS[k // 64]}{SYMBOLS[k % 64]}" for k in whole),
    }


def _asset(name: str) -> str:
    return (files("intensity.report") / name).read_text(encoding="utf-8")


def _colours() -> str:
    rules = [
        f".explorer svg .yours.{name}{{stroke:{colour}}}.explorer svg .dot.{name}{{fill:{colour}}}"
        for name, colour in LINES.items()
    ]
    rules += [
        f".explorer .area.{name}{{fill:{colour}}}.explorer .swatch.{name}{{background:{colour}}}"
        for name, colour in AREAS.items()
    ]
    return "".join(rules)


def _controls(words: Mapping[str, Any], axes: Mapping[str, Any]) -> str:
    modes = "".join(
        f'<label class="mode"><input type="radio" name="explorer_mode" value="{mode}"'
        f"{' checked' if mode == 'both' else ''}>{escape(words[mode])}</label>"
        for mode in ("both", *TOOLS)
    )
    groups = [("modes", modes)]
    for title, names in (("tools", TOOLS), ("city", PLACES)):
        sliders = "".join(_slider(words, name, axes[name]) for name in names)
        groups.append((title, f'<div class="controls">{sliders}</div>'))
    fields = "".join(
        f"<fieldset hidden><legend>{escape(words[title])}</legend>{inside}</fieldset>"
        for title, inside in groups
    )
    return f'{fields}<button type="button" hidden>{escape(words["reset"])}</button>'


def _slider(words: Mapping[str, Any], name: str, nodes: tuple[float, ...]) -> str:
    title, left, right = (escape(word) for word in words["sliders"][name])
    return (
        f'<div class="control"><div><label for="explorer_{name}">{title}</label>'
        f'<output name="{name}_shown" for="explorer_{name}"></output></div>'
        f'<input type="range" id="explorer_{name}" name="{name}" min="{nodes[0]:g}" '
        f'max="{nodes[-1]:g}" step="0.01"><div class="ends" aria-hidden="true">'
        f"<span>{left}</span><span>{right}</span></div></div>"
    )


def _name(words: Mapping[str, Any], measure: str) -> str:
    swatch = f'<span class="swatch {measure}"></span>' if measure in SHARES else ""
    return swatch + escape(words["measures"][measure][0])


def _reading(words: Mapping[str, Any]) -> str:
    head = "".join(
        f'<th scope="col">{escape(word)}</th>' if word else "<td></td>" for word in words["heads"]
    )
    rows = "".join(
        f'<tr data-measure="{name}"><th scope="row">{_name(words, name)}</th>'
        "<td></td><td></td><td></td></tr>"
        for name in (*CHARTS, *SHARES)
    )
    return f'<table class="reading"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _charts(words: Mapping[str, Any], tolerance: float) -> str:
    titles = {**{name: words["measures"][name] for name in CHARTS}, "fates": words["fates"]}
    figures = "".join(
        f'<figure data-measure="{name}"><figcaption><b>{escape(title)}</b> {escape(unit)}'
        '</figcaption><svg role="img" aria-label=""></svg></figure>'
        for name, (title, unit) in titles.items()
    )
    axis = escape(words["axis"]).format(moved="<b data-moved></b>")
    key = escape(words["key"].format(tolerance=number(tolerance, 3)))
    body = f'<p>{axis} {key}</p><div class="charts">{figures}{_reading(words)}</div>'
    return f"<div hidden>{body}</div>"


def _home(axes: Mapping[str, Any], values: np.ndarray, own: Mapping[str, float]) -> pd.DataFrame:
    """B city read at some levels of intensity: index level, columns of all measures."""
    place = [own[name] for name in PLACES]
    rows = [shown(interpolated(axes, values, [*place, level, level])) for level in LEVELS]
    return pd.DataFrame(rows, index=list(LEVELS), columns=list(MEASURED))


def _details(words: Mapping[str, Any], frame: pd.DataFrame) -> str:
    head = "".join(f'<th scope="col">{_name(words, name)}</th>' for name in (*CHARTS, *SHARES))
    body = []
    for level, row in frame.iterrows():
        cells = "".join(
            f"<td>{_printed(name, row[name], words)}</td>" for name in (*CHARTS, *SHARES)
        )
        body.append(f'<tr><th scope="row">{number(level, 1)}</th>{cells}</tr>')
    level = escape(words["level"])
    return (
        f"<details open><summary>{escape(words['table'])}</summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(words["table"])}">'
        f'<table><thead><tr><th scope="col">{level}</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div></details>"
    )


def _printed(name: str, value: float, words: Mapping[str, Any]) -> str:
    if name in SHARES:
        return number(100.0 * value, 0) + words["say"]["percent"]
    return number(value, 0 if name == "orders_per_month" else 3 if name == "efficiency" else 2)
