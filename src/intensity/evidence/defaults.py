"""Which draw of the posterior is the default city, and how it becomes the default.

A default city is looked at more than any other, so it should be typical. Every draw is taken along
B city's path again with fresh luck; the tenth whose medians lie nearest to the paper's facts, by
the density of the facts' errors, are candidates. All draws are run at regular and at high
intensity; the candidate whose measures there are nearest to the medians of all is the default.
Efficiency is one of the measures: a city in which it does something rare is not taken.

``python -m intensity.evidence.defaults`` judges the draws, keeps what it found as
``data/reference/judged.csv`` and writes the chosen draw into ``data/parameters.toml`` (a minute
and a half on two processors).
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Mapping

import numpy as np
import pandas as pd

from intensity.evidence import posterior
from intensity.evidence.agreement import tables_agree
from intensity.evidence.observation import Observed, working
from intensity.evidence.targets import on_path, path_of, targets
from intensity.experiment import files
from intensity.experiment.threads import in_threads
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.measures import MEASURES
from intensity.model.parameters import parameters
from intensity.model.simulate import simulate
from intensity.model.tables import data_path, decoded

NAME = "judged.csv"
RUNS, STREETS, SEED = 4, 16, 88  # the seed is none of the calibration's
NEAREST = 0.1  # of the draws


def judged(cities: list[City], *, progress: bool = True) -> pd.DataFrame:
    """How well cities meet the facts on fresh draws, and how typical of each other they are.

    Returns
    -------
    DataFrame
        One row per city: a column per target, the median of `RUNS` paths; ``fit``, the logarithm of
        the density of the facts' errors there, up to a constant (0 is a perfect match);
        ``unlike``, from `unlikeness`; ``change``, of efficiency from regular to high intensity.
    """
    names = [t.name for t in targets()]
    tasks = [(number, city) for city in cities for number in range(RUNS)]
    rows = in_threads(
        lambda task: on_path(path_of(task[1], streets=STREETS, seed=SEED, number=task[0])),
        tasks,
        progress=progress,
        label="draws on B city's path again",
    )
    values = np.array([[row[name] for name in names] for row in rows])
    frame = pd.DataFrame(np.median(values.reshape(-1, RUNS, len(names)), axis=1), columns=names)
    frame["fit"] = Observed.paper().log_kernel(working(frame[names].to_numpy()))
    both = in_threads(_measures, list(enumerate(cities)), progress=progress, label="and at rest")
    table = pd.DataFrame(both)
    frame["unlike"] = unlikeness(table.to_numpy())
    return frame.assign(change=table["efficiency.high"] - table["efficiency.reg"])


def _measures(task: tuple[int, City]) -> dict[str, float]:
    number, city = task
    out = {}
    for name, level in (("reg", city.I_reg), ("high", city.I_high)):
        run = simulate(
            city, level, months=MONTHS, streets=STREETS // 2, seed=SEED, number=1000 + number
        )
        found = run.measures(BURN_IN)
        out |= {f"{measure}.{name}": found[measure] for measure in MEASURES}
    return out


def unlikeness(values: np.ndarray) -> np.ndarray:
    """Mean squared distance of each row from the medians, in units of the columns' spread.

    Parameters
    ----------
    values : ndarray(float64, ndim=2), shape (cities, measures)
        May be nan where a measure is not defined, which then does not count.

    Returns
    -------
    ndarray(float64, ndim=1), shape (cities,)
    """
    spread = np.nanstd(values, axis=0, ddof=1) if len(values) > 1 else np.ones(values.shape[1])
    spread = np.where(spread > 0, spread, 1.0)
    return np.nanmean(((values - np.nanmedian(values, axis=0)) / spread) ** 2, axis=1)


def chosen(table: pd.DataFrame) -> int:
    """Row of the default city: the most typical of the draws that are nearest to the facts.

    Parameters
    ----------
    table : DataFrame
        From `judged`; columns ``fit`` and ``unlike``.
    """
    near = table["fit"].sort_values(ascending=False, kind="stable").index
    return int(table["unlike"].loc[near[: max(1, int(NEAREST * len(table)))]].idxmin())


def shipped() -> pd.DataFrame:
    """``data/reference/judged.csv``: `judged` of all draws of the posterior, in their order."""
    path = data_path("reference") / NAME
    try:
        return pd.read_csv(path)
    except (OSError, ValueError):
        raise InputError(
            f"{NAME}: cannot be read; `python -m intensity.evidence.defaults` writes it"
        ) from None


def with_defaults(text: str, values: Mapping[str, float]) -> str:
    """The text of ``parameters.toml`` with other defaults; nothing else in it changes."""
    known = parameters()
    for name, value in values.items():
        shown = repr(int(value) if known[name].integer else float(value))
        text, count = re.subn(
            rf"(?m)^(\[{re.escape(name)}\]\n(?:(?!\[|default).*\n)*default = )\S+",
            rf"\g<1>{shown}",
            text,
        )
        if count != 1:
            raise InputError(f"parameters.toml: no default of {name} to change")
    return text


def main(arguments: list[str] | None = None) -> None:
    """Judge the shipped draws and make one of them the default city."""
    parser = argparse.ArgumentParser(
        prog="python -m intensity.evidence.defaults",
        description="Make a draw of the posterior the default city.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it would change")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    given = parser.parse_args(arguments)
    frame = posterior.draws()
    content = judged(posterior.cities(), progress=not given.quiet).to_csv(
        index=False, float_format="%.6g", lineterminator="\n"
    )
    table = pd.read_csv(io.StringIO(content))
    row = chosen(table)
    if given.check:
        same = posterior.default_row(frame) == row
        good, words = tables_agree(table, shipped())
        print(
            f"defaults: draw {row + 1}, {'as it is' if same else 'not the default city'}; {words}"
        )
        sys.exit(0 if same and good else 1)
    path = data_path("parameters.toml")
    files.replace(data_path("reference") / NAME, content.encode())
    files.replace(path, with_defaults(decoded(path), frame.iloc[row].to_dict()).encode())
    print(f"defaults: draw {row + 1} in {path}", file=sys.stderr)
    print(table.iloc[row].to_string())


if __name__ == "__main__":
    try:
        main()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
