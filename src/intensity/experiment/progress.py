"""What a run shows while it goes on: a bar with rate and time left, and that it compiles."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

from intensity.kernel import jit


class Bar:
    """Cities done, cities and problems per second, time left; on stderr.

    Parameters
    ----------
    label : str
    total, done : int
        Cities in all, and cities that were there before.
    shown : bool
    """

    def __init__(self, label: str, total: int, done: int = 0, *, shown: bool = True) -> None:
        self.problems = 0
        self.bar: Any = tqdm(
            total=total,
            initial=done,
            desc=label,
            unit="city",
            disable=not shown,
            dynamic_ncols=True,
            # a log file is no terminal: a line now and then will do
            mininterval=0.1 if sys.stderr.isatty() else 5.0,
        )

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def update(self, cities: int, problems: int = 0) -> None:
        """Count some more cities, and the problems simulated for them."""
        self.problems += problems
        seconds = 0.0 if self.bar.disable else self.bar.format_dict["elapsed"]
        if self.problems and seconds > 0.0:
            rate = self.problems / seconds / 1e6
            self.bar.set_postfix_str(f"{rate:.1f} million problems/s", refresh=False)
        self.bar.update(cities)


def say(text: str) -> None:
    """A line on stderr that does not tear a progress bar apart."""
    tqdm.write(text, file=sys.stderr)


def announce() -> None:
    """Say that the kernel is being compiled, if it will be."""
    folder = jit.cache_folder()
    if jit.is_compiled() and (folder is None or not any(folder.rglob("*.nbi"))):
        say("compiling the kernel (once, about half a minute) ...")
