"""Every page in a real browser: over file:// and over http, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.book.browser import DESKTOP, NAMES, PHONE, Browser, find_chromium, served

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser found: none of {', '.join(NAMES)}"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    assert CHROMIUM is not None
    with Browser(CHROMIUM) as running:
        yield running


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("way", ["file", "http"])
def test_pages_show_without_error_or_outside_request(
    way: str, size: tuple[int, int], book: Path, browser: Browser
) -> None:
    problems, seen = [], 0
    with nullcontext(book.as_uri()) if way == "file" else served(book) as base:
        for page in sorted(book.glob("*.html")):
            visit = browser.visit(f"{base}/{page.name}", size)
            problems += visit.problems(base)
            seen += len(visit.requests)
    assert seen > 0
    assert not problems


TERMS = {"en": ["hotline", "Shapley"], "zh": ["应用强度", "二阶治理", "效率损耗", "Shapley"]}
NOWHERE = {"en": "zeppelin", "zh": "齐柏林飞艇"}


@pytest.mark.parametrize("way", ["file", "http"])
def test_search_finds_terms_and_compounds(
    way: str, book: Path, edition: str, browser: Browser
) -> None:
    """A Chinese compound that no dictionary has, a lone word, and a phrase that is nowhere."""
    script = """
    (async () => {
      for (let i = 0; i < 100; i++) {
        const links = document.querySelectorAll('#search-results li a');
        if (links.length) { return links.length; }
        await new Promise((done) => setTimeout(done, 100));
      }
      return 0;
    })()
    """
    with nullcontext(book.as_uri()) if way == "file" else served(book) as base:
        for word in TERMS[edition]:
            visit = browser.visit(f"{base}/search.html?q={quote(word)}")
            assert browser.evaluate(script) > 0, word
            assert not visit.problems(base)
        browser.visit(f"{base}/search.html?q={quote(NOWHERE[edition])}")
        assert browser.evaluate(script.replace("100;", "10;")) == 0


def test_the_browser_reports_what_goes_wrong(browser: Browser, tmp_path: Path) -> None:
    """A page with one of each fault: a browser that reports none of them would prove nothing."""
    (tmp_path / "bad.html").write_text(
        '<img src="https://host.example/a.png"><img src="missing.png">'
        '<div style="width: 3000px">wide</div>'
        "<script>console.error('said'); throw new Error('thrown')</script>",
        encoding="utf-8",
    )
    base = tmp_path.as_uri()
    problems = "\n".join(browser.visit(f"{base}/bad.html").problems(base))
    for sign in ("another place: https://host.example", "console: said", "thrown", "px wider"):
        assert sign in problems
    assert "loading failed" in problems
