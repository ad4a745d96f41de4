"""The command line: what it prints, and how it refuses."""

import json
import subprocess
import sys

import pytest


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
    done = call("info", "--json")
    assert "smoke" in json.loads(done.stdout)["designs"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["simulate"], "--intensity"),
        (["simulate", "-i", "2"], "[0, 1]"),
        (["simulate", "-i", "0.5", "--set", "kapa=1"], "kappa"),
        (["simulate", "-i", "0.5", "--set", "kappa"], "NAME=VALUE"),
        (["simulate", "-i", "0.5", "--set", "kappa=lots"], "kappa"),
        (["simulate", "-i", "0.5", "--off", "crowd"], "crowding"),
        (["simulate", "-i", "0.5", "--csv", "nowhere/out.csv"], "nowhere"),
        (["run", "papr"], "shipped designs"),
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
    assert not list(tmp_path.rglob("*.csv"))
