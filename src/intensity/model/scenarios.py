"""Named scenarios: schedules of intensity, and cities that differ in one respect."""

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


# Entry to petitioning (信访) costs more than a call (§2.2): written, in person, by levels.
PETITION_DELTA = 0.6
# A terminal level above the city checks power, it does not run the city (§2.2): it passes on less,
# through more levels, and sends back what the base was never asked to do.
CENTRAL = {"refer_back": 0.8, "a_0": 0.2, "h_up": 3.0}
RESERVE = 0.2  # about what f_req asks for: a fifth of all handlers' time
ADAPT_GAIN = 0.3


def petition(city: City | None = None) -> City:
    """The same city with a high-cost second-order channel (信访, §2.2)."""
    city = City.default() if city is None else city
    return city.replace(delta=PETITION_DELTA, delta_x=max(PETITION_DELTA, city.delta_x))


def central(city: City | None = None) -> City:
    """The same city with the centre, not the city, as terminal level (终端层级, §2.2)."""
    city = City.default() if city is None else city
    return city.replace(
        refer_back=CENTRAL["refer_back"],
        a_0=min(city.a_0, CENTRAL["a_0"]),
        h_up=CENTRAL["h_up"] * city.h_up,
    )


def preemptive(city: City | None = None, reserve: float = RESERVE) -> City:
    """The same city with handlers' time kept free for routine work (未诉先办, §4.3)."""
    city = City.default() if city is None else city
    return city.replace(reserve=reserve)


def adaptive(city: City | None = None, gain: float = ADAPT_GAIN) -> City:
    """The same city under the paper's advice as a rule (§5); see `kernel.adaptive`."""
    city = City.default() if city is None else city
    return city.replace(adapt_gain=gain)
