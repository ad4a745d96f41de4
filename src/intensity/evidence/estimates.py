"""The regressions of the page "The paradox, estimated": shares, counts, orders, events, quantiles.

What each estimand is stands with its estimator. All intervals are of 95 % and say how precisely
the chosen number of simulated cities pins a mean down; more cities would make them narrower.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence.counts import fractional_logit, negative_binomial, poisson, share_change
from intensity.evidence.definitions import cost as cost_of
from intensity.evidence.definitions import effectiveness
from intensity.evidence.estimated import LEVEL, Estimated
from intensity.evidence.eventstudy import OUTCOMES, before_after, event_study, paths
from intensity.evidence.orderlevel import TERMS, completed_orders, order_logit
from intensity.evidence.power import ALPHA, DRAWS, size_and_power
from intensity.evidence.quantile import QUANTILES, quantile_regression, standardised
from intensity.evidence.record import Record
from intensity.evidence.totals import SIZES, by_city, totals
from intensity.kernel import layout as la
from intensity.model.city import City

CURVE = ("intensity", "intensity_squared")
MODERATORS = ("e_0", "load")


def regressions_evidence(
    record: Record,
    *,
    progress: bool = True,
    sizes: dict[str, int] | None = None,
    runs: int | None = None,
    draws: int = DRAWS,
) -> None:
    """Record every regression table, the event study, and size and power of the tests of shape.

    Parameters
    ----------
    sizes : dict of str to int, optional
        Cities of each sample; default `intensity.evidence.totals.SIZES`.
    runs : int, optional
        Replications of the event study and of the orders; default their own.
    draws : int
        Draws per case of size and power.
    """
    city = City.default()
    low, high = city.I_reg, city.I_high
    sizes = SIZES if sizes is None else sizes
    samples = {name: totals(name, size, progress=progress)[0] for name, size in sizes.items()}
    rows = [
        *_shares(record, samples, low, high),
        *_counts(record, samples, low, high),
        *_orders(record, {} if runs is None else {"runs": runs}, progress),
        *_quantiles(record, samples["prior"], low, high),
    ]
    record.table("regressions", pd.DataFrame(rows))
    _events(record, {} if runs is None else {"runs": runs}, progress)
    _power(record, draws)


def _squared(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(intensity_squared=frame["intensity"] ** 2)


def _shares(
    record: Record, samples: dict[str, pd.DataFrame], low: float, high: float
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for column, (name, frame) in enumerate(samples.items(), start=1):
        t = _squared(by_city(frame))
        voiced = t["orders_direct"] + t["first_voiced"] + t["unreasonable_voiced"]
        t = t.assign(second_order_share=t["orders_direct"] / voiced)
        unit = "replications" if name == "default" else "cities"
        fit = fractional_logit(t, "second_order_share", CURVE, "city", unit)
        rows += fit.rows("shares", column, CURVE)
        at = [dict(zip(CURVE, (x, x**2), strict=True)) for x in (low, high)]
        change, lower, upper = share_change(fit, *at)
        for key, value in (("", change), (".low", lower), (".high", upper)):
            record.add(f"flogit.{name}.change{key}", 100.0 * value, "number", 0)
        record.add(f"flogit.{name}.moves", _direction(lower, upper), "text")
    return rows


def _counts(
    record: Record, samples: dict[str, pd.DataFrame], low: float, high: float
) -> list[dict[str, object]]:
    streets = samples["default"]
    streets = _squared(streets).assign(
        handler_months=streets["hours_paid"] / la.HOURS_PER_MONTH,
        place=streets["city"] * (1 + streets["street"].max()) + streets["street"],
    )
    cities = _squared(by_city(samples["prior"]))
    cities = cities.assign(handler_months=cities["hours_paid"] / la.HOURS_PER_MONTH)
    exposed = {"exposure": "handler_months"}
    fits = {
        "poisson": poisson(streets, "orders", CURVE, "place", **exposed),
        "nb": negative_binomial(streets, "orders", CURVE, "place", **exposed),
        "poisson_fe": poisson(
            cities, "orders", CURVE, "city", effects="city", unit="cities", **exposed
        ),
    }
    rows: list[dict[str, object]] = []
    for column, (name, fit) in enumerate(fits.items(), start=1):
        terms = (*CURVE, "alpha") if "alpha" in fit.coef else CURVE
        rows += fit.rows("counts", column, terms)
        factor, lower, upper = _ratio(fit, high - low, high**2 - low**2)
        for key, value in (("", factor), (".low", lower), (".high", upper)):
            record.add(f"orders.{name}.factor{key}", value, "number", 1)
        record.add(f"orders.{name}.moves", _direction(np.log(lower), np.log(upper)), "text")
    record.add("orders.nb.alpha", float(fits["nb"].coef["alpha"]), "number", 3)
    return rows


def _ratio(fit: Estimated, *steps: float) -> tuple[float, float, float]:
    """Factor by which a rate changes when the terms of `CURVE` move by `steps`."""
    weights = pd.Series(steps, index=list(CURVE)).reindex(fit.coef.index, fill_value=0.0)
    middle = float(weights @ fit.coef)
    half = float(stats.t.ppf(0.5 + LEVEL / 2, fit.df)) * float(
        np.sqrt(weights.to_numpy() @ fit.cov.to_numpy() @ weights.to_numpy())
    )
    return tuple(float(np.exp(x)) for x in (middle, middle - half, middle + half))  # type: ignore


def _orders(record: Record, options: dict[str, int], progress: bool) -> list[dict[str, object]]:
    orders = completed_orders(progress=progress, **options)
    more = (*TERMS, "resolved", "late")
    fits = {
        "resolved": order_logit(orders, "resolved"),
        "satisfied": order_logit(orders, "satisfied"),
        "given": order_logit(orders, "satisfied", more),
    }
    rows: list[dict[str, object]] = []
    for column, (name, fit) in enumerate(fits.items(), start=1):
        terms = more if name == "given" else TERMS
        rows += fit.rows("orders", column, terms, ratio=True)
        for term in terms:
            ci = fit.ci.loc[term]
            record.add(f"logit.{name}.{term}", float(np.exp(fit.coef[term])), "number", 2)
            record.add(f"logit.{name}.{term}.low", float(np.exp(ci["low"])), "number", 2)
            record.add(f"logit.{name}.{term}.high", float(np.exp(ci["high"])), "number", 2)
            word = _direction(ci["low"], ci["high"], "higher", "lower", "not clearly different")
            record.add(f"logit.{name}.{term}.odds", word, "text")
    city = City.default()
    sure, unsure = city.p_sat_res, city.p_sat_unres
    record.add(
        "logit.given.resolved.true", sure / (1 - sure) / (unsure / (1 - unsure)), "number", 1
    )
    record.add("logit.rows", len(orders), "count")
    record.add("logit.streets", orders["place"].nunique(), "count")
    return rows


def _quantiles(
    record: Record, frame: pd.DataFrame, low: float, high: float
) -> list[dict[str, object]]:
    t = by_city(frame)
    t = t.assign(efficiency=100.0 * effectiveness(t) / cost_of(t))
    wide = t.pivot(index="city", columns="intensity", values="efficiency")
    own = t.groupby("city")[list(MODERATORS)].first()
    data = standardised(own, MODERATORS).assign(change=wide[high] - wide[low])
    rows: list[dict[str, object]] = []
    sides = {"for": 0, "against": 0, "unclear": 0}
    for column, (q, fit) in enumerate(
        quantile_regression(data, "change", MODERATORS).items(), start=1
    ):
        rows += fit.rows("quantiles", column, ("const", *MODERATORS))
        for term in MODERATORS:
            name = f"quantile.{round(100 * q)}.{term}"
            ci = fit.ci.loc[term]
            # §5: a detached base gains from intensity, an overloaded one loses; both below zero
            sides["for" if ci["high"] < 0 else "against" if ci["low"] > 0 else "unclear"] += 1
            record.add(name, float(fit.coef[term]), "number", 1)
            record.add(f"{name}.low", float(ci["low"]), "number", 1)
            record.add(f"{name}.high", float(ci["high"]), "number", 1)
            record.add(
                f"{name}.moves",
                _direction(
                    ci["low"], ci["high"], "better", "worse", "neither clearly better nor worse"
                ),
                "text",
            )
    for side, count in sides.items():
        record.add(f"quantile.{side}", count, "count")
    for q in QUANTILES:
        record.add(f"quantile.{round(100 * q)}", float(data["change"].quantile(q)), "number", 1)
    return rows


def _events(record: Record, options: dict[str, int], progress: bool) -> None:
    frame = paths(progress=progress, **options)
    treated = frame["group"] == "switched"
    study = frame[treated | (frame["group"] == "other")]
    keys = ["city", "place", "month", "quarter", "year"]
    pairs = frame[treated].merge(
        frame[frame["group"] == "twin"], on=keys, suffixes=("", "_twin"), validate="1:1"
    )
    tables, answers = [], []
    for outcome in OUTCOMES:
        found = event_study(study, outcome)
        pairs["truth"] = pairs[outcome] - pairs[f"{outcome}_twin"]
        truth = pairs.groupby("quarter")["truth"].mean()
        part = found.effects.assign(truth=truth.reindex(found.effects.index))
        tables.append(part.reset_index().assign(outcome=outcome))
        later = part[part.index >= 0]
        covered = (later["low"] <= later["truth"]) & (later["truth"] <= later["high"])
        key = f"event.{outcome}"
        record.add(f"{key}.covered", int(covered.sum()), "count")
        record.add(f"{key}.before_p", found.before_p, "p")
        digits = 1 if outcome == "orders" else 3
        middle, lower, upper = found.after
        for name, value in (("", middle), (".low", lower), (".high", upper)):
            record.add(f"{key}.after{name}", value, "number", digits)
        record.add(f"{key}.moves", _direction(lower, upper), "text")
        naive = before_after(frame[treated], outcome)
        by_year = pairs.groupby("year")["truth"].mean()
        for year in naive.index:
            row = naive.loc[year]
            record.add(f"{key}.naive.{year}", row["estimate"], "number", digits)
            record.add(f"{key}.truth.{year}", float(by_year[year]), "number", digits)
            inside = row["low"] <= by_year[year] <= row["high"]
            answers.append(
                {"outcome": outcome, "year": year, **row, "truth": by_year[year], "holds": inside}
            )
    events = pd.concat(tables, ignore_index=True)
    record.table("events", events)
    record.table("before_after", pd.DataFrame(answers))
    record.add("event.quarters", int((events.loc[events["outcome"] == "orders", "quarter"] >= 0)
                                     .sum()), "count")  # fmt: skip
    record.add("event.cities", frame.loc[treated, "city"].nunique(), "count")
    record.add("event.naive.covered", sum(row["holds"] for row in answers), "count")
    record.add("event.naive.asked", len(answers), "count")


def _power(record: Record, draws: int) -> None:
    found = size_and_power(draws)
    record.table("power", found)
    record.add("power.draws", draws, "count")
    record.add("power.alpha", ALPHA, "share", 0)
    record.add("power.cities.least", int(found["cities"].min()), "count")
    record.add("power.cities.most", int(found["cities"].max()), "count")
    false = found[~found["turns"]]
    for test, part in false.groupby("test"):
        record.add(f"power.{test}.false.most", part["found"].max(), "share", 0)
        above = part[part["low"] > ALPHA]
        record.add(f"power.{test}.false.cases", above["case"].nunique(), "count")
        record.add(
            f"power.{test}.verdict",
            "holds its size on every curve" if above.empty else "does not hold its size",
            "text",
        )
    record.add("power.false.cases", false["case"].nunique(), "count")
    few = found["cities"].min()
    for test in found["test"].unique():
        for case in ("saturating", "logarithm", "late fall", "shallow", "two kinds"):
            row = found[(found["test"] == test) & (found["case"] == case)]
            few_row = row[row["cities"] == few]
            name = case.replace(" ", "_")
            record.add(f"power.{test}.{name}", float(few_row["found"].iloc[0]), "share", 0)


def _direction(
    low: float,
    high: float,
    up: str = "rises",
    down: str = "falls",
    none: str = "does not clearly move",
) -> str:
    """A word for an interval on one side of zero."""
    if low > 0:
        return up
    return down if high < 0 else none
