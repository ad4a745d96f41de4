"""The sampler on a model whose posterior is known: exact, with a poor emulator too."""

import numpy as np
import pytest

from intensity.evidence import sequential as abc
from intensity.evidence.guide import Guide, propose, systematic
from intensity.evidence.observation import Observed, plain, working

SIZE = 5
SLOPES = np.random.default_rng(7).normal(0.0, 0.35, size=(SIZE, 8))
NOISE = 0.08
OBSERVED = Observed.paper()


def scaled(points, rng=None):
    """A linear model on the working scale, with noise of its own if a generator is given."""
    mean = OBSERVED.value + (points - 0.4) @ SLOPES
    return mean if rng is None else mean + rng.normal(0.0, NOISE, size=mean.shape)


class Wrong:
    """An emulator that is off by a constant and by a tenth of every slope."""

    variance = np.full(8, 0.15**2)

    def predict(self, points):
        return scaled(points) + 0.06 + 0.1 * (points - 0.5) @ SLOPES


def simulate(points, first):
    return plain(scaled(points, np.random.default_rng([3, first])))


@pytest.fixture(scope="module")
def posterior():
    """Mean and spread by brute force: weights over a large draw of the prior."""
    rng = np.random.default_rng(11)
    points = rng.random((400_000, SIZE))
    log = OBSERVED.log_kernel(working(plain(scaled(points, rng))))
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = weight @ points
    return mean, np.sqrt(weight @ (points - mean) ** 2)


def sampled(seed, particles=400, generations=3):
    rng = np.random.default_rng(seed)
    lead = Guide(Wrong(), OBSERVED)
    points = rng.random((1600, SIZE))
    population = abc.start(points, 800, lead, simulate, 10**6 * seed, rng)
    first, last, powers = 10**6 * seed + 10**5, 0, []
    while last < generations:
        power = abc.next_power(population, abc.ESS_SHARE * particles)
        powers.append(power)
        population = abc.resample(population, power, particles, rng)
        moved = abc.move(
            population, Wrong(), lead, population.points, simulate, first, rng, wanted=6.0
        )
        population, first = moved.population, first + 10**4
        last += power >= 1.0
    return population, powers


@pytest.fixture(scope="module")
def populations():
    return [sampled(seed) for seed in (1, 2, 3)]


def test_sampler_finds_the_known_posterior(populations, posterior):
    """Would fail if the emulator's error reached the result: it is off by half a spread."""
    mean, spread = posterior
    points = np.concatenate([population.points for population, _ in populations])
    error = (points.mean(axis=0) - mean) / spread
    assert np.abs(error).max() < 0.2
    assert np.allclose(points.std(axis=0), spread, rtol=0.15)


def test_the_emulator_alone_would_be_wrong(posterior):
    """The test above has power: without the kernel's verdict the means are visibly off."""
    rng = np.random.default_rng(5)
    guide = Guide(Wrong(), OBSERVED)
    points, _ = guide.walk(rng.random((1500, SIZE)), rng.random((500, SIZE)), 200, rng)
    mean, spread = posterior
    assert np.abs((points.mean(axis=0) - mean) / spread).max() > 0.3


def test_sequence_rises_to_one_and_particles_stay_many(populations):
    for population, powers in populations:
        assert powers == sorted(powers) and powers[-1] == 1.0
        assert population.roots() > 20
        assert len(np.unique(population.points, axis=0)) > 0.5 * len(population)
        assert ((population.points >= 0) & (population.points <= 1)).all()


def test_same_seed_same_particles():
    one, two = sampled(4, 60, 1)[0], sampled(4, 60, 1)[0]
    assert np.array_equal(one.points, two.points) and np.array_equal(one.values, two.values)


def test_proposals_are_symmetric():
    """From a to b as often as from b to a, on a coarse grid: catches a border that attracts."""
    rng = np.random.default_rng(9)
    archive = rng.random((50, 1))
    at = rng.random((400_000, 1))
    to = propose(at, archive, rng)
    table = np.histogram2d(at[:, 0], to[:, 0], bins=4, range=[[0, 1], [0, 1]])[0]
    gap = (table - table.T) / np.sqrt(table + table.T + 1)
    assert np.abs(gap).max() < 5.0


def test_systematic_rows_keep_their_shares():
    share = np.array([0.1, 0.0, 0.6, 0.3])
    rows = systematic(share, 1000, np.random.default_rng(1))
    assert np.abs(np.bincount(rows, minlength=4) / 1000 - share).max() <= 0.002
