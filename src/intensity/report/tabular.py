"""Tables in two forms: HTML for the book, LaTeX for a manuscript."""

from __future__ import annotations

import html as markup
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from intensity.model.errors import InputError

_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "\N{MINUS SIGN}": "$-$", "\N{SUPERSCRIPT TWO}": "$^2$", "\N{EN DASH}": "--",
    "\N{INFINITY}": r"$\infty$", "\N{MULTIPLICATION SIGN}": r"$\times$", "<": "$<$", ">": "$>$",
    "\N{NO-BREAK SPACE}": "~", "\N{NARROW NO-BREAK SPACE}": r"\,",
}  # fmt: skip


class Table(NamedTuple):
    """A table of strings.

    Attributes
    ----------
    head : tuple of str
        Of all columns; the first is that of the row names and may be empty.
    rows : tuple of tuple of str
    caption : str
        Says what brackets are.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str


def html(table: Table) -> str:
    """HTML with row and column headers that a screen reader can use."""
    head = "".join(f'<th scope="col">{markup.escape(name)}</th>' for name in table.head)
    rows = "".join(
        f'<tr><th scope="row">{markup.escape(row[0])}</th>'
        + "".join(f"<td>{markup.escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<table class="regression"><caption>{markup.escape(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def escaped(text: str) -> str:
    """Text as LaTeX that shows the same characters."""
    return "".join(_LATEX.get(character, character) for character in text)


def latex(table: Table) -> str:
    """A ``table`` environment; the document needs the package booktabs."""
    columns = "l" + "r" * (len(table.head) - 1)
    lines = [" & ".join(escaped(cell) for cell in row) + r" \\" for row in table.rows]
    return "\n".join(
        [
            r"\begin{table}",
            rf"\caption{{{escaped(table.caption)}}}",
            rf"\begin{{tabular}}{{{columns}}}",
            r"\toprule",
            " & ".join(escaped(name) for name in table.head) + r" \\",
            r"\midrule",
            *lines,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def write(tables: dict[str, Table], folder: str | os.PathLike[str]) -> list[Path]:
    """Write each table as ``<name>.tex`` into a folder, which is made.

    Raises
    ------
    InputError
        If there is no table, or nothing can be written there.
    """
    if not tables:
        raise InputError("tables: there is none to write")
    out = []
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            path = Path(folder) / f"{name}.tex"
            beside = path.with_suffix(f".{os.getpid()}.part")
            beside.write_text(latex(table), encoding="utf-8")
            beside.replace(path)
            out.append(path)
    except OSError as error:
        raise InputError(f"{folder}: cannot write tables: {error.strerror}") from None
    return out


def columns(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows as tuples, all of the same length.

    Raises
    ------
    InputError
    """
    lengths = {len(row) for row in rows}
    if len(lengths) != 1:
        raise InputError("table: rows of different length, or none")
    return tuple(tuple(row) for row in rows)
