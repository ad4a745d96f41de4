"""Oaxaca-Blinder decomposition of efficiency: cities at regular against cities at high intensity.

Two regressions over cities, one per intensity, and the mean difference split three ways (Jann
2008): what follows from cities looking different at high intensity (*endowments*), what follows
from the same looks meaning something else there (*coefficients*), and their *interaction*. This
is how a survey of unlike cities would be read by someone who has no experiment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.oaxaca import OaxacaBlinder

from intensity.evidence.mediation import (
    DRAWS,
    LEVEL,
    SEED,
    Intervals,
    prepared,
    record_channels,
)
from intensity.evidence.record import Record

FACTORS = ("overhead", "routine", "second_order_share", "unreasonable_share", "diligence")
PARTS = ("endowments", "coefficients", "interaction")


@dataclass(frozen=True)
class Oaxaca:
    """Parts of the mean difference, high less regular intensity, in units of the outcome.

    Attributes
    ----------
    parts : mapping of str to Intervals
        By `PARTS`; they add up to the difference.
    factors : mapping of str to Intervals
        Endowments by factor, at the slopes of regular intensity; they add up to ``endowments``.
    total : Intervals
        The difference.
    cities : int
    """

    parts: Mapping[str, Intervals]
    factors: Mapping[str, Intervals]
    total: Intervals
    cities: int

    @property
    def channels(self) -> dict[str, Intervals]:
        """Overhead, routine, everything else, and the total, to be set beside other estimators."""
        return {
            "overhead": self.factors["overhead"],
            "routine": self.factors["routine"],
            "rest": self.factors["rest"],
            "total": self.total,
        }

    def record(self, record: Record, prefix: str) -> None:
        """Record parts and factors."""
        record_channels(record, prefix, {**self.parts, **self.factors, "total": self.total})
        record.add(f"{prefix}.cities", self.cities, "count")


def oaxaca(
    panel: pd.DataFrame,
    outcome: str = "efficiency",
    *,
    low: float,
    high: float,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Oaxaca:
    """Split the mean difference between two intensities, with a bootstrap of cities.

    Estimand: a description. The parts say what two linear regressions over cities make of the
    difference; they are causal only if nothing else differs between cities that moves both
    factors and outcome, which is not so here: cities differ in all their parameters.

    Parameters
    ----------
    panel : DataFrame
        Columns city, intensity, `outcome` and `FACTORS` (or what overhead is made of).
    low, high : float

    Raises
    ------
    InputError
        As `intensity.evidence.mediation.prepared`, or fewer cities than twice the coefficients.
    """
    frame = prepared(panel, (outcome, *FACTORS), low, high)
    wide = frame.sort_values(["city", "intensity"], kind="stable")
    at_low, at_high = (wide[wide["intensity"] == level] for level in (low, high))
    factors = list(FACTORS)
    x_low, x_high = at_low[factors].to_numpy(float), at_high[factors].to_numpy(float)
    y_low, y_high = at_low[outcome].to_numpy(float), at_high[outcome].to_numpy(float)
    point = np.array([*_three_fold(x_low, x_high, y_low, y_high), *_by_factor(*_fits(
        x_low, x_high, y_low, y_high))])  # fmt: skip
    point = _with_rest(point)
    rng = np.random.default_rng(seed)
    cities = len(y_low)
    drawn = np.empty((draws, len(point)))
    for at in range(draws):
        pick = rng.integers(cities, size=cities)
        fits = _fits(x_low[pick], x_high[pick], y_low[pick], y_high[pick])
        drawn[at] = _with_rest(np.array([*_parts(*fits), *_by_factor(*fits)]))
    ends = np.quantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0)
    all_ = [
        Intervals(float(v), float(a), float(b), float(s))
        for v, a, b, s in zip(point, *ends, drawn.std(axis=0, ddof=1), strict=True)
    ]
    names = (*PARTS, "total", *FACTORS, "rest")
    named = dict(zip(names, all_, strict=True))
    return Oaxaca(
        parts={name: named[name] for name in PARTS},
        factors={name: named[name] for name in (*FACTORS, "rest")},
        total=named["total"],
        cities=cities,
    )


def _three_fold(
    x_low: np.ndarray, x_high: np.ndarray, y_low: np.ndarray, y_high: np.ndarray
) -> tuple[float, float, float, float]:
    """Endowments, coefficients, interaction and gap, by statsmodels; high less low."""
    # the first column splits: 0 for high intensity, which comes first in the difference
    group = np.repeat([0.0, 1.0], [len(y_high), len(y_low)])
    exog = np.column_stack([group, np.vstack([x_high, x_low])])
    model = OaxacaBlinder(
        np.concatenate([y_high, y_low]), exog, 0, hasconst=False, swap=False
    ).three_fold()
    endowments, coefficients, interaction, gap = model.params
    return float(endowments), float(coefficients), float(interaction), float(gap)


def _fits(
    x_low: np.ndarray, x_high: np.ndarray, y_low: np.ndarray, y_high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Means (with constant) and OLS coefficients at low and at high."""
    out = []
    for x, y in ((x_low, y_low), (x_high, y_high)):
        design = np.column_stack([np.ones(len(x)), x])
        out += [design.mean(axis=0), np.linalg.lstsq(design, y, rcond=None)[0]]
    return out[0], out[1], out[2], out[3]


def _parts(
    mean_low: np.ndarray, slope_low: np.ndarray, mean_high: np.ndarray, slope_high: np.ndarray
) -> tuple[float, float, float, float]:
    """The same as `_three_fold` from means and slopes; for the bootstrap."""
    moved, turned = mean_high - mean_low, slope_high - slope_low
    parts = (float(moved @ slope_low), float(mean_low @ turned), float(moved @ turned))
    return (*parts, sum(parts))


def _by_factor(
    mean_low: np.ndarray, slope_low: np.ndarray, mean_high: np.ndarray, slope_high: np.ndarray
) -> np.ndarray:
    """Endowments by factor."""
    return ((mean_high - mean_low) * slope_low)[1:]


def _with_rest(values: np.ndarray) -> np.ndarray:
    """Append what is neither overhead's nor routine's endowment: the total less the two."""
    total, over, routine = values[3], values[4], values[5]
    return np.append(values, total - over - routine)
