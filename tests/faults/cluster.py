"""A Dask cluster of processes of their own, which are killed while a run is going on.

``dask scheduler`` and ``dask worker`` as somebody would start them by hand; the run is
``intensity run --scheduler tcp://...``.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults import forks
from tests.faults.stores import Outcome, Place, undisturbed

UNITS = 40
SOON = 60.0  # s in which a run must have noticed that its scheduler is gone


class Cluster:
    """A scheduler and two workers on this machine.

    Parameters
    ----------
    folder : Path
        For what they write.
    workers : int
    """

    def __init__(self, folder: Path, workers: int = 2) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start(
            *("scheduler", "--host", "127.0.0.1", "--port", port),
            *("--no-dashboard", "--dashboard-address", "127.0.0.1:0"),
        )
        self._wait(port)
        self.workers = [self.add() for _ in range(workers)]

    def _start(self, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *map(str, words)],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def add(self) -> subprocess.Popen[bytes]:
        """Start a worker of one thread, without a nanny that would start it again."""
        return self._start(
            *("worker", self.address, "--nthreads", 1, "--nworkers", 1),
            *("--no-nanny", "--no-dashboard", "--local-directory", self.folder),
        )

    def _wait(self, port: int) -> None:
        until = time.monotonic() + forks.LONGEST
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the scheduler does not listen")

    def end(self) -> None:
        """Kill what is left."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def killed(folder: Path) -> Iterator[Outcome]:
    """The submitting process, a worker, all workers, the scheduler."""
    wanted = undisturbed(folder, UNITS)
    cluster = Cluster(folder / "dask")
    try:
        yield _whole(folder, cluster, wanted)
        yield _submitter(folder, cluster, wanted)
        yield _worker(folder, cluster, wanted)
        yield _scheduler(folder, cluster, wanted)
    finally:
        cluster.end()


def _begun(place: Place, cluster: Cluster, units: int) -> forks.Child:
    """A run on the cluster that has written so many units more."""
    there = len(place.units())
    child = place.start("--scheduler", cluster.address)
    until = time.monotonic() + forks.LONGEST
    while len(list(place.path.glob("units/*/*.parquet"))) < there + units:
        if time.monotonic() > until or os.waitpid(child.pid, os.WNOHANG)[0]:
            raise RuntimeError(f"no units: {os.read(child.pipe, 65536).decode()}")
        time.sleep(0.005)
    return child


def _whole(folder: Path, cluster: Cluster, wanted: dict[str, str]) -> Outcome:
    outcome = Outcome("Dask instead of threads", "a scheduler and two workers, nothing killed")
    outcome.count(Place(folder / "whole", UNITS).trouble(wanted, "--scheduler", cluster.address))
    return outcome


def _submitter(folder: Path, cluster: Cluster, wanted: dict[str, str]) -> Outcome:
    outcome = Outcome(
        "SIGKILL of the process that submits to Dask",
        "twice in the middle; the same scheduler and workers take the run that goes on",
    )
    place = Place(folder / "submitter", UNITS)
    for units in (3, 9):
        child = _begun(place, cluster, units)
        before = place.units()
        end = forks.kill(child)
        trouble = place.lost(before, wanted)
        outcome.count(trouble or ("" if end.code == -signal.SIGKILL else f"code {end.code}"))
    trouble = place.trouble(wanted, "--scheduler", cluster.address)
    if trouble:
        outcome.count(trouble)
    return outcome


def _worker(folder: Path, cluster: Cluster, wanted: dict[str, str]) -> Outcome:
    outcome = Outcome(
        "SIGKILL of Dask workers",
        "one of two; then all, while the run waits for a new one",
    )
    for n, doomed in enumerate((1, 2)):
        place = Place(folder / f"worker-{n}", UNITS)
        child = _begun(place, cluster, 4)
        for process in cluster.workers[:doomed]:
            process.kill()
            process.wait()
        cluster.workers = [*cluster.workers[doomed:], cluster.add()]
        if doomed == 1:
            cluster.workers.append(cluster.add())
        end = forks.wait(child)
        outcome.count(f"code {end.code}: {end.said}" if end.code else place.differs(wanted))
        cluster.workers = [w for w in cluster.workers if w.poll() is None]
    return outcome


def _scheduler(folder: Path, cluster: Cluster, wanted: dict[str, str]) -> Outcome:
    outcome = Outcome(
        "SIGKILL of the Dask scheduler", "in the middle; the run goes on in threads afterwards"
    )
    place = Place(folder / "scheduler", UNITS)
    child = _begun(place, cluster, 4)
    before = place.units()
    cluster.scheduler.kill()
    began = time.monotonic()
    end = forks.wait(child)
    trouble = place.lost(before, wanted)
    last = end.said.strip().split("\n")[-1]
    if end.code != 2 or not last.startswith("error: the scheduler at ") or "Trace" in end.said:
        trouble = trouble or f"code {end.code}: {end.said}"
    if time.monotonic() - began > SOON:
        trouble = trouble or f"{time.monotonic() - began:.0f} s until it noticed"
    outcome.count(trouble or place.trouble(wanted), refused=True)
    return outcome
