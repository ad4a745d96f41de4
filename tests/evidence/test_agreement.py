"""What counts as the same result, computed again elsewhere."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.agreement import compared, draws_agree, tables_agree
from intensity.evidence.prior import Prior

PRIOR = Prior.default()
RNG = np.random.default_rng(8)


def draws(n=200, shift=0.0):
    points = RNG.random((n, len(PRIOR.names)))
    points[:, 3] = shift + (1.0 - shift) * points[:, 3]
    return PRIOR.frame(points)


def test_equal_draws_and_others_of_the_same_distribution_agree():
    one, alone = draws(), np.arange(200)
    assert draws_agree(one, one.copy(), (alone, alone)) == (True, "the same draws")
    good, words = draws_agree(one, draws(), (alone, alone))
    assert good and "other draws" in words


def test_another_distribution_of_one_parameter_is_noticed():
    """A third of the range is empty: seen in 200 draws, and not in copies of eight."""
    one, other, alone = draws(), draws(shift=0.33), np.arange(200)
    good, words = draws_agree(one, other, (alone, alone))
    assert not good and PRIOR.names[3] in words
    few, copies = np.repeat(np.arange(8), 25), pd.concat([draws(8, 0.33)] * 25).sort_index()
    assert draws_agree(copies.reset_index(drop=True), one, (few, alone))[0]
    assert not draws_agree(one, other.drop(columns=PRIOR.names[0]), (alone, alone))[0]


def test_false_alarms_are_rare():
    """At one in a thousand for all parameters together, 100 pairs give none or one."""
    alone = np.arange(80)
    alarms = sum(not draws_agree(draws(80), draws(80), (alone, alone))[0] for _ in range(100))
    assert alarms <= 1


@pytest.mark.parametrize(
    ("change", "good"),
    [({}, True), ({"x": 1.0 + 1e-9}, True), ({"x": 1.01}, False), ({"word": "fails"}, False)],
)
def test_tables(change, good):
    one = pd.DataFrame([{"x": 1.0, "word": "holds", "none": np.nan, "seconds": 3.0}])
    other = one.assign(**change, seconds=4.0)
    found, words = tables_agree(one, other, skip=("seconds",))
    assert found is good
    assert good or next(iter(change)) in words
    assert not tables_agree(one, other)[0]


def test_the_column_that_moved_is_the_furthest():
    """Five columns, one of them shifted by half a spread, 300 draws each."""
    one, other = (pd.DataFrame(RNG.normal(size=(300, 5)), columns=list("abcde")) for _ in range(2))
    other["d"] += 0.5
    alone = np.arange(300)
    table = compared(one, other, (alone, alone))
    assert table.index[0] == "d" and table["p"].iloc[0] < 1e-3
    assert (table["p"].iloc[1:] > 1e-3).all()
    assert (table[["one", "other"]] == 300).all(axis=None)


def test_copies_prove_less():
    """The same difference, but every draw ten times: what looked certain may be chance."""
    one, other = (pd.DataFrame({"x": RNG.normal(m, 1.0, 20)}) for m in (0.0, 0.9))
    line = np.repeat(np.arange(20), 10)
    many = [frame.iloc[line].reset_index(drop=True) for frame in (one, other)]
    alone = np.arange(200)
    certain = compared(*many, (alone, alone))["p"].iloc[0]
    honest = compared(*many, (line, line))["p"].iloc[0]
    assert certain < 1e-6 < 1e-4 < honest
