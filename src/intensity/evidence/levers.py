"""What can be changed beside intensity: reserved time, referral back, channel, terminal level."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from intensity.evidence.record import Record
from intensity.evidence.replications import (
    SEED,
    STREETS,
    Case,
    direction,
    interval,
    measured,
)
from intensity.experiment.runner import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.counterfactual import compare
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.scenarios import CENTRAL, PETITION_DELTA, central, petition
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, simulate

RESERVES = (0.0, 0.1, 0.2, 0.3, 0.4)
REFERRALS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
RUNS, REFER_RUNS, UNIT_RUNS = 8, 4, 4
REFERRED = {  # measure: how it is printed
    "efficiency": ("number", 3),
    **dict.fromkeys(("cost", "dashboard"), ("number", 2)),
    **dict.fromkeys(("orders_per_month", "refused", "wait_first"), ("number", 0)),
    "wait_order": ("number", 1),
    **dict.fromkeys(
        ("effectiveness", "satisfaction", "prevented_share", "unreasonable_share",
         "direct_share", "compromised", "utilisation", "relief"),
        ("share", 0),
    ),
}  # fmt: skip
RESERVED = {  # measure: how it is printed, and times what
    "orders_saved": ("share", 1, 1.0),
    "efficiency": ("number", 3, 1.0),
    "effectiveness": ("number", 3, 1.0),
    "prevented": ("number", 1, 100.0),  # percentage points
    "wait_first": ("number", 1, 1.0),
}
SOME = 0.4  # referred back where most cannot be told from others
RESERVE = 0.2  # quoted in prose, as in the scenario


def dear(city: City) -> City:
    """Every way into second order is dearer by the same amount, for the unreasonable too."""
    more = max(0.0, PETITION_DELTA - city.delta)
    return city.replace(
        delta=city.delta + more, delta_x=city.delta_x + more, tau_u=city.tau_u + more
    )


SCENARIOS = {
    "hotline": lambda city: city,
    "entry": lambda city: city.replace(delta=PETITION_DELTA),
    "petition": petition,
    "dear": dear,
    "central": central,
}


def counted(run: Run) -> dict[str, float]:
    """Reasonable orders by way in, refused calls, and unreasonable orders met."""
    c = dict(zip(la.COUNTS, run.counts[BURN_IN:].sum(axis=(0, 1)).tolist(), strict=True))
    street_months = (len(run.schedule) - BURN_IN) * run.counts.shape[1]
    direct = c["orders_direct"] - c["orders_direct_unreasonable"]
    reasonable = direct + c["orders_overflow"]
    return {
        "reasonable_direct": direct / street_months,
        "relief": c["orders_overflow"] / reasonable if reasonable else np.nan,
        "refused": (c["calls_answered"] - c["calls_accepted"]) / street_months,
        "compromised": c["compromised"] / max(1, c["unreasonable"]),
        "overflow_orders": c["orders_overflow"] / street_months,
    }


def _cases(labels: dict, city: City, level: float, runs: int) -> list[Case]:
    schedule = Schedule.constant(level, level, MONTHS)
    return [
        Case({**labels, "intensity": level}, city, schedule, number, BURN_IN, counted)
        for number in range(runs)
    ]


def levers_evidence(record: Record, city: City, *, progress: bool = True) -> None:
    """Record what reserved time, referral back, channel and terminal level do."""
    ends = (city.I_reg, city.I_high)
    cases = []
    for share, level in product(RESERVES, ends):
        cases += _cases({"reserve": share}, city.replace(reserve=share), level, RUNS)
    _reserve(record, measured(cases, progress=progress, label="time kept free"), city)
    cases = []
    for share, level in product(REFERRALS, LEVELS):
        cases += _cases({"refer_back": share}, city.replace(refer_back=share), level, REFER_RUNS)
    _referral(record, measured(cases, progress=progress, label="referral back"), city)
    _who(record, city, progress)
    cases = []
    for (name, make), level in product(SCENARIOS.items(), ends):
        cases += _cases({"scenario": name}, make(city), level, RUNS)
    _scenarios(record, measured(cases, progress=progress, label="channel and terminal"), city)


def _reserve(record: Record, frame: pd.DataFrame, city: City) -> None:
    """Orders saved, efficiency and effectiveness by reserved time, at both intensities."""
    add = record.add
    grid = frame.set_index(["intensity", "reserve", "number"]).sort_index()
    rows = []
    at: dict[str, dict[str, pd.Series]] = {}
    for name, level in (("reg", city.I_reg), ("high", city.I_high)):
        base = grid.loc[(level, 0.0)]
        for share in RESERVES:
            own = grid.loc[(level, share)]
            changes = {
                "orders_saved": 1.0 - own["orders_per_month"] / base["orders_per_month"],
                "efficiency": own["efficiency"] - base["efficiency"],
                "effectiveness": own["effectiveness"] - base["effectiveness"],
                "prevented": own["prevented_share"] - base["prevented_share"],
                "wait_first": own["wait_first"] - base["wait_first"],
            }
            for key, change in changes.items():
                bounds = interval(change) if share else (0.0, 0.0)
                rows.append(
                    {"intensity": level, "reserve": share, "measure": key,
                     "change": change.mean(), "low": bounds[0], "high": bounds[1]}
                )  # fmt: skip
                if share == RESERVE:
                    kind, digits, scale = RESERVED[key]
                    for end, value in (
                        ("", change.mean()),
                        (".low", bounds[0]),
                        (".high", bounds[1]),
                    ):
                        add(f"policy.reserve.{key}.{name}{end}", scale * value, kind, digits)
                    add(f"policy.reserve.{key}.{name}.moves", direction(change), "text")
            if share == RESERVE:
                at[name] = changes
                add(f"policy.reserve.routine.{name}", own["routine"].mean())
                add(f"policy.reserve.routine.{name}.without", base["routine"].mean())
    record.table("policy_reserve", pd.DataFrame(rows))
    add("policy.reserve.share", RESERVE, "share", 0)
    saved = [at[name]["orders_saved"] for name in ("reg", "high")]
    add("policy.reserve.verdict", _shrinks(*saved), "text")
    add("policy.reserve.reading", _reading(saved[1], at["high"]["prevented"]), "text")


def _shrinks(reg: pd.Series, high: pd.Series) -> str:
    """Whether the saving of orders shrinks at high intensity, in words."""
    if direction(reg) != "rises":
        ends = {"rises": "saves orders", "falls": "adds orders"}
        return (
            "saves no orders at regular intensity, so that there is nothing to lose, and "
            f"{ends.get(direction(high), 'saves none either')} at high intensity"
        )
    words = {
        "rises": "saves a smaller share of orders at high than at regular intensity",
        "falls": "saves a larger share of orders at high than at regular intensity",
    }
    return words.get(
        direction(reg - high), "saves about the same share of orders at both intensities"
    )


def _reading(saved: pd.Series, prevented: pd.Series) -> str:
    """What pre-emptive work does at high intensity, against the paper's account of it."""
    if direction(saved) == "rises":
        return "against the paper, pre-emptive work does bring orders down at high intensity"
    if direction(prevented) == "rises":
        return (
            "the paper is right that pre-emptive work does not bring orders down at high "
            "intensity, but prevention itself is not what fails"
        )
    return "pre-emptive work neither prevents problems nor brings orders down at high intensity"


def _referral(record: Record, frame: pd.DataFrame, city: City) -> None:
    add = record.add
    means = frame.groupby(["refer_back", "intensity"])[list(REFERRED)].mean()
    shown = means.reset_index()
    for key in ("efficiency", "orders_per_month", "dashboard"):
        bounds = frame.groupby(["refer_back", "intensity"])[key].apply(interval)
        shown[f"{key}_low"] = [low for low, _ in bounds]
        shown[f"{key}_high"] = [high for _, high in bounds]
    record.table("policy_referral", shown)
    high, most = city.I_high, CENTRAL["refer_back"]
    add("policy.refer.share", most, "share", 0)
    grid = frame.set_index(["refer_back", "intensity", "number"]).sort_index()
    for key in REFERRED:
        one, other = grid.loc[(0.0, high), key], grid.loc[(most, high), key]
        kind, digits = REFERRED[key]
        add(f"policy.refer.{key}.without", one.mean(), kind, digits)
        add(f"policy.refer.{key}.with", other.mean(), kind, digits)
        add(f"policy.refer.{key}.moves", direction(other - one), "text")
    curve = means["efficiency"]
    add("policy.refer.some", SOME, "share", 0)
    for name, share in (("none", 0.0), ("some", SOME), ("most", most)):
        add(f"policy.refer.best.{name}", float(curve[share].idxmax()), "level")
        add(f"policy.refer.top.{name}", float(curve[share].max()), "number", 3)
    reg = grid.loc[(most, city.I_reg), "efficiency"] - grid.loc[(0.0, city.I_reg), "efficiency"]
    add("policy.refer.efficiency.reg.gain", reg.mean(), "number", 3)
    # hours per refused caller that would use up the whole gain
    at = means.loc[(most, high)]
    spare = at["efficiency"] / curve[(0.0, high)] - 1.0
    hours = spare * at["cost"] * city.K * la.HOURS_PER_MONTH
    add("policy.refer.hours_worth", hours / at["refused"], "number", 1)
    add("policy.refer.h_up", city.h_up, "number", 1)


def _who(record: Record, city: City, progress: bool) -> None:
    """Who gains and who loses by referral back at high intensity, problem by problem."""
    high = city.I_high
    sent = city.replace(refer_back=CENTRAL["refer_back"])

    def one(number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        before, after = (
            simulate(c, high, months=MONTHS, streets=STREETS, seed=SEED, number=number, trace=True)
            for c in (city, sent)
        )
        pair = compare(after, before, low=high, high=high, burn_in=BURN_IN).problems
        a, b = before.problems, after.problems
        keep = (a["t_arrival"] >= BURN_IN * la.HOURS_PER_MONTH) & ~a["unreasonable"]
        direct = a["accepted"] & ~a["voiced_first"]
        good = [f.isin(["first_resolved", "second_resolved"]) for f in (a["fate"], b["fate"])]
        both = keep & direct & good[0] & good[1]
        waits = pd.DataFrame(
            {
                "before": (a["t_end"] - a["t_arrival"])[both],
                "after": (b["t_end"] - b["t_arrival"])[both],
            }
        )
        return pair, waits

    parts = in_threads(one, list(range(UNIT_RUNS)), progress=progress, label="who gains")
    pairs = pd.concat([pair for pair, _ in parts], ignore_index=True)
    waits = pd.concat([wait for _, wait in parts], ignore_index=True)
    good = ("prevented", "first order", "second order")
    # `compare` calls its first run low: here that is the run with referral back
    with_, without = pairs["fate_low"].isin(good), pairs["fate_high"].isin(good)
    ended = (pairs["fate_low"] != "open") & (pairs["fate_high"] != "open")
    rows = []
    for name, mask in (
        ("all", ended),
        ("direct", ended & pairs["direct_high"]),
        ("other", ended & ~pairs["direct_high"]),
        ("small", ended & ~pairs["big"]),
        ("big", ended & pairs["big"]),
    ):
        gains, loses = (with_ & ~without)[mask].mean(), (~with_ & without)[mask].mean()
        rows.append({"group": name, "problems": int(mask.sum()), "gains": gains, "loses": loses})
        record.add(f"policy.refer.who.{name}.gains", float(gains), "share", 0)
        record.add(f"policy.refer.who.{name}.loses", float(loses), "share", 0)
    record.table("policy_referral_who", pd.DataFrame(rows))
    record.add("policy.refer.hours.without", waits["before"].median(), "number", 1)
    record.add("policy.refer.hours.with", waits["after"].median(), "number", 1)
    later = (waits["after"] > waits["before"]).mean()
    record.add("policy.refer.later", float(later), "share", 0)


def _scenarios(record: Record, frame: pd.DataFrame, city: City) -> None:
    kept = ["direct_share", "overflow_share", "relief", "reasonable_direct", "overflow_orders",
            "unreasonable_share", "orders_per_month", "efficiency", "effectiveness",
            "dashboard"]  # fmt: skip
    record.table(
        "policy_scenarios",
        frame.groupby(["scenario", "intensity"], sort=False)[kept].mean().reset_index(),
    )
    grid = frame.set_index(["scenario", "intensity", "number"]).sort_index()
    base = grid.loc[("hotline", city.I_high)]
    for name in SCENARIOS:
        own = grid.loc[(name, city.I_high)]
        for key in ("overflow_share", "relief"):
            value = grid.loc[(name, city.I_reg), key].mean()
            record.add(f"policy.scenario.{name}.{key}.reg", value, "share", 0)
        for key in kept:
            share = key.endswith("share") or key == "relief"
            kind, digits = ("share", 0) if share else ("number", 3)
            digits = 0 if key.endswith(("month", "direct", "orders")) else digits
            record.add(f"policy.scenario.{name}.{key}", own[key].mean(), kind, digits)
            if name != "hotline":
                moves = direction(own[key] - base[key])
                record.add(f"policy.scenario.{name}.{key}.moves", moves, "text")
    record.add("policy.scenario.delta", PETITION_DELTA)
