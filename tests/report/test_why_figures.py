"""Figures and tables of the page "Why": readable at both widths, and words follow the numbers."""

import re

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.game import MECHANISMS, PLAYERS
from intensity.evidence.marks import LEVELS, MARKS
from intensity.model.errors import InputError
from intensity.model.rivals import RIVALS
from intensity.report import decomposition, fingerprint, style

RNG = np.random.default_rng(1)
VALUES = dict(zip(PLAYERS, (-0.01, -0.08, -0.05, 0.02, -0.03, 0.0, 0.03), strict=True))


def shapley_table(scale=1.0):
    rows = []
    for outcome in ("efficiency", "effectiveness", "cost"):
        for name, value in {**VALUES, "none": 0.06, "total": -0.06}.items():
            middle = scale * value
            rows.append(
                {
                    "outcome": outcome,
                    "player": name,
                    "mean": middle,
                    "low": middle - 0.005 * scale,
                    "high": middle + 0.005 * scale,
                }
            )
    return pd.DataFrame(rows)


def city_table():
    rows = [
        {"city": c, "outcome": o, "player": n, "value": RNG.normal(-0.03, 0.03)}
        for c in range(12)
        for o in ("efficiency", "effectiveness", "cost")
        for n in (*MECHANISMS, "none", "total")
    ]
    return pd.DataFrame(rows)


def pair_table():
    rows = []
    for i, one in enumerate(PLAYERS):
        for two in PLAYERS[i + 1 :]:
            value = RNG.normal(0, 0.04)
            spread = {"mean": value, "low": value - 0.01, "high": value + 0.01, "se": 0.005}
            rows.append({"first": one, "second": two, **spread})
    return pd.DataFrame(rows)


def numbers_table():
    rows = []
    for at, rival in enumerate(RIVALS):
        for sample, count in (("default", 3), ("own", 6)):
            for _ in range(count):
                tilt = RNG.normal(0.05 * (at - 1), 0.1)
                curve = {f"efficiency.{x}": 0.6 + tilt * x for x in LEVELS}
                domain = 0.0 if rival.name == "technical limit" else 0.01
                ends = {
                    f"{k}.{end}": v * (1.0 + tilt * (end == "high"))
                    for k, v in {
                        "efficiency": 0.62, "first_efficiency": 0.09, "domain": domain,
                    }.items()
                    for end in ("reg", "high")
                }  # fmt: skip
                there = {"while": 0.6 + tilt, "after": 0.6, "while.kept": 0.6, "after.kept": 0.6}
                rows.append({"rival": rival.name, "sample": sample, **curve, **ends, **there})
    return pd.DataFrame(rows)


def mark_table():
    rows = []
    for at, rival in enumerate(RIVALS):
        for k, mark in enumerate(MARKS):
            share = float("nan") if mark.name == "returns" and at else (k + at) % 5 / 4
            rows.append(
                {
                    "rival": rival.name, "sample": "own", "mark": mark.name,
                    "section": mark.section, "meaning": mark.meaning, "share": share, "asked": 4,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


FIGURES = {
    "values": (decomposition.draw, decomposition.ALT, (shapley_table(), city_table())),
    "alone": (decomposition.draw, decomposition.ALT, (shapley_table(),)),
    "large": (decomposition.draw, decomposition.ALT, (shapley_table(40.0), city_table())),
    "pairs": (decomposition.draw_pairs, decomposition.ALT_PAIRS, (pair_table(), shapley_table())),
    "fingerprint": (fingerprint.draw, fingerprint.ALT, (numbers_table(),)),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_figure_can_be_read(name, width, lang, faults, words):
    draw, _, frames = FIGURES[name]
    figure = draw(*frames, width=width, lang=lang)
    assert lang == "en" or not re.search("[A-Za-z]{2}", " ".join(words(figure)))
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert figure.get_figheight() <= 10
    assert not faults(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_alt_text_is_complete(name):
    _, alt, frames = FIGURES[name]
    text = alt(*frames)
    assert len(text) > 80 and text.endswith(".")
    assert not re.search(r"\bnan\b|\{", text)
    other = alt(*frames, lang="zh")
    assert other.endswith("。")
    assert not re.search(r"nan|\{|[A-Za-z]{2}", other.replace("Shapley", ""))


@pytest.mark.parametrize("name", FIGURES)
def test_unknown_language_is_refused(name):
    draw, _, frames = FIGURES[name]
    with pytest.raises(InputError, match="lang: 'xx'"):
        draw(*frames, lang="xx")


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="shapley: missing column 'mean'"):
        decomposition.draw(shapley_table().drop(columns="mean"))
    with pytest.raises(InputError, match="numbers: missing column 'while'"):
        fingerprint.draw(numbers_table().drop(columns="while"))


def test_ranking_follows_the_numbers():
    """Catches words that stay when signs turn, and unclear ones counted as clear."""
    table = shapley_table()
    lower = decomposition.ranked(table, -1)
    assert lower.startswith("dearer orders (\N{MINUS SIGN}0.080), unreasonable demands")
    assert "mobilisation" not in lower + decomposition.ranked(table, 1)
    turned = table.assign(mean=-table["mean"], low=-table["high"], high=-table["low"])
    assert decomposition.ranked(turned, 1).startswith("dearer orders (0.080)")
    still = table.assign(low=-1.0, high=1.0)
    assert decomposition.ranked(still, 1) == "nothing"


def test_names_are_words_of_the_language():
    assert decomposition.named("overhead") == "dearer orders"
    assert decomposition.named("overhead", "crowding") == "dearer orders and crowding out"


def test_tables_show_every_cell():
    answers = pd.DataFrame(
        [
            {"estimator": e, "sample": s, "channel": c, "value": 0.1, "low": 0.0, "high": 0.2}
            for e, s in decomposition.ESTIMATORS
            for c in decomposition.CHANNELS
        ]
    )
    table = decomposition.html(answers)
    assert table.count("<td>") == len(answers)
    marks = mark_table()
    table = fingerprint.html(marks)
    assert table.count("<tr>") == 1 + len(MARKS)
    assert len(re.findall("<b>", table)) == int((marks["share"] > 0.5).sum())
    assert table.count(fingerprint.TEXT["en"]["undefined"]) == int(marks["share"].isna().sum())
    distances = pd.DataFrame(
        [
            {
                "rival": r.name,
                "target": t,
                "meaning": t,
                "misfit": m,
                "least": 0.1,
                "distance": 1.5,
            }
            for r in RIVALS
            for t, m in (("a", 0.4), ("b", 1.2))
        ]
    )
    assert fingerprint.targets_html(distances).count("<b>1.2</b>") == len(RIVALS)


def test_lists_of_explanations_and_marks_follow_the_shares():
    marks = mark_table()
    own = marks[marks["mark"] == "falls"].set_index("rival")["share"]
    shown = fingerprint.showing(marks, "falls")
    for rival in RIVALS:
        assert (rival.name.split()[-1] in shown) == (own[rival.name] > 0.5)
    none = marks.assign(share=0.0)
    assert fingerprint.showing(none, "falls") == "none"
    assert fingerprint.lacking(none, "intensity").count(",") == len(MARKS) - 1
    assert fingerprint.lacking(marks.assign(share=1.0), "intensity") == "none"


def test_every_mark_and_mechanism_has_a_name():
    words = fingerprint.TEXT["en"]
    assert all(fingerprint.mark_name(mark.name, words) for mark in MARKS)
    assert {rival.name for rival in RIVALS} <= set(words)
    assert set(PLAYERS) <= set(decomposition.TEXT["en"])
