"""History matching: waves of simulations that rule out where the facts cannot come from.

A point is ruled out when some fact lies more than `CUT` standard deviations from what an emulator
expects there; the variance is that of the fact's error plus that of the emulator, so a poor
emulator rules out little. Each wave simulates points that no earlier wave has ruled out and
trains an emulator of its own on them (Craig, Goldstein, Seheult and Smith 1997; Vernon,
Goldstein and Bower 2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from intensity.evidence.emulator import Emulator
from intensity.evidence.observation import Observed

CUT = 3.0
BATCH = 1 << 15
LIMIT = 1 << 22  # candidates tried for a wave before it stops short


@dataclass(frozen=True)
class Kept:
    """Points that no wave has ruled out, and the share of the prior that they stand for."""

    points: np.ndarray
    share: float
    tried: int


def possible(points: np.ndarray, emulators: list[Emulator], observed: Observed) -> np.ndarray:
    """Whether each point is ruled out by none of the emulators."""
    inside = np.ones(len(points), dtype=bool)
    for emulator in emulators:
        at = np.flatnonzero(inside)
        if len(at) == 0:
            break
        expected = emulator.predict(points[at])
        inside[at] = observed.implausibility(expected, emulator.variance) < CUT
    return inside


def not_ruled_out(
    size: int,
    dimensions: int,
    emulators: list[Emulator],
    observed: Observed,
    rng: np.random.Generator,
) -> Kept:
    """`size` points, uniform over what is not ruled out (fewer if that is next to nothing).

    Without an emulator, the points are a scrambled Sobol sequence over the whole cube.
    """
    if not emulators:
        power = max(0, int(np.ceil(np.log2(max(1, size)))))
        sobol = qmc.Sobol(dimensions, scramble=True, rng=rng).random_base2(power)
        return Kept(sobol[:size], 1.0, size)
    found: list[np.ndarray] = []
    tried = count = 0
    while count < size and tried < LIMIT:
        batch = rng.random((BATCH, dimensions))
        batch = batch[possible(batch, emulators, observed)]
        tried += BATCH
        count += len(batch)
        found.append(batch)
    return Kept(np.concatenate(found)[:size], count / tried, tried)
