"""Estimands: what a claim says, as a number that a `Case` gives.

Each is a pure function ``Case -> float``; a case without a value raises
`intensity.evidence.claims.cases.Undefined` with the reason. Whether the number speaks for the
claim is not decided here but in ``data/claims.yml``: expected side, threshold, tolerance.
"""

from __future__ import annotations

from collections.abc import Callable

from intensity.evidence.claims.cases import Case
from intensity.evidence.claims.estimands import matters, paradox, policy, pressure, supplement

Estimand = Callable[[Case], float]

ESTIMANDS: dict[str, Estimand] = {
    name: getattr(module, name)
    for module in (supplement, matters, pressure, paradox, policy)
    for name in module.__all__
}
"""All estimands by the name that the register calls them by."""

__all__ = ["ESTIMANDS", "Estimand"]
