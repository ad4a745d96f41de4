"""How fast the simulation approaches its mean-field limit.

A city is made n times as large street by street: K, the rates of arising and the operators of the
call centre times n, everything else as it is, no spread between streets, one street (see
`meanfield` on ranks). Errors are those of monthly fractions, which do not grow with n. Theory: a
central limit theorem for the street gives n^(−1/2).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from intensity.model.city import City
from intensity.model.meanfield import meanfield
from intensity.model.simulate import simulate

FRACTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "utilisation": (("hours_first", "hours_screen", "hours_order"), "hours_paid"),
    "centre_of_gravity": (("hours_order",), "hours_paid"),
    "prevented": (("prevented", "prevented_special"), "demands"),
    "first_resolved": (("first_resolved",), "demands"),
    "perfunctory": (("perfunctory",), "demands"),
    "lapsed": (("reneged",), "demands"),
    "unresolved": (("unresolved",), "demands"),
    "orders": (("orders",), "demands"),
    "overflow": (("orders_overflow",), "orders"),
    "repeat": (("orders_repeat",), "orders"),
    "signed": (("signed_in_time",), "completed"),
    "late": (("late",), "completed"),
    "resolved": (("resolved",), "completed"),
    "satisfied": (("callbacks_satisfied",), "callbacks"),
    "waiting_demands": (("queue_first",), "demands"),
    "waiting_orders": (("queue_orders",), "demands"),
}
STATES = ("diligence", "routine", "trust_first", "trust_hotline", "acceptance")
STEP = 0.25  # hours; an error well below that of the largest street


def scaled(city: City, n: int) -> City:
    """The city with streets n times as large, all alike."""
    return city.replace(
        K=city.K * n,
        lambda_pot=city.lambda_pot * n,
        lambda_u=city.lambda_u * n,
        operators=city.operators * n,
        size_cv=0.0,
        e_0_sd=0.0,
    )


def fractions(monthly: pd.DataFrame) -> pd.DataFrame:
    """Fractions (0 to about 1) of each month of one street, and its state."""
    parts = {
        name: monthly[list(top)].sum(axis=1) / monthly[bottom]
        for name, (top, bottom) in FRACTIONS.items()
    }
    return pd.DataFrame({**parts, **{name: monthly[name] for name in STATES}})


def deviations(
    city: City,
    intensity: float,
    n: int,
    *,
    seeds: Sequence[int],
    months: int = 6,
    switches: Mapping[str, bool] | None = None,
) -> np.ndarray:
    """Monthly fractions of streets n times as large, less those of the mean field.

    Returns
    -------
    ndarray(float64, ndim=3), shape (seeds, months, fractions)
        Columns as in `fractions`.
    """
    limit = meanfield(
        scaled(city, 1),
        intensity,
        months=months,
        switches=switches,
        step=STEP,
        call_centre=math.inf,
    )
    wanted = fractions(limit.monthly).to_numpy()
    large = scaled(city, n)
    runs = [
        simulate(large, intensity, months=months, streets=1, seed=seed, switches=switches)
        for seed in seeds
    ]
    return np.array([fractions(run.monthly).to_numpy() - wanted for run in runs])


def convergence(
    city: City,
    intensity: float,
    *,
    sizes: Sequence[int] = (1, 4, 16, 64),
    replications: int = 24,
    months: int = 6,
    seed: int = 2022,
) -> pd.DataFrame:
    """Errors of streets of growing size; each size and replication has a seed of its own.

    Parameters
    ----------
    sizes : sequence of int
        n.
    replications, months : int
    seed : int
        Of the first replication; the others follow.

    Returns
    -------
    DataFrame
        One row per size and replication: n, seed, error (root mean square over months and
        fractions).
    """
    rows = []
    for n in sizes:
        seeds = range(seed, seed + replications)
        apart = deviations(city, intensity, n, seeds=seeds, months=months)
        error = np.sqrt(np.nanmean(apart**2, axis=(1, 2)))
        rows += [{"n": n, "seed": s, "error": e} for s, e in zip(seeds, error, strict=True)]
        seed += replications
    return pd.DataFrame(rows)


def rate(frame: pd.DataFrame) -> tuple[float, float]:
    """Slope of log error on log n by least squares, and its standard error."""
    x, y = np.log(frame["n"]), np.log(frame["error"])
    x = x - x.mean()
    slope = float((x * y).sum() / (x * x).sum())
    rest = y - y.mean() - slope * x
    return slope, float(np.sqrt((rest**2).sum() / (len(x) - 2) / (x * x).sum()))
