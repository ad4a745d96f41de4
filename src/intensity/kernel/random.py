"""Keyed draws: every uniform is a pure function of who it is for, never of how many came before.

The generator is Threefry-2x64 with 13 rounds (Salmon, Moraes, Dror and Shaw 2011, "Parallel
random numbers: as easy as 1, 2, 3"), tested against its published known-answer vectors.

Key      (seed, city · 2³² + street)
Counter  (problem index, stage · 2⁸ + block)

Intensity, switches and schedules are not in the key, so that the same problem keeps its type,
patience, service times and luck under every one of them.

A block yields two 64-bit words. A word serves either one *wide* uniform (52 bits, for times) or
two *narrow* ones (32 bits each, for decisions). All lie strictly between 0 and 1.
"""

from __future__ import annotations

import numpy as np

from intensity.kernel.jit import inner

_PARITY = np.uint64(0x1BD11BDAA9FC1A22)
_ONE, _TWO, _THREE = np.uint64(1), np.uint64(2), np.uint64(3)
_U8, _U12, _U16, _U21, _U24 = (np.uint64(n) for n in (8, 12, 16, 21, 24))
_U31, _U32, _U33, _U40, _U42 = (np.uint64(n) for n in (31, 32, 33, 40, 42))
_U22, _U43, _U48, _U52 = (np.uint64(n) for n in (22, 43, 48, 52))
_LOW = np.uint64(0xFFFFFFFF)
_2M52 = 2.0**-52
_2M32 = 2.0**-32

# Stages of a problem's life; work-order round k has stage ORDER + k.
ARRIVAL, FIRST, ORDER = 0, 1, 2
TRAITS = 255  # the street itself: size and baseline diligence
ADAPT = 254  # errors of observation of the adaptive rule; the index is the month


@inner
def threefry(k0, k1, c0, c1):
    """Threefry-2x64-13: two 64-bit words from a key (k0, k1) and a counter (c0, c1).

    All arguments and results are ``uint64``.
    """
    k2 = _PARITY ^ k0 ^ k1
    x0 = c0 + k0
    x1 = c1 + k1
    x0 = x0 + x1
    x1 = ((x1 << _U16) | (x1 >> _U48)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U42) | (x1 >> _U22)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U12) | (x1 >> _U52)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U31) | (x1 >> _U33)) ^ x0
    x0 = x0 + k1
    x1 = x1 + k2 + _ONE
    x0 = x0 + x1
    x1 = ((x1 << _U16) | (x1 >> _U48)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U32) | (x1 >> _U32)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U24) | (x1 >> _U40)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U21) | (x1 >> _U43)) ^ x0
    x0 = x0 + k2
    x1 = x1 + k0 + _TWO
    x0 = x0 + x1
    x1 = ((x1 << _U16) | (x1 >> _U48)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U42) | (x1 >> _U22)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U12) | (x1 >> _U52)) ^ x0
    x0 = x0 + x1
    x1 = ((x1 << _U31) | (x1 >> _U33)) ^ x0
    x0 = x0 + k0
    x1 = x1 + k1 + _THREE
    x0 = x0 + x1
    x1 = ((x1 << _U16) | (x1 >> _U48)) ^ x0
    return x0, x1


@inner
def street_key(city, street):
    """Second key word of a street: ``city · 2³² + street`` as ``uint64``."""
    return (np.uint64(city) << _U32) | np.uint64(street)


@inner
def words(k0, k1, index, stage, block):
    """Two words for problem `index` at `stage`, block `block` (integers of at most 2⁶³)."""
    return threefry(k0, k1, np.uint64(index), (np.uint64(stage) << _U8) | np.uint64(block))


@inner
def wide(x):
    """Uniform on (0, 1) from the upper 52 bits of a word; the ends cannot occur."""
    return (np.float64(np.int64(x >> _U12)) + 0.5) * _2M52


@inner
def high(x):
    """Uniform on (0, 1) from the upper 32 bits of a word."""
    return (np.float64(np.int64(x >> _U32)) + 0.5) * _2M32


@inner
def low(x):
    """Uniform on (0, 1) from the lower 32 bits of a word."""
    return (np.float64(np.int64(x & _LOW)) + 0.5) * _2M32
