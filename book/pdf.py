"""Print the built book: each edition as one PDF, ``book/_build/pdf/intensity-<edition>.pdf``.

    python book/pdf.py            all editions that are built
    python book/pdf.py en         one edition

The pages are those of ``book/_build/html``, put together into one document and printed by a
Chromium; nothing is computed. Chapters, sections and figures have the numbers of the book, links
lead to places of the document, and the table of contents names the pages where they are.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from build import BOOK, BUILD, HTML, ROOT, editions

sys.path.insert(0, str(ROOT))
from tests.book.browser import NAMES, Browser, find_chromium

PDF = BUILD / "pdf"
STYLE = BOOK / "print.css"
SHORT = 14  # rows; a table of at most as many stays on one page
INCH = 96  # CSS pixels
PAPER = {"paperWidth": 8.27, "paperHeight": 11.69}  # A4, inches
MARGIN = {"marginTop": 0.75, "marginBottom": 0.85, "marginLeft": 0.85, "marginRight": 0.85}
WIDTH = round((PAPER["paperWidth"] - MARGIN["marginLeft"] - MARGIN["marginRight"]) * INCH)
FOOT = (
    '<div style="width: 100%; text-align: center; font: 8pt sans-serif; color: #444">'
    '<span class="pageNumber"></span></div>'
)
# Screen furniture, and what takes a mouse: no use on paper.
LEFT_OUT = ("a.headerlink", "script", "button", ".toctree-wrapper", "div.tag_remove-input:empty")
TEXT = {
    "en": {
        "contents": "Contents",
        "explorer": "Here the book has an explorer with sliders, which paper cannot have.",
        "folded": "{words}: the table is on this page of the book, not in print.",
    },
    "zh": {
        "contents": "目录",
        "explorer": "此处在网页版中为可操作的探索工具，纸本从略。",
        "folded": "{words}：表格见网页版本页，纸本从略。",
    },
}
# Wide tables and formulas get smaller until they fit: the width of the page is all there is.
FIT = """
(() => {
  const page = document.querySelector('main').clientWidth;
  let fitted = 0;
  for (const thing of document.querySelectorAll('table, pre, mjx-container[display="true"]')) {
    for (let size = 1; size > 0.45; size -= 0.05) {
      if (thing.scrollWidth <= page + 1 && thing.getBoundingClientRect().width <= page + 1) break;
      thing.style.fontSize = `${size - 0.05}em`;
      fitted += size === 1;
    }
  }
  const wide = [...document.querySelectorAll('main *')]
    .filter((e) => e.getBoundingClientRect().right > page + 2)
    .map((e) => `${e.tagName.toLowerCase()} in ${e.closest('section.chapter')?.id}`);
  return { fitted, wide: [...new Set(wide)].slice(0, 5) };
})()
"""


def contents(edition: str) -> list[tuple[str, list[str]]]:
    """Parts of the edition and their pages; the first part, without a name, is the start page."""
    toc = yaml.safe_load((BOOK / edition / "_toc.yml").read_text(encoding="utf-8"))
    parts = [("", [toc["root"]])]
    for part in toc["parts"]:
        parts.append((part["caption"], [chapter["file"] for chapter in part["chapters"]]))
    return parts


def chapter(page: str, html: Path, known: set[str], edition: str) -> Tag:
    """A page as a chapter of the document.

    Parameters
    ----------
    page : str
        Its name.
    html : Path
        The folder of the built edition.
    known : set of str
        Names of all pages of the document.
    edition : str
        For the words that stand in for what paper cannot have.
    """
    soup = BeautifulSoup((html / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    article = soup.find("article")
    if article is None:
        raise SystemExit(f"{page}.html: has no article; was the book built by build.py?")
    article.name, article.attrs = "section", {"class": "chapter", "id": page}
    for part in article.select(".explorer"):
        sentence = soup.new_tag("p", attrs={"class": "stand-in"})
        sentence.string = TEXT[edition]["explorer"]
        part.replace_with(sentence)
    for part in article.select(", ".join(LEFT_OUT)):
        part.decompose()
    for part in article.select("details"):
        if "screen-only" in part.get("class", []):
            sentence = soup.new_tag("p", attrs={"class": "stand-in"})
            words = part.summary.get_text() if part.summary else ""
            sentence.string = TEXT[edition]["folded"].format(words=words)
            part.replace_with(sentence)
        else:
            part["open"] = ""
    for part in article.find_all("table"):
        if len(part.find_all("tr")) <= SHORT:
            part["class"] = [*part.get("class", []), "short"]
    for part in article.find_all(id=True):
        part["id"] = f"{page}--{part['id']}"
    for link in article.find_all("a", href=True):
        link["href"] = _address(link["href"], page, known)
    return article


def _address(address: str, page: str, known: set[str]) -> str:
    """Where a link of a page leads to in the document; links to other places stay."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    target = parts.path.removesuffix(".html") if parts.path else page
    if target not in known:
        return "#"
    return f"#{target}--{parts.fragment}" if parts.fragment else f"#{target}"


def document(edition: str, pages: dict[str, int]) -> str:
    """The whole edition as one HTML document.

    Parameters
    ----------
    edition : str
        Name of its folder.
    pages : dict
        Page number of each heading's id, for the table of contents; may be empty.
    """
    html = HTML / edition
    config = yaml.safe_load((BOOK / edition / "_config.yml").read_text(encoding="utf-8"))
    parts = contents(edition)
    known = {name for _, names in parts for name in names}
    body, lines = [], []
    for caption, names in parts:
        if caption:
            lines.append(f'<li class="part">{caption}</li>')
        for name in names:
            article = chapter(name, html, known, edition)
            for heading in article.find_all(["h1", "h2"]):
                place = name if heading.name == "h1" else heading.parent.get("id", name)
                words = heading.decode_contents().strip()
                number = pages.get(place, "")
                lines.append(
                    f'<li class="{heading.name}"><a href="#{place}"><span>{words}</span>'
                    f'<span class="dots"></span><span>{number}</span></a></li>'
                )
            body.append(str(article))
    first = (html / f"{parts[0][1][0]}.html").read_text(encoding="utf-8")
    settings = re.search(r"<script>window\.MathJax = .*?</script>", first)
    language = re.search(r'<html lang="([^"]+)"', first)
    static = (html / "_static").resolve().as_uri()
    return f"""<!DOCTYPE html>
<html lang="{language[1] if language else edition}"><head><meta charset="utf-8"/>
<title>{config["title"]}</title>
<link rel="stylesheet" href="{static}/pygments.css"/>
<style>{STYLE.read_text(encoding="utf-8")}</style>
{settings[0] if settings else ""}
<script defer src="{static}/mathjax/tex-svg-full.js"></script></head>
<body><main><nav class="contents"><p class="title">{config["title"]}</p>
<p class="author">{config["author"]}</p>
<p class="contents-head">{TEXT[edition]["contents"]}</p><ul>{"".join(lines)}</ul></nav>
{"".join(body)}</main></body></html>"""


def places(pdf: bytes) -> dict[str, int]:
    """Page number of each named place of a PDF that Chromium has made."""
    objects = dict(re.findall(rb"(?ms)^(\d+) 0 obj\s*(.*?)\s*endobj", pdf))
    order: list[bytes] = []

    def walk(number: bytes) -> None:
        kids = re.search(rb"/Kids\s*\[(.*?)\]", objects.get(number, b""), re.DOTALL)
        if kids is None:
            order.append(number)
            return
        for kid in re.findall(rb"(\d+) 0 R", kids[1]):
            walk(kid)

    root = next((m[1] for m in re.finditer(rb"/Pages (\d+) 0 R", pdf)), b"")
    walk(root)
    page_of = {number: at + 1 for at, number in enumerate(order)}
    found = {}
    for name, page in re.findall(rb"/([^\s/\[\]()<>]+)\s*\[(\d+) 0 R\s*/XYZ", pdf):
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), name)
        if page in page_of:
            found[plain.decode("utf-8", "replace")] = page_of[page]
    return found


def printed(browser: Browser, file: Path) -> tuple[bytes, list[str]]:
    """The PDF of an HTML file, and what is wider than its page."""
    browser.visit(file.as_uri(), (WIDTH, 1000))
    browser.call("Emulation.setEmulatedMedia", media="print")
    wide = browser.evaluate(FIT)["wide"]
    answer = browser.call(
        "Page.printToPDF",
        **PAPER,
        **MARGIN,
        printBackground=True,
        displayHeaderFooter=True,
        headerTemplate="<span></span>",
        footerTemplate=FOOT,
        generateTaggedPDF=True,
        generateDocumentOutline=True,
    )
    return base64.b64decode(answer["data"]), wide


def print_edition(edition: str, browser: Browser) -> Path:
    """Print one edition, twice: the second time its table of contents knows the pages."""
    work = BUILD / "work" / "pdf"
    work.mkdir(parents=True, exist_ok=True)
    file = work / f"{edition}.html"
    pages: dict[str, int] = {}
    for _ in range(2):
        file.write_text(document(edition, pages), encoding="utf-8")
        content, wide = printed(browser, file)
        pages = places(content)
    if wide:
        print(f"{edition}: wider than the page: {', '.join(wide)}", file=sys.stderr)
    target = PDF / f"intensity-{edition}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    shutil.rmtree(work)
    return target


def main() -> None:
    """Print the editions named on the command line, or all that are built."""
    built = [name for name in editions() if (HTML / name / "index.html").is_file()]
    parser = argparse.ArgumentParser(description="Print the built book as PDF.")
    parser.add_argument("edition", nargs="*", help=f"built: {', '.join(built) or 'none'}")
    chosen = parser.parse_args().edition or built
    if not chosen or not set(chosen) <= set(built):
        missing = ", ".join(sorted(set(chosen) - set(built))) or "any"
        raise SystemExit(f"edition {missing}: not in book/_build/html; run `make book` first.")
    path = find_chromium()
    if path is None:
        raise SystemExit(f"No PDF: it takes a Chromium on the PATH (one of {', '.join(NAMES)}).")
    with Browser(path) as browser:
        for edition in chosen:
            start = time.perf_counter()
            target = print_edition(edition, browser)
            print(f"The {edition} edition, printed in {time.perf_counter() - start:.0f} s:")
            print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
