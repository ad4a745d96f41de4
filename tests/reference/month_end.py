"""What happens at a month's end: scores, pressure, diligence, routine work, beliefs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MONTH = 720.0  # hours
YEAR = 12  # months


@dataclass
class Scores:
    """The score card (考核) of a street: nan for a share of nothing."""

    response: float = math.nan
    resolution: float = math.nan
    satisfaction: float = math.nan
    score: float = 0.0


def scores_after(last: Scores, month: Counter, city) -> Scores:
    response = share(month["signed_in_time"], month["completed"])
    resolution = share(month["callbacks_resolved"], month["callbacks"])
    satisfaction = share(month["callbacks_satisfied"], month["callbacks"])
    score = last.score
    if month["callbacks"] > 0:
        score = city.w_resp * response + city.w_res * resolution + city.w_sat * satisfaction
    return Scores(response, resolution, satisfaction, score)


def share(good: int, cases: int) -> float:
    return good / cases if cases > 0 else math.nan


def rank_shares(scores: Sequence[float]) -> list[float]:
    """0 for the best street, 1 for the worst; streets that tie share the mean of their places."""
    if len(scores) == 1:
        return [0.5]
    shares = []
    for mine in scores:
        better = sum(other > mine for other in scores)
        ties = sum(other == mine for other in scores)
        shares.append((better + (ties - 1) / 2) / (len(scores) - 1))
    return shares


def pressure(g: float, orders: int, handlers: int, rank_share: float, city) -> float:
    volume = orders / handlers / city.o_ref
    return g * (city.omega_v * volume + city.omega_r * rank_share**2)


def diligence_after(e_1: float, baseline: float, pressure: float, city) -> float:
    """Bureaucratic mobilisation (行政动员)."""
    target = baseline + (city.e_max - baseline) * (1.0 - math.exp(-city.mu * pressure))
    return e_1 + city.eta_e * (target - e_1)


def assessment_after(g: float, e_1: float, busy: float, errors: tuple[float, float], city) -> float:
    """The adaptive rule: up where the base is detached, down where it is overloaded.

    `errors` are standard normal ones, of the diligence and of the busy share that are observed.
    """
    detached = max(0.0, city.adapt_effort - (e_1 + city.adapt_noise * errors[0]))
    overloaded = max(0.0, busy + city.adapt_noise * errors[1] - city.adapt_busy)
    return min(1.0, max(0.0, g + city.adapt_gain * (detached - overloaded)))


def routine_after(quality: float, free_share: float, city) -> float:
    """`free_share` is the share of handlers' time that goes into routine work."""
    return quality + city.r_M * (min(1.0, free_share / city.f_req) - quality)


def belief_after(
    belief: float, rate: float, own: tuple[int, int], whole_city: tuple[int, int], omega: float
) -> float:
    """`own` and `whole_city` are pairs of good cases and all cases."""
    good, cases = whole_city
    if cases == 0:
        return belief
    seen = good / cases
    if own[1] > 0:
        seen = (1.0 - omega) * own[0] / own[1] + omega * seen
    return belief + rate * (seen - belief)


def first_order_cases(month: Counter) -> tuple[int, int]:
    good = month["first_resolved"]
    return good, good + month["first_failed"]


def hotline_cases(month: Counter) -> tuple[int, int]:
    """Reasonable orders that ended, also the excluded ones, which count as not resolved."""
    return month["reasonable_in_time"], month["reasonable_completed"]


def chosen_types(unresolved_big: Counter, city) -> frozenset[int]:
    """Types for special governance (专项治理) by their unresolved big orders of the past year."""
    eligible = [k for k, n in unresolved_big.items() if n > 0 and city.types[k].special]
    by_need = sorted(eligible, key=lambda kind: (-unresolved_big[kind], kind))
    return frozenset(by_need[: int(city.n_sp)])
