"""What decides whether pages run again, and what is done to a page after it is built."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script book/build.py as a module."""
    spec = importlib.util.spec_from_file_location("book_build", ROOT / "book" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A small project: code, data, results."""
    for place in ("src/intensity/kernel", "data", "results"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "src" / "intensity" / "kernel" / "math.py").write_text("x = 1\n")
    (tmp_path / "data" / "parameters.toml").write_text("x = 1\n")
    (tmp_path / "results" / "results.json").write_text("{}\n")
    return tmp_path


@pytest.mark.parametrize(
    "place", ["src/intensity/kernel/math.py", "data/parameters.toml", "results/results.json"]
)
def test_a_change_of_any_input_runs_the_pages_again(
    build: ModuleType, inputs: Path, place: str
) -> None:
    before = build.state_hash(inputs)
    (inputs / place).write_text("x = 2\n")
    changed = build.state_hash(inputs)
    (inputs / place).rename(inputs / f"{place}.other")
    assert len({before, changed, build.state_hash(inputs)}) == 3


def test_what_no_page_reads_runs_nothing(build: ModuleType, inputs: Path) -> None:
    before = build.state_hash(inputs)
    (inputs / "README.md").write_text("words\n")
    (inputs / "src" / "intensity" / "__pycache__").mkdir()
    (inputs / "src" / "intensity" / "__pycache__" / "math.pyc").write_bytes(b"0")
    assert build.state_hash(inputs) == before


def test_the_cache_of_another_state_is_removed(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "CACHES", tmp_path / "caches")
    first, other = build.execution_cache("en", "first"), build.execution_cache("zh", "first")
    first.mkdir()
    other.mkdir()
    assert build.execution_cache("en", "first") == first
    assert first.is_dir()
    build.execution_cache("en", "second")
    assert not first.exists()
    assert other.is_dir(), "an edition that is built at the same time has its own"
