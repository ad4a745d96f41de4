"""Every page is there, ran without an error, and its links and pictures are whole."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.book.page import read_page

ROOT = Path(__file__).resolve().parents[2]
ERRORS = ("Traceback (most recent call last)", "CellExecutionError", "KeyError: 'application/")


def test_every_page_of_the_contents_is_built(book: Path, pages: list[str]) -> None:
    assert len(pages) == len(set(pages))
    missing = [page for page in pages if not (book / f"{page}.html").is_file()]
    assert not missing


def test_every_page_is_reached_from_the_start(book: Path, pages: list[str]) -> None:
    links = {e.attributes.get("href", "") for e in read_page(book / "index.html").all("a")}
    missing = [page for page in pages[1:] if f"{page}.html" not in links]
    assert not missing


def test_pages_have_one_title_and_a_language(book: Path, pages: list[str]) -> None:
    for page in pages:
        html = read_page(book / f"{page}.html")
        titles = {e.text.strip() for e in html.all("h1")} - {""}  # repeated for print
        assert len(titles) == 1, page
        assert html.all("html")[0].attributes.get("lang"), page


def test_no_page_shows_an_error(book: Path, pages: list[str]) -> None:
    found = []
    for page in pages:
        path = book / f"{page}.html"
        html = read_page(path)
        text = path.read_text(encoding="utf-8")
        found += [f"{page}: {sign}" for sign in ERRORS if sign in text]
        found += [f"{page}: error output" for _ in html.with_class("output", "error")]
        found += [f"{page}: stderr" for _ in html.with_class("output", "stderr")]
        found += [f"{page}: system message" for _ in html.with_class("system-message")]
    assert not found


def test_links_and_anchors_lead_somewhere(book: Path) -> None:
    broken = []
    for path in sorted(book.glob("*.html")):
        for link in read_page(path).all("a", "link", "script", "img", "source"):
            address = link.attributes.get("href") or link.attributes.get("src") or ""
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not address:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                broken.append(f"{path.name}: {address}")
            elif (
                parts.fragment
                and target.suffix == ".html"
                and unquote(parts.fragment) not in read_page(target).anchors
            ):
                broken.append(f"{path.name}: {address} (no such anchor)")
    assert not broken


def test_every_picture_has_words_for_those_who_cannot_see_it(book: Path, pages: list[str]) -> None:
    """Sphinx falls back to the file's name, which says nothing."""
    bare = []
    for page in pages:
        for image in read_page(book / f"{page}.html").all("img"):
            words = image.attributes.get("alt", "").strip()
            source = image.attributes.get("src", "")
            if not words or words == source or words.endswith((".png", ".svg", ".jpg")):
                bare.append(f"{page}: {source}")
    assert not bare


def test_executable_pages_can_be_taken_away_as_notebooks(book: Path, edition: str) -> None:
    sources = ROOT / "book" / edition
    for page in sources.glob("*.md"):
        if "kernelspec:" in page.read_text(encoding="utf-8")[:500]:
            assert (book / "_sources" / f"{page.stem}.ipynb").is_file(), page.name


def test_no_path_of_the_building_machine(book: Path) -> None:
    place = str(ROOT).encode()
    named = [str(path) for path in book.rglob("*") if path.is_file() and place in path.read_bytes()]
    assert not named
