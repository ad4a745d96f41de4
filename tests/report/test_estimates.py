"""Tables and figures of the page of estimates: readable, complete, the same in HTML and LaTeX."""

import re

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.definitions import DEFINITIONS
from intensity.evidence.power import size_and_power
from intensity.evidence.specifications import ESTIMATORS
from intensity.model.errors import InputError
from intensity.report import estimates, eventstudy, specifications, style, tabular

RNG = np.random.default_rng(1)
SAMPLES = ("prior", "near", "default")


def curve_table(scale=1.0):
    rows = []
    for sample in SAMPLES:
        for definition in DEFINITIONS:
            for estimator in ESTIMATORS:
                middle, half = scale * RNG.normal(-5, 20), scale * RNG.gamma(2, 5)
                low, high = middle - half, middle + half
                rows.append(
                    {
                        "sample": sample, "definition": definition.name, "estimator": estimator,
                        "change": middle, "low": low, "high": high, "interior": middle > 0,
                        "falls": high < 0, "rises": low > 0,
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def event_table(scale=1.0):
    rows = []
    for outcome in ("orders", "routine", "efficiency"):
        for quarter in (-3, -2, 0, 1, 2):
            effect = scale * max(quarter + 1, 0)
            rows.append(
                {
                    "outcome": outcome, "quarter": quarter, "estimate": effect + 0.1,
                    "low": effect - 0.3, "high": effect + 0.5, "truth": effect,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def fit_rows(table, column, terms, unit="streets", fit_name="McFadden R²"):
    return [
        {
            "table": table, "column": column, "method": "logit", "outcome": "resolved",
            "term": term, "estimate": -0.5, "low": -0.75, "high": -0.25, "observations": 12345,
            "clusters": 24, "unit": unit, "fit": 0.25, "fit_name": fit_name,
        }
        for term in terms
    ]  # fmt: skip


def fits():
    rows = fit_rows("orders", 1, ("big",)) + fit_rows("orders", 2, ("big", "late"))
    rows += fit_rows("counts", 1, ("intensity", "intensity_squared"))
    rows += fit_rows("counts", 2, ("intensity", "alpha"), "cities", "log likelihood")
    return pd.DataFrame(rows)


def city_table():
    return pd.DataFrame(
        [
            {
                "sample": sample, "definition": d.name, "meaning": d.meaning,
                "formula": d.formula, "falls": 0.25, "peaks": 0.5,
            }
            for sample in SAMPLES
            for d in DEFINITIONS
        ]
    )  # fmt: skip


FIGURES = {
    "curve": (specifications.draw, specifications.ALT, curve_table()),
    "small curve": (specifications.draw, specifications.ALT, curve_table(0.01)),
    "events": (eventstudy.draw, eventstudy.ALT, event_table()),
    "large events": (eventstudy.draw, eventstudy.ALT, event_table(5000.0)),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_figure_can_be_read(name, width, lang, faults, words):
    draw, _, frame = FIGURES[name]
    figure = draw(frame, width=width, lang=lang)
    assert lang == "en" or not re.search("[A-Za-z]{2}", " ".join(words(figure)))
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert figure.get_figheight() <= 10
    assert not faults(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_alt_text_is_complete(name):
    _, alt, frame = FIGURES[name]
    text = alt(frame)
    assert len(text) > 80 and text.endswith(".")
    assert not re.search(r"\bnan\b|\{", text)
    other = alt(frame, lang="zh")
    assert other.endswith("。") and not re.search(r"nan|\{|[A-Za-z]{2}", other)
    with pytest.raises(InputError, match="lang: 'xx'"):
        alt(frame, lang="xx")


def test_curve_is_sorted_and_complete():
    frame = specifications.ordered(curve_table())
    assert frame["change"].is_monotonic_increasing
    assert len(frame) == len(SAMPLES) * len(DEFINITIONS) * len(ESTIMATORS)
    assert set(frame["definition"]) <= set(specifications.NAMES["en"])


def test_named_wants_all_estimators():
    curve = curve_table().assign(falls=False)
    assert specifications.named(curve, "near", "falls") == "none"
    mine = (curve["sample"] == "near") & (curve["definition"] == "paid")
    curve.loc[mine, "falls"] = True
    assert specifications.named(curve, "near", "falls") == "per paid hour"
    curve.loc[mine & (curve["estimator"] == "lines"), "falls"] = False
    assert specifications.named(curve, "near", "falls") == "none"


def test_regression_table_names_everything_and_has_no_stars():
    table = estimates.regression(fits(), "orders")
    cells = {row[0]: row[1:] for row in table.rows}
    assert table.head == ("", "(1)", "(2)")
    assert cells["Dependent variable"] == ("resolved", "resolved")
    assert cells["big matter"][0] == "−0.50 [−0.75,\N{NO-BREAK SPACE}−0.25]"
    assert cells["late"] == ("", cells["big matter"][1])
    assert cells["Observations"][0] == "12\N{NARROW NO-BREAK SPACE}345"
    assert cells["Clusters"] == ("24 streets", "24 streets")
    assert cells["McFadden R²"] == ("0.25", "0.25")
    assert "95 %" in table.caption and "street" in table.caption
    assert "*" not in tabular.html(table)
    counts = estimates.regression(fits(), "counts")
    assert {row[0] for row in counts.rows} >= {"I", "I²", "alpha (overdispersion)"}
    with pytest.raises(InputError, match="no table 'shares'"):
        estimates.regression(fits(), "shares")


def test_html_and_latex_have_the_same_cells():
    table = estimates.regression(fits(), "orders")
    page, paper = tabular.html(table), tabular.latex(table)
    assert page.count("<tr>") == 1 + len(table.rows)
    assert paper.count(r"\\") == 1 + len(table.rows)
    for row in table.rows:
        assert all(tabular.escaped(cell) in paper for cell in row)


def test_latex_shows_what_it_is_given():
    assert tabular.escaped("5 % of x_1 & y²") == r"5 \% of x\_1 \& y$^2$"
    assert tabular.escaped("\N{MINUS SIGN}1\N{NO-BREAK SPACE}a\\b") == r"$-$1~a\textbackslash{}b"
    every = [estimates.power(size_and_power(5)), estimates.definitions(city_table())]
    every += [estimates.answers(curve_table())]
    for table in every:
        body = tabular.latex(table)
        assert body.isascii(), set(re.sub(r"[ -~\n]", "", body))
        assert re.search(r"(?<!\\)%", body) is None


def test_power_table_puts_curves_under_their_truth():
    table = estimates.power(size_and_power(5))
    names = [row[0] for row in table.rows]
    assert names.index("no effect") < names.index("Inverse U") < names.index("a hump of a sixth")
    assert len(table.head) == 7


def test_before_after_has_a_row_per_year():
    frame = pd.DataFrame(
        [{"outcome": o, "year": y, "estimate": 1.0, "low": 0.5, "high": 1.5, "truth": 0.75}
         for o in ("orders", "routine") for y in (1, 2)]
    )  # fmt: skip
    table = estimates.before_after(frame)
    assert table.rows[0] == ("orders, year 1", "1.0 [0.5,\N{NO-BREAK SPACE}1.5]", "0.8")
    assert len(table.rows) == 4


def test_tables_are_written_whole(tmp_path):
    table = estimates.answers(curve_table())
    (path,) = tabular.write({"answers": table}, tmp_path / "tex")
    assert path.read_text(encoding="utf-8") == tabular.latex(table)
    assert [p.name for p in path.parent.iterdir()] == ["answers.tex"]
    with pytest.raises(InputError, match="none to write"):
        tabular.write({}, tmp_path)
    with pytest.raises(InputError, match="different length"):
        tabular.columns([("a", "b"), ("c",)])


def test_words_about_the_mean_curve_follow_the_numbers():
    assert "contradicts" in estimates.mean_curve("minimum", "inside", 1.0)
    assert "agrees" in estimates.mean_curve("maximum", "inside", 0.01)
    assert "does not support" in estimates.mean_curve("maximum", "outside", 0.9)
