"""Panel regressions over simulated cities, with the uncertainty that the design has.

The unit of sampling is the city: parameters are drawn per city, and a city's levels of intensity
share its problems. So intervals are clustered by city, and nothing is called significant: a
simulation makes any p-value small by running longer.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from intensity.model.errors import InputError

TERMS = ("intensity", "intensity_squared")
LABELS = {"intensity": "I", "intensity_squared": "I\N{SUPERSCRIPT TWO}"}


@dataclass(frozen=True)
class QuadraticFit:
    """A quadratic in intensity with city fixed effects.

    Attributes
    ----------
    outcome : str
        Dependent variable.
    coef : Series
        Index `TERMS`: coefficients of I and of its square, in units of the outcome.
    cov : DataFrame
        Their covariance, clustered by city.
    df : int
        Degrees of freedom of the t distribution, clusters - 1.
    level : float
        Confidence level of `ci`, 0 to 1.
    constant : float
        Mean of the city effects: the curve of the mean city is
        ``constant + coef[0] I + coef[1] I**2``.
    n_obs, n_clusters : int
        Rows and cities.
    r2_within : float
        Share of the variance inside cities that the two terms account for.
    lower, upper : float
        Range of intensity in the data.
    """

    outcome: str
    coef: pd.Series
    cov: pd.DataFrame
    df: int
    level: float
    constant: float
    n_obs: int
    n_clusters: int
    r2_within: float
    lower: float
    upper: float

    @property
    def se(self) -> pd.Series:
        """Standard errors clustered by city."""
        return pd.Series(np.sqrt(np.diag(self.cov)), index=self.coef.index)

    @property
    def critical(self) -> float:
        """Two-sided critical value of t at `level`."""
        return float(stats.t.ppf(0.5 + self.level / 2, self.df))

    @property
    def ci(self) -> pd.DataFrame:
        """Confidence intervals, columns low and high."""
        half = self.critical * self.se
        return pd.DataFrame({"low": self.coef - half, "high": self.coef + half})

    @property
    def turning_point(self) -> float:
        """Intensity at which the fitted curve turns; outside the range it means nothing."""
        linear, square = self.coef
        return float(-linear / (2 * square)) if square != 0 else float("nan")

    def slope(self, at: float) -> tuple[float, float]:
        """Return the fitted slope at an intensity, and its standard error."""
        weights = np.array([1.0, 2.0 * at])
        variance = float(weights @ self.cov.to_numpy() @ weights)
        return float(weights @ self.coef.to_numpy()), float(np.sqrt(max(variance, 0.0)))

    def predict(self, intensity: Sequence[float] | np.ndarray) -> np.ndarray:
        """Return the mean city's curve at levels of intensity, shape (len(intensity),)."""
        at = np.asarray(intensity, dtype=float)
        linear, square = self.coef
        return self.constant + linear * at + square * at**2

    def summary(self) -> dict[str, float | int | str]:
        """Return every reported number under a flat key, for the results file."""
        numbers: dict[str, float | int | str] = {"outcome": self.outcome}
        for term in TERMS:
            numbers[term] = float(self.coef[term])
            numbers[f"{term}_se"] = float(self.se[term])
            numbers[f"{term}_low"] = float(self.ci.loc[term, "low"])
            numbers[f"{term}_high"] = float(self.ci.loc[term, "high"])
        numbers |= {
            "covariance": float(self.cov.iloc[0, 1]),
            "constant": self.constant,
            "turning_point": self.turning_point,
            "observations": self.n_obs,
            "clusters": self.n_clusters,
            "r2_within": self.r2_within,
            "level": self.level,
        }
        return numbers


def check_panel(panel: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return the columns ``city``, ``intensity`` and `outcome`, checked.

    Raises
    ------
    InputError
        If a column is missing, a value is missing or not finite (the row is named), there are
        fewer than two cities, or fewer than three levels of intensity.
    """
    for column in ("city", "intensity", outcome):
        if column not in panel.columns:
            raise InputError(f"panel: missing column {column!r}")
    frame = panel[["city", "intensity", outcome]].reset_index(drop=True)
    for column in ("intensity", outcome):
        values = pd.to_numeric(frame[column], errors="coerce").to_numpy(dtype=float)
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            raise InputError(
                f"panel: row {bad[0]}, column {column!r}: {panel[column].iloc[bad[0]]!r} must be "
                "a finite number"
            )
        frame[column] = values
    if frame["city"].nunique() < 2:
        raise InputError(f"panel: {frame['city'].nunique()} city, needs at least 2")
    if frame["intensity"].nunique() < 3:
        raise InputError(f"panel: {frame['intensity'].nunique()} levels of intensity, needs 3")
    return frame


def within(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the columns as deviations from their city's mean."""
    table = frame[list(columns)].astype(float)
    return table - table.groupby(frame["city"]).transform("mean")


def clustered(y: pd.Series, x: pd.DataFrame, cities: pd.Series):
    """Fit OLS on deviations from city means, with covariance clustered by city.

    The small-sample factor is G/(G-1) * (N-1)/(N-k), where k leaves out the city effects: they are
    nested in the clusters. Inference is by t with G - 1 degrees of freedom (Cameron and Miller
    2015, "A practitioner's guide to cluster-robust inference").
    """
    groups = pd.factorize(cities)[0]
    return sm.OLS(y.to_numpy(), x.to_numpy()).fit(
        cov_type="cluster",
        cov_kwds={"groups": groups, "use_correction": True, "df_correction": True},
        use_t=True,
    )


def fixed_effects_quadratic(
    panel: pd.DataFrame, outcome: str = "efficiency", level: float = 0.95
) -> QuadraticFit:
    """Regress an outcome on intensity and its square, with a fixed effect per city.

    Estimand: the best quadratic approximation, over the grid of levels that was run, to the mean
    over the sampled space of cities of how one city's outcome changes with intensity, all else of
    that city held fixed. Intensity is set by the design and every city lives through every level
    with the same problems, so the contrast is causal in the model. It is an average: cities may
    differ, and a curve that is no quadratic is only approximated (see `intensity.evidence.utest`
    for what that can hide).

    Parameters
    ----------
    panel : DataFrame
        Columns ``city``, ``intensity`` and `outcome`; one or more rows per city and level.
    outcome : str
        Dependent variable.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    QuadraticFit

    Raises
    ------
    InputError
        As `check_panel`; or if `level` is out of range, or no city has three levels.
    """
    if not 0 < level < 1:
        raise InputError(f"level: {level} must be between 0 and 1")
    frame = check_panel(panel, outcome)
    frame["intensity_squared"] = frame["intensity"] ** 2
    deviations = within(frame, [outcome, *TERMS])
    regressors = deviations[list(TERMS)]
    if np.linalg.matrix_rank(regressors.to_numpy()) < len(TERMS):
        raise InputError("panel: levels inside cities do not identify a quadratic")
    fit = clustered(deviations[outcome], regressors, frame["city"])
    coef = pd.Series(fit.params, index=list(TERMS))
    total = float((deviations[outcome] ** 2).sum())
    # the mean of the city effects, each city counted once
    means = frame.groupby("city")[[outcome, *TERMS]].mean()
    effects = means[outcome] - means[list(TERMS)] @ coef
    clusters = int(frame["city"].nunique())
    return QuadraticFit(
        outcome=outcome,
        coef=coef,
        cov=pd.DataFrame(fit.cov_params(), index=list(TERMS), columns=list(TERMS)),
        df=clusters - 1,
        level=level,
        constant=float(effects.mean()),
        n_obs=len(frame),
        n_clusters=clusters,
        r2_within=1 - float(fit.ssr) / total if total > 0 else float("nan"),
        lower=float(frame["intensity"].min()),
        upper=float(frame["intensity"].max()),
    )


def table(*results: QuadraticFit, digits: int = 3) -> pd.DataFrame:
    """Return a regression table: one column per model, estimates with intervals, no stars.

    Parameters
    ----------
    *results : QuadraticFit
        At least one.
    digits : int
        Decimals.

    Returns
    -------
    DataFrame
        Strings. Columns ``(1)``, ``(2)``, ...; rows: dependent variable, each term with its
        interval, city effects, observations, clusters, R-squared within.

    Raises
    ------
    InputError
        If there is no result, or results differ in confidence level.
    """
    if not results:
        raise InputError("table: needs at least one result")
    levels = {result.level for result in results}
    if len(levels) > 1:
        raise InputError(f"table: results have different confidence levels {sorted(levels)}")
    columns = {}
    for index, result in enumerate(results, start=1):
        column = {"Dependent variable": result.outcome}
        for term in TERMS:
            low, high = result.ci.loc[term, ["low", "high"]]
            column[LABELS[term]] = (
                f"{_signed(result.coef[term], digits)} "
                f"[{_signed(low, digits)}, {_signed(high, digits)}]"
            )
        column["City effects"] = "yes"
        column["Observations"] = str(result.n_obs)
        column["Clusters (cities)"] = str(result.n_clusters)
        column["R\N{SUPERSCRIPT TWO} within"] = _signed(result.r2_within, digits)
        columns[f"({index})"] = column
    return pd.DataFrame(columns)


def table_html(*results: QuadraticFit, digits: int = 3) -> str:
    """Return `table` as an HTML table with a caption that says what the brackets are."""
    frame = table(*results, digits=digits)
    level = f"{100 * results[0].level:g}"
    caption = f"Coefficients with {level} % intervals in brackets, clustered by city."
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in frame.columns)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(str(label))}</th>'
        + "".join(f"<td>{html.escape(value)}</td>" for value in row)
        + "</tr>"
        for label, row in zip(frame.index, frame.to_numpy(), strict=True)
    )
    return (
        f'<table class="regression"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col"></th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _signed(value: float, digits: int) -> str:
    """Format with a true minus sign and no negative zero."""
    body = f"{value:.{digits}f}"
    if float(body) == 0:
        body = body.lstrip("-")
    return body.replace("-", "\N{MINUS SIGN}")
