"""Policies in cities that meet the facts: who beats whom, by more than noise."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.contest import JUDGE, POLICIES, YARDSTICK, _verdict, standings

NAMES = [name for name, _ in POLICIES]


@pytest.fixture
def frame():
    """The first policy after the yardstick beats it everywhere, the second in half the cities."""
    rng = np.random.default_rng(5)
    gains = dict.fromkeys(NAMES, 0.0) | {NAMES[1]: 0.1, NAMES[2]: None}
    rows = []
    for city in range(20):
        for draw in JUDGE:
            luck = rng.normal(0, 0.05)
            for name, gain in gains.items():
                value = (0.1 if city % 2 else -0.1) if gain is None else gain
                own = 0.0 if name == YARDSTICK else rng.normal(0, 0.01)
                rows.append(
                    {
                        "city": city,
                        "draw": draw,
                        "policy": name,
                        "efficiency": 0.6 + luck + value + own,
                        "effectiveness": 0.7,
                        "dashboard": 0.5,
                    }
                )
    return pd.DataFrame(rows)


def test_shares(frame):
    """Catches noise that is counted as a win, and wins that are lost in the margin."""
    table, margin = standings(frame)
    assert 0.01 < margin < 0.03  # two standard errors of the mean of two draws
    assert table.loc[YARDSTICK, "ties"] == 1.0
    assert table.loc[NAMES[1], "beats"] == 1.0
    assert table.loc[NAMES[1], "beats_low"] < 1.0
    assert table.loc[NAMES[2], "beats"] == table.loc[NAMES[2], "loses"] == 0.5
    assert table.loc[NAMES[3], "ties"] > 0.8
    assert list(table.index) == NAMES
    assert np.allclose(table[["beats", "ties", "loses"]].sum(axis=1), 1.0)


def test_verdict_takes_the_best_of_the_rules(frame):
    """Catches a verdict that is read from another policy's row."""
    table, _ = standings(frame)
    rules = [name for name, key in POLICIES if key.startswith("rule")]
    for share, words in ((0.9, "most"), (0.3, "minority"), (0.05, "hardly any")):
        changed = table.copy()
        changed.loc[rules, "beats"] = 0.0
        changed.loc[rules[-1], "beats"] = share
        assert words in _verdict(changed)
