"""The adaptive rule against fixed levels: chosen here, judged there."""

import numpy as np
import pandas as pd
import pytest

import intensity as it
from intensity.evidence.adaptive import CHOOSE, JUDGE, Goals, _bears, compared, ruled


@pytest.fixture
def frame():
    """0.4 is best on the draws for choosing, 0.6 on those for judging; the rule is in between."""
    rows = []
    for number in (*CHOOSE, *JUDGE):
        lucky = (
            {0.2: 0.5, 0.4: 0.7, 0.6: 0.6} if number in CHOOSE else {0.2: 0.5, 0.4: 0.6, 0.6: 0.7}
        )
        for level, value in {**lucky, 1.0: 0.3}.items():
            rows.append({"policy": "fixed", "intensity": level, "efficiency": value})
        rows.append({"policy": "rule", "effort": 0.8, "busy": 0.5, "efficiency": 0.65})
        for row in rows[-5:]:
            row |= {"number": number}
    frame = pd.DataFrame(rows).assign(amount=0.0)
    frame["efficiency"] += 1e-3 * np.sin(frame.index.to_numpy(float))
    return frame


def test_best_level_is_chosen_on_other_draws(frame):
    """Catches the winner's curse: a rival that is chosen by the luck it is judged on."""
    table = compared(frame, it.City.default(), Goals(0.8, 0.5)).set_index("rival")
    assert table.loc["best", "level"] == 0.4
    assert table.loc["best", "gain"] == pytest.approx(0.05, abs=2e-3)
    assert table.loc["best", "moves"] == "rises"
    assert table.loc["high", "gain"] == pytest.approx(0.35, abs=2e-3)
    assert table["chosen"].all()


def test_rule_has_its_goals_and_more():
    """Catches goals that do not reach the city."""
    city = it.City.default()
    one = ruled(city, Goals(0.8, 0.5), adapt_noise=0.2)
    assert (one.adapt_effort, one.adapt_busy, one.adapt_noise) == (0.8, 0.5, 0.2)
    assert one.adapt_gain > 0
    assert Goals.shipped(ruled(city)) == Goals.shipped(city)


def test_draws_for_choosing_and_judging_do_not_overlap():
    """Catches a replication that does both."""
    assert not set(CHOOSE) & set(JUDGE)


@pytest.mark.parametrize(
    ("clean", "noisy", "words"),
    [
        ("rises", "rises", "up to 0.1"),
        ("rises", "falls", "0.1 is enough"),
        ("falls", "rises", "even without error"),
    ],
)
def test_words_on_noise(clean, noisy, words):
    """Catches a lead that is claimed where there is none."""
    table = pd.DataFrame(
        {
            "policy": ["rule", "noise"],
            "amount": [0.0, 0.1],
            "chosen": True,
            "moves": [clean, noisy],
        }
    )
    assert words in _bears(table)
