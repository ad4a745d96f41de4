"""All answers at once, as they are shipped and recorded."""

from __future__ import annotations

import os

import pandas as pd

from intensity.evidence.claims import bcity
from intensity.evidence.claims.evaluation import part_rows, row
from intensity.evidence.claims.registry import chosen
from intensity.evidence.claims.samples import estimates
from intensity.evidence.claims.space import deciding, shares


def make(
    sizes: dict[str, int], *, most: int = bcity.MOST, progress: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Claims, parts and space, as `shipped.write` takes them.

    Parameters
    ----------
    sizes : dict of str to int
        Cities by sample.
    most : int
        Largest number of replications of B city.

    Returns
    -------
    claims, parts, space : DataFrame
        One row per claim; per part; per sample, city and estimand.
    """
    claims = chosen(None)
    space = pd.concat(
        [estimates(s, n, progress=progress) for s, n in sizes.items()], ignore_index=True
    )
    answers = bcity.answer(claims, most=most, progress=progress)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    rows = []
    for claim in claims:
        found = shares(claim, space) if claim.is_ready else {}
        decided = {s: deciding(claim, space, s) for s in sizes} if claim.is_ready else {}
        seconds = bcity.alone(claim) * answers[claim.id].replications / cores
        rows.append(row(claim, answers[claim.id], found, decided, round(seconds, 1)))
    parts = [r for claim in claims for r in part_rows(answers[claim.id])]
    return pd.DataFrame(rows), pd.DataFrame(parts), space
