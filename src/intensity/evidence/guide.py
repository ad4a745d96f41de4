"""Walks under an emulator: where the facts would put the posterior if the emulator were right."""

from __future__ import annotations

import numpy as np

from intensity.evidence.emulator import Emulator
from intensity.evidence.observation import Observed

STEPS = 400  # of a walk
WIDEN = 1.5  # factor on the emulator's variance where it proposes, so that it misses nothing


class Guide:
    """The emulator's view of a set of facts: a density over the cube, for proposals."""

    def __init__(self, emulator: Emulator, observed: Observed) -> None:
        self.emulator, self.observed = emulator, observed

    def log_density(self, points: np.ndarray) -> np.ndarray:
        """Logarithm of the widened error density at the expected quantities."""
        expected = self.emulator.predict(points)
        return self.observed.log_kernel(expected, WIDEN * self.emulator.variance)

    def walk(
        self, points: np.ndarray, archive: np.ndarray, steps: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Metropolis steps under the emulator; return points and their log density.

        Steps are those of `propose`; the `archive` stays fixed.
        """
        at = points.copy()
        now = self.log_density(at)
        for _ in range(steps):
            new = propose(at, archive, rng)
            then = self.log_density(new)
            taken = np.log(rng.random(len(at))) < then - now
            at[taken], now[taken] = new[taken], then[taken]
        return at, now


def propose(at: np.ndarray, archive: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Symmetric proposals inside the unit cube, shape of `at`.

    Half of them shift a random subset of the coordinates by a multiple of the difference of two
    points of the archive, as is good for what the facts identify; half draw a subset anew, as is
    good for what they do not.
    """
    n, d = at.shape
    size = np.minimum(d, 2 ** rng.integers(0, 7, size=n))[:, None]
    chosen = rng.random((n, d)).argsort(axis=1) < size
    a, b = archive[rng.integers(len(archive), size=n)], archive[rng.integers(len(archive), size=n)]
    new = at + 2.4 / np.sqrt(size) * (a - b) + rng.normal(0.0, 0.02, size=(n, d))
    new = np.abs(new) % 2.0  # reflected at the borders, which keeps a proposal symmetric
    new = np.where(new > 1.0, 2.0 - new, new)
    fresh = (rng.random(n) < 0.5)[:, None]
    return np.where(chosen, np.where(fresh, rng.random((n, d)), new), at)


def spread(
    points: np.ndarray, size: int, guide: Guide, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """`size` points of the emulator's distribution and their log density.

    See `start`; nothing is simulated.
    """
    log = guide.log_density(points)
    weight = np.exp(log - log.max())
    drawn = points[systematic(weight / weight.sum(), size, rng)]
    return guide.walk(drawn, points, STEPS, rng)


def systematic(share: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Rows drawn in proportion to `share`, evenly spread over it."""
    places = (np.arange(size) + rng.random()) / size
    return np.minimum(np.searchsorted(np.cumsum(share), places), len(share) - 1)
