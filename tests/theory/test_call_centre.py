"""The call centre's share answered against two independent solutions of Erlang-A."""

import numpy as np
import pytest

import intensity as it
from intensity.evidence.formulas import answered_by_balance, answered_by_palm
from intensity.kernel.hotline import share_answered

# offered load in erlangs, operators, patience in handling times
POINTS = [
    *((0.05, 1, 0.5), (0.9, 1, 0.1), (0.9, 1, 3.0), (3.0, 1, 0.5), (20.0, 1, 0.5), (1.0, 2, 0.5)),
    *(
        (5.0, 4, 1.0),
        (9.0, 10, 0.5),
        (10.0, 10, 5.0),
        (25.0, 10, 0.2),
        (40.0, 50, 0.5),
        (50.0, 50, 2.0),
    ),
    *((70.0, 50, 0.5), (100.0, 100, 0.5), (150.0, 100, 1.0), (240.0, 276, 0.5), (276.0, 276, 0.5)),
    *(
        (300.0, 276, 0.5),
        (400.0, 276, 0.5),
        (276.0, 276, 8.0),
        (700.0, 276, 0.25),
        (900.0, 1000, 0.5),
    ),
    *((1000.0, 1000, 1.0), (2000.0, 1150, 0.5)),
]


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_share_answered(point):
    """Catches a wrong death rate, a sum that stops early, and loss of accuracy in large centres."""
    found = share_answered(*point)
    assert found == pytest.approx(answered_by_balance(*point), rel=1e-9)
    palm = answered_by_palm(*point)
    if np.isfinite(palm):  # the hypergeometric function overflows in a large overloaded centre
        assert found == pytest.approx(palm, rel=1e-8)


def test_most_points_have_both_solutions():
    assert sum(np.isfinite(answered_by_palm(*point)) for point in POINTS) >= 20


@pytest.mark.parametrize("number", range(20))
def test_as_the_model_uses_it(number):
    """Catches a wrong load, staff or unit of patience: the line of the second month of a city."""
    resources, operators = 0.05 * (number + 1), (400, 900, 1150, 1800)[number % 4]
    h_call, patience = (0.05, 0.1, 0.2)[number % 3], (0.02, 0.05, 0.1, 0.3, 1.0)[number % 5]
    city = it.City.default().replace(
        operators=operators, duty=0.24, r_min=0.05, city_streets=343, h_call=h_call,
        h_call_pat=patience, consult_share=0.5, street_share=0.4, a_0=0.5, B2_0=0.6,
    )  # fmt: skip
    run = it.simulate(city, resources=resources, assessment=0.3, months=2, streets=2, seed=number)
    line = run.monthly.groupby("month")["accept_line"].first()
    calls = run.monthly.loc[run.monthly["month"] == 0, "calls"].sum() / 2
    load = calls * 343 / 720 / (0.5 * 0.4) * h_call
    staff = max(1, int(operators * 0.24 * (0.05 + 0.95 * resources) + 0.5))
    assert calls > 20
    assert line[0] == 1.0
    assert line[1] == pytest.approx(answered_by_balance(load, staff, patience / h_call), rel=1e-9)
