"""The runs that every city of a design goes through: levels of intensity, or schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from intensity.experiment.sampling import base, named
from intensity.model.city import City
from intensity.model.schedule import Schedule

if TYPE_CHECKING:
    from intensity.experiment.design import Course, Design


class Leg(NamedTuple):
    """One run of a city: what its rows are labelled with, and the intensity month by month."""

    label: dict[str, Any]
    schedule: Schedule


def schedule(course: Course, city: City) -> Schedule:
    """The schedule that a table of ``[schedules]`` describes."""
    if course.scenario is not None:
        return named("Schedule")[course.scenario](city)
    resources, assessment = (
        np.concatenate(
            [np.full(s.months, s.intensity if own is None else own) for s, own in pairs]
        ).astype(float)
        for pairs in (
            [(s, s.resources) for s in course.steps],
            [(s, s.assessment) for s in course.steps],
        )
    )
    return Schedule(resources, assessment, course.start)


def legs(design: Design) -> list[Leg]:
    """All runs of one city, in the order of their rows."""
    if design.schedules:
        city = base(design)
        return [
            Leg({"schedule": name}, schedule(course, city))
            for name, course in design.schedules.items()
        ]
    return [
        Leg({"intensity": level}, Schedule.constant(level, level, design.months))
        for level in design.levels
    ]


def stretches(design: Design, months: int) -> list[tuple[int, int]]:
    """Stretches of months ``(from, to)`` that become a row each."""
    step = design.every or months - design.burn_in
    return [(at, at + step) for at in range(design.burn_in, months, step)]
