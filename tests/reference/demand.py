"""Which problems arise in a street, and when: a function of calendar and draws alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tests.reference.draws import ARISING, Draws, exponential
from tests.reference.month_end import MONTH
from tests.reference.problem import Problem


@dataclass(frozen=True)
class Cell:
    """A class and type of problem with its rate per hour."""

    rate: float
    kind: int
    reasonable: bool


def month_number(text: str) -> int:
    year, month = text.split("-")
    return 12 * int(year) + int(month) - 1


def window_is_open(kind, start: str | None, month: int) -> bool:
    if start is None:
        return False
    now = month_number(start) + month
    return month_number(kind.window_start) <= now <= month_number(kind.window_end)


def cells(city, size: float, start: str | None, month: int) -> list[Cell]:
    """Reasonable types in order, then unreasonable ones."""
    reasonable, unreasonable = [], []
    for number, kind in enumerate(city.types):
        if kind.window_rate is None:
            share = kind.weight
        else:
            share = kind.window_rate if window_is_open(kind, start, month) else 0.0
        reasonable.append(Cell(size * city.lambda_pot * share, number, True))
        unreasonable.append(Cell(size * city.lambda_u * kind.weight_unreasonable, number, False))
    return reasonable + unreasonable


def pick(cells: list[Cell], u: float) -> Cell:
    """The cell in which `u` falls, by inversion."""
    target = u * sum(cell.rate for cell in cells)
    reached = 0.0
    for cell in cells:
        reached += cell.rate
        if target < reached:
            return cell
    return [cell for cell in cells if cell.rate > 0.0][-1]


def shares_of_big(city) -> list[float]:
    """Probability of being big by type: one base of odds for all, times the type's own ratio."""
    if city.p_big <= 0.0 or city.p_big >= 1.0:
        return [city.p_big for _ in city.types]
    always = [kind for kind in city.types if kind.window_rate is None]
    total = sum(kind.weight for kind in always)
    if total == 0.0:
        return [city.p_big for _ in city.types]

    def share(log_base: float, ratio: float) -> float:
        odds = math.exp(log_base) * ratio
        return odds / (1.0 + odds)

    low, high = -200.0, 200.0
    for _ in range(200):
        middle = (low + high) / 2.0
        mean = sum(k.weight * share(middle, k.big_odds_ratio) for k in always) / total
        low, high = (middle, high) if mean < city.p_big else (low, middle)
    return [share((low + high) / 2.0, kind.big_odds_ratio) for kind in city.types]


def problems(city, schedule, size: float, draws: Draws) -> Iterator[Problem]:
    """All problems of a street in the order in which they arise.

    Each has a unit hazard since the one before. A month uses it up at the rate of its cells; what
    a month leaves is carried into the next.
    """
    big_share = shares_of_big(city)
    index = 0
    hazard = exponential(1.0, draws.block(0, ARISING, 0).wide[0])
    for month in range(len(schedule)):
        clock, end = month * MONTH, (month + 1) * MONTH
        this_month = cells(city, size, schedule.start, month)
        rate = sum(cell.rate for cell in this_month)
        while hazard <= rate * (end - clock):
            clock += hazard / rate
            yield _problem(index, clock, this_month, city, big_share, draws)
            index += 1
            hazard = exponential(1.0, draws.block(index, ARISING, 0).wide[0])
        hazard -= rate * (end - clock)


def _problem(index, clock, this_month, city, big_share, draws) -> Problem:
    first, second, third = (draws.block(index, ARISING, block) for block in range(3))
    cell = pick(this_month, first.wide[1])
    kind = city.types[cell.kind]
    deadline_class, reached = 3, 0.0
    for number, share in enumerate((kind.d_1, kind.d_2, kind.d_3)):
        reached += share
        if second.low[1] < reached:
            deadline_class = number
            break
    return Problem(
        index=index,
        kind=cell.kind,
        reasonable=cell.reasonable,
        big=cell.reasonable and second.high[0] < big_share[cell.kind],
        hard=not cell.reasonable and third.high[1] < city.p_hard,
        deadline_class=deadline_class,
        arrived=clock,
    )
