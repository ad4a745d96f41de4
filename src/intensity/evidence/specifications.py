"""Specification curve: every definition of efficiency, every estimator, every sample.

Nobody has to trust one choice (Simonsohn, Simmons and Nelson 2020). Two questions are asked of
each specification: does efficiency have a maximum inside the range, and is it lower at high than
at regular intensity?
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence import balanced
from intensity.evidence.definitions import DEFINITIONS, score
from intensity.evidence.estimated import LEVEL
from intensity.evidence.record import Record
from intensity.evidence.totals import SIZES, by_city, totals
from intensity.model.city import City
from intensity.model.errors import InputError

ESTIMATORS = {
    "quadratic": "quadratic, Lind-Mehlum test",
    "lines": "two lines",
    "maximum": "no form, held-out maximum",
}
ALPHA = 0.05
CURVED = (0.1, 0.9)  # quantiles over cities


def grid(frame: pd.DataFrame, values: pd.Series, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of shape (1, cities, levels), and the levels.

    Raises
    ------
    InputError
        If a city lacks a level or a value is not finite.
    """
    wide = frame.assign(value=values).pivot(index="city", columns="intensity", values="value")
    if not np.isfinite(wide.to_numpy(dtype=float)).all():
        raise InputError(f"{name}: every city needs a finite value at every level")
    return wide.to_numpy(dtype=float)[None], wide.columns.to_numpy(dtype=float)


def specification(
    y: np.ndarray, levels: np.ndarray, estimator: str, low: float, high: float
) -> dict[str, float | bool]:
    """One estimator on one balanced panel.

    Parameters
    ----------
    y : ndarray, shape (1, cities, levels)
    estimator : str
        A key of `ESTIMATORS`.
    low, high : float
        Regular and high intensity, two of `levels`.

    Returns
    -------
    dict
        change, low, high: from regular to high intensity as the estimator sees it, with its
        interval (unit of the outcome, clustered by city; for two lines, given the break); turns:
        where the curve turns; p: of an inverse U; interior and falls: the two answers.
    """
    if estimator == "quadratic":
        weights = np.array([high - low, high**2 - low**2]) @ balanced.quadratic_weights(levels)
        line = balanced.linear(y, weights, 2)
        p, at = balanced.utest(y, levels), balanced.turning(y, levels)
    elif estimator == "lines":
        at, p = balanced.two_lines(y, levels)
        line = balanced.along(y, levels, float(at[0]), low, high)
    elif estimator == "maximum":
        weights = np.isclose(levels, high) * 1.0 - np.isclose(levels, low)
        line = balanced.linear(y, weights)
        _, p = balanced.held_out(y)
        at = levels[y.mean(axis=1).argmax(axis=1)]
    else:
        raise InputError(f"estimator: {estimator!r} must be one of {', '.join(ESTIMATORS)}")
    half = float(stats.t.ppf(0.5 + LEVEL / 2, y.shape[1] - 1)) * float(line.se[0])
    change = float(line.estimate[0])
    return {
        "change": change,
        "low": change - half,
        "high": change + half,
        "turns": float(at[0]),
        "p": float(p[0]),
        "interior": bool(p[0] < ALPHA),
        "falls": bool(change + half < 0),
        "rises": bool(change - half > 0),
    }


def specification_curve(samples: dict[str, pd.DataFrame], low: float, high: float) -> pd.DataFrame:
    """Every specification.

    Parameters
    ----------
    samples : dict of str to DataFrame
        Totals by city and level (`intensity.evidence.totals.by_city`), by name of the sample.

    Returns
    -------
    DataFrame
        One row per sample, definition and estimator: what `specification` says, with change and
        interval in per cent of the definition's base at regular intensity, and cities.
    """
    rows = []
    for name, frame in samples.items():
        values = {d.name: d.of(frame) for d in DEFINITIONS}
        at_low = np.isclose(frame["intensity"], low)
        for definition, estimator in product(DEFINITIONS, ESTIMATORS):
            y, levels = grid(frame, values[definition.name], f"{name}, {definition.name}")
            unit = 100.0 / float(values[definition.base][at_low].mean())
            found = specification(y, levels, estimator, low, high)
            scaled = {key: unit * float(found[key]) for key in ("change", "low", "high")}
            rows.append(
                {
                    "sample": name,
                    "definition": definition.name,
                    "estimator": estimator,
                    "cities": y.shape[1],
                    **(found | scaled),
                }
            )
    return pd.DataFrame(rows)


def city_by_city(samples: dict[str, pd.DataFrame], low: float, high: float) -> pd.DataFrame:
    """Of each sample and definition, the share of cities whose own curve peaks inside, and falls.

    No test and no margin for noise: single runs. Columns sample, definition, cities, peaks (share
    of cities whose best level is neither end), falls (lower at high than at regular intensity),
    paradox (falls while the dashboard score rises), and by how much the median city changes, per
    cent.
    """
    rows = []
    for name, frame in samples.items():
        shown = frame.assign(value=score(frame)).pivot(
            index="city", columns="intensity", values="value"
        )
        better = (shown[high] > shown[low]).to_numpy()
        for definition in DEFINITIONS:
            y, levels = grid(frame, definition.of(frame), f"{name}, {definition.name}")
            best = y[0].argmax(axis=1)
            ends = [int(np.argmin(np.abs(levels - level))) for level in (low, high)]
            change = y[0][:, ends[1]] - y[0][:, ends[0]]
            rows.append(
                {
                    "sample": name,
                    "definition": definition.name,
                    "meaning": definition.meaning,
                    "formula": definition.formula,
                    "cities": len(best),
                    "peaks": float(((best > 0) & (best < len(levels) - 1)).mean()),
                    "falls": float((change < 0).mean()),
                    "paradox": float(((change < 0) & better).mean()),
                    "best": float(np.median(levels[best])),
                }
            )
    return pd.DataFrame(rows)


def specifications_evidence(
    record: Record,
    *,
    progress: bool = True,
    sizes: dict[str, int] | None = None,
) -> None:
    """Record the specification curve and how many specifications say what."""
    city = City.default()
    low, high = city.I_reg, city.I_high
    samples = {}
    for name, size in (SIZES if sizes is None else sizes).items():
        frame, words = totals(name, size, progress=progress)
        samples[name] = by_city(frame)
        record.add(f"specs.{name}.cities", samples[name]["city"].nunique(), "count")
        record.add(f"specs.{name}.words", words, "text")
    curve = specification_curve(samples, low, high)
    record.table("specifications", curve)
    cities = city_by_city(samples, low, high)
    record.table("specification_cities", cities)
    record.add("specs.all", len(curve), "count")
    record.add("specs.definitions", len(DEFINITIONS), "count")
    record.add("specs.samples", len(samples), "count")
    _counts(record, "specs", curve)
    for name in samples:
        _counts(record, f"specs.{name}", curve[curve["sample"] == name])
    for name in ESTIMATORS:
        _counts(record, f"specs.{name}", curve[curve["estimator"] == name])
    effective = curve[curve["definition"] == "effectiveness"]
    _counts(record, "specs.effectiveness", effective)
    _counts(record, "specs.paid", curve[curve["definition"] == "paid"])
    for name in samples:
        part = cities[cities["sample"] == name]
        for key in ("peaks", "falls", "paradox"):
            record.add(f"specs.{name}.{key}.least", part[key].min(), "share", 0)
            record.add(f"specs.{name}.{key}.most", part[key].max(), "share", 0)
    sets = curve.pivot(index=["sample", "definition"], columns="estimator", values="interior")
    record.add("specs.agree", float((sets.nunique(axis=1) == 1).mean()), "share", 0)
    record.add("specs.sets", len(sets), "count")
    alone = sets["quadratic"] & ~sets["lines"] & ~sets["maximum"]
    record.add("specs.quadratic_alone", int(alone.sum()), "count")


def _counts(record: Record, prefix: str, part: pd.DataFrame) -> None:
    record.add(f"{prefix}.n", len(part), "count")
    for key in ("interior", "falls", "rises"):
        record.add(f"{prefix}.{key}", int(part[key].sum()), "count")
    record.add(f"{prefix}.interior.share", float(part["interior"].mean()), "share", 0)
    record.add(f"{prefix}.falls.share", float(part["falls"].mean()), "share", 0)
