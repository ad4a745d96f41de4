"""What the shipped draws say of the parameters, and the draws themselves."""

import hashlib

import numpy as np
import pytest

from intensity.evidence import posterior
from intensity.evidence.prior import Prior
from intensity.model.city import City
from intensity.model.tables import data_path

there = pytest.mark.skipif(not posterior.shipped(), reason="no posterior is shipped")


@pytest.fixture(scope="module")
def prior_draws():
    prior = Prior.default()
    return prior.frame(np.random.default_rng(4).random((256, len(prior.names))))


def test_draws_of_the_prior_identify_nothing(prior_draws):
    """Catches a shrinkage that is not measured against the right prior, K's cells included."""
    table = posterior.identification(prior_draws)
    shrunk, moved = posterior.noise(256, len(table))
    plain = table["parameter"] != "K"
    assert (table["distance"][plain] < moved).all()
    assert (table["shrinkage"] < shrunk).all()
    assert abs(table["shrinkage"].mean()) < 0.03


def test_a_narrowed_parameter_is_found_and_leads(prior_draws):
    """Half of a range is left: three quarters of the variance are gone."""
    frame = prior_draws.copy()
    low, high = frame["kappa"].min(), frame["kappa"].max()
    frame["kappa"] = low + (frame["kappa"] - low) / 2
    table = posterior.identification(frame)
    assert table["parameter"].iloc[0] == "kappa"
    assert table["shrinkage"].iloc[0] == pytest.approx(0.75, abs=0.06)
    assert table["value_high"].iloc[0] < (low + high) / 2 + 1e-9


def test_central_draw_is_near_the_mean(prior_draws):
    far = posterior.centrality(prior_draws)
    assert far[posterior.central(prior_draws)] == far.min()
    middle = City.default().replace(**{n: float(prior_draws[n].mean()) for n in ("kappa", "nu")})
    assert 0.0 <= posterior.outer_share(middle, prior_draws) <= 1.0


@there
def test_shipped_draws_are_cities_and_match_their_manifest():
    """A file edited by hand, or a manifest of another run, is noticed."""
    frame, about = posterior.draws(), posterior.manifest()
    path = data_path("reference") / "posterior.csv"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == about["sha256"]
    assert len(posterior.cities(frame)) == len(frame) == about["draws"]
    assert list(frame.columns) == list(Prior.default().names)
    assert about["generations"][-1]["power"] == 1.0
    assert path.stat().st_size < 3_000_000


@there
def test_shipped_draws_are_many():
    """Catches a population that has collapsed to copies of a few particles."""
    about = posterior.manifest()
    assert about["distinct"] > 0.8 * about["draws"]
