"""Designs of experiments: which cities, which levels, how long, which seeds."""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from scipy.stats import qmc

from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.simulate import SWITCHES
from intensity.model.tables import data_path

Level = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]


class Sampling(BaseModel):
    """How cities are drawn.

    ``sobol`` and ``lhs`` spread cities over the ranges of ``data/parameters.toml``; ``default``
    repeats the default city with different draws.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    method: Literal["sobol", "lhs", "default"] = "sobol"
    parameters: tuple[str, ...] | None = Field(
        default=None, description="names to vary; default all"
    )
    ranges: dict[str, tuple[float, float]] = Field(
        default_factory=dict, description="ranges that differ from the table's"
    )


class Design(BaseModel):
    """An experiment: every city at every level, with the same draws at each level.

    Fields: ``cities``, ``streets``, ``months``, ``burn_in``, ``levels``, ``seed`` at top level,
    and tables ``sampling`` and ``switches``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = "unnamed"
    cities: int = Field(ge=1, le=10_000_000)
    streets: int = Field(8, ge=1, le=100_000)
    months: int = Field(48, ge=2, le=1200)
    burn_in: int = Field(24, ge=0)
    levels: tuple[Level, ...] = Field(min_length=1, max_length=1001)
    seed: int = Field(2022, ge=0, lt=2**63)
    sampling: Sampling = Sampling()
    switches: dict[str, bool] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _together(self) -> Design:
        if self.burn_in >= self.months:
            raise ValueError(f"burn_in: {self.burn_in} leaves none of {self.months} months")
        if len(set(self.levels)) != len(self.levels):
            raise ValueError("levels: a level stands twice")
        for name in self.switches:
            _known("switches", name, SWITCHES)
        for name in (*(self.sampling.parameters or ()), *self.sampling.ranges):
            _known("sampling", name, parameters())
        for name, (low, high) in self.sampling.ranges.items():
            known = parameters()[name]
            if known.min is None or known.max is None:
                raise ValueError(f"sampling.ranges.{name}: not a number, cannot be swept")
            if not (known.min <= low < high <= known.max):
                raise ValueError(
                    f"sampling.ranges.{name}: [{low}, {high}] is not a range inside "
                    f"[{known.min}, {known.max}]"
                )
        return self

    @classmethod
    def load(cls, source: str | Path) -> Design:
        """Read a design: the name of a shipped one (``data/designs``) or a path to a TOML file.

        Raises
        ------
        InputError
            One line: file, field, what is wrong.
        """
        shipped = {p.stem: p for p in sorted(data_path("designs").glob("*.toml"))}
        path = shipped.get(str(source), Path(source))
        if not path.is_file():
            names = ", ".join(shipped) or "none"
            raise InputError(f"design {str(source)!r}: no such file; shipped designs are {names}")
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise InputError(f"{path.name}: {_one_line(error)}") from None
        content.setdefault("name", path.stem)
        return cls.of(content, path.name)

    @classmethod
    def of(cls, content: dict[str, Any], where: str = "design") -> Design:
        """Check a design given as a mapping."""
        content = _tuples(content)
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise InputError(f"{where}: {_complaint(error)}") from None

    @property
    def digest(self) -> str:
        """SHA-256 of the design, without its name."""
        content = self.model_dump(mode="json", exclude={"name"})
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def varied(self) -> dict[str, tuple[float, float]]:
        """Names and ranges of the parameters that differ between cities."""
        if self.sampling.method == "default":
            return {}
        names = self.sampling.parameters
        ranges = {
            name: p.range
            for name, p in parameters().items()
            if p.range is not None and (names is None or name in names)
        }
        return ranges | self.sampling.ranges

    def draw(self) -> list[City]:
        """The cities. The first n of a larger design of the same seed are the same cities."""
        varied = self.varied()
        if not varied:
            return [City.default()] * self.cities
        if self.sampling.method == "sobol":
            power = int(np.ceil(np.log2(max(self.cities, 2))))
            sobol = qmc.Sobol(len(varied), scramble=True, rng=np.random.default_rng(self.seed))
            unit = sobol.random_base2(power)[: self.cities]
        else:
            lhs = qmc.LatinHypercube(len(varied), rng=np.random.default_rng(self.seed))
            unit = lhs.random(self.cities)
        cities = []
        for row in unit:
            values: dict[str, Any] = {}
            for u, (name, (low, high)) in zip(row, varied.items(), strict=True):
                if parameters()[name].integer:
                    values[name] = int(min(np.floor(low + u * (high - low + 1)), high))
                else:
                    values[name] = float(low + u * (high - low))
            cities.append(City.default().replace(**values))
        return cities


def _known(field: str, name: str, known: object) -> None:
    names = list(known)  # type: ignore[call-overload]
    if name not in names:
        near = difflib.get_close_matches(name, names, 3, 0.5)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise ValueError(f"{field}: {name!r} is unknown{hint}")


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(v) for v in value)
    return value


def _complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = Sampling.model_fields if len(first["loc"]) > 1 else Design.model_fields
        near = difflib.get_close_matches(str(first["loc"][-1]), list(known), 3, 0.4)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        return f"{field}: unknown field{hint}"
    if first["type"] == "missing":
        return f"{field}: is missing"
    message = _one_line(first["msg"]).removeprefix("Value error, ")
    if not field:
        return message
    return f"{field}: {first['input']!r}: {message}"


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
