"""Does efficiency rise and then fall? Tests that can disagree, kept apart.

`lind_mehlum` reads the shape off a quadratic and is fooled by a curve that only flattens out;
`interior_maximum` looks at each city by itself; `intensity.evidence.twolines` asks for a rise and
a fall without a functional form. A page reports all three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from intensity.evidence.regressions import QuadraticFit, check_panel
from intensity.model.errors import InputError

SIGN = {"inverse": 1.0, "u": -1.0}  # wanted sign of the slope at the lower end
HALVES_FROM = 8  # replications from which one half can pick the maximum and the other test it


@dataclass(frozen=True)
class FiellerInterval:
    """A confidence set for a turning point.

    Attributes
    ----------
    kind : {"bounded", "complement", "whole line", "half-line"}
        ``bounded``: [low, high]. ``complement``: everything except the open interval
        (low, high), because a slope parallel to the axis is not excluded. ``whole line``: the
        data say nothing about where the curve turns. ``half-line``: the limiting case between.
    low, high : float
        Bounds as above; infinite where there is none.
    """

    kind: str
    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Say whether the set holds a value."""
        if self.kind == "complement":
            return value <= self.low or value >= self.high
        return self.low <= value <= self.high


@dataclass(frozen=True)
class UTest:
    """Result of `lind_mehlum`. Slopes per unit of intensity; p-values one-sided."""

    shape: str
    lower: float
    upper: float
    slope_lower: float
    slope_upper: float
    t_lower: float
    t_upper: float
    p_lower: float
    p_upper: float
    p: float
    turning_point: float
    inside: bool
    fieller: FiellerInterval
    delta_se: float
    delta_low: float
    delta_high: float
    level: float


@dataclass(frozen=True)
class InteriorMaximum:
    """Result of `interior_maximum`.

    Attributes
    ----------
    cities : DataFrame
        Index: city; columns: argmax (level), value, gain_lower and gain_upper (by how much the
        maximum exceeds either end), interior (bool).
    count, n : int
        Cities with an interior maximum, and all cities.
    share, low, high : float
        ``count / n`` with its Wilson interval.
    level : float
        Confidence level of the interval.
    held_out : bool
        True if one half of the replications picked the maximum and the other judged it.
    """

    cities: pd.DataFrame
    count: int
    n: int
    share: float
    low: float
    high: float
    level: float
    held_out: bool


def fieller(linear: float, square: float, cov: np.ndarray, critical: float) -> FiellerInterval:
    """Return Fieller's confidence set of the turning point ``-linear / (2 square)``.

    The set holds every intensity at which a slope of zero is not rejected:
    ``(b1 + 2 b2 x)**2 <= c**2 (v11 + 4 x v12 + 4 x**2 v22)`` (Fieller 1954).

    Parameters
    ----------
    linear, square : float
        Coefficients of I and its square.
    cov : ndarray, shape (2, 2)
        Their covariance.
    critical : float
        Critical value c of the two-sided test, > 0.
    """
    v11, v12, v22 = float(cov[0, 0]), float(cov[0, 1]), float(cov[1, 1])
    c2 = critical**2
    a = 4.0 * (square**2 - c2 * v22)
    b = 4.0 * (linear * square - c2 * v12)
    c = linear**2 - c2 * v11
    if a == 0.0:
        if b == 0.0:
            return FiellerInterval("whole line", -np.inf, np.inf)
        root = -c / b
        low, high = (-np.inf, root) if b > 0 else (root, np.inf)
        return FiellerInterval("half-line", float(low), float(high))
    discriminant = b * b - 4.0 * a * c
    if a < 0 and discriminant <= 0:
        return FiellerInterval("whole line", -np.inf, np.inf)
    # for a > 0 the point estimate solves the inequality, so a negative value is rounding
    half = np.sqrt(max(discriminant, 0.0)) / (2.0 * abs(a))
    centre = -b / (2.0 * a)
    kind = "bounded" if a > 0 else "complement"
    return FiellerInterval(kind, float(centre - half), float(centre + half))


def lind_mehlum(
    fit: QuadraticFit,
    lower: float | None = None,
    upper: float | None = None,
    shape: str = "inverse",
    level: float = 0.95,
) -> UTest:
    """Test for a (by default inverse) U on a range (Lind and Mehlum 2010, "With or without U?").

    The null hypothesis is that the curve is monotone on the range or turns the other way; it is
    rejected only if the slope has the wanted sign at both ends, so the p-value is the larger of
    the two one-sided ones. Caution: this judges the fitted quadratic. A curve that rises and
    flattens, such as a logarithm, can be fitted best by a quadratic that turns inside the range,
    and is then taken for an inverse U. Read it beside
    `interior_maximum` and `intensity.evidence.twolines.two_lines`.

    Parameters
    ----------
    fit : QuadraticFit
        Quadratic with clustered covariance.
    lower, upper : float, optional
        Range of intensity; by default the range of the data.
    shape : {"inverse", "u"}
        Rise then fall, or fall then rise.
    level : float
        Level of the turning point's intervals. (The test at size alpha agrees with Fieller's set
        of level 1 - 2 alpha lying inside the range.)

    Raises
    ------
    InputError
        If the range is empty, or `shape` or `level` is not allowed.
    """
    lower = fit.lower if lower is None else float(lower)
    upper = fit.upper if upper is None else float(upper)
    if not lower < upper:
        raise InputError(f"range: lower {lower} must be below upper {upper}")
    if shape not in SIGN:
        raise InputError(f"shape: {shape!r} must be one of {', '.join(SIGN)}")
    if not 0 < level < 1:
        raise InputError(f"level: {level} must be between 0 and 1")
    slope_lower, se_lower = fit.slope(lower)
    slope_upper, se_upper = fit.slope(upper)
    t_lower, t_upper = ratio(slope_lower, se_lower), ratio(slope_upper, se_upper)
    p_lower = float(stats.t.sf(SIGN[shape] * t_lower, fit.df))
    p_upper = float(stats.t.sf(-SIGN[shape] * t_upper, fit.df))
    critical = float(stats.t.ppf(0.5 + level / 2, fit.df))
    turning = fit.turning_point
    delta_se = _delta_se(fit)
    linear, square = fit.coef
    return UTest(
        shape=shape,
        lower=lower,
        upper=upper,
        slope_lower=slope_lower,
        slope_upper=slope_upper,
        t_lower=t_lower,
        t_upper=t_upper,
        p_lower=p_lower,
        p_upper=p_upper,
        p=max(p_lower, p_upper),
        turning_point=turning,
        inside=bool(lower < turning < upper),
        fieller=fieller(linear, square, fit.cov.to_numpy(), critical),
        delta_se=delta_se,
        delta_low=turning - critical * delta_se,
        delta_high=turning + critical * delta_se,
        level=level,
    )


def interior_maximum(
    panel: pd.DataFrame,
    outcome: str = "efficiency",
    replication: str = "seed",
    tolerance: float = 2.0,
    margin: float = 0.0,
    level: float = 0.95,
) -> InteriorMaximum:
    """Find each city's best level on the grid, and whether it beats both ends.

    No functional form is assumed. The largest of many noisy means looks better than it is, so
    with `HALVES_FROM` replications or more one half picks the best level and the other half
    judges it; with 2 to `HALVES_FROM` - 1 the same ones do both, which is somewhat generous; with
    a single one only `margin` protects against noise.

    Parameters
    ----------
    panel : DataFrame
        Columns ``city``, ``intensity``, `outcome`, and `replication` if there are several runs
        per city and level; a replication is the same luck at every level.
    outcome : str
        What is maximised.
    replication : str
        Column that identifies replications; it may be absent.
    tolerance : float
        The maximum must exceed either end by more than so many standard errors of the paired
        difference; >= 0; used if there are replications.
    margin : float
        ... and by more than this, in units of the outcome; >= 0.
    level : float
        Confidence level of the Wilson interval.

    Raises
    ------
    InputError
        As `check_panel`; or if a city lacks a level in some replication, has a level twice in
        one, or a tolerance is negative.
    """
    if tolerance < 0 or margin < 0:
        raise InputError(f"tolerance {tolerance} and margin {margin} must be >= 0")
    frame = check_panel(panel, outcome)
    runs = panel[replication].to_numpy() if replication in panel.columns else 0
    frame["run"] = runs
    if frame.duplicated(["city", "intensity", "run"]).any():
        raise InputError(f"panel: a city and level occurs twice (replications in {replication!r})")
    rows = {}
    split = []
    for city, part in frame.groupby("city"):
        grid = part.pivot(index="run", columns="intensity", values=outcome)
        if grid.isna().to_numpy().any() or grid.shape[1] < 3:
            raise InputError(f"panel: city {city!r} needs every level in every replication")
        halves = len(grid) >= HALVES_FROM
        split.append(halves)
        rows[city] = _judge(grid, halves, tolerance, margin)
    cities = pd.DataFrame.from_dict(rows, orient="index")
    cities.index.name = "city"
    count, n = int(cities["interior"].sum()), len(cities)
    low, high = proportion_confint(count, n, alpha=1 - level, method="wilson")
    return InteriorMaximum(
        cities=cities,
        count=count,
        n=n,
        share=count / n,
        low=float(low),
        high=float(high),
        level=level,
        held_out=all(split),
    )


def _judge(grid: pd.DataFrame, halves: bool, tolerance: float, margin: float) -> dict:
    """Judge one city: rows are replications, columns levels of intensity in order."""
    means = grid.mean()
    best = float(means.idxmax())
    pick = float(grid.iloc[::2].mean().idxmax()) if halves else best
    judges = grid.iloc[1::2] if halves else grid
    ends = (grid.columns[0], grid.columns[-1])
    interior = pick not in ends
    for end in ends:
        gains = judges[pick] - judges[end]
        error = gains.std(ddof=1) / np.sqrt(len(gains)) if len(gains) > 1 else 0.0
        interior = interior and bool(gains.mean() > max(tolerance * error, margin))
    return {
        "argmax": best,
        "value": float(means[best]),
        "gain_lower": float(means[best] - means[ends[0]]),
        "gain_upper": float(means[best] - means[ends[1]]),
        "interior": interior,
    }


def _delta_se(fit: QuadraticFit) -> float:
    """Return the delta-method standard error of the turning point."""
    linear, square = fit.coef
    if square == 0:
        return float("nan")
    gradient = np.array([-1 / (2 * square), linear / (2 * square**2)])
    return float(np.sqrt(max(gradient @ fit.cov.to_numpy() @ gradient, 0.0)))


def ratio(estimate: float, error: float) -> float:
    """Return estimate / error; exact data have error 0, and then the sign decides."""
    if error > 0:
        return estimate / error
    return float(np.sign(estimate) * np.inf) if estimate != 0 else 0.0
