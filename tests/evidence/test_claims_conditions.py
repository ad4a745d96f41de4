"""Conditions are found where a rule was planted, and rarely where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.claims.conditions import Conditions, parsed, separate
from intensity.evidence.claims.judge import FAILS, HOLDS, UNDECIDED, UNDEFINED, WAITING
from intensity.evidence.claims.registry import chosen
from intensity.evidence.claims.samples import PRIOR, drawn, varied
from intensity.evidence.claims.space import share_of, shares, verdicts
from intensity.model.errors import InputError


def cities(rng: np.random.Generator, n: int = 128, k: int = 30) -> pd.DataFrame:
    return pd.DataFrame(rng.random((n, k)), columns=[f"p{j}" for j in range(k)])


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_rule_is_found(seed: int) -> None:
    """Catches a tree that names the wrong parameters or reads its shares off the wrong side."""
    rng = np.random.default_rng(seed)
    frame = cities(rng)
    holds = ((frame["p3"] > 0.5) & (frame["p7"] < 0.6)).to_numpy() ^ (rng.random(128) < 0.04)
    found = separate(frame, holds)
    assert {(name, sign) for name, sign, _ in found.rules} == {("p3", ">"), ("p7", "<=")}
    assert dict((n, b) for n, _, b in found.rules)["p3"] == pytest.approx(0.5, abs=0.06)
    assert found.inside > 0.8
    assert found.outside < 0.2
    assert found.text.startswith("holds where p")
    inside = (frame["p3"] > found.rules[0][2]) if found.rules[0][0] == "p3" else frame["p3"] >= 0
    assert 0 < found.cities <= max(1, int(inside.sum()))


def test_a_rule_is_read_as_it_was_written() -> None:
    """Catches digits, signs or the second rule lost between table and figure."""
    rules = (("load", ">", 0.788), ("size_cv", "<=", -0.0512), ("h_pat", ">", 1e3))
    assert Conditions("", rules).rule == "load > 0.788 and size_cv <= -0.0512 and h_pat > 1e+03"
    assert parsed(Conditions("", rules).rule) == rules
    assert parsed("") == Conditions("holds in every city").rules == ()
    for torn in ("load", "load > ", "load < 1", "load > 1 and", "load > 1, K > 3", "load > 1 > 2"):
        with pytest.raises(InputError, match=r"rule '.*': must be like"):
            parsed(torn)


def test_shares_and_text_say_the_same() -> None:
    """Catches shares of the other side, and a text whose rule is not the recorded one."""
    rng = np.random.default_rng(3)
    frame = cities(rng)
    for flip in (False, True):
        found = separate(frame, (frame["p3"] > 0.5).to_numpy() ^ (rng.random(128) < 0.04) ^ flip)
        assert f"{found.rule}: {found.inside:.0%} of those {found.cities} cities" in found.text
        assert found.text.endswith(f"{found.outside:.0%} of the rest")
        holds = found.inside * found.cities + found.outside * (128 - found.cities)
        assert holds == pytest.approx(round(holds))


def test_copies_do_not_make_a_condition() -> None:
    """Eight lines of sixteen cities that share all parameters and, by chance, a verdict.

    Without lines a tree finds the lines again in cities it was not grown on, and calls it a rule.
    """
    plain, known = 0, 0
    line = np.repeat(np.arange(8), 16)
    for seed in range(6):
        rng = np.random.default_rng(seed)
        frame = cities(rng, 8).iloc[line].reset_index(drop=True) + rng.normal(0, 0.01, (128, 30))
        holds = (rng.permutation(8) < 4)[line] ^ (rng.random(128) < 0.05)
        plain += bool(separate(frame, holds).rules)
        known += bool(separate(frame, holds, line).rules)
    assert plain >= 4 and known <= 1


def test_noise_has_no_conditions() -> None:
    """At most one in twenty by chance: 30 noisy samples give more than 5 with chance 0.3 %."""
    rng = np.random.default_rng(11)
    found = sum(bool(separate(cities(rng), rng.random(128) < 0.4).rules) for _ in range(30))
    assert found <= 5


def test_too_few_cities_are_not_separated() -> None:
    frame = cities(np.random.default_rng(0), n=64)
    assert separate(frame, np.ones(64, bool)).text == "holds in every city"
    assert separate(frame, np.zeros(64, bool)).text == "holds in no city"
    few = np.arange(64) < 3
    assert "only 3 of 64 cities" in separate(frame, few).text
    assert "all but 3 of 64 cities" in separate(frame, ~few).text


def test_what_is_open_does_not_count_as_holding() -> None:
    """Catches a share among decided cities only, which would flatter a claim."""
    share = share_of([HOLDS] * 6 + [FAILS] * 2 + [UNDECIDED] + [UNDEFINED])
    assert (share.share, share.cities) == (0.6, 10)
    assert (share.holds, share.fails, share.undecided, share.undefined) == (6, 2, 1, 1)
    assert share.low < 0.6 < share.high
    assert np.isnan(share_of([WAITING] * 5).share)
    assert np.isnan(share_of([]).share)


def test_a_city_is_judged_by_all_deciding_parts() -> None:
    """C06 needs a majority and a substitution; catches a share of the headline alone."""
    (claim,) = chosen(["C06"])
    rows = []
    for city, (direct, substituted) in enumerate([(0.7, 0.1), (0.7, 0.0), (0.3, 0.1)]):
        for name, x in (("direct_at_high", direct), ("substitution", substituted)):
            rows.append((PRIOR, city, name, x, 0.001, 7))
    columns = ["sample", "city", "estimand", "value", "se", "df"]
    frame = pd.DataFrame(rows, columns=columns)
    assert list(verdicts(claim, frame)) == [HOLDS, UNDECIDED, FAILS]
    assert shares(claim, frame)[PRIOR].share == pytest.approx(1 / 3)


def test_cities_are_drawn_again_the_same() -> None:
    """Catches conditions read off other cities than the runs were of."""
    few, more = drawn(PRIOR, 4), drawn(PRIOR, 8)
    assert [c.digest for c in few] == [c.digest for c in more[:4]]
    frame = varied(more)
    assert "load" in frame
    c = more[2]
    hours = (1 - c.p_big) * c.h_small + c.p_big * c.h_big
    assert frame["load"][2] == pytest.approx(c.lambda_pot * hours / c.K)
    assert list(frame["kappa"]) == [c.kappa for c in more]
