"""Chinese of claims and of words about estimates, explanations and policy: all that can be said."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import adaptive, contest, fitting, levers, optimum, reversal
from intensity.evidence.claims import register
from intensity.evidence.claims.conditions import Conditions, separate
from intensity.evidence.definitions import DEFINITIONS
from intensity.evidence.marks import MARKS
from intensity.evidence.power import CASES
from intensity.evidence.regressions import fixed_effects_quadratic
from intensity.evidence.targets import targets
from intensity.model.parameters import parameters
from intensity.model.rivals import RIVALS
from intensity.report import claims as figure
from intensity.report import conditions, deciding, decomposition, estimates, fingerprint, verdicts
from intensity.report.chinese import chinese

NAMES = {"Lind", "Mehlum", "Oaxaca", "Blinder", "McFadden", "Logit", "intensity", "verify"}
ENGLISH = re.compile(r"[A-Za-z]{2,}")
UP, DOWN = pd.Series([1.0, 1.1, 0.9]), pd.Series([-1.0, -1.1, -0.9])
FLAT = pd.Series([-1.0, 0.0, 1.0])
MOVES = ("rises", "falls", "does not clearly move")


def english(words: str) -> set[str]:
    """English words of a text or of HTML; ids, symbols and names of methods are none."""
    plain = re.sub("<code>.*?</code>|<[^>]+>|&[a-z]+;", " ", words)
    plain = re.sub(r"`[^`]*`|（[^（）]*[_,α-ω][^（）]*）|\b(?:C|p)[0-9_]+\b", " ", plain)
    symbols = {p.symbol for p in parameters().values()}
    return set(ENGLISH.findall(plain)) - NAMES - symbols


def said(words: str) -> str:
    """Chinese of a text, without English."""
    out = chinese(words)
    assert out.strip() and not english(out), out
    return out


@pytest.mark.parametrize("claim", register().claims, ids=lambda claim: claim.id)
def test_a_claim_is_whole_in_chinese(claim) -> None:
    """Catches a claim of the register that was changed or added in English only."""
    texts = [claim.title, claim.statement, claim.refuted_by, *(part.words for part in claim.parts)]
    texts += [claim.built_in] if claim.built_in else []
    assert len({said(text) for text in texts}) == len(set(texts))
    assert said(claim.statement).endswith("。")
    for part in claim.parts:
        said(part.unit)


def test_conditions_name_their_parameters_in_chinese() -> None:
    """Catches a condition that is shown with the code of a parameter, or not at all."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.random((128, 3)), columns=["kappa", "e_0", "load"])
    loaded = frame["load"].to_numpy() > 0.5
    both = loaded & (frame["kappa"].to_numpy() <= 0.6)
    for holds, names in ((loaded, "负荷"), (~loaded, "负荷"), (both, "工单附加工时比例")):
        found = separate(frame, holds)
        assert found.rules
        words = said(found.text)
        assert names in words and str(found.cities) in words and "kappa" not in words
    for holds in (np.ones(128, bool), np.zeros(128, bool), np.arange(128) < 3, np.arange(128) > 3,
                  rng.random(128) > 0.5):  # fmt: skip
        assert re.search("成立|区分", said(separate(frame, holds).text))


def test_all_varied_parameters_can_stand_in_a_condition() -> None:
    """Catches a parameter without a Chinese name."""
    for name, parameter in parameters().items():
        if parameter.range is not None:
            words = chinese(
                f"holds less where {name} > 0.25: 8% of those 62 cities, 74% of the rest"
            )
            assert name not in words.replace(parameter.symbol, "") and "8%" in words


def test_words_of_policy_cover_all_outcomes() -> None:
    """Catches a verdict that today's results happen not to show."""
    words = [adaptive._verdict(move) for move in MOVES]
    words += [levers._shrinks(a, b) for a, b in product((UP, DOWN, FLAT), repeat=2)]
    words += [levers._shrinks(UP, UP * 2 + FLAT * 0), levers._shrinks(2 * UP, UP)]
    words += [levers._reading(a, b) for a, b in product((UP, DOWN, FLAT), repeat=2)]
    counts = product((0, 1, 4), repeat=2)
    words += [
        optimum._verdict(pd.Series({"falls": falls, "rises": rises, "same": 1 - (falls > 3)}))
        for falls, rises in counts
    ]
    words += [
        optimum._harm(dict(zip(("resources", "assessment", "both"), moves, strict=True)))
        for moves in product(MOVES, repeat=3)
    ]
    rules = [name for name, key in contest.POLICIES if key.startswith("rule")]
    words += [
        contest._verdict(pd.DataFrame({"beats": share}, index=rules)) for share in (0.0, 0.3, 0.7)
    ]
    words += [reversal._months(18.0), reversal._months(np.inf)]
    words += [f"in {most} of these cities" for most in ("nearly all", "most", "a minority")]
    words += ["is worth something", "is worth less than nothing", "is not clearly worth anything",
              "few", "some", "most", "in between", "at an end", "from 0.2 to 0.5",
              "at no level"]  # fmt: skip
    assert all(re.search("[\u4e00-\u9fff]", said(text)) for text in words)
    rows = {"policy": ["rule", "noise", "noise"], "chosen": [True, True, True],
            "amount": [0.0, 0.1, 0.2]}  # fmt: skip
    bears = [
        adaptive._bears(pd.DataFrame({**rows, "moves": moves}))
        for moves in (["falls"] * 3, ["rises", "falls", "falls"], ["rises", "rises", "falls"])
    ]
    assert len({said(text) for text in bears}) == 3 and "0.1" in said(bears[2])


def test_words_of_tables_are_known() -> None:
    """Catches a definition, a curve, a mark, a fact or a choice that was added in English only."""
    for definition in DEFINITIONS:
        said(definition.meaning)
        chinese(definition.formula)
    texts = [case.meaning for case in CASES] + [mark.meaning for mark in MARKS]
    texts += [target.meaning for target in targets()]
    texts += [rival.name for rival in RIVALS if rival.name != "intensity"]
    texts += [choice for choice in fitting.CHOICES if choice != "as_it_is"]
    for text in texts:
        said(text)
    for rival in RIVALS:
        assert fingerprint.TEXT["zh"][rival.name] == rival.chinese


def test_verdicts_are_shown_in_chinese() -> None:
    """Catches English words in a box, a table or the figure of verdicts."""
    from intensity.evidence.claims import bcity
    from intensity.evidence.claims.evaluation import part_rows, row
    from intensity.evidence.claims.judge import Estimate, replicated
    from intensity.evidence.claims.samples import POSTERIOR, PRIOR
    from intensity.evidence.claims.space import share_of

    share = share_of(["holds"] * 30 + ["fails"] * 10)
    text = "holds where kappa > 0.8 and load <= 1: 81% of those 40 cities, 22% of the rest"
    decided = {
        PRIOR: Conditions(text, (("kappa", ">", 0.8), ("load", "<=", 1.0)), 0.81, 0.22, 40),
        POSTERIOR: Conditions("holds in all but 3 of 128 cities: too few to separate"),
    }
    rows, parts = [], []
    for claim in register().claims:
        answer = bcity.Answer(claim, replications=16)
        for at, part in enumerate(claim.parts):
            undefined = Estimate(float("nan"), reason="no repeat order")
            known = replicated(np.random.default_rng(at).normal(0.1, 0.01, 16))
            answer.estimates[claim.key(part)] = undefined if claim.id == "C15" else known
        rows.append(row(claim, answer, {PRIOR: share, POSTERIOR: share}, decided, 3.2))
        parts += part_rows(answer)
    claims, each = pd.DataFrame(rows), pd.DataFrame(parts)
    boxes = [verdicts.box(c.id, claims, each, lang="zh") for c in register().claims]
    assert not english(" ".join(boxes)) and "没有重复工单" in "".join(boxes)
    assert not english(verdicts.html(claims, lang="zh"))
    assert not english(conditions.html(claims, lang="zh"))
    assert not english(deciding.ALT(claims, lang="zh") + deciding.key(claims, lang="zh"))
    assert "{admonition} C01" in verdicts.verdict("C01", claims, each, lang="zh")
    assert not english(figure.ALT(claims, each, lang="zh"))
    drawn = figure.draw(claims, each, lang="zh")
    names = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    renderer = drawn.canvas.get_renderer()
    assert names[21] == "C22 效率悖论"
    assert all(x.get_window_extent(renderer).x0 >= 0 for x in drawn.axes[0].get_yticklabels())


def test_regressions_are_shown_in_chinese(panel) -> None:
    """Catches a row of the table of quadratics without Chinese, and numbers that differ."""
    from intensity.evidence.regressions import table

    fit = fixed_effects_quadratic(panel, "efficiency")
    shown = estimates.quadratics(fit, lang="zh")
    assert not english(" ".join(cell for row in shown.rows for cell in row) + shown.caption)
    assert shown.rows[1][1] == table(fit).loc["I", "(1)"]


def test_lists_are_set_as_chinese() -> None:
    """Catches half-width brackets and commas in lists that stand inside a sentence."""
    rows = [
        {"outcome": "efficiency", "player": name, "mean": value, "low": value, "high": value}
        for name, value in (("overhead", -0.2), ("crowding", -0.1))
    ]
    assert decomposition.ranked(pd.DataFrame(rows), -1, lang="zh") == (
        "工单附加成本（\N{MINUS SIGN}0.200）、时间挤占（\N{MINUS SIGN}0.100）"
    )
    marks = pd.DataFrame(
        {"rival": ["technical limit", "intensity"], "sample": "own", "mark": "falls",
         "share": [0.6, 0.4]}
    )  # fmt: skip
    assert fingerprint.showing(marks, "falls", lang="zh") == "技术限度（60%）"
    assert fingerprint.lacking(marks, "intensity", lang="zh") == "治理效率下降"
