"""SHA-256 of every file below ``data``: inputs, and the results that are shipped.

``sha256sum -c data/checksums.sha256``, in the folder of the project, reads the list that
`intensity.model.datapackage` writes anew.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from intensity.model.tables import data_path

FILE = "checksums.sha256"
FOLDER = "data"
SHIPPED = "reference/"


@dataclass(frozen=True)
class Sum:
    """A file of the data folder.

    Attributes
    ----------
    path : str
        Relative to the data folder, with forward slashes.
    size : int
        Bytes.
    sha256 : str
        64 hex digits.
    """

    path: str
    size: int
    sha256: str

    @property
    def is_shipped(self) -> bool:
        """Whether it is a result that is shipped, and not an input."""
        return self.path.startswith(SHIPPED)

    @property
    def line(self) -> str:
        """As ``sha256sum`` prints it."""
        return f"{self.sha256}  {FOLDER}/{self.path}"


def sums(folder: Path | None = None) -> list[Sum]:
    """Every file below `folder`, by default the data folder, in the order of their paths.

    The list itself and files whose names begin with a dot are left out.
    """
    folder = folder or data_path()
    found = []
    for file in folder.rglob("*"):
        path = file.relative_to(folder)
        if any(part.startswith(".") for part in path.parts) or not file.is_file():
            continue
        if path.as_posix() != FILE:
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            found.append(Sum(path.as_posix(), len(content), digest))
    return sorted(found, key=lambda each: each.path)


def text(folder: Path | None = None) -> str:
    """The content that the list should have."""
    return "".join(f"{each.line}\n" for each in sums(folder))


def is_current(folder: Path | None = None) -> bool:
    """Whether the list says what the files are."""
    file = (folder or data_path()) / FILE
    return file.is_file() and file.read_text(encoding="utf-8") == text(folder)


def refresh(folder: Path | None = None) -> bool:
    """Write the list anew; whether it had changed."""
    folder = folder or data_path()
    if is_current(folder):
        return False
    beside = folder / f".{FILE}.{os.getpid()}"
    beside.write_text(text(folder), encoding="utf-8", newline="\n")
    beside.replace(folder / FILE)
    return True
