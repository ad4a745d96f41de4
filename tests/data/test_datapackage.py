"""The description of the data folder is that of the files in it."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest

from intensity.model import datapackage
from intensity.model.errors import InputError
from intensity.model.parameters import Parameter, parameters
from intensity.model.tables import DemandType, ExternalFact, PaperFact, data_path

PACKAGE = json.loads(data_path("datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {r["path"]: r for r in PACKAGE["resources"]}
TABLES = {
    "paper_facts.csv": PaperFact,
    "demand_types.csv": DemandType,
    "external_facts.csv": ExternalFact,
}
README = data_path("README.md").read_text(encoding="utf-8")


def rows(name):
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_data_file_is_described():
    files = {p.name for p in data_path().iterdir() if p.suffix in (".csv", ".toml")}
    assert files == set(RESOURCES)


def test_sizes_and_checksums():
    assert datapackage.changed() == []


@pytest.mark.parametrize("name", TABLES)
def test_fields_are_the_columns(name):
    header = list(rows(name)[0])
    assert [f["name"] for f in RESOURCES[name]["schema"]["fields"]] == header
    assert list(TABLES[name].model_fields) == header


@pytest.mark.parametrize("name", TABLES)
def test_types_and_constraints_hold(name):
    kinds = {
        "string": r"(?s).*",
        "number": r"-?\d+(\.\d+)?(e-?\d+)?",
        "integer": r"-?\d+",
        "boolean": "true|false",
        "yearmonth": r"\d{4}-(0[1-9]|1[0-2])",
    }
    cells = rows(name)
    for field in RESOURCES[name]["schema"]["fields"]:
        rule = field.get("constraints", {})
        column = [row[field["name"]] for row in cells]
        given = [cell for cell in column if cell]
        assert not rule.get("required") or len(given) == len(column), field["name"]
        assert not rule.get("unique") or len(set(given)) == len(given), field["name"]
        for cell in given:
            assert re.fullmatch(kinds[field["type"]], cell), (field["name"], cell)
            assert cell in rule.get("enum", [cell])
            assert re.fullmatch(rule.get("pattern", r"(?s).*"), cell), (field["name"], cell)
            assert "minimum" not in rule or float(cell) >= rule["minimum"]
            assert "maximum" not in rule or float(cell) <= rule["maximum"]


@pytest.mark.parametrize("name", TABLES)
def test_codebook_has_every_column(name):
    section = README.split(f"## `{name}`")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(TABLES[name].model_fields)
    assert f"| `{name}` | {len(rows(name))} |" in README


def test_codebook_has_every_key_of_a_parameter():
    section = README.split("## `parameters.toml`")[1].split("\n## ")[0]
    keys = re.findall(r"^\| `([\w, ]+)` \|", section, re.M)
    assert {k for key in keys for k in key.split(", ")} == set(Parameter.model_fields) - {"name"}
    assert f"| `parameters.toml` | {len(parameters())} |" in README


def test_text_files_have_unix_line_ends():
    """Checksums are of bytes, so a checkout must not change them."""
    for name in (*RESOURCES, "README.md", "LICENSE", "datapackage.json"):
        data = data_path(name).read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")


@pytest.fixture
def folder(tmp_path):
    for name in (*RESOURCES, "datapackage.json"):
        shutil.copy(data_path(name), tmp_path / name)
    return tmp_path


def test_a_changed_file_is_found_and_recorded(folder):
    before = (folder / "datapackage.json").read_bytes()
    with (folder / "paper_facts.csv").open("ab") as file:
        file.write(b"\n")
    assert datapackage.changed(folder) == ["paper_facts.csv"]
    assert datapackage.refresh(folder) == ["paper_facts.csv"]
    assert datapackage.changed(folder) == []
    shutil.copy(data_path("paper_facts.csv"), folder)
    assert datapackage.refresh(folder) == ["paper_facts.csv"]
    assert (folder / "datapackage.json").read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == sorted((*RESOURCES, "datapackage.json"))


def test_command_line(folder, monkeypatch, capsys):
    monkeypatch.setenv("INTENSITY_DATA", str(folder))
    assert datapackage.main(["--check"]) == 1  # there is no list of checksums yet
    assert datapackage.main([]) == 0
    assert datapackage.main(["--check"]) == 0
    with (folder / "parameters.toml").open("ab") as file:
        file.write(b"# more\n")
    assert datapackage.main(["--check"]) == 1
    assert "parameters.toml" in capsys.readouterr().out
    assert datapackage.main([]) == 0
    assert datapackage.main(["--check"]) == 0
    assert datapackage.main(["--chek"]) == 2
    (folder / "parameters.toml").unlink()
    assert datapackage.main(["--check"]) == 2
    error = capsys.readouterr().err
    assert "parameters.toml" in error
    assert "Traceback" not in error


@pytest.mark.parametrize("text", ["", "[]", "{", '{"resources": [1]}', '{"resources": [{}]}'])
def test_broken_description_gets_one_line(folder, text):
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"^datapackage.json") as caught:
        datapackage.changed(folder)
    assert "\n" not in str(caught.value)
