"""A rise and a fall by two straight lines, without assuming a quadratic.

The test is Simonsohn's (2018, "Two lines: A valid alternative to the invalid testing of U-shaped
relationships with quadratic regressions"), with his Robin Hood rule simplified for a grid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from intensity.evidence.regressions import check_panel, clustered, within
from intensity.evidence.utest import ratio
from intensity.model.errors import InputError


@dataclass(frozen=True)
class TwoLines:
    """Result of `two_lines`; p-values two-sided, `p` the larger one, 1 if the signs are wrong."""

    break_at: float
    slope_lower: float
    se_lower: float
    p_lower: float
    slope_upper: float
    se_upper: float
    p_upper: float
    p: float
    inverse: bool


def two_lines(
    panel: pd.DataFrame,
    outcome: str = "efficiency",
    break_at: float | None = None,
    level: float = 0.95,
) -> TwoLines:
    """Test for an inverse U by two separate lines (Simonsohn 2018, "Two lines").

    Two interrupted regressions with city effects give one slope below and one above a break; an
    inverse U needs a rising first and a falling second line. The break follows a simplified
    Robin Hood rule: the means by level instead of a spline mark the flat top (within one
    standard error of the highest), and the break is set inside it so that the weaker line gets
    more of the data. Break and slopes come from the same data, as in the original.

    Parameters
    ----------
    panel : DataFrame
        As in `intensity.evidence.regressions.fixed_effects_quadratic`.
    outcome : str
        Dependent variable.
    break_at : float, optional
        Use this break instead of the rule.
    level : float
        ``inverse`` is True if both lines have the wanted sign and differ from zero at this
        level, two-sided.

    Raises
    ------
    InputError
        As `check_panel`; or with fewer than four levels, or if fewer than two levels lie on one
        side of a given break.
    """
    frame = check_panel(panel, outcome)
    levels = np.sort(frame["intensity"].unique())
    if levels.size < 4:
        raise InputError(f"panel: {levels.size} levels of intensity, two lines need 4")
    first, last = float(levels[1]), float(levels[-2])
    if break_at is None:
        flat = _flat_top(frame, outcome)
        trial = float(np.clip(np.median(flat), first, last))
        lines = _interrupted(frame, outcome, trial)
        lower, upper = (abs(ratio(slope, se)) for slope, se, _ in lines)
        known = 0 < lower + upper < np.inf
        share = upper / (lower + upper) if known else 0.5
        # a weak first line (small |t|) moves the break up and so lengthens that line
        break_at = float(np.clip(np.quantile(flat, share), first, last))
    elif not first <= break_at <= last:
        raise InputError(f"break_at: {break_at} must lie between {first} and {last}")
    (low, se_low, p_low), (high, se_high, p_high) = _interrupted(frame, outcome, break_at)
    wanted = low > 0 > high
    p = max(p_low, p_high) if wanted else 1.0
    return TwoLines(
        break_at=float(break_at),
        slope_lower=low,
        se_lower=se_low,
        p_lower=p_low,
        slope_upper=high,
        se_upper=se_high,
        p_upper=p_high,
        p=p,
        inverse=bool(p < 1 - level),
    )


def _flat_top(frame: pd.DataFrame, outcome: str) -> np.ndarray:
    """Return the intensities of all rows whose level's mean is close to the highest mean."""
    deviations = within(frame, [outcome])[outcome]
    cities = deviations.groupby([frame["intensity"], frame["city"]]).mean()
    means = cities.groupby(level=0).mean()
    errors = cities.groupby(level=0).sem()
    top = means.idxmax()
    flat = means.index[means >= means[top] - errors[top]]
    return frame.loc[frame["intensity"].isin(flat), "intensity"].to_numpy()


def _interrupted(frame: pd.DataFrame, outcome: str, at: float):
    """Return (slope, standard error, two-sided p) below and above a break.

    Each slope comes from the regression in which the break's own level belongs to its line.
    """
    lines = []
    for side, above in ((0, frame["intensity"] > at), (1, frame["intensity"] >= at)):
        distance = frame["intensity"] - at
        design = frame[["city"]].assign(
            y=frame[outcome],
            below=distance.where(~above, 0.0),
            above=distance.where(above, 0.0),
            jump=above.astype(float),
        )
        names = ["below", "above", "jump"]
        other = frame["intensity"][above if side == 0 else ~above]
        if other.nunique() == 1:  # a line through one level is its jump alone
            names.remove(names[1 - side])
        deviations = within(design, ["y", *names])
        fit = clustered(deviations["y"], deviations[names], frame["city"])
        at_side = names.index(("below", "above")[side])
        slope, error = float(fit.params[at_side]), float(fit.bse[at_side])
        p = 2.0 * float(stats.t.sf(abs(ratio(slope, error)), frame["city"].nunique() - 1))
        lines.append((slope, error, p))
    return lines
