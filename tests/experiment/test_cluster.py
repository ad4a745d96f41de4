"""Dask workers in processes of their own: the same bytes, and plain words when they fail."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys

import pytest

import intensity as it
from intensity.experiment import cluster, runner
from intensity.experiment.store import Store

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None, reason="needs the extra `distributed`"
    ),
    # what Dask itself warns of while processes die under it is not under test
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def client():
    """Two workers, each a process."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        Client(local, set_as_default=False) as client,
    ):
        yield client


def test_workers_give_the_same_bytes_even_if_one_is_killed(
    tiny, undisturbed, client, tmp_path, look, monkeypatch
):
    """One after the other, as starting a cluster takes longest."""
    it.run_experiment(tiny, store=tmp_path / "calm", client=client, progress=False)
    assert look(Store(tmp_path / "calm", tiny).path) == undisturbed
    panel = it.run_experiment(tiny, client=client, progress=False)
    assert len(panel) == 14

    put, killed = Store.put, []

    def deadly(store, number, content):
        put(store, number, content)
        if not killed:
            killed.extend(client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(Store, "put", deadly)
    it.run_experiment(tiny, store=tmp_path / "killed", client=client, progress=False)
    assert killed
    assert look(Store(tmp_path / "killed", tiny).path) == undisturbed
    monkeypatch.undo()

    monkeypatch.setattr(runner, "fingerprint", lambda: {"sources": "edited"})
    with pytest.raises(it.InputError, match="a worker has other sources"):
        it.run_experiment(tiny, client=client, progress=False)


class Future:
    """A future of a cluster that goes wrong."""

    def __init__(self, status, error):
        self.status, self.error = status, error

    def add_done_callback(self, call):
        call(self)

    def exception(self):
        return self.error


class Broken:
    """As much of a client as is asked of it."""

    asynchronous = False

    def __init__(self, status, error=None, submit_error=None):
        self.status, self.made = "running", []
        self.how = (status, error)
        self.submit_error = submit_error

    def submit(self, *given, **named):
        if self.submit_error:
            raise self.submit_error
        self.made.append(named["key"])
        return Future(*self.how)

    def nthreads(self):
        return {"w": 1}

    def cancel(self, futures, **how):
        self.cancelled = len(futures)


class KilledWorker(Exception):
    """Named like Dask's."""


@pytest.mark.parametrize(
    ("client", "words"),
    [
        (Broken("cancelled"), "scheduler at .* is gone"),
        (Broken("lost"), "what is finished is kept"),
        (Broken("error", submit_error=OSError("closed")), "is gone"),
        (Broken("error", KilledWorker()), "worker that took a certain unit died"),
        (Broken("error", ModuleNotFoundError("No module named 'intensity'")), "requirements.lock"),
        (Broken("error", it.InputError("a worker has other sources")), "^a worker has other"),
        (object(), "no dask.distributed.Client"),
    ],
)
def test_a_cluster_that_fails_is_one_line(tiny, client, words):
    with pytest.raises(it.InputError, match=words) as error:
        it.run_experiment(tiny, client=client, progress=False)
    assert "\n" not in str(error.value)


def test_a_unit_that_loses_its_workers_is_tried_again():
    client = Broken("error", KilledWorker())
    team = cluster.Cluster(client, len, [("x",)])
    with contextlib.suppress(it.InputError):
        list(team.results())
    assert len(client.made) == cluster.DEATHS


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:9", "--scheduler: nobody answers at tcp://127.0.0.1:9: "),
        ("127.0.0.1:9", "--scheduler: nobody answers at 127.0.0.1:9: "),
        ("nowhere at all", "'nowhere at all': must be an address like tcp://HOST:8786"),
        ("tcp://host:port", "must be an address like tcp://HOST:8786"),
        ("", "'': must be an address like tcp://HOST:8786"),
    ],
)
def test_no_scheduler_is_one_line(address, words):
    with pytest.raises(it.InputError) as error:
        cluster.connect(address)
    assert words in str(error.value)


def test_something_else_than_a_scheduler_is_one_line():
    """A web server on that port, say: it takes the connection and never speaks Dask."""
    code = (
        "import sys\n"
        "from intensity import cli\n"
        "from intensity.experiment import cluster\n"
        "cluster.CONNECT = 0.5\n"
        "cli.main()\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        words = [sys.executable, "-c", code, "run", "smoke", "--scheduler", address]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: --scheduler: no Dask scheduler answers at {address}")
    assert done.stderr.count("\n") == 1


def test_without_dask_one_line_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(it.InputError, match=r"extra `distributed`: pip install"):
        cluster.connect("tcp://127.0.0.1:9")
