"""The shipped posterior draws of B city: the cities that fit the paper's facts."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence.lines import independent
from intensity.evidence.lines import share_interval as of_lines
from intensity.evidence.prior import Prior
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.tables import data_path

NAME = "posterior"


def draws(size: int | None = None) -> pd.DataFrame:
    """Equally weighted draws of ``data/reference/posterior.csv``, one column per parameter.

    Parameters
    ----------
    size : int, optional
        At most so many, spread evenly over the file, in which draws of one line stand together.

    Raises
    ------
    InputError
        If the file is not there, cannot be read, has no rows or a column that is no parameter.
    """
    path = data_path("reference") / f"{NAME}.csv"
    try:
        frame = pd.read_csv(path)
    except FileNotFoundError:
        raise InputError(
            f"{path.name}: not there; `python -m intensity.evidence.calibration` writes it"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path.name}: cannot be read: {' '.join(str(error).split())}") from None
    unknown = [name for name in frame.columns if name not in parameters()]
    if unknown:
        raise InputError(f"{path.name}, column {unknown[0]}: not a parameter")
    if frame.empty:
        raise InputError(f"{path.name}: no draws in the file")
    return frame.iloc[_even(len(frame), size)].reset_index(drop=True)


def shipped() -> bool:
    """Whether there are posterior draws to use."""
    return (data_path("reference") / f"{NAME}.csv").is_file()


def manifest() -> dict[str, Any]:
    """How the draws were made: settings, waves, generations, sources."""
    path = data_path("reference") / f"{NAME}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _even(count: int, size: int | None) -> np.ndarray:
    """Rows of at most `size` of `count` draws, spread evenly over the file."""
    if size is None or size >= count:
        return np.arange(count)
    return np.linspace(0, count - 1, size).round().astype(int)


def lines(size: int | None = None) -> np.ndarray:
    """From which particle of the first distribution each draw of `draws` descends."""
    found = np.array(manifest()["lines"])
    return found[_even(len(found), size)]


def worth(values: pd.Series | np.ndarray) -> float:
    """How many independent draws `draws` of the same length is worth, for the mean of an outcome.

    Where the outcome does not vary it says nothing, and the median over the parameters counts.

    Parameters
    ----------
    values : array, shape (draws,)
        In the order of `draws`.
    """
    column = np.asarray(values, dtype=float).reshape(-1, 1)
    if np.ptp(column) > 0:
        return float(independent(column, lines(len(column)))[0])
    return float(min(manifest()["independent"], len(column)))


def share_interval(
    holds: pd.Series | np.ndarray, *, line: np.ndarray | None = None, level: float = 0.95
) -> tuple[float, float]:
    """Wilson's interval of a share of draws, for as many as they are worth.

    Parameters
    ----------
    holds : array of bool, shape (draws,)
    line : ndarray(int64, ndim=1), shape (draws,), optional
        Of these draws; default: they are those of `draws` of this size.
    """
    line = lines(len(holds)) if line is None else line
    return of_lines(np.asarray(holds), line, level=level, constant=manifest()["independent"])


def default_row(frame: pd.DataFrame) -> int | None:
    """Which of the draws the default city is; None if it is none of them."""
    city = City.default()
    own = np.array([float(city.values[n]) for n in frame.columns])
    same = np.flatnonzero((frame.to_numpy(dtype=float) == own).all(axis=1))
    return int(same[0]) if len(same) else None


def cities(size: int | None = None) -> list[City]:
    """The draws, or at most `size` of them, as cities."""
    frame = draws(size)
    return Prior(tuple(frame.columns)).cities(frame)


def spread_units(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Mean and standard deviation of each parameter over the draws (never 0)."""
    return frame.mean(), frame.std(ddof=1).replace(0.0, 1.0)


def centrality(frame: pd.DataFrame) -> np.ndarray:
    """Mean squared distance of each draw from the mean of the draws, in units of their spread."""
    mean, spread = spread_units(frame)
    return (((frame - mean) / spread) ** 2).mean(axis=1).to_numpy()


def outer_share(city: City, frame: pd.DataFrame) -> float:
    """Share of the draws that lie further out than a city."""
    mean, spread = spread_units(frame)
    own = pd.Series({n: float(city.values[n]) for n in frame.columns})
    # a draw is not further out than itself, whatever the last digit says
    return float((centrality(frame) > (((own - mean) / spread) ** 2).mean() + 1e-9).mean())
