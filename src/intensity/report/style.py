"""One look for every figure: colours with a fixed meaning, sizes, fonts, labels, saving.

Colours are those of Okabe and Ito (2008, "Color universal design"), which stay apart for readers
with any common colour vision deficiency. A colour means one thing in the whole book.
"""

from __future__ import annotations

import functools
import importlib.util
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter
from scipy.optimize import isotonic_regression

from intensity.model.errors import InputError
from intensity.report.text import closed_up

COLOURS: Mapping[str, str] = {
    "first_order": "#0072B2",  # blue
    "second_order": "#D55E00",  # vermillion
    "prevented": "#009E73",  # bluish green
    "unresolved": "#999999",  # grey
    "open": "#D9D9D9",  # light grey: not yet decided at the end of a run
    "score": "#CC79A7",  # reddish purple
    "efficiency": "#000000",  # black
    "unreasonable": "#E69F00",  # orange
    "neutral": "#56B4E9",  # sky blue: anything without a meaning of its own
    "text": "#333333",
    "faint": "#767676",
    "paper": "#F0E442",  # yellow: what the paper states
}
COLUMN = 3.5  # inches, one journal column; also a phone's width
PAGE = 7.0  # inches, full text width
WIDTHS: Mapping[str, float] = {"column": COLUMN, "page": PAGE}
SIZE = 7.5  # points, body text of a figure
SMALL = 6.5  # points, the smallest text used anywhere
CHINESE_FONT = "Noto Sans SC"
LABEL_GAP = 1.5  # points, least free space between the names of two lines
LINES = 1.35  # spacing of Chinese lines
DPI = 200

_RC: Mapping[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": SIZE,
    "axes.titlesize": SIZE,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": SIZE,
    "axes.labelcolor": COLOURS["text"],
    "axes.edgecolor": COLOURS["faint"],
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.unicode_minus": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.5,
    "text.color": COLOURS["text"],
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": COLOURS["faint"],
    "ytick.color": COLOURS["faint"],
    "xtick.labelcolor": COLOURS["text"],
    "ytick.labelcolor": COLOURS["text"],
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.bbox": None,
    "svg.hashsalt": "intensity",
    "svg.fonttype": "path",
    "path.simplify": False,
}


def use_chinese() -> None:
    """Make matplotlib know the font of the Chinese edition (思源黑体, Noto Sans SC).

    The font file is the one that the package zhplot bundles with its licence; zhplot itself is
    not imported, because its import changes matplotlib's global settings.

    Raises
    ------
    InputError
        If zhplot is not installed.
    """
    if CHINESE_FONT in font_manager.fontManager.get_font_names():
        return
    spec = importlib.util.find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise InputError("lang: 'zh' needs the package zhplot for its font (extra 'book')")
    font_manager.fontManager.addfont(
        str(Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf")
    )


@contextmanager
def context(lang: str = "en"):
    """Apply the style while figures are made or saved, and leave global settings as they were."""
    rc = dict(_RC)
    if lang == "zh":
        use_chinese()
        rc["font.family"] = [CHINESE_FONT, "DejaVu Sans"]
        rc["axes.titleweight"] = "normal"  # the font has one weight
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(rc)
        yield


def styled(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """Decorate a ``draw`` function: style on, then layout settled and labels kept apart."""

    @functools.wraps(draw)
    def wrapper(*args, lang: str = "en", width: str = "page", **options) -> Figure:
        if width not in WIDTHS:
            raise InputError(f"width: {width!r} must be one of {', '.join(WIDTHS)}")
        with context(lang):
            figure = draw(*args, lang=lang, width=width, **options)
            if lang == "zh":
                _set_chinese(figure)
            settle(figure)
        return figure

    return wrapper


def _set_chinese(figure: Figure) -> None:
    """Set a figure's texts as Chinese is set; its font has one weight only."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            form = axis.get_major_formatter()
            if isinstance(form, FuncFormatter):  # it writes tick labels anew at every drawing
                form.func = functools.partial(_closed_up_tick, form.func)
    for label in figure.findobj(Text):
        label.set_text(closed_up(label.get_text()))
        if "\n" in label.get_text():  # its glyphs are taller than those lines are spaced for
            label.set_linespacing(LINES)
        label.set_fontweight("normal")


def _closed_up_tick(name: Callable[[float, int | None], str], x: float, at: int | None) -> str:
    return closed_up(name(x, at))


def texts(table: Mapping[str, Mapping[str, str]], lang: str) -> Mapping[str, str]:
    """Return the texts of a language, or say which languages there are."""
    if lang not in table:
        raise InputError(f"lang: {lang!r} must be one of {', '.join(table)}")
    return table[lang]


def new_figure(width: str, height: float, constrained: bool = True) -> Figure:
    """Return an empty figure, `width` by name, `height` in inches, apart from pyplot's state."""
    figure = Figure(figsize=(WIDTHS[width], height), layout="constrained" if constrained else None)
    FigureCanvasAgg(figure)
    return figure


def require(frame: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a frame without rows or without one of the columns, in one line."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise InputError(f"{name}: missing column {', '.join(map(repr, missing))}")
    if frame.empty:
        raise InputError(f"{name}: has no rows")


def head(ax: Axes, title: str, unit: str) -> None:
    """Say above the axes what the vertical axis counts, and in which unit."""
    ax.set_title(title, pad=SMALL + 7.0, fontsize=SMALL + 0.5)
    ax.annotate(
        unit,
        (0, 1),
        xytext=(0, 2.5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=SMALL,
        color=COLOURS["faint"],
        va="bottom",
        annotation_clip=False,
    )


def label_lines(ax: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Write each line's name beside its end; `settle` moves them apart where they would touch.

    Parameters
    ----------
    ax : Axes
    ends : sequence of (x, y, text, colour)
        Data coordinates of a line's end, its name (may hold line breaks), its colour.
    """
    for x, y, text, colour in ends:
        label = ax.annotate(
            text,
            (x, y),
            xytext=(4, 0),
            textcoords="offset points",
            ha="left",
            va="center",
            color=colour,
            fontsize=SMALL,
            linespacing=1.05,
            annotation_clip=False,
        )
        label.set_gid("line-label")


def settle(figure: Figure) -> None:
    """Run the layout once, keep line labels apart, and freeze: later draws change nothing."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for ax in figure.axes:
        labels = [text for text in ax.texts if text.get_gid() == "line-label"]
        if len(labels) > 1:
            _separate(figure, ax, labels)


def _separate(figure: Figure, ax: Axes, labels: list) -> None:
    """Shift labels vertically by the least total square so that none overlap, inside the axes."""
    renderer = figure.canvas.get_renderer()
    boxes = [label.get_window_extent(renderer) for label in labels]
    middles = np.array([0.5 * (box.y0 + box.y1) for box in boxes])
    order = np.argsort(middles, kind="stable")
    pixel = figure.dpi / 72.0
    heights = np.array([box.height for box in boxes])[order]
    # distances between neighbours' middles; taking them off makes the task a monotone fit
    steps = np.concatenate([[0.0], 0.5 * (heights[1:] + heights[:-1]) + LABEL_GAP * pixel])
    offsets = np.cumsum(steps)
    frame = ax.get_window_extent(renderer)
    low = frame.y0 + 0.5 * heights[0]
    high = frame.y1 - 0.5 * heights[-1] - offsets[-1]
    fitted = isotonic_regression(middles[order] - offsets).x
    placed = np.clip(fitted, min(low, high), max(low, high)) + offsets
    for position, index in enumerate(order):
        label = labels[index]
        x, y = label.get_position()
        label.set_position((x, y + (placed[position] - middles[index]) / pixel))


def save(figure: Figure, stem: str | os.PathLike[str], alt: str | None = None) -> tuple[Path, Path]:
    """Write ``stem.svg`` and ``stem.png``; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
    stem : path
        Path without suffix; its folder must exist.
    alt : str, optional
        Text alternative, stored in the files' description field.

    Returns
    -------
    tuple of Path
        The SVG and the PNG. Each is written beside its place and renamed.
    """
    svg, png = Path(f"{os.fspath(stem)}.svg"), Path(f"{os.fspath(stem)}.png")
    described = {} if alt is None else {"Description": alt}
    metadata = {
        "svg": {"Date": None, "Creator": None, **described},
        "png": {"Software": None, **described},
    }
    with mpl.rc_context({key: _RC[key] for key in ("svg.hashsalt", "svg.fonttype")}):
        for path, form in ((svg, "svg"), (png, "png")):
            draft = path.with_name(path.name + ".part")
            figure.savefig(draft, format=form, dpi=DPI, metadata=metadata[form])
            os.replace(draft, path)
    return svg, png
