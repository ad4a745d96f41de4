"""Which cities a design has: their parameters, drawn over ranges, block by block."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from intensity.model import scenarios
from intensity.model.city import City
from intensity.model.parameters import parameters

if TYPE_CHECKING:
    from intensity.experiment.design import Design

AT_ONCE = 1024  # points drawn at a time; a power of two keeps a Sobol sequence balanced


def varied(design: Design) -> dict[str, tuple[float, float]]:
    """Names and ranges of the parameters that differ between cities, in the table's order."""
    if design.sampling.method == "default":
        return {}
    wanted, own = design.sampling.parameters, design.sampling.ranges
    found = {
        name: p.range
        for name, p in parameters().items()
        if p.range is not None and (wanted is None or name in wanted) and name not in design.values
    }
    return found | own


def named(kind: str) -> dict[str, Callable[..., Any]]:
    """Functions of `intensity.model.scenarios` that make a `kind` of a city, by name.

    ``"Schedule"``: schedules of intensity; ``"City"``: the same city with one thing changed.
    """
    return {
        name.replace("_", "-"): function
        for name, function in vars(scenarios).items()
        if inspect.isfunction(function)
        and not name.startswith("_")
        and function.__module__ == scenarios.__name__
        and function.__annotations__.get("return") == kind
    }


def base(design: Design) -> City:
    """The default city with what the design fixes or changes for all cities."""
    return _changed(design, City.default().replace(**design.values))


def _changed(design: Design, city: City) -> City:
    return city if design.variant is None else named("City")[design.variant](city)


def points(design: Design, cities: int) -> Iterator[np.ndarray]:
    """Values of the varied parameters, a block of consecutive cities at a time.

    Parameters
    ----------
    design : Design
    cities : int
        Cities of a block; the last block may have fewer.

    Yields
    ------
    ndarray(float64, ndim=2), shape (cities, parameters)
        In the order of `varied`. Which block a city is in does not change its values, and with
        ``sobol`` neither does the number of cities: a smaller design is the beginning of a larger
        one. Memory does not grow with the number of cities (``lhs`` excepted, which needs all).
    """
    ranges = varied(design)
    low = np.array([r[0] for r in ranges.values()], dtype=float)
    high = np.array([r[1] for r in ranges.values()], dtype=float)
    whole = np.array([parameters()[name].integer for name in ranges], dtype=bool)
    drawn = _unit_cube(design, len(ranges))
    kept = np.empty((0, len(ranges)))
    for start in range(0, design.cities, cities):
        wanted = min(cities, design.cities - start)
        parts, have = [kept], len(kept)
        while have < wanted:
            parts.append(next(drawn))
            have += len(parts[-1])
        kept = np.concatenate(parts)
        unit, kept = kept[:wanted], kept[wanted:]
        steps = np.minimum(np.floor(low + unit * (high - low + 1)), high)
        yield np.where(whole, steps, low + unit * (high - low))


def city(design: Design, values: np.ndarray) -> City:
    """The city that has a row of `points`."""
    known = parameters()
    own: dict[str, Any] = {
        name: int(x) if known[name].integer else float(x)
        for name, x in zip(varied(design), values, strict=True)
    }
    return _changed(design, City.default().replace(**design.values, **own))


def _unit_cube(design: Design, dimensions: int) -> Iterator[np.ndarray]:
    from scipy.stats import qmc  # half of the start of a process that simulates one city

    if dimensions == 0:
        while True:
            yield np.empty((AT_ONCE, 0))
    rng = np.random.default_rng(design.seed)
    if design.sampling.method == "lhs":
        yield qmc.LatinHypercube(dimensions, rng=rng).random(design.cities)
        return
    sobol = qmc.Sobol(dimensions, scramble=True, rng=rng)
    while True:
        yield sobol.random(AT_ONCE)
