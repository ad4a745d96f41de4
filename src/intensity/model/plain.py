"""A street reduced to a plain queue, where queueing theory says what must come out.

All behaviour is switched off: nothing is prevented, everyone goes one way, every service
succeeds, nobody calls again, nothing is excluded and no belief, pressure or routine changes
anything. What is left is an M/M/c queue (M/G/c with log-normal service). Options bring single
mechanisms back, each with a fixed probability: priority classes, patience, overflow, repeat
calls, exclusion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.tables import DemandType

_STEEP = 40.0  # slope at which a logistic choice takes any probability from below 1e-16 to 1


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
    class_shares: Sequence[float] | None = None,
    deadlines: Sequence[float] | None = None,
    order_turns: float = 1.0,
    overhead: float = 0.0,
    failed: float = 0.0,
    overflow: float = 0.0,
    unresolved: float = 0.0,
    again: float = 0.0,
    repeats: int = 0,
    big_share: float = 0.0,
    big_hours: float | None = None,
    quota: float = 0.0,
    excluded_time: float = 1.0,
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
    class_shares : sequence of 4 floats in [0, 1] that sum to 1, optional
        Shares of the four deadline classes, of which the first two are urgent; instead of
        `urgent_share`, which puts all others into the third class.
    deadlines : sequence of 4 floats > 0 that do not fall, optional
        Deadlines of the classes, hours; default those of the city.
    order_turns : float in [0, 1]
        Share w of the turns that ordinary orders get while first-order demands wait too.
        1: orders have priority; 0: first-order demands have.
    overhead : float >= 0
        kappa: an order takes (1 + `overhead`) times the service time of a first-order demand.
    failed : float in [0, 1]
        Share of first-order services without success.
    overflow : float in [0, 1]
        Probability that a first-order demand which was not helped, or whose patience ran out,
        becomes an order; otherwise it is lost.
    unresolved : float in [0, 1]
        Share of orders not resolved; their callers are dissatisfied.
    again : float in [0, 1]
        Probability that such a caller calls again at once, which opens the next order.
    repeats : int, 0 .. 100
        Repeat calls of one problem, at most.
    big_share : float in [0, 1]
        Share of big matters.
    big_hours : float > 0, optional
        Their mean service time; default `service_hours`.
    quota : float in [0, 1]
        Share of a month's orders that may be excluded; all big ones qualify.
    excluded_time : float in [0, 1]
        Share of the service time that an excluded order takes.

    Returns
    -------
    dict
        ``city``, ``intensity``, ``switches``, ``frozen`` and ``streets`` for
        ``simulate(**plain_queue(...), months=..., seed=...)``.

    Raises
    ------
    InputError
        For a share outside [0, 1] or classes that do not sum to 1; other values are checked like
        the parameters they stand for.
    """
    shares = {
        "urgent_share": urgent_share,
        "order_share": order_share,
        "failed": failed,
        "overflow": overflow,
        "unresolved": unresolved,
    }
    for name, value in shares.items():
        if not 0.0 <= value <= 1.0:
            raise InputError(f"{name}: {value} is outside [0, 1]")
    if class_shares is None:
        class_shares = (urgent_share, 0.0, 1.0 - urgent_share, 0.0)
    city = City.default()
    if deadlines is None:
        deadlines = (city.d_1, city.d_2, city.d_3, city.d_4)
    for name, four in (("class_shares", class_shares), ("deadlines", deadlines)):
        if len(four) != 4:
            raise InputError(f"{name}: {len(four)} values, wants 4")
    if min(class_shares) < 0.0 or not math.isclose(sum(class_shares), 1.0):
        raise InputError(f"class_shares: {tuple(class_shares)} must lie in [0, 1] and sum to 1")
    only = DemandType(
        id="plain",
        name_en="plain",
        name_zh="单一",
        weight=1.0,
        weight_unreasonable=1.0,
        big_odds_ratio=1.0,
        d_1=class_shares[0],
        d_2=class_shares[1],
        d_3=class_shares[2],
        d_4=class_shares[3],
    )
    city = city.replace(
        types=(only,),
        lambda_pot=arrival_rate,
        lambda_u=0.0,
        p_big=big_share,
        K=handlers,
        size_cv=0.0,
        e_0_sd=0.0,
        h_small=service_hours,
        h_big=service_hours if big_hours is None else big_hours,
        h_pat=patience,
        service_law="exponential" if service_cv is None else "lognormal",
        service_cv=1.0 if service_cv is None else service_cv,
        nu=0.0,
        pi1_small=1.0 - failed,
        pi1_big=1.0 - failed,
        pi2_small=1.0 - unresolved,
        pi2_big=1.0 - unresolved,
        p_sat_unres=0.0,
        a_0=1.0,
        h_call_pat=math.inf,
        # with a frozen belief of 0 the chance of an overflow call is a logistic of -delta_x
        B2_0=0.0,
        eta_2=0.0,
        theta_x=_STEEP,
        delta_x=_threshold(overflow),
        kappa=overhead,
        h_up=0.0,
        quota=quota,
        s_excl=excluded_time,
        w_0=order_turns,
        e_max=1.0,
        e_0=1.0,
        e2_0=1.0,
        rho=again,
        rho_u=again,
        n_rep=repeats,
        mu=0.0,
        d_1=deadlines[0],
        d_2=deadlines[1],
        d_3=deadlines[2],
        d_4=deadlines[3],
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


def _threshold(chance: float) -> float:
    """delta_x at which the logistic of slope `_STEEP` gives `chance` (to within 1e-16)."""
    if chance in (0.0, 1.0):
        return 1.0 - 2.0 * chance
    return min(max(math.log(1.0 / chance - 1.0) / _STEEP, -1.0), 1.0)
