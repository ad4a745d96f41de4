"""A street's month in the fluid limit: what `kernel.street` becomes when its size goes to infinity.

All amounts are masses per street of K handlers. Within a month inflow and probabilities are
constant. Let F, O, U be the queues of first-order demands, ordinary and urgent orders, each first
in, first out; V_q(t) the age of the oldest mass in queue q (its virtual wait, 0 if empty); B_j(t)
the handlers busy with service kind j of mean time m_j. Then

    dB_j/dt = s_j − B_j / m_j,       Σ_j B_j ≤ K,       Σ_j B_j < K  only if all queues are empty

where the starts s_j are limited by the handlers that come free. These go

1. to U while it is not empty;
2. if O and F both wait, to orders and to first-order demands as w : (1 − w);
3. else to the one that waits; a queue whose inflow is below its share stays empty (V = 0), and
   the rest of its share goes to the other.

Patience: of the mass that leaves F, the part exp(−V_F / h_pat) is served; the rest has failed at
that instant, at no cost of time. Effort: of what is served the part e1 is tried, the rest is
handled perfunctorily. Deadlines: an order started after the wait V is signed in time if V ≤ d and
ends late with probability P(S > d − V), S its service time. Feedback: overflow and repeat orders
join O or U at the rate at which services and lapses cause them. Exclusion: with O(t) and E(t) the
orders opened and excluded since the month began, difficult orders are excluded as long as
E ≤ quota · O: all of them while there is slack, else in equal parts at the rate quota · dO/dt.

What vanishes in the limit: waiting while the load is below capacity, idle handlers while it is
above, and the luck of single cases. Where the description is not the limit: when O and F are both
long, a handler who turns to F finds a row of lapsed demands, and their overflow orders come as a
batch of finite length at any n. Which difficult orders a tight quota reaches then depends on the
order of arrival, not on their parts alone; the simulation excludes more big matters than stated
here, and completes a few per cent more orders. Without a quota there is no such gap.

Scheme: steps of length Δ; what enters a queue in one step is one cohort with one entry time. In
service, decay is exact (exp(−Δ/m)), starts are spread evenly over the step, and the starts solve
Σ_j B_j = K at its end. So every stationary flow is exact for any Δ; transients have an error of
order Δ, because waits are those of the step's beginning and what a step causes enters in the next.
With log-normal service the chance of being late is exact and the time in service is taken as
exponential with the same mean, which touches transients only.
"""

# mypy: disable-error-code="no-untyped-def"
# (compiled, like the kernel, from untyped numbers and arrays)
from __future__ import annotations

import math

import numpy as np

from intensity.kernel.jit import inner, jit
from intensity.kernel.math import exp, log
from intensity.model import masses as ms

FROM = (2, 0)  # first deadline class of a queue of orders: the last two or the first two
NOTHING = 1e-13  # handlers; less than that is rounding


@inner
def longer_than(hours, mean, sigma):
    """Probability that a service takes more than `hours`; `sigma` as in `layout.SIGMA`."""
    if hours <= 0.0:
        return 1.0
    if mean <= 0.0:
        return 0.0
    if sigma < 0.0:
        return exp(-hours / mean)
    return 0.5 * math.erfc((log(hours / mean) / sigma + 0.5 * sigma) / math.sqrt(2.0))


@inner
def enter(stock, flow, done, opened, granted, quota):
    """One step's demands and orders join their queues; returns new orders and exclusions."""
    rounds, cells = stock.caused.shape
    total = hard = 0.0
    for r in range(rounds):
        for c in range(cells):
            y = stock.caused[r, c] + (flow.order[c] if r == 0 else 0.0)
            total += y
            hard += flow.difficult[c] * y
    room = max(0.0, quota * (opened + total) - granted)
    share = min(1.0, room / hard) if hard > 0.0 else 0.0
    for queue in range(2):
        at = stock.length[queue]
        stock.shares[queue, at] = share
        for r in range(rounds):
            for g in range(0, cells, ms.CLASSES):
                for c in range(g + FROM[queue], g + FROM[queue] + 2):
                    y = stock.caused[r, c] + (flow.order[c] if r == 0 else 0.0)
                    stock.caused[r, c] = 0.0
                    stock.order_cohorts[queue, at, r, c] = y
                    done.granted[c] += share * flow.difficult[c] * y
    for c in range(cells):
        stock.first_cohorts[stock.length[ms.FIRST], c] = flow.first[c]
    for queue in range(3):
        stock.length[queue] += 1
    return total, share * hard


@inner
def serve(stock, flow, done):
    """What is in service goes on for one step; returns the handlers it still takes,
    with first-order demands and with orders."""
    rounds, cells = stock.caused.shape
    first = orders = 0.0
    for c in range(cells):
        for how in range(2):
            ended = (1.0 - flow.first_left[c, how]) * stock.first[c, how]
            stock.first[c, how] -= ended
            first += stock.first[c, how]
            done.first[c, how] += ended
            stock.caused[0, c] += flow.overflow[c, how] * ended
        ended = (1.0 - flow.order_left[c, ms.LATE]) * stock.unsigned[c]
        stock.unsigned[c] -= ended
        done.unsigned[c] += ended
    for r in range(rounds):
        for c in range(cells):
            for end in range(3):
                ended = (1.0 - flow.order_left[c, end]) * stock.order[r, c, end]
                stock.order[r, c, end] -= ended
                orders += stock.order[r, c, end]
                done.order[r, c, end] += ended
                if r + 1 < rounds:
                    stock.caused[r + 1, c] += flow.again[c, end] * ended
    return first, orders


@inner
def weigh(stock, flow, queue, at, served):
    """Handlers that a whole cohort would hold at the step's end, and the services it starts."""
    rounds, cells = stock.caused.shape
    use = mass = 0.0
    if queue == ms.FIRST:
        for c in range(cells):
            y = served * stock.first_cohorts[at, c]
            tried = flow.effort[c]
            part = tried * flow.first_part[c, ms.TRIED]
            part += (1.0 - tried) * flow.first_part[c, ms.PERFUNCTORY]
            use += part * y
            mass += y
        return use, mass
    for g in range(0, cells, ms.CLASSES):
        for c in range(g + FROM[queue], g + FROM[queue] + 2):
            y = 0.0
            for r in range(rounds):
                y += stock.order_cohorts[queue, at, r, c]
            out = stock.shares[queue, at] * flow.difficult[c]
            full, short = flow.order_part[c, ms.IN_TIME], flow.order_part[c, ms.EXCLUDED]
            part = (1.0 - out) * full + out * short
            use += part * y
            mass += y
    return use, mass


@inner
def start_first(stock, flow, done, at, part, served, wait):
    """The part of a cohort of first-order demands leaves the queue: it lapses or starts."""
    for c in range(flow.first.shape[0]):
        y = part * stock.first_cohorts[at, c]
        gone = y * (1.0 - served)
        done.lapsed[c] += gone
        stock.caused[0, c] += flow.overflow[c, ms.PERFUNCTORY] * gone
        done.waited[0] += wait * (y - gone) * flow.reasonable[c]
        for how in range(2):
            share = flow.effort[c] if how == ms.TRIED else 1.0 - flow.effort[c]
            begun = share * (y - gone)
            stays = flow.first_part[c, how] * begun
            stock.first[c, how] += stays
            done.first[c, how] += begun - stays
            stock.caused[0, c] += flow.overflow[c, how] * (begun - stays)


@inner
def start_order(stock, flow, done, queue, at, part, wait, sigma):
    """The part of a cohort of orders is taken up."""
    rounds, cells = stock.caused.shape
    for g in range(0, cells, ms.CLASSES):
        for c in range(g + FROM[queue], g + FROM[queue] + 2):
            out = stock.shares[queue, at] * flow.difficult[c]
            late = longer_than(flow.deadline[c] - wait, flow.order_hours[c], sigma)
            shares = ((1.0 - out) * (1.0 - late), (1.0 - out) * late, out)
            for r in range(rounds):
                y = part * stock.order_cohorts[queue, at, r, c]
                done.waited[1] += wait * y
                if wait > flow.deadline[c]:
                    stays = flow.order_part[c, ms.LATE] * (1.0 - out) * y
                    stock.unsigned[c] += stays
                    done.unsigned[c] += (1.0 - out) * y - stays
                for end in range(3):
                    stays = flow.order_part[c, end] * shares[end] * y
                    ended = shares[end] * y - stays
                    stock.order[r, c, end] += stays
                    done.order[r, c, end] += ended
                    if r + 1 < rounds:
                        stock.caused[r + 1, c] += flow.again[c, end] * ended


@inner
def start(stock, flow, done, head, queue, part, wait, served, sigma):
    """The share `part` of a queue's oldest cohort leaves the queue."""
    if queue == ms.FIRST:
        start_first(stock, flow, done, head[queue], part, served, wait[queue])
    else:
        start_order(stock, flow, done, queue, head[queue], part, wait[queue], sigma)
    stock.eaten[queue] += part
    if stock.eaten[queue] > 1.0 - 1e-12:
        stock.eaten[queue] = 0.0
        head[queue] += 1


@jit
def fill(stock, flow, done, head, queue, wait, served, sigma, free):
    """Take up from one queue while handlers are free; returns how many still are."""
    while head[queue] < stock.length[queue]:
        use, _ = weigh(stock, flow, queue, head[queue], served)
        left = 1.0 - stock.eaten[queue]
        part = left if use * left <= free else max(0.0, free) / use
        start(stock, flow, done, head, queue, part, wait, served, sigma)
        free -= use * part
        if part < left:
            break
    return max(0.0, free)


@jit
def share_out(stock, flow, done, head, wait, served, sigma, weight, free):
    """Take up ordinary orders and first-order demands as weight : (1 − weight) while both wait."""
    while (
        free > NOTHING
        and head[ms.ORDINARY] < stock.length[ms.ORDINARY]
        and head[ms.FIRST] < stock.length[ms.FIRST]
    ):
        use_o, mass_o = weigh(stock, flow, ms.ORDINARY, head[ms.ORDINARY], 1.0)
        use_f, mass_f = weigh(stock, flow, ms.FIRST, head[ms.FIRST], served)
        left_o, left_f = 1.0 - stock.eaten[ms.ORDINARY], 1.0 - stock.eaten[ms.FIRST]
        if mass_o <= 0.0:
            start(stock, flow, done, head, ms.ORDINARY, left_o, wait, 1.0, sigma)
            continue
        if mass_f <= 0.0:
            start(stock, flow, done, head, ms.FIRST, left_f, wait, served, sigma)
            continue
        rate_o, rate_f = weight / mass_o, (1.0 - weight) / mass_f  # of a cohort per service
        services = min(left_o / max(rate_o, 1e-300), left_f / max(rate_f, 1e-300))
        cost = rate_o * use_o + rate_f * use_f
        if cost * services > free:
            services = free / cost
        start(stock, flow, done, head, ms.ORDINARY, services * rate_o, wait, 1.0, sigma)
        start(stock, flow, done, head, ms.FIRST, services * rate_f, wait, served, sigma)
        free -= cost * services
    return max(0.0, free)


@jit
def run_month(stock, flow, done, steps, dt, handlers, apart, weight, quota, patience, sigma):
    """Advance a street by `steps` steps of `dt` hours; changes `stock` and fills `done`.

    Parameters
    ----------
    stock : Stock
        With room for `steps` more cohorts per queue.
    flow : Flow
    done : Done
    steps, dt : int, float
    handlers : float
        K.
    apart : bool
        Orders and first-order demands have K handlers each (their speed is in `flow`).
    weight, quota, patience, sigma : float
        w; share of orders that may be excluded; mean patience (h); see `layout.SIGMA`.
    """
    head = np.zeros(3, np.int64)
    wait = np.zeros(3)
    opened = granted = 0.0
    for _ in range(steps):
        total, out = enter(stock, flow, done, opened, granted, quota)
        opened += total
        granted += out
        busy_first, busy_orders = serve(stock, flow, done)
        for queue in range(3):
            age = stock.length[queue] - head[queue] - 1 - stock.eaten[queue]
            wait[queue] = max(0.0, age * dt)
        served = exp(-wait[ms.FIRST] / patience)
        free = handlers - busy_orders - (0.0 if apart else busy_first)
        free = fill(stock, flow, done, head, ms.URGENT, wait, 1.0, sigma, free)
        if not apart:
            free = share_out(stock, flow, done, head, wait, served, sigma, weight, free)
        free = fill(stock, flow, done, head, ms.ORDINARY, wait, 1.0, sigma, free)
        if apart:
            free = handlers - busy_first
        fill(stock, flow, done, head, ms.FIRST, wait, served, sigma, free)
    for queue in range(3):
        for i in range(stock.length[queue] - head[queue]):
            at = head[queue] + i
            if queue == ms.FIRST:
                stock.first_cohorts[i] = stock.first_cohorts[at]
            else:
                stock.order_cohorts[queue, i] = stock.order_cohorts[queue, at]
                stock.shares[queue, i] = stock.shares[queue, at]
        stock.length[queue] -= head[queue]
