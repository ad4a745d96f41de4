"""Sizes and checksums of the data files, as ``data/datapackage.json`` records them.

``python -m intensity.model.datapackage`` writes them anew after a data file was changed on
purpose, and the list of `intensity.model.checksums` with them; with ``--check`` it only tells
which files differ, with exit code 1 if any does.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from intensity.model import checksums
from intensity.model.errors import InputError
from intensity.model.tables import data_path, decoded

DESCRIPTOR = "datapackage.json"


def stamp(file: Path) -> dict[str, Any]:
    """Size in bytes and SHA-256 of a file, in the keys of a Frictionless resource."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{DESCRIPTOR}: resource {file.name}: {error.strerror}") from None
    return {"bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest()}


def descriptor(folder: Path | None = None) -> dict[str, Any]:
    """The content of ``datapackage.json`` in `folder`, by default the data folder."""
    file = (folder or data_path()) / DESCRIPTOR
    try:
        content = json.loads(decoded(file))
    except json.JSONDecodeError as error:
        raise InputError(f"{DESCRIPTOR}: not JSON: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("resources"), list):
        raise InputError(f"{DESCRIPTOR}: resources: must be a list of tables")
    for number, resource in enumerate(content["resources"]):
        if not isinstance(resource, dict) or not isinstance(resource.get("path"), str):
            raise InputError(f"{DESCRIPTOR}: resources[{number}]: must be a table with a path")
    return content


def changed(folder: Path | None = None) -> list[str]:
    """Paths of the resources whose size or checksum is not the recorded one."""
    folder = folder or data_path()
    return [
        resource["path"]
        for resource in descriptor(folder)["resources"]
        if not stamp(folder / resource["path"]).items() <= resource.items()
    ]


def refresh(folder: Path | None = None) -> list[str]:
    """Record sizes and checksums as they are; return the paths for which they had changed."""
    folder = folder or data_path()
    paths = changed(folder)
    if paths:
        content = descriptor(folder)
        for resource in content["resources"]:
            resource.update(stamp(folder / resource["path"]))
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        beside = folder / f".{DESCRIPTOR}.{os.getpid()}"
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(folder / DESCRIPTOR)
    return paths


def main(arguments: list[str]) -> int:
    """Command line: no argument to write, ``--check`` to compare. Returns the exit code."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m intensity.model.datapackage [--check]", file=sys.stderr)
        return 2
    try:
        paths = changed() if arguments else refresh()
        stale = not checksums.is_current() if arguments else checksums.refresh()
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    for path in paths:
        print(f"{path}: {'differs from' if arguments else 'recorded anew in'} {DESCRIPTOR}")
    if stale:
        print(f"{checksums.FILE}: {'is not of these files' if arguments else 'recorded anew'}")
    return 1 if arguments and (paths or stale) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
