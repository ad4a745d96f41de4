"""What draws say of each parameter, on draws whose answer is known."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.identification import clear, identification, noise
from intensity.evidence.prior import Prior


@pytest.fixture(scope="module")
def prior_draws():
    prior = Prior.default()
    return prior.frame(np.random.default_rng(4).random((256, len(prior.names))))


def test_draws_of_the_prior_identify_nothing(prior_draws):
    """Catches a shrinkage that is not measured against the right prior, K's cells included."""
    table = identification(prior_draws)
    plain = table["parameter"] != "K"  # its cells make it jump, so that its distance is large
    assert (table["independent"] == 256).all()
    assert not clear(table)[plain].any()
    assert (table["shrinkage"] < table["chance_shrinkage"]).all()
    assert abs(table["shrinkage"].mean()) < 0.03


def test_a_narrowed_parameter_is_found_and_leads(prior_draws):
    """Half of a range is left: three quarters of the variance are gone."""
    frame = prior_draws.copy()
    low, high = frame["kappa"].min(), frame["kappa"].max()
    frame["kappa"] = low + (frame["kappa"] - low) / 2
    table = identification(frame)
    assert table["parameter"].iloc[0] == "kappa"
    assert table["shrinkage"].iloc[0] == pytest.approx(0.75, abs=0.06)
    assert table["value_high"].iloc[0] < (low + high) / 2 + 1e-9


def test_copies_count_for_less(prior_draws):
    """Sixteen draws sixteen times: chance is that of sixteen, whatever the number of rows says."""
    copies = pd.concat([prior_draws.head(16)] * 16, ignore_index=True)
    table = identification(copies, np.tile(np.arange(16), 16))
    assert np.allclose(table["independent"], 16.0)
    few = noise(16, len(table))
    assert np.allclose(table[["chance_shrinkage", "chance_distance"]], few)
    assert noise(256, len(table)) < few
