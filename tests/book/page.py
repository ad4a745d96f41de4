"""A page of the built book as tests need it: elements, anchors, text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path


@dataclass
class Element:
    """One start tag, its attributes, and the tag that encloses it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page:
    """The elements of one HTML file, in order, and the anchors that a link can name."""

    path: Path
    elements: list[Element] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def all(self, *tags: str) -> list[Element]:
        """The elements of these tags."""
        return [element for element in self.elements if element.tag in tags]

    def with_class(self, *names: str) -> list[Element]:
        """The elements that carry all of these classes."""
        wanted = set(names)
        return [e for e in self.elements if wanted <= set(e.attributes.get("class", "").split())]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.elements.append(Element(tag, attributes))
        for name in ("id", "name"):
            if name in attributes:
                self.page.anchors.add(attributes[name])

    def handle_data(self, data: str) -> None:
        if self.page.elements:
            self.page.elements[-1].text += data


@cache
def read_page(path: Path) -> Page:
    """Parse one HTML file; the result is kept."""
    page = Page(path)
    reader = _Reader(page)
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return page
