"""Mediation of intensity -> efficiency, as a panel regression would find it.

Product of coefficients with city fixed effects (Baron and Kenny 1986; with several mediators,
Preacher and Hayes 2008): each mediator is regressed on intensity, efficiency on intensity and all
mediators; the indirect effect through a mediator is the product of the two slopes. Intervals come
from a bootstrap of whole cities.

What the estimates mean in a world whose truth is known is another matter: mediators are not set
by the design, so everything that moves both a mediator and efficiency (special governance, effort
on orders, demand that crowds in) ends up in the product. The comparison with the game of
mechanisms (`intensity.evidence.decomposition`) shows how much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence.record import Record
from intensity.evidence.regressions import within
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.simulate import simulate

MEDIATORS = ("overhead", "routine")
CHANNELS = (*MEDIATORS, "rest", "total")
STREETS, SEED = 8, 2022
KEPT = (
    *("efficiency", "cost", "centre_of_gravity", "utilisation", "diligence", "routine"),
    *("second_order_share", "unreasonable_share"),
)
DRAWS = 1000
LOW, HIGH = 0.1, 0.9  # of replications, as elsewhere in the results
LEVEL = 0.95  # of intervals for a mean


@dataclass(frozen=True)
class Intervals:
    """A mean, the range that is reported with it, and its standard error."""

    mean: float
    low: float
    high: float
    se: float = float("nan")

    @classmethod
    def of(cls, values: np.ndarray) -> Intervals:
        """Mean and 10 to 90 % range of replications."""
        low, high = np.quantile(values, [LOW, HIGH])
        return cls(float(values.mean()), float(low), float(high), _se(values))

    @classmethod
    def mean_of(cls, values: np.ndarray) -> Intervals:
        """Mean and its 95 % t interval."""
        se = _se(values)
        half = float(stats.t.ppf(0.5 + LEVEL / 2, max(len(values) - 1, 1))) * se
        mean = float(values.mean())
        return cls(mean, mean - half, mean + half, se)

    @property
    def row(self) -> dict[str, float]:
        """Columns of a table."""
        return {"mean": self.mean, "low": self.low, "high": self.high, "se": self.se}

    def words(self, up: str, down: str, neither: str = "does not clearly move") -> str:
        """`up` or `down` if the whole range is on one side of zero."""
        if self.low > 0:
            return up
        return down if self.high < 0 else neither


@dataclass(frozen=True)
class Mediation:
    """Effects of going from the lower to the higher intensity, in units of the outcome.

    Attributes
    ----------
    channels : mapping of str to Intervals
        By `CHANNELS`: indirect through each mediator, ``rest`` (the direct effect), ``total``;
        the first ones add up to the total.
    moves : mapping of str to Intervals
        How far intensity moves each mediator.
    slopes : mapping of str to Intervals
        Slope of the outcome on each mediator, intensity held fixed.
    cities, rows : int
    """

    channels: Mapping[str, Intervals]
    moves: Mapping[str, Intervals]
    slopes: Mapping[str, Intervals]
    cities: int
    rows: int

    def record(self, record: Record, prefix: str) -> None:
        """Record channels, the share mediated, and sizes."""
        record_channels(record, prefix, self.channels)
        record.add(f"{prefix}.cities", self.cities, "count")
        for name in MEDIATORS:
            record.add(f"{prefix}.{name}.move", self.moves[name].mean, "number", 3)
            record.add(f"{prefix}.{name}.slope", self.slopes[name].mean, "number", 3)


def two_levels(city: City, *, number: int, streets: int = STREETS) -> list[dict[str, float]]:
    """Rows of a panel: one city at regular and at high intensity, with its number as name."""
    rows = []
    for level in (city.I_reg, city.I_high):
        run = simulate(
            city, level, months=MONTHS, streets=streets, seed=SEED, number=number
        ).measures(BURN_IN)
        rows.append({"city": number, "intensity": level, **{k: float(run[k]) for k in KEPT}})
    return rows


def overhead(panel: pd.DataFrame) -> pd.Series:
    """Hours that the second order takes, per paid street hour: on orders, and at the upper level.

    Upper-level hours are ``cost - 1``. Order hours are their share of all hours worked
    (``centre_of_gravity``) times these; hours worked are busy ones and the routine work that
    handlers without a demand do with diligence e1.
    """
    worked = panel["utilisation"] + (1.0 - panel["utilisation"]) * panel["diligence"]
    return panel["centre_of_gravity"] * worked + panel["cost"] - 1.0


def mediation(
    panel: pd.DataFrame,
    outcome: str = "efficiency",
    *,
    low: float,
    high: float,
    inner: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Mediation:
    """Indirect effects of intensity through overhead and through routine quality.

    Estimand: in a linear model without interactions, in which nothing but intensity and the city
    moves both mediators and the outcome, the part of the mean change of `outcome` from `low` to
    `high` that runs through each mediator. The simulated world is not such a model.

    Parameters
    ----------
    panel : DataFrame
        Columns city, intensity, `outcome`, ``routine``, and ``overhead`` or what it is made of.
    low, high : float
        Levels of intensity to compare.
    inner : bool
        Use the levels between too; effects are then slopes times ``high - low``.
    draws : int
        Bootstrap draws of cities.

    Raises
    ------
    InputError
        A column is missing, or fewer than three cities have both levels.
    """
    frame = prepared(panel, (outcome, *MEDIATORS), low, high, inner=inner)
    names = ["intensity", *MEDIATORS, outcome]
    deviations = within(frame, names).to_numpy()
    codes, cities = pd.factorize(frame["city"])
    moments = np.zeros((len(cities), len(names), len(names)))
    np.add.at(moments, codes, deviations[:, :, None] * deviations[:, None, :])
    span = high - low
    point = _effects(moments.sum(axis=0), span)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(cities), np.full(len(cities), 1 / len(cities)), size=draws)
    drawn = np.array([_effects(m, span) for m in np.tensordot(weights, moments, axes=1)])
    ends = np.quantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0)
    all_ = [
        Intervals(float(v), float(a), float(b), float(s))
        for v, a, b, s in zip(point, *ends, drawn.std(axis=0, ddof=1), strict=True)
    ]
    k = len(MEDIATORS)
    return Mediation(
        channels=dict(zip(CHANNELS, all_[: k + 2], strict=True)),
        moves=dict(zip(MEDIATORS, all_[k + 2 : 2 * k + 2], strict=True)),
        slopes=dict(zip(MEDIATORS, all_[2 * k + 2 :], strict=True)),
        cities=len(cities),
        rows=len(frame),
    )


def _effects(moments: np.ndarray, span: float) -> np.ndarray:
    """Indirect effects, direct, total, moves of mediators, slopes, from cross products.

    `moments`: order intensity, mediators, outcome.
    """
    k = len(moments) - 2
    moves = moments[0, 1 : k + 1] / moments[0, 0]
    slopes = np.linalg.lstsq(moments[: k + 1, : k + 1], moments[: k + 1, -1], rcond=None)[0]
    indirect = span * moves * slopes[1:]
    total = span * moments[0, -1] / moments[0, 0]
    return np.array([*indirect, span * slopes[0], total, *(span * moves), *slopes[1:]])


def prepared(
    panel: pd.DataFrame, columns: Sequence[str], low: float, high: float, *, inner: bool = False
) -> pd.DataFrame:
    """City, intensity and `columns` of cities that have finite values at both levels."""
    frame = panel
    if "overhead" in columns and "overhead" not in panel.columns:
        _require(panel, ("cost", "centre_of_gravity", "utilisation", "diligence"))
        frame = panel.assign(overhead=overhead(panel))
    _require(frame, ("city", "intensity", *columns))
    frame = frame[["city", "intensity", *columns]]
    ends = frame["intensity"].isin((low, high))
    between = frame["intensity"].between(low, high) if inner else ends
    frame = frame[between & np.isfinite(frame[list(columns)]).all(axis=1)]
    both = frame[frame["intensity"].isin((low, high))].groupby("city")["intensity"].nunique()
    frame = frame[frame["city"].isin(both.index[both == 2])].reset_index(drop=True)
    if frame["city"].nunique() < 3:
        raise InputError(
            f"panel: {frame['city'].nunique()} cities with finite values at intensity {low} "
            f"and {high}, needs 3"
        )
    return frame


def channel_rows(
    estimator: str, sample: str, channels: Mapping[str, Intervals]
) -> list[dict[str, object]]:
    """Rows of the table that sets estimators side by side."""
    return [
        {
            "estimator": estimator,
            "sample": sample,
            "channel": name,
            "value": part.mean,
            "low": part.low,
            "high": part.high,
        }
        for name, part in channels.items()
    ]


def record_channels(record: Record, prefix: str, channels: Mapping[str, Intervals]) -> None:
    """Record each channel with its interval."""
    for name, part in channels.items():
        record.add(f"{prefix}.{name}", part.mean, "number", 3)
        record.add(f"{prefix}.{name}.low", part.low, "number", 3)
        record.add(f"{prefix}.{name}.high", part.high, "number", 3)


def _require(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in frame.columns:
            raise InputError(f"panel: missing column {column!r}")


def _se(values: np.ndarray) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")
