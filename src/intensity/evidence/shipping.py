"""The posterior draws as they are shipped: rounded, with a manifest of how they were made."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence.lines import independent
from intensity.evidence.prior import Prior
from intensity.evidence.sequential import Population
from intensity.experiment import files
from intensity.experiment.sources import libraries, source_hash
from intensity.version import __version__

SHIPPED = "posterior"


def rounded(prior: Prior, points: np.ndarray) -> pd.DataFrame:
    """Values of the parameters to four significant digits, as they are shipped."""
    frame = prior.frame(points)
    for name in frame:
        frame[name] = [float(f"{x:.4g}") for x in frame[name]]
        if (frame[name] % 1 == 0).all():
            frame[name] = frame[name].astype(int)
    return frame


def ship(
    prior: Prior,
    population: Population,
    size: int,
    notes: dict[str, Any],
    folder: Path,
) -> Path:
    """Write draws and their manifest; return the path of the draws.

    Copies of one particle stand beside each other, so draws are taken evenly over the population.

    Parameters
    ----------
    size : int
        Draws to write, at most as many as there are particles.
    notes : dict
        What the manifest says of the calibration.
    folder : Path
        For ``posterior.csv`` and ``posterior.json``.
    """
    size = min(size, len(population))
    rows = np.linspace(0, len(population), size, endpoint=False).astype(int)
    frame = rounded(prior, population.points[rows])
    content = frame.to_csv(index=False, lineterminator="\n").encode()
    manifest = {
        "version": __version__,
        "sources": source_hash(),
        "draws": size,
        "distinct": len(frame.drop_duplicates()),
        "roots": population.roots(),
        "lines": population.root[rows].tolist(),
        "independent": float(np.median(independent(population.points, population.root))),
        **notes,
        "libraries": libraries(("numpy", "numba", "scipy", "scikit-learn")),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{SHIPPED}.csv"
    text = json.dumps(rounded_numbers(manifest), indent=1) + "\n"
    files.replace(path, content)
    files.replace(path.with_suffix(".json"), text.encode())
    return path


def rounded_numbers(thing: Any) -> Any:
    """The same, with real numbers to four significant digits."""
    if isinstance(thing, dict):
        return {key: rounded_numbers(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [rounded_numbers(value) for value in thing]
    return float(f"{thing:.4g}") if isinstance(thing, float) else thing
