"""Designs and parameters drawn by Hypothesis: valid ones survive a round trip, others a refusal."""

import datetime
import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import intensity as it
from intensity.experiment.sampling import named
from intensity.model.parameters import check, parameters
from intensity.model.simulate import SWITCHES

KNOWN = parameters()
RANGED = sorted(name for name, p in KNOWN.items() if p.range is not None)
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
levels = st.lists(st.floats(0, 1).map(lambda x: x + 0.0), min_size=1, max_size=6, unique=True)


@st.composite
def values(draw, name):
    """An allowed value of a parameter, inside its range if it has one."""
    known = KNOWN[name]
    if known.choices is not None:
        return draw(st.sampled_from(known.choices))
    low, high = known.range or (known.default, known.default)
    if known.integer:
        return draw(st.integers(int(low), int(high)))
    return draw(st.floats(low, high))


@st.composite
def designs(draw):
    """The content of a valid design."""
    months = draw(st.integers(2, 40))
    out = {
        "cities": draw(st.integers(1, 10**6)),
        "streets": draw(st.integers(1, 400)),
        "months": months,
        "burn_in": draw(st.integers(0, months - 1)),
        "levels": draw(levels),
        "seed": draw(st.integers(0, 2**63 - 1)),
    }
    if draw(st.booleans()):
        out["cities_per_file"] = draw(st.integers(1, 2**20))
    if draw(st.booleans()):
        out["variant"] = draw(st.sampled_from(sorted(named("City"))))
    switches = draw(st.sets(st.sampled_from(sorted(SWITCHES)), max_size=3))
    out["switches"] = {name: draw(st.booleans()) for name in switches}
    fixed = draw(st.sets(st.sampled_from(RANGED), max_size=3))
    out["values"] = {name: draw(values(name)) for name in sorted(fixed)}
    method = draw(st.sampled_from(("sobol", "default")))
    out["sampling"] = {"method": method}
    if method == "sobol" and draw(st.booleans()):
        free = sorted(set(RANGED) - fixed)
        out["sampling"]["parameters"] = draw(
            st.lists(st.sampled_from(free), min_size=1, max_size=5, unique=True)
        )
    if draw(st.booleans()):
        del out["levels"], out["months"]
        steps = st.builds(
            lambda months, level: {"months": months, "intensity": level},
            st.integers(1, 20),
            st.floats(0, 1),
        )
        courses = st.builds(lambda steps: {"steps": steps}, st.lists(steps, min_size=1, max_size=3))
        names = st.text("abcz城 -.", min_size=1, max_size=9).filter(str.strip)
        out["schedules"] = draw(st.dictionaries(names, courses, min_size=1, max_size=2))
        out["burn_in"] = 0
    return out


def toml(value):
    """A value as TOML; only what designs hold."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value) if isinstance(value, bool | str | int) else repr(value)


@quick
@given(designs())
def test_valid_designs_survive_every_round_trip(tmp_path, content):
    """Catches a digest that depends on how a design was written down, or a field that gets lost."""
    design = it.Design.of(content)
    file = tmp_path / "design.toml"
    file.write_text("".join(f"{k} = {toml(v)}\n" for k, v in content.items()), "utf-8")
    again = it.Design.load(file)
    assert again.digest == design.digest
    assert it.Design.of(json.loads(json.dumps(design.content()))) == design
    assert again.but(name="other").digest == design.digest
    other = design.but(seed=(design.seed + 1) % 2**63)
    assert other.digest != design.digest
    wanted = design.estimate()
    assert wanted.units == -(-design.cities // design.cities_per_unit)
    assert wanted.rows >= design.cities
    assert math.isfinite(wanted.problems + wanted.disk + wanted.memory)


anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=12),
        st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=8,
)
FIELDS = st.one_of(st.sampled_from(sorted(it.Design.model_fields)), st.text(max_size=12))


@settings(quick, max_examples=150)
@given(designs(), FIELDS, anything)
def test_anything_in_any_field_is_taken_or_refused_in_one_line(content, field, value):
    """Catches a traceback, a message of many lines, a value that is taken and cannot be kept."""
    try:
        design = it.Design.of(content | {field: value})
    except it.InputError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 1000
    else:
        assert it.Design.of(design.content()) == design


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_values_of_parameters_are_taken_or_refused_in_one_line(name):
    """Catches a value outside of its bounds that is taken, or one inside that is changed."""

    @settings(quick, max_examples=12)
    @given(values(name), anything)
    def examples(good, other):
        assert check(name, good) == good
        try:
            taken = check(name, other)
        except it.InputError as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 400
        else:
            assert taken == other
            known = KNOWN[name]
            assert known.choices or known.min <= taken <= known.max

    examples()
