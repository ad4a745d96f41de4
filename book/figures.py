"""Numbers for the figures of a built edition: by chapter, as its sections are numbered.

Figures that the paper itself numbers keep that number. A link of the class ``figure-link`` names
the number of the figure that it leads to.
"""

from __future__ import annotations

import re
from pathlib import Path

WORD = {"en": "Figure {}", "zh": "图{}"}
_CHAPTER = re.compile(r'<h1><span class="section-number">(\d+)\.')
_CAPTION = re.compile(r'<figure id="([\w-]+)">(.*?)<figcaption>(.*?)</figcaption>', re.DOTALL)
_OWN = re.compile(r"<b>((?:Figure |图 ?)\d+)")
_LINK = re.compile(r'(<a class="figure-link" href="([\w-]+)\.html#([\w-]+)">)[^<]*(</a>)')


def number_figures(html: Path, edition: str) -> None:
    """Number the figures of each page, then name the numbers in links to them.

    Parameters
    ----------
    html : Path
        The folder of a built edition, changed in place.
    edition : str
        Its language.
    """
    word = WORD.get(edition, WORD["en"])
    numbers: dict[tuple[str, str], str] = {}
    pages = {page.stem: page.read_text(encoding="utf-8") for page in sorted(html.glob("*.html"))}
    for name, text in pages.items():
        chapter = _CHAPTER.search(text)
        pages[name] = _numbered(name, text, word, chapter[1] if chapter else "", numbers)
    for name, text in pages.items():
        linked = _LINK.sub(
            lambda m: m[1] + numbers.get((m[2], m[3]), m[3].removeprefix("figure-")) + m[4], text
        )
        (html / f"{name}.html").write_text(linked, encoding="utf-8")


def _numbered(
    page: str, text: str, word: str, chapter: str, numbers: dict[tuple[str, str], str]
) -> str:
    """The page with numbers in its captions; what they are is noted in `numbers`."""
    count = 0

    def caption(match: re.Match[str]) -> str:
        nonlocal count
        anchor, inside, words = match.groups()
        own = _OWN.match(words)
        if own or not chapter:
            if own:
                numbers[page, anchor] = own[1]
            return match[0]
        count += 1
        number = word.format(f"{chapter}.{count}")
        numbers[page, anchor] = number
        shown = f'<span class="figure-number">{number}.</span> '
        return f'<figure id="{anchor}">{inside}<figcaption>{shown}{words}</figcaption>'

    return _CAPTION.sub(caption, text)
