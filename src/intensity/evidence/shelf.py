"""Where a calibration keeps its stages, so that one that was stopped can go on."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.experiment import files
from intensity.experiment.sources import code_hash, source_hash
from intensity.model.tables import data_path


class Shelf:
    """Tables on disk, valid for the sources of a module, the paper's facts and settings only.

    Parameters
    ----------
    module : str
        Dotted name of the module whose code, with all it imports, is part of the key.
    settings : dict
        What else the tables depend on; can be written as JSON.
    folder : Path
        The shelf is a folder in it, named by the key.
    """

    def __init__(self, module: str, settings: dict[str, Any], folder: Path) -> None:
        key = hashlib.sha256()
        key.update(source_hash().encode() + code_hash(module).encode())
        key.update(data_path("paper_facts.csv").read_bytes())
        key.update(json.dumps(settings, sort_keys=True).encode())
        self.key = key.hexdigest()[:12]
        self.folder = folder / self.key
        self.folder.mkdir(parents=True, exist_ok=True)

    def read(self, name: str) -> tuple[pd.DataFrame, dict[str, Any]] | None:
        """A table and its notes, if they stand there whole."""
        try:
            table = pd.read_parquet(self.folder / f"{name}.parquet")
            notes = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return table, notes

    def write(self, name: str, table: pd.DataFrame, notes: dict[str, Any]) -> None:
        """Write a table, then its notes, which make it valid."""
        buffer = io.BytesIO()
        table.to_parquet(buffer, index=False)
        files.replace(self.folder / f"{name}.parquet", buffer.getvalue())
        files.replace(self.folder / f"{name}.json", (json.dumps(notes) + "\n").encode())
