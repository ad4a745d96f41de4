"""The figures by name, as ``intensity.figures``: each takes frames and returns a Figure."""

from intensity.report.alluvial import draw as alluvial
from intensity.report.bench import draw as bench
from intensity.report.claims import draw as claims
from intensity.report.decomposition import draw as decomposition
from intensity.report.figure1 import draw as figure1
from intensity.report.figure2 import draw as figure2
from intensity.report.figure3 import draw as figure3
from intensity.report.figure4 import draw as figure4
from intensity.report.fingerprint import draw as fingerprint
from intensity.report.gains import draw as gains
from intensity.report.paradox import draw as paradox
from intensity.report.sweep import draw as sweep

__all__ = [
    "alluvial",
    "bench",
    "claims",
    "decomposition",
    "figure1",
    "figure2",
    "figure3",
    "figure4",
    "fingerprint",
    "gains",
    "paradox",
    "sweep",
]
