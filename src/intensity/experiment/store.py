"""Results on disk: a folder per design, sources and libraries; a Parquet file per unit of work.

::

    results/paper-0a1b2c3d4e5f/
        manifest.json                        what made it, when, where
        SHA256SUMS                           checksums of the units
        lock                                 held by the process that writes
        units/000/unit-000000.parquet        a thousand files per folder

A unit counts as done if its file has the checksum that is written down for it, the columns of
the design, and the identity (design, sources, number) of the place where it stands. Everything
else is named and computed again. Units and SHA256SUMS are the same bytes whoever computes them;
the manifest is not, it has times in it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from intensity.experiment import files, manifest
from intensity.experiment.design import Design
from intensity.experiment.findings import Finding, clear, fault, others, strangers
from intensity.experiment.lock import Lock, holder, is_held
from intensity.experiment.sources import LIBRARIES, fingerprint, source_hash
from intensity.experiment.unit import columns, identity, schema
from intensity.model.errors import InputError, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LIBRARIES", "Finding", "Store", "read", "source_hash"]
PER_FOLDER = 1000


class Store:
    """The folder of a design's results.

    Parameters
    ----------
    folder : Path
        Where folders of results are; this one is ``<name>-<key>`` below it.
    design : Design

    Attributes
    ----------
    path : Path
    sums : dict of str
        Checksums of the units that `scan` found whole, by file.
    """

    def __init__(self, folder: str | Path, design: Design) -> None:
        self.design = design
        self.units = design.units
        self.digest = design.digest
        self.schema = schema(design)
        self.made_by = fingerprint()
        text = json.dumps([self.digest, self.made_by], sort_keys=True)
        self.key = hashlib.sha256(text.encode()).hexdigest()[:12]
        self.path = Path(folder) / f"{design.name}-{self.key}"
        self.sums: dict[str, str] = {}

    @classmethod
    def open(cls, path: str | Path) -> Store:
        """The store in a folder, of whatever design and sources its manifest names."""
        path = Path(path)
        content = manifest.load(path)
        if content is None:
            raise InputError(f"{path}: {_unreadable(path)}")
        store = cls(path.parent, Design.of(content["design"], f"{path.name}/{manifest.NAME}"))
        store.path, store.made_by, store.key = path, content["fingerprint"], content["key"]
        return store

    # --- what is there ----------------------------------------------------------------------

    def file(self, number: int) -> str:
        """Name of a unit's file below `path`."""
        return f"units/{number // PER_FOLDER:03d}/unit-{number:06d}.parquet"

    def identity(self, number: int) -> dict[str, str]:
        """What a unit's file says about itself."""
        return identity(self.digest, number, self.made_by["sources"])

    def scan(self, watch: Callable[[Iterable[int]], Iterable[int]] = iter) -> list[Finding]:
        """Look at every unit; those that are whole are in `sums` afterwards.

        Returns
        -------
        list of Finding
            What is damaged or does not belong here. Units that are not there are no finding; see
            `missing`.
        """
        self.sums = {}
        sums = files.Sums(self.path)
        stamp = sums.stamp()
        known, bad = self._checksums()
        found = []
        if bad:
            lines = "a line is" if bad == 1 else f"{bad} lines are"
            found.append(Finding(files.SUMS, f"{lines} damaged"))
        found += strangers(self)
        for number in watch(range(self.units)):
            name = self.file(number)
            try:
                content = (self.path / name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                found.append(Finding(name, f"cannot be read: {error.strerror}", True))
                continue
            wrong = fault(self, number, content, known.get(name))
            if wrong and stamp != (stamp := sums.stamp()):  # another process is writing
                known, _ = self._checksums()
                wrong = fault(self, number, content, known.get(name))
            if wrong:
                found.append(Finding(name, wrong, True))
            else:
                self.sums[name] = known[name]
        return found

    def _checksums(self) -> tuple[dict[str, str], int]:
        """Checksums by name, and how many lines are damaged."""
        try:
            return files.Sums(self.path).read()
        except OSError as error:
            raise InputError(f"{self.path / files.SUMS}: {error.strerror}") from None

    def missing(self) -> Iterator[int]:
        """Numbers of the units that the last `scan` did not find whole."""
        return (n for n in range(self.units) if self.file(n) not in self.sums)

    @property
    def complete(self) -> bool:
        """Whether the last `scan` found all units."""
        return len(self.sums) == self.units

    @property
    def cities_done(self) -> int:
        """Cities in the units that are whole."""
        size, last = self.design.cities_per_unit, self.units - 1
        done = len(self.sums) * size
        return done - (size * self.units - self.design.cities) * (self.file(last) in self.sums)

    def others(self) -> list[Finding]:
        """Folders beside this one with the same design by other sources or libraries."""
        return list(others(self))

    def writer(self) -> str | None:
        """Who is writing here now, in words."""
        path = self.path / "lock"
        return holder(path) if is_held(path) else None

    # --- writing ----------------------------------------------------------------------------

    def lock(self) -> Lock:
        """Make the folder and take the right to write in it; see `Lock`.

        Raises
        ------
        InputError
            A folder stands where the lock, the checksums or the manifest belong.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        clear(self, ("lock", files.SUMS, manifest.NAME))
        return Lock(self.path / "lock")

    def begin(self, run: dict[str, Any], *, alone: bool = True) -> list[Finding]:
        """After `lock` and `scan`: tidy up after earlier runs, and write the manifest.

        Parameters
        ----------
        run : dict
            See `manifest.started`.
        alone : bool
            No other process can be writing here, so that half-written files are leftovers.

        Raises
        ------
        InputError
            Something stands where a missing unit belongs; better said now than after an hour.
        """
        clear(self, (self.file(number) for number in self.missing()))
        found = []
        parts = (*self.path.glob(f"*{files.PART}"), *self.path.glob(f"units/*/*{files.PART}"))
        for path in parts if alone else ():
            path.unlink(missing_ok=True)
        if (self.path / manifest.NAME).exists() and not self._manifest_fits():
            found.append(Finding(manifest.NAME, "damaged or of another design; written again"))
        if alone:  # lines of units that another process has just finished would be lost
            files.Sums(self.path).rewrite(self.sums)
        manifest.write(self, run)
        return found

    def _manifest_fits(self) -> bool:
        content = manifest.load(self.path)
        return content is not None and content["key"] == self.key

    def settled(self) -> bool:
        """Whether the manifest says that the result is complete, with these very checksums."""
        content = manifest.load(self.path)
        if content is None or content["key"] != self.key:
            return False
        try:
            sums = (self.path / files.SUMS).read_bytes()
        except OSError:
            return False
        return content.get("checksum") == files.sha256(sums)

    def put(self, number: int, content: bytes) -> None:
        """Keep a unit: checksum first, then the name; see `files.Sums`."""
        name, checksum = self.file(number), files.sha256(content)
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = files.write_beside(path, content)
        try:
            files.Sums(self.path).append(name, checksum)
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        self.sums[name] = checksum

    def end(self, run: dict[str, Any]) -> None:
        """Sort the checksums and write the manifest."""
        total = files.Sums(self.path).rewrite(self.sums)
        for folder in (*self.path.glob("units/*"), self.path / "units", self.path):
            files.sync_folder(folder)
        manifest.write(self, run, total if self.complete else None)

    # --- reading ----------------------------------------------------------------------------

    def read(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """The whole panel; each file is checked as it is read.

        Parameters
        ----------
        names : sequence of str, optional
            Columns; default all of `intensity.experiment.unit.columns`.

        Returns
        -------
        DataFrame
            Rows in the order of city, then level or schedule, then months.

        Raises
        ------
        InputError
            A unit is missing or damaged.
        """
        known, _ = self._checksums()
        tables = []
        for number in range(self.units):
            name = self.file(number)
            try:
                content = (self.path / name).read_bytes()
            except OSError as error:
                raise InputError(f"{self.path / name}: {error.strerror}") from None
            wrong = fault(self, number, content, known.get(name))
            if wrong:
                raise InputError(f"{self.path / name}: {wrong}; `intensity run` mends it")
            tables.append(pq.read_table(io.BytesIO(content), columns=_list(names)))
        return frame(tables)

    def dataset(self) -> ds.Dataset:
        """The panel as a lazy dataset, for results that do not fit in memory.

        Every file is checked first. ``dataset().to_table(columns=[...], filter=...)`` reads only
        what is asked for.
        """
        faults = self.scan()
        if not self.complete:
            lack = self.units - len(self.sums)
            first = f"; first: {faults[0]}" if faults else ""
            raise InputError(f"{self.path}: {lack} of {self.units} units are not there{first}")
        paths = [str(self.path / self.file(n)) for n in range(self.units)]
        return ds.dataset(paths, format="parquet", schema=self.schema)

    @property
    def columns(self) -> dict[str, str]:
        """Columns of the panel and what they mean."""
        return columns(self.design)


def read(
    folder: str | Path, columns: Sequence[str] | None = None, *, other_sources: bool = False
) -> pd.DataFrame:
    """The panel in a folder of results, checked as it is read.

    Parameters
    ----------
    folder : path
        Such as ``results/paper-0a1b2c3d4e5f``, wherever it was moved.
    columns : sequence of str, optional
        Default: all. ``Store.open(folder).columns`` says what each means.
    other_sources : bool
        Read even what other sources than those of this package have made.

    Raises
    ------
    InputError
        Something is missing, damaged, or made by other sources.
    """
    store = Store.open(folder)
    sources = store.made_by.get("sources")
    if not other_sources and sources != source_hash():
        raise InputError(
            f"{folder}: made by sources {sources}, and these are {source_hash()}; "
            "other_sources=True reads it all the same"
        )
    columns = [columns] if isinstance(columns, str) else columns
    unknown = set(columns or ()) - set(store.columns)
    if unknown:
        first = sorted(unknown, key=str)[0]
        hint = nearest(str(first), store.columns)
        raise InputError(f"columns: {shown(first)} is no column of {folder}; {hint}")
    return store.read(columns)


def frame(tables: Iterable[pa.Table]) -> pd.DataFrame:
    """Tables of units as one DataFrame."""
    return pa.concat_tables(list(tables)).to_pandas()


def _unreadable(path: Path) -> str:
    """Why no results can be read at a path, and what to do about it."""
    if not path.is_dir():
        return "is no folder" if path.exists() else "no such folder"
    if os.path.lexists(path / manifest.NAME):
        return f"{manifest.NAME} is damaged; the run of the same design writes it again"
    below = sorted(p.parent.name for p in path.glob(f"*/{manifest.NAME}"))
    some = f"; below it there are {', '.join(below[:5])}" if below else ""
    return f"no {manifest.NAME}, so no results of a design{some}"


def _list(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)
