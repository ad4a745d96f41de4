"""The figure and the table of the benchmark: readable, true to what was measured."""

import numpy as np
import pytest

from intensity.model.errors import InputError
from intensity.report import bench as figures
from intensity.report import style


@pytest.fixture
def bench():
    """A run of the benchmark in its shape, with a slope of one and round numbers."""
    rng = np.random.default_rng(5)
    values = {
        "kernel_over_c": (1.1, (1.05, 1.2)),
        "simpy_over_kernel": (620.0, (600.0, 650.0)),
        "ciw_over_kernel": (140.0, (135.0, 150.0)),
        "mesa_over_kernel": (33.0, (32.0, 34.0)),
        "slope_streets": (1.004, (0.99, 1.01)),
        "slope_months": (0.998, (0.99, 1.01)),
        "slope_cities": (1.05, (1.02, 1.06)),
        "start_cold_s": (None, None),
    }
    runs = [
        {"contest": of, "contestant": str(n), "round": r, "user_s": 0.01 * n * rng.uniform(1, 1.03)}
        for of, sizes in (("streets", (32, 64, 128)), ("months", (72, 144)), ("cities", (4, 8, 16)))
        for n in sizes
        for r in range(5)
    ]
    return {
        **{key: value for key, (value, _) in values.items()},
        "spread": {key: spread for key, (_, spread) in values.items() if spread},
        "goals": {
            "kernel_over_c": {"at_least": None, "at_most": 1.15, "met": True},
            "slope_cities": {"at_least": 0.97, "at_most": 1.03, "met": False},
            "simpy_over_kernel": {"at_least": 200.0, "at_most": None, "met": True},
            "start_cold_s": {"at_least": None, "at_most": 20.0, "met": None},
        },
        "runs": [*runs, {"contest": "start", "contestant": "warm", "round": 0, "wall_s": 1.0}],
    }


@pytest.mark.parametrize("width", ["page", "column"])
def test_can_be_read(width, bench, faults):
    """Catches texts that overlap, leave the figure, or are too small."""
    figure = figures.draw(bench, width=width)
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert not faults(figure)


@pytest.mark.parametrize("times", [0.5, 20.0])
def test_can_be_read_whatever_the_ratios(times, bench, faults):
    """Catches labels placed for one machine's numbers."""
    for key in ("simpy_over_kernel", "ciw_over_kernel", "mesa_over_kernel"):
        bench[key] *= times
        bench["spread"][key] = tuple(times * bound for bound in bench["spread"][key])
    assert not faults(figures.draw(bench))


def test_times_are_relative_to_the_kernel(bench):
    """Catches a ratio the wrong way up, with its range."""
    rows = figures.times(bench)
    assert list(rows.index) == ["c", "kernel", "mesa", "ciw", "simpy"]
    assert rows.loc["c", "middle"] == pytest.approx(1 / 1.1)
    assert rows.loc["c", "low"] == pytest.approx(1 / 1.2)
    assert rows.loc["simpy", "middle"] == 620.0
    assert (rows["low"] <= rows["middle"]).all() and (rows["middle"] <= rows["high"]).all()


def test_without_a_compiler(bench, faults):
    """Catches a figure that needs C."""
    bench["kernel_over_c"] = None
    del bench["spread"]["kernel_over_c"]
    assert "c" not in figures.times(bench).index
    assert not faults(figures.draw(bench))


def test_growth(bench):
    """Catches sizes in the order of their digits, or other runs taken for sizes."""
    rows = figures.growth(bench)
    assert list(rows[rows["of"] == "streets"]["size"]) == [1, 2, 4]
    assert np.allclose(rows["time"], rows["size"], rtol=0.05)


def test_table(bench):
    """Catches a goal the wrong way round, or a verdict on what was not measured."""
    rows = figures.frame(bench)
    assert rows.loc["kernel_over_c", ["goal", "met"]].tolist() == ["at most 1.15", "yes"]
    assert rows.loc["slope_cities", ["goal", "met"]].tolist() == ["0.97 to 1.03", "no"]
    assert rows.loc["simpy_over_kernel", "goal"] == "at least 200"
    assert rows.loc["ciw_over_kernel", ["goal", "met"]].tolist() == ["", ""]
    assert np.isnan(rows.loc["start_cold_s", "measured"]) and rows.loc["start_cold_s", "met"] == ""
    assert rows.loc["kernel_over_c", ["low", "measured", "high"]].tolist() == [1.05, 1.1, 1.2]


def test_alt(bench):
    """Catches a text alternative without the numbers."""
    alt = figures.ALT(bench)
    assert alt.endswith(".") and "{" not in alt and "nan" not in alt
    assert "Ciw 140" in alt and "slope 1.050" in alt and "up to 3 sizes" in alt


def test_refuses(bench):
    """Catches an error from deep inside where a line would do."""
    with pytest.raises(InputError, match="lang: 'xx'"):
        figures.draw(bench, lang="xx")
    bench["runs"] = bench["runs"][-1:]
    with pytest.raises(InputError, match="streets: fewer than two sizes"):
        figures.draw(bench)


def test_same_run_same_file(bench, tmp_path):
    """Catches anything random in the figure."""
    files = [style.save(figures.draw(bench), tmp_path / str(i))[0].read_bytes() for i in range(2)]
    assert files[0] == files[1]
