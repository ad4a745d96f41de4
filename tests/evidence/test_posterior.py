"""What the shipped draws say of the parameters, and the draws themselves."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import posterior
from intensity.evidence.prior import Prior
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.tables import data_path

there = pytest.mark.skipif(not posterior.shipped(), reason="no posterior is shipped")


@pytest.fixture(scope="module")
def prior_draws():
    prior = Prior.default()
    return prior.frame(np.random.default_rng(4).random((256, len(prior.names))))


def test_no_city_is_further_out_than_the_centre(prior_draws):
    middle = City.default().replace(**{n: float(prior_draws[n].mean()) for n in ("kappa", "nu")})
    assert 0.0 <= posterior.outer_share(middle, prior_draws) <= 1.0


@there
def test_shipped_draws_are_cities_and_match_their_manifest():
    """A file edited by hand, or a manifest of another run, is noticed."""
    frame, about = posterior.draws(), posterior.manifest()
    path = data_path("reference") / "posterior.csv"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == about["sha256"]
    assert len(posterior.cities()) == len(frame) == about["draws"]
    assert list(frame.columns) == list(Prior.default().names)
    assert about["generations"][-1]["power"] == 1.0
    assert path.stat().st_size < 3_000_000


@there
def test_shipped_draws_are_many():
    """Catches a population that has collapsed to copies of a few particles."""
    about = posterior.manifest()
    assert about["distinct"] > 0.8 * about["draws"]
    assert len(about["lines"]) == about["draws"] and about["independent"] > 64


@there
def test_fewer_draws_are_spread_over_all():
    """Catches the first rows of a file in which draws of one line stand together."""
    whole, few = posterior.draws(), posterior.draws(5)
    assert len(few) == 5
    pd.testing.assert_series_equal(few.iloc[0], whole.iloc[0], check_names=False)
    pd.testing.assert_series_equal(few.iloc[-1], whole.iloc[-1], check_names=False)
    assert list(posterior.lines(5)) == [posterior.lines()[i] for i in (0, 64, 128, 191, 255)]
    assert len({city.digest for city in posterior.cities(5)}) == 5


@there
def test_default_city_is_a_draw():
    """A default edited by hand, or a new posterior without a new default, is noticed."""
    assert posterior.default_row(posterior.draws()) is not None
    assert posterior.outer_share(City.default(), posterior.draws()) > 0.5


@there
def test_intervals_of_shares_know_what_draws_are_worth():
    """A share that all draws of a line agree on rests on lines; one drawn anew rests on draws."""
    lines = posterior.lines()
    half = np.random.default_rng(1).random(lines.max() + 1)[lines] < 0.5
    alone = np.random.default_rng(2).random(len(lines)) < 0.5
    tied, free = posterior.worth(half), posterior.worth(alone)
    assert tied < 0.7 * free and free > 0.7 * len(lines)
    low, high = posterior.share_interval(half)
    assert low < half.mean() < high
    low, high = posterior.share_interval(np.ones(len(lines), bool))
    assert 0.9 < low < high == 1.0


@pytest.mark.parametrize(
    ("text", "says"),
    [("kapa\n1.0\n", "kapa"), ("kappa\n", "no draws"), ("", "cannot be read"), (None, "not there")],
)
def test_bad_files_are_refused_in_one_line(text, says, tmp_path, monkeypatch):
    folder = tmp_path / "reference"
    folder.mkdir()
    if text is not None:
        (folder / "posterior.csv").write_text(text)
    monkeypatch.setattr(posterior, "data_path", lambda name: folder)
    with pytest.raises(InputError, match=says) as caught:
        posterior.draws()
    assert "\n" not in str(caught.value)
