"""Intensity over months: resource input r (受理能力) and assessment strength g (考核强度)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from intensity.model.errors import InputError
from intensity.model.tables import DemandType


@dataclass(frozen=True, eq=False)
class Schedule:
    """Both instruments of intensity by month, optionally on the calendar.

    Parameters
    ----------
    resources, assessment : ndarray(float64, ndim=1), shape (months,)
        Each in [0, 1].
    start : str, optional
        Calendar month of the first one, ``"YYYY-MM"``. Without it no type with a calendar window
        (the epidemic) ever arises.
    """

    resources: np.ndarray
    assessment: np.ndarray
    start: str | None = None

    def __post_init__(self) -> None:
        for name in ("resources", "assessment"):
            try:
                series = np.array(getattr(self, name), dtype=float, ndmin=1)
            except (TypeError, ValueError):
                raise InputError(
                    f"{name}: {getattr(self, name)!r} is not a series of numbers"
                ) from None
            if series.ndim != 1 or len(series) == 0:
                raise InputError(f"{name}: wants one value per month, got shape {series.shape}")
            bad = ~((series >= 0.0) & (series <= 1.0))
            if bad.any():
                at = int(np.argmax(bad))
                raise InputError(
                    f"{_named(self, name)} = {series[at]:g}{_where(series, at)}: must be a number "
                    f"from 0 to 1{_share(series[at])}"
                )
            series.setflags(write=False)
            object.__setattr__(self, name, series)
        if len(self.resources) != len(self.assessment):
            raise InputError(
                f"assessment: {len(self.assessment)} months, but resources has "
                f"{len(self.resources)}"
            )
        if self.start is not None:
            _month(self.start)

    def __len__(self) -> int:
        return len(self.resources)

    @classmethod
    def constant(cls, resources: float, assessment: float, months: int) -> Schedule:
        """The same intensity every month."""
        return cls(np.full(months, resources), np.full(months, assessment))

    @classmethod
    def steps(cls, steps: Iterable[tuple[int, float]], start: str | None = None) -> Schedule:
        """Levels one after the other: ``[(24, 0.2), (24, 1.0)]`` is two years at 0.2, then 1."""
        level = np.concatenate([np.full(months, float(value)) for months, value in steps])
        return cls(level, level, start)

    def array(self) -> np.ndarray:
        """float64 of shape (months, 2): r and g."""
        return np.column_stack([self.resources, self.assessment])

    def periods(self) -> pd.PeriodIndex | None:
        """Calendar months, or None."""
        if self.start is None:
            return None
        return pd.period_range(_month(self.start), periods=len(self), freq="M")

    def windows(self, types: Sequence[DemandType]) -> np.ndarray:
        """Extra rate of each type by month, as a multiple of lambda_pot; shape (months, T)."""
        out = np.zeros((len(self), len(types)))
        periods = self.periods()
        if periods is None:
            return out
        for t, kind in enumerate(types):
            if kind.window_rate is not None:
                inside = (periods >= _month(str(kind.window_start))) & (
                    periods <= _month(str(kind.window_end))
                )
                out[inside, t] = kind.window_rate
        return out


def _named(schedule: Schedule, name: str) -> str:
    """An instrument, or the one intensity that was given for both."""
    same = repr(schedule.resources) == repr(schedule.assessment)
    return "intensity" if same else name


def _where(series: np.ndarray, at: int) -> str:
    return "" if np.unique(series).size == 1 else f" in month {at}"


def _share(value: float) -> str:
    return f", such as {value / 100:g} for {value:g} %" if 5.0 <= value <= 100.0 else ""


def _month(text: str) -> pd.Period:
    try:
        return pd.Period(text, freq="M")
    except ValueError:
        raise InputError(f"start: {text!r} is not a calendar month YYYY-MM") from None
