"""There and back: when a city counts as recovered, and that the example has two states."""

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence.reversal import (
    AFTER,
    BISTABLE,
    HIGH,
    REGULAR,
    WINDOW,
    loop,
    path,
    recovery,
)
from intensity.model.convergence import scaled


def paths(gap):
    """Two replications: 0.6 at regular intensity with small noise, and a gap by month."""
    rng = np.random.default_rng(2)
    rows = [
        {"number": number, "month": month, "control": (control := 0.6 + rng.normal(0, 0.002)),
         "efficiency": control + gap(month)}
        for number in range(2)
        for month in range(0, REGULAR + HIGH + AFTER, WINDOW)
    ]  # fmt: skip
    return pd.DataFrame(rows)


BACK = REGULAR + HIGH


@pytest.mark.parametrize(
    ("until", "months"), [(0, 0.0), (WINDOW, WINDOW), (18, 18.0), (AFTER, np.inf)]
)
def test_months_until_it_is_back(until, months):
    """Catches counting from the wrong month, and a return that is claimed too early."""
    found = recovery(paths(lambda m: -0.1 if REGULAR + 12 <= m < BACK + until else 0.0))
    assert found["months"] == months
    assert found["lost"] == pytest.approx(0.1 / 0.6, rel=0.02)


def test_relapse_is_not_recovery():
    """Catches taking the first good window for the return."""
    found = recovery(paths(lambda m: -0.1 if m == BACK + 24 else 0.0))
    assert found["months"] == 24 + WINDOW


def test_first_and_last_year():
    """Catches windows of other years."""
    found = recovery(paths(lambda m: 0.06 if m == REGULAR else -0.06 * (BACK <= m < BACK + 12)))
    assert found["early"] == pytest.approx(0.1, abs=0.01)
    assert found["first_year"] == pytest.approx(-0.1, abs=0.01)
    assert found["left"] == pytest.approx(0.0, abs=1e-9)


def test_both_paths_are_the_same_until_the_detour():
    """Catches draws that depend on what is to come."""
    with_, without = (path(it.City.default(), 3, back=back) for back in (True, False))
    before = with_.index < REGULAR
    assert with_[before].equals(without[before])
    assert not np.allclose(with_[~before]["efficiency"], without[~before]["efficiency"])


def test_example_has_two_states():
    """Catches an example that no longer tips one way later than it returns the other way."""
    frame = loop(
        scaled(it.City.default().replace(**BISTABLE), 8), 1, streets=1, progress=False
    ).set_index(["branch", "intensity"])["efficiency"]
    assert frame["up", 0.2] > frame["down", 0.2] + 0.2
    assert frame["up", 0.0] == pytest.approx(frame["down", 0.0], abs=0.05)
    assert frame["up", 1.0] == pytest.approx(frame["down", 1.0], abs=0.05)
