"""Tables of the page "At scale"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from intensity.experiment.estimate import bytes_, duration
from intensity.report import style
from intensity.report.chinese import chinese
from intensity.report.engine import table
from intensity.report.text import NO_BREAK, number

TEXT = {
    "en": {
        "sizes": (
            *("City-years", "Streets", "Cities", "One core", "At the rate measured", "Disk"),
            *("Memory", "Panel in memory", "Files", "A unit takes"),
            *("Looking through", "Cores fed"),
        ),
        "limits": ("Limit", "City-years"),
        "large": ((1e12, "million million"), (1e9, "billion"), (1e6, "million")),
        "counted": "{n} {word}",
        "faults": ("Fault", "How", "Tried", "Unharmed", "Refused first", "Worse"),
    },
    "zh": {
        "sizes": (
            *("城市年", "街道数", "城市数", "单核", "按实测速率", "磁盘"),
            *("内存", "面板占内存", "文件数", "每单元用时"),
            *("查看全部文件", "可供给的核数"),
        ),
        "limits": ("限制", "城市年"),
        "large": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
        "counted": "{n}{word}",
        "faults": ("故障", "方式", "试验次数", "无损", "先行拒绝", "更糟"),
    },
}


def sizes_html(sizes: pd.DataFrame, *, lang: str = "en") -> str:
    """What so many city-years take; columns of `intensity.evidence.scale.sizes`."""
    said = chinese if lang == "zh" else str
    rows = [
        (
            number(row.city_years, 0), number(row.streets, 0), number(row.cities, 0),
            _tied(said(duration(3600 * row.core_hours))),
            _tied(said(duration(3600 * row.core_hours_measured))), _tied(said(bytes_(row.disk))),
            _tied(said(bytes_(row.memory))), _tied(said(bytes_(row.panel))), number(row.files, 0),
            _tied(said(duration(row.unit_s))), _tied(said(duration(row.check_s))),
            number(row.feeds, 0),
        )
        for row in sizes.itertuples()
    ]  # fmt: skip
    return table(style.texts(TEXT, lang)["sizes"], rows, lang=lang)


def limits_html(limits: pd.DataFrame, *, lang: str = "en") -> str:
    """Limits, the first one first."""
    words, said = style.texts(TEXT, lang), chinese if lang == "zh" else str
    rows = [(said(row.what), _tied(_rounded(row.city_years, words))) for row in limits.itertuples()]
    return table(words["limits"], rows, lang=lang)


def faults_html(faults: pd.DataFrame, *, lang: str = "en") -> str:
    """Faults, and how their trials ended."""
    said = chinese if lang == "zh" else str
    counts = ("times", "unharmed", "refused", "worse")
    rows = [
        (said(row["fault"]), said(row["how"]), *(number(row[name], 0) for name in counts))
        for _, row in faults.iterrows()
    ]
    return table(style.texts(TEXT, lang)["faults"], rows, lang=lang)


def _rounded(years: float, words: Mapping[str, Any]) -> str:
    """A number of city-years in words: no more digits than such a limit has."""
    years = float(f"{years:.3g}")
    for size, word in words["large"]:
        if years >= size:
            n = number(years / size, 0 if years >= 10 * size else 1)
            return words["counted"].format(n=n, word=word)
    return number(round(years, -3), 0)


def _tied(text: str) -> str:
    return text.replace(" ", NO_BREAK)
