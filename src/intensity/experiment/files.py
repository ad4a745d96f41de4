"""Files that are there whole or not at all, and the list of their checksums."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

SUMS = "SHA256SUMS"  # `sha256sum -c SHA256SUMS` reads it too
PART = ".part"
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\n]+)")


def sha256(content: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def write_beside(path: Path, content: bytes) -> Path:
    """Write `content` to a file of its own beside `path`, through to the disk.

    ``os.replace`` of it is then all that is left to do. If writing fails, nothing is left.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    return beside


def replace(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path` in one step."""
    beside = write_beside(path, content)
    try:
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Write a folder's names through to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Sums:
    """Checksums of files below a folder, in a text file that grows line by line.

    A line is appended in one write before its file gets its name. A process killed in between
    leaves a line without a file, which is a unit not done; killed within the write, it leaves
    half a line, which is no line. The last line of a file counts.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / SUMS

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes when lines are added or the file is replaced; None without a file."""
        try:
            now = self.path.stat()
        except OSError:
            return None
        return now.st_ino, now.st_size, now.st_mtime_ns

    def read(self) -> tuple[dict[str, str], int]:
        """Checksums by name, and how many lines are not checksums."""
        found: dict[str, str] = {}
        bad = 0
        try:
            content = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            content = b""
        for line in content.split(b"\n"):
            match = _LINE.fullmatch(line)
            if match:
                found[match[2].decode("utf-8", "replace")] = match[1].decode()
            elif line:
                bad += 1
        return found, bad

    def append(self, name: str, checksum: str) -> None:
        """Add a line, through to the disk."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            line = f"{checksum}  {name}\n".encode()
            if os.write(handle, line) != len(line):  # a disk that is full now
                os.fsync(handle)
                os.write(handle, b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)

    def rewrite(self, sums: Mapping[str, str]) -> str:
        """Put sorted lines in the place of what is there; return the checksum of the text."""
        text = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()
        try:
            same = self.path.read_bytes() == text
        except OSError:
            same = False
        if not same:
            replace(self.path, text)
        return sha256(text)
