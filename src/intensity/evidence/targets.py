"""What the paper reports about B city, Y street and S community, and how far a city is from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.measures import measures
from intensity.model.scenarios import b_city
from intensity.model.simulate import Run, simulate
from intensity.model.tables import paper_facts


@dataclass(frozen=True)
class Target:
    """A fact of the paper as something a simulated path can meet.

    Attributes
    ----------
    name, meaning : str
    kind : {"equal", "below", "above"}
    value : float
        The stated number, or the bound that the paper's words are taken to mean.
    spread : float
        Distance that counts as one unit of misfit (observation error, or slack at a bound).
    stated : bool
        Whether the paper gives the number; otherwise it gives words.
    section : str
    """

    name: str
    meaning: str
    kind: str
    value: float
    spread: float
    stated: bool
    section: str

    def misfit(self, simulated: float) -> float:
        """Distance in units of `spread`; 0 when a bound is kept, infinite for nan."""
        if math.isnan(simulated):
            return math.inf
        gap = (simulated - self.value) / self.spread
        if self.kind == "below":
            return max(0.0, gap)
        if self.kind == "above":
            return max(0.0, -gap)
        return abs(gap)


def targets() -> tuple[Target, ...]:
    """The targets; stated numbers come from ``data/paper_facts.csv``."""
    fact = paper_facts().set_index("name")["value"]
    return (
        Target(
            "orders_2019H2",
            "work orders of Y street, July to December 2019",
            "equal",
            float(fact["y_orders_2019h2"]),
            70.0,
            True,
            "4.1",
        ),
        Target(
            "orders_2020H1",
            "work orders of Y street, January to June 2020",
            "equal",
            float(fact["y_orders_2020h1"]),
            87.0,
            True,
            "4.1",
        ),
        Target(
            "calls_growth",
            "growth of the city's calls, 2019 to 2020",
            "equal",
            float(fact["city_calls_growth"]) / 100.0,
            0.08,
            True,
            "4.1",
        ),
        Target(
            "unresolved",
            "unresolved orders of S community, July to October 2020",
            "equal",
            float(fact["s_unresolved_share"]) / 100.0,
            0.04,
            True,
            "4.2",
        ),
        Target(
            "overflow_regular",
            "overflow, of non-repeat orders in 2018: the majority",
            "above",
            0.5,
            0.05,
            False,
            "2.3",
        ),
        Target(
            "second_order_regular",
            "demands straight to the hotline in 2018: a small share",
            "below",
            0.15,
            0.03,
            False,
            "2.3",
        ),
        Target(
            "busy_regular",
            "busy handlers in 2018: effective on the whole",
            "below",
            0.85,
            0.03,
            False,
            "2.3",
        ),
        Target(
            "direct_high",
            "direct entries, of non-repeat orders in 2020: the majority",
            "above",
            0.5,
            0.05,
            False,
            "4.1",
        ),
    )


def distance(quantities: dict[str, float]) -> float:
    """Root mean square misfit over all targets; each is capped at 10."""
    misfits = [min(10.0, t.misfit(quantities[t.name])) for t in targets()]
    return math.sqrt(sum(m * m for m in misfits) / len(misfits))


def on_path(run: Run) -> dict[str, float]:
    """The targets' quantities on a run of the `b_city` schedule.

    Y street is a street of size one: volumes are per unit of size, over all streets of the city.
    """
    periods = run.schedule.periods()
    if periods is None:
        raise ValueError("the targets need a schedule on the calendar")

    def months(first: str, last: str) -> np.ndarray:
        return np.flatnonzero((periods >= pd.Period(first)) & (periods <= pd.Period(last)))

    def total(name: int, first: str, last: str) -> float:
        return float(run.counts[months(first, last)][:, :, name].sum())

    def measured(first: str, last: str) -> dict[str, float]:
        at = months(first, last)
        return measures(run.counts[at], run.reals[at], run.city)

    handlers = run.reals[0, :, la.HOURS_PAID].sum() / la.HOURS_PER_MONTH
    size = handlers / run.city.K
    calls = total(la.CALLS_ANSWERED, "2019-01", "2019-12")
    regular, high = measured("2018-01", "2018-12"), measured("2020-01", "2020-12")
    return {
        "orders_2019H2": total(la.ORDERS, "2019-07", "2019-12") / size,
        "orders_2020H1": total(la.ORDERS, "2020-01", "2020-06") / size,
        "calls_growth": total(la.CALLS_ANSWERED, "2020-01", "2020-12") / calls - 1.0
        if calls > 0
        else math.nan,
        "unresolved": measured("2020-07", "2020-10")["unresolved_share"],
        "overflow_regular": regular["overflow_share"],
        "second_order_regular": regular["second_order_share"],
        "busy_regular": regular["utilisation"],
        "direct_high": high["direct_share"],
    }


def path_of(city: City, *, streets: int = 16, seed: int = 2022, number: int = 0) -> Run:
    """B city's path for this city."""
    return simulate(city, schedule=b_city(city), streets=streets, seed=seed, number=number)


def compare(city: City, *, streets: int = 16, seeds: int = 8, seed: int = 2022) -> pd.DataFrame:
    """Targets beside what the city gives: median and 10–90 % over `seeds` draws, and misfit."""
    paths = pd.DataFrame(
        [on_path(path_of(city, streets=streets, seed=seed, number=n)) for n in range(seeds)]
    )
    rows = []
    for t in targets():
        middle = float(paths[t.name].median())
        rows.append(
            {
                "target": t.name,
                "meaning": t.meaning,
                "kind": t.kind,
                "paper": t.value,
                "stated": t.stated,
                "simulated": middle,
                "low": float(paths[t.name].quantile(0.1)),
                "high": float(paths[t.name].quantile(0.9)),
                "misfit": t.misfit(middle),
            }
        )
    return pd.DataFrame(rows)
