"""Figures as files: SVG and PDF for print, PNG for slides."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from intensity.model.errors import InputError, nearest
from intensity.report import results, style

# Name of a figure's module, and the recorded tables that it draws.
TABLES = {
    "paradox": ("panel", "default"),
    "figure1": ("flows",),
    "figure2": ("flows",),
    "figure3": ("panel", "default"),
    "figure4": ("figure4",),
}
FORMATS = ("svg", "pdf", "png")


def draw_all(names: Sequence[str] | None, folder: Path, lang: str = "en") -> list[Path]:
    """Draw figures from the recorded results into `folder`; return the files.

    Parameters
    ----------
    names : sequence of str or None
        Names of `TABLES`; None for all.
    folder : Path
    lang : str
        "en"; others where a figure has its words.

    Raises
    ------
    InputError
        One line: an unknown name or language, results that are missing, a folder that cannot be
        written to.
    """
    for name in names or ():
        if name not in TABLES:
            raise InputError(f"figure {name!r}: unknown; {nearest(name, TABLES)}")
    files = []
    for name in names or TABLES:
        draw = import_module(f"intensity.report.{name}").draw
        try:
            figure = draw(*(results.table(table) for table in TABLES[name]), lang=lang)
        except ValueError as error:  # a language that the figure has no words for
            raise InputError(str(error)) from None
        for kind in FORMATS:
            path = folder / f"{name}-{lang}.{kind}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with style.context(lang):
                    figure.savefig(path, format=kind)
            except OSError as error:
                raise InputError(f"{path}: cannot be written: {error.strerror}") from None
            files.append(path)
    return files
