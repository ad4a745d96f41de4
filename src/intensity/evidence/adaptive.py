"""The paper's advice as a rule, against every fixed level, in two cities (§5).

The rule raises a street's intensity where the base is detached and lowers it where it is
overloaded (`intensity.kernel.adaptive`). Fixed levels and the rule's goals are chosen on some
replications and compared on others, so that neither side profits from luck it was chosen for.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from intensity.evidence.optimum import LEVELS
from intensity.evidence.record import Record
from intensity.evidence.replications import Case, direction, interval, measured, steady
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.scenarios import ADAPT_GAIN

# Streets of an uneven city differ so much in diligence that no level can suit all of them.
UNEVEN = {"e_0_sd": 0.3, "size_cv": 0.6}
EFFORT_GOALS = (0.5, 0.6, 0.7, 0.8, 0.9)
BUSY_GOALS = (0.5, 0.6, 0.7, 0.8, 0.9)
NOISES = (0.1, 0.2, 0.4)
HOURS = (10.0, 40.0, 160.0)  # of upper-level work per street and month
CHOOSE, JUDGE = range(4), range(4, 12)


@dataclass(frozen=True)
class Goals:
    """What the rule takes for detached and for overloaded."""

    effort: float
    busy: float

    @classmethod
    def shipped(cls, city: City) -> Goals:
        """The city's own."""
        return cls(city.adapt_effort, city.adapt_busy)


GOALS = tuple(Goals(e, b) for e, b in product(EFFORT_GOALS, BUSY_GOALS))


def ruled(city: City, goals: Goals | None = None, **more: float) -> City:
    """The city under the rule; `more` sets noise and cost."""
    goals = Goals.shipped(city) if goals is None else goals
    return city.replace(
        adapt_gain=ADAPT_GAIN, adapt_effort=goals.effort, adapt_busy=goals.busy, **more
    )


def trial(city: City, *, progress: bool = True, label: str = "") -> tuple[pd.DataFrame, Goals]:
    """All fixed levels, the rule over its goals, and the chosen rule with noise and cost.

    Every level and every pair of goals on the replications `CHOOSE`; what is compared, on `JUDGE`.

    Returns
    -------
    DataFrame
        One row per policy and replication: ``policy`` ("fixed", "rule", "noise", "hours"),
        ``intensity`` (fixed), ``effort`` and ``busy`` (goals), ``amount`` (of noise or hours),
        and measures.
    Goals
        The best on the replications `CHOOSE`.
    """
    start = city.I_reg  # the rule starts where the city is

    blank = {"policy": "", "intensity": np.nan, "effort": np.nan, "busy": np.nan, "amount": 0.0}

    def fixed(level: float, numbers: range) -> list[Case]:
        labels = blank | {"policy": "fixed", "intensity": level}
        return [steady(labels, city, level, n, MONTHS, BURN_IN) for n in numbers]

    def rule(goals: Goals, numbers: range, policy: str = "rule", amount: float = 0.0) -> list[Case]:
        labels = {"policy": policy, "effort": goals.effort, "busy": goals.busy, "amount": amount}
        more = {} if policy == "rule" else {f"adapt_{policy}": amount}
        one = ruled(city, goals, **more)
        return [steady(blank | labels, one, start, n, MONTHS, BURN_IN) for n in numbers]

    first = [case for level in LEVELS for case in fixed(level, CHOOSE)]
    first += [case for goals in GOALS for case in rule(goals, CHOOSE)]
    frame = measured(first, progress=progress, label=label)
    chosen = Goals(*frame.groupby(["effort", "busy"])["efficiency"].mean().idxmax())
    best = float(frame.groupby("intensity")["efficiency"].mean().idxmax())
    rivals = sorted({best, city.I_reg, city.I_high})
    second = [case for level in rivals for case in fixed(level, JUDGE)]
    judged = dict.fromkeys((chosen, Goals.shipped(city)))
    second += [case for goals in judged for case in rule(goals, JUDGE)]
    second += [case for noise in NOISES for case in rule(chosen, JUDGE, "noise", noise)]
    second += [case for hours in HOURS for case in rule(chosen, JUDGE, "hours", hours)]
    more = measured(second, progress=progress, label=label)
    return pd.concat([frame, more], ignore_index=True), chosen


def compared(frame: pd.DataFrame, city: City, chosen: Goals) -> pd.DataFrame:
    """Efficiency under the rule less that of fixed levels, on the replications `JUDGE`.

    Returns
    -------
    DataFrame
        One row per rule (``policy``, ``effort``, ``busy``, ``amount``) and rival (``best``,
        ``regular``, ``high``): ``gain``, ``low``, ``high`` (interval of the mean), ``moves``.
    """
    fixed = frame[frame["policy"] == "fixed"].pivot(
        index="number", columns="intensity", values="efficiency"
    )
    best = float(fixed.loc[list(CHOOSE)].mean().idxmax())
    rivals = {"best": best, "regular": city.I_reg, "high": city.I_high}
    rows = []
    rules = frame[(frame["policy"] != "fixed") & frame["number"].isin(JUDGE)]
    for (policy, effort, busy, amount), part in rules.groupby(
        ["policy", "effort", "busy", "amount"]
    ):
        values = part.set_index("number")["efficiency"]
        for rival, level in rivals.items():
            gain = values - fixed.loc[values.index, level]
            low, high = interval(gain)
            rows.append(
                {
                    "policy": policy,
                    "effort": effort,
                    "busy": busy,
                    "amount": amount,
                    "chosen": Goals(effort, busy) == chosen,
                    "rival": rival,
                    "level": level,
                    "gain": float(gain.mean()),
                    "low": low,
                    "high": high,
                    "moves": direction(gain),
                }
            )
    return pd.DataFrame(rows)


def adaptive_evidence(record: Record, city: City, *, progress: bool = True) -> None:
    """Record the contest of rule and fixed levels in the default and in an uneven city."""
    trials, gains = [], []
    for name, one in (("default", city), ("uneven", city.replace(**UNEVEN))):
        frame, chosen = trial(one, progress=progress, label=f"adaptive rule, {name} city")
        table = compared(frame, one, chosen)
        trials.append(frame.assign(city=name))
        gains.append(table.assign(city=name))
        _record(record, f"policy.rule.{name}", frame, table, one, chosen)
    record.table("policy_rule", _shown(pd.concat(trials, ignore_index=True)))
    record.table("policy_rule_gains", pd.concat(gains, ignore_index=True))
    for name, value in UNEVEN.items():
        record.add(f"policy.rule.uneven.{name}", value)
    record.add("policy.rule.months", MONTHS, "count")
    record.add("policy.rule.burn_in", BURN_IN, "count")


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Means over the replications that goals and levels were chosen on."""
    part = frame[frame["number"].isin(CHOOSE) & frame["policy"].isin(["fixed", "rule"])]
    keys = ["city", "policy", "intensity", "effort", "busy"]
    return part.groupby(keys, dropna=False, sort=False)["efficiency"].mean().reset_index()


def _record(
    record: Record, key: str, frame: pd.DataFrame, table: pd.DataFrame, city: City, chosen: Goals
) -> None:
    add = record.add
    add(f"{key}.effort", chosen.effort, "number", 1)
    add(f"{key}.busy", chosen.busy, "number", 1)
    best = table[table["rival"] == "best"]
    add(f"{key}.best", float(best["level"].iloc[0]), "level")
    shipped = Goals.shipped(city)
    for name, goals in (("chosen", chosen), ("shipped", shipped)):
        own = table[
            (table["policy"] == "rule")
            & (table["effort"] == goals.effort)
            & (table["busy"] == goals.busy)
        ]
        for row in own.itertuples():
            add(f"{key}.{name}.{row.rival}", row.gain, "number", 3)
            add(f"{key}.{name}.{row.rival}.low", row.low, "number", 3)
            add(f"{key}.{name}.{row.rival}.high", row.high, "number", 3)
            add(f"{key}.{name}.{row.rival}.verdict", _verdict(row.moves), "text")
    for policy in ("noise", "hours"):
        for row in best[best["policy"] == policy].itertuples():
            add(f"{key}.{policy}.{row.amount:g}", row.gain, "number", 3)
            add(f"{key}.{policy}.{row.amount:g}.verdict", _verdict(row.moves), "text")
    add(f"{key}.bears", _bears(best), "text")
    gain = float(best.loc[(best["policy"] == "rule") & best["chosen"], "gain"].iloc[0])
    judged = frame[(frame["policy"] == "rule") & frame["number"].isin(JUDGE)]
    judged = judged[(judged["effort"] == chosen.effort) & (judged["busy"] == chosen.busy)]
    # the hours of observing, per street and month, at which the rule is no better any more
    worth = gain / (judged["efficiency"].mean() - gain) * judged["cost"].mean()
    add(f"{key}.hours_worth", max(0.0, worth) * city.K * la.HOURS_PER_MONTH, "count")


def _verdict(moves: str) -> str:
    return {
        "rises": "does better",
        "falls": "does worse",
        "does not clearly move": "does no better and no worse",
    }[moves]


def _bears(best: pd.DataFrame) -> str:
    """Up to which error of observation the chosen rule still beats the best fixed level."""
    noisy = best[best["policy"] == "noise"].sort_values("amount")
    clean = best[(best["policy"] == "rule") & best["chosen"]]
    if not (clean["moves"] == "rises").all():
        return "even without error it does not beat the best fixed level"
    kept = [row.amount for row in noisy.itertuples() if row.moves == "rises"]
    if not kept:
        return f"an error of {noisy['amount'].iloc[0]:g} is enough to lose the lead"
    return f"it keeps the lead with errors of up to {max(kept):g}"
