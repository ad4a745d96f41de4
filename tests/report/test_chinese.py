"""The Chinese texts of figures, tables and recorded results: whole, and set as Chinese is set."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import string
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intensity import report
from intensity.model.errors import InputError
from intensity.report import figure1, figure2, figure3, figure4, paradox, style, sweep
from intensity.report.chinese import _MODULES, chinese

ROOT = Path(__file__).resolve().parents[2]
PARTS = sorted((ROOT / "data" / "reference" / "results").glob("*/part.json"))
WITHOUT: frozenset[str] = frozenset()  # modules whose texts have no Chinese yet; may only shrink
HAN = "[\u4e00-\u9fff]"
ASCII_SIGN = re.compile(rf"{HAN} ?[,;:!?] ?{HAN}")
SYMBOLS = {"Sobol", "Shapley", "Morris", "ABC"}  # words that stay as they are, besides city names
FIGURES = {
    "figure1": (figure1, ("flows",)),
    "figure2": (figure2, ("flows",)),
    "figure3": (figure3, ("panel", "default")),
    "figure4": (figure4, ("cells",)),
    "paradox": (paradox, ("panel", "default")),
    "sweep": (sweep, ("panel",)),
}


def tables() -> dict[str, dict[str, Any]]:
    """Texts by language of every report module, as ``module.NAME``."""
    found = {}
    for info in pkgutil.walk_packages(report.__path__, "intensity.report."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            own = name.isupper() and isinstance(value, dict) and isinstance(value.get("en"), dict)
            if own:
                found[f"{info.name.removeprefix('intensity.report.')}.{name}"] = value
    return found


TABLES = tables()


def leaves(table: Any, way: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a table with its place."""
    if isinstance(table, str):
        yield way, table
    elif isinstance(table, dict):
        for key, value in table.items():
            yield from leaves(value, f"{way}.{key}")
    elif isinstance(table, tuple | list):
        for number, value in enumerate(table):
            yield from leaves(value, f"{way}[{number}]")


def places(table: Any) -> set[str]:
    """Where texts stand; a group that one language leaves empty counts as one place."""
    return {way for way, _ in leaves(table)}


def fields(text: str) -> set[str]:
    """What a text lets be filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_module_with_texts_is_found() -> None:
    """Catches a walk that finds nothing, so that all tests below pass for want of texts."""
    assert len(TABLES) > 30 and "sweep.NAMES" in TABLES


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_have_the_same_texts(name: str) -> None:
    """Catches a text that was added in one language only."""
    table = TABLES[name]
    if name.partition(".")[0] in WITHOUT:
        assert "zh" not in table, f"{name} has Chinese now: take it off WITHOUT"
        return
    english, other = dict(table["en"]), dict(table["zh"])
    for key in [key for key, value in english.items() if value == {}]:
        english.pop(key), other.pop(key)  # words that English takes as they are recorded
    assert places(english) == places(other)


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_have_the_same_fields(name: str) -> None:
    """Catches a placeholder that one language lacks: a number left out of a sentence."""
    table = TABLES[name]
    english = dict(leaves(table["en"]))
    apart = {
        way: (fields(english[way]), fields(text))
        for way, text in leaves(table.get("zh", {}))
        if way in english and fields(english[way]) != fields(text)
    }
    assert not apart


@pytest.mark.parametrize("name", TABLES)
def test_signs_between_chinese_characters_are_chinese(name: str) -> None:
    """Catches commas, semicolons and colons of the half-width kind in Chinese sentences."""
    texts = [text for _, text in leaves(TABLES[name].get("zh", {}))]
    assert not [text for text in texts if ASCII_SIGN.search(text)]


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_recorded_words_are_set_as_chinese(module: Any) -> None:
    """Catches half-width signs in translations, and templates with a group that is not there."""
    texts = [*module.TEXTS.values(), *(template for _, template in module.PATTERNS)]
    assert not [text for text in texts if ASCII_SIGN.search(text)]
    for pattern, template in module.PATTERNS:
        assert fields(template) <= set(re.compile(pattern).groupindex), pattern


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.parent.name)
def test_every_recorded_text_has_chinese(part: Path) -> None:
    """Catches a verdict or list that the evidence records and the Chinese pages cannot say."""
    values = json.loads(part.read_text(encoding="utf-8"))["values"]
    missing = {}
    for key, entry in values.items():
        if entry["kind"] == "text":
            try:
                said = chinese(str(entry["value"]))
            except InputError as error:
                missing[key] = str(error)
            else:
                assert said.strip(), key
    assert not missing


def test_words_of_movement_cover_what_can_be_said() -> None:
    """Catches a movement that today's results happen not to show."""
    words = ("rises", "falls", "does not clearly move", "raises", "lowers", "at no intensity",
             "from intensity 0.65 on", "the same", "not the same", "replications",
             "posterior draws")  # fmt: skip
    assert len({chinese(word) for word in words}) == len(words)
    assert "0.65" in chinese("from intensity 0.65 on")


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_can_be_read_in_chinese(name: str, width: str, request, faults, words) -> None:
    """Catches Chinese labels that overlap, leave the figure, lack a glyph or stay English."""
    module, frames = FIGURES[name]
    given = [request.getfixturevalue(frame) for frame in frames]
    with warnings.catch_warnings(), style.context("zh"):
        warnings.simplefilter("error")  # a missing glyph is a warning
        figure = module.draw(*given, lang="zh", width=width)
        figure.canvas.draw()
        assert not faults(figure)
    shown = " ".join(words(figure))
    assert not set(re.findall("[A-Za-z]{2,}", shown)) - SYMBOLS
    assert "\N{NARROW NO-BREAK SPACE}%" not in shown


@pytest.mark.parametrize("name", FIGURES)
def test_alternative_texts_are_chinese(name: str, request) -> None:
    """Catches an alternative text with a hole in it, or with English words."""
    module, frames = FIGURES[name]
    said = module.ALT(*(request.getfixturevalue(frame) for frame in frames), lang="zh")
    assert "nan" not in said and not re.search("[{}]|[A-Za-z]{2,}", said)
    assert not ASCII_SIGN.search(said)
