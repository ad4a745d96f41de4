"""The figure of README.md, shipped beside the results that it draws.

    python -m intensity.report.readme

writes ``data/reference/paradox.svg``. Its numbers stand in the file's description too, by which a
test sees whether it is the figure of the results that are shipped now.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.report import paradox, results, style


def words() -> str:
    """The figure's numbers in words."""
    return paradox.ALT(results.table("panel"), results.table("default"))


def write(path: Path | None = None) -> Path:
    """Draw the figure; return the file.

    Parameters
    ----------
    path : Path, optional
        Default: ``data/reference/paradox.svg``.
    """
    path = data_path("reference") / "paradox.svg" if path is None else path
    figure = paradox.draw(results.table("panel"), results.table("default"))
    with tempfile.TemporaryDirectory() as folder:
        drawn, _ = style.save(figure, Path(folder) / "paradox", alt=words())
        path.write_bytes(drawn.read_bytes())
    return path


if __name__ == "__main__":
    try:
        print(write())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
