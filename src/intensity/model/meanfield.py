"""Mean-field limit: a street of K n handlers and n times all rates, n → ∞, month by month.

Per handler such a street is a deterministic monthly map. Within a month it is the fluid queue of
`model.fluid`; the month's end is the kernel's own code, fed with real-valued counts. Three further
points decide what the limit is:

- *Rank.* A single street has the rank share 1/2. Streets that differ in baseline diligence keep
  their order in the limit, as the luck in their scores vanishes. Streets that do *not* differ are
  still ranked by what luck is left in the simulation, however large they are: their rank shares
  never tie, so the simulation of several equal streets does not converge to equal rank shares of
  1/2. The limit of a homogeneous city is therefore that of a city of one street.
- *Size.* Load per handler is the same in streets of every size, so `size_cv` plays no part.
- *Call centre.* Its share of answered calls depends on its size. By default it keeps the size of
  the city's own (Erlang-A, as in the simulation), so that the mean field approximates the city as
  it is; with ``call_centre=n`` it is n times as large, for n = ∞ the fluid
  min(1, operators on duty / offered load).

Calls of the first month are all answered, and the first month starts empty, as in the simulation.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from intensity.kernel import layout as la
from intensity.kernel.hotline import dispatched, line
from intensity.kernel.month_end import choose_special, end_month
from intensity.model import masses
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.month import Month, open_month
from intensity.model.months import Months
from intensity.model.schedule import Schedule
from intensity.model.simulate import _NEED_REFERENCE, _parameters, _schedule, _switches, whole

HOURS = la.HOURS_PER_MONTH
STEP = 1.0  # hours: monthly fractions within 1e-3, less sharp only while a queue builds or clears


class State:
    """A city in the limit between two months.

    Parameters
    ----------
    city : City
    switches : mapping of str to bool
        All of them.
    frozen : ndarray(float64, ndim=2), shape (streets, 3)
        `layout.FROZEN`.
    streets, call_centre, step
        See `meanfield`.

    Attributes
    ----------
    x : ndarray(float64, ndim=2), shape (streets, `layout.STATE`)
    stocks : list of Stock
    calls : float
        Last month's calls per street.
    special : int
        Mask of the types under special governance.
    """

    def __init__(
        self,
        city: City,
        switches: Mapping[str, bool],
        frozen: np.ndarray,
        streets: int,
        call_centre: float,
        step: float,
    ) -> None:
        self.p = p = _parameters(city, switches)
        self.types = city.type_table()
        self.flags = np.array([switches[name] for name in la.SWITCHES], dtype=np.int64)
        self.frozen, self.call_centre = frozen, call_centre
        self.steps = max(1, round(HOURS / step))
        self.calls, self.special = 0.0, 0
        self.unresolved_big = np.zeros(len(self.types))
        self.open = np.zeros((streets, 2))
        self.x = np.zeros((streets, len(la.STATE)))
        self.n = np.zeros((streets, len(la.NUMBERS)), np.int64)
        self.n[:, la.N_HANDLERS] = int(p[la.K])
        spread = ndtri((np.arange(streets) + 0.5) / streets)
        self.x[:, la.X_SIZE] = 1.0
        self.x[:, la.X_E0] = np.clip(p[la.E_0] + p[la.E_0_SD] * spread, 0.01, p[la.E_MAX])
        self.x[:, la.X_E1] = self.x[:, la.X_E0]
        self.x[:, la.X_M] = p[la.M_0]
        self.x[:, la.X_B1], self.x[:, la.X_B2] = p[la.B1_0], p[la.B2_0]
        cells, rounds = (len(self.types) + 3) * masses.CLASSES, int(p[la.N_REP]) + 1
        self.stocks = [masses.empty_stock(cells, rounds) for _ in range(streets)]

    def copy(self) -> State:
        """Independent copy."""
        other = copy.copy(self)
        for name in ("x", "n", "open", "unresolved_big"):
            setattr(other, name, getattr(self, name).copy())
        other.stocks = [masses.copied(stock) for stock in self.stocks]
        return other

    def choose_special(self) -> None:
        """Every twelfth month: the types with the most unresolved big orders of the year."""
        self.special = int(choose_special(self.p, self.types, self.unresolved_big))
        self.unresolved_big[:] = 0.0

    def answered(self, resources: float) -> float:
        """Share of calls answered by a call centre of `call_centre` times the city's own size."""
        p, n = self.p.copy(), self.call_centre
        if not math.isinf(n):
            p[la.OPERATORS] *= n
            return float(line(p, resources, self.calls * n))
        if self.calls <= 0.0 or p[la.H_CALL_PAT] == math.inf:
            return 1.0
        per_hour = self.calls / HOURS * p[la.CITY_STREETS]
        per_hour /= p[la.STREET_SHARE] * (1.0 - p[la.CONSULT_SHARE])
        staff = p[la.OPERATORS] * (p[la.R_MIN] + (1.0 - p[la.R_MIN]) * resources)
        return float(min(1.0, staff * p[la.DUTY] / (per_hour * p[la.H_CALL])))

    def advance(
        self,
        resources: float,
        assessment: float,
        window: np.ndarray,
        counts: np.ndarray,
        reals: np.ndarray,
    ) -> None:
        """One month.

        Parameters
        ----------
        resources, assessment : float in [0, 1]
        window : ndarray(float64, ndim=1), shape (T,)
            Extra rate of each type as a multiple of lambda_pot.
        counts, reals : ndarray(float64, ndim=2), shape (streets, columns)
            Out, zero on entry: `layout.COUNTS`, `layout.REALS`.
        """
        accept_line = self.answered(resources)
        dispatch = dispatched(self.p, assessment)
        for s in range(len(self.x)):
            prob = np.zeros(la.PROBABILITIES)
            if self.flags[la.SW_FEEDBACK] == 0:
                self.x[s, la.X_M] = self.frozen[s, la.FZ_M]
            open_month(
                self.p, self.x[s], self.n[s], self.frozen[s], self.flags, accept_line, resources,
                assessment, dispatch, prob, reals[s],
            )  # fmt: skip
            month = Month(self.p, self.types, self.flags, self.special, prob, window)
            before, self.stocks[s], done = month.run(self.stocks[s], self.steps)
            counts[s, [la.OPEN, la.OPEN_BIG]] = self.open[s]
            month.book(before, self.stocks[s], done, counts[s], reals[s])
            self.open[s] = counts[s, [la.OPEN, la.OPEN_BIG]]
            self.unresolved_big += month.unresolved_big
        self.calls = float(counts[:, la.CALLS].mean())
        end_month(self.p, self.flags, self.frozen, counts, reals, self.x, self.n)


@dataclass(frozen=True, eq=False)
class MeanField(Months):
    """What came of a city in the limit.

    Attributes
    ----------
    city, schedule, switches
        What was computed.
    counts : ndarray(float64, ndim=3), shape (months, streets, columns)
        As `Run.counts`, per street of K handlers; real numbers.
    reals : ndarray(float64, ndim=3), shape (months, streets, columns)
        As `Run.reals`.
    special : ndarray(int64, ndim=1), shape (months,)
        Mask of the types under special governance.
    """

    city: City
    schedule: Schedule
    switches: Mapping[str, bool]
    counts: np.ndarray
    reals: np.ndarray
    special: np.ndarray


def meanfield(
    city: City | None = None,
    intensity: float | None = None,
    *,
    resources: float | None = None,
    assessment: float | None = None,
    schedule: Schedule | None = None,
    months: int = 48,
    streets: int = 1,
    switches: Mapping[str, bool] | None = None,
    frozen: np.ndarray | None = None,
    call_centre: float = 1.0,
    step: float = STEP,
) -> MeanField:
    """Mean-field limit of one city; arguments in common with `simulate` mean the same.

    Parameters
    ----------
    streets : int, 1 .. 1000
        1: one representative street with the baseline diligence ``e_0``. More: that many streets
        of equal size at the quantiles (s + ½) / streets of the distribution of baseline
        diligence, ranked by their scores.
    frozen : ndarray(float64, ndim=2), shape (streets, 3), optional
        As in `simulate`; default: means over the second half of the mean field at ``I_reg``.
    call_centre : float > 0
        Size of the call centre in units of the city's own; ``inf`` for the fluid limit.
    step : float > 0
        Hours; rounded so that a month is a whole number of steps.

    Returns
    -------
    MeanField

    Raises
    ------
    InputError
        One line: field, value, allowed range.
    """
    city = City.default() if city is None else city
    schedule = _schedule(intensity, resources, assessment, schedule, months)
    streets = whole("streets", streets, 1, 1000)
    on = _switches(switches)
    for name, value in (("step", step), ("call_centre", call_centre)):
        if not value > 0.0:
            raise InputError(f"{name}: {value} is not above 0")
    for name in ("misdispatch", "adapt_gain"):
        if city.values[name] > 0.0:  # type: ignore[operator]
            raise InputError(f"{name}: the mean field does not have this mechanism; set it to 0")
    if city.exclusion_rule != "difficulty":
        raise InputError(
            f"exclusion_rule: the mean field has difficulty only, not {city.exclusion_rule}"
        )
    months = len(schedule)
    if frozen is None:
        frozen = np.zeros((streets, len(la.FROZEN)))
        if not all(on[name] for name in _NEED_REFERENCE):
            regular = meanfield(
                city,
                city.I_reg,
                months=max(months, 2),
                streets=streets,
                call_centre=call_centre,
                step=step,
            )
            frozen = _reference(regular.reals)
    elif frozen.shape != (streets, len(la.FROZEN)):
        raise InputError(f"frozen: shape {frozen.shape}, wants ({streets}, {len(la.FROZEN)})")
    state = State(city, on, frozen, streets, call_centre, step)
    windows = schedule.windows(city.types)
    counts = np.zeros((months, streets, len(la.COUNTS)))
    reals = np.zeros((months, streets, len(la.REALS)))
    special = np.zeros(months, np.int64)
    for m, (r, g) in enumerate(schedule.array()):
        if m > 0 and m % la.MONTHS_PER_YEAR == 0:
            state.choose_special()
        special[m] = state.special
        state.advance(r, g, windows[m], counts[m], reals[m])
    return MeanField(city, schedule, on, counts, reals, special)


def _reference(reals: np.ndarray) -> np.ndarray:
    """What switches freeze at, from the second half of a run; see `simulate.reference`."""
    half = reals[len(reals) // 2 :]
    return np.column_stack(
        [
            half[:, :, la.P_DIRECT].mean(axis=0),
            half[:, :, la.ROUTINE].mean(axis=0),
            half[:, :, la.HOURS_ORDER].sum(axis=0) / half[:, :, la.HOURS_PAID].sum(axis=0),
        ]
    )
