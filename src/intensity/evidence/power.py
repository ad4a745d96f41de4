"""Size and power of the tests of an inverse U, on curves whose shape is known.

The known trap (Simonsohn 2018): a curve that rises and flattens is fitted best by a quadratic that
turns, and Lind and Mehlum's test takes it for an inverse U. How often, on the design of this
project, is counted here, beside the two-lines test and the held-out maximum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from intensity.evidence import balanced

Curve = Callable[[np.ndarray], np.ndarray]
LEVELS = np.round(np.linspace(0.0, 1.0, 11), 1)
SIZES = (16, 64)
DRAWS = 1000
ALPHA = 0.05
SPREAD, TILT, NOISE = 0.1, 0.1, 0.03  # between cities: level, slope; inside a city: error
TESTS = ("lind_mehlum", "two_lines", "held_out")


@dataclass(frozen=True)
class Case:
    """A curve of the mean city, and whether it has a maximum inside the range.

    Attributes
    ----------
    name, meaning : str
    curve : callable
        Outcome at levels of intensity.
    turns : bool
        Whether the mean curve rises and then falls.
    other : callable, optional
        Curve of every second city, if there are two kinds.
    """

    name: str
    meaning: str
    curve: Curve
    turns: bool
    other: Curve | None = None


CASES = (
    Case("flat", "no effect", lambda x: 0.0 * x, False),
    Case("line", "a straight rise", lambda x: 0.3 * x, False),
    Case("edge", "slope zero at the upper end, a quadratic", lambda x: 0.3 * (2 * x - x**2), False),
    Case("logarithm", "rises ever more slowly", lambda x: 0.13 * np.log1p(9 * x), False),
    Case("saturating", "rises and flattens", lambda x: 0.3 * (1 - np.exp(-5 * x)), False),
    Case("plateau", "rises to 0.4, then stays", lambda x: 0.3 * np.minimum(x / 0.4, 1), False),
    Case("late fall", "falls ever faster, never rises", lambda x: -0.3 * x**3, False),
    Case("hump", "quadratic, best at 0.5", lambda x: 0.3 * (1 - 4 * (x - 0.5) ** 2), True),
    Case(
        "early",
        "best at 0.2, then a slow fall",
        lambda x: 0.3 * np.where(x < 0.2, x / 0.2, 1 - 0.6 * (x - 0.2)),
        True,
    ),
    Case(
        "late",
        "slow rise, best at 0.8, then a fall",
        lambda x: 0.3 * np.where(x < 0.8, x / 0.8, 1 - 2 * (x - 0.8)),
        True,
    ),
    Case(
        "cliff",
        "slow rise, a drop at 0.6, then flat",
        lambda x: 0.1 * np.minimum(x, 0.6) / 0.6 - 0.2 * (x > 0.6),
        True,
    ),
    Case("shallow", "a hump of a sixth", lambda x: 0.05 * (1 - 4 * (x - 0.5) ** 2), True),
    Case(
        "two kinds",
        "half rise to 0.5 and stay, half stay and fall from 0.5: no city has a peak",
        lambda x: 0.3 * np.minimum(2 * x, 1),
        True,
        lambda x: 0.3 * np.minimum(2 - 2 * x, 1),
    ),
)


def panels(
    case: Case, rng: np.random.Generator, draws: int, cities: int, levels: np.ndarray = LEVELS
) -> np.ndarray:
    """Simulated outcomes of a case, shape (draws, cities, levels).

    Each city has its own level and slope around the curve, and an error at every level.
    """
    y = np.broadcast_to(case.curve(levels), (cities, len(levels))).copy()
    if case.other is not None:
        # pairs of cities alternate, so that halves of a split have both kinds
        y[np.arange(cities) // 2 % 2 == 1] = case.other(levels)
    own = rng.normal(size=(2, draws, cities, 1))
    noise = rng.normal(size=(draws, cities, len(levels)))
    return y + SPREAD * own[0] + TILT * own[1] * (levels - levels.mean()) + NOISE * noise


def size_and_power(
    draws: int = DRAWS, seed: int = 2022, sizes: tuple[int, ...] = SIZES
) -> pd.DataFrame:
    """Share of draws in which each test finds an inverse U, at level `ALPHA`.

    Returns
    -------
    DataFrame
        One row per case, number of cities and test: columns case, meaning, turns, cities, test,
        draws, found (share), low, high (Wilson interval of 95 %).
    """
    rng = np.random.default_rng(seed)
    rows = []
    for case in CASES:
        for cities in sizes:
            y = panels(case, rng, draws, cities)
            ps = {
                "lind_mehlum": balanced.utest(y, LEVELS),
                "two_lines": balanced.two_lines(y, LEVELS)[1],
                "held_out": balanced.held_out(y)[1],
            }
            for test, p in ps.items():
                count = int((p < ALPHA).sum())
                low, high = proportion_confint(count, draws, method="wilson")
                rows.append(
                    {
                        "case": case.name,
                        "meaning": case.meaning,
                        "turns": case.turns,
                        "cities": cities,
                        "test": test,
                        "draws": draws,
                        "found": count / draws,
                        "low": float(low),
                        "high": float(high),
                    }
                )
    return pd.DataFrame(rows)
