"""Work on the workers of a Dask cluster. Only imported where a cluster is asked for.

Workers compute and encode; the process that submits writes. So the workers need no storage in
common, and a store has one writer whoever computes.
"""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from intensity.experiment.progress import say
from intensity.model.errors import InputError, shown

IN_FLIGHT = 2  # tasks per thread of the cluster that are handed out ahead
DEATHS = 3  # times that a task may take all its workers with it (Dask itself allows a few each)
PATIENCE = 0.5  # s between looks at the cluster while nothing arrives
LOOK = 10.0  # s between counts of its threads
CONNECT = 10  # s to wait for a scheduler


class Cluster:
    """A function of every task, on the workers of a Dask cluster; as `Threads`.

    Parameters
    ----------
    client : dask.distributed.Client
    function : callable
        Importable on the workers; called with the parts of a task.
    tasks : iterable of tuple
        Drawn as they are needed.
    """

    def __init__(
        self, client: Any, function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]
    ) -> None:
        if not callable(getattr(client, "submit", None)) or getattr(client, "asynchronous", False):
            raise InputError(
                f"client: {type(client).__name__} is no dask.distributed.Client "
                "(one with asynchronous=False)"
            )
        self.client = client
        self.function = function
        self.tasks = enumerate(tasks)
        self.name = uuid.uuid4().hex[:8]  # of keys, so that no two runs share futures
        self._open: dict[Any, tuple[int, tuple[Any, ...], int]] = {}
        self._ready: SimpleQueue[Any] = SimpleQueue()
        self._looked = -LOOK
        self._threads = 0
        self._told = False

    @property
    def address(self) -> str:
        """The scheduler's address."""
        scheduler = getattr(self.client, "scheduler", None)
        return str(getattr(scheduler, "address", None) or getattr(scheduler, "addr", "unknown"))

    def results(self) -> Iterator[tuple[int, Any]]:
        """Numbers of tasks and their results, as they come; the first error is raised."""
        more = True
        while more or self._open:
            while more and len(self._open) < IN_FLIGHT * self._width():
                following = next(self.tasks, None)
                if following is None:
                    more = False
                else:
                    self._submit(*following, deaths=0)
            if self._open:
                yield from self._arrived()

    def finished(self) -> Iterator[tuple[int, Any]]:
        """Nothing: what was not fetched yet is computed again by the next run."""
        return iter(())

    def stop(self) -> None:
        """Cancel what is not done."""
        futures = list(self._open)
        self._open.clear()
        if futures and self.client.status == "running":
            try:
                self.client.cancel(futures, force=True)
            except Exception:  # the cluster may be the reason for stopping
                return

    def _submit(self, number: int, task: tuple[Any, ...], deaths: int) -> None:
        key = f"intensity-{self.name}-{number}-{deaths}"
        try:
            future = self.client.submit(self.function, *task, key=key, pure=False)
        except Exception as error:
            raise self._gone() from error
        self._open[future] = (number, task, deaths)
        future.add_done_callback(self._ready.put)

    def _arrived(self) -> Iterator[tuple[int, Any]]:
        """What comes next, if anything comes soon."""
        try:
            future = self._ready.get(timeout=PATIENCE)
        except Empty:
            self._check()
            return
        if future not in self._open:
            return
        number, task, deaths = self._open.pop(future)
        if future.status == "finished":
            try:
                result = future.result(timeout=60)
            except Exception as error:
                raise self._gone() from error
            yield number, result
            return
        if future.status in ("cancelled", "lost"):
            raise self._gone()
        self._failed(future.exception(), number, task, deaths)

    def _failed(self, error: Any, number: int, task: tuple[Any, ...], deaths: int) -> None:
        """Hand a task out again if its worker died, else raise what went wrong."""
        if type(error).__name__ != "KilledWorker":
            if isinstance(error, InputError):
                raise error
            raise InputError(
                f"a worker failed: {type(error).__name__}: {error}; workers need this version of "
                "the package and the packages of requirements.lock"
            ) from error
        if deaths + 1 == DEATHS:
            raise InputError(
                "every worker that took a certain unit died, again and again; workers that run "
                "out of memory do (the design's estimate says how much is wanted)"
            )
        self._submit(number, task, deaths + 1)

    def _width(self) -> int:
        """Threads of the cluster, counted now and then: workers come and go."""
        if time.monotonic() - self._looked > LOOK:
            self._looked = time.monotonic()
            try:
                self._threads = sum(self.client.nthreads().values())
            except Exception as error:
                raise self._gone() from error
        return max(self._threads, 2)

    def _check(self) -> None:
        if self.client.status != "running":
            raise self._gone()
        if not self._told and self._width() and self._threads == 0:
            self._told = True
            say(f"waiting for workers: {self.address} has none")

    def _gone(self) -> InputError:
        return InputError(
            f"the scheduler at {self.address} is gone; what is finished is kept, and the same "
            "command continues with another scheduler"
        )


def connect(address: str) -> Any:
    """A client of the scheduler at `address`, or one clear line."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "--scheduler: needs the extra `distributed`: pip install 'intensity[distributed]'"
        ) from None
    _knock(address)
    outcome: SimpleQueue[Any] = SimpleQueue()

    def call() -> None:
        try:
            outcome.put(Client(address, timeout=CONNECT, set_as_default=False))
        except Exception as error:
            outcome.put(error)

    # Dask waits for ever for something that takes the connection and says nothing.
    Thread(target=call, daemon=True).start()
    try:
        client = outcome.get(timeout=2 * CONNECT)
    except Empty:
        client = TimeoutError("no word in time")
    if isinstance(client, Exception):
        reason = " ".join(str(client).split()) or type(client).__name__
        raise InputError(f"--scheduler: no Dask scheduler answers at {address}: {reason}")
    return client


def _knock(address: str) -> None:
    """See whether anybody listens: a client that finds nobody is slow and loud about it."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is no number
        host = port = None
    if not host or not port:
        raise InputError(f"--scheduler: {shown(address)}: must be an address like tcp://HOST:8786")
    try:
        socket.create_connection((host, port), timeout=CONNECT).close()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"--scheduler: nobody answers at {address}: {reason}") from None
