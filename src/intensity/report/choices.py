"""The table of modelling choices and what they do."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.report.text import number, percent

_HEADS = ("Choice", "Cities", "Efficiency falls in", "Median change of efficiency")


def html(table: pd.DataFrame) -> str:
    """HTML of the recorded table ``choices``."""
    rows = []
    for row in table.itertuples():
        name = "the model as it is" if row.choice == "as_it_is" else row.choice
        cells = (number(row.cities, 0), percent(row.falls), number(row.change, 3))
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(name)}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
