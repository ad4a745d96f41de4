"""A lock on a folder: one process writes, and a process that is killed leaves nothing behind.

The system holds the lock (``flock``) and lets go of it when the process ends, however it ends.
On NFS, Linux turns it into a lock of the server, so that it holds between machines too; where a
file system has no locks (NFS mounted with ``nolock``, Lustre without ``flock``), the run says so
and goes on. Even then two runs do each other no harm: both write the same bytes under names of
their own and rename them.
"""

from __future__ import annotations

import errno
import os
import platform
import time
from pathlib import Path
from types import ModuleType

from intensity.model.errors import InputError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
_UNKNOWN = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL)


class Held(InputError):
    """Another process holds the lock; the message says which."""


class Lock:
    """The right to write below a folder, held until `release` or the end of the process.

    Parameters
    ----------
    path : Path
        The lock file; it stays there, and what it says is for people.

    Attributes
    ----------
    works : bool
        False where the file system knows no locks.

    Raises
    ------
    Held
        Another process holds it.
    OSError
        The file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.works = fcntl is not None
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            self._take(path)
            who = f"process {os.getpid()} on {platform.node()}"
            since = time.strftime("%Y-%m-%d %H:%M:%S")
            os.ftruncate(self._handle, 0)
            os.write(self._handle, f"{who} since {since}\n".encode())
        except BaseException:
            os.close(self._handle)
            raise

    def _take(self, path: Path) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                raise Held(f"{path.parent}: {holder(path)} is writing there") from None
            if error.errno not in _UNKNOWN:
                raise
            self.works = False

    def release(self) -> None:
        """Let go of the lock."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def holder(path: Path) -> str:
    """Who holds a lock, in the words of its file."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        text = ""
    return text or "another process"


def is_held(path: Path) -> bool:
    """Whether a process holds the lock now; False where that cannot be told."""
    if fcntl is None:
        return False
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _HELD
    finally:
        os.close(handle)
    return False
