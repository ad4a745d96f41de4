"""The probabilities that hold in one street for one month."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Chances:
    diligence: float  # e_1
    routine: float  # M
    prevention: float
    direct: float  # q
    unreasonable_call: float  # q_u
    overflow: float  # x
    answered: float  # a_line
    passed_on: float  # a
    direct_passed_on: float  # a (1 - b)
    misdispatch: float
    effort: float  # e_2
    order_weight: float  # w
    special: frozenset[int]  # types under special governance
    special_factor: float  # on the odds of resolving their big problems
    special_prevention: float


def logistic(y: float) -> float:
    return 1.0 / (1.0 + math.exp(-y))


def raise_odds(p: float, factor: float) -> float:
    return factor * p / (1.0 - p + factor * p)


def monthly_chances(city, switches, *, g, a_line, diligence, routine, B_1, B_2, q, special, load):
    """Chances of a month.

    `q` is None unless the substitution of the hotline is frozen; `load` is last month's orders per
    handler over `o_ref`.
    """
    sigma = 1.0 - math.exp(-city.gamma * g)
    a = a_line * (city.a_0 + (1.0 - city.a_0) * sigma)
    direct = a * (1.0 - city.refer_back)
    if q is None:
        q = logistic(city.theta * (direct * B_2 - B_1 - city.delta))
    q_u = logistic(city.theta_u * (direct * B_2 - city.tau_u)) if switches["unreasonable"] else 0.0
    return Chances(
        diligence=diligence,
        routine=routine,
        prevention=city.nu * routine,
        direct=q,
        unreasonable_call=q_u,
        overflow=logistic(city.theta_x * (a * B_2 - city.delta_x)),
        answered=a_line,
        passed_on=a,
        direct_passed_on=direct,
        misdispatch=min(1.0, city.misdispatch * load),
        effort=city.e2_0 + (city.e_max - city.e2_0) * sigma,
        order_weight=city.w_0 + (1.0 - city.w_0) * sigma,
        special=special,
        special_factor=1.0 + city.beta_sp * g,
        special_prevention=city.lambda_sp * g,
    )
