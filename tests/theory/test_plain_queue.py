"""The options of `plain_queue`: what they say about mistakes, and that they set what they name."""

import numpy as np
import pytest

import intensity as it
from intensity.kernel import layout as la


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"urgent_share": 2.0}, ("urgent_share", "2.0")),
        ({"overflow": -0.1}, ("overflow", "-0.1")),
        ({"unresolved": 1.5}, ("unresolved", "1.5")),
        ({"class_shares": (0.5, 0.5)}, ("class_shares", "2 values", "4")),
        ({"class_shares": (0.5, 0.5, 0.5, 0.0)}, ("sum to 1",)),
        ({"deadlines": (3.0, 2.0, 9.0, 9.0)}, ("d_1 = 3", "d_2 = 2")),
        ({"repeats": 1.5}, ("n_rep", "1.5")),
        ({"quota": 1.2}, ("quota", "1.2")),
    ],
)
def test_mistakes_get_one_line(options, words):
    with pytest.raises(ValueError) as error:
        it.plain_queue(1.0, 1.0, 2, **options)
    assert all(word in str(error.value) for word in words)


@pytest.mark.parametrize("chance", [0.0, 1e-12, 0.01, 0.3, 0.5, 0.9, 1.0])
def test_overflow_has_the_chance_asked_for(chance):
    """In every month: beliefs, which drive it elsewhere, stay as they are."""
    given = it.plain_queue(0.05, 1.0, 1, order_share=0.5, failed=0.5, overflow=chance)
    run = it.simulate(**given, months=3, seed=1)
    assert run.reals[:, :, la.P_OVERFLOW] == pytest.approx(chance, rel=1e-9, abs=1e-16)
    assert np.all(run.reals[:, :, la.TRUST_HOTLINE] == 0.0)
