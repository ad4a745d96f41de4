"""The register of claims, ``data/claims.yml``: what the paper says, and what would refute it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from intensity.evidence.claims.estimands import ESTIMANDS, Estimand
from intensity.evidence.claims.judge import Expectation
from intensity.evidence.claims.variants import is_known
from intensity.model.errors import InputError
from intensity.model.tables import data_path, decoded

FILE = "claims.yml"


class Strict(BaseModel):
    """Unknown fields, wrong types and NaN are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Passage(Strict):
    """Words of the paper.

    Attributes
    ----------
    section : str
        As in ``data/paper_facts.csv``: 4.2 is part (2) of its fourth section.
    text : str
    """

    section: str
    text: str


class Part(Strict):
    """One number that a claim rests on.

    Attributes
    ----------
    id : str
        ``a``, ``b``, ... within the claim.
    words : str
        The estimand in words.
    estimand : str or None
        Name in `intensity.evidence.claims.estimands`; None where the model lacks what it takes.
    unit : str
    expects : {">", "<", "within"}
    threshold, width : float
        See `judge.Expectation`.
    scale : float
        A difference that matters: one unit in the figure of verdicts.
    tolerance : float
        By how much a recomputed estimate may differ from the shipped one.
    precision : float
        Half width of B city's interval at which no more replications are run.
    role : {"decides", "reported"}
        A reported part has a verdict of its own that the claim does not depend on.
    needs : str or None
        Parameter or switch of the model without which the part is not evaluated.
    waits_for : str or None
        What is missing, where there is no estimand.
    """

    id: str = Field(pattern="^[a-z]$")
    words: str
    estimand: str | None = None
    unit: str = "1"
    expects: Literal[">", "<", "within"] = ">"
    threshold: float = 0.0
    width: float = Field(0.0, ge=0.0)
    scale: float = Field(0.1, gt=0.0)
    tolerance: float = Field(0.005, gt=0.0)
    precision: float = Field(0.02, gt=0.0)
    role: Literal["decides", "reported"] = "decides"
    needs: str | None = None
    waits_for: str | None = None

    @model_validator(mode="after")
    def _together(self) -> Part:
        if (self.estimand is None) == (self.waits_for is None):
            raise ValueError(f"{self.id}: give either estimand or waits_for")
        if self.estimand is not None and self.estimand not in ESTIMANDS:
            near = difflib.get_close_matches(self.estimand, list(ESTIMANDS), 2, 0.4)
            raise ValueError(f"{self.id}: no estimand {self.estimand!r}; nearest: {near}")
        if (self.expects == "within") != (self.width > 0.0):
            raise ValueError(f"{self.id}: width goes with expects: within, and only with it")
        return self

    @property
    def expectation(self) -> Expectation:
        return Expectation(self.expects, self.threshold, self.width)

    @property
    def function(self) -> Estimand | None:
        """The estimand, or None where the model lacks what it takes."""
        ready = self.estimand is not None and is_known(self.needs)
        return ESTIMANDS[str(self.estimand)] if ready else None

    @property
    def code(self) -> str:
        """Where the estimand is."""
        return f"intensity.evidence.claims.estimands: {self.estimand}" if self.estimand else ""


class Claim(Strict):
    """One claim of the paper.

    Attributes
    ----------
    id : str
    section, passage, quote, english : str
        Where the paper says it, its words, and what they mean.
    title, statement : str
        In a few words; in full.
    refuted_by : str
        The outcome that would refute it.
    built_in : str or None
        How far the outcome is an assumption or a target of the model rather than a finding.
    figure : str
        Module of `intensity.report` whose figure shows it.
    page : str
        Page of the book.
    parts : tuple of Part
    """

    id: str = Field(pattern="^C[0-9]{2}$")
    section: str
    passage: str
    quote: str
    english: str
    title: str
    statement: str
    refuted_by: str
    built_in: str | None = None
    figure: str
    page: str
    parts: tuple[Part, ...] = Field(min_length=1, strict=False)

    @property
    def deciding(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.role == "decides")

    @property
    def headline(self) -> Part:
        """The first deciding part: its estimate stands for the claim in tables."""
        return self.deciding[0]

    @property
    def is_ready(self) -> bool:
        """Whether the model has all that the deciding parts take."""
        return all(part.function is not None for part in self.deciding)

    @property
    def command(self) -> str:
        """What recomputes it."""
        return f"intensity verify {self.id}"

    def key(self, part: Part) -> str:
        """Name of a part among all parts: ``C07.a``."""
        return f"{self.id}.{part.id}"


class Register(Strict):
    """Everything in ``data/claims.yml``."""

    passages: dict[str, Passage]
    claims: tuple[Claim, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _together(self) -> Register:
        seen: set[str] = set()
        for claim in self.claims:
            if claim.id in seen:
                raise ValueError(f"{claim.id}: stands twice")
            seen.add(claim.id)
            if claim.passage not in self.passages:
                raise ValueError(f"{claim.id}: no passage {claim.passage!r}")
            if claim.quote not in self.passages[claim.passage].text:
                raise ValueError(f"{claim.id}: quote is not in passage {claim.passage}")
            if not claim.deciding:
                raise ValueError(f"{claim.id}: no part decides")
            ids = [part.id for part in claim.parts]
            if len(set(ids)) != len(ids):
                raise ValueError(f"{claim.id}: a part's id stands twice")
        return self


def read(text: str, where: str = FILE) -> Register:
    """Read and check a register.

    Raises
    ------
    InputError
        One line: file, place, what is wrong.
    """
    try:
        return Register.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"])
        message = " ".join(str(first["msg"]).split()).removeprefix("Value error, ")
        raise InputError(f"{where}: {f'{place}: ' if place else ''}{message}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{where}: {' '.join(str(error).split())}") from None


@lru_cache(maxsize=4)
def _of(path: str, stamp: int) -> Register:
    return read(decoded(Path(path)))


def register() -> Register:
    """The register of ``data/claims.yml``."""
    path = data_path(FILE)
    try:
        return _of(str(path), path.stat().st_mtime_ns)
    except OSError as error:
        raise InputError(f"{FILE}: cannot be read: {error.strerror}") from None


def chosen(ids: Sequence[str] | None) -> list[Claim]:
    """The claims of these ids, in the order of the register; all if there are none.

    Raises
    ------
    InputError
        For an unknown id, with the nearest known ones.
    """
    claims = list(register().claims)
    if not ids:
        return claims
    known = [claim.id for claim in claims]
    wanted = [text.strip().upper() for text in ids]
    for given, text in zip(ids, wanted, strict=True):
        if text not in known:
            near = difflib.get_close_matches(text, known, 3, 0.5)
            hint = f"nearest: {', '.join(near)}" if near else f"known: {known[0]} to {known[-1]}"
            raise InputError(f"claim {given!r} is unknown; {hint}")
    return [claim for claim in claims if claim.id in wanted]
