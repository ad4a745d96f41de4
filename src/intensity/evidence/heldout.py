"""What the city did after the paper, as quantities of a simulated path up to April 2026."""

from __future__ import annotations

import numpy as np
import pandas as pd

from intensity.evidence.prior import Prior
from intensity.evidence.targets import on_path, targets
from intensity.experiment.threads import in_threads
from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.scenarios import b_city
from intensity.model.simulate import Run, simulate

UNTIL = 88  # months after the switch: to April 2026
STREETS, SEED = 8, 86  # the seed is none of the calibration's, so no draw has been fitted to
FALL_MONTHS, FALL_FROM = 5, 100.0  # P01: May to October; months with fewer orders are too noisy


def quantities(run: Run) -> dict[str, float]:
    """Targets and held-out quantities on a run of the `b_city` schedule.

    Volumes are calls answered (来电) over those of the year 2020; rates are shares of call-backs,
    as the official ones are.
    """
    periods = run.schedule.periods()
    assert periods is not None

    def total(name: int, first: str, last: str) -> float:
        at = (periods >= pd.Period(first)) & (periods <= pd.Period(last))
        return float(run.counts[at][:, :, name].sum())

    def calls(first: str, last: str) -> float:
        base = total(la.CALLS_ANSWERED, "2020-01", "2020-12")
        return total(la.CALLS_ANSWERED, first, last) / base if base else float("nan")

    def growth(name: int, year: int) -> float:
        before = total(name, f"{year - 1}-01", f"{year - 1}-12")
        now = total(name, f"{year}-01", f"{year}-12")
        return now / before - 1.0 if before else float("nan")

    def rate(part: int, whole: int, first: str, last: str) -> float:
        base = total(whole, first, last)
        return total(part, first, last) / base if base else float("nan")

    out = on_path(run)
    for year in range(2018, 2026):
        out[f"volume_{year}"] = calls(f"{year}-01", f"{year}-12")
    out["volume_2019-01_2021-11"] = calls("2019-01", "2021-11")
    out["volume_2019-01_2024-06"] = calls("2019-01", "2024-06")
    out["volume_2024-01_2024-06"] = calls("2024-01", "2024-06")
    out["volume_2024-01_2024-09"] = calls("2024-01", "2024-09")
    out["daily_2025-03"] = calls("2025-03", "2025-03") * 366.0 / 31.0
    out["daily_2026-04"] = calls("2026-04", "2026-04") * 366.0 / 30.0
    out["growth_calls_2019"] = growth(la.CALLS_ANSWERED, 2019)
    out["growth_orders_2019"] = growth(la.ORDERS, 2019)
    out["growth_calls_2024"] = growth(la.CALLS_ANSWERED, 2024)
    official = {
        "resolution": (la.CALLBACKS_RESOLVED, la.CALLBACKS),
        "satisfaction": (la.CALLBACKS_SATISFIED, la.CALLBACKS),
        "response": (la.SIGNED_IN_TIME, la.COMPLETED),
    }
    for name, (part, whole) in official.items():
        for first, last in SPANS[name]:
            out[f"{name}_{first}_{last}"] = rate(part, whole, first, last)
        for year in range(2017, 2026):
            out[f"{name}_{year}"] = rate(part, whole, f"{year}-01", f"{year}-12")
    out["deepest_fall"] = deepest_fall(run)
    in_2020 = (periods >= pd.Period("2020-01")) & (periods <= pd.Period("2020-12"))
    by_type = run.orders_by_type[in_2020].sum(axis=(0, 1))
    named = {t.id: int(n) for t, n in zip(run.city.types, by_type, strict=True) if t.special}
    others = [n for name, n in named.items() if name != "epidemic"]
    out["epidemic_first"] = float(named.get("epidemic", 0) > max(others))
    return out


SPANS = {
    "resolution": (
        ("2019-01", "2019-01"),
        ("2019-10", "2019-10"),
        ("2019-01", "2024-10"),
        ("2024-12", "2024-12"),
        ("2025-05", "2026-04"),
    ),
    "satisfaction": (
        ("2019-01", "2019-01"),
        ("2019-10", "2019-10"),
        ("2019-01", "2019-05"),
        ("2019-01", "2024-10"),
        ("2024-12", "2024-12"),
        ("2025-05", "2026-04"),
    ),
    "response": (("2019-01", "2019-10"),),
}


def deepest_fall(run: Run) -> float:
    """Orders of a street over those five months before; the smallest after the switch.

    Only months from which a street of size one would fall with at least `FALL_FROM` orders.
    """
    orders = run.counts[:, :, la.ORDERS].astype(float)
    periods = run.schedule.periods()
    assert periods is not None
    since = int(np.flatnonzero(periods == pd.Period("2019-01"))[0])
    before, after = orders[since:-FALL_MONTHS], orders[since + FALL_MONTHS :]
    from_, to = before[before >= FALL_FROM], after[before >= FALL_FROM]
    return float((to / from_).min()) if len(from_) else float("nan")


def paths(
    cities: list[City],
    *,
    streets: int = STREETS,
    seed: int = SEED,
    workers: int | None = None,
    progress: bool = True,
    label: str = "",
) -> pd.DataFrame:
    """`quantities` of every city on B city's path to April 2026, one row each."""

    def one(task: tuple[int, City]) -> dict[str, float]:
        number, city = task
        schedule = b_city(city, until=UNTIL)
        run = simulate(city, schedule=schedule, streets=streets, seed=seed, number=number)
        return quantities(run)

    rows = in_threads(one, list(enumerate(cities)), workers=workers, progress=progress, label=label)
    return pd.DataFrame(rows)


def prior_cities(size: int, seed: int = SEED) -> list[City]:
    """Cities drawn from the prior, for comparison with those of the posterior."""
    prior = Prior.default()
    points = np.random.default_rng(seed).random((size, len(prior.names)))
    return prior.cities(prior.frame(points))


def target_names() -> list[str]:
    """Names of the calibration targets, which are among the quantities too."""
    return [t.name for t in targets()]
