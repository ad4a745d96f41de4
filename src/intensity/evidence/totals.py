"""Totals of counts and hours by city, level and street: what estimators other than the means need.

Three samples of cities: *prior*, the first of the design ``paper``, all over the parameter space;
*near*, draws of the posterior, cities that fit the facts of the paper; *default*, replications of
B city.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from intensity.evidence import posterior
from intensity.experiment.design import Design
from intensity.experiment.runner import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.simulate import simulate

LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
STREETS = 8
SIZES = {"prior": 64, "near": 32, "default": 16}
SUMS = (
    *("demands", "demands_big", "prevented", "prevented_big", "prevented_special"),
    *("prevented_special_big", "first_voiced", "unreasonable_voiced", "first_resolved"),
    *("first_resolved_big", "second_resolved", "second_resolved_big", "orders", "orders_direct"),
    *("resolved", "resolved_satisfied", "completed", "signed_in_time", "callbacks"),
    *("callbacks_resolved", "callbacks_satisfied"),
    *("hours_first", "hours_screen", "hours_order", "hours_order_unreasonable", "hours_routine"),
    *("hours_paid", "hours_upper", "wait_first", "wait_order"),
)
OWN = ("v_big", "w_resp", "w_res", "w_sat", "e_0", "K")


def sample(name: str, size: int) -> tuple[list[City], str]:
    """Cities of a sample, and what they are, in words."""
    if name == "default":
        return [City.default()] * size, "replications of the default city"
    if name == "prior":
        design = Design.load("paper")
        return design.but(cities=min(size, design.cities)).draw(), "cities of the parameter space"
    return posterior.cities(size), "posterior draws"


@lru_cache(maxsize=8)
def totals(
    name: str,
    size: int | None = None,
    levels: Sequence[float] = LEVELS,
    streets: int = STREETS,
    progress: bool = True,
) -> tuple[pd.DataFrame, str]:
    """Totals over the months after the burn-in; computed once for both stages that ask.

    Parameters
    ----------
    name : {"prior", "near", "default"}
    size : int, optional
        Cities, or replications; default `SIZES`.
    levels : tuple of float

    Returns
    -------
    tuple of DataFrame and str
        One row per city, level and street: city, intensity, street, `SUMS`, ``months``, and the
        city's parameters `OWN` and ``load`` (hours of first-order work that arise per paid hour);
        and the sample in words.
    """
    cities, words = sample(name, SIZES[name] if size is None else size)
    tasks = [(number, city, level) for number, city in enumerate(cities) for level in levels]
    parts = in_threads(
        lambda task: _one(*task, streets), tasks, progress=progress, label=f"totals: {words}"
    )
    return pd.concat(parts, ignore_index=True), words


def _one(number: int, city: City, level: float, streets: int) -> pd.DataFrame:
    run = simulate(city, level, months=MONTHS, streets=streets, number=number)
    sums = {
        name: run.counts[BURN_IN:, :, la.COUNTS.index(name)].sum(axis=0)
        if name in la.COUNTS
        else run.reals[BURN_IN:, :, la.REALS.index(name)].sum(axis=0)
        for name in SUMS
    }
    frame = pd.DataFrame({"city": number, "intensity": level, "street": range(streets), **sums})
    hours = city.h_small + city.p_big * (city.h_big - city.h_small)
    own = {key: float(city.values[key]) for key in OWN}
    return frame.assign(months=MONTHS - BURN_IN, **own, load=city.lambda_pot * hours / city.K)


def by_city(frame: pd.DataFrame) -> pd.DataFrame:
    """Totals of all streets of a city, one row per city and level."""
    same = ["city", "intensity", *OWN, "load", "months"]
    return frame.groupby(same, as_index=False, sort=True)[list(SUMS)].sum()
