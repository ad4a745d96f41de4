"""Tables of the reviewer's page: whole, in both languages, with links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intensity.evidence.claims import register
from intensity.evidence.claims.evaluation import evaluate
from intensity.evidence.stages import STAGES
from intensity.model import checksums
from intensity.model.errors import InputError
from intensity.report import holdings, results, reviewers

BOOK = Path(__file__).resolve().parents[2] / "book"
LANGUAGES = sorted(reviewers.TEXT)


@pytest.fixture(autouse=True)
def recorded(monkeypatch):
    """Shipped answers in place of results that may not have been computed."""
    stages = {stage.name: {"source": "shipped", "seconds": 3.0} for stage in STAGES}
    monkeypatch.setattr(results, "table", lambda name: evaluate())
    monkeypatch.setattr(results, "about", lambda: {"stages": stages})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_has_a_row_with_all_that_is_asked_for(lang):
    """A claim that is left out, or a cell that stays empty."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", reviewers.claims(lang))
    assert [row[:3] for row in rows] == [claim.id for claim in register().claims]
    for row in rows:
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert len(cells) == 5
        assert all(cells)


def test_a_claims_figure_is_drawn_on_its_page():
    """A link to a page that does not show the figure."""
    there = {(each.page, each.module) for each in holdings.shown(BOOK / "en")}
    wrong = [c.id for c in register().claims if (c.page, c.figure) not in there]
    assert not wrong


@pytest.mark.parametrize("edition", ["en", "zh"])
def test_figures_are_found_in_the_sources(edition):
    """Pages written in another way than the search for figures expects."""
    shown = holdings.shown(BOOK / edition)
    pages = [page.read_text(encoding="utf-8") for page in (BOOK / edition).glob("*.md")]
    assert len(shown) == sum(page.count("page.show(") for page in pages)
    assert len({(each.page, each.anchor) for each in shown}) == len(shown)
    assert {"figure1", "figure2", "figure3", "figure4"} <= {each.module for each in shown}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_recorded_steps_have_words(lang):
    """A step that was added to the times and not to the page."""
    named = {step["name"] for step in reviewers.times()["steps"]}
    assert named <= set(reviewers.TEXT[lang]["steps"])
    for make in (reviewers.path, reviewers.full, reviewers.machine, reviewers.storage):
        assert "<" in make(lang)
    assert all(stage.name in reviewers.stages(lang) for stage in STAGES)
    assert "numba" in reviewers.packages(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_is_listed_once(lang):
    """A file without a checksum on the page."""
    both = holdings.sums(False, lang) + holdings.sums(True, lang)
    assert both.count('<tr><th scope="row"') == len(checksums.sums())
    assert all(each.sha256 in both for each in checksums.sums())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sources_are_all_there(lang):
    """A source that facts come from and the list does not name."""
    text = holdings.sources(lang)
    assert text.count("<tr><th") > 40
    assert "http" in text


def test_languages_have_the_same_words():
    """A text that only one edition has."""
    for texts in (reviewers.TEXT, holdings.TEXT):
        assert set(texts["en"]) == set(texts["zh"])
    for name in ("steps", "rows", "places"):
        assert set(reviewers.TEXT["en"][name]) == set(reviewers.TEXT["zh"][name])


def test_an_unknown_language_is_one_line():
    with pytest.raises(InputError, match="lang"):
        reviewers.path("fr")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "–"), (float("nan"), "–"), (0.2, "1"), (70, "70"), (180, "3.0")]
)
def test_times_are_readable(seconds, shown):
    assert reviewers.time(seconds).startswith(shown)
