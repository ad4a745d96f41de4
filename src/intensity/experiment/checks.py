"""Rules for a design that bind several fields together, or a field and the model's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intensity.experiment.faults import Fault
from intensity.experiment.sampling import named, varied
from intensity.experiment.schedules import legs
from intensity.model.city import City
from intensity.model.errors import InputError, nearest, shown
from intensity.model.parameters import parameters
from intensity.model.simulate import SWITCHES

if TYPE_CHECKING:
    from intensity.experiment.design import Design

MOST_LHS = 100_000  # a Latin hypercube holds all its points in memory


def check_together(design: Design) -> None:
    """Raise the first `Fault` found in a design whose fields are right one by one."""
    check_levels(design)
    for name in design.switches:
        if name not in SWITCHES:
            raise Fault(f"switches.{name}", f"unknown switch; {nearest(name, SWITCHES)}")
    if design.variant is not None and design.variant not in named("City"):
        hint = nearest(design.variant, named("City"))
        raise Fault(f"variant = {shown(design.variant)}", f"unknown variant; {hint}")
    check_parameters(design)
    check_schedules(design)
    check_corners(design)


def check_levels(design: Design) -> None:
    """Levels or schedules, each level once; a Latin hypercube not too large."""
    if bool(design.levels) == bool(design.schedules):
        if design.levels:
            raise Fault("levels", "a design has levels or [schedules], not both")
        raise Fault("levels", "wants at least one number from 0 to 1, or else [schedules]")
    seen: set[float] = set()
    for at, level in enumerate(design.levels):
        if level in seen:
            raise Fault(f"levels[{at}] = {level}", "each level once; it stands there twice")
        seen.add(level)
    if design.sampling.method == "lhs" and design.cities > MOST_LHS:
        raise Fault(
            f"cities = {design.cities}",
            f'at most {MOST_LHS} with sampling.method = "lhs"; "sobol" has no such limit',
        )


def check_parameters(design: Design) -> None:
    """Names of parameters and their ranges."""
    known, own = parameters(), design.sampling
    named = own.parameters or ()
    for at, name in enumerate(named):
        if name in named[:at]:
            raise Fault(f"sampling.parameters[{at}] = {shown(name)}", "each name once")
    for field, names in (("parameters", named), ("ranges", tuple(own.ranges))):
        for name in names:
            if name not in known:
                hint = nearest(name, known)
                raise Fault(f"sampling.{field}", f"{shown(name)} is no parameter; {hint}")
            if name in design.values:
                raise Fault(f"values.{name}", f"is fixed here and varied in sampling.{field}")
            has_range = known[name].range is not None or name in own.ranges
            if known[name].min is None or not has_range:
                raise Fault(f"sampling.{field}", f"{name} has no range to be drawn from")
    if own.method == "default" and (named or own.ranges):
        rule = '"default" varies nothing; for parameters and ranges take "sobol" or "lhs"'
        raise Fault("sampling.method", rule)
    if own.parameters == ():
        rule = 'is empty; without the field all vary, with sampling.method = "default" none'
        raise Fault("sampling.parameters", rule)
    for name, (low, high) in own.ranges.items():
        least, most = known[name].min, known[name].max
        open_above = most is None or most == float("inf")
        inside = f"from {least:g} on" if open_above else f"inside [{least:g}, {most:g}]"
        if least is None or most is None or not least <= low < high <= most or high == float("inf"):
            raise Fault(
                f"sampling.ranges.{name} = [{low:g}, {high:g}]",
                f"must be [low, high] with low < high, {inside}",
            )
        if known[name].integer and not (low.is_integer() and high.is_integer()):
            raise Fault(f"sampling.ranges.{name} = [{low:g}, {high:g}]", "must be whole numbers")


def check_schedules(design: Design) -> None:
    """Schedules, and the stretches of months that rows are about."""
    for name, course in design.schedules.items():
        where = f"schedules.{name}"
        if not name.strip() or len(name) > 64 or not name.isprintable():
            raise Fault(f"schedules.{shown(name)}", "a name of 1 to 64 printable characters")
        if (course.scenario is None) == (not course.steps):
            raise Fault(where, "wants either scenario or steps")
        if course.scenario is not None and course.scenario not in named("Schedule"):
            hint = nearest(course.scenario, named("Schedule"))
            raise Fault(f"{where}.scenario = {shown(course.scenario)}", f"unknown scenario; {hint}")
        if course.scenario is not None and course.start is not None:
            raise Fault(f"{where}.start", "a scenario has its own calendar; start is for steps")
    if design.schedules and "months" in design.model_fields_set:
        raise Fault("months", "is for levels; a schedule says itself how long it is")
    for leg in legs(design):
        months, own = len(leg.schedule), leg.label.get("schedule")
        whose = f"schedule {own}" if own else "a run"
        if months > 1200:
            raise Fault(f"schedules.{own}", f"{months} months; at most 1200")
        if design.burn_in >= months:
            raise Fault(f"burn_in = {design.burn_in}", f"{whose} has only {months} months")
        if design.every is not None and (months - design.burn_in) % design.every:
            raise Fault(
                f"every = {design.every}",
                f"must divide the {months - design.burn_in} months of {whose} after burn_in",
            )


def check_corners(design: Design) -> None:
    """Values that contradict each other, looked for at the ends of the ranges."""
    ranges = varied(design)
    known = parameters()
    ends = [
        {name: int(r[end]) if known[name].integer else r[end] for name, r in ranges.items()}
        for end in (0, 1)
    ]
    corners: list[dict[str, Any]] = [
        {},
        *ends,
        *({name: end[name]} for end in ends for name in ranges),
    ]
    default = City.default()
    for corner in corners:
        try:
            default.replace(**design.values, **corner)
        except InputError as error:
            raise Fault("sampling.ranges and values", str(error)) from None
