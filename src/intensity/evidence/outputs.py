"""Outputs of a city as a function of its parameters and of the draws.

Each is found from the same problems with the same luck at eleven levels of intensity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intensity.evidence.prior import Prior
from intensity.evidence.screening import Model
from intensity.experiment.threads import in_threads
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.simulate import simulate

LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
OUTPUTS = {  # what it is, decimals
    "change": ("change of efficiency from regular to high intensity", 3),
    "best": ("most efficient level of intensity", 2),
    "second": ("second-order share at high intensity", 2),
    "orders": ("work orders per street and month at high intensity", 0),
    "tipping": ("largest step of the second-order share between neighbouring levels", 2),
}
DIGITS = {name: digits for name, (_, digits) in OUTPUTS.items()}
MEASURES = ("efficiency", "second_order_share", "orders_per_month")


@dataclass(frozen=True)
class Settings:
    """Sizes of the analysis.

    Attributes
    ----------
    trajectories : int
        Of screening; each costs as many cities as there are parameters, and two more.
    chosen : int
        Parameters that get indices of their own.
    base : int, a power of two
        Base points of Sobol indices; each costs ``chosen + 4`` cities.
    cities : int
        At most so many of the cities that fit the facts.
    slides, resamples
        Slices of a parameter among these cities; resamples of every bootstrap.
    streets, months, burn_in, seed
        As in `simulate`; measures leave the first `burn_in` months out.
    """

    trajectories: int = 10
    chosen: int = 12
    base: int = 128
    cities: int = 128
    slides: int = 8
    resamples: int = 200
    streets: int = 4
    months: int = 36
    burn_in: int = 12
    seed: int = 2022

    def runs(self, names: int) -> int:
        """Simulations that all of it takes, with so many parameters."""
        cities = self.trajectories * (names + 2) + self.base * (self.chosen + 4) + 2 * self.cities
        return cities * len(LEVELS)


def varied() -> tuple[str, ...]:
    """All parameters that have a range, in the order of the file."""
    return tuple(name for name, p in parameters().items() if p.range is not None)


def outputs(measured: np.ndarray, low: float, high: float) -> np.ndarray:
    """The outputs of one city.

    Parameters
    ----------
    measured : ndarray(float64, ndim=2), shape (len(LEVELS), len(MEASURES))
        By level of intensity.
    low, high : float
        Regular and high intensity, both among `LEVELS`.

    Returns
    -------
    ndarray(float64, ndim=1), shape (len(OUTPUTS),)
        ``change``: efficiency at high less that at regular intensity; ``best``: level of the grid
        where efficiency is highest; ``second``, ``orders``: second-order share and orders per
        street and month at high intensity; ``tipping``: largest rise of the second-order share
        from one level to the next, which lies 0.1 higher.

    Raises
    ------
    InputError
        If `low` or `high` is not among the levels.
    """
    for level in (low, high):
        if level not in LEVELS:
            raise InputError(f"levels: {level:g} is not among those that are simulated")
    efficiency, share, orders = measured.T
    regular, top = LEVELS.index(low), LEVELS.index(high)
    return np.array(
        [
            efficiency[top] - efficiency[regular],
            LEVELS[int(np.argmax(efficiency))],
            share[top],
            orders[top],
            np.diff(share).max(),
        ]
    )


def of_city(city: City, number: int, settings: Settings) -> np.ndarray:
    """Simulate a city at all levels with the same draws; its `outputs`."""
    measured = np.empty((len(LEVELS), len(MEASURES)))
    for at, level in enumerate(LEVELS):
        values = simulate(
            city,
            level,
            months=settings.months,
            streets=settings.streets,
            seed=settings.seed,
            number=number,
        ).measures(settings.burn_in)
        measured[at] = [values[name] for name in MEASURES]
    return outputs(measured, city.I_reg, city.I_high)


def model_of(
    names: Sequence[str], settings: Settings, *, progress: bool = True, label: str = ""
) -> Model:
    """The simulator as a function of points of the unit cube and numbers of the draws."""
    prior = Prior(tuple(names))

    def model(points: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        cities = prior.cities(prior.frame(points))
        rows = in_threads(
            lambda task: of_city(*task, settings),
            [(city, int(n)) for city, n in zip(cities, numbers, strict=True)],
            progress=progress,
            label=label,
        )
        return np.array(rows)

    return model
