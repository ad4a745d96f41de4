"""All regressions of the page on small samples: every table and value is there and consistent."""

import numpy as np
import pytest

from intensity.evidence import estimates
from intensity.evidence.orderlevel import completed_orders
from intensity.evidence.record import Record
from intensity.evidence.totals import by_city, totals

LEVELS = (0.0, 0.2, 0.6, 1.0)
SIZES = {"prior": 40, "near": 3, "default": 3}


def few_orders():
    return completed_orders(
        levels=(0.2, 1.0), runs=1, streets=6, months=12, burn_in=4, progress=False
    )


@pytest.fixture(scope="module")
def record():
    small = {name: totals(name, size, LEVELS, 2, False) for name, size in SIZES.items()}
    found = Record()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(estimates, "totals", lambda name, size, progress: small[name])
        patch.setattr(estimates, "completed_orders", lambda **_: few_orders())
        estimates.regressions_evidence(found, progress=False, sizes=SIZES, runs=5, draws=20)
    return found


def test_every_table_is_there(record):
    assert set(record.tables) == {"regressions", "events", "before_after", "power"}
    fits = record.tables["regressions"]
    assert set(fits["table"]) == {"shares", "counts", "orders", "quantiles"}
    assert (fits["low"] <= fits["estimate"]).all() and (fits["estimate"] <= fits["high"]).all()
    assert np.isfinite(fits[["estimate", "low", "high", "fit"]]).all().all()


def test_factor_of_orders_is_that_of_the_counts(record):
    # a quadratic in logs through four levels cannot be far from the plain ratio of totals
    frame = by_city(totals("default", 3, LEVELS, 2, False)[0])
    orders = frame.groupby("intensity")["orders"].sum()
    value = record.values["orders.poisson.factor"]["value"]
    assert value == pytest.approx(orders[1.0] / orders[0.2], rel=0.15)
    assert record.values["orders.poisson.moves"]["value"] == "rises"


def test_sides_add_up(record):
    count = sum(
        record.values[f"quantile.{side}"]["value"] for side in ("for", "against", "unclear")
    )
    assert count == 6


def test_event_study_is_near_the_truth(record):
    events = record.tables["events"]
    orders = events[(events["outcome"] == "orders") & (events["quarter"] >= 0)]
    np.testing.assert_allclose(orders["estimate"], orders["truth"], rtol=0.25)
    before = events[events["quarter"] < 0]
    assert (before["truth"] == 0).all()


def test_directions():
    assert estimates._direction(0.1, 0.2) == "rises"
    assert estimates._direction(-0.2, -0.1) == "falls"
    assert estimates._direction(-0.1, 0.1) == "does not clearly move"
