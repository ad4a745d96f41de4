"""The parameter table of the model page."""

from __future__ import annotations

import html as markup
from typing import Any

import pandas as pd
from IPython.display import HTML

from intensity.model.parameters import parameters
from intensity.report import style
from intensity.report.chinese import chinese
from intensity.report.chinese.meanings import MEANINGS
from intensity.report.chinese.reasons import REASONS

TEXT: dict[str, dict[str, Any]] = {
    "en": {
        "heads": ("name", "symbol", "default", "range", "unit", "provenance"),
        "fixed": "fixed",
        "to": " – ",
        "spread": "{range}, centre {centre}",
        "about": "<b>{meaning}.</b> {reason}",
        "units": {},
    },
    "zh": {
        "heads": ("名称", "符号", "默认值", "范围", "单位", "来源"),
        "fixed": "固定",
        "to": "至",
        "spread": "{range}，中心{centre}",
        "about": "<b>{meaning}。</b>{reason}",
        "units": {
            **{"h": "小时", "1/h": "1/小时", "1/month": "1/月"},
            **{"handlers": "人", "persons": "人", "streets": "个", "types": "个", "calls": "次"},
            **{"orders/handler/month": "件/人/月"},
        },
    },
}


def parameter_frame(*, lang: str = "en") -> pd.DataFrame:
    """One row per parameter: name, symbol, meaning, unit, default, centre and range,
    provenance, reason."""
    words, said = style.texts(TEXT, lang), chinese if lang == "zh" else str
    rows = []
    for name, p in parameters().items():
        low_high = words["fixed"]
        if p.range is not None:
            low_high = words["to"].join(f"{end:g}" for end in p.range)
        rows.append(
            {
                "name": name,
                "symbol": p.symbol,
                "meaning": _meaning(name, lang),
                "unit": words["units"].get(p.unit, p.unit),
                "default": p.default if isinstance(p.default, str) else f"{p.default:g}",
                "centre": "" if p.centre is None else f"{p.centre:g}",
                "range": low_high,
                "provenance": said(p.provenance),
                "reason": REASONS[name] if lang == "zh" else p.reason,
            }
        )
    return pd.DataFrame(rows)


def _meaning(name: str, lang: str) -> str:
    p = parameters()[name]
    if lang == "zh":
        return f"{chinese(p.title)}：{MEANINGS[name]}"
    return f"{p.title} ({p.chinese})" if p.chinese else p.title


def parameter_table(*, lang: str = "en") -> HTML:
    """The same as a table for the page: a line of numbers, and below it meaning and reason."""
    words = style.texts(TEXT, lang)
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    body = []
    for row in parameter_frame(lang=lang).to_dict("records"):
        spread = words["spread"].format(**row) if row["centre"] else row["range"]
        about = {name: markup.escape(row[name]) for name in ("meaning", "reason")}
        cells = (row["symbol"], row["default"], spread, row["unit"], row["provenance"])
        numbers = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        body.append(
            f'<tr class="numbers"><th scope="row"><code>{row["name"]}</code></th>{numbers}</tr>'
            f'<tr class="reason"><td colspan="{len(words["heads"])}">'
            f"{words['about'].format(**about)}</td></tr>"
        )
    return HTML(
        f'<table class="parameters"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )
