"""The paper's advice as a rule: each street gets the intensity that it can use (§5).

Where the base is detached (悬浮: little diligence) intensity rises, where it is overloaded
(handlers busy beyond a bound) it falls. The rule sees both with an error.
"""

from __future__ import annotations

from intensity.kernel import layout as la
from intensity.kernel.jit import sealed
from intensity.kernel.math import normal_quantile
from intensity.kernel.random import ADAPT, street_key, wide, words


@sealed
def adapt(p, k0, city, month, reals, x):
    """Set next month's intensity of every street from what the city observes of this month.

    Before the first step a street has the intensity that the schedule gives it. `reals` are the
    month's, float64 of shape (streets, `layout.REALS`); observing takes ``adapt_hours`` of
    upper-level work for each street.
    """
    for s in range(reals.shape[0]):
        h = reals[s]
        before = h[la.ASSESSMENT]
        w0, w1 = words(k0, street_key(city, s), month, ADAPT, 0)
        effort = h[la.DILIGENCE] + p[la.ADAPT_NOISE] * normal_quantile(wide(w0))
        worked = h[la.HOURS_FIRST] + h[la.HOURS_SCREEN] + h[la.HOURS_ORDER]
        busy = worked / h[la.HOURS_PAID] + p[la.ADAPT_NOISE] * normal_quantile(wide(w1))
        detached = max(0.0, p[la.ADAPT_EFFORT] - effort)
        overloaded = max(0.0, busy - p[la.ADAPT_BUSY])
        after = before + p[la.ADAPT_GAIN] * (detached - overloaded)
        x[s, la.X_INTENSITY] = min(1.0, max(0.0, after))
        h[la.HOURS_UPPER] += p[la.ADAPT_HOURS]


@sealed
def city_mean(x):
    """Mean intensity of the streets: what the city as a whole puts into its call centre."""
    total = 0.0
    for s in range(x.shape[0]):
        total += x[s, la.X_INTENSITY]
    return total / x.shape[0]
