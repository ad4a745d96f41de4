"""What might have been added to B city from January 2021 on: learning, selection, more demand.

Each addition has one number, which is neutral at its default. Two change the simulation from that
month on (`Addition`), two change only what is counted (`selected`, `elsewhere`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from intensity.evidence import heldout
from intensity.kernel import layout as la
from intensity.kernel.math import saturation
from intensity.kernel.service import raised
from intensity.model.city import City
from intensity.model.course import Course
from intensity.model.scenarios import B_CITY_HIGH, B_CITY_REGULAR, B_CITY_WARM_UP, b_city
from intensity.model.simulate import Run

SINCE = B_CITY_WARM_UP + B_CITY_REGULAR + B_CITY_HIGH  # January 2021, counted from the start
ALL = 1e9  # odds factor that leaves nothing unresolved
NEARBY = 0.002  # of log-odds, and of the logarithm of growth, to which numbers are found


@dataclass(frozen=True)
class Addition:
    """What is simulated otherwise from `SINCE` on.

    Attributes
    ----------
    odds : float
        Learning (业务熟练): factor of the odds that an order is resolved, >= 1.
    unreasonable : bool
        Whether learning reaches unreasonable orders too, which then are met by compromise.
    growth : float
        Growing demand (诉求增长): of all that arises, reasonable or not, per year; > -1.
    """

    odds: float = 1.0
    unreasonable: bool = True
    growth: float = 0.0

    def parameters(self, p: np.ndarray, assessment: float, years: int) -> np.ndarray:
        """Parameters `years` after 2020, at an assessment strength that stays the same.

        Effort and skill of second order come as a product, so that the odds of the product can be
        raised through skill alone; effort is bounded by ``e_max``, which first order has too.
        """
        p = p.copy()
        if self.odds != 1.0:
            rise = saturation(p[la.GAMMA], assessment)
            effort = p[la.E2_0] + (p[la.E_MAX] - p[la.E2_0]) * rise
            for skill in (la.PI2_SMALL, la.PI2_BIG):
                p[skill] = raised(effort * p[skill], self.odds) / effort
            if self.unreasonable:
                for met in (la.PI_U_EASY, la.PI_U_HARD):
                    p[met] = raised(p[met], self.odds)
        p[[la.LAMBDA_POT, la.LAMBDA_U]] *= (1.0 + self.growth) ** years
        return p


def trunk(city: City, number: int, *, streets: int = heldout.STREETS) -> Course:
    """B city's path to December 2020, which all additions have in common."""
    schedule = b_city(city, until=heldout.UNTIL)
    course = Course(city, schedule, streets=streets, seed=heldout.SEED, number=number)
    return course.go_on(SINCE)


def gone_on(course: Course, addition: Addition, *, until: int | None = None) -> Run:
    """A trunk gone on with, year by year, to the end or through ``until - 1``."""
    until = len(course.schedule) if until is None else until
    given, other = course.parameters, course.branch()
    for years, start in enumerate(range(SINCE, until, la.MONTHS_PER_YEAR), 1):
        assessment = float(course.schedule.assessment[start])
        other.parameters = addition.parameters(given, assessment, years)
        other.go_on(min(start + la.MONTHS_PER_YEAR, until))
    return other.run()


def selected(run: Run, share: float) -> Run:
    """Selection (回访选择): the same run, a share of the unresolved orders not called back.

    Call-backs become expected numbers. Whether an unresolved caller is satisfied does not depend
    on having been called back, so the completed orders of the month say how many of them are.
    """
    counts = run.counts.astype(float)
    late = counts[SINCE:]
    unresolved = late[..., la.UNRESOLVED_SATISFIED] + late[..., la.UNRESOLVED_DISSATISFIED]
    content = late[..., la.UNRESOLVED_SATISFIED] / np.maximum(unresolved, 1.0)
    left_out = share * (late[..., la.CALLBACKS] - late[..., la.CALLBACKS_RESOLVED])
    late[..., la.CALLBACKS] -= left_out
    late[..., la.CALLBACKS_SATISFIED] -= content * left_out
    return replace(run, counts=counts)


def elsewhere(run: Run, growth: float) -> Run:
    """The same run, calls that never reach a street growing by `growth` a year.

    Of all calls the city's ``street_share`` × (1 − ``consult_share``) are about matters of
    streets. Without this addition the rest is taken to move with them; here it is what it was in
    the mean month of 2020, and grows. Operators are taken to grow with the calls.
    """
    counts = run.counts.astype(float)
    share = street_share(run.city)
    answered = counts[..., la.CALLS_ANSWERED]
    mean = answered[SINCE - 12 : SINCE].mean()
    years = np.arange(len(answered) - SINCE) // la.MONTHS_PER_YEAR + 1
    others = mean * (1.0 + growth) ** years
    answered[SINCE:] = share * answered[SINCE:] + (1.0 - share) * others[:, None]
    return replace(run, counts=counts)


def street_share(city: City) -> float:
    """Calls about matters of streets, of all calls of the city."""
    return float(city.street_share * (1.0 - city.consult_share))


def rate(run: Run, year: int = 2024) -> float:
    """Official resolution rate (解决率) of a year."""
    back, resolved = (_total(run, name, year) for name in (la.CALLBACKS, la.CALLBACKS_RESOLVED))
    return resolved / back if back else math.nan


def volume(run: Run, year: int = 2024) -> float:
    """Calls answered in a year over those of 2020."""
    before = _total(run, la.CALLS_ANSWERED, 2020)
    return _total(run, la.CALLS_ANSWERED, year) / before if before else math.nan


def year_of(run: Run, year: int) -> np.ndarray:
    """Which months of a run lie in a calendar year, shape (months,)."""
    periods = run.schedule.periods()
    assert periods is not None
    return np.asarray(periods.year == year)


def _total(run: Run, name: int, year: int) -> float:
    return float(run.counts[year_of(run, year)][..., name].sum())


def learning(course: Course, fact: float, until: int) -> float:
    """Odds factor with which a city meets an official resolution rate of 2024; nan if none does."""

    def gap(log_odds: float) -> float:
        found = rate(gone_on(course, Addition(odds=math.exp(log_odds)), until=until))
        return _logit(found) - _logit(fact)

    return math.exp(root(gap, 0.0, 2.0, math.log(ALL)))


def growing(course: Course, fact: float, until: int, *, odds: float = 1.0) -> float:
    """Yearly growth of demand with which a city meets a volume of 2024; nan if none does.

    The first guess is right if calls grow as demand does.
    """

    def gap(log_growth: float) -> float:
        addition = Addition(odds=odds, growth=math.expm1(log_growth))
        return math.log(volume(gone_on(course, addition, until=until)) / fact)

    start = gap(0.0)
    return math.expm1(root(gap, 0.0, max(-start / 4.0, 0.1), math.log(3.0), at_low=start))


def growing_elsewhere(run: Run, fact: float) -> float:
    """Yearly growth of the calls that never reach a street with which a volume of 2024 is met."""
    share = street_share(run.city)
    return float(((fact - share * volume(run)) / (1.0 - share)) ** 0.25 - 1.0)


def root(
    gap: Callable[[float], float],
    low: float,
    step: float,
    most: float,
    *,
    at_low: float | None = None,
) -> float:
    """Where a rising function of `low` and above is 0, by Brent's method (1973).

    Parameters
    ----------
    gap : callable
    low, step, most : float
        Where to begin, how far to go at a time until the sign changes, and where to stop.
    at_low : float, optional
        The function at `low`, if it is known.

    Returns
    -------
    float
        `low` if the function is positive there, nan if it is negative up to `most`; else a place
        within `NEARBY` of where it is 0 or jumps over 0.
    """
    known = {} if at_low is None else {low: at_low}

    def once(x: float) -> float:  # each costs a simulation
        if x not in known:
            known[x] = gap(x)
        return known[x]

    if not once(low) < 0.0:
        return low if once(low) >= 0.0 else math.nan
    high = low
    while once(high) < 0.0:
        if high >= most:
            return math.nan
        low, high = high, min(high + step, most)
    return float(brentq(once, low, high, xtol=NEARBY))


def _logit(share: float) -> float:
    share = min(max(share, 1e-9), 1.0 - 1e-9)
    return math.log(share / (1.0 - share))
