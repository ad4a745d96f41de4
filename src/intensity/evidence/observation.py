"""How exactly the paper's facts are taken to be known: the observation errors.

A fact is the quantity of the simulated city plus an error. Errors are normal on a working scale
(logarithms of counts and ratios, log-odds of shares), so that a simulated volume of twice and of
half the stated one are equally far from it. Where the paper gives words instead of a number
("the majority"), the error is half-normal: a city on the right side of the bound is not judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from intensity.evidence.targets import targets
from intensity.model.tables import paper_facts

COMMUNITIES = 10  # of a street; unknown: taken for the sample of Figure 4, which is not stated
LOG, RATIO, ODDS = "log", "log of 1 + growth", "log-odds"
ORDERS = ("orders_2019H2", "orders_2020H1")
STREET_CORRELATION = 0.5  # of a street's deviation from its city in two half-years in a row
_FLOOR = 0.02  # shares are kept this far from 0 and 1, where log-odds have no end


def sample_of_s() -> float:
    """Orders of S community in four months, if a street has `COMMUNITIES` of equal size."""
    fact = paper_facts().set_index("name")["value"]
    return float(fact["y_orders_2020h1"]) * 4.0 / 6.0 / COMMUNITIES


def parts() -> pd.DataFrame:
    """What the error of each fact is made of.

    Returns
    -------
    DataFrame
        Columns name, scale, part, sd (on the plain scale of shares; relative for counts and
        ratios), reason. The parts of one fact are independent.
    """
    share = next(t.value for t in targets() if t.name == "unresolved")
    rows: list[tuple[str, str, str, float, str]] = []
    for name in ORDERS:
        rows += [
            (
                name,
                LOG,
                "one street about its city",
                0.05,
                "chance and baseline diligence of a single street, as the simulated streets of "
                "size one scatter about their city; shared between the half-years by half",
            ),
            (
                name,
                LOG,
                "counting",
                0.02,
                "demands handled (承办诉求) need not be orders one to one",
            ),
        ]
    rows += [
        (
            "calls_growth",
            RATIO,
            "which calls",
            0.05,
            "the city counts all calls, the model those about matters of streets",
        ),
        (
            "unresolved",
            ODDS,
            "sample of S community",
            math.sqrt(share * (1.0 - share) / sample_of_s()),
            f"binomial; the number of orders is not stated: a street is taken to have "
            f"{COMMUNITIES} communities of equal size",
        ),
        (
            "unresolved",
            ODDS,
            "one community about its street",
            0.04,
            "assumed; the paper does not say how typical S community is",
        ),
    ]
    rows += [
        (t.name, ODDS, "slack of the word", t.spread, "half-normal beyond the bound; assumed")
        for t in targets()
        if not t.stated
    ]
    return pd.DataFrame(rows, columns=["name", "scale", "part", "sd", "reason"])


def working(values: np.ndarray) -> np.ndarray:
    """Quantities in the order of `targets`, last axis, on the working scale; never infinite."""
    out = np.array(values, dtype=float, copy=True)
    for at, t in enumerate(targets()):
        x = out[..., at]
        if t.name in ORDERS:
            out[..., at] = np.log(np.maximum(x, 1.0))
        elif t.name == "calls_growth":
            out[..., at] = np.log1p(np.maximum(x, -0.99))
        else:
            p = np.clip(x, _FLOOR, 1.0 - _FLOOR)
            out[..., at] = np.log(p) - np.log1p(-p)
    return out


def plain(scaled: np.ndarray) -> np.ndarray:
    """Inverse of `working`."""
    out = np.array(scaled, dtype=float, copy=True)
    for at, t in enumerate(targets()):
        x = out[..., at]
        if t.name in ORDERS:
            out[..., at] = np.exp(x)
        elif t.name == "calls_growth":
            out[..., at] = np.expm1(x)
        else:
            out[..., at] = 1.0 / (1.0 + np.exp(-x))
    return out


@dataclass(frozen=True, eq=False)
class Observed:
    """Facts and their errors on the working scale.

    Attributes
    ----------
    value : ndarray(float64, ndim=1), shape (targets,)
        Stated numbers and bounds.
    side : ndarray(int64, ndim=1), shape (targets,)
        0: a number; 1: an upper bound; -1: a lower bound.
    cov : ndarray(float64, ndim=2), shape (targets, targets)
        Covariance of the errors; bounds are independent of all else.
    """

    value: np.ndarray
    side: np.ndarray
    cov: np.ndarray

    @classmethod
    def paper(cls) -> Observed:
        """The paper's facts."""
        facts = targets()
        value = working(np.array([t.value for t in facts]))
        side = np.array([{"equal": 0, "below": 1, "above": -1}[t.kind] for t in facts])
        errors = parts()
        cov = np.zeros((len(facts), len(facts)))
        for at, t in enumerate(facts):
            own = errors[errors["name"] == t.name]
            sd = math.sqrt((own["sd"] ** 2).sum())
            # a share's error, given on the plain scale, by its slope in log-odds at the fact
            slope = 1.0 / (t.value * (1.0 - t.value)) if own["scale"].iloc[0] == ODDS else 1.0
            cov[at, at] = (sd * slope) ** 2
        a, b = (next(i for i, t in enumerate(facts) if t.name == n) for n in ORDERS)
        street = errors[errors["part"] == "one street about its city"]["sd"]
        cov[a, b] = cov[b, a] = STREET_CORRELATION * float(street.iloc[0] * street.iloc[1])
        return cls(value, side, cov)

    def with_numbers(self, scaled: np.ndarray) -> Observed:
        """The same facts with other numbers (on the working scale); bounds stay."""
        return replace(self, value=np.where(self.side == 0, scaled, self.value))

    def gaps(self, scaled: np.ndarray) -> np.ndarray:
        """Simulated minus stated, last axis; 0 where a bound is kept."""
        gap = scaled - self.value
        gap = np.where(self.side > 0, np.maximum(gap, 0.0), gap)
        return np.where(self.side < 0, np.minimum(gap, 0.0), gap)

    def log_kernel(self, scaled: np.ndarray, extra: np.ndarray | float = 0.0) -> np.ndarray:
        """Logarithm of the error's density at the gaps, up to a constant; 0 is a perfect match.

        Parameters
        ----------
        scaled : ndarray(float64, ndim=2), shape (n, targets)
        extra : ndarray(float64), shape (targets,), optional
            Variances to add, of an emulator.

        Returns
        -------
        ndarray(float64, ndim=1), shape (n,)
            -inf where a quantity is nan.
        """
        gap = self.gaps(scaled)
        inverse = np.linalg.inv(self.cov + np.diag(np.broadcast_to(extra, self.value.shape)))
        out = -0.5 * np.einsum("...i,ij,...j->...", gap, inverse, gap)
        return np.where(np.isnan(out), -np.inf, out)

    def implausibility(self, scaled: np.ndarray, extra: np.ndarray | float = 0.0) -> np.ndarray:
        """Largest gap of a point in units of its standard deviation, shape (n,)."""
        sd = np.sqrt(np.diag(self.cov) + extra)
        return np.abs(self.gaps(scaled) / sd).max(axis=-1)

    def draw(self, scaled: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Facts that a truth with these quantities would have left: its numbers plus errors."""
        noise = rng.multivariate_normal(np.zeros(len(self.value)), self.cov, method="cholesky")
        return np.where(self.side == 0, scaled + noise, scaled)
