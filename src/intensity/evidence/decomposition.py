"""Why efficiency changes from regular to high intensity: the game of mechanisms, recorded.

Shapley values and interactions (`intensity.evidence.game`) for the default city and their spread
over cities that fit the facts; and beside them what mediation and Oaxaca-Blinder make of the same
change, from the kind of panel that an observer would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from intensity.evidence.game import (
    MECHANISMS,
    OUTCOMES,
    PLAYERS,
    STREETS,
    game,
    interactions,
    shapley,
)
from intensity.evidence.mediation import Intervals, channel_rows, mediation, two_levels
from intensity.evidence.oaxaca import oaxaca
from intensity.evidence.record import Record
from intensity.experiment.runner import in_threads
from intensity.model.city import City

NAMED = {  # the interactions that the paper speaks of, and the pairs of switches they are
    "cost_triviality": (("overhead", "substitution"), ("overhead", "unreasonable")),
    "pressure_shift": (("mobilisation", "feedback"), ("crowding", "feedback")),
}
CITY_NUMBER = 10_000  # key of the draws of the first sampled city
DIGITS = {"efficiency": 3, "effectiveness": 3, "cost": 3, "second_order_share": 3}


def decomposition_evidence(
    record: Record,
    city: City,
    cities: Sequence[City],
    panel: pd.DataFrame,
    *,
    runs: int = 16,
    played: int = 24,
    streets: int = STREETS,
    progress: bool = True,
) -> None:
    """Record Shapley values, interactions, and what two regressions say to the same question.

    Parameters
    ----------
    record : Record
    city : City
        Played with all seven switches, `runs` times.
    cities : sequence of City
        Cities that fit the paper's facts. All of them are simulated at both intensities for the
        regressions; `played` of them, spread over the sequence, are played with six switches
        and special governance on, once each.
    panel : DataFrame
        A sweep over the whole parameter space (`run_experiment`), for the regressions.
    runs, played, streets : int
    """
    default = np.array(
        in_threads(
            lambda number: game(city, PLAYERS, number=number, streets=streets),
            list(range(runs)),
            progress=progress,
            label="coalitions of mechanisms, default city",
        )
    )
    chosen = np.unique(np.linspace(0, len(cities) - 1, min(played, len(cities))).round())
    tasks = [(CITY_NUMBER + int(at), cities[int(at)]) for at in chosen]
    others = np.array(
        in_threads(
            lambda task: game(task[1], MECHANISMS, number=task[0], streets=streets),
            tasks,
            progress=progress,
            label="coalitions of mechanisms, cities",
        )
    )
    rows = in_threads(
        lambda task: two_levels(task[1], number=CITY_NUMBER + task[0], streets=streets),
        list(enumerate(cities)),
        progress=progress,
        label="cities at both intensities",
    )
    fitting = pd.DataFrame([row for part in rows for row in part])
    record.add("shapley.runs", runs, "count")
    record.add("shapley.coalitions", default.shape[1], "count")
    record.add("shapley.cities", len(others), "count")
    record.add("shapley.sample", len(cities), "count")
    _values(record, default)
    _pairs(record, default)
    _cities(record, others)
    low, high = city.I_reg, city.I_high
    answers = _shapley_answers(default, others)
    for sample, frame in (("fitting", fitting), ("all", panel)):
        through = mediation(frame, low=low, high=high)
        parts = oaxaca(frame, low=low, high=high)
        answers += channel_rows("mediation", sample, through.channels)
        answers += channel_rows("oaxaca", sample, parts.channels)
        through.record(record, f"mediation.{sample}")
        parts.record(record, f"oaxaca.{sample}")
    mediation(panel, low=low, high=high, inner=True).record(record, "mediation.levels")
    table = pd.DataFrame(answers)
    record.table("answers", table)
    _compare(record, table)


def _compare(record: Record, table: pd.DataFrame) -> None:
    """How far the methods are apart on the same cities, and which channel each thinks larger."""
    for row in table[table["estimator"] == "shapley"].itertuples():
        key = f"answer.shapley.{row.sample}.{row.channel}"
        record.add(key, row.value, "number", 3)
        record.add(f"{key}.low", row.low, "number", 3)
        record.add(f"{key}.high", row.high, "number", 3)
    same = table[table["sample"] == "fitting"].pivot(
        index="estimator", columns="channel", values="value"
    )
    names = {"overhead": "the cost of orders", "routine": "neglected routine"}
    for channel in names:
        apart = same[channel].max() - same[channel].min()
        record.add(f"answer.apart.{channel}", float(apart), "number", 3)
    for estimator, row in same.iterrows():
        larger = min(names, key=lambda channel: float(row[channel]))
        record.add(f"answer.{estimator}.larger", names[larger], "text")


def _values(record: Record, default: np.ndarray) -> None:
    """Shapley values of the default city; `default` has shape (runs, coalitions, outcomes)."""
    found = np.array([shapley(values) for values in default])
    gap = np.abs(found.sum(axis=1) - (default[:, -1] - default[:, 0])).max()
    if gap > 1e-9:  # orders per month are in the hundreds
        raise ArithmeticError(f"Shapley values miss the total by {gap}")
    record.add("shapley.gap", f"{gap:.0e}", "text")
    rows = []
    for o, outcome in enumerate(OUTCOMES):
        digits = DIGITS.get(outcome, 0)
        series = {name: found[:, k, o] for k, name in enumerate(PLAYERS)}
        series |= {"none": default[:, 0, o], "total": default[:, -1, o]}
        for name, values in series.items():
            spread = Intervals.of(values)
            rows.append({"outcome": outcome, "player": name, **spread.row})
            key = f"shapley.{outcome}.{name}"
            record.add(key, spread.mean, "number", digits)
            record.add(f"{key}.low", spread.low, "number", digits)
            record.add(f"{key}.high", spread.high, "number", digits)
            record.add(f"{key}.effect", spread.words("raises", "lowers"), "text")
    record.table("shapley", pd.DataFrame(rows))
    record.add("shapley.substitution.part", _part(found[:, :, 0].mean(axis=0)), "share", 0)
    for k, name in enumerate(PLAYERS):
        alone = default[:, 1 << k, 0] - default[:, 0, 0]
        last = default[:, -1, 0] - default[:, (default.shape[1] - 1) ^ (1 << k), 0]
        record.add(f"shapley.efficiency.{name}.alone", alone.mean(), "number", 3)
        record.add(f"shapley.efficiency.{name}.last", last.mean(), "number", 3)


def _part(values: np.ndarray, name: str = "substitution") -> float:
    """Part of one mechanism in what the harmful ones take together; 0 if it is not harmful."""
    return float(min(0.0, values[PLAYERS.index(name)]) / min(values[values < 0].sum(), -1e-12))


def _pairs(record: Record, default: np.ndarray) -> None:
    """Interaction indices for efficiency in the default city."""
    found = np.array([interactions(values[:, 0]) for values in default])
    rows = []
    for i, j in combinations(range(len(PLAYERS)), 2):
        spread = Intervals.of(found[:, i, j])
        rows.append({"first": PLAYERS[i], "second": PLAYERS[j], **spread.row})
    table = pd.DataFrame(rows)
    record.table("shapley_pairs", table)
    for pairs in NAMED.values():
        for one, two in pairs:
            row = _pair(table, one, two)
            key = f"shapley.pair.{one}.{two}"
            for name, end in (("mean", ""), ("low", ".low"), ("high", ".high")):
                record.add(key + end, row[name], "number", 3)
            words = Intervals(row["mean"], row["low"], row["high"], row["se"]).words(
                "cost less together than apart",
                "cost more together than apart",
                "do not clearly interact",
            )
            record.add(f"{key}.effect", words, "text")
    largest = table.loc[table["mean"].abs().idxmax()]
    record.add("shapley.pair.largest", largest["mean"], "number", 3)
    for name in ("first", "second"):
        record.add(f"shapley.pair.largest.{name}", str(largest[name]), "text")


def _pair(table: pd.DataFrame, one: str, two: str) -> pd.Series:
    both = table["first"].isin((one, two)) & table["second"].isin((one, two))
    return table[both].iloc[0]


def _cities(record: Record, others: np.ndarray) -> None:
    """Spread of the Shapley values over cities; `others`: (cities, coalitions, outcomes)."""
    found = np.array([shapley(values) for values in others])
    rows = []
    for o, outcome in enumerate(OUTCOMES):
        series = {name: found[:, k, o] for k, name in enumerate(MECHANISMS)}
        series |= {"none": others[:, 0, o], "total": others[:, -1, o]}
        for name, values in series.items():
            rows += [
                {"city": at, "outcome": outcome, "player": name, "value": value}
                for at, value in enumerate(values)
            ]
    table = pd.DataFrame(rows)
    record.table("shapley_cities", table)
    own = table[table["outcome"] == "efficiency"]
    for name, part in own.groupby("player"):
        key = f"shapley.cities.{name}"
        record.add(key, part["value"].median(), "number", 3)
        record.add(f"{key}.low", part["value"].quantile(0.1), "number", 3)
        record.add(f"{key}.high", part["value"].quantile(0.9), "number", 3)
        record.add(f"{key}.lowers", float((part["value"] < 0).mean()), "share", 0)
    for name in ("overhead", "feedback"):
        without = (others.shape[1] - 1) ^ (1 << MECHANISMS.index(name))
        last = others[:, -1, 0] - others[:, without, 0]
        record.add(f"shapley.cities.{name}.last", last.mean(), "number", 3)
    worst = own[own["player"].isin(MECHANISMS)].pivot(
        index="city", columns="player", values="value"
    )
    first = worst.idxmin(axis=1).value_counts()
    parts = [_part(values[:, 0]) for values in found]
    record.add("shapley.cities.substitution.part", float(np.median(parts)), "share", 0)
    record.add("shapley.cities.substitution.part.high", float(np.quantile(parts, 0.9)), "share", 0)
    record.add("shapley.cities.worst", str(first.index[0]), "text")
    record.add("shapley.cities.worst.share", float(first.iloc[0] / len(worst)), "share", 0)


def _shapley_answers(default: np.ndarray, others: np.ndarray) -> list[dict[str, object]]:
    """The game's answers by the channels that mediation knows: overhead, routine, the rest."""
    rows: list[dict[str, object]] = []
    for sample, values, players in (("default", default, PLAYERS), ("fitting", others, MECHANISMS)):
        found = np.array([shapley(v[:, 0]) for v in values])
        total = values[:, -1, 0]
        overhead = found[:, players.index("overhead")]
        routine = found[:, players.index("feedback")]
        parts = {
            "overhead": overhead,
            "routine": routine,
            "rest": total - overhead - routine,
            "total": total,
        }
        rows += channel_rows("shapley", sample, {k: Intervals.mean_of(v) for k, v in parts.items()})
    return rows
