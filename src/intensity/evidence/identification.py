"""What the paper's facts identify, how the draws were made, and which of them is the default."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import kstest

from intensity.evidence import defaults, posterior
from intensity.evidence.lines import independent
from intensity.evidence.prior import Prior
from intensity.evidence.record import Record
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.tables import data_path

FALSE_ALARM = 0.05  # for all parameters together: how often a parameter moves by chance
PAIRED = 5  # parameters of the pairs plot


def identification(frame: pd.DataFrame, line: np.ndarray | None = None) -> pd.DataFrame:
    """How far the facts narrowed each parameter, widest change first.

    Parameters
    ----------
    frame : DataFrame
        Posterior draws.
    line : ndarray(int64, ndim=1), shape (draws,), optional
        From which particle each draw descends; default: all from different ones.

    Returns
    -------
    DataFrame
        One row per parameter: ``shrinkage`` (1 - variance of the posterior over that of the
        prior), ``distance`` (Kolmogorov-Smirnov, between the two); ``independent``, what the
        draws are worth for this parameter, and ``chance_shrinkage`` and ``chance_distance``, what
        so few would exceed by chance for any of the parameters once in twenty times; on the scale
        of the range from 0 to 1: mean, low and high (5 and 95 %),
        default; and on the parameter's own scale: range_low, range_high, value_low, value, and
        value_high (5 %, median, 95 %).
    """
    prior = Prior(tuple(frame.columns))
    points = prior.points(frame.to_numpy(dtype=float))
    known, default = parameters(), City.default()
    own = prior.points(np.array([[default.values[n] for n in prior.names]], dtype=float))[0]
    line = np.arange(len(frame)) if line is None else line
    number = np.clip(independent(points, line), 2.0, len(frame))
    rows = []
    for at, name in enumerate(prior.names):
        p, x = known[name], points[:, at]
        assert p.range is not None
        cells = round(p.range[1] - p.range[0]) + 1 if p.integer else 0
        whole = (1.0 - cells**-2) / 12.0 if cells else 1.0 / 12.0
        shrunk, moved = noise(round(number[at]), len(prior.names))
        low, middle, high = frame[name].quantile([0.05, 0.5, 0.95])
        rows.append(
            {
                "parameter": name,
                "symbol": p.symbol,
                "title": p.title,
                "unit": p.unit,
                "shrinkage": 1.0 - x.var(ddof=1) / whole,
                "distance": float(kstest(x, "uniform").statistic),
                "independent": number[at],
                "chance_shrinkage": shrunk,
                "chance_distance": moved,
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


def clear(table: pd.DataFrame) -> pd.Series:
    """Which parameters of `identification` moved further than chance would move any of them."""
    return (table["distance"] > table["chance_distance"]) | (
        table["shrinkage"] > table["chance_shrinkage"]
    )


@lru_cache(maxsize=256)
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


def posterior_evidence(record: Record, *, progress: bool = True) -> None:
    """Record what the facts identify, how the draws were made, and which of them is the default.

    Tables ``identification``, ``posterior`` (the draws of the parameters of the pairs plot),
    ``generations`` and ``judged`` (see `defaults.judged`); keys ``posterior.*``. Nothing is
    simulated, so `progress` has no effect.
    """
    frame, about = posterior.draws(), posterior.manifest()
    table = identification(frame, posterior.lines())
    record.table("identification", table)
    paired = table["parameter"].head(PAIRED).tolist()
    record.table("posterior", frame[paired])
    record.table("generations", pd.DataFrame(about["generations"]).drop(columns="explained"))
    record.add("posterior.draws", len(frame), "count")
    record.add("posterior.distinct", about["distinct"], "count")
    record.add("posterior.parameters", len(table), "count")
    record.add("posterior.roots", about["roots"], "count")
    for name, q in (("", 0.5), (".least", 0.0), (".most", 1.0)):
        record.add(f"posterior.independent{name}", table["independent"].quantile(q), "count")
    record.add("posterior.simulated", about["simulated"], "count")
    record.add("posterior.rejection", 1.0 / about["waves"][0]["rejection"], "count")
    record.add("posterior.particles", about["settings"]["particles"], "count")
    record.add("posterior.streets", about["settings"]["streets"], "count")
    record.add("posterior.accepted", about["generations"][-1]["accepted"], "share", 0)
    record.add("posterior.start", about["generations"][0]["power"], "share", 0)
    record.add("posterior.waves", len(about["waves"]), "count")
    record.add("posterior.generations", len(about["generations"]), "count")
    record.add("posterior.not_ruled_out", about["not_ruled_out"], "share", 0)
    found = clear(table)
    record.add("posterior.identified", found.sum(), "count")
    record.add("posterior.unidentified", (~found).sum(), "count")
    record.add("posterior.halved", (table["shrinkage"] > 0.5).sum(), "count")
    record.add("posterior.best", ", ".join(table["title"].head(5)), "text")
    record.add("posterior.shrinkage.best", table["shrinkage"].max(), "share", 0)
    record.add("posterior.shrinkage.median", table["shrinkage"].median(), "share", 0)
    city = City.default()
    record.add("posterior.default.outer", posterior.outer_share(city, frame), "share", 0)
    outside = table[(table["default"] < table["low"]) | (table["default"] > table["high"])]
    record.add("posterior.default.outside", len(outside), "count")
    record.add("posterior.default.expected", 0.1 * len(table), "number", 0)
    _again(record)
    judged = defaults.shipped()
    record.table("judged", judged)
    row = defaults.chosen(judged)
    own = posterior.default_row(frame)  # none where somebody has changed a default
    record.add("posterior.default.which", "no draw" if own is None else f"draw {own + 1}", "text")
    record.add("posterior.default.rule", f"draw {row + 1}", "text")
    at = row if own is None else own
    for name, column, sign in (
        ("better", "fit", 1.0),
        ("like", "unlike", -1.0),
        ("deeper", "change", -1.0),
    ):
        beyond = sign * judged[column] > sign * judged[column][at]
        record.add(f"posterior.default.{name}", beyond.mean(), "share", 0)
    record.add("posterior.default.near", defaults.NEAREST, "share", 0)
    record.add("posterior.default.runs", defaults.RUNS, "count")


def again() -> dict[str, Any]:
    """``data/reference/repetition.json``: see `intensity.evidence.repetition`."""
    path = data_path("reference") / "repetition.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise InputError(
            f"{path.name}: cannot be read; `python -m intensity.evidence.repetition` writes it"
        ) from None


def _again(record: Record) -> None:
    """How far a second calibration with another seed is from the shipped one."""
    found = again()
    parameters_, change = found["parameters"], found["change"]
    add = record.add
    add("posterior.again.seed", str(found["seed"]), "text")
    add("posterior.again.furthest", parameters()[parameters_["furthest"]].title, "text")
    add("posterior.again.distance", parameters_["distance"], "number", 2)
    add("posterior.again.p", parameters_["p"], "p")
    add("posterior.again.differ", parameters_["differ"], "count")
    add("posterior.again.change.p", change["p"], "p")
    for name in ("shipped", "repeated"):
        for key in ("falls", "low", "high"):
            add(f"posterior.again.{name}.{key}", change[name][key], "share", 0)
        add(f"posterior.again.{name}.median", change[name]["median"])
        add(f"posterior.again.{name}.independent", change[name]["independent"], "count")
