"""At scale: computed from shipped rates, which are checked; shipped faults ended well."""

import json
import math
import shutil

import pytest

from intensity.evidence import scale
from intensity.evidence.record import Record
from intensity.experiment.design import MOST_UNITS, Design
from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.report import scale as tables


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the data folder."""
    folder = tmp_path / "data"
    shutil.copytree(data_path(), folder)
    monkeypatch.setenv("INTENSITY_DATA", str(folder))
    return folder


def test_a_hundred_times_as_much_takes_a_hundred_times_as_long():
    """Catches a table that is not that of the design's estimate."""
    frame = scale.sizes(scale.rates(), Design.load("paper")).set_index("city_years")
    hours = frame["core_hours"]
    assert hours[1e6] / hours[1e4] == pytest.approx(100, rel=0.02)
    assert hours[1e8] / hours[1e6] == pytest.approx(100, rel=0.02)
    assert frame["memory"].nunique() == 1
    assert (frame["files"] <= MOST_UNITS).all()
    assert frame.loc[1e4, "cities"] == math.ceil(1e4 / scale.years_per_city(Design.load("paper")))


def test_limits_stand_in_the_order_in_which_they_are_met():
    found = scale.limits(scale.rates(), Design.load("paper"))
    assert found["city_years"].is_monotonic_increasing
    assert {"files", "panel", "disk", "start"} <= set(found["limit"])


def test_shipped_rates_keep_the_goal_and_shipped_faults_ended_well():
    """Catches a scheduler's overhead above two per cent, and a fault that is not mended."""
    record = Record()
    scale.scale_evidence(record, progress=False)
    assert record.values["scale.dask.share"]["value"] < scale.GOAL
    assert record.values["scale.dask.verdict"]["value"] == "below"
    assert record.values["faults.worse"]["value"] == 0
    assert record.values["faults.inputs.worse"]["value"] == 0
    assert record.values["faults.inputs"]["value"] >= 10_000
    kills = record.tables["scale_faults"].set_index("fault").loc["SIGKILL at a random moment"]
    assert kills["times"] >= 20
    few, many = (record.values[f"scale.memory.{name}"]["value"] for name in ("first", "last"))
    assert many / few == pytest.approx(1.0, abs=0.1)
    sizes, limits, faults = (record.tables[f"scale_{n}"] for n in ("sizes", "limits", "faults"))
    assert tables.sizes_html(sizes).count("<tr>") == len(sizes) + 1
    assert tables.limits_html(limits).count("<tr>") == len(limits) + 1
    assert tables.faults_html(faults).count("<tr>") == len(faults) + 1


def test_the_limit_of_disk_is_that_of_the_estimate():
    """Catches a limit extrapolated from a size at which files share less of their overhead."""
    paper = Design.load("paper")
    cities = scale.cities_at(paper, 1e10)
    assert paper.but(cities=cities).estimate().disk >= 1e10
    assert paper.but(cities=cities - 1).estimate().disk < 1e10


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"put_ms": -1}, r"scale\.json: put_ms = -1: must be a number above 0"),
        ({"put_ms": None}, r"scale\.json: put_ms = None"),
        ({"dask_tasks": True}, r"scale\.json: dask_tasks = True"),
    ],
)
def test_a_rate_that_is_none_is_named(data, change, words):
    file = data / "reference" / "scale.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(InputError, match=words):
        scale.rates()


def test_a_table_of_faults_that_does_not_add_up_is_named(data):
    file = data / "reference" / "faults.csv"
    file.write_text("fault,how,times,unharmed,refused,worse\nfire,it burns,3,1,1,0\n")
    with pytest.raises(InputError, match=r"faults\.csv: fire: .* do not add up"):
        scale.faults()
    file.write_text("fault,how\n")
    with pytest.raises(InputError, match="missing column times"):
        scale.faults()
    file.unlink()
    with pytest.raises(InputError, match=r"faults\.csv: No such file"):
        scale.faults()
