"""Designs: shipped ones load, bad ones get one line, draws stay inside the ranges."""

import json

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


CASES = [
    ({"citys": 3}, "citys = 3: unknown field; did you mean cities?"),
    ({"cities": 0}, "cities = 0: must be a whole number from 1 to 1073741824 (2^30)"),
    ({"cities": 2**31}, "cities = 2147483648: must be a whole number from 1 to"),
    ({"cities": "many"}, "cities = 'many': must be a whole number from 1"),
    ({"cities": 2.5}, "cities = 2.5: must be a whole number from 1"),
    ({"cities": True}, "cities = True: must be a whole number"),
    ({"cities": float("inf")}, "cities = inf: must be a whole number"),
    ({"cities": None}, "cities = None: must be a whole number"),
    ({"streets": 0}, "streets = 0: must be a whole number from 1 to 100000"),
    ({"months": 1}, "months = 1: must be a whole number from 2 to 1200"),
    ({"months": [12]}, "months = (12,): must be a whole number from 2 to 1200"),
    ({"burn_in": 12}, "burn_in = 12: a run has only 12 months"),
    ({"burn_in": -1}, "burn_in = -1: must be a whole number from 0"),
    ({"levels": []}, "levels: wants at least one number from 0 to 1, or else [schedules]"),
    ({"levels": 0.5}, "levels = 0.5: must be a list of at most 1001 numbers from 0 to 1"),
    ({"levels": [0.5, 0.2, 0.5]}, "levels[2] = 0.5: each level once; it stands there twice"),
    ({"levels": [0, -0.0]}, "levels[1] = 0.0: each level once"),
    ({"levels": [0.5, 1.5]}, "levels[1] = 1.5: must be a number from 0 to 1"),
    ({"levels": [float("nan")]}, "levels[0] = nan: must be a number from 0 to 1"),
    ({"levels": [True]}, "levels[0] = True: must be"),
    ({"levels": [k / 2000 for k in range(1500)]}, "levels = (0.0, 0.0005"),
    ({"every": 4}, "every = 4: must divide the 6 months of a run after burn_in"),
    ({"every": 0}, "every = 0: must be a whole number of months"),
    ({"variant": "petiton"}, "variant = 'petiton': unknown variant; did you mean petition?"),
    ({"seed": -1}, "seed = -1: must be a whole number from 0 to 2^63 - 1"),
    ({"seed": 2**63}, "seed = 9223372036854775808: must be"),
    ({"name": ""}, "name = '': must be a name of up to 64 letters"),
    ({"name": "../x"}, "name = '../x': must be a name"),
    ({"cities_per_file": 0}, "cities_per_file = 0: must be a whole number from 1"),
    ({"switches": {"crowd": False}}, "switches.crowd: unknown switch; did you mean crowding?"),
    ({"switches": {"crowding": "off"}}, "switches.crowding = 'off': must be true or false"),
    ({"switches": False}, "switches = False: must be a table with true or false"),
    ({"sampling": {"method": "grid"}}, "sampling.method = 'grid': must be sobol (scrambled"),
    ({"sampling": {"metod": "lhs"}}, "sampling.metod = 'lhs': unknown field; did you mean method"),
    ({"sampling": {"seed": 3}}, "sampling.seed = 3: unknown field; it belongs above the first"),
    ({"kappa": 0.5}, "kappa = 0.5: unknown field; it is a parameter and belongs under [values]"),
    ({"crowding": False}, "crowding = False: unknown field; it is a mechanism and belongs under"),
    ({"ranges": {"mu": [1, 2]}}, "unknown field; it belongs under [sampling]"),
    ({"sampling": {"values": {"mu": 1}}}, "unknown field; [values] is a table of its own"),
    (
        {"values": {"nu": "0,4"}},
        "nu = '0,4': must be a number from 0 to 1; decimals",
    ),
    ({"sampling": {"parameters": ["kapa"]}}, "sampling.parameters: 'kapa' is no parameter; did"),
    ({"sampling": {"parameters": []}}, "sampling.parameters: is empty; without the field all"),
    ({"sampling": {"parameters": ["nu", "nu"]}}, "sampling.parameters[1] = 'nu': each name once"),
    ({"sampling": {"parameters": ["operators"]}}, "operators has no range to be drawn from"),
    ({"sampling": {"ranges": {"kapa": [0.0, 1.0]}}}, "sampling.ranges: 'kapa' is no parameter"),
    ({"sampling": {"ranges": {"kappa": [2.0, 1.0]}}}, "sampling.ranges.kappa = [2, 1]: must be"),
    ({"sampling": {"ranges": {"kappa": [0.5]}}}, "sampling.ranges.kappa[1]: is missing; wants"),
    ({"sampling": {"ranges": {"kappa": 2.0}}}, "sampling.ranges.kappa = 2.0: must be [low, high]"),
    ({"sampling": {"ranges": {"nu": [0.5, 1.5]}}}, "low < high, inside [0, 1]"),
    ({"sampling": {"ranges": {"nu": [0.5, float("nan")]}}}, "ranges.nu = [0.5, nan]: must be"),
    ({"sampling": {"ranges": {"K": [2.5, 4.0]}}}, "ranges.K = [2.5, 4]: must be whole numbers"),
    ({"sampling": {"ranges": {"e_0": [0.3, 1.0]}}}, "e_0 = 1, e_max = 0.95: e_0 must be at most"),
    ({"sampling": {"ranges": {"service_law": [0.0, 1.0]}}}, "service_law has no range"),
    ({"sampling": {"method": "default", "parameters": ["nu"]}}, '"default" varies nothing'),
    (
        {"sampling": {"method": "lhs"}, "cities": 10**6},
        'at most 100000 with sampling.method = "lhs',
    ),
    ({"values": {"kapa": 1.0}}, "values: 'kapa' = 1.0: unknown parameter; did you mean kappa?"),
    ({"values": {"kappa": -1.0}}, "values: kappa = -1.0: must be a number of at least 0"),
    ({"values": {"kappa": float("nan")}}, "values: kappa = nan: must be a number"),
    ({"values": {"kappa": [1.0]}}, "values: kappa = (1.0,): must be a number"),
    (
        {"values": {"nu": 0.3}, "sampling": {"parameters": ["nu"]}},
        "values.nu: is fixed here and varied in sampling.parameters",
    ),
    ({"schedules": {"up": {"steps": []}}, "levels": []}, "schedules.up: wants either scenario or"),
    ({"schedules": {"b": {"scenario": "b-city"}}}, "a design has levels or [schedules], not both"),
    (
        {"schedules": {"b": {"scenario": "bcity"}}, "levels": []},
        "schedules.b.scenario = 'bcity': unknown scenario; did you mean b-city?",
    ),
    (
        {"schedules": {"b": {"steps": [{"months": 9}]}}, "levels": []},
        "schedules.b.steps[0]: wants intensity, or else both resources and assessment",
    ),
    (
        {"schedules": {"b": {"steps": [{"months": 9, "intensity": 2.0}]}}, "levels": []},
        "schedules.b.steps[0].intensity = 2.0: must be a number from 0 to 1",
    ),
    (
        {"schedules": {"b": {"stepps": []}}, "levels": []},
        "schedules.b.stepps = (): unknown field; did you mean steps?",
    ),
    ({"schedules": {"b": {"scenario": "b-city"}}, "levels": [], "months": 9}, "months: is for lev"),
    (
        {"schedules": {"b": {"scenario": "b-city", "start": "2015-13"}}, "levels": []},
        "schedules.b.start = '2015-13': must be the calendar month",
    ),
    ({"cities": 0, "streets": 0, "seed": -1, "burn_in": -1}, "; and 1 more"),
]


@pytest.mark.parametrize(("change", "words"), CASES, ids=[words[:40] for _, words in CASES])
def test_bad_designs_get_one_line(change, words):
    """Each names field, value and what is allowed."""
    with pytest.raises(it.InputError) as error:
        it.Design.of({**GOOD, **change})
    text = str(error.value)
    assert "\n" not in text
    assert len(text) < 500
    assert words in text, text


FILES = [
    (b"cities = \xff", r"broken.toml, row 1, value 0xff: not UTF-8"),
    (b"cities = ", r"broken.toml: not TOML: Invalid value"),
    (b"cities = 1\ncities = 2", r"broken.toml: not TOML: Cannot overwrite a value"),
    (b"cities = " + b"9" * 5000, r"broken.toml: not TOML: Exceeds the limit"),
    (b"x = " + b"[" * 5000, r"broken.toml: not TOML: "),
    (b"#" * 1_000_001, r"broken.toml: 1000001 bytes; a design has at most 1000000"),
    (b"", r"broken.toml: cities: is missing; wants a whole number from 1"),
    (b"levels = 2020-01-01\ncities = 1", r"levels = datetime.date(2020, 1, 1): must be a list"),
]


@pytest.mark.parametrize(("content", "words"), FILES, ids=[words[13:50] for _, words in FILES])
def test_bad_files_get_one_line(tmp_path, content, words):
    (tmp_path / "broken.toml").write_bytes(content)
    with pytest.raises(it.InputError) as error:
        it.Design.load(tmp_path / "broken.toml")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["papr", "", "x" * 5000, "nul\0", "/", "/dev/null", "no/where"])
def test_names_of_no_design_get_one_line(name):
    with pytest.raises(it.InputError) as error:
        it.Design.load(name)
    assert "\n" not in str(error.value)
    assert "design" in str(error.value)
    assert name != "papr" or "did you mean paper?" in str(error.value)


def test_a_file_gives_its_name_to_the_design(tmp_path):
    """And never one that leads out of the folder of results."""
    text = "cities = 1\nlevels = [0, 1]\n"
    for stem, name in (
        ("my plan", "my-plan"),
        ("试验", "试验"),
        (".hidden", "hidden"),
        ("_", "design"),
    ):
        (tmp_path / f"{stem}.toml").write_text(text)
        assert it.Design.load(tmp_path / f"{stem}.toml").name == name
    assert it.Design.of({"cities": 1, "levels": [0, 1]}).levels == (0.0, 1.0)


def test_a_design_survives_being_written_down():
    """What the manifest keeps is the whole design."""
    for name in sorted(p.stem for p in data_path("designs").glob("*.toml")):
        design = it.Design.load(name)
        again = it.Design.of(json.loads(json.dumps(design.content())))
        assert again == design
        assert again.digest == design.digest


def test_the_digest_is_of_what_is_computed_and_nothing_else():
    base = it.Design.of(GOOD)
    assert base.but(name="other").digest == base.digest
    assert base.but(levels=[0, 1]).digest == base.digest
    changes = [{"seed": 2}, {"cities_per_file": 7}, {"values": {"nu": 0.3}}, {"every": 3}]
    changes += [{"switches": {"special": False}}, {"sampling": {"method": "lhs"}}]
    digests = {base.but(**change).digest for change in changes}
    assert len(digests | {base.digest}) == len(changes) + 1


def test_values_hold_for_all_cities_and_are_not_varied():
    design = it.Design.of({**GOOD, "values": {"nu": 0.33, "K": 5}})
    assert {(city.nu, city.K) for city in design.draw()} == {(0.33, 5)}
    assert not {"nu", "K"} & set(design.varied())


def test_a_variant_changes_every_city_after_it_was_drawn():
    """And the panel has the parameters as they were simulated."""
    design = it.Design.of({**GOOD, "variant": "petition"})
    assert {city.delta for city in design.draw()} == {0.6}
    assert set(it.run_experiment(design, progress=False)["delta"]) == {0.6}


def test_units_are_large_enough_and_not_too_many():
    """Overhead per unit stays small, and so does the number of files."""
    small = it.Design.load("smoke")
    assert small.units == 1
    paper = it.Design.load("paper")
    problems = paper.estimate().problems / paper.units
    assert 4e6 < problems < 4e7
    huge = paper.but(cities=2**30)
    assert huge.units <= 2**14


def test_estimates_grow_as_the_design_does_and_large_ones_are_refused(tmp_path):
    """Nothing is written; the line says how much it would take, and of what too much."""
    paper = it.Design.load("paper")
    one, ten = paper.estimate(), paper.but(cities=2560).estimate()
    assert ten.problems == pytest.approx(10 * one.problems)
    assert ten.disk == pytest.approx(10 * one.disk)
    assert ten.memory == one.memory
    assert one.excess == ""
    huge = paper.but(cities=10**8)
    with pytest.raises(it.InputError, match=r"more than 24 core hours and 10 GB of disk; --yes"):
        it.run_experiment(huge, store=tmp_path, progress=False)
    wide = paper.but(streets=100_000, months=1200)
    assert "memory" in wide.estimate().excess
    assert not list(tmp_path.iterdir())


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
