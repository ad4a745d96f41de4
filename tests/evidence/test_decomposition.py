"""Shapley values: exact on games with a known solution, honest about which runs they compare."""

from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest

import intensity as it
from intensity.evidence.game import OUTCOMES, game, interactions, shapley
from intensity.model.simulate import reference, simulate

SIZE = {"streets": 2, "months": 6}


def multilinear(single, pairs, triple=0.0):
    """Values of v(S) = sum of single, pair and one triple term (players 0, 1, 2) inside S."""
    n = len(single)
    out = np.zeros(1 << n)
    for mask in range(1 << n):
        inside = [k for k in range(n) if mask >> k & 1]
        out[mask] = sum(single[k] for k in inside)
        out[mask] += sum(pairs[i, j] for i, j in combinations(inside, 2))
        out[mask] += triple if {0, 1, 2} <= set(inside) else 0.0
    return out


def test_known_solution_of_a_multilinear_game():
    """Catches wrong weights: half of each pair, a third of the triple, go to each member."""
    rng = np.random.default_rng(1)
    n = 5
    single = rng.normal(size=n)
    pairs = np.triu(rng.normal(size=(n, n)), 1)
    values = multilinear(single, pairs, triple=0.6)
    both = pairs + pairs.T
    expected = single + both.sum(axis=1) / 2
    expected[:3] += 0.2
    np.testing.assert_allclose(shapley(values), expected, atol=1e-12)
    index = interactions(values)
    share = np.array([[0.3 if {i, j} <= {0, 1, 2} else 0.0 for j in range(n)] for i in range(n)])
    off = ~np.eye(n, dtype=bool)
    np.testing.assert_allclose(index[off], (both + share)[off], atol=1e-12)
    assert np.isnan(np.diag(index)).all()


def test_majority_of_three_and_glove_market():
    """Textbook games (Shapley 1953): equal thirds; two left gloves and one right: 1/6, 1/6, 2/3."""
    majority = np.array([bin(m).count("1") >= 2 for m in range(8)], dtype=float)
    np.testing.assert_allclose(shapley(majority), [1 / 3] * 3)
    gloves = np.array([float(bool(m & 4) and bool(m & 3)) for m in range(8)])
    np.testing.assert_allclose(shapley(gloves), [1 / 6, 1 / 6, 2 / 3])


def test_axioms_on_random_games():
    """Efficiency, dummy and linearity; catches a coalition that is left out or counted twice."""
    rng = np.random.default_rng(2)
    for n in (2, 4, 7):
        values = rng.normal(size=(1 << n, 3))
        found = shapley(values)
        np.testing.assert_allclose(found.sum(axis=0), values[-1] - values[0], atol=1e-12)
        np.testing.assert_allclose(found[:, 1], shapley(values[:, 1]), atol=1e-15)
        dummy = values.copy()
        with_first = np.arange(1 << n) & 1 == 1
        dummy[with_first] = dummy[~with_first]
        np.testing.assert_allclose(shapley(dummy)[0], 0.0, atol=1e-15)
        np.testing.assert_allclose(interactions(dummy)[0, 1], 0.0, atol=1e-15)


def test_brute_force_over_orders():
    """The definition, written out: mean contribution over all orders."""
    values = np.random.default_rng(3).normal(size=16)
    total = np.zeros(4)
    for order in permutations(range(4)):
        mask = 0
        for k in order:
            total[k] += values[mask | 1 << k] - values[mask]
            mask |= 1 << k
    np.testing.assert_allclose(shapley(values), total / factorial(4), atol=1e-12)


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_incomplete_games_are_refused(count):
    with pytest.raises(ValueError, match="power of two"):
        shapley(np.zeros(count))


def test_coalitions_are_the_runs_they_say():
    """Catches bits in the wrong order, other draws, or another reference for frozen values."""
    city = it.City.default()
    players = ("substitution", "overhead")
    got = game(city, players, number=3, burn_in=2, **SIZE)
    frozen = reference(city, streets=2, months=6, seed=2022, number=3)
    for mask, on in enumerate(({}, {"substitution"}, {"overhead"}, set(players))):
        switches = {name: name in on for name in players}
        ends = [
            simulate(city, level, switches=switches, frozen=frozen, number=3, **SIZE).measures(2)
            for level in (city.I_reg, city.I_high)
        ]
        expected = [ends[1][k] - ends[0][k] for k in OUTCOMES]
        np.testing.assert_array_equal(got[mask], expected)


def test_a_mechanism_without_matter_gets_exactly_nothing():
    """Common random numbers: without unreasonable demands their switch must not move a draw."""
    city = it.City.default().replace(lambda_u=0.0, n_sp=0)
    values = game(city, ("unreasonable", "overhead", "special"), burn_in=2, **SIZE)
    found = shapley(values)
    assert (found[0] == 0).all() and (found[2] == 0).all()
    assert found[1, OUTCOMES.index("cost")] > 0
