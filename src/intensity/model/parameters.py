"""The parameters of the model: what they are, what they may be, and where they come from."""

from __future__ import annotations

import math
import os
import tomllib
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from intensity.model.errors import InputError, brief, nearest, number_hint, shown
from intensity.model.tables import Section, Text, data_path, decoded, rule

Bound = Annotated[float, Field(allow_inf_nan=True)]


class Parameter(BaseModel):
    """One parameter, as ``data/parameters.toml`` describes it.

    Attributes
    ----------
    name, symbol, unit, title : str
        Unit "1" means a pure number.
    chinese : str or None
        Term of the Chinese literature.
    default : float, int or str
    centre : float, int or None
        The value that the reason speaks of, where a range is swept.
    range : (float, float) or None
        Interval that sampled designs sweep; None: held fixed there.
    min, max : float or None
        Validity bounds, inclusive; None for a choice of words.
    integer, infinite : bool
        Whole numbers only; infinity allowed as a value.
    choices : tuple of str or None
    provenance : {"stated", "calibrated", "assumed", "external"}
    facts : tuple of str
        Ids in ``paper_facts.csv`` (F..) or ``external_facts.csv``.
    section, source : str or None
        Section of the paper; other source.
    reason : str
        Why this value and this range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Text
    symbol: Text
    unit: Text
    title: Text
    chinese: Text | None = None
    default: float | int | str
    centre: float | int | None = None
    range: tuple[Bound, Bound] | None = Field(default=None, strict=False)
    min: Bound | None = None
    max: Bound | None = None
    integer: bool = False
    infinite: bool = False
    choices: tuple[Text, ...] | None = Field(default=None, strict=False)
    provenance: Literal["stated", "calibrated", "assumed", "external"]
    facts: tuple[Text, ...] = Field(default=(), strict=False)
    section: Section | None = None
    source: Text | None = None
    reason: Text

    @property
    def allowed(self) -> str:
        """What a value may be, in words, with the unit."""
        if self.choices is not None:
            return f"one of {', '.join(self.choices)}"
        kind = "a whole number" if self.integer else "a number"
        low, high = self.min, self.max
        assert low is not None and high is not None
        between = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of at least {low:g}"
        unit = "" if self.unit == "1" else f", unit {self.unit}"
        return f"{kind} {between}{', or inf' if self.infinite else ''}{unit}"

    def checked(self, value: object) -> float | int | str:
        """`value` as float, int or str, or an `InputError`; see `check`."""
        if self.choices is not None:
            if isinstance(value, str) and value in self.choices:
                return value
            raise self._refusal(value)
        assert self.min is not None and self.max is not None
        # bool is an int to Python, and not what anybody means by a number of handlers
        if isinstance(value, bool) or not isinstance(value, Real):
            raise self._refusal(value)
        try:
            number = float(value)
        except OverflowError:
            raise self._refusal(value) from None
        if not self.min <= number <= self.max or (math.isinf(number) and not self.infinite):
            raise self._refusal(value)  # NaN fails both comparisons
        if self.integer:
            if not isinstance(value, Integral) and not number.is_integer():
                raise self._refusal(value)
            return int(value)  # type: ignore[call-overload]
        return number

    def _refusal(self, value: object) -> InputError:
        plain = value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
        hint = "" if self.choices else number_hint(plain)
        return InputError(f"{self.name} = {shown(plain)}: must be {self.allowed}{hint}")


def parameters(path: str | Path | None = None) -> dict[str, Parameter]:
    """All parameters by name, in the order of the file.

    Parameters
    ----------
    path : str or Path, optional
        A TOML file with the keys of ``data/parameters.toml``, which is the default.

    Raises
    ------
    InputError
        One line that names file, parameter, field, value and rule.
    """
    if path is None:
        return dict(_shipped(os.environ.get("INTENSITY_DATA")))
    return dict(_load(Path(path)))


def check(name: str, value: object) -> float | int | str:
    """A value for the parameter `name`, in the type that the parameter has.

    Parameters
    ----------
    name : str
    value : float, int or str
        NumPy scalars count as numbers; a whole float is taken for an integer parameter.

    Returns
    -------
    float, int or str

    Raises
    ------
    InputError
        One line that names the field, the value, what is allowed and the unit; for an unknown
        name, the names nearest to it.

    Examples
    --------
    >>> check("K", 4.0)
    4
    >>> check("nu", 1.2)
    Traceback (most recent call last):
    intensity.model.errors.InputError: nu = 1.2: must be a number from 0 to 1
    """
    known = _shipped(os.environ.get("INTENSITY_DATA"))
    if name not in known:
        hint = nearest(str(name), known)
        raise InputError(f"{shown(name)} = {shown(value)}: unknown parameter; {hint}")
    return known[name].checked(value)


@lru_cache(maxsize=8)
def _shipped(folder: str | None) -> dict[str, Parameter]:
    """The default file's parameters; `folder`, which `data_path` reads itself, is the key."""
    return _load(data_path("parameters.toml"))


@lru_cache(maxsize=8)
def _load(file: Path) -> dict[str, Parameter]:
    try:
        tables = tomllib.loads(decoded(file))
    except RecursionError:
        raise InputError(f"{file.name}: not TOML: nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, and a number of too many digits
        if isinstance(error, InputError):
            raise
        raise InputError(f"{file.name}: not TOML: {error}") from None
    if not tables:
        raise InputError(f"{file.name}: no parameters in the file")
    return {name: _parameter(file.name, name, table) for name, table in tables.items()}


def _parameter(file: str, name: str, table: object) -> Parameter:
    """The table `[name]` as a checked parameter."""
    where = f"{file}, [{brief(name)}]"
    if not isinstance(table, dict):
        raise InputError(f"{file}, {brief(name)} = {shown(table)}: must be a table")
    for key in table:
        if key == "name" or key not in Parameter.model_fields:
            hint = nearest(key, [field for field in Parameter.model_fields if field != "name"])
            raise InputError(f"{where}, {brief(key)} = {shown(table[key])}: unknown key; {hint}")
    try:
        parameter = Parameter(name=name, **table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = str(first["loc"][0])
        value = f" = {shown(table[key])}" if key in table else ""
        raise InputError(f"{where}, {key}{value}: {rule(first)}") from None
    key, broken = _fault(parameter)
    if key:
        raise InputError(f"{where}, {key} = {shown(table.get(key))}: {broken}")
    # an integer written for a number of hours is a float from here on
    return parameter.model_copy(update={"default": parameter.checked(parameter.default)})


def _fault(p: Parameter) -> tuple[str, str]:
    """Key and rule of the first thing that does not fit together, or two empty strings."""
    if p.section is None and p.source is None:
        return "section", "a section of the paper or else a source is needed"
    if p.provenance in ("stated", "external") and not p.facts:
        return "facts", f"a parameter that is {p.provenance} names its fact"
    if p.choices is not None:
        return ("", "") if p.default in p.choices else ("default", f"must be {p.allowed}")
    if p.min is None or p.max is None or not p.min <= p.max or not math.isfinite(p.min):
        return "min", f"finite min <= max needed (max = {p.max})"
    numbers: list[tuple[str, Any]] = [("default", p.default)]
    if p.range is not None:
        low, high = p.range
        if not low < high:
            return "range", "must be [low, high] with low < high"
        if isinstance(p.default, (int, float)) and not low <= p.default <= high:
            return "default", f"must lie in the range [{low:g}, {high:g}]"
        numbers += [("range", low), ("range", high)]
    for key, number in numbers:
        try:
            p.checked(number)
        except InputError:
            return key, f"must be {p.allowed}"
    return "", ""
