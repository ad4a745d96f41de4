"""A pinned result. It says nothing about being right; it says that nothing changed unnoticed."""

import hashlib

import pytest

import intensity as it
from intensity.model.parameters import parameters

GOLDEN = "6f003993bbbf4769536e513be56cb7aa"
CITY = {  # independent of the default city, which calibration moves
    **{name: p.centre for name, p in parameters().items() if p.centre is not None},
    **{"lambda_pot": 0.42, "lambda_u": 0.15, "p_big": 0.11, "K": 3, "size_cv": 0.3},
    **{"h_small": 2.4, "h_big": 25.0, "kappa": 1.3, "h_up": 3.0, "e_0": 0.56, "nu": 0.41},
    **{"theta": 9.9, "delta": 0.19, "eta_1": 0.2, "eta_2": 0.2, "h_pat": 240.0, "rho": 0.47},
}


@pytest.mark.golden
def test_same_bytes_as_when_it_was_pinned():
    """The same version, seed and parameters give the same bytes on every machine.

    A change of any output of the kernel changes this value; then pin the new one and say in the
    changelog that outputs changed.
    """
    city = it.City.default().replace(**CITY)
    digest = hashlib.sha256()
    for intensity in (0.2, 1.0):
        run = it.simulate(city, intensity, months=18, streets=3, seed=2022)
        digest.update(run.counts.tobytes() + run.reals.tobytes())
    assert digest.hexdigest()[:32] == GOLDEN
