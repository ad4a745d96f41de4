"""Quantile regression over cities: which cities lose, and which gain. By statsmodels."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import ConvergenceWarning, IterationLimitWarning

from intensity.evidence.estimated import Estimated, clean, estimated
from intensity.model.errors import InputError

QUANTILES = (0.25, 0.5, 0.75)
TOLERANCE = 1e-5  # of coefficients


def quantile_regression(
    frame: pd.DataFrame,
    outcome: str,
    terms: Sequence[str],
    quantiles: Sequence[float] = QUANTILES,
    unit: str = "cities",
) -> dict[float, Estimated]:
    """Linear regressions of quantiles (Koenker and Bassett 1978), rows independent.

    Estimand: how a quantile of the outcome over cities shifts with the terms. With the change of
    efficiency as outcome it says whether, among cities alike in the terms, the lower quarter
    moves as the upper one does.

    Parameters
    ----------
    frame : DataFrame
        One row per city: columns `outcome` and `terms`.
    quantiles : sequence of float
        Each between 0 and 1.

    Returns
    -------
    dict of float to Estimated
        Errors robust to unequal spread (kernel estimate of the density at the quantile).

    Raises
    ------
    InputError
    """
    data = clean(frame, [outcome, *terms], "cities")
    for quantile in quantiles:
        if not 0 < quantile < 1:
            raise InputError(f"quantiles: {quantile} must be between 0 and 1")
    model = sm.QuantReg(data[outcome], sm.add_constant(data[list(terms)]))
    out = {}
    for quantile in quantiles:
        with warnings.catch_warnings():
            # iterations may end up circling around the optimum, within the tolerance
            warnings.simplefilter("ignore", IterationLimitWarning)
            warnings.simplefilter("ignore", ConvergenceWarning)
            fit = model.fit(q=quantile, vcov="robust", p_tol=TOLERANCE)
        if not np.isfinite(np.asarray(fit.bse)).all():
            raise InputError(f"cities: {len(data)} are too few for errors at quantile {quantile}")
        out[quantile] = estimated(
            fit, method=f"quantile {quantile:g}", outcome=outcome, groups=None, unit=unit,
            gof=("pseudo R\N{SUPERSCRIPT TWO}", float(fit.prsquared)),
        )  # fmt: skip
    return out


def standardised(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns in standard deviations from their means."""
    part = frame[list(columns)].astype(float)
    spread = part.std(ddof=1)
    flat = spread.index[~(spread > 0)]
    if len(flat):
        raise InputError(f"cities: column {flat[0]!r} does not vary")
    return (part - part.mean()) / spread.replace(0.0, np.nan)
