"""Damage to the files of a store, and whether anything of it goes unnoticed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from intensity.experiment import runner
from intensity.experiment.store import Store, read
from intensity.model.errors import InputError
from tests.faults.stores import Outcome, Place

UNITS = 5
KINDS = ("flip", "cut", "zeros", "noise", "twice", "grow", "remove", "swap", "folder", "empty")


class Harm(NamedTuple):
    """What happens to a file: `at` and `much` are shares of its length."""

    kind: str
    file: int
    at: float
    much: float
    bit: int


shares = st.floats(0.0, 1.0, exclude_max=True)
harms = st.lists(
    st.builds(
        Harm, st.sampled_from(KINDS), st.integers(0, UNITS + 2), shares, shares, st.integers(0, 7)
    ),
    min_size=1,
    max_size=3,
)


def apply(folder: Path, harm: Harm) -> str:
    """Harm a file below `folder`; return its name."""
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    if not names:
        return ""
    path = names[harm.file % len(names)]
    content = bytearray(path.read_bytes())
    at = int(harm.at * len(content))
    upto = min(len(content), at + 1 + int(harm.much * 64))
    if harm.kind == "flip" and content:
        content[at] ^= 1 << harm.bit
    elif harm.kind == "cut":
        del content[at:]
    elif harm.kind == "zeros":
        content[at:upto] = bytes(upto - at)
    elif harm.kind == "noise":
        content[at:upto] = bytes((7 * n + 131 * harm.bit) % 256 for n in range(at, upto))
    elif harm.kind == "twice":
        content[at:at] = content[at:upto]
    elif harm.kind == "grow":
        content += b"\n" * (1 + harm.bit)
    elif harm.kind == "empty":
        content.clear()
    if harm.kind in ("remove", "folder"):
        path.unlink()
        if harm.kind == "folder":
            path.mkdir()
    elif harm.kind == "swap":
        other = names[(harm.file + 1 + harm.bit) % len(names)]
        first, second = path.read_bytes(), other.read_bytes()
        path.write_bytes(second)
        other.write_bytes(first)
    else:
        path.write_bytes(content)
    return path.name


class Whole:
    """A complete store, of which copies are damaged.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder / "whole", UNITS)
        self.store = Store(folder / "whole" / "out", self.place.design)
        runner.fill(self.store, workers=1, progress=False)
        self.bytes, self.panel = self.place.digests(), self.store.read()
        self.copies = folder / "copies"

    def trial(self, damage: list[Harm]) -> tuple[str, bool]:
        """Damage a copy, read it, mend it: what is wrong (or nothing), and whether refused."""
        shutil.rmtree(self.copies, ignore_errors=True)
        copy = Place(self.copies, UNITS)
        shutil.copytree(self.place.path, copy.path)
        for harm in damage:
            apply(copy.path, harm)
        try:
            panel = read(copy.path)
            pd.testing.assert_frame_equal(panel, self.panel, check_exact=True)
        except AssertionError:
            return f"{damage}: other values were read", False
        except InputError as error:
            if "\n" in str(error):
                return f"{damage}: several lines", False
        store, refused = Store(self.copies / "out", copy.design), False
        try:
            runner.fill(store, workers=1, progress=False, named=lambda line: None)
        except InputError:  # a folder where a file should be is not removed
            refused = True
            for path in list(copy.path.rglob("*")):
                if path.is_dir() and path.name != "units" and path.parent.name != "units":
                    path.rmdir()
            runner.fill(store, workers=1, progress=False, named=lambda line: None)
        wrong = copy.differs(self.bytes)
        if not wrong and not store.settled():
            wrong = "manifest.json: not settled"
        return (f"{damage}: {wrong}" if wrong else ""), refused


def tried(folder: Path, times: int) -> Outcome:
    """So many examples of Hypothesis, counted."""
    outcome = Outcome(
        "files damaged",
        "one to three of the files (units, SHA256SUMS, manifest, lock): bits flipped, cut, zeroed, "
        "overwritten, doubled, grown, emptied, removed, swapped, a folder in their place; read, "
        "then run again",
    )
    whole = Whole(folder)

    @settings(
        max_examples=times,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(harms)
    def examples(damage: list[Harm]) -> None:
        trouble, refused = whole.trial(damage)
        outcome.count(trouble, refused)

    examples()
    return outcome
