"""The calibration a second time, with another seed and nothing in common but the facts.

Moves within lines make a population look more settled than it is, whatever is counted. The test
that does not depend on how one counts is another population: ``python -m
intensity.evidence.repetition`` calibrates again (25 minutes on two processors; stopped, it goes on
where it was) and writes ``data/reference/repetition.json``, how far the two are apart.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace

import numpy as np
import pandas as pd

from intensity.evidence import defaults, posterior
from intensity.evidence.agreement import compared
from intensity.evidence.calibration import Calibration, Settings
from intensity.evidence.lines import independent, share_interval
from intensity.evidence.prior import Prior
from intensity.evidence.shipping import rounded, rounded_numbers
from intensity.experiment import files
from intensity.experiment.sources import code_hash, source_hash
from intensity.model.errors import InputError
from intensity.model.tables import data_path

NAME = "repetition.json"
SEED = 2023
MODULE = "intensity.evidence.repetition"


def repeated(*, seed: int = SEED, workers: int | None = None, progress: bool = True) -> dict:
    """Calibrate with another seed, and compare parameters and the change of efficiency.

    Returns
    -------
    dict
        seed, code, sources; ``parameters``: how many, the furthest apart, its distance and p, how
        many differ at one in twenty for any of them; ``change``, of efficiency from regular to
        high intensity, for the shipped draws and these: median, share of draws in which it falls
        and its interval, independent draws; distance and p between the two.
    """
    if seed == Settings.seed:
        raise InputError(f"seed = {seed}: is that of the shipped draws")
    calibration = Calibration(replace(Settings(), seed=seed), workers=workers, progress=progress)
    population = calibration.run()
    rows = np.linspace(0, len(population), Settings.shipped, endpoint=False).astype(int)
    frame, line = rounded(calibration.prior, population.points[rows]), population.root[rows]
    prior = Prior(tuple(frame.columns))
    shipped = posterior.draws()[list(frame.columns)]
    both = posterior.lines(), line
    points = [
        pd.DataFrame(prior.points(f.to_numpy(dtype=float)), columns=frame.columns)
        for f in (shipped, frame)
    ]
    table = compared(points[0], points[1], both)
    judged = defaults.judged(prior.cities(frame), progress=progress)
    change = defaults.shipped()[["change"]], judged[["change"]]
    outcome = compared(*change, both).iloc[0]
    return {
        "seed": seed,
        "code": code_hash(MODULE),
        "sources": source_hash(),
        "parameters": {
            "number": len(table),
            "furthest": str(table.index[0]),
            "distance": float(table["distance"].iloc[0]),
            "p": float(table["p"].iloc[0]),
            "differ": int((table["p"] < 0.05 / len(table)).sum()),
        },
        "change": {
            "shipped": _fall(change[0]["change"], both[0]),
            "repeated": _fall(change[1]["change"], both[1]),
            "distance": float(outcome["distance"]),
            "p": float(outcome["p"]),
        },
    }


def _fall(change: pd.Series, line: np.ndarray) -> dict[str, float]:
    falls = (change < 0.0).to_numpy()
    low, high = share_interval(falls, line)
    worth = float(independent(change.to_numpy()[:, None], line)[0])
    return {
        "median": float(change.median()),
        "falls": float(falls.mean()),
        "low": low,
        "high": high,
        "independent": worth,
    }


def main(arguments: list[str] | None = None) -> None:
    """Calibrate again and write how far the two are apart."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {MODULE}", description="The calibration again, with another seed."
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, help="threads; default: all processors")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    given = parser.parse_args(arguments)
    found = repeated(seed=given.seed, workers=given.workers, progress=not given.quiet)
    text = json.dumps(rounded_numbers(found), indent=1) + "\n"
    files.replace(data_path("reference") / NAME, text.encode())
    print(text)


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
