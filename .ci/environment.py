"""Write environment.yml: the direct requirements of pyproject.toml as pinned by requirements.lock.

    python .ci/environment.py

The lock holds every package with its hashes and is what `make` installs. environment.yml is the
same choice for those who work with conda; it is made here, never by hand.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.11"
HEAD = f"""\
# Made from pyproject.toml and requirements.lock by `python .ci/environment.py`; do not edit.
#     conda env create -f environment.yml
#     conda activate intensity
#     pip install --no-deps --no-build-isolation -e .
name: intensity
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python={PYTHON}
  - pip
  - pip:
"""


def pins(lock: str, python: str = PYTHON) -> dict[str, str]:
    """Name and version of each locked package that this Python takes.

    Parameters
    ----------
    lock : str
        The text of requirements.lock.
    python : str
        Version of Python, e.g. "3.11", for entries that depend on it.

    Returns
    -------
    dict
        Canonical name to version.
    """
    found = {}
    for name, version, marker in re.findall(
        r"^([A-Za-z0-9._-]+)==(\S+?)(?: ; (.+?))? \\$", lock, flags=re.MULTILINE
    ):
        place = {"python_version": python, "python_full_version": f"{python}.0"}
        if not marker or Marker(marker).evaluate(place):
            found[canonicalize_name(name)] = version
    return found


def direct(project: str) -> list[str]:
    """Canonical names of the requirements that pyproject.toml names, extras and build included."""
    table = tomllib.loads(project)
    requirements = [*table["project"]["dependencies"], *table["build-system"]["requires"]]
    for extra in table["project"]["optional-dependencies"].values():
        requirements += extra
    return sorted({canonicalize_name(Requirement(text).name) for text in requirements})


def environment(project: str, lock: str) -> str:
    """The text of environment.yml."""
    versions = pins(lock)
    return HEAD + "".join(f"      - {name}=={versions[name]}\n" for name in direct(project))


if __name__ == "__main__":
    text = environment(
        (ROOT / "pyproject.toml").read_text(), (ROOT / "requirements.lock").read_text()
    )
    (ROOT / "environment.yml").write_text(text)
