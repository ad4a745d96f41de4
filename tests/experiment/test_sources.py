"""The hash of sources: what changes results changes it, and nothing else does."""

import ast
import json
import subprocess
import sys

import pytest

from intensity.experiment import sources
from intensity.model.parameters import parameters

CODE = '''
"""Docstring."""
from x import y

def f(a, b=2):
    """Docstring."""
    # comment
    if a > 1:
        raise ValueError(f"{a} is wrong")
    return a + b
'''


def meaning(code):
    return sources.meaning(ast.parse(code))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("# comment", "# another, much longer comment", True),
        ('"""Docstring."""', '"""Other words."""', True),
        ("is wrong", "is out of range", True),
        ("a + b", "(a\n        + b)", True),
        ("a + b", "a - b", False),
        ("b=2", "b=2.0", False),
        ("a > 1", "a >= 1", False),
        ("from x import y", "from x import z", False),
    ],
)
def test_words_do_not_count_and_code_does(old, new, same):
    """Catches results thrown away for a comment, and results kept after a change of code."""
    assert old in CODE
    assert (meaning(CODE) == meaning(CODE.replace(old, new))) is same


def test_the_closure_has_what_computes_rows_and_not_what_reads_them():
    names = set(sources.closure(sources.ENTRIES))
    assert {
        "intensity.kernel.street",
        "intensity.kernel.random",
        "intensity.model.measures",
    } <= names
    assert {"intensity.model.city", "intensity.model.scenarios"} <= names
    assert {"intensity.experiment.unit", "intensity.experiment.sampling"} <= names
    assert not {"intensity.experiment.store", "intensity.experiment.runner"} & names
    assert not [name for name in names if ".evidence" in name or ".report" in name]
    kernel = {f"intensity.kernel.{p.stem}" for p in (sources.PACKAGE / "kernel").glob("[a-z]*.py")}
    assert kernel <= names


def edited(tmp_path, monkeypatch, old, new):
    """The hash with a changed parameter table."""
    import shutil

    from intensity.model.tables import data_path

    folder = tmp_path / str(abs(hash((old, new))))
    shutil.copytree(data_path(), folder)
    file = folder / "parameters.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv("INTENSITY_DATA", str(folder))
    return sources.source_hash()


def test_inputs_count_by_their_values(tmp_path, monkeypatch):
    before = sources.source_hash()
    title = 'title = "arrival rate of reasonable potential problems'
    assert edited(tmp_path, monkeypatch, title, 'title = "rate') == before
    assert edited(tmp_path, monkeypatch, "range = [0.25, 0.65]", "range = [0.25, 0.66]") != before
    default = f"default = {parameters()['lambda_pot'].default}"
    assert edited(tmp_path, monkeypatch, default, default + "1") != before


def test_the_hash_is_the_same_in_another_process():
    code = "from intensity.experiment.store import source_hash; print(source_hash())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sources.source_hash()


def test_differences_are_told_in_words():
    assert sources.difference(sources.fingerprint()) == ""
    theirs = sources.fingerprint() | {"numba": "0.1"}
    assert sources.difference(theirs).startswith("numba 0.1 there and ")
    json.dumps(sources.commit())
