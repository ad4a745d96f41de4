"""How far the two implementations are apart, measured rather than tested.

    python -m tests.reference.distance            prints the table (half a minute)
    python -m tests.reference.distance --write    and renews data/reference/twins.csv

The book shows that file. `test_twin` compares many more cities and fails at the first difference.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from intensity.evidence.digests import city
from intensity.model.schedule import Schedule
from intensity.model.simulate import simulate
from tests.reference.city import simulate_reference
from tests.reference.twins import FROZEN, aligned

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "reference" / "twins.csv"
MONTHS, STREETS, SEED = 14, 2, 20


def _steady(level: float) -> Schedule:
    return Schedule.constant(level, level, MONTHS)


CASES: Mapping[str, dict[str, Any]] = {
    "regular intensity": {"schedule": _steady(0.2)},
    "middle intensity": {"schedule": _steady(0.5)},
    "high intensity": {"schedule": _steady(1.0)},
    "log-normal service": {"schedule": _steady(0.6), "changes": {"service_law": "lognormal"}},
    "overload": {"schedule": _steady(0.7), "changes": {"lambda_pot": 0.7, "h_pat": 60.0}},
    "one handler": {
        "schedule": _steady(0.6),
        "changes": {"K": 1, "lambda_pot": 0.16, "lambda_u": 0.05},
    },
    "regular, then high, with an epidemic": {
        "schedule": Schedule.steps([(8, 0.2), (10, 1.0)], start="2019-05")
    },
    "orders with handlers' time of their own": {
        "schedule": _steady(0.7),
        "switches": {"crowding": False},
        "frozen": {"p_direct": [0.15, 0.02], "routine": [0.4, 0.7], "order_share": [0.3, 0.55]},
    },
}


def measure(case: str) -> dict[str, Any]:
    """One case: how many problems and orders, how many decisions apart, and times (h) at most."""
    given = dict(CASES[case])
    here, frozen = city(**given.pop("changes", {})), given.pop("frozen", None)
    switches = given.get("switches")
    schedule = given["schedule"]
    reference = simulate_reference(
        here, schedule, streets=STREETS, seed=SEED, switches=switches, frozen=frozen, city_number=0
    )
    run = simulate(
        here, schedule=schedule, streets=STREETS, seed=SEED, switches=switches, trace=True,
        frozen=None if frozen is None else np.column_stack([frozen[name] for name in FROZEN]),
    )  # fmt: skip
    apart, hours = 0, 0.0
    for own, other, key in (
        (reference.problems, run.problems, ["street", "index"]),
        (reference.orders, run.orders, ["street", "index", "round"]),
    ):
        own, other = aligned(own, other, key)
        for name in own:
            if name.startswith("t_"):
                mine, yours = own[name].to_numpy(float), other[name].to_numpy(float)
                apart += int((np.isnan(mine) != np.isnan(yours)).sum())
                hours = max(hours, float(np.nanmax(np.abs(mine - yours), initial=0.0)))
            else:
                apart += int((own[name] != other[name]).sum())
    return {
        "case": case,
        "problems": len(reference.problems),
        "orders": len(reference.orders),
        "decisions_apart": apart,
        "hours_apart": hours,
    }


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--write"]):
        print("usage: python -m tests.reference.distance [--write]", file=sys.stderr)
        return 2
    table = pd.DataFrame([measure(case) for case in CASES])
    print(table.to_string(index=False))
    if arguments:
        beside = SHIPPED.with_suffix(".part")
        table.to_csv(beside, index=False, lineterminator="\n")
        beside.replace(SHIPPED)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
