"""Style: colours stay apart, labels do not overlap, files do not change from run to run."""

import itertools

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from intensity.model.errors import InputError
from intensity.report import style

# Machado, Oliveira and Fernandes (2009), full deficiency, linear RGB
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def lab(colour, matrix):
    """CIE L*a*b* of a colour as seen through a deficiency."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(matrix) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722],
                    [0.0193, 0.1192, 0.9505]]) @ seen / [0.9505, 1.0, 1.089]  # fmt: skip
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("matrix", DEFICIENCIES.values(), ids=DEFICIENCIES.keys())
def test_colours_that_meet_in_a_figure_stay_apart(matrix):
    # a distance of 10 in L*a*b* is about four times what an eye just notices
    together = (
        ("first_order", "second_order", "prevented", "unresolved", "open"),
        ("score", "efficiency"),
        ("second_order", "unreasonable"),
    )
    for names in together:
        for a, b in itertools.combinations(names, 2):
            distance = np.linalg.norm(lab(style.COLOURS[a], matrix) - lab(style.COLOURS[b], matrix))
            assert distance > 10, (a, b, distance)


def make_figure():
    with style.context():
        figure = style.new_figure("column", 2.5)
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1])
        ax.set_xlabel("Time (h)")
    return figure, ax


def test_files_are_the_same_each_time(tmp_path):
    pairs = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        figure, _ = make_figure()
        with mpl.rc_context({"svg.hashsalt": name}):  # what a reader's settings may be
            pairs.append(style.save(figure, folder / "figure", alt="a line"))
        assert sorted(path.name for path in folder.iterdir()) == ["figure.png", "figure.svg"]
    for first, second in zip(*pairs, strict=True):
        assert first.read_bytes() == second.read_bytes()
    drawn = pairs[0][0].read_text()
    assert "a line" in drawn
    assert "<dc:date>" not in drawn and "Matplotlib v" not in drawn


def test_labels_of_lines_that_end_together_are_kept_apart(faults):
    figure, ax = make_figure()
    with style.context():
        heights = [0.5, 0.5, 0.51, 0.99, 1.0]
        style.label_lines(ax, [(1, y, f"line {i}", "black") for i, y in enumerate(heights)])
        style.settle(figure)
    labels = [text for text in ax.texts if text.get_gid() == "line-label"]
    assert len(labels) == 5
    assert not faults(figure)
    boxes = [text.get_window_extent() for text in labels]
    frame = ax.get_window_extent()
    assert all(frame.y0 - 1 <= box.y0 and box.y1 <= frame.y1 + 1 for box in boxes)
    assert [box.y0 for box in boxes] == sorted(box.y0 for box in boxes)  # order is kept


def test_one_label_stays_where_its_line_ends():
    figure, ax = make_figure()
    with style.context():
        style.label_lines(ax, [(1, 0.5, "line", "black")])
        style.settle(figure)
    box = ax.texts[0].get_window_extent()
    middle = ax.transData.transform((1, 0.5))[1]
    assert 0.5 * (box.y0 + box.y1) == pytest.approx(middle, abs=1.5)


def test_style_leaves_global_settings_alone():
    before = dict(mpl.rcParams)
    make_figure()
    assert dict(mpl.rcParams) == before


def test_chinese_only_when_asked(tmp_path):
    with style.context("zh"):
        figure = style.new_figure("column", 1.0, constrained=False)
        figure.text(0.1, 0.5, "工单 −0.5 → 1\u202f%")  # a missing glyph would warn, hence fail
    style.save(figure, tmp_path / "zh")
    assert figure.texts[0].get_fontfamily()[0] == style.CHINESE_FONT
    with style.context("en"):
        assert mpl.rcParams["font.family"] == ["DejaVu Sans"]


def test_unknown_language_and_width_are_named():
    with pytest.raises(InputError, match="'fr' must be one of en, zh"):
        style.texts({"en": {}, "zh": {}}, "fr")
    with pytest.raises(InputError, match="width: 'poster'"):
        style.styled(lambda lang, width: None)(width="poster")
