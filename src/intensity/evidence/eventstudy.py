"""Event study around January 2019, when B city's hotline leaves regular operation (§3.2).

B city has no twin in the paper: whatever else changed in 2019 and 2020 is in its numbers. Here it
has two. *Other cities* of the same kind, with their own luck, stay at regular intensity and serve
as controls, as a study with data on many cities would have it. The *same city* with the same
problems and the same luck stays at regular intensity as well: that is the truth against which
the event study, and a comparison of before and after without any control, can be judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from intensity.evidence.estimated import LEVEL, clean, codes
from intensity.experiment.runner import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.scenarios import B_CITY_START, B_CITY_WARM_UP, SWITCH, b_city
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, simulate

OUTCOMES = ("orders", "routine", "efficiency")
RUNS, STREETS = 16, 8
BASE = -1  # the quarter before the switch
MONTHS_OF_QUARTER = 3


@dataclass(frozen=True)
class EventStudy:
    """Effects by quarter since the switch, relative to the quarter before it.

    Attributes
    ----------
    effects : DataFrame
        Index: quarter (0 is the first at high intensity); columns estimate, low, high; without
        the base quarter.
    before_p : float
        p-value of the joint test that all effects before the switch are zero; nan where there are
        too few clusters for it.
    after : tuple of float
        Mean effect of all quarters from the switch on, and its interval.
    observations, clusters : int
    """

    effects: pd.DataFrame
    before_p: float
    after: tuple[float, float, float]
    observations: int
    clusters: int


def event_study(
    frame: pd.DataFrame,
    outcome: str,
    *,
    place: str = "place",
    cluster: str = "city",
    base: int = BASE,
) -> EventStudy:
    """Two-way fixed effects: effects of street and month, and of quarter among the treated.

    Estimand: the mean effect on treated streets of having switched, by quarter since the switch;
    it wants that treated and control streets would have moved in parallel. All switch at once,
    so the troubles of staggered adoption do not arise.

    Parameters
    ----------
    frame : DataFrame
        One row per street and month: columns `outcome`, `place` (street), month (whole number),
        quarter (relative to the switch), treated (bool), `cluster`. Balanced.
    base : int
        Quarter that effects are relative to.

    Raises
    ------
    InputError
        As `clean`; a street without every month; nobody treated, or everybody; no base quarter.
    """
    data = clean(frame, [outcome, "month", "quarter", "treated"], "event study")
    groups, places = codes(frame, cluster), codes(frame, place)
    data["place"] = places
    months = data["month"].nunique()
    if len(data) != months * len(np.unique(places)) or data.duplicated(["place", "month"]).any():
        raise InputError("event study: every street needs every month once")
    if data["treated"].nunique() != 2:
        raise InputError("event study: wants treated streets and control streets")
    quarters = np.unique(data["quarter"])
    if base not in quarters:
        raise InputError(f"event study: no row of the base quarter {base}")
    names = [int(q) for q in quarters if q != base]
    marks = pd.DataFrame(
        {q: ((data["quarter"] == q) & (data["treated"] == 1)).astype(float) for q in names}
    )
    y, x = _within(data[outcome], data), marks.apply(lambda column: _within(column, data))
    fit = sm.OLS(y.to_numpy(), x.to_numpy()).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
    )
    clusters = len(np.unique(groups))
    critical = float(stats.t.ppf(0.5 + LEVEL / 2, clusters - 1))
    effects = pd.DataFrame({"estimate": fit.params}, index=pd.Index(names, name="quarter"))
    effects["low"] = effects["estimate"] - critical * fit.bse
    effects["high"] = effects["estimate"] + critical * fit.bse
    early, late = (np.array([q < 0 for q in names]), np.array([q >= 0 for q in names]))
    weights = late / late.sum()
    mean = float(weights @ fit.params)
    half = critical * float(np.sqrt(weights @ fit.cov_params() @ weights))
    # the covariance of so many effects needs more clusters than that
    testable = early.any() and clusters - 2 >= early.sum()
    joint = fit.f_test(np.eye(len(names))[early]) if testable else None
    return EventStudy(
        effects=effects,
        before_p=float(joint.pvalue) if joint is not None else float("nan"),
        after=(mean, mean - half, mean + half),
        observations=len(data),
        clusters=clusters,
    )


def _within(values: pd.Series, data: pd.DataFrame) -> pd.Series:
    """Deviation from the means of street and month; exact for a balanced panel."""
    by_place = values.groupby(data["place"]).transform("mean")
    return values - by_place - values.groupby(data["month"]).transform("mean") + values.mean()


def before_after(frame: pd.DataFrame, outcome: str, *, place: str = "place") -> pd.DataFrame:
    """What a study of the one city finds: years after the switch against the years before.

    Effects of street and of month of the year, no control; intervals clustered by city.

    Parameters
    ----------
    frame : DataFrame
        Treated streets only: columns `outcome`, `place`, season (month of the year), year (0 or
        less before the switch, then 1, 2), city.

    Returns
    -------
    DataFrame
        Index: year; columns estimate, low, high.
    """
    data = clean(frame, [outcome, "season", "year"], "before and after")
    years = sorted({int(y) for y in data["year"] if y > 0})
    x = pd.DataFrame({y: (data["year"] == y).astype(float) for y in years})
    seasons = pd.get_dummies(data["season"].astype(int), drop_first=True, dtype=float)
    x = pd.concat([x, seasons.add_prefix("season")], axis=1)
    names = codes(frame, place)
    y = data[outcome] - data[outcome].groupby(names).transform("mean")
    x = x - x.groupby(names).transform("mean")
    groups = codes(frame, "city")
    fit = sm.OLS(y.to_numpy(), x.to_numpy()).fit(cov_type="cluster", cov_kwds={"groups": groups})
    half = float(stats.t.ppf(0.5 + LEVEL / 2, len(np.unique(groups)) - 1)) * fit.bse
    out = pd.DataFrame({"estimate": fit.params, "low": fit.params - half})
    out["high"] = fit.params + half
    return out.iloc[: len(years)].set_index(pd.Index(years, name="year"))


def paths(
    city: City | None = None, *, runs: int = RUNS, streets: int = STREETS, progress: bool = True
) -> pd.DataFrame:
    """Streets by month, January 2017 on: B city, its twin that never switched, other cities.

    Returns
    -------
    DataFrame
        ``group`` is switched, twin (same problems and luck) or other; city (number of the run,
        other ones counted on), place, month, quarter, year, season, treated, and `OUTCOMES`:
        orders per handler, routine quality, and the month's efficiency.
    """
    city = City.default() if city is None else city
    switched = b_city(city)
    stays = Schedule.steps([(len(switched), city.I_reg)], start=B_CITY_START)
    tasks = [("switched", n, switched) for n in range(runs)]
    tasks += [("twin", n, stays) for n in range(runs)]
    tasks += [("other", n, stays) for n in range(runs, 2 * runs)]

    def one(task: tuple[str, int, Schedule]) -> pd.DataFrame:
        group, number, schedule = task
        run = simulate(city, schedule=schedule, streets=streets, number=number)
        return street_months(run).assign(
            group=group, city=number, treated=group == "switched",
            place=lambda frame: number * streets + frame["street"],
        )  # fmt: skip

    parts = in_threads(one, tasks, progress=progress, label="event study")
    return pd.concat(parts, ignore_index=True)


def street_months(run: Run) -> pd.DataFrame:
    """Outcomes by street and month on the calendar, without the warm-up."""
    m = run.monthly
    m = m[m["month"] >= B_CITY_WARM_UP]
    at = np.array([period.ordinal for period in m["period"]])
    since = at - pd.Period(SWITCH, freq="M").ordinal
    extra = run.city.v_big - 1.0
    good = ("prevented", "prevented_special", "first_resolved", "second_resolved")
    value = sum(m[name] + extra * m[f"{name}_big"] for name in good)
    demands = m["demands"] + extra * m["demands_big"]
    cost = 1.0 + m["hours_upper"] / m["hours_paid"]
    return pd.DataFrame(
        {
            "street": m["street"].to_numpy(),
            "month": m["month"].to_numpy(),
            "quarter": since // MONTHS_OF_QUARTER,
            "year": since // 12 + 1,
            "season": at % 12,
            "orders": (m["orders"] / (m["hours_paid"] / la.HOURS_PER_MONTH)).to_numpy(),
            "routine": m["routine"].to_numpy(),
            "efficiency": (value / demands.clip(lower=1.0) / cost).to_numpy(),
        }
    )
