"""Unit-level counterfactuals: the same problem at a low and at a high intensity.

Draws are keyed by problem and not by intensity, so each potential problem lives through both
with the same type, patience, service times and luck. No regression can give this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.problems import categorical
from intensity.model.simulate import Run, simulate

FATES = ("prevented", "first order", "second order", "unresolved", "open")
_FATE_OF = {
    la.F_PREVENTED: 0,
    la.F_SPECIAL: 0,
    la.F_FIRST: 1,
    la.F_SECOND: 2,
    la.F_UNRESOLVED: 3,
    la.F_OPEN: 4,
}


@dataclass(frozen=True, eq=False)
class Counterfactual:
    """Fates of the same reasonable potential problems at two intensities.

    Attributes
    ----------
    problems : DataFrame
        One row per reasonable problem that arose in the months compared: street, index, type,
        big, fate_low, fate_high (Categorical of `FATES`), direct_high (went straight to the
        hotline at high intensity), hours_low, hours_high (from arising to the end; nan while
        open).
    low, high : float
        The two intensities.
    """

    problems: pd.DataFrame
    low: float
    high: float

    @property
    def matrix(self) -> pd.DataFrame:
        """Counts by fate at low (rows) and at high intensity (columns); `FATES` in both."""
        frame = pd.crosstab(self.problems["fate_low"], self.problems["fate_high"], dropna=False)
        return frame.reindex(index=list(FATES), columns=list(FATES), fill_value=0)

    @property
    def summary(self) -> pd.Series:
        """Shares of all reasonable potential problems.

        ``substitution``: resolved in first order at low, straight to the hotline at high.
        ``relief``: unresolved at low, resolved in second order at high.
        ``loss``: prevented or resolved at low, unresolved at high.
        ``prevented_to_unresolved``: the part of the loss that had been prevented.
        ``gain``: unresolved at low, prevented or resolved at high.
        """
        p = self.problems
        low, high = p["fate_low"], p["fate_high"]
        was_good = low.isin(FATES[:3])
        is_good = high.isin(FATES[:3])
        parts = {
            "substitution": (low == "first order") & p["direct_high"],
            "relief": (low == "unresolved") & (high == "second order"),
            "loss": was_good & (high == "unresolved"),
            "prevented_to_unresolved": (low == "prevented") & (high == "unresolved"),
            "gain": (low == "unresolved") & is_good,
        }
        shares = {name: float(mask.mean()) for name, mask in parts.items()}
        return pd.Series({**shares, "problems": float(len(p))}, name="share")


def counterfactual(
    city: City | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    months: int = 48,
    streets: int = 16,
    seed: int = 2022,
    burn_in: int = 24,
    switches: Mapping[str, bool] | None = None,
    number: int = 0,
) -> Counterfactual:
    """Simulate `city` at two intensities and compare the fate of every reasonable problem.

    Parameters
    ----------
    low, high : float in [0, 1], optional
        Default: the city's regular and high intensity, ``I_reg`` and ``I_high``.
    burn_in : int
        Problems that arise before this month are left out, and so are those of the last month,
        which have had no time to end.

    Other parameters as in `simulate`.
    """
    city = City.default() if city is None else city
    low = city.I_reg if low is None else low
    high = city.I_high if high is None else high
    if not 0 <= burn_in < months - 1:
        raise InputError(f"burn_in: {burn_in} leaves no month of {months} to compare")
    runs: list[Run] = [
        simulate(
            city,
            level,
            months=months,
            streets=streets,
            seed=seed,
            switches=switches,
            trace=True,
            number=number,
        )
        for level in (low, high)
    ]
    return compare(*runs, low=low, high=high, burn_in=burn_in)


def compare(
    run_low: Run, run_high: Run, *, low: float, high: float, burn_in: int, tail: int = 1
) -> Counterfactual:
    """Join two traced runs of the same city and seed, problem by problem.

    Problems that arise before month `burn_in` or in the last `tail` months are left out.
    """
    trace_low, trace_high = run_low.trace, run_high.trace
    if trace_low is None or trace_high is None:
        raise InputError("counterfactual: both runs need trace=True")
    if len(trace_low.numbers) != len(trace_high.numbers):
        raise InputError("counterfactual: the two runs are not of the same problems")
    numbers, other = trace_low.numbers, trace_high.numbers
    arrival = trace_low.times[:, la.TT_ARRIVAL]
    months = run_low.counts.shape[0]
    inside = (arrival >= burn_in * la.HOURS_PER_MONTH) & (
        arrival < (months - tail) * la.HOURS_PER_MONTH
    )
    keep = inside & (numbers[:, la.TN_ATTR] & la.UNREASON == 0)
    code = np.array([_FATE_OF.get(f, -1) for f in range(len(la.FATES))])
    attr = numbers[keep, la.TN_ATTR]
    path = other[keep, la.TN_PATH]
    direct = (path & la.PB_CALLED != 0) & (path & la.PB_ACCEPTED != 0)
    frame = pd.DataFrame(
        {
            "street": numbers[keep, la.TN_STREET],
            "index": numbers[keep, la.TN_INDEX],
            "type": categorical(attr & la.TYPE_MASK, [t.id for t in run_low.city.types]),
            "big": attr & la.BIG != 0,
            "fate_low": categorical(code[numbers[keep, la.TN_FATE]], list(FATES)),
            "fate_high": categorical(code[other[keep, la.TN_FATE]], list(FATES)),
            "direct_high": direct,
            "hours_low": (trace_low.times[:, la.TT_END] - arrival)[keep],
            "hours_high": (trace_high.times[:, la.TT_END] - arrival)[keep],
        }
    )
    return Counterfactual(frame, float(low), float(high))
