"""How long a service takes and how it ends."""

from __future__ import annotations

from intensity.kernel import layout as la
from intensity.kernel.jit import inner
from intensity.kernel.math import exp, log, logistic, normal_quantile, saturation


@inner
def duration(p, mean, u):
    """Hours of work from the uniform `u`: exponential, or log-normal with the same mean."""
    sigma = p[la.SIGMA]
    if sigma < 0.0:
        return -mean * log(u)
    return mean * exp(sigma * (normal_quantile(u) - 0.5 * sigma))


@inner
def mean_hours(p, attr):
    """Mean hours of first-order handling by size."""
    return p[la.H_BIG] if attr & la.BIG else p[la.H_SMALL]


@inner
def raised(odds_of, factor):
    """Probability whose odds are those of the probability `odds_of` times `factor` ≥ 0."""
    if odds_of >= 1.0:
        return odds_of
    odds = factor * odds_of / (1.0 - odds_of)
    return odds / (1.0 + odds)


@inner
def is_special(special, attr):
    """Whether special governance (专项治理) covers the type: bit t of the mask `special`."""
    return (special >> (attr & la.TYPE_MASK)) & 1 == 1


@inner
def first_order_success(prob, special, attr):
    """Probability that first-order handling resolves a reasonable demand, once really tried."""
    if attr & la.BIG:
        return prob[la.S1_BIG_SP] if is_special(special, attr) else prob[la.S1_BIG]
    return prob[la.S1_SMALL]


@inner
def order_success(p, prob, special, attr):
    """Probability that an order is resolved; for an unreasonable one, met by compromise."""
    if attr & la.UNREASON:
        return p[la.PI_U_HARD] if attr & la.HARD else p[la.PI_U_EASY]
    if attr & la.BIG:
        return prob[la.S2_BIG_SP] if is_special(special, attr) else prob[la.S2_BIG]
    return prob[la.S2_SMALL]


@inner
def applies_for_exclusion(p, attr):
    """Whether a street applies for exclusion (剔除): by difficulty, not by reasonableness (§4.2).

    Difficult are big matters and the hard among the unreasonable ones; unreasonable demands that
    are easy to meet are answered like others. The counterfactual rule excludes the unreasonable.
    """
    if p[la.BY_REASON] > 0.0:
        return attr & la.UNREASON != 0
    return attr & (la.BIG | la.HARD) != 0


@inner
def month_probabilities(p, x, frozen, switches, accept_line, assessment, dispatch, prob):
    """Fill `prob` (see `layout`) for one street and month from its state `x`."""
    prob[la.LINE] = accept_line
    accept = accept_line * dispatch
    accept_direct = accept * (1.0 - p[la.REFER_BACK])
    prob[la.ACCEPT] = accept
    prob[la.ACCEPT_DIRECT] = accept_direct
    direct, overflow = accept_direct * x[la.X_B2], accept * x[la.X_B2]
    prob[la.Q] = logistic(p[la.THETA] * (direct - x[la.X_B1] - p[la.DELTA]))
    if switches[la.SW_SUBSTITUTION] == 0:
        prob[la.Q] = frozen[la.FZ_Q]
    prob[la.Q_U] = logistic(p[la.THETA_U] * (direct - p[la.TAU_U]))
    prob[la.X] = logistic(p[la.THETA_X] * (overflow - p[la.DELTA_X]))
    prob[la.MISSENT] = min(1.0, p[la.MISDISPATCH] * x[la.X_LOAD])
    prob[la.PREVENT] = p[la.NU] * x[la.X_M]
    prob[la.EFFORT1] = x[la.X_E1]
    rise = saturation(p[la.GAMMA], assessment)
    effort = p[la.E2_0] + (p[la.E_MAX] - p[la.E2_0]) * rise
    prob[la.EFFORT2] = effort
    prob[la.SHARE_W] = p[la.W_0] + (1.0 - p[la.W_0]) * rise
    factor = 1.0 + p[la.BETA_SP] * assessment
    prob[la.S1_SMALL] = p[la.PI1_SMALL]
    prob[la.S1_BIG] = p[la.PI1_BIG]
    prob[la.S1_BIG_SP] = raised(p[la.PI1_BIG], factor)
    prob[la.S2_SMALL] = effort * p[la.PI2_SMALL]
    prob[la.S2_BIG] = effort * p[la.PI2_BIG]
    prob[la.S2_BIG_SP] = raised(effort * p[la.PI2_BIG], factor)
    prob[la.REMOVE] = p[la.LAMBDA_SP] * assessment
    # Handlers keep the share `reserve` of their time for routine work; with handlers' time of
    # their own, orders and first order share out the rest.
    free = 1.0 - p[la.RESERVE]
    prob[la.SPEED_FIRST] = free
    prob[la.SPEED_ORDER] = free
    if switches[la.SW_CROWDING] == 0:
        share = min(max(frozen[la.FZ_SHARE], 0.01), 0.99)
        prob[la.SPEED_FIRST] = free * (1.0 - share)
        prob[la.SPEED_ORDER] = free * share
