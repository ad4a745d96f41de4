"""How many replications a number needs: half-widths, and the rule of Hoad, Robinson and Davies.

The rule (2010): after each replication compute the half-width of the 95 % interval as a share of
the cumulative mean; stop at the first n >= 3 at which it is small enough and stays so for the next
`LOOK_AHEAD` replications, which guards against intervals that are narrow by luck.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence.record import Record
from intensity.experiment.design import Design
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.simulate import simulate

KEY = {
    "efficiency": "efficiency",
    "dashboard": "dashboard score",
    "orders_per_month": "orders per month",
    "direct_share": "share of direct orders",
    "unresolved_share": "share of orders unresolved",
    "routine": "routine quality",
}
CHANGE = "change"  # of efficiency from the lowest to the highest level, the draws being the same
APART = "apart"  # the same from unlike draws, for comparison
LEVELS = (0.2, 0.6, 1.0)
LOOK_AHEAD = 5
WANTED = (0.05, 0.01)  # half-width by mean


def half_widths(values: np.ndarray, level: float = 0.95) -> np.ndarray:
    """Half-widths of Student's intervals for the means of the first 1, 2, .. values.

    Returns
    -------
    ndarray(float64, ndim=1)
        As long as `values`; the first is nan.
    """
    values = np.asarray(values, float)
    n = np.arange(1, len(values) + 1)
    shifted = values - values[0]  # for accuracy
    total, square = np.cumsum(shifted), np.cumsum(shifted**2)
    out = np.full(len(values), np.nan)
    with np.errstate(invalid="ignore"):
        variance = np.maximum(square[1:] - total[1:] ** 2 / n[1:], 0.0) / (n[1:] - 1)
    out[1:] = stats.t.ppf(0.5 + level / 2.0, n[1:] - 1) * np.sqrt(variance / n[1:])
    return out


def replications_needed(
    values: np.ndarray, wanted: float, look_ahead: int = LOOK_AHEAD
) -> int | None:
    """Replications by the rule of Hoad, Robinson and Davies, or None if `values` are too few.

    Parameters
    ----------
    values : ndarray(float64, ndim=1)
        One value per replication, in order.
    wanted : float > 0
        Half-width as a share of the mean.
    look_ahead : int
        Further replications for which the half-width must stay within `wanted`.
    """
    values = np.asarray(values, float)
    means = np.cumsum(values) / np.arange(1, len(values) + 1)
    good = half_widths(values) <= wanted * np.abs(means)
    for n in range(3, len(values) - look_ahead + 1):
        if good[n - 1 : n + look_ahead].all():
            return n
    return None


def replications(
    city: City, *, runs: int, streets: int, months: int, burn_in: int, progress: bool
) -> pd.DataFrame:
    """One row per run: measures at each level as columns (measure, level), and both changes."""

    def work(number: int) -> dict[tuple[str, float], float]:
        row: dict[tuple[str, float], float] = {}
        for level in LEVELS:
            run = simulate(city, level, months=months, streets=streets, number=number)
            found = run.measures(burn_in)
            row |= {(key, level): float(found[key]) for key in KEY}
        return row

    rows = in_threads(work, list(range(runs)), progress=progress, label="replications")
    frame = pd.DataFrame(rows)
    low, high = frame[("efficiency", LEVELS[0])], frame[("efficiency", LEVELS[-1])]
    frame[(CHANGE, LEVELS[-1])] = high - low
    frame[(APART, LEVELS[-1])] = high - np.roll(low, 1)
    return frame


def precision_evidence(
    record: Record, city: City | None = None, *, runs: int = 64, progress: bool = True
) -> None:
    """Record half-widths over the number of replications, and how many are needed."""
    design = Design.load("default")
    frame = replications(
        City.default() if city is None else city,
        runs=runs,
        streets=design.streets,
        months=design.months,
        burn_in=design.burn_in,
        progress=progress,
    )
    used = design.cities
    curves, rows = [], []
    for key, level in frame.columns:
        values = frame[(key, level)].to_numpy()
        half = half_widths(values)
        means = np.cumsum(values) / np.arange(1, runs + 1)
        n = np.arange(1, runs + 1)
        curves.append(
            pd.DataFrame(
                {"measure": key, "intensity": level, "n": n, "mean": means, "half": half}
            ).iloc[1:]
        )
        needed = {f"needed_{100 * w:.0f}": replications_needed(values, w) for w in WANTED}
        rows.append(
            {
                "measure": key,
                "name": KEY.get(key, key),
                "intensity": level,
                "mean": means[-1],
                "sd": values.std(ddof=1),
                "half": half[used - 1],
                "share": half[used - 1] / abs(means[used - 1]),
                **{name: np.nan if v is None else float(v) for name, v in needed.items()},
            }
        )
    table = pd.DataFrame(rows)
    record.table("precision", pd.concat(curves, ignore_index=True))
    record.table("precision_needed", table)
    record.add("precision.runs", runs, "count")
    record.add("precision.used", used, "count")
    record.add("precision.look_ahead", LOOK_AHEAD, "count")
    levels = table[table["measure"].isin(KEY)]
    record.add("precision.worst", levels["share"].max(), "share", 1)
    worst = levels.loc[levels["share"].idxmax()]
    record.add("precision.worst.name", worst["name"], "text")
    record.add("precision.worst.level", worst["intensity"], "level")
    for w in WANTED:
        column = levels[f"needed_{100 * w:.0f}"]
        key = f"precision.needed_{100 * w:.0f}"
        record.add(f"{key}.share", w, "share", 0)
        record.add(f"{key}.met", int((column <= used).sum()), "count")
        most = "more than were run" if column.isna().any() else f"{column.max():.0f}"
        record.add(f"{key}.most", most, "text")
    record.add("precision.cells", len(levels), "count")
    change, apart = (table[table["measure"] == key].iloc[0] for key in (CHANGE, APART))
    record.add("precision.change", change["mean"], "number", 3)
    record.add("precision.change.half", change["half"], "number", 4)
    record.add("precision.change.saving", (apart["sd"] / change["sd"]) ** 2, "number", 1)
