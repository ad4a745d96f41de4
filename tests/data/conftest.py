"""Copies of the shipped tables, to be spoilt by the tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from intensity.model.tables import data_path

Cells = list[list[str]]


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[[str, Callable[[Cells], object]], Path]:
    """Write a shipped table to a new file after a change of its cells (header in row 0)."""

    def write(name: str, change: Callable[[Cells], object]) -> Path:
        cells = list(csv.reader(io.StringIO(data_path(name).read_text(encoding="utf-8"))))
        change(cells)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(cells)
        path = tmp_path / name
        path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
        return path

    return write
