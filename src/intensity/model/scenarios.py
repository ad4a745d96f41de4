"""Named schedules of intensity."""

from __future__ import annotations

from intensity.model.city import City
from intensity.model.schedule import Schedule

SWITCH = "2019-01"  # B city's hotline leaves regular operation (§3.2)
B_CITY_START = "2015-01"
B_CITY_WARM_UP = 24  # months before the story begins in January 2017
B_CITY_REGULAR = 24  # January 2017 to December 2018
B_CITY_HIGH = 24  # January 2019 to December 2020, as far as the paper goes


def b_city(city: City | None = None, *, until: int = B_CITY_HIGH) -> Schedule:
    """B city's path: regular until December 2018, high from January 2019 (§3.2).

    Parameters
    ----------
    city : City, optional
        For its regular and high intensity.
    until : int
        Months after the switch; 24 ends in December 2020.

    Returns
    -------
    Schedule
        On the calendar from January 2015; the first two years are warm-up at regular intensity.
    """
    city = City.default() if city is None else city
    return Schedule.steps(
        [(B_CITY_WARM_UP + B_CITY_REGULAR, city.I_reg), (until, city.I_high)], start=B_CITY_START
    )


def reversal(city: City | None = None, *, high: int = 48, after: int = 48) -> Schedule:
    """High intensity for `high` months after two regular years, then regular for `after` months."""
    city = City.default() if city is None else city
    return Schedule.steps([(24, city.I_reg), (high, city.I_high), (after, city.I_reg)])
