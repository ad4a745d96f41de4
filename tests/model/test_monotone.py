"""Facts that must hold whatever the parameters, checked with common random numbers."""

from itertools import pairwise

import numpy as np
import pytest

import intensity as it
from intensity.model.simulate import reference


def backlog(run):
    """Demands and orders waiting at month ends, over all streets."""
    last = run.monthly.groupby("month")[["queue_first", "queue_orders", "queue_urgent"]].sum()
    return last.sum(axis=1).to_numpy()


def test_more_handlers_never_lengthen_a_plain_queue():
    """Pathwise: with the same arrivals and services, more servers start each one no later."""
    waits = []
    for handlers in (2, 3, 4, 6):
        run = it.simulate(**it.plain_queue(0.9, 2.0, handlers), months=12, seed=4, trace=True)
        done = run.problems.set_index("index")["t_order_start"]
        waits.append(done)
    for fewer, more in pairwise(waits):
        both = fewer.notna() & more.notna()
        assert both.sum() > 1000
        assert (more[both] <= fewer[both] + 1e-9).all()


def test_more_handlers_never_lengthen_the_streets_queue_on_average():
    """In the full model, with feedback and substitution frozen, over many streets."""
    city = it.City.default().replace(size_cv=0.0, lambda_pot=0.6)
    frozen = reference(city, streets=12, months=24, seed=4)
    off = dict.fromkeys(["substitution", "feedback", "mobilisation"], False)
    queues = [
        backlog(
            it.simulate(
                city.replace(K=k), 0.8, months=24, streets=12, seed=4, switches=off, frozen=frozen
            )
        )[12:].mean()
        for k in (2, 3, 5)
    ]
    assert queues[0] > queues[1] > queues[2]


@pytest.mark.parametrize("intensity", [0.2, 1.0])
def test_no_overhead_costs_less(intensity):
    """κ = 0 takes fewer street hours per handled order, and h_up = 0 no upper-level hour."""
    city = it.City.default()
    given = it.simulate(city, intensity, months=24, streets=8, seed=1).monthly.sum()
    lean = it.simulate(
        city.replace(kappa=0.0, h_up=0.0), intensity, months=24, streets=8, seed=1
    ).monthly.sum()
    assert lean["hours_upper"] == 0.0
    ratio = (lean["hours_order"] / lean["completed"]) / (given["hours_order"] / given["completed"])
    assert ratio < 1.0


def test_patience_without_end_means_that_nobody_lapses():
    city = it.City.default().replace(h_pat=float("inf"), lambda_pot=0.9)
    assert it.simulate(city, 0.5, months=18, streets=4).monthly["reneged"].sum() == 0


def test_urgent_orders_wait_less():
    """With the urgent class served first, its orders wait less than the others on average."""
    given = it.plain_queue(0.9, 2.0, 2, urgent_share=0.3)
    orders = it.simulate(**given, months=24, seed=8, trace=True).orders
    wait = (orders["t_start"] - orders["t_dispatch"]).groupby(orders["deadline"], observed=True)
    means = wait.mean()
    assert means["2 h"] < 0.7 * means["7 d"]


def test_response_exceeds_resolution_only_as_found():
    """Scores are shares: between 0 and 1, and the official score is their weighted sum."""
    m = it.simulate(intensity=0.6, months=24, streets=6).monthly.dropna(subset=["resolution"])
    rates = m[["response", "resolution", "satisfaction"]]
    assert ((rates >= 0) & (rates <= 1)).all(axis=None)
    np.testing.assert_allclose(m["score"], rates @ [0.2, 0.4, 0.4], rtol=1e-12)
