"""Policies against each other in cities that meet the paper's facts.

Each city's best fixed level is the yardstick. It is chosen on one set of draws and every policy,
the yardstick too, is judged on others. What a city would have to know for a policy differs: its
own best level needs a trial of every level, one level for all cities needs none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence import posterior
from intensity.evidence.adaptive import Goals, ruled
from intensity.evidence.lines import share_interval
from intensity.evidence.optimum import LEVELS
from intensity.evidence.record import Record
from intensity.evidence.replications import (
    Case,
    direction,
    interval,
    measured,
    steady,
)
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.scenarios import CENTRAL, preemptive

CITIES = 40
GOALS = tuple(Goals(e, b) for e in (0.5, 0.7, 0.9) for b in (0.5, 0.7, 0.9))
CHOOSE, JUDGE = 0, (1, 2)  # draws of a city
REFER_BACK = CENTRAL["refer_back"]
YARDSTICK = "own best level"
POLICIES = (  # name, key of its numbers
    (YARDSTICK, "own"),
    ("one level for all cities", "common"),
    ("regular intensity", "regular"),
    ("high intensity", "high"),
    ("rule, goals as assumed", "rule_shipped"),
    ("rule, one pair of goals for all cities", "rule_common"),
    ("rule, each city's own goals", "rule_own"),
    ("high intensity with referral back", "referral"),
    ("high intensity with a reserve", "reserve"),
)


def contest(cities: list[City], *, progress: bool = True) -> pd.DataFrame:
    """Every policy in every city.

    Returns
    -------
    DataFrame
        One row per city, policy and draw of `JUDGE`: ``city``, ``policy``, ``draw``, ``level``
        (fixed ones), ``effort`` and ``busy`` (rules), and measures.
    """
    own, common, goals, shared = _chosen(cities, progress)
    cases: list[Case] = []
    for at, city in enumerate(cities):
        plans: dict[str, tuple[City, float]] = {
            YARDSTICK: (city, own[at]),
            "one level for all cities": (city, common),
            "regular intensity": (city, city.I_reg),
            "high intensity": (city, city.I_high),
            "rule, goals as assumed": (ruled(city), city.I_reg),
            "rule, one pair of goals for all cities": (ruled(city, shared), city.I_reg),
            "rule, each city's own goals": (ruled(city, goals[at]), city.I_reg),
            "high intensity with referral back": (
                city.replace(refer_back=REFER_BACK),
                city.I_high,
            ),
            "high intensity with a reserve": (preemptive(city), city.I_high),
        }
        for name, (one, level) in plans.items():
            rule = one.adapt_gain > 0.0
            labels: dict[str, Any] = {
                "city": at,
                "policy": name,
                "level": np.nan if rule else level,
                "effort": one.adapt_effort if rule else np.nan,
                "busy": one.adapt_busy if rule else np.nan,
            }
            cases += [
                steady({**labels, "draw": draw}, one, level, _number(at, draw), MONTHS, BURN_IN)
                for draw in JUDGE
            ]
    return measured(cases, progress=progress, label="policies in cities that meet the facts")


def _number(city: int, draw: int) -> int:
    """Key of the draws: no two cities and no two sets of draws share one."""
    return 10_000 + 10 * city + draw


def _chosen(cities: list[City], progress: bool) -> tuple[list[float], float, list[Goals], Goals]:
    """Best level and best goals, for each city and for all of them together, on draws `CHOOSE`."""
    cases = []
    for at, city in enumerate(cities):
        number = _number(at, CHOOSE)
        cases += [
            steady({"city": at, "level": level}, city, level, number, MONTHS, BURN_IN)
            for level in LEVELS
        ]
        cases += [
            steady(
                {"city": at, "goals": k}, ruled(city, goals), city.I_reg, number, MONTHS, BURN_IN
            )
            for k, goals in enumerate(GOALS)
        ]
    frame = measured(cases, progress=progress, label="choosing levels and goals")
    levels = frame.dropna(subset="level").pivot(index="city", columns="level", values="efficiency")
    rules = frame.dropna(subset="goals").pivot(index="city", columns="goals", values="efficiency")
    return (
        [float(x) for x in levels.idxmax(axis=1)],
        float(levels.mean().idxmax()),
        [GOALS[int(k)] for k in rules.idxmax(axis=1)],
        GOALS[int(rules.mean().idxmax())],
    )


def standings(frame: pd.DataFrame, line: np.ndarray | None = None) -> tuple[pd.DataFrame, float]:
    """Each policy against the yardstick, and the margin of noise.

    The margin is two standard errors of a city's mean gain, from how far its draws disagree,
    taken over all cities and policies; differences within it are ties.

    Parameters
    ----------
    frame : DataFrame
        From `contest`.
    line : ndarray(int64, ndim=1), shape (cities,), optional
        From which particle each city descends; default: all from different ones.

    Returns
    -------
    DataFrame
        Index: policy; ``efficiency``, ``effectiveness``, ``dashboard`` (means), ``gain`` (median
        over cities), ``gain_low``, ``gain_high`` (10 and 90 %), ``mean_gain``, ``beats``,
        ``ties``, ``loses`` (shares), ``beats_low``, ``beats_high`` (Wilson interval).
    float
    """
    gains = frame.pivot(index=["city", "draw"], columns="policy", values="efficiency")
    gains = gains.sub(gains[YARDSTICK], axis=0)
    draws = gains.groupby(level="city")
    per_city = draws.mean()
    line = np.arange(len(per_city)) if line is None else line
    # where policy and yardstick coincide there is no noise, and nothing to learn about it
    spread = draws.std(ddof=1).replace(0.0, np.nan).stack()
    margin = float(2.0 * np.sqrt((spread**2).mean() / len(JUDGE))) if len(spread) else 0.0
    means = frame.groupby("policy")[["efficiency", "effectiveness", "dashboard"]].mean()
    rows = {}
    for policy, values in per_city.items():
        bounds = share_interval((values > margin).to_numpy(), line)
        rows[policy] = {
            **means.loc[policy].to_dict(),
            "gain": float(values.median()),
            "gain_low": float(values.quantile(0.1)),
            "gain_high": float(values.quantile(0.9)),
            "mean_gain": float(values.mean()),
            "beats": float((values > margin).mean()),
            "beats_low": float(bounds[0]),
            "beats_high": float(bounds[1]),
            "ties": float((values.abs() <= margin).mean()),
            "loses": float((values < -margin).mean()),
        }
    table = pd.DataFrame.from_dict(rows, orient="index").reindex([name for name, _ in POLICIES])
    table.index.name = "policy"
    return table, margin


def contest_evidence(record: Record, *, progress: bool = True) -> None:
    """Record the contest."""
    cities = posterior.cities(CITIES)
    frame = contest(cities, progress=progress)
    table, margin = standings(frame, posterior.lines(CITIES))
    record.table("policy_contest", table.reset_index())
    gains = frame.pivot_table(index="city", columns="policy", values="efficiency")
    record.table(
        "policy_contest_gains",
        gains.sub(gains[YARDSTICK], axis=0).stack().rename("gain").reset_index(),
    )
    add = record.add
    add("policy.contest.cities", len(cities), "count")
    add("policy.contest.margin", margin, "number", 3)
    common = frame[frame["policy"] == "one level for all cities"]["level"]
    add("policy.contest.common.level", float(common.iloc[0]), "level")
    shared = frame[frame["policy"] == "rule, one pair of goals for all cities"].iloc[0]
    add("policy.contest.rule_common.effort", shared["effort"], "number", 1)
    add("policy.contest.rule_common.busy", shared["busy"], "number", 1)
    for policy, key in POLICIES:
        row = table.loc[policy]
        name = f"policy.contest.{key}"
        add(f"{name}.efficiency", row["efficiency"], "number", 3)
        add(f"{name}.gain", row["gain"], "number", 3)
        add(f"{name}.mean_gain", row["mean_gain"], "number", 3)
        for share in ("beats", "beats_low", "beats_high", "ties", "loses"):
            add(f"{name}.{share}", row[share], "share", 0)
    add("policy.contest.verdict", _verdict(table), "text")
    plain = frame.pivot_table(index="city", columns="policy", values="efficiency")
    gain = plain["rule, one pair of goals for all cities"] - plain["one level for all cities"]
    low, high = interval(gain)
    add("policy.contest.insurance", gain.mean(), "number", 3)
    add("policy.contest.insurance.low", low, "number", 3)
    add("policy.contest.insurance.high", high, "number", 3)
    words = {"rises": "is worth something", "falls": "is worth less than nothing"}
    add(
        "policy.contest.insurance.words",
        words.get(direction(gain), "is not clearly worth anything"),
        "text",
    )
    worst = (plain["high intensity with referral back"] - plain[YARDSTICK]).min()
    add("policy.contest.referral.worst", worst)


def _verdict(table: pd.DataFrame) -> str:
    """Does the rule beat every fixed level? In words, from the most favourable of the three."""
    rules = table.loc[[name for name, key in POLICIES if key.startswith("rule")]]
    most = rules["beats"].max()
    if most > 0.5:
        return "in most cities"
    return "in a minority of cities" if most > 0.1 else "in hardly any city"
