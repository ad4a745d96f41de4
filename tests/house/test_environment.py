"""One choice of packages, written down three times: pyproject.toml, the lock, the conda view."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The script that writes environment.yml."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / ".ci" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def project() -> str:
    """The text of pyproject.toml."""
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lock() -> str:
    """The text of requirements.lock."""
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_environment_is_what_the_lock_says(maker: ModuleType, project: str, lock: str) -> None:
    made = maker.environment(project, lock)
    written = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert written == made, "run: .venv/bin/python .ci/environment.py"
    assert yaml.safe_load(written)["name"] == "intensity"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_lock_meets_every_requirement(
    maker: ModuleType, project: str, lock: str, python: str
) -> None:
    pins = maker.pins(lock, python)
    table = tomllib.loads(project)
    wanted = [*table["project"]["dependencies"], *table["build-system"]["requires"]]
    for extra in table["project"]["optional-dependencies"].values():
        wanted += extra
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in pins, f"{name} is not in the lock"
        assert requirement.specifier.contains(pins[name]), f"{requirement}: locked {pins[name]}"


def test_lock_names_no_address_and_no_place(lock: str) -> None:
    assert "://" not in lock
    assert not re.search(r"(?m)^\s*(?:-i|-f|--\S*(?:index|find-links|trusted-host)\S*)\b", lock)
    assert not re.search(r"(?:^|[\s'\"])(?:/\w|~/|[A-Z]:\\)", lock), "a path of one machine"


def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:]
    assert len(entries) > 100
    for entry in entries:
        name = entry.split("==")[0]
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), f"{name} is not pinned to a version"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"{name} has no hash"
