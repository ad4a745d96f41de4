"""Figure and tables of the variants after 2020: readable in both languages, true to the frames."""

from __future__ import annotations

import re
import warnings
from html import unescape

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import comparison
from intensity.evidence.closing import APART, SAME
from intensity.evidence.validation import CHECKS
from intensity.model.errors import InputError
from intensity.report import closing, style
from intensity.report.chinese import chinese
from intensity.report.closing_text import TEXT

LEVELS = {"learning": (0.9, 0.97), "growth": (2.2, 0.6), "learning_growth": (2.2, 0.97)}
TAKEN = {
    **{"learning": ("odds",), "selection": ("left_out",), "growth": ("growth",)},
    **{"elsewhere": ("others",), "learning_growth": ("odds", "growth")},
    **{"learning_elsewhere": ("odds", "others"), "selection_elsewhere": ("left_out", "others")},
}


def synthetic() -> dict[str, pd.DataFrame]:
    """Quantities of 20 draws under every variant."""
    rng, found = np.random.default_rng(4), {}
    names = {check.quantity for check in comparison.checks()} | set(comparison.QUANTITIES)
    for name in ("volume", "resolution", "effectiveness"):
        names |= {f"{name}_{year}" for year in comparison.YEARS}
    for variant in comparison.SET:
        calls, rate = LEVELS.get(variant, (0.95, 0.55))
        frame = pd.DataFrame(index=range(20))
        for name in sorted(names):
            volume = name.startswith(("volume", "daily", "growth"))
            years = re.findall(r"20\d\d", name)
            late = not years or max(years) > "2020"
            frame[name] = (calls if volume else rate) if late else 0.5
            frame[name] += rng.normal(0.0, 0.01, 20)
        for name in comparison.NUMBERS:
            frame[f"number_{name}"] = 0.3 if name in TAKEN.get(variant, ()) else np.nan
        found[variant] = frame
    return found


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    fact, found = comparison.stated(), synthetic()
    facts = comparison.judged(found, fact)
    held = pd.DataFrame([(c.fact, fact.get(c.fact, 0.7)) for c in CHECKS], columns=["id", "fact"])
    return {
        "closing": comparison.compared(found, fact),
        "variants": comparison.summarised(found, facts),
        "paths": comparison.by_year(found),
        "held": held,
    }


def english(shown: str) -> set[str]:
    """English words of HTML or text."""
    return set(re.findall("[A-Za-z]{2,}", unescape(re.sub("<[^>]+>", " ", shown))))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
def test_figure_can_be_read(width, lang, tables, faults, words) -> None:
    """Catches names of lines that touch, a glyph that is missing, English in the Chinese figure."""
    with warnings.catch_warnings(), style.context(lang):
        warnings.simplefilter("error")
        figure = closing.draw(tables["paths"], tables["held"], lang=lang, width=width)
        figure.canvas.draw()
        assert not faults(figure)
    assert lang == "en" or not english(" ".join(words(figure)))


def test_figure_refuses_what_it_cannot_draw(tables) -> None:
    """Catches a table of another shape."""
    with pytest.raises(InputError, match="missing column 'year'"):
        closing.draw(tables["paths"].drop(columns="year"), tables["held"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_alternative_text_is_whole(lang, tables) -> None:
    """Catches a hole, or a variant that is drawn and not told."""
    said = closing.ALT(tables["paths"], tables["held"], lang=lang)
    assert not re.search("nan|[{}]", said) and (lang == "en" or not english(said))
    assert all(TEXT[lang][variant] in said for variant in comparison.SIMULATED)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_hold_all_there_is(lang, tables) -> None:
    """Catches a quantity, a variant or a number that is left out, and English in Chinese."""
    first = closing.html(tables["closing"], lang=lang)
    second = closing.variants_html(tables["variants"], lang=lang)
    assert first.count("<tr>") == 1 + len(comparison.QUANTITIES)
    assert second.count("<tr>") == 1 + len(comparison.SET)
    assert first.count("<small>") == 3 * len(comparison.QUANTITIES)
    assert "nan" not in first + second and "{" not in first + second
    assert second.count("30") >= sum(len(names) for names in TAKEN.values()) - 3  # but odds
    assert lang == "en" or not english(first + second)


def test_a_change_says_its_sign() -> None:
    """Catches a plus before a change that is nothing as printed."""
    row = pd.Series({"change_low": -0.114, "change_high": 0.001})
    assert closing._change(row, "resolution", TEXT["en"]) == "−11 … 0"
    row = pd.Series({"change_low": 0.114, "change_high": 1.2})
    assert closing._change(row, "volume", TEXT["zh"]) == "+0.11至+1.20"


def test_words_that_can_be_recorded_have_chinese() -> None:
    """Catches a word that today's results happen not to hold."""
    recorded = [*APART.values(), *SAME.values(), "rises", "falls", comparison.STILL, "none"]
    said = [chinese(word) for word in recorded]
    assert len(set(said)) == len(recorded) and not english("".join(said))
    assert chinese("R17b, V19") == "R17b, V19"
