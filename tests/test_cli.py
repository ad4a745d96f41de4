"""The command line: what it prints, and how it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from intensity import cli


def call(*words, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "intensity.cli", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


def test_simulate_prints_every_measure_as_json():
    done = call("simulate", "-i", 0.5, "--months", 6, "--burn-in", 2, "--streets", 1, "--json")
    assert done.returncode == 0, done.stderr
    assert {"efficiency", "dashboard", "autonomy"} <= set(json.loads(done.stdout))


def test_simulate_takes_parameters_and_switches(tmp_path):
    done = call(
        *("simulate", "-i", 0.5, "--months", 6, "--burn-in", 2, "--streets", 1),
        *("--set", "kappa=0", "--set", "K=4", "--off", "unreasonable", "--csv", "out.csv"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.csv").read_text().startswith("month,street,demands")


def test_run_and_info(tmp_path):
    done = call("run", "smoke", "--store", tmp_path, "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == 24
    assert done.stderr == ""
    done = call("info", "--json")
    assert "smoke" in json.loads(done.stdout)["designs"]


@pytest.fixture
def inside(capsys):
    """A command in this process: exit code, output, what it said besides."""

    def call(*words):
        code = cli.app([str(word) for word in words], standalone_mode=False) or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_check_verifies_and_a_run_mends(tmp_path, inside):
    """Exit code 1 and a name for each fault; then one line, and it is whole again."""
    command = ("run", "smoke", "--store", tmp_path)
    code, said, _ = inside(*command, "--quiet", "--json")
    assert code == 0
    unit = next(Path(json.loads(said)["folder"]).rglob("*.parquet"))
    code, said, _ = inside(*command, "--check")
    assert (code, "all is whole" in said) == (0, True)
    unit.write_bytes(unit.read_bytes()[:-1])
    code, said, _ = inside(*command, "--check")
    assert code == 1
    assert "unit-000000.parquet: damaged or cut short" in said
    assert "0 of 1 units are whole" in said
    code, _, said = inside(*command, "--quiet")
    assert code == 0
    assert "unit-000000.parquet: damaged or cut short; computed again" in said
    assert said.count("\n") == 1
    assert inside(*command, "--check")[0] == 0


def test_check_of_what_was_never_run_names_what_is_missing(tmp_path, inside):
    code, said, _ = inside("run", "paper", "--store", tmp_path, "--check", "--json")
    report = json.loads(said)
    assert (code, report["good"], report["whole"]) == (1, False, 0)
    assert report["missing"] == report["units"] > 0
    _, said, _ = inside("run", "paper", "--store", tmp_path, "--check")
    assert f"units 0-{report['units'] - 1}: missing" in said
    assert not list(tmp_path.iterdir())


def test_estimate_computes_nothing(tmp_path, inside):
    code, said, _ = inside("run", "full", "--estimate", "--json", "--store", tmp_path)
    assert code == 0
    assert json.loads(said)["problems"] > 1e10
    assert not list(tmp_path.iterdir())


def test_what_takes_too_long_is_asked_for(tmp_path):
    text = "cities = 9000000\nlevels = [0, 1]\nstreets = 300\n"
    (tmp_path / "huge.toml").write_text(text)
    done = call("run", "huge.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "--yes (allow_large=True) starts it all the same" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["huge.toml"]


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    """``intensity info | head -1``, as often as not."""
    command = f"{sys.executable} -m intensity.cli info | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["simulate"], "--intensity"),
        (["simulate", "-i", "2"], "intensity = 2: must be a number from 0 to 1"),
        (["simulate", "-i", "0.5", "--set", "kapa=1"], "kappa"),
        (["simulate", "-i", "0.5", "--set", "kappa"], "NAME=VALUE"),
        (["simulate", "-i", "0.5", "--set", "kappa=lots"], "kappa"),
        (["simulate", "-i", "0.5", "--off", "crowd"], "crowding"),
        (["simulate", "-i", "0.5", "--csv", "nowhere/out.csv"], "nowhere"),
        (["run", "papr"], "did you mean paper?"),
        (["run", "smoke", "--seed", "-1"], "seed = -1"),
        (["run", "smoke", "--scheduler", "x", "--workers", "2"], "--workers"),
        (["run", "smoke", "--scheduler", "nowhere"], "like tcp://HOST:8786"),
        (["run", "smoke", "--workers", "0"], "workers"),
        (["simulate", "-i", "half"], "--intensity"),
        (["fly"], "fly"),
    ],
)
def test_bad_input_is_refused_with_code_2(tmp_path, words, part):
    """No traceback, one line of error, nothing written."""
    done = call(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
