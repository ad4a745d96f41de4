"""How hard to push: everything that the book's page on policy needs."""

from __future__ import annotations

from intensity.evidence.adaptive import adaptive_evidence
from intensity.evidence.contest import contest_evidence
from intensity.evidence.levers import levers_evidence
from intensity.evidence.optimum import optimum_evidence
from intensity.evidence.record import Record
from intensity.evidence.reversal import reversal_evidence
from intensity.model.city import City


def policy_evidence(record: Record, city: City | None = None, *, progress: bool = True) -> None:
    """Record the best intensity, the adaptive rule, the way back, and levers beside intensity.

    Parameters
    ----------
    record : Record
    city : City, optional
        Default ``City.default()``.
    """
    city = City.default() if city is None else city
    optimum_evidence(record, city, progress=progress)
    adaptive_evidence(record, city, progress=progress)
    contest_evidence(record, progress=progress)
    reversal_evidence(record, city, progress=progress)
    levers_evidence(record, city, progress=progress)
