"""A street's month in the mean-field limit: flows and chances by kind, and the books.

Probabilities come from the kernel (`kernel.service.month_probabilities`); what they mean for
each kind of demand is that of `kernel.arrivals`, `first_order` and `orders`, in expectation.
"""

from __future__ import annotations

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.city import write_state
from intensity.kernel.jit import jit
from intensity.kernel.service import month_probabilities
from intensity.model import masses
from intensity.model.fluid import run_month
from intensity.model.masses import CLASSES, EXCLUDED, LATE, PERFUNCTORY, TRIED

HOURS = la.HOURS_PER_MONTH


@jit
def open_month(  # type: ignore[no-untyped-def]
    p, x, n, frozen, switches, accept_line, resources, assessment, dispatch, prob, reals
):
    """Fill in a month's probabilities and write the state down; compiled as one, to be cached."""
    month_probabilities(p, x, frozen, switches, accept_line, assessment, dispatch, prob)
    write_state(reals, x, n, prob, resources, assessment)


class Month:
    """One street's month: its flows and chances by kind G, deadline class and way of ending.

    Parameters
    ----------
    p, types : ndarray
        `layout.PARAMETERS`, `layout.TYPE_COLUMNS`.
    flags : ndarray(int64, ndim=1)
        `layout.SWITCHES`.
    special : int
        Mask of the types under special governance.
    prob : ndarray(float64, ndim=1)
        Probabilities of the street and month, see `layout`.
    window : ndarray(float64, ndim=1), shape (T,)
    """

    def __init__(
        self,
        p: np.ndarray,
        types: np.ndarray,
        flags: np.ndarray,
        special: int,
        prob: np.ndarray,
        window: np.ndarray,
    ) -> None:
        self.p, self.prob, t = p, prob, types
        self.apart = flags[la.SW_CROWDING] == 0
        kind = np.arange(len(types) + 3)
        self.bad = bad = kind >= len(types) + 1
        self.big = big = (kind > 0) & ~bad
        covered = np.concatenate([[0], (special >> np.arange(len(t))) & 1, [0, 0]]) == 1

        # what arises, and where it goes before anyone waits; masses per month, (G, 4)
        classes = np.diff(t[:, la.T_CUM1 : la.T_CUM3 + 1], prepend=0.0, append=1.0)
        weight = p[la.LAMBDA_POT] * (t[:, la.T_WEIGHT] + window)
        large = weight * t[:, la.T_BIG]
        demands = np.vstack([(weight - large) @ classes, large[:, None] * classes])
        others = p[la.LAMBDA_U] * t[:, la.T_WEIGHT_U] @ classes
        hard = np.array([[1.0 - p[la.P_HARD]], [p[la.P_HARD]]])
        others = flags[la.SW_UNREASONABLE] * hard * others
        self.arise = arise = HOURS * np.vstack([demands, others])
        self.removed = np.where(covered, prob[la.REMOVE], 0.0)[:, None] * arise
        left = arise - self.removed
        self.prevented = np.where(bad, 0.0, prob[la.PREVENT])[:, None] * left
        left = left - self.prevented
        self.called = np.where(bad, prob[la.Q_U], prob[la.Q])[:, None] * left
        self.direct = prob[la.ACCEPT_DIRECT] * self.called
        voiced = np.where(bad, p[la.PHI_1], 1.0)[:, None] * (left - self.called)
        self.bad_voiced = voiced[bad].sum()
        self.voiced = voiced + np.where(bad, 0.0, 1.0)[:, None] * (self.called - self.direct)

        # chances and hours of work by kind
        self.success1 = np.where(covered, prob[la.S1_BIG_SP], prob[la.S1_BIG])
        self.success1[0], self.success1[bad] = prob[la.S1_SMALL], 1.0
        self.success2 = np.where(covered, prob[la.S2_BIG_SP], prob[la.S2_BIG])
        self.success2[0] = prob[la.S2_SMALL]
        self.success2[-2:] = p[la.PI_U_EASY], p[la.PI_U_HARD]
        hours = np.where(big, p[la.H_BIG], p[la.H_SMALL])
        self.work1 = np.outer(hours, [1.0, p[la.S_SHIRK]])
        self.work1[bad] = p[la.H_SCREEN]
        self.work2 = (1.0 + p[la.KAPPA]) * np.outer(hours, [1.0, 1.0, p[la.S_EXCL]])
        self.fail = np.column_stack([1.0 - self.success1, np.where(bad, 0.0, 1.0)])
        self.late = np.array([1.0, p[la.LATE_SAT]])
        unhappy = np.outer(1.0 - self.success2, 1.0 - p[la.P_SAT_UNRES] * self.late)
        self.recall = np.where(bad, p[la.RHO_U], p[la.RHO])[:, None] * unhappy

    def flow(self, steps: int) -> masses.Flow:
        """The same by cell and step, as `fluid.run_month` takes it."""
        p, prob, kinds = self.p, self.prob, len(self.bad)
        cells = lambda a: np.repeat(np.asarray(a, float), CLASSES, axis=0)  # noqa: E731
        hours1 = cells(self.work1) / prob[la.SPEED_FIRST]
        hours2 = cells(self.work2) / prob[la.SPEED_ORDER]
        difficult = self.big.copy()
        difficult[-1] = True
        again = np.column_stack([self.recall, np.zeros(kinds)])
        return masses.Flow(
            self.voiced.ravel() / steps,
            self.direct.ravel() / steps,
            cells(np.where(self.bad, 1.0, prob[la.EFFORT1])),
            *masses.decay(hours1, HOURS / steps),
            cells(prob[la.X] * prob[la.ACCEPT] * self.fail),
            *masses.decay(hours2, HOURS / steps),
            cells(prob[la.ACCEPT] * again),
            hours2[:, 0].copy(),
            np.tile(p[la.D_1 : la.D_4 + 1], kinds),
            cells(difficult),
            cells(~self.bad),
        )

    def run(self, stock: masses.Stock, steps: int) -> tuple[float, masses.Stock, masses.Done]:
        """Let the month pass: perfunctory services before it, the stock after it, what came."""
        before = self._perfunctory(stock)
        stock = masses.with_room(stock, steps)
        done = masses.nothing_done(*stock.caused.shape[::-1])
        p = self.p
        run_month(
            stock, self.flow(steps), done, steps, HOURS / steps, p[la.K], self.apart,
            self.prob[la.SHARE_W], p[la.QUOTA], p[la.H_PAT], p[la.SIGMA],
        )  # fmt: skip
        return before, stock, done

    def book(
        self, before: float, after: masses.Stock, done: masses.Done,
        counts: np.ndarray, reals: np.ndarray,
    ) -> None:  # fmt: skip
        """Write the month into a row of `layout.COUNTS` and one of `layout.REALS`."""
        p, prob, big, bad = self.p, self.prob, self.big, self.bad
        good = ~bad
        kinds, accept = len(bad), prob[la.ACCEPT]
        first = done.first.reshape(kinds, CLASSES, 2)
        lapsed = done.lapsed.reshape(kinds, CLASSES)
        order = done.order.reshape(-1, kinds, CLASSES, 3)
        granted = done.granted.reshape(kinds, CLASSES).sum(axis=1)

        tried = first[:, :, TRIED]
        resolved = self.success1[:, None] * tried
        failed = (self.fail[:, None, :] * first).sum(axis=2)
        failed[good] += lapsed[good]
        ended, closed = order[..., :EXCLUDED], order[..., EXCLUDED].sum(axis=(0, 2))
        solved = self.success2[:, None, None] * ended
        solved_glad = p[la.P_SAT_RES] * self.late * solved
        unsolved = ended - solved
        unsolved_glad = p[la.P_SAT_UNRES] * self.late * unsolved
        again = self.recall[:, None, :] * ended
        again[-1] = 0.0
        over = prob[la.X] * failed
        lost = unsolved - accept * again  # paths that end with an unresolved order
        repeats = accept * again.sum(axis=(0, 3))
        opened = self.direct + accept * over + repeats

        self.unresolved_big = unsolved.sum(axis=(0, 2, 3))[big]
        calls = self.called.sum() + over.sum() + again.sum()
        shirked = self._perfunctory(after) - before + first[good, :, PERFUNCTORY].sum()
        completed = ended.sum()
        values = {
            "demands": self.arise[good].sum(), "demands_big": self.arise[big].sum(),
            "unreasonable": self.arise[bad].sum(),
            "prevented": self.prevented.sum(), "prevented_big": self.prevented[big].sum(),
            "prevented_special": self.removed.sum(), "prevented_special_big": self.removed.sum(),
            "calls": calls, "calls_answered": prob[la.LINE] * calls,
            "calls_accepted": self.direct.sum() + accept * (over.sum() + again.sum()),
            "first_voiced": self.voiced[good].sum(),
            "unreasonable_voiced": self.bad_voiced, "screened": tried[bad].sum(),
            "first_resolved": resolved[good].sum(), "first_resolved_big": resolved[big].sum(),
            "first_failed": failed.sum(), "reneged": lapsed[good].sum(), "perfunctory": shirked,
            "orders": opened.sum(), "orders_big": opened[big].sum(),
            "orders_overflow": accept * over.sum(), "orders_direct": self.direct.sum(),
            "orders_direct_unreasonable": self.direct[bad].sum(), "orders_repeat": repeats.sum(),
            "orders_unreasonable": opened[bad].sum(), "orders_urgent": opened[:, :2].sum(),
            "excluded": granted.sum(), "excluded_unreasonable": granted[bad].sum(),
            "excluded_hard": granted[-1], "excluded_closed": closed.sum(),
            "completed": completed, "signed_in_time": completed - done.unsigned.sum(),
            "late": ended[..., LATE].sum(), "resolved": solved.sum(),
            "resolved_in_time": solved[..., 0].sum(), "compromised": solved[:, bad].sum(),
            "resolved_satisfied": solved_glad.sum(),
            "resolved_dissatisfied": (solved - solved_glad).sum(),
            "unresolved_satisfied": unsolved_glad.sum(),
            "unresolved_dissatisfied": (unsolved - unsolved_glad).sum(),
            "callbacks": p[la.C_B] * completed, "callbacks_resolved": p[la.C_B] * solved.sum(),
            "callbacks_satisfied": p[la.C_B] * (solved_glad + unsolved_glad).sum(),
            "reasonable_completed": ended[:, good].sum() + closed[big].sum(),
            "reasonable_in_time": solved[:, good, :, 0].sum(),
            "second_resolved": solved[:, good].sum(), "second_resolved_big": solved[:, big].sum(),
            "unresolved": (failed - accept * over).sum() + lost[:, good].sum() + closed[big].sum(),
            "unresolved_big": (failed - accept * over)[big].sum() + lost[:, big].sum()
            + closed[big].sum(),
            "queue_first": masses.queued(after, masses.FIRST),
            "queue_orders": masses.queued(after, masses.ORDINARY),
            "queue_urgent": masses.queued(after, masses.URGENT),
            "events": self.arise.sum() + first.sum() + order.sum(),
        }  # fmt: skip
        for name, value in values.items():
            counts[la.COUNTS.index(name)] = value
        ends = ("prevented", "prevented_special", "first_resolved", "second_resolved", "unresolved")
        for extra in ("", "_big"):
            left = values[f"demands{extra}"] - sum(values[f"{end}{extra}"] for end in ends)
            counts[la.COUNTS.index(f"open{extra}")] += left

        work1 = (self.work1[:, None, :] * first).sum(axis=(1, 2))
        work2 = (self.work2[:, None, :] * order).sum(axis=(2, 3))
        reals[la.HOURS_FIRST], reals[la.HOURS_SCREEN] = work1[good].sum(), work1[bad].sum()
        reals[la.HOURS_ORDER] = work2.sum()
        reals[la.HOURS_ORDER_UNREASONABLE] = work2[:, bad].sum()
        reals[la.HOURS_ORDER_REPEAT] = work2[1:, good].sum()
        reals[la.HOURS_UPPER] = p[la.H_UP] * opened.sum()
        reals[la.WAIT_FIRST], reals[la.WAIT_ORDER] = done.waited

    def _perfunctory(self, stock: masses.Stock) -> float:
        """Perfunctory services in progress."""
        by_kind = stock.first.reshape(len(self.bad), CLASSES, 2)
        return float(by_kind[~self.bad, :, PERFUNCTORY].sum())
