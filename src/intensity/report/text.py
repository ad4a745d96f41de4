"""Numbers as they appear in prose, tables and labels.

A number never breaks over a line end: units and bounds are tied with no-break spaces (a true
minus sign is tied to its digits by the line-breaking rules themselves). Missing values are an
error here, because a page that prints "nan" hides a defect.
"""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
GROUP_FROM = 10_000  # four digits are read without help: 1749


def number(x: float, digits: int = 2) -> str:
    """Format a number with a fixed count of decimals.

    Parameters
    ----------
    x : float
        Any real number or an infinity (one bound of an unbounded interval).
    digits : int
        Decimals, >= 0.

    Returns
    -------
    str
        With a true minus sign, no negative zero, and groups of three from 10 000 on.

    Raises
    ------
    ValueError
        If `x` is missing or not a number, or `digits` is negative.
    """
    if digits < 0:
        raise ValueError(f"number: digits is {digits}, must be >= 0")
    value = _real(x)
    if math.isinf(value):
        return (MINUS if value < 0 else "") + "\N{INFINITY}"
    body = f"{abs(value):.{digits}f}"
    is_zero = float(body) == 0
    if float(body) >= GROUP_FROM:
        body = f"{float(body):,.{digits}f}".replace(",", NARROW)
    return (MINUS if value < 0 and not is_zero else "") + body


def percent(x: float, digits: int = 0) -> str:
    """Format a share as a percentage: ``percent(0.46)`` is "46 %", the space unbreakable.

    Parameters
    ----------
    x : float
        A share (1 is the whole), not a percentage.
    digits : int
        Decimals of the percentage, >= 0.

    Raises
    ------
    ValueError
        As in `number`.
    """
    return number(100.0 * _real(x), digits) + NARROW + "%"


def closed_up(words: str) -> str:
    """Text with per cent signs set as Chinese does, without the space: "46%"."""
    return words.replace(NARROW + "%", "%")


def interval(lo: float, hi: float, digits: int = 2, as_percent: bool = False) -> str:
    """Format an interval as "[lo, hi]" that stays on one line.

    Parameters
    ----------
    lo, hi : float
        Bounds, ``lo <= hi``; an infinite bound gets a round bracket.
    digits : int
        Decimals, >= 0.
    as_percent : bool
        Treat the bounds as shares; the percent sign is written once, after the upper bound.

    Raises
    ------
    ValueError
        If a bound is missing or the bounds are in the wrong order.
    """
    lower, upper = _real(lo), _real(hi)
    if lower > upper:
        raise ValueError(f"interval: lower bound {lo} exceeds upper bound {hi}")
    factor = 100.0 if as_percent else 1.0
    left, right = number(factor * lower, digits), number(factor * upper, digits)
    unit = NARROW + "%" if as_percent else ""
    opening = "(" if math.isinf(lower) else "["
    closing = ")" if math.isinf(upper) else "]"
    return f"{opening}{left},{NO_BREAK}{right}{unit}{closing}"


def _real(x: float) -> float:
    """Convert to float, refusing what is missing or no number."""
    try:
        value = float(x)
    except (TypeError, ValueError):
        raise ValueError(f"number: {x!r} is not a number") from None
    if math.isnan(value):
        raise ValueError("number: the value is missing (NaN)")
    return value
