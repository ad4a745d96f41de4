"""What decides, drawn: every claim's two lines, conditions in symbols, readable at both widths."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pandas as pd
import pytest

from intensity.evidence.claims import register
from intensity.evidence.claims.conditions import Conditions
from intensity.evidence.claims.evaluation import row
from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.evidence.claims.space import share_of
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.report import deciding, page, style
from intensity.report.shrinkage import maths

PERCENT = "\N{NARROW NO-BREAK SPACE}%"
LONGEST = (("pi_u_easy", "<=", 0.421), ("omega_city", "<=", 0.792))
KINDS = {
    "two": Conditions(
        "holds less where ...", (("delta", "<=", 0.243), ("K", ">", 3.5)), 0.24, 0.86
    ),
    "one": Conditions("holds where ...", (("load", ">", 0.788),), 0.75, 0.08),
    "longest": Conditions("holds where ...", LONGEST, 1.0, 1.0),
    "every": Conditions("holds in every city"),
    "no": Conditions("holds in no city"),
    "few": Conditions("holds in all but 3 of 40 cities: too few to separate"),
    "nothing": Conditions("no condition separates (balanced accuracy 0.53)"),
}


def planted() -> pd.DataFrame:
    """All claims, in turn with each kind of condition; the last one has not been evaluated."""
    kinds = list(KINDS.values())
    shares = {
        sample: share_of(["holds"] * n + ["fails"] * (40 - n))
        for sample, n in ((PRIOR, 30), (POSTERIOR, 10))
    }
    rows = []
    for at, claim in enumerate(register().claims[:-1]):
        first, second = kinds[at % len(kinds)], kinds[at // 2 % len(kinds)]
        rows.append(row(claim, None, shares, {PRIOR: first, POSTERIOR: second}))
    rows.append(row(register().claims[-1], None, {}, {}))
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return planted()


def separating(claims: pd.DataFrame, number: int, lang: str = "en") -> str:
    """What is said of a claim's cities over the ranges, with plain symbols."""
    return deciding.separating(claims.iloc[number].to_dict(), PRIOR, deciding.TEXT[lang], str)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
def test_the_figure_can_be_read(claims: pd.DataFrame, lang: str, width: str, faults, words) -> None:
    """Catches labels that overlap or leave the figure, missing glyphs, and a claim left out."""
    with warnings.catch_warnings(), style.context(lang):
        warnings.simplefilter("error")  # a missing glyph is a warning
        figure = deciding.draw(claims, lang=lang, width=width)
        figure.canvas.draw()
        assert not faults(figure)
    assert figure.get_figwidth() == style.WIDTHS[width]
    (ax,) = figure.axes
    inches = ax.get_position().width * figure.get_figwidth()
    assert inches > (1.2 if width == "column" else 2.0), "labels leave no room for the bars"
    shown = " ".join(words(figure))
    assert all(claim in shown for claim in claims["id"])
    if lang == "zh":
        symbols = {s for p in parameters().values() for s in re.findall("[A-Za-z]+", p.symbol)}
        assert not set(re.findall("[A-Za-z]{2,}", shown)) - symbols - {"mathrm"}
        assert PERCENT not in shown


def test_lines_lead_from_elsewhere_to_the_condition(claims: pd.DataFrame) -> None:
    """Catches dots that are swapped, put to another line, or drawn where nothing separates."""
    (ax,) = deciding.draw(claims).axes
    dots: dict[tuple[float, bool], Any] = {
        (float(line.get_ydata()[0]), line.get_markerfacecolor() == "white"): line.get_xdata()[0]
        for line in ax.lines
        if line.get_marker() == "o"
    }
    hollow = [x for (_, is_hollow), x in sorted(dots.items()) if is_hollow]
    filled = [x for (_, is_hollow), x in sorted(dots.items()) if not is_hollow]
    order = [
        (claim[f"outside_{sample}"], claim[f"inside_{sample}"])
        for claim in claims.to_dict("records")
        for sample in (PRIOR, POSTERIOR)
        if claim[f"rule_{sample}"]
    ]
    assert len(order) > 10
    assert hollow == pytest.approx([100.0 * outside for outside, _ in order])
    assert filled == pytest.approx([100.0 * inside for _, inside in order])


def test_bars_are_intervals(claims: pd.DataFrame) -> None:
    """Catches bars from nought, bars of the other sample, and a bar for an open claim."""
    (ax,) = deciding.draw(claims).axes
    bars = sorted((bar for group in ax.containers for bar in group), key=lambda bar: bar.get_y())
    known = claims[claims["share_prior"].notna()]
    assert len(bars) == 2 * len(known) == 50
    for at, sample in ((0, PRIOR), (1, POSTERIOR)):
        low = [bar.get_x() for bar in bars[at::2]]
        high = [bar.get_x() + bar.get_width() for bar in bars[at::2]]
        assert low == pytest.approx(100.0 * known[f"share_{sample}_low"].to_numpy())
        assert high == pytest.approx(100.0 * known[f"share_{sample}_high"].to_numpy())


def test_conditions_are_said_in_symbols(claims: pd.DataFrame) -> None:
    """Catches code names, shares on the wrong side, and a reason that is not the recorded one."""
    said = separating(claims, 0)
    assert said == f"where δ ≤ 0.24 and K ≥ 4: 24{PERCENT}; elsewhere 86{PERCENT}"
    assert separating(claims, 1) == f"where load > 0.79: 75{PERCENT}; elsewhere 8{PERCENT}"
    assert separating(claims, 1, "zh").startswith("负荷 > 0.79：75")
    reasons = [separating(claims, number) for number in (3, 4, 5, 6, 25)]
    assert reasons == [
        *("in every city", "in no city", "too few to separate", "nothing separates"),
        "not evaluated",
    ]


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("theta_x <= 5.02 and theta_x > 1.03", "θ_x ≤ 5.0 and θ_x > 1.0"),
        ("h_pat > 345 and beta_sp <= 0.00312", "h_pat > 345 and β_sp ≤ 0.0031"),
        ("beta_sp > 0", "β_sp > 0.0"),
        ("K <= 3.5 and K > 2.5", "K ≤ 3 and K ≥ 3"),
        ("K > 4", "K ≥ 5"),
    ],
)
def test_thresholds_are_rounded(rule: str, shown: str) -> None:
    """Catches powers of ten, lost digits, and half a handler."""
    assert deciding.condition(rule, deciding.TEXT["en"], str) == shown


def test_symbols_of_the_figure_are_explained(claims: pd.DataFrame) -> None:
    """Catches a symbol without its meaning, and meanings of symbols that are not there."""
    said = deciding.key(claims)
    assert said.count(": ") == 5
    assert "<i>δ</i>: cost of going direct; " in said
    assert "<i>π</i><sub>u,easy</sub>: compromise, easy demand" in said
    assert said.endswith("load: hours of first-order work that arise per handler and hour.")
    assert deciding.key(claims.iloc[3:7].assign(rule_posterior="")) == ""
    chinese = re.sub("<[^>]+>|u,easy|city", "", deciding.key(claims, lang="zh"))
    assert not re.search("[A-Za-z]{2,}", chinese)


def test_every_parameter_can_stand_in_a_condition() -> None:
    """Catches a parameter whose symbol or short name is not known in a language."""
    drawn = [name for name, p in parameters().items() if p.range is not None]
    claims = planted().assign(rule_prior="", rule_posterior="")
    for start in range(0, len(drawn), 26):
        part = drawn[start : start + 26]
        some = claims.head(len(part)).assign(rule_prior=[f"{name} > 1" for name in part])
        for lang, colon in (("en", ": "), ("zh", "：")):
            assert deciding.key(some, lang=lang).count(colon) >= len(part)
        for name in part:
            said = deciding.condition(f"{name} > 0.5", deciding.TEXT["zh"], maths)
            assert said.startswith(maths(parameters()[name].symbol))


def test_the_alternative_text_tells_the_numbers(claims: pd.DataFrame) -> None:
    """Catches a text with a hole, counts of other rows, and English in the Chinese one."""
    said = deciding.ALT(claims)
    found = {s: int((claims[f"rule_{s}"] != "").sum()) for s in (PRIOR, POSTERIOR)}
    assert said.startswith("26 claims, two lines each")
    assert (
        f"is found for {found[PRIOR]} claims, where the facts are met for {found[POSTERIOR]}"
        in said
    )
    first = claims.iloc[0]
    shares = (
        f"75{PERCENT} [60,\N{NO-BREAK SPACE}86{PERCENT}], where δ ≤ 0.24 and K ≥ 4: 24{PERCENT}"
    )
    assert f"C01 {first['title']}: over the ranges {shares}; elsewhere 86{PERCENT};" in said
    assert said.endswith("over the ranges not evaluated; where the facts are met not evaluated.")
    chinese = deciding.ALT(claims, lang="zh")
    for text in (said, chinese):
        assert "nan" not in text and not re.search("[{}]", text)
    assert not set(re.findall("[A-Za-z]{2,}", chinese)) - {"easy", "city"}
    assert PERCENT not in chinese


def test_what_cannot_be_drawn_is_refused(claims: pd.DataFrame) -> None:
    """Catches a traceback for a table of an older version, or for a parameter that is gone."""
    for draw in (deciding.draw, deciding.ALT, deciding.key):
        with pytest.raises(InputError, match="claims: missing column 'outside_posterior'"):
            draw(claims.drop(columns="outside_posterior"))
    for draw in (deciding.draw, deciding.ALT):
        with pytest.raises(InputError, match="rule: 'kapa' is no parameter; did you mean kappa"):
            draw(claims.assign(rule_prior="kapa > 1", inside_prior=0.5, outside_prior=0.5))
    with pytest.raises(InputError, match="'fr' must be one of"):
        deciding.draw(claims, lang="fr")


def test_phones_get_the_drawing_for_a_column() -> None:
    """Catches the drawing for a page shown on a phone, where its words are too small."""
    assert "deciding" in page.NARROW
