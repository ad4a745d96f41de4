"""What the project holds: files with checksums, sources with their use, figures with their tables.

Tables of the reviewer's page, made from the files themselves.
"""

from __future__ import annotations

import html as markup
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from intensity.model import checksums
from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.report import results, style
from intensity.report.reviewers import DASH, code, mib, table

TEXT = {
    "en": {
        "sums": ("File", "Size", "SHA-256"),
        "inputs": "{n} inputs, {size}",
        "shipped": "{n} shipped results, {size}",
        "sources": ("Source", "Facts", "Used for", "Address"),
        "sources_fold": "{n} sources, {facts} facts",
        "figures": ("Figure", "Page", "Program", "Tables"),
        "uses": {},
        "join": ", ",
    },
    "zh": {
        "sums": ("文件", "大小", "SHA-256"),
        "inputs": "输入文件{n}个，共{size}",
        "shipped": "随附结果文件{n}个，共{size}",
        "sources": ("来源", "事实数", "用途", "网址"),
        "sources_fold": "来源{n}个，事实{facts}条",
        "figures": ("图", "页面", "程序", "表"),
        "uses": {"validation": "验证", "input": "参数", "paper": "复述论文", "context": "背景"},
        "join": "、",
    },
}
_SHOWN = re.compile(r"page\.show\(\s*(\w+)\.draw(.*?)\n\)", re.DOTALL)
_TABLE = re.compile(r'results\.table\("(\w+)"\)')
_KEY = re.compile(r"\{([\w.]+)\}")
_TITLE = re.compile(r"<b>(.*?)</b>", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A figure on a page.

    Attributes
    ----------
    page, module, title : str
        The page's name, the module of `intensity.report`, the bold words of the caption.
    anchor : str
        Where it is on the page.
    tables : tuple of str
        Recorded tables that it draws.
    """

    page: str
    module: str
    title: str
    anchor: str
    tables: tuple[str, ...]


def sums(shipped: bool, lang: str = "en") -> str:
    """Size and SHA-256 of the inputs or of the shipped results: a table to unfold, as HTML."""
    text = style.texts(TEXT, lang)
    chosen = [each for each in checksums.sums() if each.is_shipped == shipped]
    rows = [
        (code(f"{checksums.FOLDER}/{each.path}"), mib(each.size / 2**20), code(each.sha256))
        for each in chosen
    ]
    size = mib(sum(each.size for each in chosen) / 2**20)
    head = text["shipped" if shipped else "inputs"].format(n=len(chosen), size=size)
    return fold(head, table(text["sums"], rows, "sums"))


def sources(lang: str = "en") -> str:
    """The public sources of ``external_facts.csv`` and what each is used for, as HTML."""
    text = style.texts(TEXT, lang)
    facts = pd.read_csv(data_path("external_facts.csv"), keep_default_na=False)
    rows = []
    for (title, address), part in facts.groupby(["source_title", "source_url"], sort=True):
        uses = text["join"].join(
            f"{text['uses'].get(use, use)} {n}" for use, n in part["use"].value_counts().items()
        )
        where = markup.escape(address, quote=True)
        link = f'<a href="{where}">{where}</a>' if address.startswith("http") else where or DASH
        rows.append((markup.escape(title), str(len(part)), markup.escape(uses), link))
    head = text["sources_fold"].format(n=len(rows), facts=len(facts))
    return fold(head, table(text["sources"], rows, "sources"))


def figures(lang: str = "en") -> str:
    """Which program draws which figure from which tables, in the order of the book, as HTML."""
    text = style.texts(TEXT, lang)
    folder = data_path().parent / "book" / lang
    rows = [
        (
            f'<a href="{each.page}.html#{each.anchor}">{_filled(each.title, lang)}</a>',
            code(each.page),
            code(f"report.{each.module}"),
            ", ".join(code(name) for name in each.tables) or DASH,
        )
        for each in shown(folder)
    ]
    return table(text["figures"], rows, "figures")


def _filled(title: str, lang: str) -> str:
    """A title with recorded values in the place of their keys."""
    return _KEY.sub(lambda m: results.shown(m[1], lang), title)


def shown(folder: Path) -> list[Shown]:
    """The figures of an edition, in the order of its table of contents.

    Parameters
    ----------
    folder : Path
        With ``_toc.yml`` and the pages.

    Raises
    ------
    InputError
        If there is no table of contents.
    """
    try:
        toc = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{folder / '_toc.yml'}: {error.strerror}") from None
    pages = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    found = []
    for page in pages:
        file = folder / f"{page}.md"
        before: list[str] = []
        for match in _SHOWN.finditer(file.read_text(encoding="utf-8") if file.is_file() else ""):
            module, rest = match.groups()
            before.append(module)
            again = before.count(module)
            title = _TITLE.search(rest)
            found.append(
                Shown(
                    page,
                    module,
                    module if title is None else title[1].rstrip(".。 "),
                    f"figure-{module}" + (f"-{again}" if again > 1 else ""),
                    tuple(dict.fromkeys(_TABLE.findall(rest))),
                )
            )
    return found


def fold(head: str, inside: str) -> str:
    """HTML that is unfolded by a click or a key."""
    top = f"<summary>{markup.escape(head)}</summary>"
    return f'<details class="screen-only">{top}{inside}</details>'
