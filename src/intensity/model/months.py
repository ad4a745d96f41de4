"""What every kind of run has: a table by month and street, and measures over months."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from intensity.kernel import layout as la
from intensity.model.city import City
from intensity.model.errors import InputError, shown
from intensity.model.measures import measures
from intensity.model.schedule import Schedule


class Months:
    """Counts and reals by month and street, simulated or in the limit."""

    city: City
    schedule: Schedule
    counts: np.ndarray
    reals: np.ndarray

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """One row per month and street: counts of every fate and order, hours (h), state.

        ``period`` is the calendar month where the schedule has a calendar.
        """
        months, streets = self.counts.shape[:2]
        head: dict[str, Any] = {
            "month": np.repeat(np.arange(months), streets),
            "street": np.tile(np.arange(streets), months),
        }
        periods = self.schedule.periods()
        if periods is not None:
            head["period"] = periods.repeat(streets)
        counts = {n: self.counts[:, :, i].ravel() for i, n in enumerate(la.COUNTS)}
        reals = {n: self.reals[:, :, i].ravel() for i, n in enumerate(la.REALS)}
        return pd.DataFrame({**head, **counts, **reals})

    def measures(self, burn_in: int = 0, end: int | None = None) -> pd.Series:
        """Measures over months ``burn_in .. end − 1`` and all streets; see `measures`."""
        months = self.counts.shape[0]
        end = months if end is None else end
        whole = all(isinstance(m, int | np.integer) for m in (burn_in, end))
        if not whole or not 0 <= burn_in < end <= months:
            given = f"burn_in = {shown(burn_in)}" + ("" if end == months else f", end = {end!r}")
            raise InputError(
                f"{given}: must be whole numbers with 0 <= burn_in < end, and the run has {months} "
                "months"
            )
        kept = slice(burn_in, end)
        return pd.Series(measures(self.counts[kept], self.reals[kept], self.city), name="measure")
