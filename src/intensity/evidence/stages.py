"""The evidence in stages: each computed once for its code, its inputs and the model it runs.

A stage is a function that takes a `Record`. Its key is the hash of the code that it can reach, of
the simulation's sources and of the data files that it reads. A stage that stands in ``results``
under its key is not computed again, so that a run that was stopped goes on where it was; one that
is shipped in ``data/reference/results`` under its key is taken from there, and said to be.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.evidence.record import Record, results_path
from intensity.experiment.sources import code_hash, source_hash
from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.version import __version__

HERE, SHIPPED = "computed here", "shipped"


@dataclass(frozen=True)
class Stage:
    """A part of the evidence.

    Attributes
    ----------
    name : str
        Folder of its results.
    entry : str
        ``module:function``; the function takes a `Record` and ``progress=``.
    reads : tuple of str
        Data files that it reads beside parameters and types of demand: names below ``data``, or
        patterns like ``designs/*.toml``.
    seconds : float
        About how long it takes on two processors.
    """

    name: str
    entry: str
    reads: tuple[str, ...]
    seconds: float

    @property
    def module(self) -> str:
        return self.entry.partition(":")[0]

    @cached_property
    def key(self) -> str:
        """SHA-256 (16 hex digits) of everything that the results of the stage depend on."""
        digest = hashlib.sha256(f"{source_hash()} {code_hash(self.module)}".encode())
        for file in self._files():
            digest.update(file.name.encode() + file.read_bytes())
        return digest.hexdigest()[:16]

    def _files(self) -> Iterator[Path]:
        for pattern in self.reads:
            yield from sorted(data_path().glob(pattern))

    def compute(self, *, progress: bool) -> Part:
        """Run the stage."""
        began = time.perf_counter()
        record = Record()
        function = getattr(importlib.import_module(self.module), self.entry.partition(":")[2])
        function(record, progress=progress)
        about = {
            "key": self.key,
            "version": __version__,
            "seconds": round(time.perf_counter() - began, 1),
            "tables": sorted(record.tables),
        }
        return Part(about, record.values, record.tables)


@dataclass(frozen=True)
class Part:
    """What a stage has found: values for prose, tables for figures, and how it came about."""

    about: dict[str, Any]
    values: dict[str, dict[str, Any]]
    tables: dict[str, pd.DataFrame]

    def write(self, folder: Path) -> None:
        """Write beside, then rename: a folder that is there is whole."""
        beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        try:
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True)
            for name, frame in self.tables.items():
                frame.to_parquet(beside / f"{name}.parquet", compression="zstd")
            checks = {path.name: _sha256(path) for path in sorted(beside.glob("*.parquet"))}
            content = {"about": self.about, "sha256": checks, "values": self.values}
            text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
            (beside / "part.json").write_text(text, encoding="utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            beside.rename(folder)
        except OSError as error:
            shutil.rmtree(beside, ignore_errors=True)
            raise InputError(f"{folder.name}: cannot write results: {error.strerror}") from None

    @classmethod
    def read(cls, folder: Path, key: str) -> Part | None:
        """The part that stands in `folder` under `key`, whole and undamaged, else None."""
        try:
            content = json.loads((folder / "part.json").read_text(encoding="utf-8"))
            if content["about"]["key"] != key:
                return None
            if any(_sha256(folder / name) != sha for name, sha in content["sha256"].items()):
                return None
            tables = {
                name: pd.read_parquet(folder / f"{name}.parquet")
                for name in content["about"]["tables"]
            }
            return cls(content["about"], content["values"], tables)
        except (OSError, ValueError, KeyError, TypeError):
            return None


DESIGNS = ("designs/paper.toml", "designs/default.toml")
FACTS = ("paper_facts.csv",)
POSTERIOR = ("reference/posterior.csv", "reference/posterior.json")
ENGINE = tuple(
    f"reference/{name}" for name in ("digests.csv", "twins.csv", "mutations.csv", "bench.json")
)
STAGES = (
    Stage("sweep", "intensity.evidence.sweep:sweep_evidence", DESIGNS, 60),
    Stage(
        "fitting",
        "intensity.evidence.fitting:fitting_evidence",
        (*DESIGNS, *POSTERIOR),
        90,
    ),
    Stage("path", "intensity.evidence.path:path_evidence", (*FACTS, *POSTERIOR), 20),
    Stage("units", "intensity.evidence.units:unit_evidence", POSTERIOR, 20),
    Stage(
        "posterior",
        "intensity.evidence.identification:posterior_evidence",
        (*FACTS, *POSTERIOR, "reference/judged.csv", "reference/repetition.json"),
        1,
    ),
    Stage(
        "validation",
        "intensity.evidence.validation:validation_evidence",
        (*FACTS, *POSTERIOR, "external_facts.csv"),
        40,
    ),
    Stage(
        "closing",
        "intensity.evidence.closing:closing_evidence",
        (*FACTS, *POSTERIOR, "external_facts.csv"),
        70,
    ),
    Stage(
        "recovery",
        "intensity.evidence.recovery:recovery_evidence",
        ("reference/recovery.csv",),
        1,
    ),
    Stage(
        "claims",
        "intensity.evidence.claims.evidence:claims_evidence",
        ("claims.yml", "reference/claims*.csv"),
        5,
    ),
    Stage("why", "intensity.evidence.why:mechanisms", (*DESIGNS, *FACTS, *POSTERIOR), 70),
    Stage("rivals", "intensity.evidence.why:explanations", (*DESIGNS, *FACTS, *POSTERIOR), 50),
    Stage("policy", "intensity.evidence.policy:policy_evidence", (*FACTS, *POSTERIOR), 95),
    Stage("explorer", "intensity.evidence.explorer:explorer_evidence", (), 230),
    Stage(
        "regressions",
        "intensity.evidence.estimates:regressions_evidence",
        (*DESIGNS, *FACTS, *POSTERIOR),
        40,
    ),
    Stage(
        "specifications",
        "intensity.evidence.specifications:specifications_evidence",
        (*DESIGNS, *FACTS, *POSTERIOR),
        20,
    ),
    Stage("sensitivity", "intensity.evidence.sensitivity:sensitivity_evidence", POSTERIOR, 260),
    Stage("engine", "intensity.evidence.engine:engine_evidence", ENGINE, 20),
    Stage("warmup", "intensity.evidence.warmup:warmup_evidence", DESIGNS, 12),
    Stage("precision", "intensity.evidence.precision:precision_evidence", DESIGNS, 8),
    Stage(
        "scale",
        "intensity.evidence.scale:scale_evidence",
        ("designs/paper.toml", "reference/scale.json", "reference/faults.csv"),
        2,
    ),
)


def find(stage: Stage) -> tuple[Part, str] | None:
    """A stage's results for today's sources, and where they come from; None if there are none."""
    for folder, source in (
        (results_path("stages") / stage.name, HERE),
        (data_path("reference") / "results" / stage.name, SHIPPED),
    ):
        part = Part.read(folder, stage.key)
        if part is not None:
            return part, source
    return None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
