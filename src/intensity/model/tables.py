"""The tables of the data folder, read and checked row by row.

Columns, units and sources are described in ``data/README.md``.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from intensity.model.errors import InputError, nearest, number_hint, shown

SUM_TOLERANCE = 1e-6  # of shares that sum to 1, printed with a few decimals

Text = Annotated[str, Field(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
MONTH, SECTION = r"^\d{4}-(0[1-9]|1[0-2])$", r"^(title|[1-5](\.[1-3])?)$"
ID, NAME, ADDRESS = r"^[A-Za-z][A-Za-z0-9_]*$", r"^[a-z][a-z0-9_]*$", r"^https?://\S+$"
PATTERNS = {
    MONTH: "a month, such as 2019-01",
    SECTION: "a section of the paper (1 to 5, such as 4.2), or title",
    ID: "a letter, and then letters, digits and _ only",
    NAME: "a small letter, and then small letters, digits and _ only",
    ADDRESS: "an address that begins with https:// or http://",
}
Month = Annotated[str, Field(pattern=MONTH)]
Section = Annotated[str, Field(pattern=SECTION)]
Provenance = Literal["stated", "calibrated", "assumed"]
_empty = BeforeValidator(lambda cell: None if cell == "" else cell)
Row = TypeVar("Row", bound="TableRow")


def data_path(name: str = "") -> Path:
    """Path of a file in the data folder.

    Parameters
    ----------
    name : str
        File name, such as ``"demand_types.csv"``; empty: the folder itself.

    Returns
    -------
    Path
        In the folder that the environment variable INTENSITY_DATA names, or else in ``data/`` of
        the checkout that the package is run from.

    Raises
    ------
    InputError
        If there is no such folder. Whether the file exists is not looked at.
    """
    named = os.environ.get("INTENSITY_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "data"
    if not folder.is_dir():
        where = f"INTENSITY_DATA = {shown(named)}" if named else f"data folder {folder}"
        raise InputError(f"{where}: no such folder; set INTENSITY_DATA to that of the project")
    return folder / name


class TableRow(BaseModel):
    """A row of a table: frozen, typed, no unknown columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Annotated[str, Field(pattern=ID)]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Pairs (column, rule) that this row breaks across its columns."""
        yield from ()


class PaperFact(TableRow):
    """A number that the text of the paper states."""

    name: Annotated[str, Field(pattern=NAME)]
    value: Annotated[Number | None, _empty]
    date: Annotated[str | None, _empty]
    unit: Text
    period: str
    place: str
    section: Section
    quote: Text
    meaning: Text
    use: Literal["calibration target", "input", "context", "shown"]

    def faults(self) -> Iterator[tuple[str, str]]:
        """A fact without a number has a date."""
        if self.value is None and self.date is None:
            yield "value", "a number, or else a date in column date"


class DemandType(TableRow):
    """A type of demands: its shares, size, urgency and, if it has one, its window of months."""

    name_en: Text
    name_zh: Text
    weight: Share
    weight_unreasonable: Share
    big_odds_ratio: Annotated[float, Field(gt=0.0, allow_inf_nan=False)]
    d_1: Share
    d_2: Share
    d_3: Share
    d_4: Share
    special: bool = True
    window_rate: Annotated[NotNegative | None, _empty] = None
    window_start: Annotated[Month | None, _empty] = None
    window_end: Annotated[Month | None, _empty] = None
    paper_rank_2020H1: Annotated[Annotated[int, Field(ge=1)] | None, _empty] = None
    # where a type comes from: needed in the file, not for a type made in a program
    weight_provenance: Provenance = "assumed"
    odds_provenance: Provenance = "assumed"
    section: Section = ""
    quote: Text = ""
    reason: Text = ""

    @property
    def windowed(self) -> bool:
        """Whether the type exists in a window of months only."""
        return self.window_rate is not None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Deadline classes are shares of one; a window is complete, ordered, and all there is."""
        total = self.d_1 + self.d_2 + self.d_3 + self.d_4
        if abs(total - 1.0) > SUM_TOLERANCE:
            yield "d_4", f"d_1 to d_4 must sum to 1, not {total:.6g}"
        window = ("window_rate", "window_start", "window_end")
        empty = [name for name in window if getattr(self, name) is None]
        if 0 < len(empty) < len(window):
            yield empty[0], "window_rate, window_start and window_end: all three or none"
        elif not empty:
            if str(self.window_end) < str(self.window_start):
                yield "window_end", f"must not be before window_start {self.window_start}"
            for name in ("weight", "weight_unreasonable"):
                if getattr(self, name) != 0.0:
                    yield name, "must be 0 for a type with a window, which window_rate describes"


class ExternalFact(TableRow):
    """A number, or a circumstance, from a public source other than the paper."""

    source_id: Text
    quantity: Text
    value: Annotated[Number | None, _empty]
    unit: Text
    qualifier: Annotated[
        Literal["exact", "about", "at_least", "at_most", "nearly", "range"] | None, _empty
    ]
    value_low: Annotated[Number | None, _empty]
    value_high: Annotated[Number | None, _empty]
    value_text: Text
    unit_text: Text
    period: Text
    period_start: Annotated[Month | None, _empty]
    period_end: Annotated[Month | None, _empty]
    place: Text
    in_beijing: bool
    use: Literal["validation", "input", "context", "paper"]
    confidence: Literal["high", "medium", "low"]
    source_title: Text
    source_url: Annotated[str, Field(pattern=ADDRESS)]
    quote: Text

    def faults(self) -> Iterator[tuple[str, str]]:
        """Bounds enclose the value, the period runs forward, a qualifier qualifies a number."""
        bounded = [n for n in (self.value_low, self.value, self.value_high) if n is not None]
        if bounded != sorted(bounded):
            yield (
                ("value_high" if self.value is None else "value"),
                "value_low <= value <= value_high",
            )
        if bool(bounded) != (self.qualifier is not None):
            yield "qualifier", "set where there is a number, empty where there is none"
        if self.period_start and self.period_end and self.period_end < self.period_start:
            yield "period_end", f"must not be before period_start {self.period_start}"


def demand_types(path: str | Path | None = None) -> tuple[DemandType, ...]:
    """Types of demands, in the order of the file.

    Parameters
    ----------
    path : str or Path, optional
        A CSV file with the columns of ``data/demand_types.csv``, which is the default.

    Raises
    ------
    InputError
        One line that names file, row (line of the file), column, value and rule.
    """
    file = data_path("demand_types.csv") if path is None else Path(path)
    lines, rows = _read(file, DemandType)
    span = f"rows {lines[0]}-{lines[-1]}"
    steady = [row for row in rows if not row.windowed]
    for column, group, whose in (
        ("weight", steady, " over the types without a window"),
        ("weight_unreasonable", rows, ""),
    ):
        total = sum(getattr(row, column) for row in group)
        if abs(total - 1.0) > SUM_TOLERANCE:
            raise InputError(
                f"{file.name}, {span}, column {column}, value {total:.6g}: must sum to 1{whose}"
            )
    _unique(file, lines, rows, "paper_rank_2020H1")
    return rows


def paper_facts(path: str | Path | None = None) -> pd.DataFrame:
    """Numbers stated by the paper, in its order, one row each with the columns of `PaperFact`.

    See `demand_types` for path and errors.
    """
    file = data_path("paper_facts.csv") if path is None else Path(path)
    lines, rows = _read(file, PaperFact)
    _unique(file, lines, rows, "name")
    return frame(rows)


def external_facts(path: str | Path | None = None) -> pd.DataFrame:
    """Public facts from other sources, one row each with the columns of `ExternalFact`.

    See `demand_types` for path and errors.
    """
    file = data_path("external_facts.csv") if path is None else Path(path)
    return frame(_read(file, ExternalFact)[1])


def frame(rows: Iterable[TableRow]) -> pd.DataFrame:
    """Rows as a DataFrame with their columns; empty cells are missing values."""
    return pd.DataFrame([row.model_dump() for row in rows])


def decoded(path: Path) -> str:
    """Text of a UTF-8 file, with or without a byte order mark; `InputError` if it is not one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path.name}, row {row}, value 0x{data[error.start]:02x}: not UTF-8; "
            "save the file in that encoding"
        ) from None


def _read(path: Path, model: type[Row]) -> tuple[list[int], tuple[Row, ...]]:
    """Line numbers and rows of a CSV file with exactly the columns of `model`, in any order."""
    name, columns = path.name, list(model.model_fields)
    reader = csv.reader(io.StringIO(decoded(path), newline=""), strict=True)
    lines: list[int] = []
    rows: list[Row] = []
    try:
        header = next(reader, None)
        if header is None:
            raise InputError(f"{name}, row 1, value '': empty file; a header and rows are needed")
        _check_header(name, header, columns)
        for cells in reader:
            if cells:
                lines.append(reader.line_num)
                rows.append(_row(name, reader.line_num, header, cells, model))
    except csv.Error as error:
        raise InputError(f"{name}, row {reader.line_num}: not a CSV table: {error}") from None
    if not rows:
        raise InputError(f"{name}, row 2, value '': no rows below the header")
    _unique(path, lines, rows, "id")
    return lines, tuple(rows)


def _check_header(name: str, header: list[str], columns: list[str]) -> None:
    if len(header) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if mark in header[0]:
                raise InputError(f"{name}, row 1: cells are separated by {word}; save with commas")
    for column in columns:
        if column not in header:
            spare = [cell for cell in header if cell not in columns]
            hint = nearest(column, spare) if spare else f"header: {shown(','.join(header))}"
            raise InputError(f"{name}, row 1, column {column}: missing from the header; {hint}")
    for column in header:
        if column not in columns:
            hint = nearest(column, columns)
            raise InputError(f"{name}, row 1, column {shown(column)}: unknown column; {hint}")
        if header.count(column) > 1:
            raise InputError(f"{name}, row 1, column {column}: stands twice in the header")


def _row(name: str, line: int, header: list[str], cells: list[str], model: type[Row]) -> Row:
    """One row as a `model`, or the first fault found in it as an `InputError`."""
    if len(cells) != len(header):
        at = header[min(len(cells), len(header)) - 1]
        raise InputError(
            f"{name}, row {line}, column {at}, value {shown(cells[-1])}: "
            f"{len(cells)} cells where the header has {len(header)}"
        )
    raw = dict(zip(header, cells, strict=True))
    try:
        row = model.model_validate(raw)
        column, broken = next(row.faults(), ("", ""))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column, broken = str(first["loc"][0]), rule(first)
    if column:
        raise InputError(
            f"{name}, row {line}, column {column}, value {shown(raw[column])}: {broken}"
        )
    return row


def rule(error: Any) -> str:
    """What is allowed where pydantic found something else, in words of a table's reader.

    Parameters
    ----------
    error : mapping
        One of ``ValidationError.errors()``.
    """
    kind, about, value = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "string_pattern_mismatch":
        return f"must be {PATTERNS.get(about['pattern'], 'of the form ' + about['pattern'])}"
    if kind in ("float_parsing", "float_type"):
        return f"must be a number{number_hint(value)}"
    words = {
        "missing": "is missing",
        "finite_number": "must be a finite number",
        "bool_parsing": "must be true or false",
        "bool_type": "must be true or false",
        "int_parsing": "must be a whole number",
        "string_too_short": "must not be empty",
        "string_type": "must be text",
        "tuple_type": "must be a list",
        "literal_error": f"must be one of {about.get('expected')}",
        "greater_than": f"must be above {about.get('gt', 0):g}",
        "greater_than_equal": f"must be at least {about.get('ge', 0):g}",
        "less_than_equal": f"must be at most {about.get('le', 0):g}",
    }
    return words.get(kind, str(error["msg"]))


def _unique(path: Path, lines: Sequence[int], rows: Sequence[TableRow], column: str) -> None:
    seen: dict[object, int] = {}
    for line, row in zip(lines, rows, strict=True):
        value = getattr(row, column)
        if value is None:
            continue
        if value in seen:
            raise InputError(
                f"{path.name}, row {line}, column {column}, value {shown(value)}: "
                f"must be unique, stands in row {seen[value]} too"
            )
        seen[value] = line
