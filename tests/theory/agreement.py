"""When a simulated quantity agrees with theory, and how often that verdict may be wrong.

Streets are independent copies of one queue. What is compared is, per street, a total minus what
theory wants for its count (hours waited less the wanted mean times the number of those who waited):
its mean over streets is zero, without the bias of a ratio, and its standard error comes from
the spread of the streets. The verdict is Student's.

False alarms: all comparisons of this folder together raise one with a probability of at most
`FAMILY` (Bonferroni over `COMPARISONS`, which `test_family` counts). Seeds are fixed, so that
a test always or never does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

FAMILY = 1e-3
COMPARISONS = 640
ALARM = FAMILY / COMPARISONS


class Verdict(NamedTuple):
    """One comparison: what was estimated, what theory wants, how many standard errors apart."""

    found: float
    wanted: float
    error: float
    t: float
    agrees: bool


def compare(total: np.ndarray, count: np.ndarray | float, wanted: float) -> Verdict:
    """Compare ``sum(total) / sum(count)`` with `wanted`.

    Parameters
    ----------
    total, count : ndarray(float64, ndim=1), shape (streets,)
        `count` may be one number, the same for all streets.
    wanted : float
        E[total] / E[count] in theory.
    """
    total = np.asarray(total, float)
    count = np.broadcast_to(np.asarray(count, float), total.shape)
    excess = total - wanted * count
    error = excess.std(ddof=1) / np.sqrt(len(excess))
    t = excess.mean() / error
    limit = stats.t.ppf(1.0 - ALARM / 2.0, len(excess) - 1)
    found = total.sum() / count.sum()
    return Verdict(found, wanted, error / count.mean(), t, bool(abs(t) < limit))


def wrong(verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    """Those that do not agree; empty if all is well."""
    return {name: verdict for name, verdict in verdicts.items() if not verdict.agrees}
