"""High intensity taken back: does efficiency return, how fast, and where does it not (§1)?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from intensity.evidence import posterior
from intensity.evidence.record import Record
from intensity.evidence.replications import SEED, STREETS
from intensity.experiment.runner import in_threads
from intensity.model.city import City
from intensity.model.convergence import scaled
from intensity.model.scenarios import reversal
from intensity.model.schedule import Schedule
from intensity.model.simulate import simulate

REGULAR, HIGH, AFTER = 24, 48, 48  # months of the schedule
WINDOW = 6  # months of one reading of efficiency
RUNS, CITIES, CITY_RUNS = 8, 64, 2
SETTLED = 12  # months after which the level before is read
PRACTICAL = 0.02  # a shortfall below this share of efficiency matters to nobody
STATES = ("efficiency", "routine", "trust_hotline", "trust_first", "direct_share", "utilisation")
# A city made to have two states at regular intensity (its mean field has both): routine work
# prevents much, a busy street has no time for it and stays busy. It is not fitted to any fact.
BISTABLE = {
    **{"lambda_pot": 0.426, "lambda_u": 0.035, "p_big": 0.145, "p_hard": 0.6, "K": 3},
    **{"size_cv": 0.0, "e_0_sd": 0.0, "h_small": 3.141, "h_big": 33.13, "h_screen": 0.25},
    **{"s_shirk": 0.3, "h_pat": 126.7, "nu": 0.598, "phi_1": 0.5, "pi1_small": 0.77},
    **{"pi1_big": 0.3, "theta": 11.2, "delta": 0.271, "theta_x": 10.67, "delta_x": 0.25},
    **{"theta_u": 8.0, "tau_u": 0.6, "a_0": 0.5, "gamma": 3.0, "r_min": 0.05, "kappa": 1.085},
    **{"h_up": 3.0, "quota": 0.13, "s_excl": 0.3, "w_0": 0.3, "e2_0": 0.122, "e_max": 0.95},
    **{"pi2_small": 0.85, "pi2_big": 0.5, "pi_u_easy": 0.6, "pi_u_hard": 0.1, "rho": 0.482},
    **{"rho_u": 0.7, "n_rep": 3, "omega_v": 1.0, "o_ref": 60.0, "omega_r": 1.5, "mu": 2.0},
    **{"eta_e": 0.2, "e_0": 0.559, "r_M": 0.135, "f_req": 0.177, "eta_1": 0.101, "eta_2": 0.132},
    **{"omega_city": 0.3, "n_sp": 3, "beta_sp": 1.0, "lambda_sp": 0.2, "v_big": 4.0},
}
LARGER = 16  # streets this many times as large have hardly any luck left
HOLD, READ = 36, 12  # months at each level of the loop, and those read at its end
LOOP = tuple(round(0.1 * k, 1) for k in range(11))


def path(city: City, number: int, *, back: bool) -> pd.DataFrame:
    """States over windows of `WINDOW` months, with the detour over high intensity or without."""
    schedule = (
        reversal(city, high=HIGH, after=AFTER)
        if back
        else Schedule.constant(city.I_reg, city.I_reg, REGULAR + HIGH + AFTER)
    )
    run = simulate(city, schedule=schedule, streets=STREETS, seed=SEED, number=number)
    starts = range(0, len(schedule), WINDOW)
    rows = [run.measures(at, at + WINDOW)[list(STATES)] for at in starts]
    return pd.DataFrame(rows, index=pd.Index(starts, name="month"))


def paths(
    cities: list[City], runs: int, *, first: int, progress: bool = True, label: str = ""
) -> pd.DataFrame:
    """Both paths of every city: one row per city, replication and window.

    Columns: ``city``, ``number``, ``month`` (first of the window), `STATES` with the detour, and
    ``control``, efficiency without it.
    """
    tasks = [(at, city, number) for at, city in enumerate(cities) for number in range(runs)]

    def one(task: tuple[int, City, int]) -> pd.DataFrame:
        at, city, number = task
        key = first + 100 * at + number
        frame = path(city, key, back=True)
        frame["control"] = path(city, key, back=False)["efficiency"]
        return frame.reset_index().assign(city=at, number=number)

    return pd.concat(in_threads(one, tasks, progress=progress, label=label), ignore_index=True)


def recovery(frame: pd.DataFrame) -> pd.Series:
    """When one city is back, from its paths.

    Back means: from that window on the mean gap to the path without the detour stays above
    −margin, where the margin is two standard errors of a window's efficiency at regular intensity,
    and at least `PRACTICAL` of it.

    Returns
    -------
    Series
        ``lost`` (share of efficiency missing in the last year of high intensity), ``months``
        after the return until it is back (inf: not within the path), ``first_year`` (mean gap in
        the first year after the return), ``left`` (gap of the last year), ``early`` (gap of the
        first window at high intensity), all gaps as shares; ``margin``.
    """
    runs = frame["number"].nunique()
    level = frame.loc[frame["month"] >= SETTLED, "control"].mean()
    settled = frame[frame["month"] >= REGULAR]
    noise = settled.groupby("number")["control"].std(ddof=1).mean() / np.sqrt(runs)
    margin = max(2.0 * noise / level, PRACTICAL)
    gap = (frame["efficiency"] - frame["control"]).groupby(frame["month"]).mean() / level
    back = REGULAR + HIGH
    after = gap[gap.index >= back]
    short = after.index[after < -margin]
    months = 0.0 if len(short) == 0 else float(short[-1] + WINDOW - back)
    return pd.Series(
        {
            "lost": -gap[(gap.index >= back - 12) & (gap.index < back)].mean(),
            "months": months if months < AFTER else np.inf,
            "first_year": after[after.index < back + 12].mean(),
            "left": after[after.index >= back + AFTER - 12].mean(),
            "early": gap[REGULAR],
            "margin": margin,
        }
    )


def loop(city: City, runs: int, *, streets: int, progress: bool = True) -> pd.DataFrame:
    """Intensity raised step by step and lowered again.

    Returns
    -------
    DataFrame
        One row per ``branch`` ("up", "down"), ``intensity`` and ``number``: efficiency over the
        last `READ` months at the level.
    """
    levels = [*LOOP, *LOOP[::-1]]
    schedule = Schedule.steps([(HOLD, level) for level in levels])

    def one(number: int) -> list[dict[str, object]]:
        run = simulate(city, schedule=schedule, streets=streets, seed=SEED, number=number)
        rows = []
        for at, level in enumerate(levels):
            end = HOLD * (at + 1)
            value = run.measures(end - READ, end)["efficiency"]
            branch = "up" if at < len(LOOP) else "down"
            rows.append(
                {"branch": branch, "intensity": level, "number": number, "efficiency": value}
            )
        return rows

    found = in_threads(one, list(range(runs)), progress=progress, label="up and down")
    return pd.DataFrame([row for part in found for row in part])


def reversal_evidence(record: Record, city: City, *, progress: bool = True) -> None:
    """Record paths after the return, times to recover, and the loop of a bistable city."""
    add = record.add
    own = paths([city], RUNS, first=0, progress=progress, label="there and back")
    found = recovery(own)
    for name in ("lost", "first_year", "left", "early", "margin"):
        add(f"policy.reversal.default.{name}", found[name], "share", 1)
    add("policy.reversal.default.months", _months(found["months"]), "text")
    cities = posterior.cities(CITIES)
    frame = paths(
        cities, CITY_RUNS, first=20_000, progress=progress, label="there and back, many cities"
    )
    table = frame.groupby("city")[["number", "month", "efficiency", "control"]].apply(recovery)
    record.table("policy_recovery", table.reset_index())
    record.table("policy_paths", _bands(frame, own))
    add("policy.reversal.cities", len(cities), "count")
    add("policy.reversal.window", WINDOW, "count")
    add("policy.reversal.practical", PRACTICAL, "share", 0)
    for name, months in (("high", HIGH), ("after", AFTER)):
        add(f"policy.reversal.years.{name}", months / 12, "count")
    losing = table[table["lost"] > table["margin"]]
    _share(record, "policy.reversal.losing", table["lost"] > table["margin"])
    add("policy.reversal.losing.count", len(losing), "count")
    for months in (12, 24, 48):
        _share(record, f"policy.reversal.within.{months}", losing["months"] <= months)
    middle = float(losing["months"].median())
    add("policy.reversal.median", _months(middle), "text")
    back = float((losing["months"] < np.inf).mean())
    most = "nearly all" if back >= 0.9 else "most" if back > 0.5 else "a minority"
    add("policy.reversal.verdict", f"in {most} of these cities", "text")
    add("policy.reversal.lost", losing["lost"].median(), "share", 0)
    add("policy.reversal.left", losing["left"].median(), "share", 1)
    add("policy.reversal.left.worst", losing["left"].min(), "share", 1)
    _share(record, "policy.reversal.dip", losing["first_year"] < -losing["lost"])
    gaining = table[table["lost"] < -table["margin"]]
    add("policy.reversal.gaining", len(gaining) / len(table), "share", 0)
    _share(record, "policy.reversal.honeymoon", losing["early"] > losing["margin"])
    add("policy.reversal.early", losing["early"].median(), "share", 0)
    _loops(record, progress)


def _share(record: Record, key: str, holds: pd.Series) -> None:
    """A share of cities, which are the index of `holds`, with its interval."""
    line = posterior.lines(CITIES)[holds.index.to_numpy(dtype=int)]
    low, high = posterior.share_interval(holds, line=line) if len(holds) else (0.0, 1.0)
    record.add(key, float(holds.mean()), "share", 0)
    record.add(f"{key}.low", float(low), "share", 0)
    record.add(f"{key}.high", float(high), "share", 0)


def _months(months: float) -> str:
    return f"{months:.0f} months" if np.isfinite(months) else f"not within {AFTER} months"


def _bands(frame: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Gap to the path without the detour, as a share: default city, and bands over cities."""
    rows = []
    for name, part in (("default", own), ("cities", frame)):
        level = part[part["month"] >= SETTLED].groupby("city")["control"].mean()
        gap = (part["efficiency"] - part["control"]) / part["city"].map(level)
        keys = ["number", "month"] if name == "default" else ["city", "month"]
        values = gap.groupby([part[key] for key in keys]).mean()
        bands = values.groupby(level="month").quantile([0.1, 0.5, 0.9]).unstack()
        bands.columns = pd.Index(["low", "middle", "high"])
        if name == "default":
            bands["middle"] = values.groupby(level="month").mean()
        rows.append(bands.reset_index().assign(who=name))
    return pd.concat(rows, ignore_index=True)


def _loops(record: Record, progress: bool) -> None:
    """The bistable city's loop, with streets as they are and with large ones."""
    city = City.default().replace(**BISTABLE)
    parts = []
    for name, one, streets, runs in (
        ("small", city, STREETS, 4),
        ("large", scaled(city, LARGER), 1, 4),
    ):
        frame = loop(one, runs, streets=streets, progress=progress)
        means = frame.groupby(["branch", "intensity"])["efficiency"].mean()
        apart = means["up"] - means["down"]
        key = f"policy.loop.{name}"
        record.add(f"{key}.gap", float(apart.max()))
        wide = apart.index[apart > 0.1]
        words = f"from {wide.min():.1f} to {wide.max():.1f}" if len(wide) else "at no level"
        record.add(f"{key}.where", words, "text")
        record.add(f"{key}.gap.regular", float(apart[city.I_reg]))
        parts.append(frame.assign(streets=name))
    record.table("policy_loop", pd.concat(parts, ignore_index=True))
    record.add("policy.loop.larger", LARGER, "count")
    record.add("policy.loop.hold", HOLD, "count")
