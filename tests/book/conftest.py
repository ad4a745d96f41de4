"""What the tests of the built book share: where it lies, its editions, its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = ROOT / "book" / "_build" / "html"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--book DIR`: the built book must be there; without the option its tests are skipped."""
    parser.addoption("--book", type=Path, help="folder of the built book; fail if it is not there")
    parser.addoption("--notebooks", action="store_true", help="run all notebooks, not only a few")


def toc_pages(edition: str) -> list[str]:
    """The pages that the edition's table of contents names, in order."""
    toc = yaml.safe_load((ROOT / "book" / edition / "_toc.yml").read_text(encoding="utf-8"))
    pages = [toc["root"]]
    for part in toc["parts"]:
        pages += [chapter["file"] for chapter in part["chapters"]]
    return pages


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per edition found in the sources."""
    if "edition" in metafunc.fixturenames:
        found = sorted(config.parent.name for config in (ROOT / "book").glob("*/_config.yml"))
        metafunc.parametrize("edition", found)


@pytest.fixture
def book(edition: str, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The folder of one built edition."""
    given = request.config.getoption("--book", default=None)
    folder = (given or DEFAULT).resolve() / edition
    if not (folder / "index.html").is_file():
        message = f"no built book in {folder}: run `make book`"
        if given:
            pytest.fail(message)
        pytest.skip(message)
    yield folder


@pytest.fixture
def pages(edition: str) -> list[str]:
    """Names of the edition's pages, in order, without suffix."""
    return toc_pages(edition)
