"""Calibration of B city to the paper's facts: waves of history matching, then sequential ABC.

``python -m intensity.evidence.calibration`` writes ``data/reference/posterior.csv`` and its
manifest. Every wave and every generation is kept below ``results/calibration/``, so that a run
which was stopped goes on where it was; ``--quick`` is a small run that ships nothing.

It reads the parameters, the types of demand and the paper's facts, and nothing else: the facts
that the model is held against afterwards are not read by any module that it imports.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence import sequential as abc
from intensity.evidence.agreement import draws_agree
from intensity.evidence.emulator import Emulator
from intensity.evidence.guide import Guide, spread
from intensity.evidence.observation import Observed, working
from intensity.evidence.prior import Prior, simulated
from intensity.evidence.record import results_path
from intensity.evidence.shelf import Shelf
from intensity.evidence.shipping import ship
from intensity.evidence.targets import targets
from intensity.evidence.waves import Kept, not_ruled_out
from intensity.experiment.sources import code_hash
from intensity.model.errors import InputError
from intensity.model.tables import data_path

TRAINING = 8192  # simulations nearest to the facts that a generation's emulator learns from
STAGE = 10_000_000  # numbers of simulated cities are kept apart by stage, so draws are never shared
MODULE = "intensity.evidence.calibration"


@dataclass(frozen=True)
class Settings:
    """Sizes of a calibration.

    Attributes
    ----------
    waves, guided : tuple of int
        Simulations per wave of history matching, and per wave drawn from an emulator's posterior.
    started : int
        Particles of the first distribution, the emulator's; many, since most are soon dropped.
    particles, moves : int
        Particles of the later ones, and simulations for each per generation.
    last : int
        Generations after the kernel's results alone count.
    streets, seed
        As in `simulate`.
    shipped : int
        Draws that are written.
    """

    waves: tuple[int, ...] = (8192, 4096)
    guided: tuple[int, ...] = (2048,)
    started: int = 8192
    particles: int = 1024
    moves: int = 3
    last: int = 4
    streets: int = 8
    seed: int = 2022
    shipped: int = 256


QUICK = Settings((192, 64), (64,), started=64, particles=32, moves=1, last=1, streets=2, shipped=16)


class Calibration:
    """One calibration, stage by stage.

    Parameters
    ----------
    settings : Settings
    folder : path, optional
        Where stages are kept; default ``results/calibration``.
    workers : int, optional
        Threads; the result does not depend on it.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        folder: Path | None = None,
        workers: int | None = None,
        progress: bool = True,
    ) -> None:
        self.settings, self.observed = settings, Observed.paper()
        self.prior = Prior.default()
        self.shelf = Shelf(
            MODULE, asdict(settings), results_path("calibration") if folder is None else folder
        )
        self.workers, self.progress = workers, progress
        self.points = np.empty((0, len(self.prior.names)))
        self.values = np.empty((0, len(targets())))
        self.guided = np.empty(0, dtype=bool)
        self.emulators: list[Emulator] = []
        stages = ("waves", "guided", "start", "generations")
        self.notes: dict[str, list[dict[str, Any]]] = {name: [] for name in stages}

    def first_wave(self) -> tuple[np.ndarray, np.ndarray]:
        """Points and quantities of the first wave, which is drawn from the prior."""
        table, _ = self._simulated_wave(0)
        names = [t.name for t in targets()]
        return table[list(self.prior.names)].to_numpy(), table[names].to_numpy()

    def run(self) -> abc.Population:
        """All stages; return the particles of the posterior."""
        began = time.perf_counter()
        for wave in range(len(self.settings.waves)):
            self._wave(wave)
        for wave in range(len(self.settings.guided)):
            self._guided(wave)
        lead = Guide(self._local(0), self.observed)
        population = self._start(lead)
        generation, last = 0, 0
        while last < self.settings.last:
            generation += 1
            population = self._generation(generation, population, lead)
            last += population.power >= 1.0
        self.seconds = time.perf_counter() - began
        return population

    def about(self) -> dict[str, Any]:
        """Code, settings and stages, for a manifest."""
        return {
            "code": code_hash(MODULE),
            "settings": asdict(self.settings),
            "simulated": len(self.values),
            "waves": self.notes["waves"],
            "guided": self.notes["guided"],
            "not_ruled_out": self.notes["start"][0]["share"],
            "generations": self.notes["generations"],
        }

    # --- stages ---------------------------------------------------------------------------------

    def _wave(self, wave: int) -> None:
        """Simulate where nothing is ruled out yet, and learn an emulator from all there is."""
        table, notes = self._simulated_wave(wave)
        self._learn(table)
        emulator = Emulator(self.points, working(self.values), seed=self.settings.seed + wave)
        self.emulators.append(emulator)
        explained = dict(zip([t.name for t in targets()], emulator.explained, strict=True))
        density = np.exp(self.observed.log_kernel(working(table[list(explained)].to_numpy())))
        # the share that plain rejection would keep of these points
        notes = {**notes, "rejection": float(density.mean()), "explained": explained}
        self.notes["waves"].append(notes)

    def _simulated_wave(self, wave: int) -> tuple[pd.DataFrame, dict[str, Any]]:
        name, rng = f"wave-{wave + 1}", self._rng(1, wave)
        found = self.shelf.read(name)
        if found is None:
            kept = self._not_ruled_out(self.settings.waves[wave], rng)
            label = f"wave {wave + 1} of {len(self.settings.waves)}"
            values = self._simulate(kept.points, (1 + wave) * STAGE, label)
            notes = {"simulated": len(values), "share": kept.share, "tried": kept.tried}
            found = self._table(kept.points, values), notes
            self.shelf.write(name, *found)
        return found

    def _guided(self, wave: int) -> None:
        """Simulate where an emulator of the neighbourhood of the facts would put the posterior."""
        name, rng = f"guided-{wave + 1}", self._rng(2, wave)
        found = self.shelf.read(name)
        if found is None:
            size = self.settings.guided[wave]
            kept = self._not_ruled_out(2 * size, rng)
            guide = Guide(self._local(wave + 1), self.observed)
            points, _ = spread(kept.points, size, guide, rng)
            values = self._simulate(points, (10 + wave) * STAGE, f"guided wave {wave + 1}")
            found = self._table(points, values), {"simulated": size, "share": kept.share}
            self.shelf.write(name, *found)
        table, notes = found
        self._learn(table, guided=True)
        self.notes["guided"].append(notes)

    def _start(self, lead: Guide) -> abc.Population:
        """Particles of the last emulator's posterior."""
        rng = self._rng(3, 0)
        found = self.shelf.read("start")
        if found is None:
            kept = self._not_ruled_out(2 * self.settings.started, rng)
            population = abc.start(
                kept.points,
                self.settings.started,
                lead,
                lambda points, n: self._simulate(points, n, "start"),
                20 * STAGE,
                rng,
            )
            table = self._table(population.points, population.values)
            notes = {"simulated": len(population), "share": kept.share, "power": 0.0}
            found = table.assign(root=population.root), notes
            self.shelf.write("start", *found)
        table, notes = found
        self._learn(table, guided=True)
        self.notes["start"].append(notes)
        return self._population(table, 0.0, lead)

    def _generation(self, number: int, before: abc.Population, lead: Guide) -> abc.Population:
        """Let the kernel's results count for more, then move every particle."""
        name, rng = f"generation-{number:02d}", self._rng(4, number)
        found = self.shelf.read(name)
        if found is None:
            size = self.settings.particles
            power = abc.next_power(before, abc.ESS_SHARE * size)
            population = abc.resample(before, power, size, rng)
            emulator = self._local(100 + number)
            label = f"generation {number}, kernel's share {power:.2f}"
            moved = abc.move(
                population,
                emulator,
                lead,
                population.points,
                lambda points, n: self._simulate(points, n, label),
                (20 + number) * STAGE,
                rng,
                wanted=self.settings.moves,
            )
            notes = {
                "power": power,
                "effective": abc.effective(before, power) * len(before),
                "turns": moved.turns,
                "simulated": len(moved.values),
                "accepted": moved.accepted / max(1, len(moved.values)),
                "roots": population.roots(),
                "distinct": len(np.unique(moved.population.points, axis=0)),
                "explained": dict(
                    zip([t.name for t in targets()], emulator.explained, strict=True)
                ),
            }
            population = moved.population
            now = self._table(population.points, population.values)
            now = now.assign(root=population.root, particle=True)
            rest = self._table(moved.points, moved.values).assign(root=-1, particle=False)
            table = pd.concat([now, rest], ignore_index=True)
            self.shelf.write(name, table, notes)
            found = table, notes
        table, notes = found
        self._learn(table[~table["particle"]], guided=True)
        self.notes["generations"].append(notes)
        return self._population(table[table["particle"]], notes["power"], lead)

    # --- parts ----------------------------------------------------------------------------------

    @property
    def _size(self) -> int:
        return len(self.prior.names)

    def _rng(self, stage: int, number: int) -> np.random.Generator:
        return np.random.default_rng([self.settings.seed, stage, number])

    def _simulate(self, points: np.ndarray, first: int, label: str) -> np.ndarray:
        return simulated(
            self.prior,
            points,
            first=first,
            streets=self.settings.streets,
            seed=self.settings.seed,
            workers=self.workers,
            progress=self.progress,
            label=label,
        )

    def _not_ruled_out(self, size: int, rng: np.random.Generator) -> Kept:
        return not_ruled_out(size, self._size, self.emulators, self.observed, rng)

    def _local(self, number: int) -> Emulator:
        """An emulator of the neighbourhood of the facts.

        It learns from the simulations of the waves that are nearest to the facts, and from all
        that an emulator asked for, so that it does not repeat an error it was shown.
        """
        scaled = working(self.values)
        fit = np.where(self.guided, np.inf, self.observed.log_kernel(scaled))
        size = max(TRAINING, int(self.guided.sum()))
        near = np.sort(np.argsort(-fit, kind="stable")[:size])
        return Emulator(self.points[near], scaled[near], seed=self.settings.seed + 100 + number)

    def _table(self, points: np.ndarray, values: np.ndarray) -> pd.DataFrame:
        names = [*self.prior.names, *(t.name for t in targets())]
        return pd.DataFrame(np.hstack([points, values]), columns=names)

    def _learn(self, table: pd.DataFrame, *, guided: bool = False) -> None:
        self.points = np.vstack([self.points, table[list(self.prior.names)].to_numpy()])
        self.values = np.vstack([self.values, table[[t.name for t in targets()]].to_numpy()])
        self.guided = np.concatenate([self.guided, np.full(len(table), guided)])

    def _population(self, table: pd.DataFrame, power: float, lead: Guide) -> abc.Population:
        points = table[list(self.prior.names)].to_numpy()
        values = table[[t.name for t in targets()]].to_numpy()
        fit = self.observed.log_kernel(working(values))
        root = table["root"].to_numpy()
        return abc.Population(points, values, lead.log_density(points), fit, root, power)


def main(arguments: list[str] | None = None) -> None:
    """Run the calibration and ship its draws."""
    parser = argparse.ArgumentParser(
        prog="python -m intensity.evidence.calibration",
        description="Posterior of B city given the paper's facts.",
    )
    parser.add_argument("--quick", action="store_true", help="a small run; ships nothing")
    parser.add_argument("--workers", type=int, help="threads; default: all processors")
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.add_argument("--out", help="folder for the draws; default data/reference")
    parser.add_argument(
        "--check",
        action="store_true",
        help="ship nothing; 1 if the draws cannot be of the posterior that is shipped",
    )
    given = parser.parse_args(arguments)
    size = QUICK if given.quick else Settings()
    settings = Settings(**{**asdict(size), "seed": given.seed})
    calibration = Calibration(settings, workers=given.workers, progress=not given.quiet)
    population = calibration.run()
    own = given.quick or given.check
    folder = calibration.shelf.folder if own else data_path("reference")
    path = ship(
        calibration.prior,
        population,
        settings.shipped,
        calibration.about(),
        Path(given.out) if given.out else folder,
    )
    print(f"calibration: {path}, in {calibration.seconds:.0f} s", file=sys.stderr)
    if given.check:
        _check(path)


def _check(path: Path) -> None:
    """Compare draws made here with the shipped ones; exit with 1 if they do not agree."""
    both = [path, data_path("reference") / path.name]
    frames = [pd.read_csv(file) for file in both]
    lines = [np.array(json.loads(file.with_suffix(".json").read_text())["lines"]) for file in both]
    good, words = draws_agree(frames[0], frames[1], (lines[0], lines[1]))
    print(f"calibration: {words}", file=sys.stderr)
    if not good:
        raise SystemExit(1)


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("calibration: stopped; the same command goes on from here", file=sys.stderr)
        sys.exit(130)
