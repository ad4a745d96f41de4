"""The command line in processes of its own, forked from one that has imported everything.

Starting Python and importing takes seconds, a run of a tiny design a fraction of one: a kill at a
random moment would nearly always come before anything is written. The process that forks must
have no threads of its own, so scenes (see `tests.faults.scenes`) run in processes of their own.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import intensity as it
from intensity import cli

LONGEST = 120.0  # s that a command may take before it counts as hanging


class Child(NamedTuple):
    """A command that is going on: its process, and the pipe that it speaks into."""

    pid: int
    pipe: int


class End(NamedTuple):
    """How a command ended: exit code (negative: the signal that ended it), and what it said."""

    code: int
    said: str

    @property
    def refused(self) -> bool:
        """Code 2 and one line that begins as refusals do."""
        return self.code == 2 and self.said.startswith("error: ") and self.said.count("\n") == 1


def warm() -> None:
    """Load the compiled kernel, once for all children; starts no thread."""
    it.simulate(it.City.default(), 0.5, months=2, streets=1)


def start(words: tuple[object, ...], cwd: Path, before: Callable[[], None] | None = None) -> Child:
    """Start ``intensity <words>`` in `cwd`; `before` is called in the child first."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writes)
        return Child(pid, reads)
    code = 70
    try:
        os.dup2(writes, 1)
        os.dup2(writes, 2)
        os.chdir(cwd)
        sys.argv = ["intensity", *map(str, words)]
        if before is not None:
            before()
        cli.main()
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def wait(child: Child, longest: float = LONGEST) -> End:
    """Until it ends; one that does not is killed, and has code -9 and says so."""
    parts, until = [], time.monotonic() + longest
    while time.monotonic() < until:
        ready, _, _ = select.select([child.pipe], [], [], 0.5)
        if ready:
            part = os.read(child.pipe, 65536)
            if not part:
                break
            parts.append(part)
    else:
        os.kill(child.pid, signal.SIGKILL)
        parts.append(b"\nkilled: it hung")
    os.close(child.pipe)
    _, status = os.waitpid(child.pid, 0)
    return End(os.waitstatus_to_exitcode(status), b"".join(parts).decode(errors="replace"))


def run(words: tuple[object, ...], cwd: Path, before: Callable[[], None] | None = None) -> End:
    """`start`, then `wait`."""
    return wait(start(words, cwd, before))


def kill(child: Child, number: int = signal.SIGKILL) -> End:
    """Send a signal, then `wait`."""
    os.kill(child.pid, number)
    return wait(child)
