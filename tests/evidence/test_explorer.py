"""The grid behind the explorer, and how its error is measured."""

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence import explorer
from intensity.evidence.record import Record

AXES = {
    "diligence": (0.2, 0.5, 0.9),
    "load": (0.3, 0.6, 0.9, 1.2),
    "delta": (0.0, 0.6),
    "resources": (0.0, 0.3, 0.6, 1.0),
    "assessment": (0.0, 0.4, 1.0),
}


def smooth(points):
    """Measures that any simulation could have, each bent in its own way."""
    e, load, delta, r, g = np.asarray(points).T
    effectiveness = 0.4 + 0.3 * e - 0.2 * load**2 + 0.1 * g
    second = 0.4 * (1 - np.exp(-2 * r)) * g * (1 - 0.5 * delta)
    columns = [effectiveness, 1 + 0.3 * second, 0.4 + 0.2 * g + 0.05 * r, 500 * second,
               0.3 * e, 0.2 + 0.1 * e, second]  # fmt: skip
    return np.column_stack(columns)


def table(axes=AXES):
    nodes = explorer.nodes_of(axes)
    frame = pd.DataFrame(nodes, columns=list(explorer.AXES))
    frame[list(explorer.STORED)] = smooth(nodes)
    return frame


@pytest.fixture
def simulations(monkeypatch):
    """In place of the kernel: `smooth` and a little luck, the same for the same number."""

    def simulated(city, points, numbers, streets, *, progress):
        base = smooth(points)
        luck = [0.002 * np.random.default_rng(n).normal(size=base.shape) * bool(n) for n in numbers]
        return np.stack([base + one for one in luck], axis=1)

    monkeypatch.setattr(explorer, "simulated", simulated)


def test_the_city_is_a_node():
    """Catches a B city that the page could show only by interpolation."""
    city = it.City.default().replace(e_0=0.61, delta=0.07)
    axes = explorer.axes_around(city)
    assert city.e_0 in axes["diligence"] and city.delta in axes["delta"]
    for name, nodes in explorer.AXES.items():
        assert len(axes[name]) == len(nodes) and list(axes[name]) == sorted(axes[name])
        assert (axes[name][0], axes[name][-1]) == (nodes[0], nodes[-1])
    with pytest.raises(ValueError, match="diligence"):
        explorer.axes_around(city.replace(e_0=0.1))


def test_exact_at_every_node():
    """Catches values that are reshaped along the wrong axes, or rows taken in the wrong order."""
    frame = table().sample(frac=1.0, random_state=1)
    axes, values = explorer.gridded(frame)
    assert axes == AXES
    nodes = explorer.nodes_of(axes)
    read = np.array([explorer.interpolated(axes, values, node) for node in nodes])
    np.testing.assert_allclose(read, smooth(nodes), atol=1e-12)


def test_between_nodes_no_value_leaves_the_range():
    """Catches an interpolation that swings over where the curve bends."""
    axes, values = explorer.gridded(table())
    points = explorer.random_points(axes, 40)
    read = np.array([explorer.interpolated(axes, values, point) for point in points])
    flat = values.reshape(-1, values.shape[-1])
    assert (read >= flat.min(axis=0) - 1e-12).all() and (read <= flat.max(axis=0) + 1e-12).all()
    np.testing.assert_allclose(read, smooth(points), rtol=0.1, atol=0.03)


def test_a_missing_node_is_noticed():
    """Catches a table that a stopped run has left incomplete."""
    with pytest.raises(ValueError, match="not a grid"):
        explorer.gridded(table().drop(index=7))


def test_error_is_small_where_the_grid_is_right(simulations):
    """Catches differences taken between the wrong runs: of equal luck they are not noise."""
    points = explorer.random_points(AXES, 40)
    found = explorer.errors(it.City.default(), table(), points, 1).set_index("measure")
    assert list(found.index) == [*explorer.SHOWN, explorer.CHANGE]
    assert 0.001 < found.loc["dashboard", "noise_median"] < 0.005
    assert found.loc["dashboard", "gap_median"] < found.loc["dashboard", "noise_median"]
    assert found.loc["dashboard", "error_p95"] < 3 * found.loc["dashboard", "noise_p95"]


@pytest.mark.parametrize(
    ("one", "other"), [("resources", "assessment"), ("diligence", "load"), ("delta", "resources")]
)
def test_error_shows_a_wrong_axis(simulations, one, other):
    """Catches an estimator that would pass two axes taken for each other."""
    low, high = AXES[one], AXES[other]
    axes = {**AXES, one: high, other: low}
    swapped = table(axes).rename(columns={one: other, other: one})
    points = explorer.random_points(AXES, 40)
    found = explorer.errors(it.City.default(), swapped, points, 1).set_index("measure")
    ratio = found["gap_median"] / found["noise_median"]
    assert ratio.max() > 5


def test_points_come_in_pairs_of_one_city():
    """Catches changes that are taken between two cities."""
    points = explorer.random_points(AXES, 12)
    np.testing.assert_array_equal(points[::2, :3], points[1::2, :3])
    on = points[:, 3] == points[:, 4]
    assert on.tolist() == [True, True, False, False] * 3
    for k, nodes in enumerate(AXES.values()):
        assert (points[:, k] > nodes[0]).all() and (points[:, k] < nodes[-1]).all()


def test_stage_records_what_the_page_reads():
    """Catches a key or table that the page would miss, and a load that is not the city's."""
    record = Record()
    axes = {name: (nodes[0], nodes[-1]) for name, nodes in explorer.AXES.items()}
    explorer.explorer_evidence(record, axes=axes, streets=1, points=2, progress=False)
    frame = record.tables["explorer"]
    assert len(frame) == 3**3 * 2**2 == record.values["explorer.nodes"]["value"]
    assert not frame.isna().any().any()
    city = it.City.default()
    row = frame[
        (frame["diligence"] == city.e_0)
        & (frame["load"] == record.values["explorer.load.default"]["value"])
        & (frame["delta"] == city.delta)
        & (frame["resources"] == 1.0)
        & (frame["assessment"] == 0.0)
    ]
    run = it.simulate(
        resources=1.0, assessment=0.0, months=explorer.MONTHS, streets=1, seed=explorer.SEED
    )
    own = run.measures(explorer.BURN_IN)
    for name in explorer.STORED:
        assert row[name].item() == pytest.approx(own[name], rel=1e-6)
    for name in ("error", "noise", "gap"):
        assert f"explorer.{name}.efficiency.p95" in record.values
