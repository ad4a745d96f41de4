"""Why efficiency changes from regular to high intensity: a game of mechanisms.

The game. Players are mechanisms that can be switched off; a coalition has exactly its members
on, all others off, at both intensities. Its value is the change of an outcome from regular to
high intensity,

    v(S) = outcome(high; S on) - outcome(regular; S on),

with the same problems and luck in every run and with the same reference values, those of the
complete city at regular intensity, wherever a mechanism is frozen. ``v(all)`` is what happens in
the model; ``v(none)`` is what pushing does by itself: more calls are taken, orders are worked on
harder and come first. The Shapley value of a mechanism is its mean contribution over all orders
in which the mechanisms could be switched on (Shapley 1953); the values add up to
``v(all) - v(none)``. All coalitions are simulated, so nothing is estimated but the luck of a
replication.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import numpy as np

from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.simulate import reference, simulate

MECHANISMS = (
    *("substitution", "overhead", "unreasonable"),
    *("crowding", "feedback", "mobilisation"),
)
BENEFIT = "special"
PLAYERS = (*MECHANISMS, BENEFIT)
OUTCOMES = ("efficiency", "effectiveness", "cost", "orders_per_month", "second_order_share")
STREETS, SEED = 5, 2022


def shapley(values: np.ndarray) -> np.ndarray:
    """Exact Shapley values of a game.

    Parameters
    ----------
    values : ndarray(float64), shape (2**n, ...)
        Value of each coalition; player k is in coalition m if bit k of m is set.

    Returns
    -------
    ndarray(float64), shape (n, ...)
        They sum to ``values[-1] - values[0]``.
    """
    n = _players(values)
    masks = np.arange(len(values))
    size = np.array([bin(m).count("1") for m in masks])
    weight = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])
    out = np.empty((n, *values.shape[1:]))
    for k in range(n):
        without = masks[(masks >> k) & 1 == 0]
        gains = values[without | (1 << k)] - values[without]
        out[k] = np.tensordot(weight[size[without]], gains, axes=1)
    return out


def interactions(values: np.ndarray) -> np.ndarray:
    """Shapley interaction indices of all pairs (Grabisch and Roubens 1999).

    The index of a pair is the mean, over the coalitions of the others, of what both add together
    less what each adds alone. Negative: together they take more than the sum of both.

    Returns
    -------
    ndarray(float64), shape (n, n, ...)
        Symmetric; the diagonal is nan.
    """
    n = _players(values)
    masks = np.arange(len(values))
    size = np.array([bin(m).count("1") for m in masks])
    weight = [factorial(s) * factorial(n - s - 2) / factorial(n - 1) for s in range(n - 1)]
    out = np.full((n, n, *values.shape[1:]), np.nan)
    for i, j in combinations(range(n), 2):
        a, b = 1 << i, 1 << j
        rest = masks[(masks & (a | b)) == 0]
        joint = values[rest | a | b] - values[rest | a] - values[rest | b] + values[rest]
        out[i, j] = out[j, i] = np.tensordot(np.array(weight)[size[rest]], joint, axes=1)
    return out


def game(
    city: City,
    players: Sequence[str] = PLAYERS,
    *,
    number: int = 0,
    streets: int = STREETS,
    months: int = MONTHS,
    burn_in: int = BURN_IN,
) -> np.ndarray:
    """Values of all coalitions in one city, one set of draws.

    Parameters
    ----------
    players : sequence of str
        Switches of the model; those that are not players stay on.
    number : int
        Key of the draws; the same for every coalition and both intensities.

    Returns
    -------
    ndarray(float64, ndim=2), shape (2**len(players), len(OUTCOMES))
        Changes of `OUTCOMES` from regular to high intensity.
    """
    size = {"streets": streets, "months": months, "number": number, "seed": SEED}
    frozen = reference(city, **size)
    out = np.empty((1 << len(players), len(OUTCOMES)))
    for mask in range(len(out)):
        on = {name: bool((mask >> k) & 1) for k, name in enumerate(players)}
        low, high = (
            simulate(city, level, switches=on, frozen=frozen, **size).measures(burn_in)
            for level in (city.I_reg, city.I_high)
        )
        out[mask] = [high[name] - low[name] for name in OUTCOMES]
    return out


def _players(values: np.ndarray) -> int:
    n = len(values).bit_length() - 1
    if n < 2 or len(values) != 1 << n:
        raise ValueError(f"values: {len(values)} coalitions, wants a power of two from 4 on")
    return n
