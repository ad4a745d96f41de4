"""The answers that come with the project: ``data/reference/claims*.csv``.

``claims_parts.csv`` has B city's estimates, ``claims_space.csv`` every estimand in every city of
both samples, ``claims.csv`` the answers by claim. ``python -m intensity.evidence.claims`` makes all
three.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.evidence.claims.conditions import Conditions, parsed
from intensity.evidence.claims.registry import FILE
from intensity.evidence.claims.samples import POSTERIOR, PRIOR, runs_hash
from intensity.evidence.claims.simulated import STREETS
from intensity.model.errors import InputError
from intensity.model.tables import data_path

FILES = {"claims": "claims.csv", "parts": "claims_parts.csv", "space": "claims_space.csv"}
SE = ".se"
TEXTS = {PRIOR: "conditions", POSTERIOR: "conditions_posterior"}
"""Column of ``claims.csv`` with the text of what separates, by sample."""
DECIDED = {
    sample: (f"rule_{sample}", f"inside_{sample}", f"outside_{sample}", f"within_{sample}")
    for sample in TEXTS
}
"""Its columns with the rule, the shares of cities with it and without it where the claim holds, and
the number of cities with it, by sample; empty where nothing separates."""
_JUDGING = ("bcity", "conditions", "space", "registry")
_NEEDED = {
    "claims": (
        *("id", "status", "estimate", *TEXTS.values()),
        *(*DECIDED[PRIOR], *DECIDED[POSTERIOR], "runs", "sources"),
    ),
    "parts": ("part", "estimate", "low", "high", "noise", "replications"),
    "space": ("sample", "city"),
}


def claims_hash() -> str:
    """Hash of what the answers rest on: the runs, the register, and how verdicts are reached."""
    digest = hashlib.sha256(runs_hash().encode())
    for name in _JUDGING:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    digest.update(data_path(FILE).read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Shipped:
    """The three tables as they stand in ``data/reference``.

    Attributes
    ----------
    claims, parts : DataFrame
        By id, by key of the part.
    space : DataFrame
        As from `samples.estimates`.
    """

    claims: pd.DataFrame
    parts: pd.DataFrame
    space: pd.DataFrame

    @property
    def runs_are_current(self) -> bool:
        """Whether the estimates of cities come from these sources."""
        return bool((self.claims["runs"] == runs_hash()).all())

    @property
    def is_current(self) -> bool:
        """Whether all answers come from these sources and this register."""
        return self.runs_are_current and bool((self.claims["sources"] == claims_hash()).all())

    def conditions(self, claim: str, sample: str) -> Conditions:
        """What separates the cities of a sample, as far as it is shipped.

        Raises
        ------
        InputError
            If the rule or one of its numbers cannot be read.
        """
        row = self.claims.loc[claim]
        rule, inside, outside, within = (row[column] for column in DECIDED[sample])
        text = _text(row[TEXTS[sample]])
        if not _text(rule):
            return Conditions(text)
        try:
            return Conditions(text, parsed(rule), float(inside), float(outside), int(within))
        except ValueError as error:
            raise InputError(f"{FILES['claims']}, {claim}, {sample}: {error}") from None


def _text(value: Any) -> str:
    """What stands in a cell; one that is empty is read as nan."""
    return value if isinstance(value, str) else ""


def folder() -> Path:
    """Where they stand."""
    return data_path("reference")


def read(where: Path | None = None) -> Shipped | None:
    """The shipped answers, or None if there are none.

    Raises
    ------
    InputError
        One line, if a file is damaged or the three do not belong together.
    """
    where = folder() if where is None else where
    paths = {name: where / file for name, file in FILES.items()}
    missing = [path.name for path in paths.values() if not path.is_file()]
    if len(missing) == len(paths):
        return None
    if missing:
        raise InputError(f"{missing[0]}: not there, though other shipped answers are")
    tables = {}
    for name, path in paths.items():
        try:
            tables[name] = pd.read_csv(path)
        except (OSError, ValueError) as error:
            raise InputError(f"{path.name}: {' '.join(str(error).split())}") from None
        lacking = [c for c in _NEEDED[name] if c not in tables[name].columns]
        if lacking:
            raise InputError(f"{path.name}: missing column {', '.join(map(repr, lacking))}")
    return Shipped(
        tables["claims"].set_index("id", drop=False),
        tables["parts"].set_index("part"),
        long(tables["space"]),
    )


def write(
    claims: pd.DataFrame, parts: pd.DataFrame, space: pd.DataFrame, where: Path | None = None
) -> Path:
    """Write the three tables; return their folder."""
    where = folder() if where is None else where
    stamped = claims.assign(runs=runs_hash(), sources=claims_hash())
    where.mkdir(parents=True, exist_ok=True)
    for name, frame in (("parts", parts), ("space", wide(space)), ("claims", stamped)):
        path = where / FILES[name]
        beside = path.with_suffix(f".{os.getpid()}.part")
        frame.to_csv(beside, index=False, float_format="%.6g", lineterminator="\n")
        beside.replace(path)
    return where


def wide(space: pd.DataFrame) -> pd.DataFrame:
    """One row per city: a column per estimand, and one with its standard error."""
    keys = ["sample", "city"]
    names = list(dict.fromkeys(space["estimand"]))
    values = space.pivot(index=keys, columns="estimand", values="value")[names]
    errors = space.pivot(index=keys, columns="estimand", values="se")[names].add_suffix(SE)
    order = [column for name in names for column in (name, name + SE)]
    both = values.join(errors)[order]
    # the samples in the order in which they come, not of the alphabet
    places = {sample: at for at, sample in enumerate(dict.fromkeys(space["sample"]))}
    return both.sort_index(key=lambda i: i.map(places) if i.name == "sample" else i).reset_index()


def long(table: pd.DataFrame) -> pd.DataFrame:
    """The same as rows by city and estimand, as `samples.estimates` gives it."""
    names = [c for c in table.columns if c + SE in table.columns]
    parts = [
        table[["sample", "city"]].assign(
            estimand=name, value=table[name].astype(float), se=table[name + SE].astype(float),
            df=STREETS - 1,
        )
        for name in names
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
