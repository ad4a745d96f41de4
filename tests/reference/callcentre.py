"""The hotline's call centre as an Erlang-A queue: callers wait in line and may hang up."""

from __future__ import annotations

import math

NEGLIGIBLE = 1e-22


def agents_on_duty(r: float, *, operators: float, duty: float, r_min: float) -> int:
    """Agents that resource input r puts on the line, at least one."""
    return max(1, round(operators * duty * (r_min + (1.0 - r_min) * r)))


def share_answered(calls_per_hour: float, agents: int, h_call: float, h_patience: float) -> float:
    """Share of calls that reach an agent in steady state.

    The number of callers in the system is a birth-death chain: births at the rate of calls, deaths
    at the rate of finished calls plus that of waiting callers who hang up. Weights are taken
    outward from the chain's mode, where they are largest, until they no longer matter.
    """
    if calls_per_hour <= 0.0:
        return 1.0
    if math.isinf(h_patience):  # nobody hangs up: who is not answered waits for ever
        return min(1.0, agents / (calls_per_hour * h_call))

    def deaths(n: int) -> float:
        return min(n, agents) / h_call + max(n - agents, 0) / h_patience

    mode = 0
    while calls_per_hour > deaths(mode + 1):
        mode += 1
    weights = {mode: 1.0}
    weight, n = 1.0, mode
    while weight > NEGLIGIBLE:
        n += 1
        weight *= calls_per_hour / deaths(n)
        weights[n] = weight
    weight, n = 1.0, mode
    while n > 0 and weight > NEGLIGIBLE:
        weight *= deaths(n) / calls_per_hour
        n -= 1
        weights[n] = weight
    total = math.fsum(weights.values())
    waiting = math.fsum(max(n - agents, 0) * weight for n, weight in weights.items()) / total
    hanging_up = waiting / h_patience
    return 1.0 - hanging_up / calls_per_hour
