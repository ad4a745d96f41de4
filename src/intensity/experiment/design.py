"""Designs of experiments: which cities, which levels or schedules, how long, which seeds."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from intensity.experiment import sampling as draws
from intensity.experiment.checks import check_together
from intensity.experiment.estimate import Estimate, estimate
from intensity.experiment.faults import complaint, table
from intensity.experiment.schedules import legs
from intensity.model.city import City
from intensity.model.errors import InputError, nearest, shown
from intensity.model.parameters import check
from intensity.model.tables import data_path, decoded

MOST_CITIES = 2**30  # the length of a Sobol sequence
MOST_BYTES = 1_000_000  # of a design file
UNIT_PROBLEMS = 2**22  # at least so many in a unit: a second of work, if there are so many
STREET_MONTH = 375  # potential problems of a street and month, for the size of units only
MOST_UNITS = 2**14  # files of a store, unless a city alone is more than that

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Months = Annotated[int, Field(ge=1, le=1200)]
Strict = ConfigDict(extra="forbid", frozen=True, strict=True, ser_json_inf_nan="constants")


@table
class Sampling(BaseModel):
    """How cities are drawn.

    ``sobol`` and ``lhs`` spread cities over the ranges of ``data/parameters.toml``; ``default``
    repeats the default city with different draws.
    """

    model_config = Strict

    method: Literal["sobol", "lhs", "default"] = Field(
        "sobol",
        description="sobol (scrambled Sobol), lhs (Latin hypercube) or default (one city repeated)",
    )
    parameters: tuple[str, ...] | None = Field(
        None, description="a list of names of data/parameters.toml to vary; without it, all"
    )
    ranges: dict[str, tuple[float, float]] = Field(
        default_factory=dict,
        description="a table of name = [low, high], where a range differs from the table's",
        json_schema_extra={"item": "[low, high], two numbers"},
    )


@table
class Step(BaseModel):
    """Some months of the same intensity, or of the two instruments set apart."""

    model_config = Strict

    months: Months = Field(description="a whole number from 1 to 1200")
    intensity: Share | None = Field(None, description="a number from 0 to 1")
    resources: Share | None = Field(None, description="a number from 0 to 1")
    assessment: Share | None = Field(None, description="a number from 0 to 1")

    @model_validator(mode="after")
    def _both(self) -> Self:
        own = (self.resources is not None, self.assessment is not None)
        if (self.intensity is None and not all(own)) or (self.intensity is not None and any(own)):
            raise ValueError("wants intensity, or else both resources and assessment")
        return self


@table
class Course(BaseModel):
    """A schedule of intensity over months: a scenario of the model by name, or steps."""

    model_config = Strict

    scenario: str | None = Field(None, description="the name of a scenario")
    steps: tuple[Step, ...] = Field(
        (),
        description="a list of {months, intensity} or {months, resources, assessment}",
        json_schema_extra={"table": "Step"},
    )
    start: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] | None = Field(
        None, description='the calendar month of the first step, as "2015-01"'
    )


@table
class Design(BaseModel):
    """An experiment: every city at every level or schedule, with the same draws at each.

    Fields stand at top level (``cities``, ``streets``, ``months``, ``burn_in``, ``levels``,
    ``every``, ``variant``, ``seed``, ``cities_per_file``, ``name``) and in the tables ``sampling``,
    ``switches``, ``values`` and ``schedules``. A design has either levels, at which intensity
    stays for all months, or schedules.
    """

    model_config = Strict

    name: str = Field(
        "unnamed",
        pattern=r"^[\p{L}\p{N}][\p{L}\p{N}._-]*$",
        max_length=64,
        description="a name of up to 64 letters, digits and . _ - that begins with none of . _ -",
    )
    cities: int = Field(
        ge=1, le=MOST_CITIES, description=f"a whole number from 1 to {MOST_CITIES} (2^30)"
    )
    streets: int = Field(8, ge=1, le=100_000, description="a whole number from 1 to 100000")
    months: int = Field(48, ge=2, le=1200, description="a whole number from 2 to 1200")
    burn_in: int = Field(24, ge=0, le=1199, description="a whole number from 0 to months - 1")
    levels: tuple[Share, ...] = Field(
        (),
        max_length=1001,
        description="a list of at most 1001 numbers from 0 to 1",
        json_schema_extra={"item": "a number from 0 to 1"},
    )
    every: Months | None = Field(
        None, description="a whole number of months, of which each stretch is to have its own row"
    )
    variant: str | None = Field(
        None, description="the name of a scenario that changes every city, such as petition"
    )
    seed: int = Field(2022, ge=0, lt=2**63, description="a whole number from 0 to 2^63 - 1")
    cities_per_file: int | None = Field(
        None, ge=1, le=2**20, description="a whole number from 1 to 1048576 (2^20)"
    )
    sampling: Sampling = Field(
        default=Sampling(),  # type: ignore[call-arg]
        description="a table with method, parameters, ranges",
        json_schema_extra={"table": "Sampling"},
    )
    switches: dict[str, bool] = Field(
        default_factory=dict,
        description="a table with true or false for each mechanism",
        json_schema_extra={"item": "true or false"},
    )
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="a table with a number or a word for each parameter that is set",
    )
    schedules: dict[str, Course] = Field(
        default_factory=dict,
        max_length=1000,
        description="a table [schedules.NAME] with scenario, or with steps",
        json_schema_extra={"table": "Course"},
    )

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, content: Any) -> Any:
        """Levels without a negative zero, which is another text for the same number."""
        if isinstance(content, dict) and isinstance(content.get("levels"), tuple):
            levels = (x + 0.0 if isinstance(x, float) else x for x in content["levels"])
            return content | {"levels": tuple(levels)}
        return content

    @field_validator("values")
    @classmethod
    def _checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {name: check(name, value) for name, value in values.items()}

    @model_validator(mode="after")
    def _together(self) -> Self:
        check_together(self)
        return self

    @classmethod
    def load(cls, source: str | Path) -> Design:
        """Read a design: the name of a shipped one (``data/designs``) or a path to a TOML file.

        Raises
        ------
        InputError
            One line: file, field, value, what is allowed.
        """
        file = _file(source)
        try:
            content = tomllib.loads(decoded(file))
        except RecursionError:
            raise InputError(f"{file.name}: not TOML: nested too deeply") from None
        except ValueError as error:  # TOMLDecodeError, and a number of too many digits
            if isinstance(error, InputError):
                raise
            raise InputError(f"{file.name}: not TOML: {error}") from None
        if "name" not in content:
            content["name"] = re.sub(r"[^\w.-]+", "-", file.stem).lstrip("._-")[:64] or "design"
        return cls.of(content, file.name)

    @classmethod
    def of(cls, content: dict[str, Any], where: str = "design") -> Design:
        """Check a design given as a mapping; `where` begins the message of an `InputError`."""
        try:
            return cls.model_validate(_tuples(content))
        except ValidationError as error:
            raise InputError(f"{where}: {complaint(error, cls)}") from None
        except RecursionError:
            raise InputError(f"{where}: nested too deeply") from None

    def content(self) -> dict[str, Any]:
        """All fields, as plain values that `of` takes again."""
        return self.model_dump(mode="json", exclude={"months"} if self.schedules else None)

    def but(self, **fields: Any) -> Design:
        """This design with other values of some fields, checked."""
        return Design.of(self.content() | fields, self.name)

    @property
    def digest(self) -> str:
        """SHA-256 of the design without its name, and with the cut into units."""
        content = self.content() | {"cities_per_file": self.cities_per_unit}
        del content["name"]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def cities_per_unit(self) -> int:
        """Cities of a unit of work, which is one file: a function of the design alone.

        A unit should take long enough that handing it out, writing and finding it again cost
        next to nothing, and a store should not have more files than a folder tree bears.
        """
        if self.cities_per_file is not None:
            return self.cities_per_file
        months = sum(len(leg.schedule) for leg in legs(self))
        few = UNIT_PROBLEMS / (STREET_MONTH * self.streets * months)
        many = self.cities / MOST_UNITS
        size = 1
        while size < max(few, many):
            size *= 2
        return size

    @property
    def units(self) -> int:
        """Number of units of work."""
        return -(-self.cities // self.cities_per_unit)

    def estimate(self) -> Estimate:
        """What running the design will take, by measured rates."""
        return estimate(self)

    def varied(self) -> dict[str, tuple[float, float]]:
        """Names and ranges of the parameters that differ between cities."""
        return draws.varied(self)

    def draw(self) -> list[City]:
        """All cities. The first n of a larger Sobol design of the same seed are the same."""
        blocks = draws.points(self, draws.AT_ONCE)
        return [draws.city(self, row) for block in blocks for row in block]


def shipped() -> dict[str, Path]:
    """Designs that come with the project, by name."""
    return {path.stem: path for path in sorted(data_path("designs").glob("*.toml"))}


def _file(source: str | Path) -> Path:
    known = shipped()
    if not isinstance(source, str | Path):
        raise InputError(
            f"design = {shown(source)}: must be the name of a shipped design, or a path"
        )
    file = known.get(str(source), Path(source))
    try:
        exists = file.is_file()
        size = file.stat().st_size if exists else 0
    except (OSError, ValueError) as error:  # a name too long, a NUL in it, a folder not ours
        reason = getattr(error, "strerror", None) or error  # which has no name in it again
        raise InputError(f"design {shown(str(source))}: {reason}") from None
    if not exists:
        what = "is a folder, no file" if file.is_dir() else "no shipped design and no file"
        raise InputError(f"design {shown(str(source))}: {what}; {nearest(str(source), known)}")
    if size > MOST_BYTES:
        raise InputError(f"{file.name}: {size} bytes; a design has at most {MOST_BYTES}")
    return file


def _tuples(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return _tuples(value.tolist())
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(v) for v in value)
    return value
