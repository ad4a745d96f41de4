"""What every regression reports: coefficients with intervals, rows, clusters, fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from intensity.model.errors import InputError

LEVEL = 0.95


@dataclass(frozen=True)
class Estimated:
    """A regression as a column of a table.

    Attributes
    ----------
    method, outcome : str
        Estimator and dependent variable, in words.
    coef, se : Series
        By term, on the scale of the estimator (log odds, log rates, or the outcome's unit).
    df : float
        Degrees of freedom of the t distribution; infinite for the normal one.
    observations, clusters : int
    unit : str
        What a cluster is.
    fit, fit_name : float, str
        A measure of fit, and which.
    cov : DataFrame
        Covariance of the coefficients.
    """

    method: str
    outcome: str
    coef: pd.Series
    se: pd.Series
    df: float
    observations: int
    clusters: int
    unit: str
    fit: float
    fit_name: str
    cov: pd.DataFrame

    @property
    def ci(self) -> pd.DataFrame:
        """Intervals of level `LEVEL`, columns low and high."""
        half = float(stats.t.ppf(0.5 + LEVEL / 2, self.df)) * self.se
        return pd.DataFrame({"low": self.coef - half, "high": self.coef + half})

    def rows(
        self, table: str, column: int, terms: Sequence[str], *, ratio: bool = False
    ) -> list[dict[str, Any]]:
        """Rows of the recorded table of regressions, one per term.

        Parameters
        ----------
        table, column : str, int
            Which table of the page, and which of its columns.
        terms : sequence of str
            Those that are shown.
        ratio : bool
            Exponentiate: odds ratios, rate ratios.
        """
        ci = self.ci
        shown = np.exp if ratio else np.asarray
        return [
            {
                "table": table,
                "column": column,
                "method": self.method,
                "outcome": self.outcome,
                "term": term,
                "estimate": float(shown(self.coef[term])),
                "low": float(shown(ci.loc[term, "low"])),
                "high": float(shown(ci.loc[term, "high"])),
                "observations": self.observations,
                "clusters": self.clusters,
                "unit": self.unit,
                "fit": self.fit,
                "fit_name": self.fit_name,
            }
            for term in terms
        ]


def estimated(
    fit: Any,
    *,
    method: str,
    outcome: str,
    groups: Sequence[Any] | None,
    unit: str,
    gof: tuple[str, float],
) -> Estimated:
    """Take what a statsmodels result says; its covariance is used as it is.

    Parameters
    ----------
    fit : results of statsmodels
        With named parameters.
    groups : sequence, optional
        Cluster of each row; without it rows are independent.
    gof : (str, float)
        Name and value of a measure of fit.
    """
    cov = pd.DataFrame(
        np.asarray(fit.cov_params()), index=fit.params.index, columns=fit.params.index
    )
    clusters = int(fit.nobs) if groups is None else len(pd.unique(np.asarray(groups)))
    return Estimated(
        method=method,
        outcome=outcome,
        coef=fit.params,
        se=pd.Series(np.sqrt(np.diag(cov)), index=cov.index),
        df=clusters - 1 if groups is not None else np.inf,
        observations=int(fit.nobs),
        clusters=clusters,
        unit=unit,
        fit=gof[1],
        fit_name=gof[0],
        cov=cov,
    )


def clean(frame: pd.DataFrame, columns: Sequence[str], name: str) -> pd.DataFrame:
    """The columns without missing rows, refused in one line where they are not there.

    Raises
    ------
    InputError
        If a column is missing, a value is not finite, or there is no row.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise InputError(f"{name}: missing column {missing[0]!r}")
    if frame.empty:
        raise InputError(f"{name}: has no rows")
    out = frame[list(columns)].reset_index(drop=True).astype(float)
    bad = np.argwhere(~np.isfinite(out.to_numpy()))
    if bad.size:
        row, at = bad[0]
        raise InputError(f"{name}: row {row}, column {columns[at]!r}: must be a finite number")
    return out


def codes(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Clusters as whole numbers from 0; at least two.

    Raises
    ------
    InputError
    """
    if column not in frame.columns:
        raise InputError(f"clusters: missing column {column!r}")
    found = pd.factorize(frame[column])[0]
    if (found < 0).any() or len(np.unique(found)) < 2:
        raise InputError(f"clusters: column {column!r} needs a value in each row and two of them")
    return found
