"""A city's numbers, simulated when an estimand asks for them.

Every run of one city has the same problems with the same luck. What has been run is reduced to
sums by street and kept as long as the source lives; traces are not kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from intensity.evidence.claims.cases import Key, Monthly, Undefined
from intensity.evidence.claims.variants import AS_IT_IS, VARIANTS, is_known
from intensity.kernel import layout as la
from intensity.kernel.ledger import Trace
from intensity.model.city import City
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.rivals import Rival
from intensity.model.scenarios import b_city, reversal
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, reference, simulate

LEVELS = tuple(round(0.1 * k, 1) for k in range(11))
STREETS, SEED = 8, 2022
HIGH, AFTER, STEP = 48, 48, 6  # months of the reversal schedule, and of its windows afterwards
SPANS = {  # windows of B city's path
    "2018": ("2018-01", "2018-12"),
    "2019": ("2019-01", "2019-12"),
    "2020": ("2020-01", "2020-12"),
    "2019H2": ("2019-07", "2019-12"),
    "2020H1": ("2020-01", "2020-06"),
    "2020H2": ("2020-07", "2020-12"),
    "figure 4": ("2020-07", "2020-10"),
}
GOOD = (la.F_PREVENTED, la.F_SPECIAL, la.F_FIRST, la.F_SECOND)


class Simulated(Monthly):
    """Runs of one city, made on demand.

    Parameters
    ----------
    city : City
    number : int
        Key of the draws, with `seed`.
    streets, months, burn_in : int
        Of stationary runs; months before `burn_in` are left out.
    levels : tuple of float
        Levels of intensity that estimands over all levels use.
    """

    def __init__(
        self,
        city: City,
        number: int = 0,
        *,
        streets: int = STREETS,
        months: int = MONTHS,
        burn_in: int = BURN_IN,
        seed: int = SEED,
        levels: tuple[float, ...] = LEVELS,
    ) -> None:
        self.city, self.number, self.streets, self.seed = city, number, streets, seed
        self.length, self.burn_in = months, burn_in
        self.levels = tuple(sorted({*levels, float(city.I_reg), float(city.I_high)}))
        self._months: dict[Key, tuple[np.ndarray, np.ndarray]] = {}
        self._tallies: dict[tuple[str, Key], Mapping[str, np.ndarray]] = {}
        self._traces: dict[Key, tuple[np.ndarray, np.ndarray]] = {}
        self._frozen: np.ndarray | None = None
        self._rivals: dict[str, np.ndarray] = {}

    def months(self, key: Key) -> tuple[np.ndarray, np.ndarray]:
        """Monthly means by street, of a stationary run or of a window of a schedule."""
        if key not in self._months:
            if key[0] in VARIANTS:
                self._stationary(key)
            else:
                self._scheduled(key[0])
        if key not in self._months:
            raise Undefined(f"{key[0]!r} has no window {key[1]!r}")
        return self._months[key]

    def tally(self, name: str, key: Key) -> Mapping[str, np.ndarray]:
        """Sums over single problems by street: ``work``, ``fates`` or ``orders``."""
        if (name, key) not in self._tallies:
            if name == "fates":
                self._tallies[name, key] = self._fates()
            else:
                self.months(key)
        if (name, key) not in self._tallies:
            raise Undefined(f"no {name} is kept of {key}")
        return self._tallies[name, key]

    # --- runs -----------------------------------------------------------------------------------

    def _stationary(self, key: Key) -> None:
        name, level = key
        variant = VARIANTS[name]
        if not is_known(variant.needs):
            raise Undefined(f"the model has no {variant.needs!r} yet")
        ends = (float(self.city.I_reg), float(self.city.I_high))
        trace = (name == AS_IT_IS and level in ends) or name == "no hotline"
        if variant.rival is not None:
            run = variant.rival.simulate(
                self.city,
                level,
                months=self.length,
                frozen=self._settled(variant.rival),
                **self._key,
            )
        else:
            run = simulate(
                variant.change(self.city),
                level,
                months=self.length,
                switches=dict.fromkeys(variant.off, False),
                frozen=self._reference() if "feedback" in variant.off else None,
                trace=trace,
                **self._key,
            )
        self._keep(key, run, slice(self.burn_in, None))
        if name == AS_IT_IS and level == ends[0]:
            self._frozen = frozen_at(run, self.burn_in)
        if trace:
            assert run.trace is not None
            self._tallies["work", key] = work(run.trace, *self._cohort(run.trace), self.streets)
            numbers = run.trace.numbers
            keep = numbers[:, [la.TN_STREET, la.TN_ATTR, la.TN_PATH, la.TN_FATE]]
            self._traces[key] = (keep.astype(np.int32), self._cohort(run.trace)[0])

    def _scheduled(self, name: str) -> None:
        if name == "path":
            run = simulate(self.city, schedule=b_city(self.city), trace=True, **self._key)
            periods = run.schedule.periods()
            assert periods is not None and run.trace is not None
            for window, (first, last) in SPANS.items():
                inside = (periods >= pd.Period(first)) & (periods <= pd.Period(last))
                self._keep((name, window), run, np.flatnonzero(inside))
            at = np.flatnonzero(periods == pd.Period(SPANS["figure 4"][0]))[0]
            end = np.flatnonzero(periods == pd.Period(SPANS["figure 4"][1]))[0] + 1
            self._tallies["orders", (name, "figure 4")] = ended_orders(
                run.trace, at * la.HOURS_PER_MONTH, end * la.HOURS_PER_MONTH, self.streets
            )
        elif name in ("reversal", "regular"):
            plan = reversal(self.city, high=HIGH, after=AFTER)
            if name == "regular":
                plan = Schedule.constant(self.city.I_reg, self.city.I_reg, len(plan))
            run = simulate(self.city, schedule=plan, **self._key)
            turn = len(plan) - AFTER
            self._keep((name, "high"), run, slice(turn - HIGH // 2, turn))
            self._keep((name, "after"), run, slice(len(plan) - AFTER // 2, None))
            for month in range(0, AFTER, STEP):
                self._keep((name, month), run, slice(turn + month, turn + month + STEP))
        else:
            raise Undefined(f"no runs {name!r}")

    @property
    def _key(self) -> dict[str, int]:
        return {"streets": self.streets, "seed": self.seed, "number": self.number}

    def _keep(self, key: Key, run: Run, span: slice | np.ndarray) -> None:
        self._months[key] = (run.counts[span].mean(axis=0), run.reals[span].mean(axis=0))

    def _reference(self) -> np.ndarray:
        if self._frozen is None:
            self.months((AS_IT_IS, float(self.city.I_reg)))
        assert self._frozen is not None
        return self._frozen

    def _settled(self, rival: Rival) -> np.ndarray | None:
        """What mechanisms that a rival leaves out are frozen at: its own city at regular level."""
        if rival.switches.get("substitution", True):
            return None
        if rival.name not in self._rivals:
            self._rivals[rival.name] = reference(
                rival.city(self.city), months=self.length, **self._key
            )
        return self._rivals[rival.name]

    def _cohort(self, trace: Trace) -> tuple[np.ndarray, np.ndarray]:
        """Rows of problems that arise after the burn-in with a month left, and of reasonable."""
        arrival = trace.times[:, la.TT_ARRIVAL] / la.HOURS_PER_MONTH
        inside = (arrival >= self.burn_in) & (arrival < self.length - 1)
        return inside, trace.numbers[:, la.TN_ATTR] & la.UNREASON == 0

    def _fates(self) -> Mapping[str, np.ndarray]:
        """The same problems at regular and at high intensity."""
        ends = [(AS_IT_IS, float(level)) for level in (self.city.I_reg, self.city.I_high)]
        for key in ends:
            self.months(key)
        (low, inside), (high, _) = (self._traces[key] for key in ends)
        rows = inside & (low[:, 1] & la.UNREASON == 0)
        street, path = low[rows, 0], high[rows, 2]
        before, after = low[rows, 3], high[rows, 3]
        direct = (path & la.PB_CALLED != 0) & (path & la.PB_ACCEPTED != 0)
        was_good, is_good = np.isin(before, GOOD), np.isin(after, GOOD)
        first = before == la.F_FIRST
        parts = {
            "problems": np.ones(len(street), bool),
            "first_low": first,
            "substitution": first & direct,
            "relief": (before == la.F_UNRESOLVED) & (after == la.F_SECOND),
            "loss": was_good & (after == la.F_UNRESOLVED),
            "gain": (before == la.F_UNRESOLVED) & is_good,
        }
        return {n: by_street(street, mask, self.streets) for n, mask in parts.items()}


def frozen_at(run: Run, burn_in: int) -> np.ndarray:
    """What a street settles at in this run: the values at which switches freeze mechanisms.

    As `intensity.model.simulate.reference`, from a run that is there already.
    """
    kept = run.reals[burn_in:]
    return np.column_stack(
        [
            kept[:, :, la.P_DIRECT].mean(axis=0),
            kept[:, :, la.ROUTINE].mean(axis=0),
            kept[:, :, la.HOURS_ORDER].sum(axis=0) / kept[:, :, la.HOURS_PAID].sum(axis=0),
        ]
    )


def by_street(street: np.ndarray, weight: np.ndarray, streets: int) -> np.ndarray:
    """Sums of `weight` by street, shape (streets,)."""
    return np.bincount(street, weights=weight, minlength=streets)


def work(
    trace: Trace, inside: np.ndarray, reasonable: np.ndarray, streets: int
) -> dict[str, np.ndarray]:
    """Work on the problems of a cohort by street: hours in both orders, ends, calls by caller.

    Columns, each for reasonable ``_small`` and ``_big`` ones: problems, prevented,
    hours_first, hours_order, orders, first, second (resolved there). And ``callers_k``: problems,
    reasonable or not, for which k orders were opened.
    """
    numbers, times = trace.numbers[inside], trace.times[inside]
    street, fate = numbers[:, la.TN_STREET], numbers[:, la.TN_FATE]
    rounds = numbers[:, la.TN_ROUNDS]
    spent = trace.order_times[inside]
    on_orders = np.nansum(spent[:, :, la.OT_END] - spent[:, :, la.OT_START], axis=1)
    on_first = np.nan_to_num(times[:, la.TT_FIRST_END] - times[:, la.TT_FIRST_START])
    big = numbers[:, la.TN_ATTR] & la.BIG != 0
    out = {}
    for size, mask in (("small", ~big), ("big", big)):
        mine = mask & reasonable[inside]
        parts = {
            "problems": mine,
            "prevented": mine & np.isin(fate, (la.F_PREVENTED, la.F_SPECIAL)),
            "hours_first": np.where(mine, on_first, 0.0),
            "hours_order": np.where(mine, on_orders, 0.0),
            "orders": np.where(mine, rounds, 0),
            "first": mine & (fate == la.F_FIRST),
            "second": mine & (fate == la.F_SECOND),
        }
        out |= {f"{n}_{size}": by_street(street, v, streets) for n, v in parts.items()}
    for k in range(1, trace.order_flags.shape[1] + 1):
        out[f"callers_{k}"] = by_street(street, rounds == k, streets)
    return out


def ended_orders(trace: Trace, start: float, end: float, streets: int) -> dict[str, np.ndarray]:
    """Orders completed from hour `start` to `end`, without excluded ones, by street."""
    ended = trace.order_times[:, :, la.OT_END]
    flags = trace.order_flags
    row, turn = np.nonzero((ended >= start) & (ended < end) & (flags & la.OF_EXCLUDED == 0))
    street = trace.numbers[row, la.TN_STREET]
    resolved = flags[row, turn] & la.OF_RESOLVED != 0
    kinds = {
        "orders": np.ones(len(row), bool),
        "unreasonable": trace.numbers[row, la.TN_ATTR] & la.UNREASON != 0,
        "repeat": turn > 0,
    }
    out = {n: by_street(street, mask, streets) for n, mask in kinds.items()}
    return out | {
        f"unresolved_{n}": by_street(street, mask & ~resolved, streets) for n, mask in kinds.items()
    }
