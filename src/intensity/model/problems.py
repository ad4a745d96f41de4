"""The trace of a run as tables: one row per potential problem, one row per work order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from intensity.kernel import layout as la
from intensity.kernel.ledger import Trace
from intensity.model.city import City

CLASSES = ("2 h", "7 h", "7 d", "15 d")


def problem_frame(trace: Trace, city: City) -> pd.DataFrame:
    """One row per potential problem.

    Columns: street, index, type, big, unreasonable, hard, deadline class, fate, rounds (orders
    opened for it), the bits of its path (bool, `layout.PATH_BITS`) and its times in hours
    (`layout.TRACE_TIMES`, nan where a thing never happened).
    """
    numbers = trace.numbers
    frame = pd.DataFrame(
        {"street": numbers[:, la.TN_STREET], "index": numbers[:, la.TN_INDEX]}
        | nature(numbers[:, la.TN_ATTR], city)
    )
    frame["fate"] = categorical(numbers[:, la.TN_FATE], list(la.FATES))
    frame["rounds"] = numbers[:, la.TN_ROUNDS]
    path = numbers[:, la.TN_PATH]
    for bit, name in enumerate(la.PATH_BITS):
        frame[name] = (path >> bit) & 1 == 1
    for at, name in enumerate(la.TRACE_TIMES):
        frame[f"t_{name}"] = trace.times[:, at]
    return frame


def order_frame(trace: Trace, city: City) -> pd.DataFrame:
    """One row per work order, in the order of problem and round.

    Columns: street, index, round, nature of the problem, overflow (else direct), excluded,
    signed, resolved, satisfied, late, called_back, and t_dispatch, t_start, t_end in hours.
    """
    flags = trace.order_flags
    row, turn = np.nonzero(flags & la.OF_USED)
    numbers = trace.numbers[row]
    flags = flags[row, turn]
    path = numbers[:, la.TN_PATH]
    frame = pd.DataFrame(
        {
            "street": numbers[:, la.TN_STREET],
            "index": numbers[:, la.TN_INDEX],
            "round": turn,
            **nature(numbers[:, la.TN_ATTR], city),
            "overflow": path & la.PB_OVERFLOW_ACCEPTED != 0,
            "excluded": flags & la.OF_EXCLUDED != 0,
            "signed": flags & la.OF_SIGNED != 0,
            "resolved": flags & la.OF_RESOLVED != 0,
            "satisfied": flags & la.OF_SATISFIED != 0,
            "late": flags & la.OF_LATE != 0,
            "called_back": flags & la.OF_CALLED_BACK != 0,
        }
    )
    for at, name in enumerate(la.ORDER_TIMES):
        frame[f"t_{name}"] = trace.order_times[row, turn, at]
    return frame


def categorical(codes: np.ndarray, names: list[str]) -> Any:
    """Names by position in `names`."""
    return pd.Categorical.from_codes(codes.tolist(), pd.Index(names))


def nature(attr: np.ndarray, city: City) -> dict[str, object]:
    """Columns that say what a problem is, from packed attributes (int64)."""
    return {
        "type": categorical(attr & la.TYPE_MASK, [t.id for t in city.types]),
        "big": attr & la.BIG != 0,
        "unreasonable": attr & la.UNREASON != 0,
        "hard": attr & la.HARD != 0,
        "deadline": categorical((attr >> la.CLASS_SHIFT) & la.CLASS_MASK, list(CLASSES)),
    }
