"""The generator against its published vectors, and the uniforms made of its words."""

import numpy as np
import pytest
from scipy import stats

from intensity.kernel import random as kr

# Random123, kat_vectors, "threefry2x64 13": counter, key, result.
PI = ("243f6a8885a308d3", "13198a2e03707344", "a4093822299f31d0", "082efa98ec4e6c89")
VECTORS = [
    (("0" * 16,) * 4, ("f167b032c3b480bd", "e91f9fee4b7a6fb5")),
    (("f" * 16,) * 4, ("ccdec5c917a874b1", "4df53abca26ceb01")),
    (PI, ("c3aac71561042993", "3fe7ae8801aff316")),
]


@pytest.mark.parametrize(("given", "wanted"), VECTORS)
def test_known_answers(given, wanted):
    """Catches a wrong rotation, key injection or number of rounds."""
    c0, c1, k0, k1 = (np.uint64(int(text, 16)) for text in given)
    with np.errstate(over="ignore"):
        got = kr.threefry(k0, k1, c0, c1)
    assert tuple(f"{int(word):016x}" for word in got) == wanted


def test_uniforms_never_reach_the_ends():
    """A uniform of 0 or 1 would give an infinite or a zero time."""
    for word in (np.uint64(0), np.uint64(2**64 - 1)):
        for uniform in (kr.wide, kr.high, kr.low):
            assert 0.0 < uniform(word) < 1.0


def test_uniforms_are_uniform_and_lanes_independent():
    """Kolmogorov–Smirnov on each lane and correlations between lanes, stages and neighbours.

    One false alarm in 10⁴ runs for each of the checks; the seed is fixed.
    """
    n = 20_000

    def words(index, stage):
        key = np.uint64(kr.street_key(3, 5))  # plain integers would be taken for signed ones
        x0, x1 = kr.words(np.uint64(7), key, index, stage, 1)
        return np.uint64(x0), np.uint64(x1)

    lanes = {name: np.empty(n) for name in ("wide", "high0", "low0", "high1", "next", "stage")}
    for i in range(n):
        x0, x1 = words(i, kr.FIRST)
        lanes["wide"][i], lanes["high0"][i] = kr.wide(x0), kr.high(x0)
        lanes["low0"][i], lanes["high1"][i] = kr.low(x0), kr.high(x1)
        lanes["next"][i] = kr.wide(words(i + n, kr.FIRST)[0])
        lanes["stage"][i] = kr.wide(words(i, kr.ORDER)[0])
    for name, values in lanes.items():
        assert stats.kstest(values, "uniform").pvalue > 1e-4, name
    for one, other in [("high0", "low0"), ("high0", "high1"), ("wide", "next"), ("wide", "stage")]:
        assert stats.pearsonr(lanes[one], lanes[other]).pvalue > 1e-4, (one, other)


def test_every_part_of_the_key_counts():
    """Catches a key part that is dropped, which would repeat streets, cities or stages."""
    base = (7, 3, 5, 11, 1, 0)

    def draw(seed, city, street, index, stage, block):
        return kr.words(
            np.uint64(seed), np.uint64(kr.street_key(city, street)), index, stage, block
        )

    seen = {draw(*base)}
    for at in range(len(base)):
        changed = list(base)
        changed[at] += 1
        seen.add(draw(*changed))
    assert len(seen) == len(base) + 1
