"""The two stages of evidence behind the chapter on why efficiency falls."""

from __future__ import annotations

from intensity.evidence import sweep
from intensity.evidence.claims.samples import POSTERIOR, drawn
from intensity.evidence.decomposition import decomposition_evidence
from intensity.evidence.fingerprint import fingerprint_evidence
from intensity.evidence.record import Record
from intensity.model.city import City


def mechanisms(record: Record, *, progress: bool = True) -> None:
    """What each mechanism takes of efficiency, in the default city and in fitting ones."""
    decomposition_evidence(
        record,
        City.default(),
        drawn(POSTERIOR),
        sweep.panel_of("paper", progress=progress),
        progress=progress,
    )


def explanations(record: Record, *, progress: bool = True) -> None:
    """What each rival explanation leaves as its mark."""
    margin = sweep.margin(sweep.panel_of("default", progress=progress))
    fingerprint_evidence(record, City.default(), drawn(POSTERIOR), margin, progress=progress)
