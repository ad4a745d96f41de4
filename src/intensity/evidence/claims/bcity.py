"""The first answer: does a claim hold in B city, the default city?

Independent replications of the city, the same ones for every claim. Their number follows a rule
that is stated beforehand: at least `LEAST`, then batches of `BATCH` until each deciding part's
interval is as narrow as the register asks (`precision`), at most `MOST`. A claim's number of
replications depends on its own parts only, so that it is the same whether one claim is verified or
all.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from intensity.evidence.claims.cases import Case
from intensity.evidence.claims.estimands import ESTIMANDS
from intensity.evidence.claims.judge import Estimate, replicated, together, value_of
from intensity.evidence.claims.registry import Claim, Part
from intensity.evidence.claims.simulated import Simulated
from intensity.experiment.runner import in_threads
from intensity.model.city import City

LEAST, BATCH, MOST = 16, 8, 64
STREETS = 16


@dataclass
class Answer:
    """One claim in B city.

    Attributes
    ----------
    claim : Claim
    estimates : dict of str to Estimate
        By the key of the part (``C07.a``); parts that wait for the model are not in it.
    noise : dict of str to float
        Standard deviation of one replication, by the key of the part.
    replications : int
    seconds : float
        Spent on it; a run that several claims share counts for the first of them.
    """

    claim: Claim
    estimates: dict[str, Estimate] = field(default_factory=dict)
    noise: dict[str, float] = field(default_factory=dict)
    replications: int = 0
    seconds: float = 0.0

    def part_verdict(self, part: Part) -> str:
        """Verdict on one part."""
        key = self.claim.key(part)
        if key not in self.estimates:
            return together([])
        return part.expectation.verdict(self.estimates[key])

    @property
    def verdict(self) -> str:
        """Verdict on the claim."""
        return together(self.part_verdict(part) for part in self.claim.deciding)


def answer(
    claims: Sequence[Claim],
    *,
    least: int = LEAST,
    most: int = MOST,
    streets: int = STREETS,
    city: City | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> dict[str, Answer]:
    """Ask claims in the default city.

    Parameters
    ----------
    claims : sequence of Claim
    least, most : int
        Replications; between them the rule of precision decides.
    streets : int
        Streets of each replication.

    Returns
    -------
    dict of str to Answer
        By id, in the order given.
    """
    city = City.default() if city is None else city
    values: dict[str, dict[str, list[float]]] = {c.id: {} for c in claims}
    reasons: dict[str, str] = {}
    spent = dict.fromkeys(values, 0.0)
    open_claims = [c for c in claims if any(p.function for p in c.parts)]
    done = 0
    while open_claims:
        batch = list(range(done, min(done + (BATCH if done else least), most)))
        if not batch:
            break
        runs = in_threads(
            lambda number, asked=tuple(open_claims): _one(city, number, streets, asked),
            batch,
            workers=workers,
            progress=progress,
            label="claims, B city",
        )
        for found, seconds, why in runs:
            reasons |= why
            for claim in open_claims:
                spent[claim.id] += seconds[claim.id]
                for part in claim.parts:
                    if part.function is not None:
                        row = values[claim.id].setdefault(claim.key(part), [])
                        row.append(found[str(part.estimand)])
        done += len(batch)
        open_claims = [c for c in open_claims if not _is_precise(c, values[c.id])]
    out = {}
    for claim in claims:
        mine = values[claim.id]
        names = {claim.key(p): str(p.estimand) for p in claim.parts}
        estimates = {k: replicated(v, reasons.get(names[k], "")) for k, v in mine.items()}
        out[claim.id] = Answer(
            claim,
            estimates,
            {k: e.se * len(mine[k]) ** 0.5 for k, e in estimates.items()},
            max((len(v) for v in mine.values()), default=0),
            spent[claim.id],
        )
    return out


def alone(claim: Claim, *, streets: int = STREETS) -> float:
    """Seconds of one replication for this claim alone, on one processor."""
    began = time.perf_counter()
    _one(City.default(), 0, streets, (claim,))
    return time.perf_counter() - began


def _one(
    city: City, number: int, streets: int, claims: Sequence[Claim]
) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    case = Case(Simulated(city, number, streets=streets))
    found: dict[str, float] = {}
    seconds: dict[str, float] = {}
    reasons: dict[str, str] = {}
    for claim in claims:
        began = time.perf_counter()
        for part in claim.parts:
            name = str(part.estimand)
            if part.function is not None and name not in found:
                found[name], why = value_of(ESTIMANDS[name], case)
                if why:
                    reasons[name] = why
        seconds[claim.id] = time.perf_counter() - began
    return found, seconds, reasons


def _is_precise(claim: Claim, values: dict[str, list[float]]) -> bool:
    parts = [p for p in claim.deciding if p.function is not None]
    return all(replicated(values[claim.key(p)]).half <= p.precision for p in parts)
