"""Every parameter of the model is described, and a wrong value is refused in one line."""

from __future__ import annotations

import math
import tomllib

import numpy as np
import pytest

from intensity.model import parameters as module
from intensity.model.errors import InputError
from intensity.model.parameters import check, parameters
from intensity.model.tables import data_path, external_facts, paper_facts

ORDER = """
lambda_pot lambda_u p_big p_hard K size_cv e_0_sd
h_small h_big service_cv service_law h_screen s_shirk h_pat nu phi_1 pi1_small pi1_big
theta delta theta_x delta_x theta_u tau_u
a_0 gamma operators duty r_min city_streets h_call h_call_pat consult_share street_share
kappa h_up quota s_excl w_0 e2_0 e_max pi2_small pi2_big pi_u_easy pi_u_hard
p_sat_res p_sat_unres late_sat rho rho_u n_rep c_b d_1 d_2 d_3 d_4
omega_v o_ref omega_r mu eta_e e_0 r_M f_req eta_1 eta_2 omega_city n_sp beta_sp lambda_sp
w_resp w_res w_sat
v_big I_reg I_high
M_0 B1_0 B2_0
refer_back reserve exclusion_rule misdispatch
adapt_gain adapt_effort adapt_busy adapt_noise adapt_hours
"""
NAMES = ORDER.split()
ALL = parameters()


def test_names_and_order():
    assert list(ALL) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_parameter_is_described(name):
    p = ALL[name]
    assert p.symbol and p.unit and p.title
    assert p.provenance in ("stated", "calibrated", "assumed", "external")
    assert p.section or p.source
    assert len(p.reason) > 30
    assert check(name, p.default) == p.default
    if p.range is not None:
        assert p.min <= p.range[0] <= p.default <= p.range[1] <= p.max
        assert check(name, p.range[0]) == p.range[0]
    if p.provenance == "stated":
        assert p.range is None
    assert "\n" not in p.reason


def test_reasons_are_not_repeated():
    reasons = [p.reason for p in ALL.values()]
    assert len(set(reasons)) == len(reasons)


def test_cited_facts_exist_and_fit_the_provenance():
    paper = paper_facts().set_index("id")["use"]
    public = set(external_facts()["id"])
    for p in ALL.values():
        for fact in p.facts:
            assert fact in paper.index or fact in public, (p.name, fact)
        if p.provenance == "external":
            assert set(p.facts) <= public
        if p.provenance == "stated":
            assert all(paper[fact] == "input" for fact in p.facts)
        if p.provenance == "calibrated":
            assert any(paper.get(fact) == "calibration target" for fact in p.facts), p.name


def test_kinds_of_values():
    assert isinstance(ALL["K"].default, int)
    assert isinstance(ALL["d_1"].default, float)
    assert ALL["service_law"].choices == ("exponential", "lognormal")
    whole = {name for name, p in ALL.items() if p.integer}
    assert whole == {"K", "operators", "city_streets", "n_rep", "n_sp"}
    assert {name for name, p in ALL.items() if p.infinite} == {"h_pat", "h_call_pat"}


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("nu", 1, 1.0),
        ("nu", np.float64(0.3), 0.3),
        ("nu", np.float32(0.5), 0.5),
        ("K", 512, 512),
        ("K", 4.0, 4),
        ("K", np.int32(4), 4),
        ("kappa", 0, 0.0),
        ("h_pat", math.inf, math.inf),
        ("service_law", "lognormal", "lognormal"),
    ],
)
def test_good_value_gets_the_type_of_its_parameter(name, value, wanted):
    got = check(name, value)
    assert got == wanted
    assert type(got) is type(wanted)


@pytest.mark.parametrize(
    ("name", "value", "parts"),
    [
        ("nu", 1.2, ("nu = 1.2", "from 0 to 1")),
        ("nu", -0.1, ("nu = -0.1", "from 0 to 1")),
        ("nu", math.nan, ("nu = nan", "from 0 to 1")),
        ("nu", True, ("nu = True", "a number")),
        ("nu", np.bool_(True), ("nu = True", "a number")),
        ("nu", "0.3", ("nu = '0.3'", "a number")),
        ("nu", None, ("nu = None", "a number")),
        ("nu", 1j, ("nu = 1j", "a number")),
        ("nu", [0.3], ("nu = [0.3]", "a number")),
        ("nu", np.array([0.3]), ("nu = array", "a number")),
        ("K", 0, ("K = 0", "a whole number from 1 to 512", "unit handlers")),
        ("K", 513, ("K = 513", "from 1 to 512")),
        ("K", 2.5, ("K = 2.5", "a whole number")),
        ("K", 10**400, ("K = 1000", "from 1 to 512")),
        ("operators", 0, ("operators = 0", "at least 1", "unit persons")),
        ("operators", math.inf, ("operators = inf", "a whole number")),
        ("kappa", math.inf, ("kappa = inf", "at least 0")),
        ("h_small", 0, ("h_small = 0", "at least 0.001", "unit h")),
        ("h_pat", -math.inf, ("h_pat = -inf", "or inf")),
        ("service_law", "gamma", ("service_law = 'gamma'", "exponential, lognormal")),
        ("service_law", 1, ("service_law = 1", "one of")),
        ("kapa", 0.5, ("'kapa' = 0.5", "unknown parameter", "did you mean kappa")),
        ("k", 3, ("'k' = 3", "did you mean", "K")),
        ("zzz", 3, ("'zzz' = 3", ": lambda_pot, lambda_u")),
    ],
)
def test_bad_value_gets_one_line(name, value, parts):
    with pytest.raises(InputError) as caught:
        check(name, value)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 500
    assert not [part for part in parts if part not in line], line


GOOD = """[a]
symbol = "a"
unit = "1"
title = "a"
default = 0.5
range = [0.2, 0.8]
min = 0.0
max = 1.0
provenance = "assumed"
section = "4.2"
reason = "r"
"""


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("default = 0.5", "default = 2.0", ("[a], default = 2.0", "range")),
        ("default = 0.5", "default = true", ("[a], default = True",)),
        ("default = 0.5", "default = nan", ("[a], default = nan",)),
        ("default = 0.5", "", ("[a], default", "is missing")),
        ("[0.2, 0.8]", "[0.8, 0.2]", ("[a], range = [0.8, 0.2]", "low < high")),
        ("[0.2, 0.8]", "[0.2, 1.8]", ("[a], range = [0.2, 1.8]", "from 0 to 1")),
        ("[0.2, 0.8]", "[0.2]", ("[a], range",)),
        ("max = 1.0", "max = -1.0", ("[a], min = 0.0", "min <= max")),
        ("max = 1.0", "", ("[a], min = 0.0", "min <= max")),
        ('"assumed"', '"guessed"', ("[a], provenance = 'guessed'", "assumed")),
        ('"assumed"', '"stated"', ("[a], facts", "names its fact")),
        ('section = "4.2"', "", ("[a], section", "needed")),
        ('section = "4.2"', 'section = "9"', ("[a], section = '9'",)),
        ('reason = "r"', 'raeson = "r"', ("[a], raeson = 'r'", "did you mean reason")),
        ('reason = "r"', 'reason = ""', ("[a], reason = ''",)),
        ("[a]", "a = 1\n[b]", ("a = 1", "must be a table")),
        ("default = 0.5", "default = " + "9" * 5000, ("not TOML", "4300 digits")),
        ("default = 0.5", "default = " + "[" * 5000, ("not TOML", "nested too deeply")),
        ("default = 0.5", "a" * 5000 + " = 1", ("aaa... = 1", "unknown key")),
        ("[a]", "[a", ("not TOML",)),
        (GOOD, "", ("no parameters",)),
    ],
)
def test_bad_parameter_file_gets_one_line(tmp_path, old, new, parts):
    path = tmp_path / "parameters.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        parameters(path)
    line = str(caught.value)
    assert line.startswith("parameters.toml")
    assert "\n" not in line
    assert not [part for part in parts if part not in line], line


def test_good_parameter_file_is_read(tmp_path):
    path = tmp_path / "parameters.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert parameters(path)["a"].range == (0.2, 0.8)


def test_the_file_is_read_once_and_cannot_be_changed_from_outside(monkeypatch):
    def refuse(path):
        raise AssertionError(f"{path} read again")

    parameters()
    monkeypatch.setattr(module, "decoded", refuse)
    mine = parameters()
    mine.clear()
    assert list(parameters()) == NAMES
    with pytest.raises(ValueError, match="frozen"):
        ALL["nu"].default = 0.1


def test_no_key_is_there_without_effect():
    tables = tomllib.loads(data_path("parameters.toml").read_text(encoding="utf-8"))
    assert not any(key in t and t[key] is False for t in tables.values() for key in t)
