"""The shipped tables are read; spoilt ones are refused with one line that says where and why."""

from __future__ import annotations

import pandas as pd
import pytest

from intensity.model import tables
from intensity.model.errors import InputError
from intensity.model.tables import data_path, demand_types, external_facts, paper_facts

LOADERS = {
    "demand_types.csv": demand_types,
    "paper_facts.csv": paper_facts,
    "external_facts.csv": external_facts,
}


def put(row, column, value):
    """A change: the cell of a data row (1 is the first) and column gets another value."""

    def change(cells):
        cells[row][cells[0].index(column)] = value

    return change


def rename(column, name):
    def change(cells):
        cells[0][cells[0].index(column)] = name

    return change


def drop(column):
    def change(cells):
        at = cells[0].index(column)
        for row in cells:
            del row[at]

    return change


def both(*changes):
    def change(cells):
        for one in changes:
            one(cells)

    return change


TYPES, FACTS, PUBLIC = LOADERS
# file, change, what the line must name: row, column, value, part of the rule
BAD = [
    (TYPES, rename("weight", "wieght"), ("row 1", "column weight", "wieght", "missing")),
    (TYPES, drop("reason"), ("row 1", "column reason", "id,name_en", "missing")),
    (TYPES, lambda c: [r.append("x") for r in c], ("row 1", "column 'x'", "unknown column")),
    (TYPES, lambda c: [r.append(r[0]) for r in c], ("row 1", "column id", "twice")),
    (TYPES, put(2, "weight", "0,2"), ("row 3", "column weight,", "'0,2'", "number")),
    (TYPES, put(2, "weight", ""), ("row 3", "column weight,", "''", "number")),
    (TYPES, put(2, "weight", "nan"), ("row 3", "column weight,", "'nan'", "finite")),
    (TYPES, put(2, "weight", "1.2"), ("row 3", "column weight,", "'1.2'", "at most 1")),
    (TYPES, put(2, "weight", "-0.2"), ("row 3", "column weight,", "'-0.2'", "at least 0")),
    (TYPES, put(2, "weight", "0.3"), ("rows 2-10", "column weight,", "1.1", "sum to 1")),
    (
        TYPES,
        put(2, "weight_unreasonable", "0.1"),
        ("rows 2-10", "column weight_unreasonable", "0.9", "sum to 1"),
    ),
    (TYPES, put(3, "d_4", "0.4"), ("row 4", "column d_4", "'0.4'", "d_1 to d_4 must sum to 1")),
    (TYPES, put(3, "big_odds_ratio", "0"), ("row 4", "column big_odds_ratio", "'0'", "above 0")),
    (TYPES, put(3, "big_odds_ratio", "inf"), ("column big_odds_ratio", "'inf'", "finite")),
    (TYPES, put(3, "id", "property"), ("row 4", "column id", "'property'", "row 3 too")),
    (TYPES, put(3, "id", "a b"), ("row 4", "column id", "'a b'", "a letter, and then")),
    (TYPES, put(1, "window_start", "2020-13"), ("row 2", "column window_start", "'2020-13'")),
    (TYPES, put(1, "window_start", "2020-1"), ("row 2", "column window_start", "'2020-1'")),
    (TYPES, put(1, "window_end", "2019-12"), ("row 2", "column window_end", "'2019-12'", "before")),
    (TYPES, put(1, "window_end", ""), ("row 2", "column window_end", "''", "all three or none")),
    (TYPES, put(1, "window_rate", "-1"), ("row 2", "column window_rate", "'-1'", "at least 0")),
    (TYPES, put(1, "weight", "0.1"), ("row 2", "column weight,", "'0.1'", "must be 0")),
    (TYPES, put(4, "paper_rank_2020H1", "2"), ("row 5", "column paper_rank_2020H1", "2", "row 3")),
    (TYPES, put(4, "paper_rank_2020H1", "2.5"), ("row 5", "column paper_rank_2020H1", "'2.5'")),
    (TYPES, put(4, "weight_provenance", "guess"), ("row 5", "column weight_prov", "'guess'")),
    (TYPES, put(4, "section", "§4.2"), ("row 5", "column section", "'§4.2'")),
    (TYPES, put(4, "reason", ""), ("row 5", "column reason", "''", "not be empty")),
    (TYPES, lambda c: c[4].pop(), ("row 5", "19 cells", "19")),
    (TYPES, lambda c: c[4].append("more"), ("row 5", "column reason", "'more'", "21 cells")),
    (TYPES, lambda c: c.__delitem__(slice(1, None)), ("row 2", "''", "no rows")),
    (TYPES, lambda c: c.clear(), ("row 1", "''", "empty file")),
    (FACTS, put(1, "value", "many"), ("row 2", "column value", "'many'", "number")),
    (
        FACTS,
        both(put(1, "value", ""), put(1, "date", "")),
        ("row 2", "column value", "''", "a date"),
    ),
    (FACTS, put(2, "name", "publication_year"), ("row 3", "column name", "'publication_year'")),
    (FACTS, put(2, "use", "target"), ("row 3", "column use", "'target'", "calibration target")),
    (FACTS, put(2, "section", "6.1"), ("row 3", "column section", "'6.1'")),
    (PUBLIC, put(1, "value_low", "5000000"), ("row 2", "column value", "'4000000'", "value_low")),
    (PUBLIC, put(1, "qualifier", "roughly"), ("row 2", "column qualifier", "'roughly'", "about")),
    (PUBLIC, put(1, "qualifier", ""), ("row 2", "column qualifier", "''", "a number")),
    (PUBLIC, put(2, "period_end", "2017-12"), ("row 3", "column period_end", "'2017-12'")),
    (
        PUBLIC,
        put(2, "in_beijing", "maybe"),
        ("row 3", "column in_beijing", "'maybe'", "true"),
    ),
    (PUBLIC, put(2, "source_url", "a book"), ("row 3", "column source_url", "'a book'")),
    (PUBLIC, put(2, "confidence", ""), ("row 3", "column confidence", "''", "high")),
]


@pytest.mark.parametrize("name", LOADERS)
def test_shipped_table_is_read(name):
    assert len(LOADERS[name]()) > 0


@pytest.mark.parametrize(("name", "change", "parts"), BAD)
def test_bad_table_gets_one_line(spoilt, name, change, parts):
    with pytest.raises(InputError) as caught:
        LOADERS[name](spoilt(name, change))
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(f"{name}, row")
    missing = [part for part in parts if part not in line]
    assert not missing, line


def test_line_break_in_a_cell_stays_out_of_the_message(spoilt):
    with pytest.raises(InputError) as caught:
        demand_types(spoilt("demand_types.csv", put(2, "weight", "a\nb")))
    assert "\n" not in str(caught.value)
    assert "column weight" in str(caught.value)


def test_long_value_is_cut(spoilt):
    with pytest.raises(InputError) as caught:
        demand_types(spoilt("demand_types.csv", put(2, "weight", "9" * 500 + "x")))
    assert len(str(caught.value)) < 300


def test_wrong_encoding_is_named(tmp_path):
    path = tmp_path / "demand_types.csv"
    text = data_path("demand_types.csv").read_text(encoding="utf-8")
    path.write_bytes(text.encode("gb18030"))
    with pytest.raises(InputError, match=r"^demand_types.csv, row 2, value 0x\w\w: not UTF-8"):
        demand_types(path)


def test_byte_order_mark_and_crlf_are_read(tmp_path):
    """Spreadsheets write both; neither changes what is read."""
    path = tmp_path / "demand_types.csv"
    text = data_path("demand_types.csv").read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert demand_types(path) == demand_types()


def test_columns_in_another_order_are_read(spoilt):
    path = spoilt("demand_types.csv", lambda cells: [row.reverse() for row in cells])
    assert demand_types(path) == demand_types()


def test_broken_quoting_is_named(tmp_path):
    path = tmp_path / "demand_types.csv"
    text = data_path("demand_types.csv").read_text(encoding="utf-8")
    path.write_text(text + '"never closed', encoding="utf-8")
    with pytest.raises(InputError, match=r"^demand_types.csv, row \d+: not a CSV table"):
        demand_types(path)


@pytest.mark.parametrize("load", LOADERS.values())
def test_missing_file_and_folder(tmp_path, load):
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read") as caught:
            load(path)
        assert "\n" not in str(caught.value)


def test_data_folder_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("INTENSITY_DATA", str(tmp_path))
    assert data_path("x.csv") == tmp_path / "x.csv"
    assert data_path() == tmp_path
    monkeypatch.setenv("INTENSITY_DATA", str(tmp_path / "gone"))
    with pytest.raises(InputError, match="INTENSITY_DATA") as caught:
        data_path("x.csv")
    assert "\n" not in str(caught.value)


def test_rows_are_frozen():
    row = demand_types()[0]
    with pytest.raises(ValueError, match="frozen"):
        row.weight = 0.5


def test_frame_keeps_rows_and_columns():
    frame = tables.frame(demand_types())
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == list(tables.DemandType.model_fields)
    assert frame["window_rate"].notna().sum() == 1


def test_input_error_is_one_line():
    error = InputError("first\n  second\r\nthird")
    assert isinstance(error, ValueError)
    assert str(error) == "first second third"
