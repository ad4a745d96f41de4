"""Both implementations on one city, compared problem by problem and month by month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from intensity.model.city import City
from intensity.model.schedule import Schedule
from intensity.model.simulate import simulate
from tests.reference.city import Reference, simulate_reference

FROZEN = ("p_direct", "routine", "order_share")
HOURS = 1e-9  # absolute, of times
RELATIVE = 1e-9  # of hours and states, and absolute below 1


def assert_twins(
    city: City,
    schedule: Schedule,
    *,
    streets: int = 2,
    seed: int = 20,
    switches: Mapping[str, bool] | None = None,
    frozen: Mapping[str, Sequence[float]] | None = None,
    number: int = 0,
    except_columns: Collection[str] = (),
    reference_city: City | None = None,
) -> Reference:
    """Run both and fail at the first problem in time at which they part.

    `except_columns` are monthly columns that the text does not define in the case at hand;
    `reference_city` is what the reference is given instead of `city`, to see the comparison fail.
    Returns the reference's results, so that a test can show that what it is about did happen.
    """
    reference = simulate_reference(
        city if reference_city is None else reference_city,
        schedule,
        streets=streets,
        seed=seed,
        switches=switches,
        frozen=frozen,
        city_number=number,
    )
    run = simulate(
        city,
        schedule=schedule,
        streets=streets,
        seed=seed,
        switches=switches,
        frozen=None if frozen is None else np.column_stack([frozen[k] for k in FROZEN]),
        trace=True,
        number=number,
    )
    own, other = aligned(reference.problems, run.problems, ["street", "index"])
    _assert_equal(own, other, "t_arrival", "problem")
    own, other = aligned(reference.orders, run.orders, ["street", "index", "round"])
    _assert_equal(own, other, "t_dispatch", "order")
    own, other = aligned(reference.monthly, run.monthly, ["month", "street"])
    ignored = [*except_columns]
    _assert_months_equal(own.drop(columns=ignored, errors="ignore"), other.drop(columns=ignored))
    return reference


def aligned(own: pd.DataFrame, other: pd.DataFrame, key: list[str]):
    """Both frames in the order of `key`, which must be the same in both; names as texts."""
    own, other = (frame.sort_values(key).reset_index(drop=True) for frame in (own, other))
    pd.testing.assert_frame_equal(own[key], other[key], check_dtype=False)
    for name in ("type", "deadline", "fate"):
        if name in own:
            other[name] = other[name].astype(str)
    return own, other


def _assert_equal(own: pd.DataFrame, other: pd.DataFrame, clock: str, what: str) -> None:
    parted = {}
    for name in own:
        if name.startswith("t_"):
            mine, yours = own[name].to_numpy(float), other[name].to_numpy(float)
            same = np.isclose(mine, yours, rtol=0.0, atol=HOURS, equal_nan=True)
        else:
            same = (own[name] == other[name]).to_numpy()
        if not same.all():
            parted[name] = ~same
    if not parted:
        return
    anywhere = np.logical_or.reduce(list(parted.values()))
    first = own.loc[anywhere, clock].idxmin()
    lines = [
        f"  {name}: {own.loc[first, name]} in the reference, {other.loc[first, name]} in the kernel"
        for name, differs in parted.items()
        if differs[first]
    ]
    row = own.loc[first, ["street", "index"]].to_dict()
    raise AssertionError(
        "\n".join([f"{anywhere.sum()} {what}s differ; the first is {row}:", *lines])
    )


def _assert_months_equal(own: pd.DataFrame, other: pd.DataFrame) -> None:
    for name in other.select_dtypes("number"):
        # A count that never occurred has no column in the reference.
        mine = own[name].to_numpy(float) if name in own else np.zeros(len(own))
        yours = other[name].to_numpy(float)
        if other[name].dtype.kind == "i":
            same = mine == yours
        else:
            same = np.isclose(mine, yours, rtol=RELATIVE, atol=RELATIVE, equal_nan=True)
        if not same.all():
            at = int(np.argmin(same))
            month, street = own.loc[at, "month"], own.loc[at, "street"]
            raise AssertionError(
                f"{name}, month {month}, street {street}: {mine[at]} in the reference, "
                f"{yours[at]} in the kernel"
            )
    missing = set(own) - set(other)
    assert not missing, f"not among the kernel's monthly columns: {sorted(missing)}"
