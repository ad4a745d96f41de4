"""An edited kernel gives its own results at once, although compiled code is kept.

Numba keeps compiled code by the file of the compiled function and does not look at what that
imports. The file edited here is therefore one that the compiled function inlines from elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import numpy as np
from pathlib import Path
import intensity.kernel
from intensity.kernel import jit
from intensity.kernel.city import count_problems
from intensity.model.city import City

assert jit.is_compiled()
city = City.default().replace(lambda_pot=0.4, lambda_u=0.1, size_cv=0.0, K=3)
problems = np.zeros(1, np.int64)
windows = np.zeros((6, len(city.types)))
count_problems(city.vector(), city.type_table(), windows, 5, 0, problems)
hits = sum(count_problems.stats.cache_hits.values())
print(Path(intensity.kernel.__file__).parent, problems[0], hits)
"""
OLD, NEW = "return -log(wide(x0))", "return -0.5 * log(wide(x0))"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the layers that the kernel needs."""
    copy = tmp_path / "source" / "intensity"
    for part in ("kernel", "model"):
        shutil.copytree(
            ROOT / "src" / "intensity" / part,
            copy / part,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    (copy / "__init__.py").touch()
    return copy


def count(package: Path, cache: Path) -> tuple[int, bool]:
    """Problems that arise in half a year, by a new process; and whether compiled code was found."""
    named = {
        "PYTHONPATH": str(package.parent),
        "INTENSITY_CACHE": str(cache),
        "INTENSITY_DATA": str(ROOT / "data"),
        "NUMBA_DISABLE_JIT": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", COUNT],
        env=os.environ | named,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    place, problems, hits = done.stdout.split()
    assert Path(place).resolve() == (package / "kernel").resolve()
    return int(problems), int(hits) > 0


@pytest.mark.slow
def test_an_edit_is_seen_and_so_is_its_undoing(package, tmp_path):
    """Stale compiled code: the second process would print what the first did.

    Problems arise twice as often after the edit. Undone, the code compiled first is found again.
    """
    file, cache = package / "kernel" / "arrivals.py", tmp_path / "cache"
    text = file.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    before, found = count(package, cache)
    assert not found
    file.write_text(text.replace(OLD, NEW), encoding="utf-8")
    edited, found = count(package, cache)
    assert not found
    assert 1.9 * before < edited < 2.1 * before
    file.write_text(text, encoding="utf-8")
    assert count(package, cache) == (before, True)
    assert len(list((cache / "intensity").glob("kernel-*"))) == 2
