"""Shares and counts: fractional logit, Poisson and negative binomial, by statsmodels.

A share of many demands is no number of successes whose trials are independent, and orders of a
street come in bursts: so the likelihoods are used for their means only, and intervals are
clustered (quasi-likelihood; Papke and Wooldridge 1996, Gourieroux, Monfort and Trognon 1984).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from scipy.special import expit

from intensity.evidence.estimated import LEVEL, Estimated, clean, codes, estimated
from intensity.model.errors import InputError


def fractional_logit(
    frame: pd.DataFrame, outcome: str, terms: Sequence[str], cluster: str, unit: str = "cities"
) -> Estimated:
    """Fractional logit of a share.

    Estimand: the mean over the sampled cities of the share at an intensity, as a logistic
    function of the terms. Every city is there at every level, so leaving out city effects costs
    nothing but precision.

    Parameters
    ----------
    frame : DataFrame
        Columns `outcome`, `terms`, `cluster`.
    outcome : str
        A share, 0 to 1, both ends allowed.

    Raises
    ------
    InputError
        As `clean`, or a share outside [0, 1].
    """
    data, groups = clean(frame, [outcome, *terms], "shares"), codes(frame, cluster)
    y = data[outcome]
    outside = (y < 0) | (y > 1)
    if outside.any():
        at = int(np.argmax(outside))
        raise InputError(f"shares: row {at}, column {outcome!r}: {y[at]} is outside [0, 1]")
    fit = sm.GLM(y, sm.add_constant(data[list(terms)]), family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    squared = float(np.corrcoef(y, fit.fittedvalues)[0, 1] ** 2)
    return estimated(
        fit, method="fractional logit", outcome=outcome, groups=groups, unit=unit,
        gof=("R\N{SUPERSCRIPT TWO} of fitted shares", squared),
    )  # fmt: skip


def share_change(
    result: Estimated, low: dict[str, float], high: dict[str, float]
) -> tuple[float, float, float]:
    """Change of a fitted share between two values of the terms, with its delta-method interval.

    Parameters
    ----------
    low, high : dict
        Values of all terms but the constant.

    Returns
    -------
    tuple of float
        Estimate, lower and upper bound, as shares.
    """
    rows = [np.array([{"const": 1.0, **at}[name] for name in result.coef.index])
            for at in (low, high)]  # fmt: skip
    at_low, at_high = (float(expit(row @ result.coef.to_numpy())) for row in rows)
    slope = at_high * (1 - at_high) * rows[1] - at_low * (1 - at_low) * rows[0]
    error = float(np.sqrt(slope @ result.cov.to_numpy() @ slope))
    half = float(stats.t.ppf(0.5 + LEVEL / 2, result.df)) * error
    change = at_high - at_low
    return change, change - half, change + half


def _counted(
    frame: pd.DataFrame, outcome: str, exposure: str | None, terms: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [outcome, *terms, *([exposure] if exposure else [])]
    data = clean(frame, names, "counts")
    for column, wrong, rule in (
        (outcome, (data[outcome] < 0) | (data[outcome] % 1 != 0), "a whole number >= 0"),
        *([(exposure, data[exposure] <= 0, "> 0")] if exposure else []),
    ):
        if wrong.any():
            at = int(np.argmax(wrong))
            raise InputError(
                f"counts: row {at}, column {column!r}: {data[column][at]:g} must be {rule}"
            )
    return data, sm.add_constant(data[list(terms)])


def poisson(
    frame: pd.DataFrame,
    outcome: str,
    terms: Sequence[str],
    cluster: str,
    *,
    exposure: str | None = None,
    effects: str | None = None,
    unit: str = "streets",
) -> Estimated:
    """Poisson regression of a count, mean = exposure x exp(terms), intervals clustered.

    Consistent for the mean whatever the variance is. `effects` adds one effect per value of that
    column, which for a Poisson mean does not bias the slopes.

    Parameters
    ----------
    frame : DataFrame
    outcome : str
        Whole numbers.
    exposure : str, optional
        Column > 0 that the rate is per; its coefficient is held at 1.
    effects : str, optional

    Raises
    ------
    InputError
        As `clean`; counts that are no whole numbers; exposure <= 0.
    """
    data, x = _counted(frame, outcome, exposure, terms)
    groups = codes(frame, cluster)
    if effects is not None:
        own = pd.get_dummies(pd.factorize(frame[effects])[0], prefix="effect", dtype=float)
        x = pd.concat([data[list(terms)], own], axis=1)
    fit = sm.GLM(
        data[outcome], x, family=sm.families.Poisson(),
        exposure=data[exposure] if exposure else None,
    ).fit(cov_type="cluster", cov_kwds={"groups": groups})  # fmt: skip
    explained = 1.0 - float(fit.deviance) / float(fit.null_deviance)
    return estimated(
        fit, method="Poisson" + (", effects" if effects else ""), outcome=outcome, groups=groups,
        unit=unit, gof=("share of deviance", explained),
    )  # fmt: skip


def negative_binomial(
    frame: pd.DataFrame,
    outcome: str,
    terms: Sequence[str],
    cluster: str | None,
    *,
    exposure: str | None = None,
    unit: str = "streets",
) -> Estimated:
    """Negative binomial (NB2): variance = mean + alpha x mean squared; alpha is a coefficient.

    Parameters and errors as `poisson`; without `cluster`, errors of maximum likelihood.
    """
    data, x = _counted(frame, outcome, exposure, terms)
    groups = None if cluster is None else codes(frame, cluster)
    clustered = {} if groups is None else {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    # a start from the Poisson mean: its slopes are consistent too
    offset = data[exposure] if exposure else None
    start = sm.GLM(data[outcome], x, family=sm.families.Poisson(), exposure=offset).fit()
    excess = (data[outcome] - start.mu) ** 2 - start.mu
    alpha = max(float((excess / start.mu**2).mean()), 1e-3)
    fit = sm.NegativeBinomial(data[outcome], x, exposure=offset).fit(
        start_params=[*start.params, alpha], method="bfgs", maxiter=500, disp=False, **clustered
    )
    if not fit.mle_retvals["converged"]:
        raise InputError(f"counts: the negative binomial of {outcome!r} does not converge")
    return estimated(
        fit, method="negative binomial", outcome=outcome, groups=groups, unit=unit,
        gof=("log likelihood", float(fit.llf)),
    )  # fmt: skip
