"""The book in print: one document whose links lead somewhere, and whose contents know the pages."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup

from tests.book.browser import NAMES, Browser, find_chromium

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = find_chromium()
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason=f"no browser found: none of {', '.join(NAMES)}"
)


@pytest.fixture
def pdf(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script book/pdf.py as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "book"))
    return importlib.import_module("pdf")


def test_links_lead_to_places_of_the_document(
    book: Path, edition: str, pdf: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reference that was clickable on the page and is dead on paper."""
    monkeypatch.setattr(pdf, "HTML", book.parent)
    soup = BeautifulSoup(pdf.document(edition, {}), "html.parser")
    counts = Counter(part["id"] for part in soup.find_all(id=True))
    assert [place for place, n in counts.items() if n > 1] == []
    inside = [link["href"] for link in soup.find_all("a", href=True) if "://" not in link["href"]]
    assert inside
    assert [place for place in inside if place.removeprefix("#") not in counts] == []


def test_every_page_is_a_chapter_and_in_the_contents(
    book: Path, edition: str, pages: list[str], pdf: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is left out, or in another order than in the book."""
    monkeypatch.setattr(pdf, "HTML", book.parent)
    soup = BeautifulSoup(pdf.document(edition, {}), "html.parser")
    assert [part["id"] for part in soup.select("section.chapter")] == pages
    listed = [link["href"].removeprefix("#") for link in soup.select("nav li.h1 a")]
    assert listed == pages


def test_what_paper_cannot_have_is_replaced(pdf: ModuleType, tmp_path: Path) -> None:
    """An explorer without its script, a fold that nobody can open."""
    (tmp_path / "a.html").write_text(
        '<article><h1>A</h1><div class="explorer"><input></div><details><summary>s</summary>open'
        '</details><details class="screen-only"><summary>12 files</summary>long</details>'
        '<a href="b.html#x">b</a><a href="#y">y</a><p id="y"></p></article>',
        encoding="utf-8",
    )
    part = pdf.chapter("a", tmp_path, {"a", "b"}, "en")
    assert part.find("input") is None
    assert "sliders" in part.get_text()
    assert "12 files" in part.get_text()
    assert "long" not in part.get_text()
    assert part.details.has_attr("open")
    assert [link["href"] for link in part.find_all("a")] == ["#b--x", "#a--y"]
    assert part.find(id="a--y") is not None


@needs_chromium
def test_the_contents_know_the_pages(pdf: ModuleType, tmp_path: Path) -> None:
    """Page numbers that are read wrongly from the printed file; a wide table that is cut."""
    file = tmp_path / "a.html"
    # Too wide for the page in any font, and not in the smallest size of the widest.
    wide = "<table><tr>" + "<td>unbreakablecell</td>" * 8 + "</tr></table>"
    file.write_text(
        f'<style>{pdf.STYLE.read_text()}</style><main><a href="#one">1</a><a href="#two--b">2</a>'
        f'<section class="chapter" id="one">a{wide}</section>'
        '<section class="chapter" id="x"><p>c</p></section>'
        '<section class="chapter" id="two"><p id="two--b">b</p></section></main>',
        encoding="utf-8",
    )
    assert CHROMIUM is not None
    with Browser(CHROMIUM) as browser:
        content, too_wide = pdf.printed(browser, file)
    assert content.startswith(b"%PDF")
    assert not too_wide
    found = pdf.places(content)
    assert (found["one"], found["two--b"]) == (2, 4)


def test_one_line_without_a_browser(
    book: Path, edition: str, pdf: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a browser a trace, or a PDF that is none."""
    monkeypatch.setattr(pdf, "HTML", book.parent)
    monkeypatch.setattr(pdf, "find_chromium", lambda: None)
    monkeypatch.setattr("sys.argv", ["pdf.py", edition])
    with pytest.raises(SystemExit, match=r"^No PDF: it takes a Chromium"):
        pdf.main()
