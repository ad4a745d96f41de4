"""Figures of a built edition have the numbers of their chapters, and links name them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    '<h1><span class="section-number">6. </span>Title</h1>'
    '<figure id="figure-figure3"><img><figcaption><b>Figure 3. Of it.</b></figcaption></figure>'
    '<figure id="figure-sweep"><img><figcaption><b>First.</b></figcaption></figure>'
    '<figure id="figure-path"><img><figcaption><b>Second.</b></figcaption></figure>'
)
LINKS = "".join(
    f'<a class="figure-link" href="six.html#figure-{name}">{name}</a>'
    for name in ("figure3", "sweep", "path", "gone")
)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module book/figures.py."""
    monkeypatch.syspath_prepend(str(ROOT / "book"))
    return importlib.import_module("figures")


@pytest.mark.parametrize(("lang", "shown"), [("en", "Figure 6.{}"), ("zh", "图6.{}")])
def test_numbers(figures: ModuleType, tmp_path: Path, lang: str, shown: str) -> None:
    """The paper's own numbers overwritten, a number given twice, a link that names another one."""
    (tmp_path / "six.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "links.html").write_text(LINKS, encoding="utf-8")
    figures.number_figures(tmp_path, lang)
    text = (tmp_path / "six.html").read_text(encoding="utf-8")
    assert "<figcaption><b>Figure 3. Of" in text
    for number, words in ((1, "First."), (2, "Second.")):
        label = shown.format(number)
        assert f'<span class="figure-number">{label}.</span> <b>{words}</b>' in text
    links = (tmp_path / "links.html").read_text(encoding="utf-8")
    named = ("Figure 3", shown.format(1), shown.format(2), "gone")
    assert all(f">{name}</a>" in links for name in named)


def test_a_page_without_a_chapter_number_is_left_as_it_is(
    figures: ModuleType, tmp_path: Path
) -> None:
    """The start page and the appendices have no number that a figure could have."""
    page = PAGE.replace('<span class="section-number">6. </span>', "")
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    figures.number_figures(tmp_path, "en")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == page


def test_every_figure_of_a_chapter_has_a_number(book: Path, pages: list[str]) -> None:
    """A caption that the numbering did not recognise."""
    for page in pages:
        text = (book / f"{page}.html").read_text(encoding="utf-8")
        if '<h1><span class="section-number">' in text:
            # a figure that can be linked to; the panels of the explorer are one instrument
            captions = re.findall(r"<figure id=.*?<figcaption>(.{40})", text, flags=re.DOTALL)
            starts = ('<span class="figure-number">', "<b>Figure ", "<b>图")
            assert all(caption.startswith(starts) for caption in captions), page
