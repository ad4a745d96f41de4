"""A design of many small units, what its store should hold, and how a trial ended."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import intensity as it
from intensity.experiment.store import Store
from tests.faults import forks

TEXT = """cities = {cities}
streets = 2
months = 4
burn_in = 1
levels = [0.2, 1.0]
seed = 5
cities_per_file = 1
"""
COMMAND = ("run", "small.toml", "--store", "out", "--quiet", "--json")
BESIDE = ("manifest.json", "lock")  # have times and processes in them


@dataclass
class Outcome:
    """How the trials of a fault ended.

    Attributes
    ----------
    fault, how : str
    times : int
        Trials.
    unharmed : int
        Ended as if nothing had happened; for malformed input: was valid after all.
    refused : int
        Refused first (code 2, one line), then ended as if nothing had happened.
    worse : int
        Anything else; `notes` say what.
    """

    fault: str
    how: str
    times: int = 0
    unharmed: int = 0
    refused: int = 0
    worse: int = 0
    notes: list[str] = field(default_factory=list)

    def count(self, trouble: str, refused: bool = False) -> None:
        """Count a trial; `trouble` says what went wrong, and is empty if nothing did."""
        self.times += 1
        if trouble:
            self.worse += 1
            self.notes.append(trouble[:400])
        elif refused:
            self.refused += 1
        else:
            self.unharmed += 1


class Place:
    """A folder in which the design is run, and the store below it.

    Parameters
    ----------
    folder : Path
        Made, with the design in it.
    cities : int
        Units of the design.
    """

    def __init__(self, folder: Path, cities: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        (folder / "small.toml").write_text(TEXT.format(cities=cities))
        self.design = it.Design.load(folder / "small.toml")
        self.path = Store(folder / "out", self.design).path

    def run(self, *more: object, before=None) -> forks.End:
        """Run the design in a child to its end."""
        return forks.run((*COMMAND, *more), self.folder, before)

    def start(self, *more: object, before=None) -> forks.Child:
        """Run the design in a child that goes on."""
        return forks.start((*COMMAND, *more), self.folder, before)

    def digests(self) -> dict[str, str]:
        """SHA-256 of all files but those with times in them, by name."""
        return {
            file.relative_to(self.path).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.path.rglob("*"))
            if file.is_file() and file.name not in BESIDE
        }

    def units(self) -> dict[str, str]:
        """`digests` of the units."""
        return {name: sha for name, sha in self.digests().items() if name.endswith(".parquet")}

    def trouble(self, wanted: dict[str, str], *more: object) -> str:
        """Run to the end; say what is not as in a run that nothing happened to."""
        end = self.run(*more)
        if end.code:
            return f"code {end.code}: {end.said}"
        return self.differs(wanted)

    def differs(self, wanted: dict[str, str]) -> str:
        """What of the bytes, or of the manifest, is not as it should be."""
        found = self.digests()
        names = [n for n in {**wanted, **found} if wanted.get(n) != found.get(n)]
        if names:
            return f"{names[0]}: other bytes"
        manifest = json.loads((self.path / "manifest.json").read_text())
        return "" if manifest["complete"] else "manifest.json: does not say complete"

    def lost(self, before: dict[str, str], wanted: dict[str, str]) -> str:
        """What was there before and is not now, or is there and wrong."""
        now = self.units()
        gone = sorted(set(before) - set(now))
        wrong = [name for name, sha in now.items() if wanted[name] != sha]
        return f"{gone[0]}: lost" if gone else f"{wrong[0]}: half a unit" if wrong else ""


def undisturbed(folder: Path, cities: int) -> dict[str, str]:
    """`Place.digests` of a run that nothing happened to."""
    place = Place(folder / "undisturbed", cities)
    end = place.run("--workers", 1)
    if end.code:
        raise RuntimeError(end.said)
    return place.digests()
