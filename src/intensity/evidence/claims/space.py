"""The second and third answer: in which share of cities a claim holds, and what decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from intensity.evidence import posterior
from intensity.evidence.claims.conditions import Conditions, separate
from intensity.evidence.claims.judge import (
    FAILS,
    HOLDS,
    LEVEL,
    UNDECIDED,
    UNDEFINED,
    Estimate,
    together,
)
from intensity.evidence.claims.registry import Claim
from intensity.evidence.claims.samples import POSTERIOR, PRIOR, drawn, varied


@dataclass(frozen=True)
class Share:
    """In which share of a sample of cities a claim holds.

    Attributes
    ----------
    share, low, high : float
        ``holds / cities`` with its Wilson interval (level 0.95), for as many independent cities as
        the sample is worth; nan without cities.
    cities, holds, fails, undecided, undefined : int
        Cities; those that are undecided or undefined count as cities where it does not hold.
    """

    share: float
    low: float
    high: float
    cities: int
    holds: int
    fails: int
    undecided: int
    undefined: int


def share_of(verdicts: Sequence[str], *, drawn_from: str = PRIOR) -> Share:
    """Count verdicts in cities that are independent draws, or draws of the posterior."""
    n = len(verdicts)
    counts = [sum(v == kind for v in verdicts) for kind in (HOLDS, FAILS, UNDECIDED, UNDEFINED)]
    if n == 0 or sum(counts) < n:  # a claim that is not evaluated has no share
        return Share(float("nan"), float("nan"), float("nan"), n, *counts)
    if drawn_from == POSTERIOR:
        low, high = posterior.share_interval(np.array([v == HOLDS for v in verdicts]), level=LEVEL)
    else:
        low, high = proportion_confint(counts[0], n, alpha=1 - LEVEL, method="wilson")
    return Share(counts[0] / n, float(low), float(high), n, *counts)


def verdicts(claim: Claim, estimates: pd.DataFrame) -> pd.Series:
    """The verdict on a claim in each city.

    Parameters
    ----------
    claim : Claim
    estimates : DataFrame
        Of one sample, as from `samples.estimates`.

    Returns
    -------
    Series
        Index: city.
    """
    cities = pd.Index(sorted(estimates["city"].unique()), name="city")
    columns = []
    for part in claim.deciding:
        if part.function is None:
            columns.append(pd.Series(together([]), index=cities))
            continue
        rows = estimates[estimates["estimand"] == part.estimand].set_index("city")
        judged = {
            city: part.expectation.verdict(Estimate(row["value"], row["se"], int(row["df"])))
            for city, row in rows[["value", "se", "df"]].iterrows()
        }
        columns.append(pd.Series(judged).reindex(cities, fill_value=UNDEFINED))
    return pd.concat(columns, axis=1).agg(together, axis=1)


def shares(claim: Claim, estimates: pd.DataFrame) -> dict[str, Share]:
    """Shares by sample, of all estimates there are."""
    return {
        str(sample): share_of(list(verdicts(claim, part)), drawn_from=str(sample))
        for sample, part in estimates.groupby("sample", sort=False)
    }


def deciding(claim: Claim, estimates: pd.DataFrame, sample: str) -> Conditions:
    """What separates the cities of a sample where the claim holds from the others."""
    found = verdicts(claim, estimates[estimates["sample"] == sample])
    frame = varied(drawn(sample, int(found.index.max()) + 1)).iloc[found.index]
    line = posterior.lines(len(frame)) if sample == POSTERIOR else None
    return separate(frame.reset_index(drop=True), np.asarray(found == HOLDS), line)
