"""History matching: what is ruled out, and what share of the prior is left."""

import numpy as np
import pytest

from intensity.evidence.observation import Observed, plain, working
from intensity.evidence.targets import targets
from intensity.evidence.waves import CUT, not_ruled_out, possible


class Step:
    """Expects the facts where the first coordinate is below `edge`, and far off elsewhere."""

    variance = np.full(8, 1e-4)

    def __init__(self, edge):
        self.edge = edge

    def predict(self, points):
        facts = working(np.array([t.value for t in targets()]))
        return facts + np.where(points[:, :1] < self.edge, 0.0, 5.0)


def test_share_is_the_volume_that_is_left():
    """Half by one emulator, a quarter by two; catches waves that forget earlier ones."""
    observed, rng = Observed.paper(), np.random.default_rng(1)
    for emulators, share in (([], 1.0), ([Step(0.5)], 0.5), ([Step(0.25), Step(0.5)], 0.25)):
        kept = not_ruled_out(400, 3, emulators, observed, rng)
        assert kept.points.shape == (400, 3)
        assert kept.share == pytest.approx(share, abs=0.02)
        assert possible(kept.points, emulators, observed).all()


def test_a_poor_emulator_rules_out_nothing():
    """Its variance counts: catches an implausibility that trusts the emulator."""
    observed, poor = Observed.paper(), Step(0.5)
    poor.variance = np.full(8, 5.0)
    points = np.random.default_rng(2).random((200, 3))
    assert possible(points, [poor], observed).all()


def test_bounds_rule_out_on_one_side_only():
    observed = Observed.paper()
    facts = np.array([t.value for t in targets()])
    at = next(i for i, t in enumerate(targets()) if t.kind == "above")
    low, high = facts.copy(), facts.copy()
    low[at], high[at] = 0.2, 0.9
    assert observed.implausibility(working(low)[None])[0] > CUT
    assert observed.implausibility(working(high)[None])[0] == pytest.approx(0.0)
    assert np.allclose(plain(working(facts)), facts)
