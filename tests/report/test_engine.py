"""Figures and tables of the page on the engine: readable, true to their frames, never silent."""

import json

import numpy as np
import pandas as pd
import pytest

from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.report import engine, laws, precision, style, warmup

rng = np.random.default_rng(5)


@pytest.fixture
def deviations():
    names = ("erlang", "general", "priority", "impatience", "repeats")
    sizes = (63, 20, 48, 48, 48)
    return pd.concat(
        [
            pd.DataFrame({"law": n, "z": rng.normal(size=k)})
            for n, k in zip(names, sizes, strict=True)
        ]
    )


@pytest.fixture
def series():
    rows = []
    for level in (0.2, 0.6, 1.0):
        months = np.arange(144)
        frame = pd.DataFrame({"intensity": level, "month": months})
        for at, key in enumerate(warmup.SHOWN):
            smooth = 0.5 + 0.3 * level - 0.3 * np.exp(-months / (5 + 10 * at))
            frame[key] = smooth + rng.normal(0, 0.01, 144)
            frame[f"{key}_welch"] = np.where(months < 138, smooth, np.nan)
        rows.append(frame)
    return pd.concat(rows, ignore_index=True)


@pytest.fixture
def widths():
    n = np.arange(2, 65)
    cells = [(key, level) for key in precision.NAMES["en"] for level in (0.2, 1.0)]
    cells += [("change", 1.0), ("apart", 1.0)]
    parts = []
    for at, (key, level) in enumerate(cells):
        mean = -0.04 if key in ("change", "apart") else 0.5
        half = (0.02 if mean < 0 else 0.01 * 1.5**at) / np.sqrt(n) * (1 + (key == "apart"))
        parts.append(
            pd.DataFrame({"measure": key, "intensity": level, "n": n, "mean": mean, "half": half})
        )
    return pd.concat(parts, ignore_index=True)


FIGURES = {
    "laws": (laws, "deviations", {"bound": 4.6, "family": 1e-3}),
    "warmup": (warmup, "series", {"kept": (24, 48), "runs": 16}),
    "precision": (precision, "widths", {"used": 16}),
}


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_can_be_read(name, width, request, faults):
    module, frame, options = FIGURES[name]
    figure = module.draw(request.getfixturevalue(frame), **options, width=width)
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert figure.get_figheight() <= 10
    assert not faults(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_alt_text_is_complete(name, request):
    module, frame, options = FIGURES[name]
    alt = module.ALT(request.getfixturevalue(frame), **options)
    assert len(alt) > 80 and alt.endswith(".")
    assert "{" not in alt and "nan" not in alt.replace(",", " ").split()


@pytest.mark.parametrize("name", FIGURES)
def test_other_languages_and_missing_columns_are_refused(name, request):
    module, frame, options = FIGURES[name]
    given = request.getfixturevalue(frame)
    with pytest.raises(InputError, match="lang: 'xx'"):
        module.draw(given, **options, lang="xx")
    with pytest.raises(InputError, match="missing column"):
        module.draw(given.drop(columns=given.columns[1]), **options)


def test_all_deviations_are_drawn(deviations):
    figure = laws.draw(deviations, 4.6, 1e-3)
    drawn = np.concatenate([line.get_xdata() for line in figure.axes[0].get_lines()[:5]])
    assert np.allclose(np.sort(drawn), np.sort(deviations["z"]))


def test_a_deviation_beyond_the_bound_stays_in_the_picture(deviations):
    far = pd.concat([deviations, pd.DataFrame({"law": ["erlang"], "z": [-9.0]})])
    assert laws.draw(far, 4.6, 1e-3).axes[0].get_xlim()[0] < -9.0
    assert "−9.00" in laws.ALT(far, 4.6, 1e-3)


def test_precision_refuses_what_it_cannot_mark(widths):
    with pytest.raises(InputError, match="no row for 100 replications"):
        precision.draw(widths, 100)
    with pytest.raises(InputError, match="no measure 'apart'"):
        precision.draw(widths[widths["measure"] != "apart"], 16)


def test_tables_say_what_frames_say():
    digests = pd.DataFrame({"case": ["a"], "digest": ["f" * 64], "same": [False]})
    assert "<td>NO</td>" in engine.digests_html(digests)
    faults = pd.DataFrame(
        {"fault": ["none", "x < y"], "file": ["", "a.py"], "caught_by": ["", "erlang_c, turns"]}
    )
    shown = engine.mutations_html(faults)
    assert "the kernel as it is" in shown and "x &lt; y" in shown and "erlang c, turns" in shown
    row = {
        **{"measure": "efficiency", "name": "efficiency", "intensity": 0.2, "cut": np.nan},
        **{"kept": 0.5, "late": 0.6, "bias": -0.1, "half": 0.01, "share": -1 / 6, "month": 30},
    }
    assert "no level found" in engine.warmup_html(pd.DataFrame([row]))
    needed = {
        **{"measure": "change", "name": "change", "intensity": 1.0, "mean": -0.04, "sd": 0.01},
        **{"half": 0.002, "share": 0.05, "needed_5": 17.0, "needed_1": np.nan},
    }
    shown = engine.precision_html(pd.DataFrame([needed]), 64, 16)
    assert "<td>17</td>" in shown and "more than 64" in shown and "same draws" in shown


@pytest.fixture
def shown(monkeypatch):
    """What a cell displays, as HTML."""
    out = []
    monkeypatch.setattr(engine, "display", lambda html: out.append(html.data))
    monkeypatch.setattr(engine.page, "display", lambda html: out.append(html.data))
    return out


def test_speed_that_was_not_measured_is_said_to_be_so(shown, monkeypatch):
    monkeypatch.setattr(engine, "bench", lambda: None)
    engine.show_speed()
    assert len(shown) == 1 and "has not been measured" in shown[0]


def test_speed_that_was_measured_is_shown(shown, monkeypatch):
    """Figure, then table, from one measurement."""
    files = [data_path("reference") / "bench.json", data_path().parent / "results" / "bench.json"]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        pytest.skip("no bench.json here: `make bench` writes it")
    monkeypatch.setattr(engine, "bench", lambda: json.loads(file.read_text(encoding="utf-8")))
    engine.show_speed("caption")
    assert len(shown) == 2
    assert shown[0].startswith("<figure ") and "caption" in shown[0]
    assert shown[1].count("<tr>") > 5 and "nan" not in shown[1]
