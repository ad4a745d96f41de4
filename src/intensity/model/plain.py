"""A street reduced to a plain queue, where queueing theory says what must come out.

All behaviour is switched off: nothing is prevented, everyone goes one way, every service
succeeds, nobody calls again, nothing is excluded and no belief, pressure or routine changes
anything. What is left is an M/M/c queue (M/G/c with log-normal service), with two priority
classes if part of the orders is urgent.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.tables import DemandType


def plain_queue(
    arrival_rate: float,
    service_hours: float,
    handlers: int,
    *,
    urgent_share: float = 0.0,
    order_share: float = 1.0,
    patience: float = math.inf,
    service_cv: float | None = None,
    streets: int = 1,
) -> dict[str, Any]:
    """Arguments for `simulate` that make each street a plain queue.

    Parameters
    ----------
    arrival_rate : float > 0
        Arrivals per hour and street.
    service_hours : float > 0
        Mean service time.
    handlers : int
        c.
    urgent_share : float in [0, 1]
        Share of arrivals in the urgent class, served first (non-preemptive).
    order_share : float in [0, 1]
        Share of arrivals that become orders; the rest are first-order demands. 1: one queue with
        two priority classes. 0: one queue of first-order demands, which may have impatience.
    patience : float > 0
        Mean patience of first-order demands, hours.
    service_cv : float, optional
        Coefficient of variation of log-normal service; default exponential.
    streets : int
        Independent copies.

    Returns
    -------
    dict
        ``city``, ``intensity``, ``switches``, ``frozen`` and ``streets`` for
        ``simulate(**plain_queue(...), months=..., seed=...)``.
    """
    if not 0.0 <= urgent_share <= 1.0:
        raise InputError(f"urgent_share: {urgent_share} is outside [0, 1]")
    if not 0.0 <= order_share <= 1.0:
        raise InputError(f"order_share: {order_share} is outside [0, 1]")
    only = DemandType(
        id="plain",
        name_en="plain",
        name_zh="单一",
        weight=1.0,
        weight_unreasonable=1.0,
        big_odds_ratio=1.0,
        d_1=urgent_share,
        d_2=0.0,
        d_3=1.0 - urgent_share,
        d_4=0.0,
    )
    city = City.default().replace(
        types=(only,),
        lambda_pot=arrival_rate,
        lambda_u=0.0,
        p_big=0.0,
        K=handlers,
        size_cv=0.0,
        e_0_sd=0.0,
        h_small=service_hours,
        h_pat=patience,
        service_law="exponential" if service_cv is None else "lognormal",
        service_cv=1.0 if service_cv is None else service_cv,
        nu=0.0,
        pi1_small=1.0,
        pi2_small=1.0,
        a_0=1.0,
        h_call_pat=math.inf,
        kappa=0.0,
        h_up=0.0,
        quota=0.0,
        e_max=1.0,
        e_0=1.0,
        e2_0=1.0,
        rho=0.0,
        rho_u=0.0,
        mu=0.0,
    )
    frozen = np.zeros((streets, len(la.FROZEN)))
    frozen[:, la.FZ_Q] = order_share
    off = dict.fromkeys(("substitution", "feedback", "special"), False)
    return {
        "city": city,
        "intensity": 0.0,
        "switches": off,
        "frozen": frozen,
        "streets": streets,
    }
