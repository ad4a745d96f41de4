"""Samples of cities, and totals that add up to what a run counted."""

import pytest

from intensity.evidence import posterior
from intensity.evidence.totals import BURN_IN, MONTHS, SUMS, by_city, sample, totals
from intensity.experiment.design import Design
from intensity.kernel import layout as la
from intensity.model.simulate import simulate


def test_prior_sample_is_the_beginning_of_the_paper_design():
    # the same cities with the same numbers, so the same draws as in the sweep
    mine, _ = sample("prior", 3)
    paper = Design.load("paper").draw()[:3]
    assert [dict(city.values) for city in mine] == [dict(city.values) for city in paper]


def test_near_sample_is_spread_over_the_posterior():
    """Catches the first draws of the file, in which draws of one line stand together."""
    mine, words = sample("near", 2)
    known = posterior.cities()
    assert [c.digest for c in mine] == [known[0].digest, known[-1].digest]
    assert words == "posterior draws"


def test_totals_are_those_of_the_run():
    frame, _ = totals("prior", 1, (0.4,), 2, False)
    (city,), _ = sample("prior", 1)
    run = simulate(city, 0.4, months=MONTHS, streets=2, number=0)
    assert len(frame) == 2
    summed = by_city(frame).iloc[0]
    for name in SUMS:
        if name in la.COUNTS:
            wanted = run.counts[BURN_IN:, :, la.COUNTS.index(name)].sum()
        else:
            wanted = run.reals[BURN_IN:, :, la.REALS.index(name)].sum()
        assert summed[name] == pytest.approx(wanted)
    assert summed["v_big"] == city.v_big
