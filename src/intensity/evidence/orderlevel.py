"""Order by order: what makes an order resolved, and a caller satisfied. Logit, by statsmodels."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import statsmodels.api as sm

from intensity.evidence.estimated import Estimated, clean, codes, estimated
from intensity.experiment.runner import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.horizon import BURN_IN
from intensity.model.simulate import simulate

TERMS = ("big", "unreasonable", "repeat", "direct", "intensity")
LEVELS = (0.2, 0.4, 0.6, 0.8, 1.0)
MONTHS, STREETS, RUNS = BURN_IN + 12, 8, 3


def completed_orders(
    city: City | None = None,
    levels: Sequence[float] = LEVELS,
    *,
    runs: int = RUNS,
    streets: int = STREETS,
    months: int = MONTHS,
    burn_in: int = BURN_IN,
    progress: bool = True,
) -> pd.DataFrame:
    """Orders that were handled, one row each.

    Returns
    -------
    DataFrame
        Columns `TERMS`, resolved, satisfied, late (0 or 1), and ``place``: street and
        replication, which is the same place at every level and so the cluster. Orders that were
        excluded are left out: nobody worked on them.
    """
    city = City.default() if city is None else city
    tasks = [(level, number) for number in range(runs) for level in levels]

    def one(task: tuple[float, int]) -> pd.DataFrame:
        level, number = task
        run = simulate(city, level, months=months, streets=streets, number=number, trace=True)
        orders = run.orders
        kept = orders["t_end"].notna() & ~orders["excluded"]
        kept &= orders["t_dispatch"] >= burn_in * la.HOURS_PER_MONTH
        part = orders[kept]
        return pd.DataFrame(
            {
                "big": part["big"].astype(float),
                "unreasonable": part["unreasonable"].astype(float),
                "repeat": (part["round"] > 0).astype(float),
                "direct": (~part["overflow"]).astype(float),
                "intensity": level,
                "resolved": part["resolved"].astype(float),
                "satisfied": part["satisfied"].astype(float),
                "late": part["late"].astype(float),
                "place": number * streets + part["street"],
            }
        )

    parts = in_threads(one, tasks, progress=progress, label="order by order")
    return pd.concat(parts, ignore_index=True)


def order_logit(
    orders: pd.DataFrame,
    outcome: str,
    terms: Sequence[str] = TERMS,
    cluster: str | None = "place",
    unit: str = "streets",
) -> Estimated:
    """Logit of a yes or no, intervals clustered.

    Estimand: a description of orders that were handled, as an analyst of the hotline's records
    would find it. Which demands become orders depends on intensity too, so a coefficient of
    intensity is not what raising it does to a given order.

    Parameters
    ----------
    orders : DataFrame
        Columns `outcome` (0 or 1), `terms` and `cluster`.
    cluster : str, optional
        Without it, rows are independent and errors those of maximum likelihood.

    Raises
    ------
    InputError
        As `clean`; an outcome other than 0 and 1, or the same in every row.
    """
    data = clean(orders, [outcome, *terms], "orders")
    if not set(data[outcome].unique()) == {0.0, 1.0}:
        raise InputError(f"orders: column {outcome!r} must have 0 and 1, both and nothing else")
    groups = None if cluster is None else codes(orders, cluster)
    kinds = {} if groups is None else {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    fit = sm.Logit(data[outcome], sm.add_constant(data[list(terms)])).fit(disp=False, **kinds)
    return estimated(
        fit, method="logit", outcome=outcome, groups=groups, unit=unit,
        gof=("McFadden R\N{SUPERSCRIPT TWO}", float(fit.prsquared)),
    )  # fmt: skip
