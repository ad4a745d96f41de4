"""Results for figures and prose: one ``results.json`` and a table per file."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.model.errors import InputError
from intensity.model.tables import data_path

KINDS = ("number", "share", "count", "level", "p", "text")


def results_path(name: str = "") -> Path:
    """A file of the results folder: ``results/`` of the checkout, or INTENSITY_RESULTS."""
    folder = os.environ.get("INTENSITY_RESULTS")
    return (Path(folder) if folder else data_path().parent / "results") / name


class Record:
    """Collects values and tables, then writes them all at once."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, pd.DataFrame] = {}

    def add(self, key: str, value: float | str, kind: str = "number", digits: int = 2) -> None:
        """A value for prose; `kind` and `digits` say how it is printed."""
        if kind not in KINDS:
            raise ValueError(f"{key}: kind {kind!r} is none of {KINDS}")
        if key in self.values:
            raise ValueError(f"{key}: recorded twice")
        if kind != "text" and pd.isna(value):
            raise ValueError(f"{key}: has no value")
        self.values[key] = {
            "value": value if kind == "text" else float(value),
            "kind": kind,
            "digits": digits,
        }

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """A table for a figure."""
        self.tables[name] = frame

    def write(self, about: dict[str, Any], folder: Path | None = None) -> Path:
        """Write tables, then ``results.json``, which makes them valid."""
        folder = results_path() if folder is None else folder
        tables = folder / "tables"
        try:
            shutil.rmtree(tables, ignore_errors=True)
            tables.mkdir(parents=True)
            for name, frame in self.tables.items():
                frame.to_parquet(tables / f"{name}.parquet")
            path = folder / "results.json"
            beside = path.with_suffix(f".{os.getpid()}.part")
            content = {"about": about, "values": dict(sorted(self.values.items()))}
            beside.write_text(
                json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
            beside.replace(path)
        except OSError as error:
            raise InputError(f"{folder}: cannot write results: {error.strerror}") from None
        return path
