"""Nothing in the built book loads anything from another host (plain links in prose may name one).

The browser test sees what pages do request; this one also sees what they would request after a
click, in another browser, or from a script that a page of today does not use.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.book.page import read_page

OUTSIDE = re.compile(r"^\s*(?:https?:|wss?:|ftp:)?//", re.IGNORECASE)
LOADING = {  # attributes whose address is fetched with the page
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src", "srcdoc"),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
    "form": ("action",),
}
CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
ADDRESS = r"""["'`]\s*((?:https?:|wss?:)?//[\w.-]+\.[a-z]{2,}[^"'`]*)"""
SCRIPT = re.compile(
    rf"""(?:\b(?:fetch|import|importScripts|Worker|EventSource|WebSocket|sendBeacon|load)\s*\(\s*
        |\bfrom\s*|\bimport\s*|\.open\s*\([^)]*?,\s*|\.(?:src|href)\s*=\s*){ADDRESS}""",
    re.IGNORECASE | re.VERBOSE,
)
# Hosts that only ever deliver files; no script of the book has a reason to name one.
DELIVERY = re.compile(
    r"(?:cdn\.|cdnjs|unpkg\.com|jsdelivr|googleapis|gstatic|google-analytics|googletagmanager"
    r"|mybinder\.org|plausible\.io|hypothes\.is|utteranc\.es)",
    re.IGNORECASE,
)


def outside_in_html(path: Path) -> list[str]:
    """Addresses of other hosts that the page would fetch."""
    found = []
    for element in read_page(path).elements:
        for name in LOADING.get(element.tag, ()):
            value = element.attributes.get(name, "")
            entries = value.split(",") if name == "srcset" else [value]
            found += [entry for entry in entries if OUTSIDE.match(entry)]
        if element.tag == "meta" and element.attributes.get("http-equiv", "").lower() == "refresh":
            found += re.findall(r"url=\s*(\S*//\S+)", element.attributes.get("content", ""))
        found += CSS.findall(element.attributes.get("style", ""))
        if element.tag == "style":
            found += CSS.findall(element.text)
        if element.tag == "script":
            found += outside_in_script(element.text)
    return found


def outside_in_script(text: str) -> list[str]:
    """Addresses of other hosts that a script would fetch, and any name of a delivery host."""
    return SCRIPT.findall(text) + DELIVERY.findall(text)


def test_pages_load_nothing_from_elsewhere(book: Path) -> None:
    found = {
        str(path.relative_to(book)): addresses
        for path in sorted(book.rglob("*.html"))
        if (addresses := outside_in_html(path))
    }
    assert not found


def test_styles_load_nothing_from_elsewhere(book: Path) -> None:
    files = [*book.rglob("*.css"), *book.rglob("*.svg")]
    assert files
    found = {
        str(path.relative_to(book)): addresses
        for path in files
        if (addresses := CSS.findall(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_scripts_load_nothing_from_elsewhere(book: Path) -> None:
    files = list(book.rglob("*.js"))
    assert files
    found = {
        str(path.relative_to(book)): addresses
        for path in files
        if (addresses := outside_in_script(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_no_file_that_names_its_source_elsewhere(book: Path) -> None:
    assert not list(book.rglob("*.map"))
    for path in (*book.rglob("*.js"), *book.rglob("*.css")):
        assert "sourceMappingURL=" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    "page",
    [
        '<img src="https://host.example/a.png">',
        '<script src="//host.example/a.js"></script>',
        '<link rel="stylesheet" href="http://host.example/a.css">',
        "<style>@import 'https://host.example/a.css';</style>",
        '<div style="background: url(https://host.example/a.png)"></div>',
        '<script>fetch("https://host.example/a.json")</script>',
        '<script type="module">import x from "https://host.example/a.mjs"</script>',
        '<script>tag.src = "https://host.example/a.js"</script>',
        '<script>const base = "https://cdn.host.example/"</script>',
    ],
)
def test_the_scan_finds_what_it_should(page: str, tmp_path: Path) -> None:
    """Each line loads from another host: a scan that passes it over would prove nothing."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert outside_in_html(tmp_path / "page.html")


def test_the_scan_allows_plain_links(tmp_path: Path) -> None:
    page = '<a href="https://host.example/">a</a><svg xmlns="http://www.w3.org/2000/svg"></svg>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert not outside_in_html(tmp_path / "page.html")
