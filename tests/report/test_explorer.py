"""The explorer's block of HTML, and its script against the same interpolation in Python."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.explorer import (
    CHANGE,
    SHOWN,
    STORED,
    gridded,
    interpolated,
    nodes_of,
    random_points,
    shown,
)
from intensity.model.errors import InputError
from intensity.report import explorer
from intensity.report.explorer_text import TEXT

AXES = {
    "diligence": (0.2, 0.5, 0.736, 0.92),
    "load": (0.3, 0.627, 1.2),
    "delta": (0.0, 0.12, 0.6),
    "resources": (0.0, 0.1, 0.4, 1.0),
    "assessment": (0.0, 0.5, 1.0),
}
OWN = {"diligence": 0.736, "load": 0.627, "delta": 0.12}


@pytest.fixture(scope="module")
def table():
    """Rough values, so that slopes of either sign and flat places occur."""
    nodes = nodes_of(AXES)
    frame = pd.DataFrame(nodes, columns=list(AXES))
    rng = np.random.default_rng(4)
    for name in STORED:
        frame[name] = np.round(rng.uniform(0.1, 0.3, len(nodes)), 2)
    return frame.assign(cost=frame["cost"] + 1.0, orders_per_month=frame["orders_per_month"] * 900)


@pytest.fixture(scope="module")
def errors():
    frame = pd.DataFrame({"measure": [*SHOWN, CHANGE]})
    return frame.assign(error_p95=0.0123)


class Reader(HTMLParser):
    """Elements that are opened, and those that are not closed in their turn."""

    VOID = ("input", "meta", "br")

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def keys(texts, path=""):
    """Paths of all texts, with the places in each and the length of each tuple."""
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from keys(value, f"{path}/{key}")
        else:
            parts = value if isinstance(value, tuple) else (value,)
            yield f"{path}/{key}", len(parts), frozenset(re.findall(r"\{(\w+)\}", " ".join(parts)))


def test_both_languages_say_the_same():
    """Catches a text, a column or a number that one of the two lacks."""
    assert set(keys(TEXT["en"])) == set(keys(TEXT["zh"]))
    for lang in TEXT.values():
        assert set(lang["measures"]) <= set(SHOWN)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_html_is_whole_and_asks_nobody(table, errors, lang):
    """Catches an element left open, an id used twice, a label of nothing, a request outside."""
    block = explorer.html(table, errors, OWN, lang=lang)
    reader = Reader()
    reader.feed(block)
    reader.close()
    assert not reader.open and not reader.wrong
    names = [attrs["id"] for _, attrs in reader.seen if "id" in attrs]
    assert len(names) == len(set(names)) == 5
    labels = [attrs["for"] for tag, attrs in reader.seen if tag == "label" and "for" in attrs]
    assert sorted(labels) == sorted(names)
    assert not [attrs for _, attrs in reader.seen if {"src", "href"} & set(attrs)]
    assert not re.search(r"https?:|//\w+\.|@import|url\(", block)
    assert "0.012" in block  # the stated error
    assert "<noscript>" in block and block.count("<tr>") > len(explorer.LEVELS)


def test_static_table_is_b_city(table, errors):
    """Catches a table without script that shows another place than B city."""
    block = explorer.html(table, errors, OWN)
    axes, values = gridded(table)
    place = [OWN[name] for name in explorer.PLACES]
    end = dict(zip(SHOWN, shown(interpolated(axes, values, [*place, 1.0, 1.0])), strict=True))
    assert f"<td>{end['efficiency']:.3f}</td>" in block
    assert f"<td>{end['orders_per_month']:.0f}</td>" in block


def test_a_place_off_the_grid_is_refused(table, errors):
    """Catches results that were made for another default city."""
    with pytest.raises(InputError, match="no node"):
        explorer.html(table, errors, {**OWN, "delta": 0.2})
    with pytest.raises(InputError, match="lang"):
        explorer.html(table, errors, OWN, lang="fr")


def unpacked(grid):
    """What the script reads from the page, in Python."""
    data = grid["data"]
    digit = {symbol: k for k, symbol in enumerate(explorer.SYMBOLS)}
    whole = np.array([64 * digit[a] + digit[b] for a, b in zip(data[::2], data[1::2], strict=True)])
    low, high = (np.array([m[end] for m in grid["measures"]]) for end in ("low", "high"))
    flat = low + (high - low) * whole.reshape(-1, len(low)) / explorer.MOST
    return flat.reshape(*map(len, grid["axes"].values()), len(low))


def test_packing_is_finer_than_a_thousandth(table):
    """Catches values that lose digits, or measures that change places, on their way to the page."""
    axes, values = gridded(table)
    grid = explorer.packed(axes, values)
    flat = values.reshape(-1, len(STORED))
    span = flat.max(axis=0) - flat.min(axis=0)
    apart = np.abs(unpacked(grid) - values).reshape(-1, len(STORED))
    assert (apart <= span / 2000 + 1e-4).all()
    assert len(json.dumps(grid)) < 20 * len(flat)


@pytest.fixture(scope="module")
def browser():
    pytest.importorskip("websocket")
    from tests.book.browser import NAMES, Browser, find_chromium

    path = find_chromium()
    if path is None:
        pytest.skip(f"no Chromium on this machine: looked for {', '.join(NAMES)}")
    with Browser(path) as running:
        yield running


def written(folder, block, lang):
    """A page with nothing but the block."""
    page = folder / f"{lang}.html"
    head = f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>x</title>'
    view = '<meta name="viewport" content="width=device-width">'
    page.write_text(f"{head}{view}<body>{block}</body></html>", encoding="utf-8")
    return page


@pytest.mark.browser
def test_script_interpolates_as_python_does(table, errors, browser, tmp_path):
    """Catches a slope, an axis or a unit that differs between the script and the stated error."""
    axes, values = gridded(table)
    page = written(tmp_path, explorer.html(table, errors, OWN), "en")
    assert not browser.visit(page.as_uri()).problems(tmp_path.as_uri())
    points = [*random_points(axes, 30).tolist(), [node[-1] for node in axes.values()]]
    read = browser.evaluate(
        "(() => { const { decode, interpolate } = window.intensityExplorer;"
        "const data = document.querySelector('.explorer script').textContent;"
        "const grid = JSON.parse(data); const axes = Object.values(grid.axes);"
        f"return {json.dumps(points)}.map((p) => [...interpolate(axes, decode(grid), p)]); }})()"
    )
    packed = unpacked(explorer.packed(axes, values))
    wanted = [interpolated(axes, packed, point) for point in points]
    np.testing.assert_allclose(np.array(read), np.array(wanted), rtol=1e-9)


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sliders_move_on_a_phone_by_keyboard(table, errors, browser, tmp_path, lang):
    """Catches a slider that moves nothing, a page wider than a phone, an error in the console."""
    page = written(tmp_path, explorer.html(table, errors, OWN, lang=lang), lang)
    base = tmp_path.as_uri()
    assert not browser.visit(page.as_uri(), (360, 740)).problems(base)
    before = browser.evaluate("document.querySelector('.explorer tbody').innerText")
    browser.evaluate("document.getElementById('explorer_load').focus()")
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="End", windowsVirtualKeyCode=35)
    hash_ = browser.evaluate("new Promise((done) => setTimeout(() => done(location.hash), 400))")
    assert hash_ == "#explorer-both-100-100-74-120-12"
    after = browser.evaluate("document.querySelector('.explorer tbody').innerText")
    said = browser.evaluate("document.querySelector('[role=status]').textContent")
    assert before != after and "1.00" in said and "{" not in said and "undefined" not in said
    visit = browser.visit(f"{page.as_uri()}#explorer-resources-35-60-30-90-40", (360, 740))
    assert not visit.problems(base)
    outputs = "[...document.querySelectorAll('output')].map((o) => o.textContent).join(' ')"
    assert browser.evaluate(outputs) == "0.35 0.60 0.30 0.90 0.40"
    browser.evaluate("document.querySelector('.explorer button').click()")
    assert browser.evaluate(outputs) == "1.00 1.00 0.74 0.63 0.12"
