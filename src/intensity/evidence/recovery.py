"""Truths that are known, recovered: do intervals of 80 % hold what they promise?

Truths are cities of the first wave, which is drawn from the prior, that keep the paper's words
(overflow the majority at regular intensity, and so on). Each leaves four numbers with their
observation errors, as B city did, and is estimated from them by a cheap form of the calibration:
rejection from the other cities of that wave, with linear regression adjustment (Beaumont, Zhang
and Balding 2002), under the same prior, simulator, targets and errors. Nothing new is simulated.

``python -m intensity.evidence.recovery`` writes ``data/reference/recovery.csv``.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from intensity.evidence.agreement import tables_agree
from intensity.evidence.calibration import QUICK, Calibration, Settings
from intensity.evidence.observation import Observed, working
from intensity.evidence.prior import Prior
from intensity.evidence.record import Record
from intensity.evidence.targets import targets
from intensity.experiment import files
from intensity.model.errors import InputError
from intensity.model.tables import data_path

LEVEL = 0.8
TRUTHS, NEAREST = 100, 300
NAME = "recovery.csv"
APART = 0.05  # of a coverage: some truths of a hundred decided otherwise by a last digit
_EDGE = 1e-6


def recovered(
    points: np.ndarray,
    values: np.ndarray,
    observed: Observed,
    *,
    truths: int = TRUTHS,
    nearest: int = NEAREST,
    seed: int = 2022,
) -> pd.DataFrame:
    """Coverage of intervals over truths drawn from the prior.

    Parameters
    ----------
    points : ndarray(float64, ndim=2), shape (n, parameters)
        Draws of the prior, in the unit cube.
    values : ndarray(float64, ndim=2), shape (n, targets)
        Simulated quantities there.
    observed : Observed
        The facts' errors and bounds; its numbers are replaced by each truth's own.
    truths, nearest : int
        Truths tried, and cities that an estimate rests on.

    Returns
    -------
    DataFrame
        One row per parameter and target, and two for all of either: ``kind``, ``name``,
        ``truths``, ``covered`` (share inside its interval), ``low``, ``high`` (95 % interval of
        that share: binomial for one name; for all, from the spread between truths), ``width`` (of
        the intervals, over that of the prior).
    """
    scaled = working(values)
    rng = np.random.default_rng([seed, 4])
    numbers = observed.side == 0
    words = np.exp(observed.log_kernel(np.where(numbers, observed.value, scaled)))
    kept = np.flatnonzero(rng.random(len(points)) < words)
    if len(kept) <= nearest // 2:
        raise InputError(f"recovery: {len(kept)} cities keep the paper's words; too few")
    noisy = np.array([observed.draw(row, rng) for row in scaled[kept]])[:, numbers]
    open_ = np.log(np.clip(points[kept], _EDGE, 1 - _EDGE) / np.clip(1 - points[kept], _EDGE, 1))
    unknown = np.hstack([open_, scaled[kept]])
    prior = _width(unknown, np.ones(len(kept)))
    chosen = rng.permutation(len(kept))[:truths]
    covered, width = [], []
    for truth in chosen:
        others = np.delete(np.arange(len(kept)), truth)
        adjusted, weight = estimate(noisy[truth], noisy[others], unknown[others], nearest)
        low, high = _interval(adjusted, weight)
        covered.append((low <= unknown[truth]) & (unknown[truth] <= high))
        width.append((high - low) / prior)
    return _table(np.array(covered), np.array(width), points.shape[1])


def estimate(
    data: np.ndarray, simulated: np.ndarray, unknown: np.ndarray, nearest: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rejection with regression adjustment: adjusted draws of the unknowns, and their weights.

    Parameters
    ----------
    data : ndarray(float64, ndim=1), shape (numbers,)
    simulated : ndarray(float64, ndim=2), shape (n, numbers)
        Such data of other cities, errors included.
    unknown : ndarray(float64, ndim=2), shape (n, unknowns)
    nearest : int
    """
    gap = (simulated - data) / simulated.std(axis=0)
    far = np.sqrt((gap**2).sum(axis=1))
    rows = np.argsort(far, kind="stable")[: min(nearest, len(far))]
    weight = 1.0 - (far[rows] / far[rows[-1]]) ** 2  # Epanechnikov
    design = np.column_stack([np.ones(len(rows)), gap[rows]])
    root = np.sqrt(weight)[:, None]
    slopes = np.linalg.lstsq(root * design, root * unknown[rows], rcond=None)[0]
    return unknown[rows] - gap[rows] @ slopes[1:], weight


def _interval(values: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Central interval of each column at `LEVEL`, weighted."""
    order = np.argsort(values, axis=0, kind="stable")
    total = np.cumsum(weight[order], axis=0) / weight.sum()
    ends = []
    for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        at = np.minimum((total < share).sum(axis=0), len(values) - 1)
        ends.append(np.take_along_axis(values, order, axis=0)[at, np.arange(values.shape[1])])
    return ends[0], ends[1]


def _width(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    low, high = _interval(values, weight)
    return high - low


def _table(covered: np.ndarray, width: np.ndarray, parameters: int) -> pd.DataFrame:
    names = [*Prior.default().names, *(t.name for t in targets())]
    kinds = ["parameter"] * parameters + ["target"] * (len(names) - parameters)
    rows = []
    for at, (kind, name) in enumerate(zip(kinds, names, strict=True)):
        hits = int(covered[:, at].sum())
        interval = binomtest(hits, len(covered)).proportion_ci(0.95, "wilson")
        rows.append((kind, name, len(covered), hits / len(covered), *interval, width[:, at].mean()))
    for kind in ("parameter", "target"):
        own = np.array(kinds) == kind
        each = covered[:, own].mean(axis=1)
        error = 1.96 * each.std(ddof=1) / np.sqrt(len(each))
        mean = each.mean()
        ends = (max(0.0, mean - error), min(1.0, mean + error))
        rows.append((kind, "all", len(covered), mean, *ends, width[:, own].mean()))
    columns = ["kind", "name", "truths", "covered", "low", "high", "width"]
    return pd.DataFrame(rows, columns=columns)


def shipped() -> pd.DataFrame:
    """``data/reference/recovery.csv``."""
    return pd.read_csv(data_path("reference") / NAME)


def recovery_evidence(record: Record, *, progress: bool = True) -> None:
    """Record the shipped coverage: table ``recovery``, keys ``recovery.*``; simulates nothing."""
    table = shipped()
    record.table("recovery", table)
    record.add("recovery.truths", table["truths"].max(), "count")
    for kind in ("parameter", "target"):
        row = table[(table["kind"] == kind) & (table["name"] == "all")].iloc[0]
        for name in ("covered", "low", "high"):
            suffix = "" if name == "covered" else f".{name}"
            record.add(f"recovery.{kind}{suffix}", row[name], "share", 0)
    single = table[table["name"] != "all"]
    off = single[(single["low"] > LEVEL) | (single["high"] < LEVEL)]
    record.add("recovery.names", len(single), "count")
    record.add("recovery.off", len(off), "count")
    record.add("recovery.off.expected", 0.05 * len(single), "number", 1)


def main(arguments: list[str] | None = None) -> None:
    """Write the coverage over known truths."""
    parser = argparse.ArgumentParser(
        prog="python -m intensity.evidence.recovery",
        description="Coverage of intervals over known truths; uses the calibration's first wave.",
    )
    parser.add_argument("--quick", action="store_true", help="the small calibration's first wave")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--out", help="folder; default data/reference")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; 1 if what is shipped is not the same"
    )
    given = parser.parse_args(arguments)
    settings = QUICK if given.quick else Settings()
    calibration = Calibration(settings, workers=given.workers)
    points, values = calibration.first_wave()
    sizes = {"truths": 50, "nearest": 30} if given.quick else {}
    table = recovered(points, values, calibration.observed, seed=settings.seed, **sizes)
    if given.check:
        printed = pd.read_csv(io.StringIO(table.to_csv(index=False, float_format="%.4g")))
        good, words = tables_agree(printed, shipped(), apart=APART)
        print(f"recovery: {words}", file=sys.stderr)
        raise SystemExit(0 if good else 1)
    folder = calibration.shelf.folder if given.quick else data_path("reference")
    path = (Path(given.out) if given.out else folder) / NAME
    content = table.to_csv(index=False, float_format="%.4g", lineterminator="\n")
    files.replace(path, content.encode())
    print(f"recovery: {path}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
