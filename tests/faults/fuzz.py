"""``python -m tests.faults.fuzz --number 10000 --seed 1``: malformed input for all that reads.

Every input must end in one line (an `InputError`; on the command line code 2), within seconds,
with nothing written; or be valid after all. A traceback, several lines, a warning, a hang or a
file that was not there before counts as worse.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

import intensity as it
from intensity import cli
from intensity.evidence.claims import registry
from intensity.experiment.store import Store, read
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.tables import data_path, demand_types, external_facts, paper_facts
from tests.faults import forks
from tests.faults.inputs import command, malformed
from tests.faults.stores import TEXT, Outcome, Place

HANGS = 20  # s
LONGEST = 2000  # characters of a line
WEIGHTS = {"designs": 30, "parameters": 10, "tables": 12, "claims": 3, "stores": 15, "commands": 30}


class Hang(BaseException):
    """The alarm."""


def _alarm(*_: object) -> None:
    raise Hang


class Fuzz:
    """All targets, and the folder that they are tried in.

    Parameters
    ----------
    folder : Path
    seed : int
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        it.simulate(months=2, streets=1, intensity=1.0, workers=2)  # compiling is not hanging
        self.folder = folder
        self.files = folder / "files"
        self.files.mkdir(parents=True)
        self.designs = [path.read_text("utf-8") for path in data_path("designs").glob("*.toml")]
        self.designs.sort()
        self.texts = {
            name: data_path(name).read_text("utf-8")
            for name in (
                *("parameters.toml", "demand_types.csv", "paper_facts.csv", "external_facts.csv"),
                registry.FILE,
            )
        }
        whole = Place(folder / "whole", 2)
        self.panel = it.run_experiment(
            whole.design, folder / "whole" / "out", workers=1, progress=False
        )
        self.whole = Store(folder / "whole" / "out", whole.design).path
        self.there: set[Path] = set()

    # --- targets: each reads something malformed, and returns what was tried ------------------

    def one(self, kind: str) -> tuple[str, Callable[[], object]]:
        """An input of a kind, and the call that reads it."""
        return dict[str, Callable[[], tuple[str, Callable[[], object]]]](
            designs=self._design,
            parameters=self._parameters,
            tables=self._table,
            claims=self._claims,
            stores=self._store,
            commands=self._command,
        )[kind]()

    def _file(self, name: str, text: str) -> tuple[str, Path]:
        content, path = malformed(text, self.rng), self.files / name
        path.write_bytes(content)
        return repr(content[:3000]), path

    def _design(self) -> tuple[str, Callable[[], object]]:
        told, path = self._file("design.toml", self.rng.choice(self.designs))
        return told, lambda: it.Design.load(path).estimate()

    def _parameters(self) -> tuple[str, Callable[[], object]]:
        text = self.texts["parameters.toml"]
        if self.rng.random() < 0.8:  # some tables of the many
            tables = text.split("\n\n[")
            text = "\n\n[".join(["", *self.rng.sample(tables[1:], 3)])
        told, path = self._file(f"parameters-{self.rng.random()}.toml", text)
        return told, lambda: parameters(path)

    def _table(self) -> tuple[str, Callable[[], object]]:
        name, loader = self.rng.choice(
            [
                ("demand_types.csv", demand_types),
                ("paper_facts.csv", paper_facts),
                ("external_facts.csv", external_facts),
            ]
        )
        told, path = self._file(name, self.texts[name])
        return told, lambda: loader(path)

    def _claims(self) -> tuple[str, Callable[[], object]]:
        content = malformed(self.texts[registry.FILE], self.rng)
        folder = self.files / "claims"
        folder.mkdir(exist_ok=True)
        (folder / registry.FILE).write_bytes(content)

        def load() -> object:
            before = os.environ.get("INTENSITY_DATA")
            os.environ["INTENSITY_DATA"] = str(folder)
            try:
                return registry.register()
            finally:
                del os.environ["INTENSITY_DATA"]
                if before is not None:
                    os.environ["INTENSITY_DATA"] = before

        return repr(content[:300]), load

    def _store(self) -> tuple[str, Callable[[], object]]:
        copy = self.files / self.whole.name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.whole, copy)
        path = self.rng.choice(sorted(p for p in copy.rglob("*") if p.is_file()))
        if path.name == "manifest.json" and self.rng.random() < 0.7:
            self._forge(path)
        elif path.suffix == ".parquet":
            content = bytearray(path.read_bytes())
            content[self.rng.randrange(len(content))] ^= 1 << self.rng.randrange(8)
            path.write_bytes(content)
        else:
            path.write_bytes(malformed(path.read_text("utf-8"), self.rng))
        told = f"{path.name}: {path.read_bytes()[:2000]!r}"

        def load() -> None:
            pd.testing.assert_frame_equal(read(copy), self.panel, check_exact=True)
            Store.open(copy).dataset().to_table()

        return told, load

    def _forge(self, path: Path) -> None:
        """A manifest with another value somewhere, and a seal that fits it."""
        from intensity.experiment.manifest import _seal

        content = json.loads(path.read_text("utf-8"))
        del content["seal"]
        place, keys = content, list(content)
        while True:
            key = self.rng.choice(keys)
            if isinstance(place[key], dict) and place[key] and self.rng.random() < 0.7:
                place, keys = place[key], list(place[key])
                continue
            place[key] = self.rng.choice((None, -1, 1e308, "", "x", [], {}, [[]], True, 2**70))
            break
        path.write_text(json.dumps(content | {"seal": _seal(content)}), "utf-8")

    def _command(self) -> tuple[str, Callable[[], object]]:
        words = command(self.rng)
        (self.files / "small.toml").write_text(TEXT.format(cities=1))
        return repr(words)[:3000], lambda: self.call(words)

    def call(self, words: list[str]) -> None:
        """The command line in this process; anything but success or one line is an error."""
        said, argv, leave = io.StringIO(), sys.argv, os._exit
        place = Path.cwd()
        try:
            sys.argv = ["intensity", *words]
            os._exit = sys.exit  # type: ignore[assignment]
            os.chdir(self.files)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
                cli.main()
        except SystemExit as end:
            text = said.getvalue()
            if end.code == 2 and text.startswith("error: ") and text.count("\n") == 1:
                raise InputError(text) from None
            if end.code or text:
                raise AssertionError(f"code {end.code}: {text[:500]}") from None
        finally:
            sys.argv, os._exit = argv, leave  # type: ignore[assignment]
            os.chdir(place)
            cli._CLUSTERS.clear()

    # --- judging ------------------------------------------------------------------------------

    def trial(self, outcome: Outcome, kind: str) -> None:
        """Make one input of a kind and count how it ended."""
        told, call = self.one(kind)
        before = set(self.files.rglob("*"))
        trouble, refused = "", False
        signal.signal(signal.SIGALRM, _alarm)
        signal.alarm(HANGS)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                call()
        except InputError as error:
            refused = True
            if "\n" in str(error).rstrip("\n") or len(str(error)) > LONGEST:
                trouble = f"not one bearable line: {error}"[:300]
        except Hang:
            trouble = "hangs"
        except BaseException as error:
            trouble = f"{type(error).__name__}: {error}"[:300]
        finally:
            signal.alarm(0)
        new = set(self.files.rglob("*")) - before
        if new and refused:
            trouble = trouble or f"{min(new).name}: written"
        for path in sorted(new, reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        for path in self.files.glob("parameters-*"):
            path.unlink()
        outcome.count(f"{kind}: {trouble}; input {told}" if trouble else "", refused)


def tried(folder: Path, number: int, seed: int) -> list[Outcome]:
    """So many inputs over all kinds, by `WEIGHTS`."""
    fuzz, out = Fuzz(folder, seed), []
    for kind, weight in WEIGHTS.items():
        outcome = Outcome(f"malformed {kind}", HOW[kind])
        fuzz.rng = random.Random(f"{seed} {kind}")  # no kind's inputs depend on another's
        for _ in range(max(1, number * weight // sum(WEIGHTS.values()))):
            fuzz.trial(outcome, kind)
        out.append(outcome)
    return out


HOW = {
    "designs": "Design.load of shipped designs with faults put in",
    "parameters": "tables of parameters.toml with faults put in",
    "tables": "demand_types.csv, paper_facts.csv, external_facts.csv with faults put in",
    "claims": "claims.yml with faults put in",
    "stores": "a store with a damaged file, or a forged manifest under a right seal, is read",
    "commands": "intensity simulate, run, info with wrong words",
    "forked": "wrong words, each in a process of its own: exit code, output, files left behind",
    "processes": "the same, Python started anew for each",
}


def processes(folder: Path, number: int, seed: int) -> Outcome:
    """Commands in real processes: what `Fuzz.call` cannot see, it sees here."""
    outcome, rng = Outcome("malformed commands, started afresh", HOW["processes"]), None
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.toml").write_text(TEXT.format(cities=1))
    before = sorted(folder.rglob("*"))
    while outcome.times < number:
        words = command(rng)
        if any("\0" in word for word in words):  # the system does not let them through
            continue
        done = subprocess.run(
            [sys.executable, "-m", "intensity.cli", *words],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=100,
        )
        refused = done.returncode == 2
        said = done.stderr
        right = said.startswith("error: ") and said.count("\n") == 1 if refused else not said
        clean = sorted(folder.rglob("*")) == before or not refused
        wrong = "" if right and clean and done.returncode in (0, 2) else f"{words}: {said[-300:]}"
        outcome.count(wrong, refused)
    return outcome


def forked(folder: Path, number: int, seed: int) -> Outcome:
    """Commands in processes forked from this one, which must have no threads: many, and soon."""
    outcome = Outcome("malformed commands, forked", HOW["forked"])
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.toml").write_text(TEXT.format(cities=1))
    for _ in range(number):
        words, before = command(rng), set(folder.rglob("*"))
        end = forks.run(tuple(words), folder)
        new = set(folder.rglob("*")) - before
        wrong = "" if end.refused or end.code == 0 else f"code {end.code}: {end.said[-300:]}"
        if end.refused and new:
            wrong = f"{min(new).name}: written"
        for path in sorted(new, reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        outcome.count(f"{words}: {wrong}"[:3000] if wrong else "", end.refused)
    return outcome


def _report(outcomes: list[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield (
            f"{outcome.fault:<36} {outcome.times:>6} inputs, {outcome.refused:>6} refused, "
            f"{outcome.unharmed:>5} valid, {outcome.worse:>3} worse"
        )
        yield from (f"    {note}" for note in outcome.notes[:20])


def main() -> int:
    """Command line; code 1 if anything ended worse."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=0, help="commands started afresh")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = tried(Path(folder) / "fuzz", given.number, given.seed)
        if given.processes:
            outcomes.append(processes(Path(folder) / "afresh", given.processes, given.seed))
    print("\n".join(_report(outcomes)))
    return int(any(outcome.worse for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
