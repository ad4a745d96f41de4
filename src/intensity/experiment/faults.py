"""What is wrong with a design, in one line: field, value, what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from intensity.model.errors import LONGEST_VALUE, nearest, shown
from intensity.model.parameters import parameters
from intensity.model.simulate import SWITCHES

TABLES = ("sampling", "switches", "values", "schedules")
ABOVE = "it belongs above the first [table]"
MOST = 3  # faults told in full; more are counted


class Fault(ValueError):
    """A rule broken by a field, raised inside a validator.

    Parameters
    ----------
    field : str
        As it stands in the file, such as ``sampling.ranges.kappa``.
    rule : str
        What is allowed there.
    """

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")


def complaint(error: ValidationError, model: type[BaseModel]) -> str:
    """All faults of a design as one line, the first ones in full."""
    told = list(dict.fromkeys(_line(fault, model) for fault in error.errors(include_url=False)))
    more = f"; and {len(told) - MOST} more" if len(told) > MOST else ""
    return "; ".join(told[:MOST]) + more


def _line(fault: Any, model: type[BaseModel]) -> str:
    place: Sequence[str | int] = fault["loc"]
    if fault["type"] == "value_error":  # a Fault, or a validator's own words
        words = str(fault["ctx"]["error"])
        return words if isinstance(fault["ctx"]["error"], Fault) else f"{_path(place)}: {words}"
    if fault["type"] == "extra_forbidden":
        hint = _home(model, place)
        return f"{_path(place)} = {shown(fault['input'])}: unknown field; {hint}"
    if not place:
        return f"{shown(fault['input'])}: must be a mapping of names of fields to values"
    rule = _rule(model, place)
    if fault["type"] == "missing":
        return f"{_path(place)}: is missing; wants {rule}"
    return f"{_path(place)} = {shown(fault['input'])}: must be {rule}"


def _home(model: type[BaseModel], place: Sequence[str | int]) -> str:
    """Where an unknown field belongs, if it is known elsewhere, else the names nearest to it."""
    word = str(place[-1])
    # a field that is written below a table's head belongs to that table
    if len(place) > 1 and word in model.model_fields:
        return f"[{word}] is a table of its own" if word in TABLES else ABOVE
    if word in parameters():
        return "it is a parameter and belongs under [values]"
    if word in SWITCHES:
        return "it is a mechanism and belongs under [switches]"
    for name, own in _HEADS.items():
        if word in _TABLES[own].model_fields and _TABLES[own] is not _table(model, place[:-1]):
            return f"it belongs under [{name}]"
    return nearest(word, _table(model, place[:-1]).model_fields)


def _path(place: Sequence[str | int]) -> str:
    """Place in a file: ``levels[3]``, ``sampling.ranges.kappa``."""
    out = ""
    for part in place:
        word = f"[{part}]" if isinstance(part, int) else part[:LONGEST_VALUE]
        out += f".{word}" if out and isinstance(part, str) else word
    return out


def _table(model: type[BaseModel], place: Sequence[str | int]) -> type[BaseModel]:
    """The table that a place is in."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            extra = model.model_fields[part].json_schema_extra
            inner = extra.get("table") if isinstance(extra, dict) else None
            model = _TABLES.get(str(inner), model)
    return model


def _rule(model: type[BaseModel], place: Sequence[str | int]) -> str:
    """What is allowed at a place: the description of the innermost field on the way there."""
    rule = "a value of another kind"
    for depth, part in enumerate(place):
        table = _table(model, place[:depth])
        if isinstance(part, str) and part in table.model_fields:
            field = table.model_fields[part]
            rule = field.description or rule
            if depth + 1 < len(place) and isinstance(field.json_schema_extra, dict):
                rule = str(field.json_schema_extra.get("item", rule))
    return rule


_HEADS = {"sampling": "Sampling", "schedules.NAME": "Course"}  # where a field may be meant to be
_TABLES: dict[str, type[BaseModel]] = {}


def table(model: type[BaseModel]) -> type[BaseModel]:
    """Register the model of a table by its name, for messages about its fields."""
    _TABLES[model.__name__] = model
    return model
