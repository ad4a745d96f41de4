"""How long a run needs to forget its initial state: Welch's curves, MSER-5, and the bias left.

Welch (1983): average the monthly series over replications, smooth it, and look where it is level.
MSER-5 (White 1997): cut the series where the standard error of the mean of what remains, in batches
of five months, is least. Neither says how wrong a shorter warm-up is. That is measured: the mean of
the months that the designs keep, less the mean of the same runs much later.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence.record import Record
from intensity.experiment.design import Design
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.measures import measures
from intensity.model.simulate import simulate

KEY = {
    "efficiency": "efficiency",
    "dashboard": "dashboard score",
    "orders_per_month": "orders per month",
    "direct_share": "share of direct orders",
    "routine": "routine quality",
    "trust_first": "trust in first order",
    "trust_hotline": "trust in the hotline",
}
LEVELS = (0.2, 0.6, 1.0)
MONTHS = 144
WINDOW = 13  # months of Welch's moving average: a year, as special governance is chosen yearly
BATCH = 5
BIAS = 0.02  # of a measure's own size: what we call small


def horizon(design: Design) -> int:
    """Months to run: `MONTHS`, or more if a design keeps so many that none later are left."""
    return max(MONTHS, 2 * design.months - design.burn_in)


def series(
    city: City, months: int, *, levels: tuple[float, ...], runs: int, streets: int, progress: bool
) -> pd.DataFrame:
    """Measures month by month: intensity, run, month, and the columns of `KEY`."""

    def work(task: tuple[float, int]) -> pd.DataFrame:
        level, number = task
        run = simulate(city, level, months=months, streets=streets, number=number)
        rows = [measures(run.counts[m : m + 1], run.reals[m : m + 1], city) for m in range(months)]
        frame = pd.DataFrame(rows)[list(KEY)]
        return frame.assign(intensity=level, run=number, month=range(months))

    tasks = [(level, number) for level in levels for number in range(runs)]
    parts = in_threads(work, tasks, progress=progress, label="warm-up")
    return pd.concat(parts, ignore_index=True)


def welch(values: np.ndarray, window: int = WINDOW) -> np.ndarray:
    """Centred moving average; near the beginning the window shrinks, at the end it is nan.

    Parameters
    ----------
    values : ndarray(float64, ndim=1)
        Means over replications.
    window : int, odd
    """
    half = window // 2
    out = np.full(len(values), np.nan)
    for m in range(len(values) - half):
        reach = min(m, half)
        out[m] = values[m - reach : m + reach + 1].mean()
    return out


def mser(values: np.ndarray, batch: int = BATCH) -> int | None:
    """Months to cut off by MSER, or None if the least error lies at the middle of the series.

    White's rule looks at the first half only; a minimum at its end means that the series is too
    short to tell, or has no level.
    """
    n = len(values) // batch
    means = np.asarray(values[: n * batch], float).reshape(n, batch).mean(axis=1)
    half = n // 2
    error = [np.square(means[d:] - means[d:].mean()).sum() / (n - d) ** 2 for d in range(half + 1)]
    best = int(np.argmin(error))
    return None if best == half else batch * best


def table(monthly: pd.DataFrame, burn_in: int, months: int) -> pd.DataFrame:
    """Warm-up by measure and level.

    Parameters
    ----------
    monthly : DataFrame
        See `series`.
    burn_in, months : int
        The window ``burn_in .. months - 1`` that designs keep; the last months, as many, are what
        it is compared with.

    Returns
    -------
    DataFrame
        measure, name, intensity, cut (months by MSER-5, nan: none found), kept and late (means),
        bias (kept less late), half (half-width of its 95 % interval, runs being paired), share
        (bias by the late mean), month (from which on Welch's curve stays within `BIAS` of the
        late mean).
    """
    late_from = int(monthly["month"].max()) + 1 - (months - burn_in)
    rows = []
    for level, part in monthly.groupby("intensity"):
        middle = part.groupby("month")[list(KEY)].mean()
        kept = part[part["month"].between(burn_in, months - 1)].groupby("run")[list(KEY)].mean()
        late = part[part["month"] >= late_from].groupby("run")[list(KEY)].mean()
        for key, name in KEY.items():
            bias = kept[key] - late[key]
            width = stats.t.ppf(0.975, len(bias) - 1) * bias.std(ddof=1) / np.sqrt(len(bias))
            end = float(late[key].mean())
            curve = welch(middle[key].to_numpy())
            outside = np.flatnonzero(np.abs(curve - end) > BIAS * abs(end))
            cut = mser(middle[key].to_numpy())
            rows.append(
                {
                    "measure": key,
                    "name": name,
                    "intensity": float(level),
                    "cut": np.nan if cut is None else float(cut),
                    "kept": float(kept[key].mean()),
                    "late": end,
                    "bias": float(bias.mean()),
                    "half": float(width),
                    "share": float(bias.mean()) / end,
                    "month": int(outside[-1]) + 1 if len(outside) else 0,
                }
            )
    return pd.DataFrame(rows)


def change(monthly: pd.DataFrame, low: float, high: float, first: int, end: int) -> pd.Series:
    """Efficiency at `high` less that at `low` in months ``first .. end - 1``, run by run."""
    part = monthly[monthly["month"].between(first, end - 1)]
    ends = part.groupby(["run", "intensity"])["efficiency"].mean().unstack()
    return ends[high] - ends[low]


def other_cities(cities: list[City], design: Design, *, progress: bool) -> pd.DataFrame:
    """Efficiency in the months that `design` keeps, and late, all over the parameter space.

    Returns
    -------
    DataFrame
        city, intensity, share (kept less late, by late), kept, late.
    """
    end, keep = horizon(design), design.months - design.burn_in

    def work(task: tuple[int, City]) -> list[dict[str, float]]:
        number, city = task
        rows = []
        for level in (LEVELS[0], LEVELS[-1]):
            run = simulate(city, level, months=end, streets=8, number=number)
            kept, late = (
                measures(run.counts[part], run.reals[part], city)["efficiency"]
                for part in (slice(design.burn_in, design.months), slice(end - keep, end))
            )
            rows.append({"city": number, "intensity": level, "kept": kept, "late": late})
        return rows

    parts = in_threads(work, list(enumerate(cities)), progress=progress, label="warm-up elsewhere")
    frame = pd.DataFrame([row for part in parts for row in part])
    return frame.assign(share=frame["kept"] / frame["late"] - 1.0)


def warmup_evidence(
    record: Record,
    city: City | None = None,
    *,
    runs: int = 16,
    streets: int = 16,
    cities: int = 32,
    progress: bool = True,
) -> None:
    """Record Welch's curves, MSER-5 and the bias that the designs' warm-up leaves.

    Parameters
    ----------
    record : Record
    city : City, optional
        Followed month by month.
    runs, streets : int
        Replications of it, and their size.
    cities : int
        Cities of the design ``paper`` in which the bias of efficiency is measured as well.
    """
    city = City.default() if city is None else city
    design = Design.load("default")
    months, keep = horizon(design), design.months - design.burn_in
    monthly = series(city, months, levels=LEVELS, runs=runs, streets=streets, progress=progress)
    found = table(monthly, design.burn_in, design.months)
    record.table("warmup", found)
    curves = monthly.groupby(["intensity", "month"])[list(KEY)].mean().reset_index()
    for key in KEY:
        smooth = curves.groupby("intensity")[key].transform(lambda v: welch(v.to_numpy()))
        curves[f"{key}_welch"] = smooth
    record.table("warmup_series", curves)
    record.add("warmup.burn_in", design.burn_in, "count")
    record.add("warmup.kept_to", design.months, "count")
    record.add("warmup.months", months, "count")
    record.add("warmup.late_from", months - keep + 1, "count")
    record.add("warmup.runs", runs, "count")
    record.add("warmup.streets", streets, "count")
    record.add("warmup.window", WINDOW, "count")
    record.add("warmup.small", BIAS, "share", 0)
    record.add("warmup.cells", len(found), "count")
    late = found["cut"].isna() | (found["cut"] > design.burn_in)
    record.add("warmup.mser.later", int(late.sum()), "count")
    record.add("warmup.mser.none", int(found["cut"].isna().sum()), "count")
    record.add("warmup.biased", int((found["share"].abs() > BIAS).sum()), "count")
    seen = found["bias"].abs() > found["half"]
    record.add("warmup.seen", int(seen.sum()), "count")
    worst = found.loc[found["share"].abs().idxmax()]
    record.add("warmup.worst", abs(worst["share"]), "share", 1)
    record.add("warmup.worst.name", worst["name"], "text")
    record.add("warmup.worst.level", worst["intensity"], "level")
    for key in ("efficiency", "dashboard"):
        part = found[found["measure"] == key]
        at = part.loc[part["share"].abs().idxmax()]
        record.add(f"warmup.{key}.share", abs(at["share"]), "share", 1)
        record.add(f"warmup.{key}.bias", abs(at["bias"]), "number", 4)
        record.add(f"warmup.{key}.half", at["half"], "number", 4)
        record.add(f"warmup.{key}.level", at["intensity"], "level")
    late = found[found["month"] > design.burn_in]
    names = ", ".join(dict.fromkeys(late["name"])) or "none"
    record.add("warmup.welch.late", names, "text")
    record.add("warmup.settled", int(found["month"].max()), "count")
    low, high = LEVELS[0], LEVELS[-1]
    kept = change(monthly, low, high, design.burn_in, design.months)
    late = change(monthly, low, high, months - keep, months)
    record.add("warmup.change.kept", kept.mean(), "number", 3)
    record.add("warmup.change.late", late.mean(), "number", 3)
    elsewhere = other_cities(Design.load("paper").draw()[:cities], design, progress=progress)
    off = elsewhere["share"].abs()
    record.add("warmup.cities", elsewhere["city"].nunique(), "count")
    record.add("warmup.cities.runs", len(elsewhere), "count")
    record.add("warmup.cities.median", off.median(), "share", 1)
    record.add("warmup.cities.high", off.quantile(0.9), "share", 1)
    record.add("warmup.cities.worst", off.max(), "share", 0)
    record.add("warmup.cities.biased", int((off > BIAS).sum()), "count")
    ends = elsewhere.pivot(index="city", columns="intensity", values=["kept", "late"])
    turned = np.sign(ends["kept"][high] - ends["kept"][low]) != np.sign(
        ends["late"][high] - ends["late"][low]
    )
    record.add("warmup.cities.turned", int(turned.sum()), "count")
    enough = not (found["share"].abs() > BIAS).any()
    record.add("warmup.verdict", "enough" if enough else "not enough for every measure", "text")
    efficient = found.loc[found["measure"] == "efficiency", "share"].abs().max() <= BIAS
    record.add("warmup.verdict.efficiency", "enough" if efficient else "not enough", "text")
