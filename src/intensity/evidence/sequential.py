"""Sequential approximate Bayesian computation over the kernel's own results.

A particle is a point of the prior together with what the kernel gave there, on draws of its own.
The target is the prior times the density of the observation error at the simulated quantities
(Wilkinson 2013: with an error model, accepting by its density is exact, not approximate). It is
reached by a sequence of distributions (Del Moral, Doucet and Jasra 2006): the first is that of
the emulator, which is sampled without simulating; in each of the next the kernel's results count
for more, until they alone count. Between, particles are resampled and moved.

Population Monte Carlo with weights (Beaumont and others 2009; Toni and others 2009) was not taken:
its weights divide by a proposal density in all dimensions, and with nearly fifty parameters all
weight falls on a few particles. Moves here are symmetric, so no density is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from intensity.evidence.emulator import Emulator
from intensity.evidence.guide import Guide, propose, spread, systematic
from intensity.evidence.observation import Observed, working

Simulate = Callable[[np.ndarray, int], np.ndarray]  # points, number of the first -> quantities
ESS_SHARE = 0.5  # of the particles, what a step of the sequence leaves effective
MOST_TURNS = 400


@dataclass(frozen=True, eq=False)
class Population:
    """Particles of equal weight.

    Attributes
    ----------
    points : ndarray(float64, ndim=2), shape (n, parameters)
    values : ndarray(float64, ndim=2), shape (n, targets)
        Simulated quantities, plain scale.
    lead : ndarray(float64, ndim=1), shape (n,)
        Log density of the first distribution of the sequence (the emulator's).
    fit : ndarray(float64, ndim=1), shape (n,)
        Log density of the observation error at the simulated quantities.
    root : ndarray(int64, ndim=1), shape (n,)
        Which particle of the first distribution each descends from.
    power : float
        How much the kernel's results count by now, 0 to 1.
    """

    points: np.ndarray
    values: np.ndarray
    lead: np.ndarray
    fit: np.ndarray
    root: np.ndarray
    power: float

    def __len__(self) -> int:
        return len(self.points)

    def roots(self) -> float:
        """Effective number of lines of descent: a lower bound of that of independent particles."""
        share = np.unique(self.root, return_counts=True)[1] / len(self)
        return float(1.0 / (share**2).sum())


def start(
    points: np.ndarray,
    size: int,
    guide: Guide,
    simulate: Simulate,
    first: int,
    rng: np.random.Generator,
) -> Population:
    """Particles of the emulator's distribution, simulated once each.

    Parameters
    ----------
    points : ndarray(float64, ndim=2), shape (n, parameters)
        Points not ruled out, from which the walks under the emulator set out.
    size : int
        Particles.
    first : int
        Number of the first simulated city.
    """
    moved, lead = spread(points, size, guide, rng)
    values = simulate(moved, first)
    fit = guide.observed.log_kernel(working(values))
    return Population(moved, values, lead, fit, np.arange(size), 0.0)


def effective(population: Population, power: float) -> float:
    """Effective share of the particles if the kernel's results counted for `power`."""
    log = (power - population.power) * (population.fit - population.lead)
    weight = np.exp(log - log.max())
    return float(weight.sum() ** 2 / (weight**2).sum() / len(weight))


def next_power(population: Population, wanted: float) -> float:
    """The largest power at which as many particles as `wanted` are still effective."""
    share = wanted / len(population)
    if effective(population, 1.0) >= share:
        return 1.0
    low, high = population.power, 1.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(population, middle) >= share else (low, middle)
    return low


def resample(
    population: Population, power: float, size: int, rng: np.random.Generator
) -> Population:
    """`size` particles of equal weight for a larger power; the better ones several times."""
    log = (power - population.power) * (population.fit - population.lead)
    weight = np.exp(log - log.max())
    rows = systematic(weight / weight.sum(), size, rng)
    return Population(
        population.points[rows],
        population.values[rows],
        population.lead[rows],
        population.fit[rows],
        population.root[rows],
        power,
    )


@dataclass(frozen=True, eq=False)
class Moved:
    """What a generation's moves came to.

    Attributes
    ----------
    population : Population
    turns : int
        Proposals per particle.
    points, values : ndarray
        Everything that was simulated, for the next emulator.
    accepted : int
        How many of these were taken.
    """

    population: Population
    turns: int
    points: np.ndarray
    values: np.ndarray
    accepted: int


def move(
    population: Population,
    emulator: Emulator,
    lead: Guide,
    archive: np.ndarray,
    simulate: Simulate,
    first: int,
    rng: np.random.Generator,
    *,
    wanted: float,
) -> Moved:
    """Move the particles, with about `wanted` simulations for each.

    A proposal is judged twice (delayed acceptance with a state-dependent stand-in: Christen and
    Fox 2005). The emulator says by how much the quantities would change from the particle's own
    simulated ones, and most proposals end there; the rest are simulated and taken or not so that
    the particles' distribution is exactly that of the kernel, however poor the emulator.

    Parameters
    ----------
    emulator : Emulator
        It foretells changes; any will do.
    lead : Guide
        First distribution of the sequence, and the facts.
    archive : ndarray(float64, ndim=2)
        Points whose differences are proposed as steps; it stays fixed.
    first : int
        Number of the first simulated city.
    """
    now, turn, turns = population, 0, 1
    points, values, accepted = [], [], 0
    while turn < turns:
        judged = _first_verdict(now, emulator, lead, archive, rng)
        new = now.points[:0] if judged is None else judged.proposed[judged.rows]
        got = simulate(new, first) if len(new) else now.values[:0]
        first += len(new)
        if judged is not None:
            now, taken = _second_verdict(now, judged, got, lead.observed, rng)
            accepted += taken
        points.append(new)
        values.append(got)
        turn += 1
        if turn == 1:  # the first turn shows how many are needed
            turns = int(np.clip(np.ceil(wanted * len(now) / max(1, len(new))), 1, MOST_TURNS))
    return Moved(now, turns, np.concatenate(points), np.concatenate(values), accepted)


@dataclass(frozen=True, eq=False)
class _Judged:
    """Proposals, and what the emulator thought of those in `rows`."""

    proposed: np.ndarray
    rows: np.ndarray
    change: np.ndarray
    lead: np.ndarray
    log_odds: np.ndarray


def _stand_in(scaled: np.ndarray, lead: np.ndarray, power: float, observed: Observed) -> np.ndarray:
    """Log density by which the emulator judges: errors widened, since it errs itself."""
    return power * observed.log_kernel(scaled, np.diag(observed.cov)) + (1.0 - power) * lead


def _first_verdict(
    now: Population,
    emulator: Emulator,
    lead: Guide,
    archive: np.ndarray,
    rng: np.random.Generator,
) -> _Judged | None:
    proposed = propose(now.points, archive, rng)
    change = emulator.predict(proposed) - emulator.predict(now.points)
    here, there = working(now.values), lead.log_density(proposed)
    power, observed = now.power, lead.observed
    log_odds = np.minimum(
        0.0,
        _stand_in(here + change, there, power, observed)
        - _stand_in(here, now.lead, power, observed),
    )
    rows = np.flatnonzero(np.log(rng.random(len(now))) < log_odds)
    if len(rows) == 0:
        return None
    return _Judged(proposed, rows, change[rows], there[rows], log_odds[rows])


def _second_verdict(
    now: Population,
    judged: _Judged,
    values: np.ndarray,
    observed: Observed,
    rng: np.random.Generator,
) -> tuple[Population, int]:
    rows, power = judged.rows, now.power
    there, fit = working(values), observed.log_kernel(working(values))
    back = np.minimum(  # what the emulator would have said of the way back
        0.0,
        _stand_in(there - judged.change, now.lead[rows], power, observed)
        - _stand_in(there, judged.lead, power, observed),
    )
    log_odds = (
        power * (fit - now.fit[rows])
        + (1.0 - power) * (judged.lead - now.lead[rows])
        + back
        - judged.log_odds
    )
    taken = np.log(rng.random(len(rows))) < log_odds
    to = rows[taken]
    points, kept = now.points.copy(), now.values.copy()
    lead, best = now.lead.copy(), now.fit.copy()
    points[to], kept[to] = judged.proposed[to], values[taken]
    lead[to], best[to] = judged.lead[taken], fit[taken]
    return replace(now, points=points, values=kept, lead=lead, fit=best), int(taken.sum())
