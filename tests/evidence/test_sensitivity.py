"""Sensitivity on functions whose indices are known, through the code that the simulator runs in."""

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import pawn as salib
from SALib.test_functions import Ishigami

from intensity.evidence import outputs, sensitivity
from intensity.evidence.association import associate, pawn, strongest_pair
from intensity.evidence.outputs import LEVELS, OUTPUTS, Settings
from intensity.evidence.record import Record
from intensity.evidence.screening import DRAWS, direction, finite, kept, problem_of, screen
from intensity.evidence.shortnames import SHORT, listed, short
from intensity.evidence.variance import REST, apportion
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters


def luck(numbers):
    """A uniform number per number of the draws."""
    return np.array([np.random.default_rng(int(n)).random() for n in numbers])


def ishigami(points, numbers):
    return Ishigami.evaluate(2 * np.pi * points[:, :3] - np.pi)[:, None]


def linear(points, numbers):
    """Slopes 3, -1, 0 and a little luck."""
    return (points @ [3.0, -1.0, 0.0] + 0.01 * luck(numbers))[:, None]


def test_linear_effects_are_slopes():
    """Catches effects in the wrong unit, and parameters mixed up with the draws."""
    found = screen(linear, ["a", "b", "c"], ["y"], trajectories=6).set_index("parameter")
    assert list(found.index) == ["a", "b", "c", DRAWS]
    np.testing.assert_allclose(found.loc[["a", "b", "c"], "mu"], [3.0, -1.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.loc[["a", "b", "c"], "sigma"], 0.0, atol=1e-12)
    assert list(found["direction"])[:3] == ["raises", "lowers", "nothing"]
    assert 0.0 < found.loc[DRAWS, "mu_star"] < 0.02
    assert found["share"].sum() == pytest.approx(1.0)
    assert found.loc[DRAWS, "share"] == 0.0


def test_points_of_a_trajectory_share_their_draws():
    """With unlike draws at every step, noise of 100 would drown the slope."""
    noisy = lambda x, n: x[:, [0]] + 100.0 * luck(n)[:, None]  # noqa: E731
    found = screen(noisy, ["a", "b"], ["y"], trajectories=4).set_index("parameter")
    assert found.loc["a", "mu"] == pytest.approx(1.0)
    assert found.loc["b", "mu_star"] == pytest.approx(0.0, abs=1e-9)
    assert found.loc[DRAWS, "mu_star"] > 10.0


def test_screening_keeps_what_matters_for_any_output():
    """Catches a choice by the average, in which one output's only parameter gets lost."""
    both = lambda x, n: x @ np.array([[1.0, 0.0], [0.8, 0.0], [0.1, 0.0], [0.0, 0.01]])  # noqa: E731
    found = screen(both, list("abcd"), ["y", "z"], trajectories=4)
    assert kept(found, 3) == ["d", "a", "b"]
    assert DRAWS not in kept(found, 99)


def test_directions():
    assert direction(1.0, 1.2) == "raises"
    assert direction(-1.0, 1.2) == "lowers"
    assert direction(0.2, 1.2) == "either way"


def test_ishigami_indices():
    """First-order 0.314, 0.442, 0 and total 0.558, 0.442, 0.244 (Ishigami and Homma 1990)."""
    found, values = apportion(
        ishigami, ["a", "b", "c", "d"], ["y"], ["a", "b", "c"], base=2048, resamples=50
    )
    assert values.shape == (4096, 1)
    last = found[found["base"] == 2048].set_index("parameter")
    assert list(last.index) == ["a", "b", "c", REST, DRAWS]
    np.testing.assert_allclose(last["first"], [0.314, 0.442, 0.0, 0.0, 0.0], atol=0.03)
    np.testing.assert_allclose(last["total"], [0.558, 0.442, 0.244, 0.0, 0.0], atol=0.03)
    early = found[found["base"] == 64].set_index("parameter")
    assert early.loc["a", "total_half"] > 2.0 * last.loc["a", "total_half"]
    assert sorted(found["base"].unique()) == [16, 32, 64, 128, 256, 512, 1024, 2048]


def test_order_of_the_chosen_does_not_matter():
    """Catches columns that are not put back before the model sees them."""
    one, _ = apportion(ishigami, ["a", "b", "c"], ["y"], ["c", "a"], base=512, resamples=10)
    last = one[one["base"] == 512].set_index("parameter")
    assert last.loc["c", "total"] == pytest.approx(0.244, abs=0.08)
    assert last.loc["a", "total"] == pytest.approx(0.558, abs=0.08)
    assert last.loc[REST, "total"] == pytest.approx(0.442, abs=0.08)


def test_noise_is_the_total_index_of_the_draws():
    """Two uniform numbers of weight 1 and 2: a fifth of the variance is the parameter's."""
    noisy = lambda x, n: x[:, [0]] + 2.0 * luck(n)[:, None]  # noqa: E731
    found, _ = apportion(noisy, ["a"], ["y"], ["a"], base=512, resamples=50)
    last = found[found["base"] == 512].set_index("parameter")
    assert last.loc[DRAWS, "total"] == pytest.approx(0.8, abs=0.08)
    assert last.loc["a", "total"] == pytest.approx(0.2, abs=0.05)


def test_sobol_refuses():
    with pytest.raises(InputError, match="power of two"):
        apportion(linear, list("abc"), ["y"], ["a"], base=12)
    with pytest.raises(InputError, match="'q' is not among"):
        apportion(linear, list("abc"), ["y"], ["q"], base=8)
    flat = lambda x, n: np.ones((len(x), 1))  # noqa: E731
    with pytest.raises(InputError, match="no variance"):
        apportion(flat, list("abc"), ["y"], ["a"], base=8)
    with pytest.raises(InputError, match="not finite"):
        finite(np.array([[1.0], [np.nan]]), ["y"])
    with pytest.raises(InputError, match="trajectories"):
        screen(linear, list("abc"), ["y"], trajectories=1)


def test_pawn_is_salibs():
    """On values without ties the slices are the same, up to a point at each edge."""
    rng = np.random.default_rng(3)
    x = rng.random((400, 3))
    y = Ishigami.evaluate(2 * np.pi * x - np.pi)
    theirs = salib.analyze(problem_of(list("abc")), x, y, S=8)["median"]
    np.testing.assert_allclose(pawn(x, y, 8), theirs, atol=0.02)


def test_association_tells_chance_from_effect():
    """Whole-numbered and inert inputs included; a sorted sample must not look converged."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"a": rng.random(256), "k": rng.integers(2, 7, 256), "fixed": 1.0})
    for name in "bcdef":
        frame[name] = rng.random(256)
    frame = frame.sort_values("a", ignore_index=True)
    y = (4.0 * frame["a"] + frame["k"] + 0.1 * rng.random(256)).to_numpy()[:, None]
    found = associate(frame, y, ["y"], resamples=60)
    assert "fixed" not in set(found["parameter"])
    assert sorted(found["cities"].unique()) == [64, 128, 256]
    last = found[found["cities"] == 256].set_index("parameter")
    assert set(last.index[last["index"] > last["bar"]]) == {"a", "k"}
    assert last.loc["a", "rank"] > 0.5
    early = found[found["cities"] == 64].set_index("parameter")
    assert early.loc["a", "rank"] > 0.3
    with pytest.raises(InputError, match="wants at least 32"):
        associate(frame.head(20), y[:20], ["y"])


def test_strongest_pair():
    a = np.arange(20.0)
    frame = pd.DataFrame({"a": a, "b": np.cos(a), "c": -a})
    assert strongest_pair(frame)[:2] == ("a", "c")
    assert strongest_pair(frame)[2] == pytest.approx(-1.0)


def test_outputs_of_known_curves():
    """Catches a change taken from zero intensity, and a fall taken for a step."""
    measured = np.zeros((len(LEVELS), 3))
    measured[:, 0] = [0.5, 0.6, 0.7, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]
    measured[:, 1] = [0.9, 0.1, 0.1, 0.1, 0.1, 0.4, 0.5, 0.5, 0.5, 0.6, 0.6]
    measured[:, 2] = np.arange(11)
    found = outputs.outputs(measured, 0.2, 1.0)
    np.testing.assert_allclose(found, [-0.5, 0.3, 0.6, 10.0, 0.3])
    with pytest.raises(InputError, match=r"0\.25 is not among"):
        outputs.outputs(measured, 0.25, 1.0)


def test_simulator_is_a_function_of_parameters_and_draws():
    """The same point gives the same values, in any order and company; an inert one moves none."""
    settings = Settings(streets=2, months=6, burn_in=2)
    names = outputs.varied()
    model = outputs.model_of(names, settings, progress=False)
    rng = np.random.default_rng(5)
    points = rng.random((2, len(names)))
    points = np.vstack([points, points[0]])
    points[2, names.index("service_cv")] = 0.5  # the law of service is not the one that has it
    values = model(points, np.array([3, 3, 3]))
    assert values.shape == (3, len(OUTPUTS))
    np.testing.assert_array_equal(values[0], values[2])
    assert (values[0] != values[1]).any()
    np.testing.assert_array_equal(model(points[[0]], np.array([3]))[0], values[0])
    assert (model(points[[0]], np.array([4]))[0] != values[0]).any()


def test_evidence_of_a_small_run():
    """Every value that the page speaks of is there, and finite."""
    settings = Settings(
        trajectories=2, chosen=3, base=4, cities=16, slides=4, resamples=10,
        streets=1, months=3, burn_in=1,
    )  # fmt: skip
    record = Record()
    sensitivity.sensitivity_evidence(record, settings=settings, progress=False)
    assert set(record.tables) == {
        f"sensitivity_{n}" for n in ("screening", "variance", "association")
    }
    assert record.values["sensitivity.parameters"]["value"] == len(outputs.varied())
    for output in OUTPUTS:
        for name in ("first", "leaders", "alone", "rest", "noise", "raises", "lowers"):
            assert f"sensitivity.{output}.{name}" in record.values
        assert f"sensitivity.fitting.{output}.leaders" in record.values
    runs = record.values["sensitivity.runs"]["value"]
    assert runs == 11 * (2 * (len(outputs.varied()) + 2) + 4 * 7 + 32)


def test_levels_have_the_default_city():
    assert City.default().I_reg in LEVELS and City.default().I_high in LEVELS


def test_short_names():
    """Every parameter with a range has one, and it fits beside an axis."""
    assert set(SHORT) == set(outputs.varied())
    assert max(map(len, SHORT.values())) <= 30
    assert len(set(SHORT.values())) == len(SHORT)
    assert short("d_1") == parameters()["d_1"].title
    assert listed([]) == "none" and listed(["a", "b", "c"]) == "a, b and c"
