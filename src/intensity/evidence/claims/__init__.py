"""The paper's claims, each with three answers (``intensity.claims``).

Does it hold in the calibrated B city; in which share of the parameter space; under which
conditions? `evaluate` gives a frame, ``intensity verify`` recomputes it. What a claim says and what
would refute it stands in ``data/claims.yml``.
"""

from intensity.evidence.claims.evaluation import KEYS, evaluate
from intensity.evidence.claims.registry import Claim, Part, chosen, register
from intensity.evidence.claims.verification import command, verify

__all__ = ["KEYS", "Claim", "Part", "chosen", "command", "evaluate", "register", "verify"]
