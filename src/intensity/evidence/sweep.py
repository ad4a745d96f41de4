"""Evidence from the sweeps: cities all over the parameter space, and the default city."""

from __future__ import annotations

import numpy as np
import pandas as pd

from intensity.evidence.record import Record, results_path
from intensity.evidence.regressions import fixed_effects_quadratic
from intensity.evidence.twolines import two_lines
from intensity.evidence.utest import interior_maximum, lind_mehlum
from intensity.experiment.design import Design
from intensity.experiment.runner import run_experiment
from intensity.model.city import City

SHOWN = (
    *("effectiveness", "efficiency", "cost", "dashboard", "response", "resolution"),
    *("satisfaction", "second_order_share", "overflow_share", "direct_share", "repeat_share"),
    *("triviality", "unreasonable_share", "idling", "centre_of_gravity", "utilisation"),
    *("diligence", "routine", "trust_first", "trust_hotline", "acceptance", "orders_per_month"),
    *("unresolved_share", "first_efficiency", "second_efficiency", "hours_per_resolved_order"),
    *("hours_per_resolved_first", "prevented_share", "first_share", "second_share"),
)
_SHARES = {
    *("effectiveness", "resolution", "satisfaction", "response", "second_order_share"),
    *("overflow_share", "direct_share", "repeat_share", "triviality", "unreasonable_share"),
    *("idling", "centre_of_gravity", "utilisation", "unresolved_share", "prevented_share"),
    *("first_share", "second_share"),
}


def noise(default: pd.DataFrame, low: float, high: float, streets: float) -> float:
    """Standard deviation of ``E(high) − E(low)`` of one run, from replications of one city.

    Parameters
    ----------
    default : DataFrame
        The default city, one "city" per replication.
    low, high : float
        Levels of intensity.
    streets : float
        Streets of a replication per street of the run it is wanted for; averages over fewer
        streets are noisier by its square root.
    """
    runs = default.pivot(index="city", columns="intensity", values="efficiency")
    return float((runs[high] - runs[low]).std(ddof=1) * np.sqrt(streets))


def panel_of(name: str, *, progress: bool = True) -> pd.DataFrame:
    """The panel of a shipped design, from the store of results or run now."""
    return run_experiment(Design.load(name), store=results_path(), progress=progress)


def margin(default: pd.DataFrame) -> float:
    """Two standard deviations of a difference of efficiency between two levels of one city.

    `default` is the panel of the design of that name; the margin is that of a run with the streets
    of the design ``paper``.
    """
    city = City.default()
    streets = Design.load("default").streets / Design.load("paper").streets
    return 2.0 * noise(default, city.I_reg, city.I_high, streets)


def sweep_evidence(record: Record, *, progress: bool = True) -> None:
    """Record curves, optimum, regressions and tests.

    Random cities come from the design ``paper``; the default city, one "city" per replication, from
    the design ``default``.
    """
    panel = panel_of("paper", progress=progress)
    default = panel_of("default", progress=progress)
    city = City.default()
    low, high = city.I_reg, city.I_high
    keep = ["city", "intensity", *SHOWN]
    record.table("panel", panel[keep])
    record.table("default", default[keep])
    middle = default.groupby("intensity")[list(SHOWN)].mean()
    for key in SHOWN:
        kind = "share" if key in _SHARES else "number"
        for name, level in (("reg", low), ("high", high)):
            value = middle.loc[level, key]
            if pd.notna(value):
                digits = 0 if kind == "share" or key == "orders_per_month" else 2
                digits = 3 if key in ("first_efficiency", "second_efficiency") else digits
                record.add(f"default.{key}.{name}", value, kind, digits)
        record.add(f"default.{key}.moves", _moves(default, key, low, high), "text")
    _optimum(record, default, middle, low, high)
    _space(record, panel, margin(default), low, high)
    _regressions(record, panel)


def _moves(default: pd.DataFrame, key: str, low: float, high: float) -> str:
    """Whether a measure rises or falls from low to high, in nine of ten replications at least."""
    runs = default.pivot(index="city", columns="intensity", values=key)
    change = (runs[high] - runs[low]).dropna()
    if len(change) and change.quantile(0.1) > 0:
        return "rises"
    if len(change) and change.quantile(0.9) < 0:
        return "falls"
    return "does not clearly move"


def _optimum(
    record: Record, default: pd.DataFrame, middle: pd.DataFrame, low: float, high: float
) -> None:
    best = float(middle["efficiency"].idxmax())
    runs = default.pivot(index="city", columns="intensity", values="efficiency")
    optima = runs.idxmax(axis=1)
    record.add("default.best", best, "level")
    record.add("default.best.low", float(optima.quantile(0.1)), "level")
    record.add("default.best.high", float(optima.quantile(0.9)), "level")
    record.add("default.efficiency.best", middle.loc[best, "efficiency"])
    record.add("default.efficiency.zero", middle.loc[0.0, "efficiency"])
    record.add("default.dashboard.best", middle.loc[best, "dashboard"])
    fall = middle.loc[best, "efficiency"] - middle.loc[high, "efficiency"]
    record.add("default.fall", fall / middle.loc[best, "efficiency"], "share", 0)
    paired = runs[high] - runs[low]
    record.add("default.change", paired.mean())
    record.add("default.change.low", paired.quantile(0.1))
    record.add("default.change.high", paired.quantile(0.9))
    steps = middle["dashboard"].loc[low:].diff().iloc[1:]
    record.add("default.dashboard.rising", float((steps > 0).mean()), "share", 0)
    record.add("default.runs", len(runs), "count")
    share = middle["second_order_share"]
    above = share.index[share > 0.5]
    crossing = float(above[0]) if len(above) else float("nan")
    words = f"from intensity {crossing:.2f} on" if len(above) else "at no intensity"
    record.add("default.crossing", words, "text")
    drop = middle["efficiency"].diff().idxmin()
    record.add("default.steepest", float(drop), "level")


def _space(record: Record, panel: pd.DataFrame, margin: float, low: float, high: float) -> None:
    grid = panel.pivot(index="city", columns="intensity", values="efficiency")
    found = interior_maximum(panel, margin=margin)
    record.add("space.cities", len(grid), "count")
    record.add("space.margin", margin, "number", 3)
    record.add("space.interior", found.share, "share", 0)
    record.add("space.interior.low", found.low, "share", 0)
    record.add("space.interior.high", found.high, "share", 0)
    change = grid[high] - grid[low]
    record.add("space.falls", float((change < -margin).mean()), "share", 0)
    record.add("space.rises", float((change > margin).mean()), "share", 0)
    score = panel.pivot(index="city", columns="intensity", values="dashboard")
    record.add("space.score_rises", float((score[high] > score[low]).mean()), "share", 0)
    both = (score[high] > score[low]) & (change < -margin)
    record.add("space.paradox", float(both.mean()), "share", 0)
    best = grid.idxmax(axis=1)
    record.add("space.best", float(best.median()), "level")
    record.add("space.best.low", float(best.quantile(0.1)), "level")
    record.add("space.best.high", float(best.quantile(0.9)), "level")
    record.add("space.best_at_top", float((best == grid.columns[-1]).mean()), "share", 0)
    tipping = grid.diff(axis=1).min(axis=1) / grid.max(axis=1)
    record.add("space.tips", float((tipping < -0.1).mean()), "share", 0)
    share = panel.pivot(index="city", columns="intensity", values="second_order_share")
    record.add("space.crosses", float((share[high] > 0.5).mean()), "share", 0)
    direct = panel.pivot(index="city", columns="intensity", values="direct_share")
    record.add("space.direct_majority", float((direct[high] > 0.5).mean()), "share", 0)
    overflow = panel.pivot(index="city", columns="intensity", values="overflow_share")
    record.add("space.overflow_majority", float((overflow[low] > 0.5).mean()), "share", 0)
    busy = panel.pivot(index="city", columns="intensity", values="utilisation")
    loaded = busy[high] > 0.95
    record.add("space.loaded", float(loaded.mean()), "share", 0)
    for name, mask in (("loaded", loaded), ("unloaded", ~loaded)):
        if mask.any():
            record.add(f"space.falls.{name}", float((change[mask] < -margin).mean()), "share", 0)


def _regressions(record: Record, panel: pd.DataFrame) -> None:
    fit = fixed_effects_quadratic(panel)
    score = fixed_effects_quadratic(panel, "dashboard")
    test = lind_mehlum(fit)
    lines = two_lines(panel)
    for name, result in (("efficiency", fit), ("dashboard", score)):
        for key, value in result.summary().items():
            if key in ("observations", "clusters"):
                record.add(f"fe.{name}.{key}", float(value), "count")
            elif not isinstance(value, str):
                record.add(f"fe.{name}.{key}", value, "number", 3)
    record.add("utest.p", test.p, "p")
    record.add("utest.turning", test.turning_point, "number", 2)
    record.add("utest.slope_low", test.slope_lower, "number", 3)
    record.add("utest.slope_high", test.slope_upper, "number", 3)
    record.add("utest.kind", "maximum" if fit.coef.iloc[1] < 0 else "minimum", "text")
    record.add("utest.inside", "inside" if test.inside else "outside", "text")
    interval = test.fieller
    bounded = interval.kind == "bounded"
    record.add(
        "utest.fieller",
        f"[{interval.low:.2f}, {interval.high:.2f}]" if bounded else "unbounded",
        "text",
    )
    record.add("lines.break", lines.break_at, "level")
    record.add("lines.slope_low", lines.slope_lower, "number", 3)
    record.add("lines.slope_high", lines.slope_upper, "number", 3)
    record.add("lines.p", lines.p, "p")
    record.add("lines.verdict", "an inverse U" if lines.inverse else "no inverse U", "text")
