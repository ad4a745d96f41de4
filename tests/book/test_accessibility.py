"""What axe-core finds on every page, on a desktop and on a phone.

Violations that it calls serious or critical are errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.book.browser import DESKTOP, NAMES, PHONE, Browser, find_chromium

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser found: none of {', '.join(NAMES)}"),
]
DRESS = """
(async () => {{
  document.documentElement.dataset.theme = '{theme}';
  await new Promise((done) => setTimeout(done, '{theme}' === 'dark' ? 500 : 0));
}})()
"""
RUN = """
axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations
  .filter((v) => ['serious', 'critical'].includes(v.impact))
  .map((v) => `${v.id} (${v.impact}), ${v.nodes.length}: `
    + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')))
"""


def axe() -> str:
    """The source of axe-core."""
    try:
        files = distribution("axe-core-python").files or ()
    except PackageNotFoundError:
        pytest.skip("axe-core-python is not installed; it is in the extra `test`")
    script = next(file for file in files if file.name == "axe.min.js")
    return Path(str(script.locate())).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    assert CHROMIUM is not None
    with Browser(CHROMIUM) as running:
        yield running


def violations(browser: Browser) -> list[str]:
    """Lines on the page that is open: rule, impact, number of places, the first of them."""
    browser.evaluate(f"{axe()};0")
    return list(browser.evaluate(RUN))


@pytest.mark.parametrize(
    ("size", "theme"),
    [(DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark")],
    ids=["desktop", "phone", "dark"],
)
def test_no_serious_violation(
    size: tuple[int, int], theme: str, book: Path, browser: Browser
) -> None:
    """Text without contrast, a table without heads, a region that no key can scroll, and so on."""
    found = {}
    for page in sorted(book.glob("*.html")):
        browser.visit(page.as_uri(), size)
        browser.evaluate(DRESS.format(theme=theme))
        if lines := violations(browser):
            found[page.name] = lines
    assert not found


def test_axe_finds_what_it_should(browser: Browser, tmp_path: Path) -> None:
    """A picture without words and pale text: a run that passes these over would prove nothing."""
    page = tmp_path / "bad.html"
    page.write_text(
        '<html lang="en"><title>t</title><main><img src="data:,">'
        '<p style="color: #ddd; background: #fff">pale</p></main></html>',
        encoding="utf-8",
    )
    browser.visit(page.as_uri(), DESKTOP)
    found = " ".join(violations(browser))
    assert "image-alt (critical)" in found
    assert "color-contrast (serious)" in found
