"""Logarithm, exponential and normal quantile from IEEE add, multiply, divide and root alone.

The system's own ``log`` and ``exp`` differ between machines in the last bit, and one different
bit reorders events. These give the same bits everywhere. Errors, tested against mpmath: below
1 ulp for `log` and `exp` over their whole range.

Methods: argument reduction by powers of two; ``log(1 + f) = f − s (f − R)`` with
``s = f / (2 + f)`` and R the rest of the series of ``2 artanh(s)``; the exponential by its
series on ``|r| ≤ ln 2 / 2``; the normal quantile after Wichura (1988), algorithm AS 241.
"""

from __future__ import annotations

import numpy as np

from intensity.kernel.jit import inner

_SQRT2 = 1.4142135623730951
_LN2_HIGH = 0.6931471803691238  # the upper 33 bits of ln 2, so that k · _LN2_HIGH is exact
_LN2_LOW = 1.9082149292705877e-10
_INV_LN2 = 1.4426950408889634
_MANTISSA = np.int64(0x000FFFFFFFFFFFFF)
_EXPONENT_OF_ONE = np.int64(0x3FF0000000000000)
_2P54 = 18014398509481984.0


@inner
def log(x):
    """Natural logarithm of a double `x` ≥ 0; ``-inf`` at 0, ``nan`` below, ``inf`` at ``inf``."""
    if not x > 0.0:
        return -np.inf if x == 0.0 else np.nan
    if x == np.inf:
        return np.inf
    k = np.int64(0)
    if x < 2.2250738585072014e-308:  # subnormal
        x = x * _2P54
        k = np.int64(-54)
    bits = np.float64(x).view(np.int64)
    k += (bits >> 52) - 1023
    m = np.int64((bits & _MANTISSA) | _EXPONENT_OF_ONE).view(np.float64)
    if m > _SQRT2:
        m = 0.5 * m
        k += 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    even = z2 * (2 / 5 + z2 * (2 / 9 + z2 * (2 / 13 + z2 * (2 / 17 + z2 * (2 / 21)))))
    odd = z * (2 / 3 + z2 * (2 / 7 + z2 * (2 / 11 + z2 * (2 / 15 + z2 * (2 / 19)))))
    e = np.float64(k)
    return e * _LN2_HIGH - ((s * (f - (odd + even)) - e * _LN2_LOW) - f)


@inner
def exp(x):
    """Exponential of a double `x`; 0 below about −745, ``inf`` above about 709.8."""
    if x != x:
        return x
    if x > 709.782712893384:
        return np.inf
    if x < -745.1332191019412:
        return 0.0
    k = np.floor(x * _INV_LN2 + 0.5)
    r_high = x - k * _LN2_HIGH
    r_low = k * _LN2_LOW
    r = r_high - r_low
    tail = 1 / 479001600 + r * (1 / 6227020800)
    tail = 1 / 3628800 + r * (1 / 39916800 + r * tail)
    tail = 1 / 40320 + r * (1 / 362880 + r * tail)
    tail = 1 / 720 + r * (1 / 5040 + r * tail)
    tail = 1 / 24 + r * (1 / 120 + r * tail)
    tail = r * r * (0.5 + r * (1 / 6 + r * tail))
    y = 1.0 + (r_high - (r_low - tail))
    n = np.int64(k)
    if n < -1021:  # the result is subnormal: scale twice
        y = y * np.int64((n + 1077) << 52).view(np.float64)
        return y * 2.0**-54
    if n > 1023:
        return y * 2.0 * np.int64((n + 1022) << 52).view(np.float64)
    return y * np.int64((n + 1023) << 52).view(np.float64)


@inner
def logistic(z):
    """Λ(z) = 1 / (1 + exp(−z)), in [0, 1]."""
    return 1.0 / (1.0 + exp(-z))


@inner
def saturation(gamma, z):
    """σ(z) = 1 − exp(−γ z), in [0, 1) for γ, z ≥ 0."""
    return 1.0 - exp(-gamma * z)


@inner
def normal_quantile(u):
    """z with Φ(z) = `u`, 0 < u < 1; relative error about 1e-15 (Wichura 1988, AS 241)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2509.0809287301226727 * r + 33430.575583588128105
        top = (top * r + 67265.770927008700853) * r + 45921.953931549871457
        top = (top * r + 13731.693765509461125) * r + 1971.5909503065514427
        top = (top * r + 133.14166789178437745) * r + 3.3871328727963666080
        low = 5226.4952788528545610 * r + 28729.085735721942674
        low = (low * r + 39307.895800092710610) * r + 21213.794301586595867
        low = (low * r + 5394.1960214247511077) * r + 687.18700749205790830
        low = (low * r + 42.313330701600911252) * r + 1.0
        return q * top / low
    r = u if q < 0.0 else 1.0 - u
    r = np.sqrt(-log(r))
    if r <= 5.0:
        r = r - 1.6
        top = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        top = (top * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258
        top = (top * r + 3.64784832476320460504) * r + 5.76949722146069140550
        top = (top * r + 4.63033784615654529590) * r + 1.42343711074968357734
        low = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        low = (low * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1
        low = (low * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940
        low = (low * r + 2.05319162663775882187) * r + 1.0
    else:
        r = r - 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = (top * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2
        top = (top * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580
        top = (top * r + 5.46378491116411436990) * r + 6.65790464350110377720
        low = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        low = (low * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4
        low = (low * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1
        low = (low * r + 5.99832206555887937690e-1) * r + 1.0
    z = top / low
    return -z if q < 0.0 else z
