"""What is believed of B city before the paper's facts are used: the ranges of the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence.targets import on_path, targets
from intensity.experiment.threads import in_threads
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.scenarios import b_city
from intensity.model.simulate import simulate

MUTE = ("v_big", "service_cv")  # no target depends on them: a valuation, and another service law


@dataclass(frozen=True)
class Prior:
    """Independent uniform beliefs over the ranges of ``data/parameters.toml``.

    A point is a row of the unit cube, one coordinate per parameter; whole-numbered parameters
    take each of their values with the same probability.

    Attributes
    ----------
    names : tuple of str
        All parameters with a range, but `MUTE`, on which no target depends.
    """

    names: tuple[str, ...]

    @classmethod
    def default(cls) -> Prior:
        """The parameters with a range, in the order of the file."""
        known = parameters()
        return cls(tuple(n for n, p in known.items() if p.range is not None and n not in MUTE))

    @cached_property
    def _ranges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        known = parameters()
        whole = np.array([known[n].integer for n in self.names])
        pairs = np.array([known[n].range for n in self.names], dtype=float)
        return pairs[:, 0], pairs[:, 1], whole

    def values(self, points: np.ndarray) -> np.ndarray:
        """Values of the parameters at points of the unit cube, same shape."""
        low, high, whole = self._ranges
        plain = low + points * (high - low)
        steps = low + np.floor(np.clip(points, 0.0, 1.0 - 1e-12) * (high - low + 1.0))
        return np.where(whole, steps, plain)

    def points(self, values: np.ndarray) -> np.ndarray:
        """Points of the unit cube that have these values; the middle of a whole number's cell."""
        low, high, whole = self._ranges
        plain = (values - low) / (high - low)
        cells = (values - low + 0.5) / (high - low + 1.0)
        return np.where(whole, cells, plain)

    def frame(self, points: np.ndarray) -> pd.DataFrame:
        """Points as a table of values, one column per parameter."""
        return pd.DataFrame(self.values(points), columns=list(self.names))

    def cities(self, frame: pd.DataFrame) -> list[City]:
        """Cities with the values of a table; what it does not name takes its default."""
        known = parameters()
        names = [n for n in frame.columns if n in known]
        default = City.default()
        return [
            default.replace(**{n: int(x) if known[n].integer else float(x) for n, x in row.items()})
            for row in frame[names].to_dict("records")
        ]


def quantities(city: City, *, number: int, streets: int, seed: int) -> dict[str, float]:
    """What the targets speak of, on B city's path of this city."""
    return on_path(simulate(city, schedule=b_city(city), streets=streets, seed=seed, number=number))


def simulated(
    prior: Prior,
    points: np.ndarray,
    *,
    first: int,
    streets: int,
    seed: int,
    workers: int | None = None,
    progress: bool = True,
    label: str = "",
) -> np.ndarray:
    """The targets' quantities at points of the prior, each with draws of its own.

    Parameters
    ----------
    prior : Prior
    points : ndarray(float64, ndim=2), shape (n, parameters)
    first : int
        Number of the first city; point ``i`` is city ``first + i`` of the seed, so that no two
        simulations of a calibration share a draw.
    streets, seed
        As in `simulate`.

    Returns
    -------
    ndarray(float64, ndim=2), shape (n, targets)
        In the order of `targets`; rows of nan where values contradict each other.
    """
    names = [t.name for t in targets()]
    known, default = parameters(), City.default()
    table = prior.values(points)

    def one(task: tuple[int, np.ndarray]) -> list[float]:
        number, row = task
        values: dict[str, Any] = {
            n: int(x) if known[n].integer else float(x)
            for n, x in zip(prior.names, row, strict=True)
        }
        try:
            city = default.replace(**values)
        except InputError:
            return [float("nan")] * len(names)
        got = quantities(city, number=number, streets=streets, seed=seed)
        return [got[n] for n in names]

    tasks: Sequence[Any] = [(first + i, row) for i, row in enumerate(table)]
    rows = in_threads(one, tasks, workers=workers, progress=progress, label=label)
    return np.array(rows, dtype=float).reshape(len(points), len(names))
