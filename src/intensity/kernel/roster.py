"""The streets of a city and all that they carry from month to month, a row each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.arrivals import draw_gap
from intensity.kernel.jit import part, sealed
from intensity.kernel.ledger import Street
from intensity.kernel.math import exp, log, normal_quantile
from intensity.kernel.queues import widened
from intensity.kernel.random import TRAITS, street_key, wide, words

ROOM = 64  # of each queue at first; a power of two


class Roster(NamedTuple):
    """The fields of `ledger.Street` but the queues, for all streets."""

    x: np.ndarray  # float64, (streets, layout.STATE)
    n: np.ndarray  # int64, (streets, layout.NUMBERS)
    head: np.ndarray  # int64, (streets, 3)
    length: np.ndarray  # int64, (streets, 3)
    done: np.ndarray  # float64, (streets, slots), as the following
    since: np.ndarray
    index: np.ndarray
    attr: np.ndarray
    free: np.ndarray
    soonest: np.ndarray
    who: np.ndarray
    luck0: np.ndarray
    luck1: np.ndarray
    unresolved_big: np.ndarray  # int64, (streets, T), over a year


class Queues(NamedTuple):
    """Ring buffers of some neighbouring streets; they are replaced when one has run full."""

    index: np.ndarray  # int64, (streets, 3, capacity)
    attr: np.ndarray  # int64
    since: np.ndarray  # float64


@sealed
def traits(p, seed, city, streets, x, n):
    """Sizes, handlers and baseline diligence of the streets of a city; fills `x` and `n`.

    Sizes are log-normal with mean 1 and coefficient of variation ``size_cv``, then rounded so
    that a street of size z has exactly ``K z`` handlers, at least one: load per handler is the
    same everywhere.
    """
    spread = np.sqrt(log(1.0 + p[la.SIZE_CV] * p[la.SIZE_CV]))
    for s in range(streets):
        x0, x1 = words(np.uint64(seed), street_key(city, s), 0, TRAITS, 0)
        z_size, z_effort = normal_quantile(wide(x0)), normal_quantile(wide(x1))
        wanted = p[la.K] * exp(spread * z_size - 0.5 * spread * spread)
        handlers = max(np.int64(1), np.int64(wanted + 0.5))
        n[s, la.N_HANDLERS] = handlers
        x[s, la.X_SIZE] = handlers / p[la.K]
        effort = p[la.E_0] + p[la.E_0_SD] * z_effort
        x[s, la.X_E0] = min(max(effort, 0.01), p[la.E_MAX])
        x[s, la.X_E1] = x[s, la.X_E0]
        x[s, la.X_M] = p[la.M_0]
        x[s, la.X_B1] = p[la.B1_0]
        x[s, la.X_B2] = p[la.B2_0]
        gap, word = draw_gap(np.uint64(seed), street_key(city, s), 0)
        x[s, la.X_HAZARD] = gap
        n[s, la.N_WORD] = np.int64(word)


@part
def muster(p, switches, types, seed, city, streets):
    """The streets of a city before its first month."""
    x = np.zeros((streets, len(la.STATE)))
    n = np.zeros((streets, len(la.NUMBERS)), np.int64)
    traits(p, seed, city, streets, x, n)
    most = np.int64(1)
    for s in range(streets):
        most = max(most, n[s, la.N_HANDLERS])
    slots = 2 * most if switches[la.SW_CROWDING] == 0 else most
    free = np.zeros((streets, slots), np.int64)
    for s in range(streets):
        free[s] = np.arange(slots)
    return Roster(
        x,
        n,
        np.zeros((streets, 3), np.int64),
        np.zeros((streets, 3), np.int64),
        np.full((streets, slots), np.inf),
        np.zeros((streets, slots)),
        np.zeros((streets, slots), np.int64),
        np.zeros((streets, slots), np.int64),
        free,
        np.full((streets, slots), np.inf),
        np.zeros((streets, slots), np.int64),
        np.zeros((streets, slots), np.uint64),
        np.zeros((streets, slots), np.uint64),
        np.zeros((streets, types.shape[0]), np.int64),
    )


@part
def queues(streets):
    """Empty queues of `streets` streets."""
    return Queues(
        np.zeros((streets, 3, ROOM), np.int64),
        np.zeros((streets, 3, ROOM), np.int64),
        np.zeros((streets, 3, ROOM)),
    )


@part
def wider(waiting, head):
    """The same queues with twice the room; ``head`` (streets, 3) is set to 0."""
    out = Queues(
        widened(waiting.index, head), widened(waiting.attr, head), widened(waiting.since, head)
    )
    head[:] = 0
    return out


@part
def street_of(roster, waiting, s, first):
    """Street `s`; `waiting` holds the queues of street `first` and its followers."""
    q = s - first
    return Street(
        roster.x[s],
        roster.n[s],
        waiting.index[q],
        waiting.attr[q],
        waiting.since[q],
        roster.head[s],
        roster.length[s],
        roster.done[s],
        roster.since[s],
        roster.index[s],
        roster.attr[s],
        roster.free[s],
        roster.soonest[s],
        roster.who[s],
        roster.luck0[s],
        roster.luck1[s],
    )
