"""Fates over cities: the alluvial figure with its spread, and who gains and who loses."""

import numpy as np
import pandas as pd
import pytest

from intensity.model.errors import InputError
from intensity.report import alluvial, gains, style

TYPES = pd.DataFrame(
    {
        "id": ["lifts", "parking", "other", "epidemic"],
        "name_en": ["lifts", "parking", "other", "epidemic control"],
        "name_zh": ["电梯", "停车", "其他", "疫情防控"],
    }
)
CHANGES = {"all": -0.05, "lifts": -0.18, "parking": 0.06, "other": -0.11}


@pytest.fixture
def table():
    rows = []
    for name, change in CHANGES.items():
        for size, shift in (("all", 0.02), ("big", 0.0), ("small", 0.09)):
            row = {"type": name, "size": size, "change": change + shift, "wait": 100 * shift}
            rows.append(row | {"covered": 0.75 if name == "lifts" else 0.0})
    frame = pd.DataFrame(rows)
    for panel, half in (("change", 0.2), ("wait", 30.0)):
        frame[f"{panel}_low"], frame[f"{panel}_high"] = frame[panel] - half, frame[panel] + half
    return frame


@pytest.fixture
def spread(fates):
    shares = fates / fates.to_numpy().sum()
    mean = {f"{name}>": value for name, value in shares.sum(axis=1).items()}
    mean |= {f">{name}": value for name, value in shares.sum().items()}
    mean |= {"substitution": 0.31, "relief": 0.07, "loss": 0.12}
    frame = pd.DataFrame({"mean": mean})
    return frame.assign(low=0.5 * frame["mean"], high=1.7 * frame["mean"])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
def test_gains_can_be_read(table, faults, width, lang):
    """Catches names that overlap or leave the figure in either language."""
    figure = gains.draw(table, TYPES, width=width, lang=lang)
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert not faults(figure)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
def test_fates_over_cities_can_be_read(fates, spread, faults, width, lang):
    """Catches intervals that make labels overlap or leave the figure in either language."""
    shares = fates / fates.to_numpy().sum()
    assert not faults(alluvial.draw(shares, spread=spread, cities=128, width=width, lang=lang))


@pytest.mark.parametrize("module", [alluvial, gains])
def test_both_languages_have_the_same_texts(module):
    """Catches a text that was added in one language only."""
    assert set(module.TEXT["en"]) == set(module.TEXT["zh"])


def test_gains_show_every_type_there_is_and_no_other(table, words):
    """Catches a type without problems in the figure, or one left out."""
    shown = words(gains.draw(table, TYPES))
    assert {"all types", "lifts", "parking", "other"} <= set(shown)
    assert "epidemic control" not in shown
    assert gains.order(table) == ["all", "parking", "other", "lifts"]


def test_dots_stand_where_the_table_says(table):
    """Catches sizes or panels exchanged, and shares drawn as percentages of something else."""
    left, right = gains.draw(table, TYPES).axes
    drawn = {
        round(float(line.get_xdata()[0]), 6) for line in left.lines if len(line.get_xdata()) == 1
    }
    assert drawn == {round(100 * value, 6) for value in table["change"]}
    assert max(line.get_xdata()[-1] for line in right.lines) == pytest.approx(39.0)


def test_a_wait_that_is_not_known_is_left_out(table, faults):
    """Catches a group that nobody was resolved in at both intensities."""
    table.loc[4, ["wait", "wait_low", "wait_high"]] = np.nan
    assert not faults(gains.draw(table, TYPES))


def test_lists_say_who_gains_and_who_loses(table):
    """Catches a list with the wrong sign, order or size."""
    assert gains.listed(table, TYPES, 1) == "parking (6)"
    assert gains.listed(table, TYPES, -1) == "lifts (\N{MINUS SIGN}18), other (\N{MINUS SIGN}11)"
    assert gains.listed(table, TYPES, 1, "small", lang="zh") == "停车（15）"
    assert gains.listed(table.assign(change=0.1), TYPES, -1) == "none"
    assert gains.covered(table, TYPES) == "lifts (75\N{NARROW NO-BREAK SPACE}%)"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_alternative_texts_are_complete(table, fates, spread, lang):
    """Catches a placeholder left over and a number that is missing."""
    shares = fates / fates.to_numpy().sum()
    alts = [
        gains.ALT(table, TYPES, lang=lang),
        alluvial.ALT(shares, spread=spread, cities=128, lang=lang),
    ]
    for alt in alts:
        assert "{" not in alt and "nan" not in alt and len(alt) > 60
    assert "128" in alts[1] and "31\N{NARROW NO-BREAK SPACE}%" in alts[1]


def test_fates_that_hardly_any_problem_has_are_not_drawn(fates, spread, words):
    """Catches a node without height that only takes a label's place."""
    shares = fates / fates.to_numpy().sum()
    shares.loc["open"] = shares["open"] = 1e-6
    shown = " ".join(words(alluvial.draw(shares, spread=spread, cities=3)))
    assert "still open" not in shown and "prevented" in shown


def test_frames_that_lack_something_are_refused(table, fates, spread):
    """Catches a figure drawn from half a table."""
    with pytest.raises(InputError, match="missing column 'wait_low'"):
        gains.draw(table.drop(columns="wait_low"), TYPES)
    with pytest.raises(InputError, match="missing row 'loss'"):
        alluvial.draw(fates, spread=spread.drop(index="loss"))
