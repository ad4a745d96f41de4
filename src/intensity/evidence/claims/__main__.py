"""``python -m intensity.evidence.claims``: make the answers that are shipped.

About seven minutes on two processors. It may be stopped: cities that are done are kept below
``results/claims`` and not computed again while the sources are the same.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from intensity.evidence.claims import shipped
from intensity.evidence.claims.making import make
from intensity.evidence.claims.samples import POSTERIOR, PRIOR, SIZES, runs_hash
from intensity.model.errors import InputError


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the shipped answers to the claims.")
    parser.add_argument("--prior", type=int, default=SIZES[PRIOR], help="cities over the ranges")
    parser.add_argument("--posterior", type=int, default=SIZES[POSTERIOR], help="fitting cities")
    parser.add_argument("--out", type=Path, default=None, help="folder; default data/reference")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    given = parser.parse_args()
    began = time.perf_counter()
    sizes = {PRIOR: given.prior, POSTERIOR: given.posterior}
    where = shipped.write(*make(sizes, progress=not given.quiet), given.out)
    print(f"claims: {where}, sources {runs_hash()}, in {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
