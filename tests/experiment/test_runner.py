"""The same bytes whoever computes them, in whatever order, however often they are stopped."""

import os
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest

import intensity as it
from intensity.experiment import runner
from intensity.experiment.store import Store
from intensity.experiment.threads import Threads

LONG = """
cities = 400
streets = 4
months = 36
burn_in = 12
levels = [0.2, 1.0]
cities_per_file = 1
"""  # some ten seconds, a file every few hundredths


def start(*words, cwd):
    """`intensity run` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "intensity.cli", "run", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        preexec_fn=_listen,
    )


def _listen():
    """Heed Ctrl-C, which a shell makes ignored for all that it starts in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def wait_for_units(folder, number, process):
    """Until so many units are there, or the process has ended without them."""
    while len(list(folder.rglob("*.parquet"))) < number:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


@pytest.fixture
def long(tmp_path):
    """A design that takes long enough to be interrupted."""
    (tmp_path / "long.toml").write_text(LONG)
    return it.Design.load(tmp_path / "long.toml")


@pytest.mark.parametrize("workers", [2, 4])
def test_any_number_of_threads_in_any_order_gives_the_same_bytes(
    tiny, undisturbed, tmp_path, monkeypatch, workers, look
):
    """The first unit waits for a later one, so that they do arrive out of order."""
    arrived, compute, put = [], runner.compute, Store.put
    later = threading.Event()

    def late(design, number, *rest):
        if number == 0:
            assert later.wait(60)
        result = compute(design, number, *rest)
        if number == 2:
            later.set()
        return result

    def noted(store, number, content):
        arrived.append(number)
        put(store, number, content)

    monkeypatch.setattr(runner, "compute", late)
    monkeypatch.setattr(Store, "put", noted)
    it.run_experiment(tiny, store=tmp_path, workers=workers, progress=False)
    assert arrived != sorted(arrived)
    assert look(Store(tmp_path, tiny).path) == undisturbed


def test_the_cut_into_files_does_not_change_the_panel(tiny):
    """Chunks of 1, 3 and all cities: the panel depends on neither."""
    panels = [
        it.run_experiment(tiny.but(cities_per_file=size), progress=False) for size in (1, 3, 100)
    ]
    for other in panels[1:]:
        pd.testing.assert_frame_equal(panels[0], other, check_exact=True)


def test_a_smaller_design_is_the_beginning_of_a_larger_one(tiny):
    part = it.run_experiment(tiny.but(cities=3), progress=False)
    whole = it.run_experiment(tiny, progress=False)
    pd.testing.assert_frame_equal(part, whole[whole["city"] < 3], check_exact=True)


def test_each_city_is_what_simulate_makes_of_it(tiny):
    """Catches a unit that mixes up cities, levels or parameters."""
    panel = it.run_experiment(tiny, progress=False).set_index(["city", "intensity"])
    cities = tiny.draw()
    for n in (0, 6):
        run = it.simulate(cities[n], 1.0, months=6, streets=1, seed=3, number=n)
        row = panel.loc[(n, 1.0)]
        for name, value in run.measures(2).items():
            assert row[name] == value or (row[name] != row[name] and value != value)
        assert row["K"] == cities[n].K
        assert row["nu"] == cities[n].nu


def test_schedules_have_a_row_per_stretch_of_months():
    """Stretches cover the months after burn-in, and each measures its own."""
    design = it.Design.of(
        {
            **{"cities": 1, "streets": 1, "burn_in": 6, "every": 6, "seed": 1},
            "sampling": {"method": "default"},
            "schedules": {
                "up": {
                    "steps": [
                        {"months": 12, "intensity": 0.2},
                        {"months": 6, "resources": 1.0, "assessment": 0.5},
                    ]
                },
                "flat": {"steps": [{"months": 12, "intensity": 0.2}]},
            },
        }
    )
    panel = it.run_experiment(design, progress=False)
    assert panel["schedule"].tolist() == ["up", "up", "flat"]
    assert panel["first_month"].tolist() == [6, 12, 6]
    assert panel["resources"].tolist() == [0.2, 1.0, 0.2]
    assert panel["assessment"].tolist() == [0.2, 0.5, 0.2]
    assert panel["efficiency"][0] == panel["efficiency"][2]  # no difference until month 12


def test_memory_does_not_hold_all_tasks():
    """Tasks are drawn a few ahead of the threads, not all at once."""
    drawn = []

    def tasks():
        for n in range(100):
            drawn.append(n)
            yield n

    team = Threads(lambda n: n, tasks(), workers=2)
    ahead = [len(drawn) - done for done, _ in enumerate(team.results())]
    assert max(ahead) <= 4
    assert len(drawn) == 100


def test_the_first_error_ends_the_run_and_what_was_done_is_kept(tiny, tmp_path, monkeypatch):
    compute = runner.compute

    def broken(design, number, *rest):
        if number == 3:
            raise MemoryError
        return compute(design, number, *rest)

    with monkeypatch.context() as change:
        change.setattr(runner, "compute", broken)
        with pytest.raises(it.InputError, match="not enough memory"):
            it.run_experiment(tiny, store=tmp_path, workers=1, progress=False)
    store = Store(tmp_path, tiny)
    assert store.scan() == []
    assert len(store.sums) == 3


def test_contradictions_between_parameters_name_the_city(tiny, monkeypatch):
    """The ends of ranges are looked at beforehand, what lies between them when it comes up."""
    monkeypatch.setattr("intensity.experiment.design.check_together", lambda design: None)
    ranges = {"I_reg": [0.1, 0.9], "I_high": [0.5, 1.0]}
    design = tiny.but(sampling={"parameters": ["I_reg", "I_high"], "ranges": ranges})
    with pytest.raises(it.InputError, match=r"city \d of the design: I_reg = .*must be below"):
        it.run_experiment(design, workers=1, progress=False)


def test_interrupt_ends_within_a_second_and_keeps_what_is_done(long, tmp_path):
    """Ctrl-C: code 130, one line that says how to go on; then the run goes on."""
    process = start("long.toml", "--store", "out", "--workers", 2, cwd=tmp_path)
    wait_for_units(tmp_path / "out", 5, process)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    took = time.monotonic() - began
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "the same command continues" in said
    assert took < 3.0, f"{took:.1f} s; a second on a machine that does nothing else"
    store = Store(tmp_path / "out", long)
    assert store.scan() == []
    assert 5 <= len(store.sums) < 400
    assert f"{len(store.sums)} of 400 cities are kept" in said


def test_kill_9_loses_nothing_that_was_finished(long, tmp_path, look):
    """And leaves no lock behind; the continued run has the bytes of one that went through."""
    short = long.but(cities=40)
    (tmp_path / "short.toml").write_text(LONG.replace("400", "40"))
    for units in (1, 20):
        process = start("short.toml", "--store", "out", "--workers", 2, cwd=tmp_path)
        wait_for_units(tmp_path / "out", units, process)
        process.kill()
        process.communicate()
    store = Store(tmp_path / "out", short.model_copy(update={"name": "short"}))
    faults = store.scan()
    assert faults == []
    assert len(store.sums) >= 20
    before = set(store.sums)
    runner.fill(store, progress=False)
    assert before <= set(store.sums)
    other = Store(tmp_path / "again", store.design)
    runner.fill(other, progress=False)
    assert look(store.path) == look(other.path)


def test_two_processes_on_one_store_do_no_harm(tiny, undisturbed, tmp_path, look):
    """The second is refused with code 2 and a line that names the first; reading is not."""
    store = Store(tmp_path / "out", it.Design.load("smoke"))
    lock = store.lock()
    second = start("smoke", "--store", "out", "--quiet", cwd=tmp_path)
    _, said = second.communicate(timeout=60)
    assert second.returncode == 2
    assert f"process {os.getpid()} on " in said
    assert "is writing there; wait until it is done, or stop it" in said
    assert said.count("\n") == 1
    assert store.writer()
    lock.release()
    assert store.writer() is None
    it.run_experiment(tiny, store=tmp_path, progress=False)
    whole = Store(tmp_path, tiny)
    lock = whole.lock()
    assert len(it.run_experiment(tiny, store=tmp_path, progress=False)) == 14
    lock.release()
    assert look(whole.path) == undisturbed


def test_threads_only_runs_do_not_import_dask(tmp_path):
    """Dask takes a second to import, and is an extra."""
    code = (
        "import sys, intensity as it\n"
        "it.run_experiment(it.Design.load('smoke'), store=sys.argv[1], progress=False)\n"
        "assert 'dask' not in sys.modules and 'distributed' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True, env=os.environ)


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2", 10**6])
def test_workers_are_checked(tiny, tmp_path, workers):
    with pytest.raises(it.InputError, match=r"workers: .* whole number from 1 to 1024"):
        it.run_experiment(tiny, store=tmp_path, workers=workers, progress=False)
    assert not list(tmp_path.iterdir())
