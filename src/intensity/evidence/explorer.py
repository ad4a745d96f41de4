"""The explorer's table: measures over both instruments, detachment, load and channel cost.

Stationary runs on a grid, the same draws at every node, read in between by monotone cubics axis by
axis (Fritsch and Butland 1984). Random points show how wrong that is: against the very draws of the
grid, which leaves the interpolation's own error, and against fresh draws, beside how far two fresh
simulations lie apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from intensity.evidence.optimum import loaded, offered_load
from intensity.evidence.record import Record
from intensity.evidence.replications import SEED
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, KEPT, MONTHS
from intensity.model.simulate import simulate

# In the order in which they are interpolated. Close together where a street tips over: loads of
# which first order can just not be kept up; resources below which calls go unanswered.
AXES: dict[str, tuple[float, ...]] = {
    "diligence": (0.2, 0.45, 0.7, 0.92),
    "load": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.05, 1.2),
    "delta": (0.0, 0.15, 0.3, 0.6),
    "resources": (0.0, 0.1, 0.2, 0.3, 0.45, 0.7, 1.0),
    "assessment": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
}
STORED = (
    *("effectiveness", "cost", "dashboard", "orders_per_month"),
    *("prevented_share", "first_share", "second_share"),
)
SHOWN = (*STORED, "efficiency", "rest_share")
CHANGE = "efficiency_change"  # between two settings of the instruments in one city
STREETS = 16
POINTS = 160  # where the error is measured
DIGITS = {"orders_per_month": 1}  # of a measure in prose, where not 3
Axes = Mapping[str, Sequence[float]]


def axes_around(city: City, axes: Axes = AXES) -> dict[str, tuple[float, ...]]:
    """The axes with the city's own place among their nodes, so that it is met exactly.

    Parameters
    ----------
    city : City
    axes : mapping of str to sequence of float
        Nodes, rising; at least two for each key of `AXES`.

    Returns
    -------
    dict
        For diligence, load and delta the inner node nearest to the city's own value has moved
        there; an axis of two nodes has got a third one.
    """
    own = {"diligence": city.e_0, "load": offered_load(city), "delta": city.delta}
    out = {name: tuple(float(x) for x in nodes) for name, nodes in axes.items()}
    for name, value in own.items():
        nodes = list(out[name])
        if not nodes[0] <= value <= nodes[-1]:
            raise ValueError(f"{name}: {value} lies outside [{nodes[0]}, {nodes[-1]}]")
        inner = nodes[1:-1]
        if value not in nodes:
            if inner:
                nodes.remove(min(inner, key=lambda x: abs(x - value)))
            out[name] = tuple(sorted([*nodes, float(value)]))
    return out


def placed(city: City, diligence: float, load: float, delta: float) -> City:
    """The city with another baseline diligence, offered load, and cost of the channel."""
    return loaded(city, load).replace(e_0=diligence, delta=delta)


def simulated(
    city: City, points: np.ndarray, numbers: Sequence[int], streets: int, *, progress: bool
) -> np.ndarray:
    """Measures of stationary runs.

    Parameters
    ----------
    city : City
        What does not vary.
    points : ndarray(float64, ndim=2), shape (n, 5)
        In the order of `AXES`.
    numbers : sequence of int
        Keys of draws.
    streets : int

    Returns
    -------
    ndarray(float64, ndim=3), shape (n, numbers, `STORED`)

    Raises
    ------
    ValueError
        If a measure has no value at some point (nothing was called back).
    """

    def one(task: tuple[int, int]) -> list[float]:
        place, number = points[task[0]], task[1]
        run = simulate(
            placed(city, *map(float, place[:3])),
            resources=float(place[3]),
            assessment=float(place[4]),
            months=MONTHS,
            streets=streets,
            seed=SEED,
            number=number,
        )
        found = run.measures(BURN_IN)
        return [float(found[name]) for name in STORED]

    tasks = list(product(range(len(points)), numbers))
    rows = in_threads(one, tasks, progress=progress, label="explorer")
    out = np.array(rows).reshape(len(points), len(numbers), len(STORED))
    missing = np.argwhere(np.isnan(out))
    if len(missing):
        at, _, measure = missing[0]
        raise ValueError(f"{STORED[measure]} has no value at {points[at].tolist()}")
    return out


def nodes_of(axes: Axes) -> np.ndarray:
    """All nodes, shape (nodes, 5): the last axis fastest."""
    return np.array(list(product(*(axes[name] for name in AXES))), float)


def gridded(table: pd.DataFrame) -> tuple[dict[str, tuple[float, ...]], np.ndarray]:
    """Axes and values of a table of nodes: as `explorer_table` returns it, in any order.

    Returns
    -------
    axes : dict
    values : ndarray(float64, ndim=6)
        One dimension per axis of `AXES`, then `STORED`.

    Raises
    ------
    ValueError
        If a node is missing or there twice.
    """
    names = list(AXES)
    ordered = table.sort_values(names)
    axes = {name: tuple(float(x) for x in np.unique(ordered[name])) for name in names}
    whole = nodes_of(axes)
    if len(ordered) != len(whole) or not np.array_equal(ordered[names].to_numpy(float), whole):
        raise ValueError(f"explorer: {len(ordered)} nodes are not a grid of {len(whole)}")
    shape = [len(nodes) for nodes in axes.values()]
    return axes, ordered[list(STORED)].to_numpy(float).reshape(*shape, len(STORED))


def interpolated(axes: Axes, values: np.ndarray, point: Sequence[float]) -> np.ndarray:
    """Measures between nodes.

    Parameters
    ----------
    axes, values
        As `gridded` returns them.
    point : sequence of float
        In the order of `AXES`, inside the grid.

    Returns
    -------
    ndarray(float64, ndim=1), shape (`STORED`,)
        Each axis in turn by a monotone cubic: no value leaves the range of its neighbours.
    """
    for name, x in zip(AXES, point, strict=True):
        values = PchipInterpolator(axes[name], values, axis=0)(x)
    return values


def shown(stored: np.ndarray) -> np.ndarray:
    """`SHOWN` of `STORED`, along the last dimension: efficiency, and what is not resolved."""
    at = {name: stored[..., k] for k, name in enumerate(STORED)}
    efficiency = at["effectiveness"] / at["cost"]
    rest = 1.0 - at["prevented_share"] - at["first_share"] - at["second_share"]
    return np.concatenate([stored, np.stack([efficiency, np.maximum(0.0, rest)], axis=-1)], -1)


def explorer_table(city: City, axes: Axes, streets: int, *, progress: bool = True) -> pd.DataFrame:
    """One row per node: its place on each axis (float64), and `STORED` (float32)."""
    nodes = nodes_of(axes)
    found = simulated(city, nodes, [0], streets, progress=progress)[:, 0]
    frame = pd.DataFrame(nodes, columns=list(AXES))
    frame[list(STORED)] = found.astype(np.float32)
    return frame


def random_points(axes: Axes, n: int) -> np.ndarray:
    """Points inside the grid, shape (n, 5): pairs in one city, each other pair with r = g.

    Two points of a pair share detachment, load and channel cost, so that their difference is a
    change of the instruments alone.
    """
    rng = np.random.default_rng(SEED)
    low, high = (np.array([axes[name][end] for name in AXES]) for end in (0, -1))
    points = low + (high - low) * rng.random((n, len(AXES)))
    points[1::2, :3] = points[: 2 * (n // 2) : 2, :3]
    for start in (0, 1):
        points[start::4, 4] = points[start::4, 3]
    return points


def errors(
    city: City, table: pd.DataFrame, points: np.ndarray, streets: int, *, progress: bool = True
) -> pd.DataFrame:
    """How far the interpolation lies from simulations at the same points.

    Parameters
    ----------
    city, streets
        As for the table.
    table : DataFrame
        As `explorer_table` returns it.
    points : ndarray(float64, ndim=2), shape (n, 5)
        Pairs, see `random_points`; n even.

    Returns
    -------
    DataFrame
        One row per measure of `SHOWN`, and `CHANGE`; medians and 95th percentiles of absolute
        differences: ``gap_`` from a simulation with the grid's own draws, ``error_`` from one with
        fresh draws, ``noise_`` of two simulations with fresh draws from one another.
    """
    axes, values = gridded(table)
    read = _with_change(np.array([interpolated(axes, values, point) for point in points]))
    runs = simulated(city, points, [0, 1, 2], streets, progress=progress)
    own, fresh, other = (_with_change(runs[:, k]) for k in range(3))
    rows = []
    for name in (*SHOWN, CHANGE):
        row: dict[str, float | str] = {"measure": name}
        for kind, one, two in (
            ("gap", read, own),
            ("error", read, fresh),
            ("noise", other, fresh),
        ):
            apart = np.abs(one[name] - two[name])
            row[f"{kind}_median"] = float(np.median(apart))
            row[f"{kind}_p95"] = float(np.percentile(apart, 95))
        rows.append(row)
    return pd.DataFrame(rows)


def _with_change(stored: np.ndarray) -> dict[str, np.ndarray]:
    """`SHOWN` at every point, and `CHANGE` from the first to the second point of each pair."""
    out = dict(zip(SHOWN, shown(stored).T, strict=True))
    out[CHANGE] = np.diff(out["efficiency"].reshape(-1, 2), axis=1)[:, 0]
    return out


def explorer_evidence(
    record: Record,
    city: City | None = None,
    *,
    axes: Axes = AXES,
    streets: int = STREETS,
    points: int = POINTS,
    progress: bool = True,
) -> None:
    """Record the explorer's grid, and how wrong it is between the nodes.

    Parameters
    ----------
    record : Record
    city : City, optional
        Default ``City.default()``.
    axes : mapping of str to sequence of float
    streets : int
        Of each run.
    points : int
        Random points at which the error is measured.
    """
    city = City.default() if city is None else city
    axes = axes_around(city, axes)
    table = explorer_table(city, axes, streets, progress=progress)
    found = errors(city, table, random_points(axes, points), streets, progress=progress)
    record.table("explorer", table)
    record.table("explorer_error", found)
    add = record.add
    add("explorer.nodes", len(table), "count")
    add("explorer.streets", streets, "count")
    add("explorer.months", KEPT, "count")
    add("explorer.points", points, "count")
    for name, nodes in axes.items():
        add(f"explorer.{name}.low", nodes[0])
        add(f"explorer.{name}.high", nodes[-1])
        add(f"explorer.{name}.nodes", len(nodes), "count")
    add("explorer.diligence.default", city.e_0)
    add("explorer.load.default", offered_load(city))
    add("explorer.delta.default", city.delta)
    for row in found.itertuples():
        for kind, at in product(("gap", "error", "noise"), ("median", "p95")):
            value = float(getattr(row, f"{kind}_{at}"))
            digits = DIGITS.get(row.measure, 3)
            add(f"explorer.{kind}.{row.measure}.{at}", value, "number", digits)
    add("explorer.measures", len(found), "count")
    add("explorer.below.median", int((found["gap_median"] < found["noise_median"]).sum()), "count")
    add("explorer.below.p95", int((found["gap_p95"] < found["noise_p95"]).sum()), "count")
    add("explorer.ratio.median", float((found["error_median"] / found["noise_median"]).max()))
    add("explorer.ratio.p95", float((found["error_p95"] / found["noise_p95"]).max()))
