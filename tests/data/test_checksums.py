"""The list of checksums is that of the files, in the form that sha256sum reads."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest

from intensity.model import checksums
from intensity.model.tables import data_path


def test_list_is_current():
    """A file of data/ was changed without `python -m intensity.model.datapackage`."""
    assert checksums.is_current()


def test_sha256sum_agrees():
    """The list must be usable without this package."""
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("no sha256sum on the PATH")
    answer = subprocess.run(
        [program, "--quiet", "-c", f"data/{checksums.FILE}"],
        cwd=data_path().parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture
def folder(tmp_path):
    """A data folder with an input, a shipped result and a hidden file."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    (tmp_path / "reference" / "b.csv").write_bytes(b"b\n")
    (tmp_path / ".part").write_bytes(b"?")
    return tmp_path


def test_sums(folder):
    """Wrong digests, a missed file, the list or a hidden file in itself."""
    checksums.refresh(folder)
    first, second = checksums.sums(folder)
    assert (first.path, first.size, first.is_shipped) == ("a.csv", 4, False)
    assert first.sha256 == hashlib.sha256(b"a\n1\n").hexdigest()
    assert (second.path, second.is_shipped) == ("reference/b.csv", True)
    assert (folder / checksums.FILE).read_text().splitlines()[0] == first.line


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_any_change_is_noticed(folder, change):
    """A list that stays valid whatever happens to the files would prove nothing."""
    assert checksums.refresh(folder)
    assert checksums.is_current(folder)
    assert not checksums.refresh(folder)
    if change == "remove":
        (folder / "a.csv").unlink()
    else:
        (folder / ("a.csv" if change == "edit" else "c.csv")).write_bytes(b"c\n")
    assert not checksums.is_current(folder)
    assert checksums.refresh(folder)
    assert checksums.is_current(folder)
