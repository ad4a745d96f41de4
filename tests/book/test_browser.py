"""Every page in a real browser: over file:// and over http, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

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


@pytest.mark.parametrize("way", ["file", "http"])
def test_search_finds_the_hotline(way: str, book: Path, browser: Browser) -> None:
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
        visit = browser.visit(f"{base}/search.html?q=hotline")
        assert browser.evaluate(script) > 0
        assert not visit.problems(base)


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
