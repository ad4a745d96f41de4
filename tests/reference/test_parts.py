"""The reference's own parts against what others publish or what can be worked out by hand."""

from __future__ import annotations

import math

import pytest

from tests.reference.callcentre import share_answered
from tests.reference.draws import WORD, threefry
from tests.reference.month_end import rank_shares


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0), (0, 0), (0xF167B032C3B480BD, 0xE91F9FEE4B7A6FB5)),
        ((WORD, WORD), (WORD, WORD), (0xCCDEC5C917A874B1, 0x4DF53ABCA26CEB01)),
        (
            (0x243F6A8885A308D3, 0x13198A2E03707344),
            (0xA4093822299F31D0, 0x082EFA98EC4E6C89),
            (0xC3AAC71561042993, 0x3FE7AE8801AFF316),
        ),
    ],
)
def test_threefry(counter, key, words):
    """A wrong rotation or key injection; the vectors are those published with Random123."""
    assert threefry(counter, key) == words


def test_one_agent_without_patience():
    """A wrong sign in the balance of the call centre; Erlang's loss formula is its limit."""
    assert math.isclose(share_answered(10.0, 1, 0.1, 1e-9), 0.5, rel_tol=1e-6)


def test_patience_like_a_call():
    """With both times alike the number in the system is Poisson, whatever the agents."""
    load, agents = 7.0, 5
    poisson = [math.exp(-load) * load**n / math.factorial(n) for n in range(80)]
    talking = sum(min(n, agents) * p for n, p in enumerate(poisson))
    assert math.isclose(share_answered(load / 0.1, agents, 0.1, 0.1), talking / load)


def test_rank_shares():
    """The best is 0, the worst 1; ties share their mean."""
    assert rank_shares([0.9, 0.5, 0.5, 0.1]) == [0.0, 0.5, 0.5, 1.0]
    assert rank_shares([0.3, 0.3]) == [0.5, 0.5]
    assert rank_shares([0.3]) == [0.5]
