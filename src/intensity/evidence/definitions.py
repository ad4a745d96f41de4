"""Ways to define efficiency: what counts as achieved, and what it is set against.

Each takes totals of a city over some months (`intensity.evidence.totals`) and gives one number.
None is right: the paper defines efficiency in words only. Notation: G(v) is the value of
reasonable problems that were prevented or resolved, a small one counting 1 and a big one v; D(v)
that of all reasonable problems that arose; v is the city's own unless a number stands there. P and
U are paid street hours and upper-level hours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

PRICE = 0.5  # of all paid street hours together, in units of all value at stake
DAY = 0.01  # worth of a day of waiting, in units of a small problem
GOOD = ("prevented", "prevented_special", "first_resolved", "second_resolved")


@dataclass(frozen=True)
class Definition:
    """A definition of efficiency.

    Attributes
    ----------
    name, meaning, formula : str
    of : callable
        Totals (one row per city and level) to values.
    base : str
        Definition whose value at regular intensity changes are expressed in per cent of: its own,
        unless that can be zero or negative.
    """

    name: str
    meaning: str
    formula: str
    of: Callable[[pd.DataFrame], pd.Series]
    base: str


def value(t: pd.DataFrame, names: tuple[str, ...], big: float | None = None) -> pd.Series:
    """Value of the named counts; `big` is the weight of a big problem, default the city's own."""
    extra = (t["v_big"] if big is None else big) - 1.0
    return sum((t[name] + extra * t[f"{name}_big"] for name in names), start=0.0 * t["demands"])


def effectiveness(t: pd.DataFrame, big: float | None = None) -> pd.Series:
    """G(v) / D(v)."""
    return value(t, GOOD, big) / value(t, ("demands",), big)


def cost(t: pd.DataFrame, upper: float = 1.0, less: tuple[str, ...] = ()) -> pd.Series:
    """Paid hours, less some, and upper-level hours `upper` times, per paid hour."""
    hours = t["hours_paid"] + upper * t["hours_upper"] - sum(t[name] for name in less)
    return hours / t["hours_paid"]


def worked(t: pd.DataFrame, *names: str) -> pd.Series:
    """Hours of the named kinds of work, and of the upper level, per paid hour."""
    hours = sum(t[name] for name in names) + t["hours_upper"]
    return hours / t["hours_paid"]


HANDLING = ("hours_first", "hours_screen", "hours_order")


def _net(t: pd.DataFrame) -> pd.Series:
    waiting = DAY * (t["wait_first"] + t["wait_order"]) / 24.0
    return effectiveness(t) - PRICE * cost(t) - waiting / value(t, ("demands",))


def _residents(t: pd.DataFrame) -> pd.Series:
    brought = t["first_voiced"] + t["unreasonable_voiced"] + t["orders_direct"]
    return (t["first_resolved"] + t["resolved_satisfied"]) / brought


def _entry(
    name: str, meaning: str, formula: str, of: Callable[[pd.DataFrame], pd.Series], base: str = ""
) -> Definition:
    return Definition(name, meaning, formula, of, base or name)


DEFINITIONS: tuple[Definition, ...] = (
    _entry(
        "paid", "per paid hour (default)",
        "[G(v)/D(v)] / [(P+U)/P]", lambda t: effectiveness(t) / cost(t),
    ),
    _entry(
        "worked", "per worked hour, routine work included",
        "[G(v)/D(v)] / [(first order + screening + orders + routine + U)/P]",
        lambda t: effectiveness(t) / worked(t, *HANDLING, "hours_routine"),
    ),
    _entry(
        "handling", "per hour of handling, routine work left out",
        "[G(v)/D(v)] / [(first order + screening + orders + U)/P]",
        lambda t: effectiveness(t) / worked(t, *HANDLING),
    ),
    _entry(
        "unweighted", "big and small problems count the same",
        "[G(1)/D(1)] / [(P+U)/P]", lambda t: effectiveness(t, 1.0) / cost(t),
    ),
    _entry(
        "big8", "a big problem counts as eight small ones",
        "[G(8)/D(8)] / [(P+U)/P]", lambda t: effectiveness(t, 8.0) / cost(t),
    ),
    _entry("effectiveness", "effectiveness alone, at whatever cost", "G(v)/D(v)", effectiveness),
    _entry(
        "upper2", "upper-level hours at twice their cost",
        "[G(v)/D(v)] / [(P+2U)/P]", lambda t: effectiveness(t) / cost(t, 2.0),
    ),
    _entry(
        "reasonable", "hours on unreasonable orders not charged",
        "[G(v)/D(v)] / [(P + U - hours on unreasonable orders)/P]",
        lambda t: effectiveness(t) / cost(t, less=("hours_order_unreasonable",)),
    ),
    _entry(
        "net", "net benefit, waiting priced",
        f"G(v)/D(v) - {PRICE:g} (P+U)/P - {DAY:g} days waited / D(v)", _net, "effectiveness",
    ),
    _entry(
        "residents", "what residents see: first order resolved, or order resolved and satisfied",
        "(first-order resolved + orders resolved and satisfied) / demands voiced", _residents,
    ),
    _entry(
        "residents_cost", "what residents see, per paid hour",
        "as above / [(P+U)/P]", lambda t: _residents(t) / cost(t),
    ),
)  # fmt: skip


def score(t: pd.DataFrame) -> pd.Series:
    """The official score: what the dashboard shows, set beside all of the above."""
    return (
        t["w_resp"] * t["signed_in_time"] / t["completed"]
        + t["w_res"] * t["callbacks_resolved"] / t["callbacks"]
        + t["w_sat"] * t["callbacks_satisfied"] / t["callbacks"]
    )
