"""``python -m intensity.evidence.claims``: make the answers that are shipped.

About seven minutes on two processors. It may be stopped: cities that are done are kept below
``results/claims`` and not computed again while the sources are the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from intensity.evidence.agreement import tables_agree
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
    parser.add_argument(
        "--check", action="store_true", help="write nothing; 1 if what is shipped is not the same"
    )
    given = parser.parse_args()
    began = time.perf_counter()
    sizes = {PRIOR: given.prior, POSTERIOR: given.posterior}
    made = make(sizes, progress=not given.quiet)
    if given.check:
        return _checked(made)
    where = shipped.write(*made, given.out)
    print(f"claims: {where}, sources {runs_hash()}, in {time.perf_counter() - began:.0f} s")
    return 0


def _checked(made: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]) -> int:
    """Compare answers made here with the shipped ones, as files; 1 if they do not agree."""
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        here = shipped.write(*made, Path(folder))
        for name in shipped.FILES.values():
            one, other = (pd.read_csv(where / name) for where in (here, shipped.folder()))
            good, words = tables_agree(one, other, skip=("seconds", "runs", "sources"))
            print(f"claims: {name}: {words}", file=sys.stderr)
            worst = max(worst, int(not good))
    return worst


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
