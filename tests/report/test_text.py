"""Numbers in prose: signs, spaces, and refusal of what is missing."""

import math

import pytest

from intensity.report.text import interval, number, percent


@pytest.mark.parametrize(
    ("x", "digits", "shown"),
    [
        (0.4567, 2, "0.46"),
        (-0.4567, 2, "−0.46"),
        (-0.001, 2, "0.00"),  # no negative zero
        (1749, 0, "1749"),
        (9999.6, 0, "10\u202f000"),
        (-1234567.8, 1, "−1\u202f234\u202f567.8"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_number(x, digits, shown):
    assert number(x, digits) == shown


def test_percent_and_interval():
    assert percent(0.46) == "46\u202f%"
    assert percent(-0.0049, 1) == "−0.5\u202f%"
    assert interval(-0.1, 0.25) == "[−0.10,\u00a00.25]"
    assert interval(0.1, 0.25, 0, as_percent=True) == "[10,\u00a025\u202f%]"
    assert interval(-math.inf, 0.5, 1) == "(−∞,\u00a00.5]"
    # nothing in them lets a line break: no ordinary space, no hyphen
    assert not set(interval(-1, 2) + percent(-1)) & {" ", "-"}


@pytest.mark.parametrize("bad", [math.nan, None, "many"])
def test_missing_numbers_are_refused(bad):
    with pytest.raises(ValueError, match="number"):
        number(bad)
    with pytest.raises(ValueError, match="number"):
        percent(bad)
    with pytest.raises(ValueError, match="number"):
        interval(0, bad)


def test_wrong_order_and_digits_are_refused():
    with pytest.raises(ValueError, match="exceeds"):
        interval(2, 1)
    with pytest.raises(ValueError, match="digits"):
        number(1, -1)
