"""From numbers to verdicts: interval rules, conjunction, and the noise of one city."""

from __future__ import annotations

import math

import numpy as np
import pytest

from intensity.evidence.claims.cases import Case, Given
from intensity.evidence.claims.estimands.supplement import substitution
from intensity.evidence.claims.judge import (
    FAILS,
    HOLDS,
    SHARED,
    UNDECIDED,
    UNDEFINED,
    WAITING,
    Estimate,
    Expectation,
    jackknife,
    replicated,
    together,
)


@pytest.mark.parametrize(
    ("sign", "value", "se", "verdict"),
    [
        (">", 0.3, 0.01, HOLDS),
        (">", 0.21, 0.01, UNDECIDED),
        (">", 0.1, 0.01, FAILS),
        (">", 0.2, 0.0, FAILS),  # on the bound itself
        ("<", 0.1, 0.01, HOLDS),
        ("<", 0.2, 0.0, FAILS),
        ("<", 0.19, 0.01, UNDECIDED),
        (">", math.nan, 0.0, UNDEFINED),
        (">", math.inf, 0.0, HOLDS),
    ],
)
def test_a_part_holds_where_its_whole_interval_does(sign, value, se, verdict) -> None:
    """Catches a verdict read off the point estimate alone."""
    assert Expectation(sign, 0.2).verdict(Estimate(value, se)) == verdict


def test_a_band_holds_inside_and_fails_outside() -> None:
    band = Expectation("within", 0.46, 0.08)
    assert band.verdict(Estimate(0.46, 0.01)) == HOLDS
    assert band.verdict(Estimate(0.54, 0.01)) == UNDECIDED
    assert band.verdict(Estimate(0.60, 0.01)) == FAILS
    assert band.verdict(Estimate(0.30, 0.01)) == FAILS
    assert band.margin(0.46, 0.08) == pytest.approx(1.0)
    assert band.margin(0.62, 0.08) == pytest.approx(-1.0)


def test_one_failing_part_refutes_the_claim() -> None:
    """Catches a claim that holds because most of its parts do."""
    assert together([HOLDS, HOLDS]) == HOLDS
    assert together([HOLDS, FAILS, UNDECIDED, UNDEFINED]) == FAILS
    assert together([HOLDS, UNDECIDED, UNDEFINED]) == UNDEFINED
    assert together([HOLDS, UNDECIDED]) == UNDECIDED
    assert together([FAILS, WAITING]) == WAITING
    assert together([]) == WAITING


def case_of(substituted, problems) -> Case:
    tally = {"substitution": np.array(substituted), "problems": np.array(problems)}
    return Case(Given({}, tallies={("fates", ("as it is", 0.2)): tally}, streets=len(problems)))


def test_jackknife_of_a_share_is_the_usual_standard_error() -> None:
    """Against the closed form of a mean of equal streets; catches a wrong factor or divisor."""
    rng = np.random.default_rng(3)
    x = rng.random(8)
    found = jackknife(substitution, case_of(x * 100, np.full(8, 100.0)))
    assert found.value == pytest.approx(x.mean())
    assert found.se == pytest.approx(SHARED * x.std(ddof=1) / math.sqrt(8))
    assert found.df == 7


def test_jackknife_of_nothing_says_why() -> None:
    found = jackknife(substitution, case_of([0.0] * 4, [0.0] * 4))
    assert math.isnan(found.value)
    assert found.reason == "no reasonable problem"
    one = jackknife(substitution, case_of([0.0, 1.0], [0.0, 5.0]))
    assert "one street" in one.reason


def test_replications_give_a_t_interval() -> None:
    values = [1.0, 2.0, 3.0, 4.0]
    found = replicated(values)
    assert found.value == pytest.approx(2.5)
    assert found.half == pytest.approx(3.182446 * np.std(values, ddof=1) / 2.0, rel=1e-6)
    assert math.isnan(replicated([1.0, math.nan]).value)


def test_intervals_of_noise_around_the_bound_rarely_decide() -> None:
    """At most one in twenty false verdicts in either direction; fails if the interval is too short.

    1000 cities of 8 streets with no effect; the number of wrong verdicts is binomial with at most
    5 %, so more than 75 has a chance below 1 in 1000.
    """
    rng = np.random.default_rng(5)
    expectation = Expectation(">", 0.0)
    wrong = 0
    for x in rng.normal(size=(1000, 8)):
        found = jackknife(lambda c: float(c.source.x[list(c.keep)].mean()), Case(Numbers(x)))
        wrong += expectation.verdict(found) != UNDECIDED
    assert wrong <= 75


class Numbers:
    """A source that is nothing but a number per street."""

    levels = ()

    def __init__(self, x: np.ndarray) -> None:
        self.x, self.streets = x, len(x)
