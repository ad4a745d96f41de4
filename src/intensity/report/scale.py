"""Tables of the page "At scale"."""

from __future__ import annotations

import pandas as pd

from intensity.experiment.estimate import bytes_, duration
from intensity.report import style
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
        "faults": ("Fault", "How", "Tried", "Unharmed", "Refused first", "Worse"),
    }
}


def sizes_html(sizes: pd.DataFrame, *, lang: str = "en") -> str:
    """What so many city-years take; columns of `intensity.evidence.scale.sizes`."""
    rows = [
        (
            number(row.city_years, 0), number(row.streets, 0), number(row.cities, 0),
            _tied(duration(3600 * row.core_hours)),
            _tied(duration(3600 * row.core_hours_measured)), _tied(bytes_(row.disk)),
            _tied(bytes_(row.memory)), _tied(bytes_(row.panel)), number(row.files, 0),
            _tied(duration(row.unit_s)), _tied(duration(row.check_s)), number(row.feeds, 0),
        )
        for row in sizes.itertuples()
    ]  # fmt: skip
    return table(style.texts(TEXT, lang)["sizes"], rows)


def limits_html(limits: pd.DataFrame, *, lang: str = "en") -> str:
    """Limits, the first one first."""
    rows = [(row.what, _tied(_rounded(row.city_years))) for row in limits.itertuples()]
    return table(style.texts(TEXT, lang)["limits"], rows)


def faults_html(faults: pd.DataFrame, *, lang: str = "en") -> str:
    """Faults, and how their trials ended."""
    counts = ("times", "unharmed", "refused", "worse")
    rows = [
        (row["fault"], row["how"], *(number(row[name], 0) for name in counts))
        for _, row in faults.iterrows()
    ]
    return table(style.texts(TEXT, lang)["faults"], rows)


def _rounded(years: float) -> str:
    """A number of city-years in words: no more digits than such a limit has."""
    for size, word in ((1e12, "million million"), (1e9, "billion"), (1e6, "million")):
        if years >= size:
            return f"{number(years / size, 0 if years >= 10 * size else 1)} {word}"
    return number(round(years, -3), 0)


def _tied(text: str) -> str:
    return text.replace(" ", NO_BREAK)
