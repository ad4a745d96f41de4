"""The shipped posterior draws of B city: what the paper's facts identify, and the central draw."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import kstest

from intensity.evidence.prior import Prior
from intensity.evidence.record import Record
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.tables import data_path

NAME = "posterior"
FALSE_ALARM = 0.05  # for all parameters together: how often a parameter moves by chance
PAIRED = 5  # parameters of the pairs plot


def draws() -> pd.DataFrame:
    """Equally weighted draws of ``data/reference/posterior.csv``, one column per parameter.

    Raises
    ------
    InputError
        If the file is not there, or has a column that is no parameter.
    """
    path = data_path("reference") / f"{NAME}.csv"
    try:
        frame = pd.read_csv(path)
    except FileNotFoundError:
        raise InputError(
            f"{path.name}: not there; `python -m intensity.evidence.calibration` writes it"
        ) from None
    unknown = [name for name in frame.columns if name not in parameters()]
    if unknown:
        raise InputError(f"{path.name}, column {unknown[0]}: not a parameter")
    return frame


def shipped() -> bool:
    """Whether there are posterior draws to use."""
    return (data_path("reference") / f"{NAME}.csv").is_file()


def manifest() -> dict[str, Any]:
    """How the draws were made: settings, waves, generations, sources."""
    path = data_path("reference") / f"{NAME}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def cities(frame: pd.DataFrame | None = None) -> list[City]:
    """The draws as cities."""
    frame = draws() if frame is None else frame
    return Prior(tuple(frame.columns)).cities(frame)


def identification(frame: pd.DataFrame) -> pd.DataFrame:
    """How far the facts narrowed each parameter, widest change first.

    Parameters
    ----------
    frame : DataFrame
        Posterior draws.

    Returns
    -------
    DataFrame
        One row per parameter: ``shrinkage`` (1 - variance of the posterior over that of the
        prior), ``distance`` (Kolmogorov-Smirnov, between the two), ``p`` of that distance for
        independent draws; on the scale of the range from 0 to 1: mean, low and high (5 and 95 %),
        default; and on the parameter's own scale: range_low, range_high, value_low, value, and
        value_high (5 %, median, 95 %).
    """
    prior = Prior(tuple(frame.columns))
    points = prior.points(frame.to_numpy(dtype=float))
    known, default = parameters(), City.default()
    own = prior.points(np.array([[default.values[n] for n in prior.names]], dtype=float))[0]
    rows = []
    for at, name in enumerate(prior.names):
        p, x = known[name], points[:, at]
        assert p.range is not None
        cells = round(p.range[1] - p.range[0]) + 1 if p.integer else 0
        whole = (1.0 - cells**-2) / 12.0 if cells else 1.0 / 12.0
        test = kstest(x, "uniform")
        low, middle, high = frame[name].quantile([0.05, 0.5, 0.95])
        rows.append(
            {
                "parameter": name,
                "symbol": p.symbol,
                "title": p.title,
                "unit": p.unit,
                "shrinkage": 1.0 - x.var(ddof=1) / whole,
                "distance": float(test.statistic),
                "p": float(test.pvalue) if not cells else float("nan"),
                "mean": x.mean(),
                "low": float(np.quantile(x, 0.05)),
                "high": float(np.quantile(x, 0.95)),
                "default": own[at],
                "range_low": float(p.range[0]),
                "range_high": float(p.range[1]),
                "value_low": low,
                "value": middle,
                "value_high": high,
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def noise(size: int, parameters: int) -> tuple[float, float]:
    """Shrinkage and distance that chance exceeds for one of the parameters once in twenty times.

    Both are for `size` independent draws of a uniform prior and are found by drawing them.
    """
    rng = np.random.default_rng(0)
    x = np.sort(rng.random((2000, size)), axis=1)
    grid = np.arange(1, size + 1) / size
    distance = np.maximum(grid - x, x - grid + 1.0 / size).max(axis=1)
    shrinkage = 1.0 - 12.0 * x.var(axis=1, ddof=1)
    tail = 1.0 - FALSE_ALARM / parameters
    return float(np.quantile(shrinkage, tail)), float(np.quantile(distance, tail))


def spread_units(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Mean and standard deviation of each parameter over the draws (never 0)."""
    return frame.mean(), frame.std(ddof=1).replace(0.0, 1.0)


def centrality(frame: pd.DataFrame) -> np.ndarray:
    """Mean squared distance of each draw from the mean of the draws, in units of their spread."""
    mean, spread = spread_units(frame)
    return (((frame - mean) / spread) ** 2).mean(axis=1).to_numpy()


def central(frame: pd.DataFrame) -> int:
    """Row of the draw that is nearest to the mean of all, in units of their spread."""
    return int(np.argmin(centrality(frame)))


def outer_share(city: City, frame: pd.DataFrame) -> float:
    """Share of the draws that lie further out than a city."""
    mean, spread = spread_units(frame)
    own = pd.Series({n: float(city.values[n]) for n in frame.columns})
    return float((centrality(frame) > (((own - mean) / spread) ** 2).mean()).mean())


def posterior_evidence(record: Record, *, progress: bool = True) -> None:
    """Record what the facts identify, how the draws were made, and where the default city lies.

    Tables ``identification``, ``posterior`` (the draws of the parameters of the pairs plot) and
    ``generations``; keys ``posterior.*``. Nothing is simulated, so `progress` has no effect.
    """
    frame = draws()
    table = identification(frame)
    about = manifest()
    # moved copies of one particle are not independent: the lines of descent are what counts
    shrunk, moved = noise(max(8, round(about["roots"])), len(table))
    record.table("identification", table)
    paired = table["parameter"].head(PAIRED).tolist()
    record.table("posterior", frame[paired])
    record.table("generations", pd.DataFrame(about["generations"]).drop(columns="explained"))
    record.add("posterior.draws", len(frame), "count")
    record.add("posterior.distinct", about["distinct"], "count")
    record.add("posterior.parameters", len(table), "count")
    record.add("posterior.roots", about["roots"], "count")
    record.add("posterior.simulated", about["simulated"], "count")
    record.add("posterior.rejection", 1.0 / about["waves"][0]["rejection"], "count")
    record.add("posterior.particles", about["settings"]["particles"], "count")
    record.add("posterior.streets", about["settings"]["streets"], "count")
    record.add("posterior.accepted", about["generations"][-1]["accepted"], "share", 0)
    record.add("posterior.start", about["generations"][0]["power"], "share", 0)
    record.add("posterior.waves", len(about["waves"]), "count")
    record.add("posterior.generations", len(about["generations"]), "count")
    record.add("posterior.not_ruled_out", about["not_ruled_out"], "share", 0)
    record.add("posterior.noise.shrinkage", shrunk, "share", 0)
    record.add("posterior.noise.distance", moved, "number", 2)
    found = table[(table["distance"] > moved) | (table["shrinkage"] > shrunk)]
    record.add("posterior.identified", len(found), "count")
    record.add("posterior.unidentified", len(table) - len(found), "count")
    half = table[table["shrinkage"] > 0.5]
    record.add("posterior.halved", len(half), "count")
    record.add("posterior.best", ", ".join(table["title"].head(5)), "text")
    record.add("posterior.shrinkage.best", table["shrinkage"].max(), "share", 0)
    record.add("posterior.shrinkage.median", table["shrinkage"].median(), "share", 0)
    city = City.default()
    record.add("posterior.default.outer", outer_share(city, frame), "share", 0)
    outside = table[(table["default"] < table["low"]) | (table["default"] > table["high"])]
    record.add("posterior.default.outside", len(outside), "count")
    record.add("posterior.default.expected", 0.1 * len(table), "number", 0)
    record.add("posterior.central", central(frame), "count")
    widest = centrality(frame).min()
    record.add("posterior.central.distance", float(np.sqrt(widest)), "number", 2)
