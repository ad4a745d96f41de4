"""The editions say the same: the same numbers, figures, tables, links and claims, page by page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
EN, ZH = BOOK / "en", BOOK / "zh"
PAGES = sorted(page.stem for page in EN.glob("*.md"))
CELL = re.compile(r"^```\{code-cell\}.*?^```$", flags=re.M | re.S)
HAN = "[\u4e00-\u9fff]"
ASCII_SIGN = re.compile(rf"{HAN} ?[,;:!?] ?{HAN}")
ROLES = re.compile(r"\{[a-z:]+\}`[^`]*`|`[^`]*`|\$[^$]*\$|\]\([^)]*\)")


@pytest.fixture(params=PAGES)
def both(request) -> tuple[str, str]:
    """A page's source in both editions."""
    other = ZH / f"{request.param}.md"
    assert other.is_file(), f"zh/{other.name}: not there"
    return (EN / f"{request.param}.md").read_text(encoding="utf-8"), other.read_text("utf-8")


def code(source: str) -> str:
    """All cells of a page."""
    return "\n".join(CELL.findall(source))


def prose(source: str) -> str:
    """A page without its cells."""
    return CELL.sub("", source)


def test_there_are_pages() -> None:
    """Catches a folder that moved, with which every test below would pass."""
    assert len(PAGES) > 15
    assert not {page.stem for page in ZH.glob("*.md")} - set(PAGES)


def test_contents_are_the_same() -> None:
    """Catches a chapter that one edition leaves out or puts elsewhere."""
    files = [
        re.findall(r"(?:file|root): (\S+)", (folder / "_toc.yml").read_text(encoding="utf-8"))
        for folder in (EN, ZH)
    ]
    assert files[0] == files[1]


def test_prose_gives_the_same_numbers(both: tuple[str, str]) -> None:
    """Catches a number that one edition leaves out, or gives under another key."""
    keys = [set(re.findall(r"\{glue:text\}`([^`]+)`", prose(source))) for source in both]
    assert keys[0] == keys[1]


def test_cells_show_the_same(both: tuple[str, str]) -> None:
    """Catches a figure, table or caption's number that only one edition shows."""
    for pattern in (
        r"page\.show\(\s*(\w+\.draw\w*), (\w+\.ALT\w*)",
        r"\b(display\(HTML|\w+\.(?:show|box)\w*)\(",
        r"results\.(?:table|value)\(\"([^\"]+)\"\)",
        r"(?<![.\w])glue\(\s*\"([^\"]+)\"",
    ):
        found = [re.findall(pattern, code(source)) for source in both]
        assert found[0] == found[1], pattern
    captions = [set(re.findall(r"\{([a-z_A-Z0-9]+(?:\.[a-z_A-Z0-9.]+)+)\}", code(s))) for s in both]
    assert captions[0] == captions[1]


def test_footers_name_the_same_claims(both: tuple[str, str]) -> None:
    """Catches a claim that the foot of one edition's page forgets."""
    feet = ["".join(re.findall(r"page\.footer\(([^)]*)\)", source, re.S)) for source in both]
    named = [re.findall("C[0-9]+", foot) for foot in feet]
    assert named[0] == named[1]
    claims = [set(re.findall(r"\bC[0-9]{2}\b", prose(re.sub(HAN, " ", s)))) for s in both]
    assert claims[0] == claims[1]


def test_pages_are_divided_alike(both: tuple[str, str]) -> None:
    """Catches a section, table row, quotation, label or link that one edition lacks."""
    for pattern in (
        r"^(#+) ",
        r"^(\|)",
        r"^\(([\w-]+)\)=$",
        r"^(:{3,}|`{3,})\{",
    ):
        found = [re.findall(pattern, prose(source), flags=re.M) for source in both]
        assert found[0] == found[1], pattern
    for pattern in (r"\]\(([^)\s]+)\)", r"\{(?:cite|cite:t|doc|ref)\}`([^`]+)`"):
        linked = [set(re.findall(pattern, prose(source))) for source in both]
        assert linked[0] == linked[1], pattern


def test_pages_speak_their_language(both: tuple[str, str]) -> None:
    """Catches a page that sets the other edition's language."""
    for source, lang in zip(both, ("en", "zh"), strict=True):
        assert set(re.findall(r"page\.numbers\(\"(\w+)\"", source)) <= {lang}


def test_chinese_prose_has_chinese_signs(both: tuple[str, str]) -> None:
    """Catches half-width commas, semicolons and colons between Chinese characters."""
    text = ROLES.sub("甲", prose(both[1]).partition("\n# ")[2])
    assert not ASCII_SIGN.findall(text)
    captions = "".join(re.findall(r'"([^"]*)"', code(both[1])))
    assert not ASCII_SIGN.findall(captions)


def test_a_chinese_paragraph_is_one_line(both: tuple[str, str]) -> None:
    """Catches line breaks inside a paragraph: a browser shows them as spaces between characters."""
    text = re.sub(r"^```.*?^```", "", prose(both[1]), flags=re.M | re.S)
    inside = rf"^(?![|#>:]).*[\u4e00-\u9fff，。；：、）”]\n *{HAN}.*$"
    assert not re.findall(inside, text, flags=re.M)
