"""The hotline's own side: the call centre (受理), and the odds that a call becomes an order."""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.jit import inner, jit, sealed
from intensity.kernel.math import saturation


@inner
def _departures(k, servers, patience):
    """Rate at which k callers in the system leave it, served or not; unit: 1 / handling time."""
    return np.float64(min(k, servers)) + max(0.0, np.float64(k - servers)) / patience


@jit
def share_answered(load, servers, patience):
    """Share of calls answered in an Erlang-A queue, M/M/n + M (Garnett, Mandelbaum, Reiman 2002).

    Parameters
    ----------
    load : float
        Offered load in erlangs: calls per hour times mean handling time.
    servers : int
        Operators on duty, at least 1.
    patience : float
        Mean patience in units of the mean handling time; ``inf`` means that nobody hangs up.

    Returns
    -------
    float
        In (0, 1]. Computed from the stationary distribution, started at its mode and summed
        both ways until a term no longer counts.
    """
    if load <= 0.0 or patience == np.inf:
        return 1.0
    mode = np.int64(min(load, np.float64(servers)))
    if load > servers:
        mode = np.int64(servers + (load - servers) * patience)
    total = 1.0
    busy = np.float64(min(mode, servers))
    term = 1.0
    for k in range(mode, 0, -1):
        term = term * _departures(k, servers, patience) / load
        total += term
        busy += term * np.float64(min(k - 1, servers))
        if term < 1e-18 * total:
            break
    term = 1.0
    k = mode
    while term >= 1e-18 * total:
        k += 1
        term = term * load / _departures(k, servers, patience)
        total += term
        busy += term * np.float64(min(k, servers))
    return min(1.0, busy / total / load)


@sealed
def operators_on_duty(p, resources):
    """Operators answering at any moment in a city of ``city_streets`` streets, at least 1."""
    staff = p[la.OPERATORS] * (p[la.R_MIN] + (1.0 - p[la.R_MIN]) * resources)
    return max(np.int64(1), np.int64(staff * p[la.DUTY] + 0.5))


@jit
def line(p, resources, calls_per_street):
    """Share of calls answered, from last month's calls per street about matters of streets.

    The centre serves the whole city: consultations (`consult_share` of all calls) and appeals
    that go to other bodies (1 − `street_share` of appeals) load the same operators.
    """
    if p[la.H_CALL_PAT] == np.inf:
        return 1.0
    per_hour = calls_per_street / la.HOURS_PER_MONTH * p[la.CITY_STREETS]
    per_hour = per_hour / (p[la.STREET_SHARE] * (1.0 - p[la.CONSULT_SHARE]))
    return share_answered(
        per_hour * p[la.H_CALL],
        operators_on_duty(p, resources),
        p[la.H_CALL_PAT] / p[la.H_CALL],
    )


@jit
def dispatched(p, assessment):
    """Odds that the upper government passes an answered call on as an order (转办)."""
    return p[la.A_0] + (1.0 - p[la.A_0]) * saturation(p[la.GAMMA], assessment)


@inner
def place_call(counts, prob, accept, u):
    """Book a call with uniform `u`; whether it is answered and passed on (`accept`)."""
    counts[la.CALLS] += 1
    if u >= prob[la.LINE]:
        return False
    counts[la.CALLS_ANSWERED] += 1
    if u >= accept:
        return False
    counts[la.CALLS_ACCEPTED] += 1
    return True


@inner
def deadline(p, attr):
    """Hours that an order of this deadline class may take: 2 h, 7 h, 7 d or 15 d."""
    return p[la.D_1 + ((attr >> la.CLASS_SHIFT) & la.CLASS_MASK)]
