"""How a city's streets are dealt out to threads."""

import numpy as np
import pytest

from intensity.kernel.threads import shares


@pytest.mark.parametrize("parts", [1, 2, 3, 8, 100])
def test_every_street_belongs_to_one_part(parts):
    """Catches a street left out, taken twice, or a part without streets."""
    weight = np.random.default_rng(parts).integers(1, 9, 37)
    bounds = shares(weight, parts)
    assert [s for first, end in bounds for s in range(first, end)] == list(range(37))
    assert all(first < end for first, end in bounds)
    assert len(bounds) <= parts


def test_parts_weigh_about_the_same():
    """Catches bounds by number of streets where streets differ in size."""
    weight = np.concatenate([np.full(10, 90), np.ones(90, int)])
    sums = [weight[first:end].sum() for first, end in shares(weight, 5)]
    assert max(sums) - min(sums) <= 90
