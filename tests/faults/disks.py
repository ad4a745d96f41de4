"""Disks that are full or read-only, in a mount namespace that nothing else sees."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

from intensity.experiment.store import Store
from tests.faults.stores import Outcome, Place, undisturbed

UNITS = 20  # of about 10 kB each


def namespace() -> tuple[list[str], str]:
    """Words before a command that give it mounts of its own; or none, and the reason."""
    tool = shutil.which("unshare")
    if tool is None:
        return [], "no unshare on the PATH"
    words = [tool, "-m"] if os.geteuid() == 0 else [tool, "-rm"]
    done = subprocess.run(
        [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True
    )
    return (words, "") if done.returncode == 0 else ([], f"no mounts: {done.stderr.strip()}")


def _mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def full(folder: Path, times: int) -> Outcome:
    """A small tmpfs; after the refusal it is made larger, and the same command goes on."""
    outcome = Outcome(
        "disk full",
        f"a tmpfs with room for less than the {UNITS} units, or with too few inodes; later larger",
    )
    rng, wanted = random.Random(6), undisturbed(folder, UNITS)
    for n in range(times):
        place = Place(folder / f"full-{n}", UNITS)
        out = place.folder / "out"
        out.mkdir()
        if n % 4 == 3:
            limit = f"size=8m,nr_inodes={rng.randrange(2, UNITS)}"
        else:
            limit = f"size={4096 * rng.randrange(1, 3 * UNITS)}"
        _mount("-t", "tmpfs", "-o", limit, "tmpfs", out)
        end = place.run("--workers", 2)
        trouble = "" if end.refused else f"{limit}: code {end.code}: {end.said}"
        if not trouble and place.path.is_dir():
            trouble = place.lost({}, wanted) or _parts(place)
        _mount("-o", "remount,size=16m,nr_inodes=10000", out)
        outcome.count(trouble or place.trouble(wanted), refused=True)
        subprocess.run(["umount", str(out)], check=True)
    return outcome


def _parts(place: Place) -> str:
    left = list(place.path.rglob("*.part"))
    return f"{left[0].name}: left behind" if left else ""


def read_only(folder: Path, times: int = 3) -> Outcome:
    """Mounted read-only: fresh, with half of the units, and complete (which is read)."""
    outcome = Outcome(
        "folder read-only",
        "a bind mount without writing (permissions do not bind root): empty, half full, complete; "
        "later writable again",
    )
    wanted = undisturbed(folder, UNITS)
    for n in range(times):
        place = Place(folder / f"read-only-{n}", UNITS)
        out = place.folder / "out"
        out.mkdir()
        state = ("empty", "half full", "complete")[n % 3]
        if state != "empty":
            place.run()
        if state == "half full":
            store = Store(out, place.design)
            for number in range(0, UNITS, 2):
                (store.path / store.file(number)).unlink()
        _mount("--bind", out, out)
        _mount("-o", "remount,bind,ro", out)
        end = place.run()
        right = end.code == 0 if state == "complete" else end.refused
        trouble = "" if right else f"{state}: code {end.code}: {end.said}"
        if state == "complete" and place.run("--check").code:
            trouble = "--check does not work where nothing can be written"
        subprocess.run(["umount", str(out)], check=True)
        outcome.count(trouble or place.trouble(wanted), refused=state != "complete")
    return outcome
