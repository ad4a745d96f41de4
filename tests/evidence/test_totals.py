"""Samples of cities, and totals that add up to what a run counted."""

import pytest

from intensity.evidence.totals import BURN_IN, MONTHS, SUMS, by_city, sample, totals
from intensity.experiment.design import Design
from intensity.kernel import layout as la
from intensity.model.simulate import simulate


def test_prior_sample_is_the_beginning_of_the_paper_design():
    # the same cities with the same numbers, so the same draws as in the sweep
    mine, _ = sample("prior", 3, progress=False)
    paper = Design.load("paper").draw()[:3]
    assert [dict(city.values) for city in mine] == [dict(city.values) for city in paper]


def test_near_sample_is_judged_again():
    mine, words = sample("near", 1, progress=False)
    assert len(mine) == 1 and words


def test_totals_are_those_of_the_run():
    frame, _ = totals("prior", 1, (0.4,), 2, False)
    (city,), _ = sample("prior", 1, progress=False)
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
