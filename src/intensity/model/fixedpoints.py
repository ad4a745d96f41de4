"""Where the mean-field city comes to rest, whether it stays there, and what intensity changes.

The state of the monthly map is (e1, M, B1, B2), last month's calls, and what waits and is in
service. A stationary state is found by iterating the map from several initial states until nothing
moves; only attracting states are found that way. Where the map does not come to rest it circles:
orders pile up until they miss their deadlines, trust in the hotline falls, orders fall off, the
queue clears, trust returns. Such a *cycle* is reported by its means over `WINDOW` months.

Stability: J is the derivative of (e1, M, B1, B2) after `HORIZON` months by the same four now, at a
stationary state, by central differences; queues follow. The spectral radius of J to the power
1 / HORIZON is the factor by which the slowest deviation shrinks per month: below 1, stable.

The set of types under special governance is held, because its yearly choice would make the map one
of twelve months that need not repeat itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.meanfield import State
from intensity.model.measures import measures
from intensity.model.simulate import SWITCHES

SLOW = ("diligence", "routine", "trust_first", "trust_hotline")
_SLOW = [la.X_E1, la.X_M, la.X_B1, la.X_B2]
WINDOW = 48  # months over which a cycle is averaged
HORIZON = 12  # months over which a deviation is followed
STILL = 6  # months without change that count as rest
DEVIATION = 1e-4
SAME = 0.02  # states closer than this in all of e1, M, B1, B2 are one
STEP = 4.0  # hours; stationary flows are exact for any step


def fixed_points(
    city: City | None = None,
    intensity: float | None = None,
    *,
    held: Sequence[str] = (),
    months: int = 600,
    tolerance: float = 1e-6,
    step: float = STEP,
) -> pd.DataFrame:
    """Attracting states of one level of intensity, from five initial states.

    Parameters
    ----------
    city : City, optional
    intensity : float in [0, 1], optional
        Default the city's high intensity.
    held : sequence of str
        Ids of the types under special governance.
    months : int
        Most months to iterate.
    tolerance : float
        Largest monthly change of (e1, M, B1, B2), and of waiting demands as a share of the
        month's, at rest.
    step : float
        Hours, see `meanfield`.

    Returns
    -------
    DataFrame
        One row per attracting state: intensity, kind ("point" or "cycle"), starts (how many
        initial states lead there), months until it was reached, diligence, routine, trust_first,
        trust_hotline, swing (largest range of these four over `WINDOW` months), radius (spectral
        radius per month, nan for a cycle), stable, and every measure.
    """
    city = City.default() if city is None else city
    level = float(city.I_high if intensity is None else intensity)
    start = _initial(city, held, step)
    states = [start]
    for routine, (first, hotline) in product((0.0, 1.0), ((0.9, 0.1), (0.1, 0.9))):
        state = start.copy()
        state.x[0, _SLOW[1:]] = routine, first, hotline
        states.append(state)
    rows: list[dict[str, Any]] = []
    for state in states:
        row = _settle(city, state, level, months, tolerance)
        for other in rows:
            if _same(row, other):
                other["starts"] += 1
                break
        else:
            rows.append({**row, "starts": 1})
    return pd.DataFrame(rows)


def continuation(
    city: City | None = None,
    levels: Iterable[float] = np.linspace(0.0, 1.0, 21),
    *,
    held: Sequence[str] = (),
    months: int = 600,
    tolerance: float = 1e-6,
    step: float = STEP,
) -> pd.DataFrame:
    """Follow the attracting state as intensity rises level by level, and as it falls again.

    Parameters
    ----------
    levels : iterable of float in [0, 1]
        In any order; each level starts from the state of the one before.

    Returns
    -------
    DataFrame
        Two rows per level, with the columns of `fixed_points` (without starts) and branch ("up",
        "down") and coexist: whether the two branches are at different states, so that history
        decides (hysteresis).
    """
    city = City.default() if city is None else city
    ordered = sorted({float(level) for level in levels})
    if not ordered:
        raise InputError("levels: empty, wants at least one level of intensity")
    rows: list[dict[str, Any]] = []
    state = _initial(city, held, step)
    for branch, path in (("up", ordered), ("down", ordered[::-1])):
        for level in path:
            row = _settle(city, state, level, months, tolerance)
            rows.append({"branch": branch, **row})
    frame = pd.DataFrame(rows).sort_values(["intensity", "branch"], ignore_index=True)
    slow = frame[list(SLOW)].to_numpy()
    frame["coexist"] = np.repeat(np.abs(slow[::2] - slow[1::2]).max(axis=1) >= SAME, 2)
    return frame


def _initial(city: City, held: Sequence[str], step: float) -> State:
    """The city's initial state, one street, with the held types under special governance."""
    frozen = np.zeros((1, len(la.FROZEN)))
    state = State(city, dict.fromkeys(SWITCHES, True), frozen, 1, 1.0, step)
    ids = [kind.id for kind in city.types]
    for name in held:
        if name not in ids:
            raise InputError(f"held: no type {name!r}; known are {', '.join(ids)}")
        state.special |= 1 << ids.index(name)
    return state


def _month(state: State, level: float) -> tuple[np.ndarray, np.ndarray]:
    """One month at a level of intensity: counts and reals, each of shape (1, columns)."""
    counts, reals = np.zeros((1, len(la.COUNTS))), np.zeros((1, len(la.REALS)))
    state.advance(level, level, np.zeros(len(state.types)), counts, reals)
    return counts, reals


def _settle(
    city: City, state: State, level: float, months: int, tolerance: float
) -> dict[str, Any]:
    """Iterate `state` in place until it rests, or for `months`."""
    if not 0.0 <= level <= 1.0:
        raise InputError(f"intensity: {level} is outside [0, 1]")
    waiting = [la.QUEUE_FIRST, la.QUEUE_ORDERS, la.QUEUE_URGENT]
    books: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=WINDOW)
    path = deque([state.x[0, _SLOW].copy()], maxlen=WINDOW)
    before = np.zeros(len(waiting))
    month = still = 0
    while month < months and still < STILL:
        books.append(_month(state, level))
        path.append(state.x[0, _SLOW].copy())
        counts = books[-1][0][0]
        moved = np.abs(path[-1] - path[-2]).max()
        grown = np.abs(counts[waiting] - before).max() / max(1.0, counts[la.DEMANDS])
        before = counts[waiting]
        still = still + 1 if max(moved, grown) < tolerance else 0
        month += 1
    rests = still >= STILL
    seen = [books[-1]] if rests else list(books)
    radius = _radius(state, level) if rests else float("nan")
    kept = measures(np.array([c for c, _ in seen]), np.array([r for _, r in seen]), city)
    swing = 0.0 if rests else float(np.ptp(np.array(path), axis=0).max())
    return {
        "intensity": level,
        "kind": "point" if rests else "cycle",
        "months": month,
        **kept,
        **dict(zip(SLOW, np.mean(path, axis=0) if not rests else path[-1], strict=True)),
        "swing": swing,
        "radius": radius,
        "stable": bool(radius < 1.0),
    }


def _radius(state: State, level: float) -> float:
    """Spectral radius per month of the map around its stationary state `state`."""
    jacobian = np.empty((len(_SLOW), len(_SLOW)))
    for column, slot in enumerate(_SLOW):
        ends = []
        for sign in (1.0, -1.0):
            other = state.copy()
            other.x[0, slot] += sign * DEVIATION
            for _ in range(HORIZON):
                _month(other, level)
            ends.append(other.x[0, _SLOW])
        jacobian[:, column] = (ends[0] - ends[1]) / (2.0 * DEVIATION)
    return float(np.abs(np.linalg.eigvals(jacobian)).max() ** (1.0 / HORIZON))


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows describe one attracting state."""
    return max(abs(one[name] - other[name]) for name in SLOW) < SAME
