"""The notebooks that pages offer: the cells of the page, and they run from top to bottom.

The build of the book executes every page, so what must be shown of each notebook is that it holds
the same cells. Some are run here all the same, in a fresh kernel and an empty folder, as a reader
would who has downloaded them; with ``--notebooks`` all are.
"""

from __future__ import annotations

import os
from pathlib import Path

import jupytext
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
FEW = ("index", "reviewers")
LONGEST = 300  # seconds for a cell


def executable(edition: str, pages: list[str]) -> list[str]:
    """The pages that are notebooks."""
    folder = ROOT / "book" / edition
    text = {page: (folder / f"{page}.md").read_text(encoding="utf-8")[:500] for page in pages}
    return [page for page in pages if "kernelspec:" in text[page]]


def test_a_notebook_has_the_cells_of_its_page(book: Path, edition: str, pages: list[str]) -> None:
    """A notebook of an older page, or one that lost a cell on the way."""
    for page in executable(edition, pages):
        source = jupytext.read(ROOT / "book" / edition / f"{page}.md")
        offered = nbformat.read(book / "_sources" / f"{page}.ipynb", as_version=4)
        nbformat.validate(offered)
        assert [(c.cell_type, c.source) for c in offered.cells] == [
            (c.cell_type, c.source) for c in source.cells
        ], page


@pytest.mark.slow
def test_notebooks_run_in_a_fresh_kernel(
    book: Path,
    edition: str,
    pages: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """A page that leans on the folder it lies in, or on what another page has left behind."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), *_paths()]))
    everything = request.config.getoption("--notebooks", default=False)
    failed = {}
    for page in executable(edition, pages):
        if page not in FEW and not everything:
            continue
        empty = tmp_path / page
        empty.mkdir()
        notebook = nbformat.read(book / "_sources" / f"{page}.ipynb", as_version=4)
        client = NotebookClient(
            notebook, timeout=LONGEST, resources={"metadata": {"path": str(empty)}}
        )
        try:
            client.execute()
        except CellExecutionError as error:
            failed[page] = f"{error.ename}: {error.evalue}"
    assert not failed


def _paths() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
