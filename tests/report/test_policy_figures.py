"""Figures of the page on policy: readable, true to their frames, refusing what they cannot draw."""

import re

import numpy as np
import pandas as pd
import pytest

from intensity.model.errors import InputError
from intensity.report import (
    adaptive,
    contest,
    optimum,
    referral,
    reserve,
    reversal,
    scenarios,
    style,
    surface,
)

LEVELS = np.round(np.linspace(0, 1, 11), 1)


def cells():
    """Best levels that fall in diligence and in load."""
    rows = []
    for e in np.round(np.linspace(0.2, 0.92, 7), 2):
        for load in np.round(np.linspace(0.3, 1.2, 7), 2):
            level = float(np.clip(np.round(1.8 - e - load, 1), 0, 1))
            rows.append(
                {"diligence": e, "load": load, "level": level, "low": max(0.0, level - 0.1),
                 "high": min(1.0, level + 0.2), "flat": abs(e - load) < 0.05,
                 "loss_high": max(0.0, (e + load - 0.8) / 4)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def pairs():
    """Efficiency that falls where both instruments are high."""
    rows = []
    for r in LEVELS:
        for g in LEVELS:
            value = 0.62 + 0.05 * g - 0.08 * g * (r > 0.2)
            rows.append(
                {"resources": r, "assessment": g, "efficiency": value, "low": value - 0.01,
                 "high": value + 0.01, "close": value > 0.66}
            )  # fmt: skip
    return pd.DataFrame(rows)


def goals():
    """The rule over its goals in two cities."""
    rows = []
    for city, shift in (("default", -0.03), ("uneven", 0.02)):
        rows += [
            {"city": city, "policy": "fixed", "intensity": x, "efficiency": 0.6 - 0.02 * x}
            for x in LEVELS
        ]
        rows += [
            {"city": city, "policy": "rule", "effort": e, "busy": b,
             "efficiency": 0.6 + shift * (e + b) / 2}
            for e in (0.5, 0.7, 0.9) for b in (0.5, 0.7, 0.9)
        ]  # fmt: skip
    return pd.DataFrame(rows)


def gains():
    """The chosen rule, with noise and with cost."""
    rows = []
    for city, gain in (("default", -0.003), ("uneven", 0.01)):
        for policy, amounts in (("rule", (0.0,)), ("noise", (0.1, 0.4)), ("hours", (10.0, 160.0))):
            for k, amount in enumerate(amounts):
                middle = gain - 0.01 * k
                rows.append(
                    {"city": city, "policy": policy, "effort": 0.7, "busy": 0.9, "amount": amount,
                     "rival": "best", "chosen": True, "gain": middle, "low": middle - 0.008,
                     "high": middle + 0.008}
                )  # fmt: skip
    return pd.DataFrame(rows)


def standings():
    """One row per policy that the figure names, and the yardstick, which it leaves out."""
    rows = [
        {"policy": name, "gain": 0.03 * k - 0.1, "gain_low": 0.03 * k - 0.2,
         "gain_high": 0.03 * k - 0.05, "beats": k / 10, "loses": 1 - k / 10}
        for k, name in enumerate(contest.NAMES["en"])
    ]  # fmt: skip
    return pd.DataFrame([*rows, {**rows[0], "policy": "own best level", "gain": 0.0}])


def city_gains():
    """Gains of 30 cities under every policy."""
    rng = np.random.default_rng(6)
    return pd.DataFrame(
        [
            {"city": city, "policy": row.policy, "gain": row.gain + rng.normal(0, 0.05)}
            for row in standings().itertuples()
            for city in range(30)
        ]
    )


def paths():
    """A honeymoon, a loss, a relapse, a return."""
    months = np.arange(0, 120, 6)
    gap = np.where(months < 24, 0.0, np.where(months < 72, 0.1 - 0.004 * (months - 24), 0.0))
    gap = np.where(months >= 72, -0.1 * np.exp(-(months - 72) / 12), gap)
    parts = [
        pd.DataFrame(
            {"who": who, "month": months, "low": gap * k - 0.05, "middle": gap * k,
             "high": gap * k + 0.05}
        )
        for who, k in (("default", 1.0), ("cities", 0.7))
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def loop():
    """Large streets tip at 0.6 and return at 0.1; small ones at 0.4 and 0.2."""
    rows = [
        {"streets": streets, "branch": branch, "intensity": level, "number": number,
         "efficiency": (0.3 if level >= tips[branch] else 0.75) + 0.01 * number}
        for streets, tips in (("large", {"up": 0.6, "down": 0.2}),
                              ("small", {"up": 0.4, "down": 0.3}))
        for branch in ("up", "down") for level in LEVELS for number in range(3)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def referred():
    """Efficiency that falls without referral and rises with it."""
    rows = [
        {"refer_back": share, "intensity": level, "efficiency": 0.62 + level * (share / 5 - 0.05),
         "orders_per_month": 270 * level * (1.05 - share), "dashboard": 0.4 + 0.3 * level}
        for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0) for level in LEVELS
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    bounds = {f"{key}_{end}": frame[key] * factor for key in referral.KEYS
              for end, factor in (("low", 0.99), ("high", 1.01))}  # fmt: skip
    return frame.assign(**bounds)


def reserved():
    """Changes by share kept free at two intensities."""
    rows = [
        {"intensity": level, "reserve": share, "measure": key, "change": slope * share * level,
         "low": slope * share * level - 0.01 * share, "high": slope * share * level + 0.01 * share}
        for key, slope in (("prevented", 0.4), ("orders_saved", -0.2), ("efficiency", -0.05))
        for level in (0.2, 1.0) for share in (0.0, 0.1, 0.2, 0.3, 0.4)
    ]  # fmt: skip
    return pd.DataFrame(rows)


FIGURES = {
    "optimum": (optimum, (cells(), 0.63, 0.74)),
    "surface": (surface, (pairs(),)),
    "adaptive": (adaptive, (goals(), gains())),
    "contest": (contest, (standings(), city_gains())),
    "reversal": (reversal, (paths(), loop())),
    "referral": (referral, (referred(),)),
    "reserve": (reserve, (reserved(),)),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_can_be_read(name, width, lang, faults, words):
    """Catches labels that overlap, leave the figure, are too small or stay English."""
    module, frames = FIGURES[name]
    figure = module.draw(*frames, width=width, lang=lang)
    assert lang == "en" or not re.search("[A-Za-z]{2}", " ".join(words(figure)))
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert figure.get_figheight() <= 10
    assert not faults(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_alt_text(name):
    """Catches a text alternative that lacks its numbers, or is half English."""
    module, frames = FIGURES[name]
    alt = module.ALT(*frames)
    assert len(alt) > 80 and alt.endswith(".")
    assert "{" not in alt and "nan" not in alt
    other = module.ALT(*frames, lang="zh")
    assert other.endswith("。") and not re.search("[A-Za-z{]{2}|{", other)
    numbers = [sorted(re.findall(r"\d+\.\d{2,}", text)) for text in (alt, other)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("name", FIGURES)
def test_refuses(name):
    """Catches a frame without a column, or without rows, that is drawn all the same."""
    module, (first, *others) = FIGURES[name]
    with pytest.raises(InputError, match="lang: 'xx'"):
        module.draw(first, *others, lang="xx")
    with pytest.raises(InputError, match="missing column"):
        module.draw(first.iloc[:, 1:], *others)
    with pytest.raises(InputError, match="has no rows"):
        module.draw(first[:0], *others)


@pytest.mark.parametrize("name", FIGURES)
def test_another_language_needs_only_its_texts(name, monkeypatch):
    """Catches a text that stands in the code."""
    module, frames = FIGURES[name]
    monkeypatch.setitem(module.TEXT, "zh", {**module.TEXT["en"], "x": "应用强度"})
    if hasattr(module, "NAMES"):
        monkeypatch.setitem(module.NAMES, "zh", module.NAMES["en"])
    figure = module.draw(*frames, lang="zh")
    fonts = figure.findobj(lambda artist: hasattr(artist, "get_fontfamily"))[0].get_fontfamily()
    assert style.CHINESE_FONT in fonts


@pytest.mark.parametrize("name", FIGURES)
def test_same_frames_same_file(name, tmp_path):
    """Catches anything drawn at random."""
    module, frames = FIGURES[name]
    files = [style.save(module.draw(*frames), tmp_path / str(i))[0].read_bytes() for i in range(2)]
    assert files[0] == files[1]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_map_shows_its_levels():
    """Catches a map that is upside down or transposed."""
    left, _ = optimum.draw(*FIGURES["optimum"][1]).axes
    table = cells()
    one = table[(table["diligence"] == 0.92) & (table["load"] == 0.45)].iloc[0]
    at = [text for text in left.texts if text.get_position()[0] == 1 and text.get_position()[1] > 6]
    assert at[0].get_text() == f"{one['level']:.1f}"
    assert "0" in left.get_yticklabels()[0].get_text()
    assert left.get_xticklabels()[-1].get_text() == "1.20"


def test_ways_start_alike_and_end_where_the_frame_says():
    """Catches resources drawn as assessment."""
    _, right = surface.draw(pairs()).axes
    ends = [line.get_ydata()[-1] for line in right.get_lines()]
    table = pairs().set_index(["resources", "assessment"])["efficiency"]
    assert ends == [table[1.0, 0.2], table[0.2, 1.0], table[1.0, 1.0]]


def test_yardstick_has_no_row():
    """Catches a policy compared with itself."""
    ax, side = contest.draw(standings(), city_gains()).axes
    assert len(ax.get_yticks()) == len(contest.NAMES["en"])
    assert len(texts(side)) == 2 * len(contest.NAMES["en"]) + 1


def test_scenarios_table():
    """Catches a scenario without a name, and a share printed as a number."""
    table = pd.DataFrame(
        [
            {"scenario": name, "intensity": 1.0, "orders_per_month": 267.0, "relief": 0.43,
             "overflow_share": 0.27, "unreasonable_share": 0.44, "efficiency": 0.593,
             "effectiveness": 0.744, "dashboard": 0.64}
            for name in ("hotline", "entry", "petition", "dear", "central")
        ]
    )  # fmt: skip
    html = scenarios.html(table)
    assert html.count("<tr>") == 6 and "43" in html and "0.593" in html
    assert not re.search("[A-Za-z]{3}", re.sub("<[^>]+>", "", scenarios.html(table, lang="zh")))
    with pytest.raises(InputError, match="lang: 'xx'"):
        scenarios.html(table, lang="xx")
