"""What is not as it should be in a store: damaged units, units out of place, strangers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from intensity.experiment import files, manifest
from intensity.model.errors import InputError

if TYPE_CHECKING:
    from intensity.experiment.store import Store

_UNIT = re.compile(r"units/\d{3,}/unit-(\d{6,})\.parquet")


class Finding(NamedTuple):
    """Something in a store that is not as it should be."""

    file: str
    what: str
    mend: bool = False  # whether running the design mends it

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def fault(store: Store, number: int, content: bytes, checksum: str | None) -> str:
    """What is wrong with a unit's file, or an empty string."""
    same = checksum == files.sha256(content)
    try:
        head = pq.read_metadata(io.BytesIO(content))
        own = {k.decode(): v.decode() for k, v in (head.metadata or {}).items()}
    except Exception:  # whatever a reader of Parquet finds to say about noise
        return "damaged or cut short"
    for key, value in store.identity(number).items():
        if own.get(key) != value:
            what = key.partition(".")[2]
            told = own.get(key, "unknown")
            return f"belongs elsewhere: {what} {told[:16]}, and here is {what} {value[:16]}"
    if same and not head.schema.to_arrow_schema().equals(store.schema):
        return "has other columns than this design"
    if checksum is None:
        return f"has no checksum in {files.SUMS}"
    return "" if same else f"damaged: its bytes are not those of {files.SUMS}"


def strangers(store: Store) -> Iterator[Finding]:
    """Files among the units that are none."""
    for path in sorted(store.path.glob("units/*/*")):
        name = path.relative_to(store.path).as_posix()
        match = _UNIT.fullmatch(name)
        if path.name.endswith(files.PART):
            continue
        if not match or name != store.file(int(match[1])) or int(match[1]) >= store.units:
            yield Finding(name, "is no unit of this design and is not read")


def clear(store: Store, names: Iterable[str]) -> None:
    """Refuse a folder where a file belongs, or the reverse.

    Nobody but its owner knows what is in such a folder, so nothing of it is removed.

    Raises
    ------
    InputError
        One line with the first that is in the way.
    """
    for name in names:
        path, wanted = store.path / name, "file"
        if not path.is_dir():
            wanted, path = "folder", path.parent
            while path != store.path and not path.exists():
                path = path.parent
            if path.is_dir():
                continue
        kind = "folder" if wanted == "file" else "file"
        raise InputError(
            f"{path}: is a {kind} where a {wanted} of results belongs; move it away and give the "
            "same command again"
        )


def others(store: Store) -> Iterator[Finding]:
    """Folders beside this one with the same design by other sources or libraries."""
    for path in sorted(store.path.parent.glob(f"{store.design.name}-*")):
        content = manifest.load(path) if path != store.path else None
        if content is not None and content.get("digest") == store.digest:
            theirs = content["fingerprint"]
            parts = [k for k, v in store.made_by.items() if theirs.get(k) != v]
            words = " and ".join(f"{k} {theirs.get(k, 'unknown')}" for k in parts)
            yield Finding(path.as_posix(), f"made by {words}; not read")
