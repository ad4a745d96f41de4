"""Work in threads of this process; kernels release the interpreter's lock.

The threads are daemons: a process that is told to stop does not wait for the simulations that
are still going on in them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from intensity.experiment.progress import Bar
from intensity.model.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")
IN_FLIGHT = 2  # tasks per thread that are drawn ahead, so that no thread waits for one


class Threads(Generic[Task, Result]):
    """A function of every task, in threads.

    Parameters
    ----------
    function : callable
    tasks : iterable
        Drawn as they are needed, so that memory does not grow with their number.
    workers : int, optional
        Threads; default: the processors that this process may use.
    """

    def __init__(
        self, function: Callable[[Task], Result], tasks: Iterable[Task], workers: int | None = None
    ) -> None:
        self.function = function
        self.tasks = enumerate(tasks)
        self.workers = counted(workers)
        self.stopping = threading.Event()
        self._waiting: SimpleQueue[Any] = SimpleQueue()
        self._ready: SimpleQueue[tuple[int, Any, BaseException | None]] = SimpleQueue()
        self._started = False

    def stopped(self) -> bool:
        """Whether tasks that are going on should end early."""
        return self.stopping.is_set()

    def results(self) -> Iterator[tuple[int, Result]]:
        """Numbers of tasks and their results, as they come; the first error is raised."""
        open_ = 0
        for task in self.tasks:
            self._start(task)
            open_ += 1
            if open_ >= IN_FLIGHT * self.workers:
                yield self._next()
                open_ -= 1
        for _ in range(open_):
            yield self._next()

    def finished(self) -> Iterator[tuple[int, Result]]:
        """Results that are ready now, after `stop`."""
        with suppress(Empty):
            while True:
                number, result, error = self._ready.get_nowait()
                if error is None:
                    yield number, result

    def stop(self) -> None:
        """No new tasks; those going on end as soon as they ask `stopped`."""
        self.stopping.set()
        for _ in range(self.workers):
            self._waiting.put(None)

    def _start(self, task: tuple[int, Task]) -> None:
        if not self._started:
            self._started = True
            for _ in range(self.workers):
                threading.Thread(target=self._work, daemon=True).start()
        self._waiting.put(task)

    def _next(self) -> tuple[int, Result]:
        number, result, error = self._ready.get()
        if error is not None:
            raise error
        return number, result

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None and not self.stopped():
            number, task = item
            try:
                self._ready.put((number, self.function(task), None))
            except BaseException as error:
                self._ready.put((number, None, error))


def counted(workers: int | None) -> int:
    """A number of threads, or one clear line."""
    if workers is None:
        known = getattr(os, "sched_getaffinity", None)
        return len(known(0)) if known else os.cpu_count() or 1
    if isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= 1024:
        raise InputError(f"workers: {workers!r} is not a whole number from 1 to 1024")
    return workers


def in_threads(
    function: Callable[[Any], Any],
    tasks: Sequence[Any],
    *,
    workers: int | None = None,
    progress: bool = True,
    label: str = "",
) -> list[Any]:
    """`function` of every task, in threads, results in the order of tasks."""
    team: Threads[Any, Any] = Threads(function, tasks, workers)
    out: list[Any] = [None] * len(tasks)
    try:
        with Bar(label, len(tasks), shown=progress and bool(tasks)) as bar:
            for number, result in team.results():
                out[number] = result
                bar.update(1)
    finally:
        team.stop()
    return out
