"""A unit of work: some consecutive cities at all their levels, as one table and its bytes.

The bytes are a function of sources, libraries, design and number, and of nothing else: no time,
no name of a machine, no number of workers.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from intensity.experiment.sampling import city, varied
from intensity.experiment.schedules import legs, stretches
from intensity.kernel import layout as la
from intensity.model.errors import InputError
from intensity.model.measures import MEASURES, measures
from intensity.model.parameters import parameters
from intensity.model.simulate import simulate

if TYPE_CHECKING:
    from intensity.experiment.design import Design

_DEMANDS, _UNREASONABLE = la.COUNTS.index("demands"), la.COUNTS.index("unreasonable")


class Stopped(Exception):
    """The run was told to stop between two simulations."""


class Rows(NamedTuple):
    """The rows of a unit, and how many potential problems were simulated for them."""

    table: pa.Table
    problems: int


def never() -> bool:
    """Nobody stops the unit."""
    return False


def rows(
    design: Design, number: int, values: np.ndarray, stopped: Callable[[], bool] = never
) -> Rows:
    """Simulate a unit.

    Parameters
    ----------
    design : Design
    number : int
        Of the unit; its first city is ``number * design.cities_per_unit``.
    values : ndarray(float64, ndim=2), shape (cities, varied parameters)
        The unit's block of `sampling.points`.
    stopped : callable
        Asked before every simulation; if true, `Stopped` is raised.
    """
    names = tuple(varied(design))
    first = number * design.cities_per_unit
    runs = legs(design)
    out: dict[str, list[Any]] = {name: [] for name in schema(design).names}
    problems = 0
    for n, own in enumerate(values, first):
        try:
            one = city(design, own)
        except InputError as error:
            raise InputError(f"city {n} of the design: {error}") from None
        for label, schedule in runs:
            if stopped():
                raise Stopped
            run = simulate(
                one,
                schedule=schedule,
                streets=design.streets,
                seed=design.seed,
                number=n,
                switches=design.switches,
            )
            problems += int(run.counts[:, :, [_DEMANDS, _UNREASONABLE]].sum())
            for begin, end in stretches(design, len(schedule)):
                row = {"city": n, **label, "first_month": begin}
                row["resources"] = _level(run.reals[begin:end, :, la.RESOURCES])
                row["assessment"] = _level(run.reals[begin:end, :, la.ASSESSMENT])
                row |= {name: one.values[name] for name in names}
                row |= measures(run.counts[begin:end], run.reals[begin:end], one)
                for name, column in out.items():
                    column.append(row[name])
    return Rows(pa.table(_arrays(out, schema(design)), schema=schema(design)), problems)


def _arrays(columns: dict[str, list[Any]], wanted: pa.Schema) -> list[pa.Array]:
    return [
        pa.array(np.array(columns[f.name], dtype=f.type.to_pandas_dtype()), f.type) for f in wanted
    ]


def _level(series: np.ndarray) -> float:
    """Mean of an instrument; where it is constant, that value and not one rounded beside it."""
    first = series.flat[0]
    return float(first if (series == first).all() else series.mean())


def columns(design: Design) -> dict[str, str]:
    """Columns of the panel, in their order, and what each means."""
    known = parameters()
    head = {"city": "number of the city, from 0"}
    if design.schedules:
        head["schedule"] = "name of the schedule of intensity"
    else:
        head["intensity"] = "level of both instruments, 0 to 1"
    if design.every is not None:
        head["first_month"] = f"first of the {design.every} months that the row is about, from 0"
        head["resources"] = "mean resource input (受理能力) in these months, 0 to 1"
        head["assessment"] = "mean assessment strength (考核强度) in these months, 0 to 1"
    drawn = {name: f"{known[name].title}, unit {known[name].unit}" for name in varied(design)}
    return head | drawn | MEASURES


def schema(design: Design) -> pa.Schema:
    """Columns and types of the table, none of which has missing values (NaN is a value)."""
    known = parameters()

    def kind(name: str) -> pa.DataType:
        if name == "schedule":
            return pa.string()
        whole = name in ("city", "first_month") or (name in known and known[name].integer)
        return pa.int64() if whole else pa.float64()

    return pa.schema([pa.field(name, kind(name), nullable=False) for name in columns(design)])


def identity(digest: str, number: int, sources: str) -> dict[str, str]:
    """What a unit's file says about itself: which part of which design, by which sources."""
    return {
        "intensity.design": digest,
        "intensity.sources": sources,
        "intensity.unit": str(number),
    }


def encoded(table: pa.Table, identity: dict[str, str]) -> bytes:
    """A table as a Parquet file.

    Parameters
    ----------
    table : Table
    identity : dict of str
        Which unit of which design by which sources; stands in the file's metadata.

    Notes
    -----
    Every setting that has a bearing on bytes is fixed here. Nothing is compressed: what repeats
    (cities, levels, parameters) is kept once by the dictionaries, and measures are noise to a
    compressor, whose output would depend on its version.
    """
    names = table.schema.names
    repeated = [name for name in names if name not in MEASURES]
    sought = [n for n in ("city", "intensity", "schedule", "first_month") if n in names]
    out = io.BytesIO()
    with pq.ParquetWriter(
        out,
        table.schema,
        version="2.6",
        compression="none",
        use_dictionary=repeated,
        write_statistics=sought,
        data_page_version="1.0",
        store_schema=False,
        write_page_index=False,
    ) as writer:
        writer.add_key_value_metadata(identity)
        writer.write_table(table, row_group_size=max(1, table.num_rows))
    return out.getvalue()
