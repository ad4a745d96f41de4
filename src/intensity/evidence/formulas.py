"""Closed forms of queueing theory, written from their derivations and not from the kernel.

Symbols: c handlers, a = rate x service the offered load in erlangs, rho = a / c.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import linalg, special


def erlang_c(servers: int, load: float) -> float:
    """Probability of waiting in M/M/c (Erlang 1917) through the recursion for Erlang's B."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return servers * blocked / (servers - load * (1.0 - blocked))


def mean_wait(servers: int, load: float, service: float) -> float:
    """Mean wait in M/M/c, of all arrivals."""
    return erlang_c(servers, load) * service / (servers - load)


def wait_tail(servers: int, load: float, service: float, t: float) -> float:
    """P(wait > t), t >= 0, in M/M/c, first come first served."""
    return erlang_c(servers, load) * math.exp(-(servers - load) * t / service)


def sojourn_tail(servers: int, load: float, service: float, t: float) -> float:
    """P(wait + service > t) in M/M/c, first come first served; for c = 1 exponential."""
    waits = erlang_c(servers, load)
    own = math.exp(-t / service)
    spare = servers - load  # rate of the wait's exponential part, in units of 1 / service
    if math.isclose(spare, 1.0):
        return own * (1.0 + waits * t / service)
    other = math.exp(-spare * t / service)
    return (1.0 - waits) * own + waits * (spare * own - other) / (spare - 1.0)


def pollaczek_khinchine(rate: float, mean: float, square: float) -> float:
    """Mean wait in M/G/1 from the first two moments of the service time."""
    return rate * square / (2.0 * (1.0 - rate * mean))


def cobham(residual: float, loads: list[float]) -> list[float]:
    """Mean waits under non-preemptive priority (Cobham 1954), highest class first.

    Parameters
    ----------
    residual : float
        Mean wait of an arrival until any handler is free, were nobody else waiting: the sum of
        rate x E[S^2] / 2 over the classes for one handler; Erlang's C x service / c for c equal
        exponential ones.
    loads : list of float
        Share of the handlers' time that each class takes.
    """
    above, out = 0.0, []
    for load in loads:
        out.append(residual / ((1.0 - above) * (1.0 - above - load)))
        above += load
    return out


def impatient(servers: int, load: float, service: float, patience: float) -> tuple[float, float]:
    """Share lost, and mean wait of the served, in M/M/c + M, from its birth-death chain.

    With n present, deaths have rate min(n, c) / service + max(0, n - c) / patience. An arrival that
    finds k others waiting gets through j = k, k - 1, .., 0 of them being ahead: each stage ends at
    the rate of c services and of j + 1 patiences running out, whichever of these comes, so the
    time it takes does not depend on the outcome, and it is survived unless the one patience that is
    its own runs out first. The product of these odds telescopes.
    """
    weight, weights, n = 1.0, [1.0], 0
    while weight > 1e-17 * max(weights) or n < max(servers, load):
        n += 1
        leave = min(n, servers) + max(0, n - servers) * service / patience
        weight *= load / leave
        weights.append(weight)
    chance = np.array(weights) / sum(weights)
    served = chance[:servers].sum()
    total_wait, stages = 0.0, 0.0
    for k, here in enumerate(chance[servers:]):
        rate = servers / service + (k + 1) / patience
        stages += 1.0 / rate
        through = servers / service / rate
        served += here * through
        total_wait += here * through * stages
    return 1.0 - served, total_wait / served


def answered_by_balance(load: float, servers: int, patience: float) -> float:
    """Share answered in Erlang-A: global balance equations, solved as a linear system.

    The unit of time is one handling time. Lost are those whose patience runs out: the mean number
    waiting, divided by the patience and by the rate of calls.
    """
    centre = load if load < servers else servers + (load - servers) * patience
    spread = math.sqrt(load * max(1.0, patience)) + 4.0 * max(1.0, patience)
    top = int(centre + 14.0 * spread) + 30
    n = np.arange(top + 1)
    death = np.minimum(n, servers) + np.maximum(0, n - servers) / patience
    birth = np.where(n < top, load, 0.0)
    flow = np.zeros((3, top + 1))  # outflow = inflow in every state, as a band matrix
    flow[0, 1:] = -death[1:]
    flow[1] = birth + death
    flow[2, :-1] = -birth[:-1]
    pivot = int(centre)
    wanted = np.zeros(top + 1)
    wanted[pivot] = 1.0  # one equation is redundant: it gives way to "this state has weight 1"
    flow[0, pivot + 1] = 0.0
    flow[1, pivot] = 1.0
    if pivot > 0:
        flow[2, pivot - 1] = 0.0
    weight = linalg.solve_banded((1, 1), flow, wanted)
    waiting = float(weight @ np.maximum(0, n - servers)) / float(weight.sum())
    return 1.0 - waiting / patience / load


def answered_by_palm(load: float, servers: int, patience: float) -> float:
    """Share answered in Erlang-A after Palm, with A(x, y) = 1F1(1; x + 1; y).

    Garnett, Mandelbaum and Reiman (2002): P(wait) = A B / (1 + (A - 1) B) at x = c x patience,
    y = load x patience, with Erlang's B; lost of those who wait: 1 / (rho A) + 1 - 1 / rho.
    """
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    spread = float(special.hyp1f1(1.0, servers * patience + 1.0, load * patience))
    wait = spread * blocked / (1.0 + (spread - 1.0) * blocked)
    rho = load / servers
    return 1.0 - wait * (1.0 / (rho * spread) + 1.0 - 1.0 / rho)


def rounds_law(again: float, most: int) -> np.ndarray:
    """P(1 order), P(2 orders), .. of a problem: geometric, cut off after `most` repeats."""
    k = np.arange(most + 1)
    law = (1.0 - again) * again**k
    law[most] = again**most
    return law
