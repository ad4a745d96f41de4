"""The manifest of a result: what made it, with what, when and where."""

from __future__ import annotations

import json
import math
import os
import platform
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intensity.experiment import files, sampling, sources
from intensity.version import __version__

if TYPE_CHECKING:
    from intensity.experiment.store import Store

NAME = "manifest.json"
_NEEDED = {"design": dict, "digest": str, "key": str, "fingerprint": dict, "runs": list}


def load(folder: Path) -> dict[str, Any] | None:
    """The manifest in a folder; None if there is none, or none that can be read."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    whole = all(isinstance(content.get(key), kind) for key, kind in _NEEDED.items())
    if not whole or content.pop("seal", None) != _seal(content):
        return None
    return content if isinstance(content["fingerprint"].get("sources"), str) else None


def _seal(content: dict[str, Any]) -> str:
    """A checksum of the rest, so that a manifest that was damaged is not believed."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return files.sha256(text.encode("utf-8", "surrogatepass"))


def started(workers: int | None, scheduler: str | None) -> dict[str, Any]:
    """A run that begins now; `ended` fills in the rest."""
    return {
        "id": uuid.uuid4().hex[:12],  # clocks go back and stand still
        "began": _now(),
        "ended": None,
        "seconds": None,
        "units": 0,
        "host": platform.node(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": sources.processor(),
        "processors": os.cpu_count(),
        "threads": workers,
        "scheduler": scheduler,
        "python": platform.python_version(),
        "libraries": sources.libraries(),
        "named": [],
    }


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def ended(run: dict[str, Any], began: float, units: int) -> None:
    """Fill in when a run ended, and what it did; `began` is of ``time.monotonic``."""
    run |= {"ended": _now(), "seconds": round(time.monotonic() - began, 1), "units": units}


def write(store: Store, run: dict[str, Any], checksum: str | None = None) -> None:
    """Write the manifest; earlier runs stay in it.

    Parameters
    ----------
    store : Store
    run : dict
        The run that is going on or over.
    checksum : str, optional
        SHA-256 of SHA256SUMS of a complete result: one number for all of its bytes.
    """
    before = load(store.path)
    runs = before["runs"] if before is not None and before["key"] == store.key else []
    runs = [r for r in runs if not (isinstance(r, dict) and r.get("id") == run["id"])]
    design = store.design
    ranges = sampling.varied(design)
    fixed = {k: v for k, v in sampling.base(design).values.items() if k not in ranges}
    fixed = {k: str(v) if v == math.inf else v for k, v in fixed.items()}  # JSON has no infinity
    content = {
        "name": design.name,
        "complete": checksum is not None,
        "checksum": checksum,
        "version": __version__,
        "checkout": sources.commit(),
        "key": store.key,
        "digest": store.digest,
        "fingerprint": store.made_by,
        "design": design.content(),
        "seed": design.seed,
        "cities_per_unit": design.cities_per_unit,
        "units": store.units,
        "rows": design.estimate().rows,
        "columns": store.columns,
        "parameters": {"varied": ranges, "fixed": fixed},
        "runs": [*runs, run],
    }
    # as it will be read again: tuples are lists then
    content["seal"] = _seal(json.loads(json.dumps(content)))
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    files.replace(store.path / NAME, text.encode())
