"""The call centre against the stationary distribution solved as linear equations."""

import numpy as np
import pytest

from intensity.kernel.hotline import share_answered


def by_balance(load, servers, patience, states=4000):
    """Share answered from log-weights of the birth–death chain, an independent route."""
    k = np.arange(1, states)
    out = np.minimum(k, servers) + np.maximum(k - servers, 0) / patience
    log_weight = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(out))])
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return weight @ np.minimum(np.arange(states), servers) / load


@pytest.mark.parametrize("load", [0.01, 0.5, 5.0, 80.0, 300.0, 900.0])
@pytest.mark.parametrize("servers", [1, 10, 90, 274])
@pytest.mark.parametrize("patience", [0.1, 0.5, 2.0])
def test_share_answered(load, servers, patience):
    """Catches a wrong rate on either side of full occupation, and early truncation."""
    assert share_answered(load, servers, patience) == pytest.approx(
        by_balance(load, servers, patience), rel=1e-9
    )


def test_nobody_hangs_up_or_calls():
    assert share_answered(50.0, 10, np.inf) == 1.0
    assert share_answered(0.0, 10, 1.0) == 1.0
