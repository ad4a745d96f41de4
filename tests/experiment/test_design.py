"""Designs: shipped ones load, bad ones get one line, draws stay inside the ranges."""

import numpy as np
import pytest

import intensity as it
from intensity.model.parameters import parameters
from intensity.model.tables import data_path

GOOD = {"cities": 4, "streets": 2, "months": 12, "burn_in": 6, "levels": [0.0, 1.0], "seed": 1}


@pytest.mark.parametrize("name", sorted(p.stem for p in data_path("designs").glob("*.toml")))
def test_shipped_designs_load(name):
    design = it.Design.load(name)
    assert design.name == name
    assert design.burn_in < design.months


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"citys": 3}, ("citys", "cities")),
        ({"cities": 0}, ("cities", "0")),
        ({"cities": "many"}, ("cities", "many")),
        ({"cities": 2.5}, ("cities", "2.5")),
        ({"streets": 0}, ("streets", "0")),
        ({"levels": []}, ("levels",)),
        ({"levels": [0.5, 0.5]}, ("levels", "twice")),
        ({"levels": [0.5, 1.5]}, ("levels", "1.5")),
        ({"levels": [float("nan")]}, ("levels", "nan")),
        ({"burn_in": 12}, ("burn_in", "12")),
        ({"seed": -1}, ("seed", "-1")),
        ({"switches": {"crowd": False}}, ("crowd", "crowding")),
        ({"switches": {"crowding": "off"}}, ("crowding", "off")),
        ({"sampling": {"method": "grid"}}, ("method", "grid")),
        ({"sampling": {"parameters": ["kapa"]}}, ("kapa", "kappa")),
        ({"sampling": {"ranges": {"kappa": [2.0, 1.0]}}}, ("kappa", "2.0")),
        ({"sampling": {"ranges": {"nu": [0.5, 1.5]}}}, ("nu", "1.5")),
        ({"sampling": {"metod": "lhs"}}, ("metod", "method")),
    ],
)
def test_bad_designs_get_one_line(change, parts):
    with pytest.raises(it.InputError) as error:
        it.Design.of({**GOOD, **change})
    text = str(error.value)
    assert "\n" not in text
    for part in parts:
        assert part in text, text


def test_missing_field_and_file(tmp_path):
    with pytest.raises(it.InputError, match="cities: is missing"):
        it.Design.of({k: v for k, v in GOOD.items() if k != "cities"})
    with pytest.raises(it.InputError, match="no such file; shipped designs are"):
        it.Design.load("papr")
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"cities = \xff")
    with pytest.raises(it.InputError, match=r"broken\.toml"):
        it.Design.load(broken)


@pytest.mark.parametrize("method", ["sobol", "lhs"])
def test_draws_stay_inside_their_ranges_and_spread(method):
    """Catches a parameter that is never varied or leaves its range."""
    design = it.Design.of({**GOOD, "cities": 64, "sampling": {"method": method}})
    cities = design.draw()
    for name, (low, high) in design.varied().items():
        values = np.array([city.values[name] for city in cities], dtype=float)
        assert low <= values.min() < values.max() <= high
        assert parameters()[name].integer == (values == values.round()).all()


def test_a_larger_sobol_design_contains_the_smaller():
    small = it.Design.of({**GOOD, "cities": 8}).draw()
    large = it.Design.of({**GOOD, "cities": 32}).draw()
    assert small == large[:8]
