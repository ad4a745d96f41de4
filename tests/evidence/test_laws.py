"""Laws of queueing theory as evidence: right verdicts, and enough points."""

import numpy as np
import pytest
from scipy import stats

from intensity.evidence import laws


@pytest.fixture(scope="module")
def found():
    """The laws with one handler, which are enough to see that verdicts are right."""
    few = {name: laws.Law(law.points[:2], law.compare) for name, law in laws.LAWS.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laws, "LAWS", few)
        yield laws.compare_laws()


def test_every_law_has_twenty_points():
    assert all(len(set(law.points)) >= 20 for law in laws.LAWS.values())
    assert len(set(laws.CALL_CENTRES)) >= 20


def test_the_engine_agrees(found):
    assert set(found["law"]) == set(laws.LAWS)
    assert (found["z"].abs() < laws.bound(len(found))).all()
    assert (found["error"] > 0).all()


def test_a_wrong_law_is_noticed(found):
    """The comparison has power: it is not the errors' size that makes all agree."""
    assert laws.power(found, 0.05) == 2 / len(laws.LAWS["erlang"].points)
    assert laws.power(found, 1e-6) == 0.0


def test_z_is_a_normal_deviate():
    """Student's t of few streets would exceed a normal bound too often."""
    rng = np.random.default_rng(1)
    count = np.ones(4)
    z = [laws.deviation(rng.normal(3.0, 1.0, 4), count, 3.0)["z"] for _ in range(4000)]
    assert stats.kstest(z, "norm").pvalue > 1e-3


def test_bound_is_that_of_bonferroni():
    assert laws.bound(1) == pytest.approx(stats.norm.isf(laws.FAMILY / 2))
    assert laws.bound(200) > laws.bound(100)


def test_exact_laws():
    assert laws.call_centre_difference() < 1e-9
    wrong, of = laws.quota_errors()
    assert wrong == 0 and of > 1000
