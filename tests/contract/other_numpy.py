"""The digests again under another minor version of NumPy.

    python tests/contract/other_numpy.py                the minor version below this environment's
    python tests/contract/other_numpy.py 2.1            this one
    python tests/contract/other_numpy.py --keep DIR     make the environment there, and keep it

Needs a network: an environment in a temporary folder gets all run-time packages in the versions
that this environment has, but NumPy in the other minor version. Then `test_bytes.py` compares the
digests computed there. About two minutes; nothing of the project's own environment is changed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
TEST = "tests/contract/test_bytes.py::test_another_numpy"


def pins() -> list[str]:
    """All packages that `intensity` needs to run, NumPy excepted, as they are installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [Requirement(text) for text in project["project"]["dependencies"]]
    found: dict[str, str] = {}
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        package = distribution(name)
        found[name] = package.version
        wanted += [Requirement(text) for text in package.requires or ()]
    del found["numpy"]
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def environment(place: Path, minor: str) -> Path | None:
    """Make the environment in `place`; return its interpreter, or None if that fails."""
    venv.create(place, with_pip=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    for arguments in (
        ["install", "--quiet", "--no-deps", f"numpy=={minor}.*", *pins()],
        ["check"],  # whether all of them say that they go with that NumPy
    ):
        if subprocess.run([*pip, *arguments], check=False).returncode != 0:
            return None
    return python


def main() -> int:
    major, minor = map(int, distribution("numpy").version.split(".")[:2])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("minor", nargs="?", default=f"{major}.{minor - 1}", help="such as 2.1")
    parser.add_argument("--keep", type=Path, help="folder for the environment")
    given = parser.parse_args()
    if not re.fullmatch(r"\d+\.\d+", given.minor) or given.minor == f"{major}.{minor}":
        parser.error(f"minor: {given.minor!r} is no minor version other than {major}.{minor}")
    with tempfile.TemporaryDirectory() as folder:
        python = environment(given.keep or Path(folder, "environment"), given.minor)
        if python is None:
            print(f"other_numpy: no environment with NumPy {given.minor}", file=sys.stderr)
            return 2
        chosen = os.environ | {"INTENSITY_OTHER_PYTHON": str(python.absolute())}
        command = [sys.executable, "-m", "pytest", "-v", TEST]
        return subprocess.run(command, cwd=ROOT, env=chosen, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
