"""A page with other parameters: a few stages of the evidence again, for a changed default city.

The inputs are copied, the defaults changed in the copy, and the stages run on it in a process of
their own with small designs. So everything is checked and keyed as always, and nothing that belongs
to the true inputs can be mixed up with it. What was played once is kept below ``results/played``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from intensity.evidence import posterior
from intensity.evidence.defaults import with_defaults
from intensity.evidence.record import results_path
from intensity.experiment.sources import source_hash
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.tables import data_path

STAGES = ("sweep", "path", "units")  # what pages on the default city's life are made of
DRAWS = 32
CITIES = {"paper": 16, "default": 4}  # of the designs: for a look, not for a publication


def play(changes: Mapping[str, float]) -> Path:
    """Results of `STAGES` for a default city with some parameters changed.

    Parameters
    ----------
    changes : mapping of str to float
        Parameters and their values, as for ``City.replace``.

    Returns
    -------
    Path
        A folder with ``results.json`` and ``tables``, as the results folder has them.

    Raises
    ------
    InputError
        If a parameter is unknown or its value not allowed, or a stage could not be run.
    """
    City.default().replace(**changes)  # refuses what is wrong, in one line
    words = json.dumps({k: float(v) for k, v in sorted(changes.items())}) + source_hash()
    folder = results_path("played") / hashlib.sha256(words.encode()).hexdigest()[:12]
    if (folder / "results.json").is_file():
        return folder
    inputs = folder / "data"
    shutil.rmtree(inputs, ignore_errors=True)
    try:
        shutil.copytree(
            data_path(), inputs, ignore=shutil.ignore_patterns("results", "claims*.csv")
        )
    except OSError as error:
        raise InputError(f"{inputs}: cannot copy the inputs: {error.strerror}") from None
    _change(inputs, changes)
    said = ", ".join(f"{name} = {value}" for name, value in changes.items())
    print(f"Computing with {said}: about two minutes, once.", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "intensity.evidence", "--partial", "--quiet", *STAGES],
        env={**os.environ, "INTENSITY_DATA": str(inputs), "INTENSITY_RESULTS": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise InputError(f"{said}: {last.removeprefix('error: ')}")
    return folder


def _change(inputs: Path, changes: Mapping[str, float]) -> None:
    """Write changed values and small designs into a copy of the inputs.

    What is played with holds for the draws of the posterior too, or pages that rest on them would
    show the city as it was.
    """
    file = inputs / "parameters.toml"
    file.write_text(with_defaults(file.read_text(encoding="utf-8"), changes), encoding="utf-8")
    frame = posterior.draws(DRAWS)
    for name in frame.columns.intersection(list(changes)):
        frame[name] = changes[name]
    frame.to_csv(inputs / "reference" / "posterior.csv", index=False)
    for name, cities in CITIES.items():
        design = inputs / "designs" / f"{name}.toml"
        text = design.read_text(encoding="utf-8")
        design.write_text(re.sub(r"(?m)^cities = \d+", f"cities = {cities}", text), "utf-8")
