"""A case: all that is known of one city, for estimands to read from.

Estimands are pure functions of a `Case`. Where the numbers come from is the business of its
source: simulated on demand (`simulated.Simulated`), given by hand (`Given`, for tests), or a
city's rows of an experiment's panel (`Sheet`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from intensity.evidence.claims.variants import AS_IT_IS
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.measures import measures

Key = tuple[str, Any]


class Undefined(Exception):
    """An estimand has no value here; the message says why."""


class Source(Protocol):
    """Numbers of one city.

    A key is ``(variant, level)`` for stationary runs, or ``(schedule, window)``.
    """

    city: City
    levels: tuple[float, ...]
    streets: int

    def months(self, key: Key) -> tuple[np.ndarray, np.ndarray]:
        """Monthly means of counts and reals by street: (streets, COUNTS), (streets, REALS)."""

    def tally(self, name: str, key: Key) -> Mapping[str, np.ndarray]:
        """Sums over single problems by street, each of shape (streets,)."""

    def measured(self, key: Key, keep: tuple[int, ...]) -> Mapping[str, float]:
        """Measures over the streets `keep`."""


class Case:
    """One city, or some of its streets, as estimands see it.

    Parameters
    ----------
    source : Source
    keep : tuple of int, optional
        Streets to look at; default all.
    """

    def __init__(self, source: Source, keep: tuple[int, ...] | None = None) -> None:
        self.source = source
        self.keep = tuple(range(source.streets)) if keep is None else keep
        self.measured = cache(lambda key: source.measured(key, self.keep))

    @property
    def city(self) -> City:
        return self.source.city

    @property
    def low(self) -> float:
        """Regular intensity (常规强度)."""
        return float(self.city.I_reg)

    @property
    def high(self) -> float:
        """High intensity (高强度)."""
        return float(self.city.I_high)

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """All levels there are, rising."""
        return tuple(sorted(self.source.levels))

    def measure(self, name: str, at: Any, variant: str = AS_IT_IS) -> float:
        """A measure of `intensity.model.measures.MEASURES` at a level, or in a window.

        Raises
        ------
        Undefined
            If it was not run or has nothing in its denominator.
        """
        value = self.measured((variant, at)).get(name, math.nan)
        if math.isnan(value):
            raise Undefined(f"{name} has no value at {at} ({variant})")
        return float(value)

    def count(self, name: str, at: Any, variant: str = AS_IT_IS) -> float:
        """A monthly count of `layout.COUNTS`, summed over streets."""
        counts, _ = self.source.months((variant, at))
        return float(counts[list(self.keep), la.COUNTS.index(name)].sum())

    def tally(self, name: str, column: str, at: Any, variant: str = AS_IT_IS) -> float:
        """A sum over single problems."""
        return float(self.source.tally(name, (variant, at))[column][list(self.keep)].sum())

    def without(self, street: int) -> Case:
        """The case without one street."""
        return Case(self.source, tuple(s for s in self.keep if s != street))

    def halves(self) -> tuple[Case, Case]:
        """Every other street, and the others; a case of fewer than two streets is both."""
        if len(self.keep) < 2:
            return self, self
        even = tuple(s for s in self.keep if s % 2 == 0)
        odd = tuple(s for s in self.keep if s % 2 == 1)
        if not (even and odd):
            even, odd = self.keep[::2], self.keep[1::2]
        return Case(self.source, even), Case(self.source, odd)


def ratio(top: float, bottom: float, what: str) -> float:
    """``top / bottom``, or `Undefined` if there is nothing of `what`."""
    if bottom <= 0.0:
        raise Undefined(f"no {what}")
    return top / bottom


class Monthly:
    """What sources have in common that know months by street."""

    city: City

    def months(self, key: Key) -> tuple[np.ndarray, np.ndarray]:
        raise NotImplementedError

    def measured(self, key: Key, keep: tuple[int, ...]) -> Mapping[str, float]:
        """Measures over the streets `keep`."""
        counts, reals = self.months(key)
        rows = list(keep)
        return measures(counts[None, rows], reals[None, rows], self.city)


class Given(Monthly):
    """Numbers given by hand.

    Parameters
    ----------
    measured : mapping
        Measures by key, for all streets alike.
    counts : mapping, optional
        Counts by key and name, per street.
    tallies : mapping, optional
        Sums by (name, key) and column, each one value per street.
    """

    def __init__(
        self,
        given: Mapping[Key, Mapping[str, float]],
        counts: Mapping[Key, Mapping[str, float]] | None = None,
        tallies: Mapping[tuple[str, Key], Mapping[str, np.ndarray]] | None = None,
        *,
        streets: int = 4,
        city: City | None = None,
    ) -> None:
        self.city = City.default() if city is None else city
        self.given, self.counts, self.tallies = given, counts or {}, tallies or {}
        self.streets = streets
        self.levels = tuple(at for variant, at in given if variant == AS_IT_IS)

    def months(self, key: Key) -> tuple[np.ndarray, np.ndarray]:
        if key not in self.counts:
            raise Undefined(f"nothing was given for {key}")
        out = np.zeros((self.streets, len(la.COUNTS)))
        for name, value in self.counts[key].items():
            out[:, la.COUNTS.index(name)] = value
        return out, np.zeros((self.streets, len(la.REALS)))

    def tally(self, name: str, key: Key) -> Mapping[str, np.ndarray]:
        if (name, key) not in self.tallies:
            raise Undefined(f"no {name} was given for {key}")
        return {k: np.asarray(v, dtype=float) for k, v in self.tallies[name, key].items()}

    def measured(self, key: Key, keep: tuple[int, ...]) -> Mapping[str, float]:
        if key not in self.given:
            raise Undefined(f"nothing was given for {key}")
        return self.given[key]


class Sheet:
    """One city's rows of a panel: measures at levels, and nothing else.

    Parameters
    ----------
    rows : DataFrame
        Column ``intensity`` and measures; one row per level.
    city : City
    """

    streets = 1

    def __init__(self, rows: pd.DataFrame, city: City) -> None:
        self.city = city
        self.rows = {round(float(row["intensity"]), 9): row for row in rows.to_dict("records")}
        self.levels = tuple(sorted(self.rows))

    def months(self, key: Key) -> tuple[np.ndarray, np.ndarray]:
        raise Undefined("a panel has measures, not counts")

    def tally(self, name: str, key: Key) -> Mapping[str, np.ndarray]:
        raise Undefined("a panel has no single problems")

    def measured(self, key: Key, keep: tuple[int, ...]) -> Mapping[str, float]:
        variant, at = key
        if variant != AS_IT_IS:
            raise Undefined(f"a panel has no runs {variant!r}")
        try:
            return self.rows[round(float(at), 9)]
        except KeyError:
            raise Undefined(f"the panel has no level {at:g}") from None
