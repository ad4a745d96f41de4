"""The table of modelling choices and what they do."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.report import style
from intensity.report.chinese import chinese
from intensity.report.text import closed_up, number, percent

TEXT = {
    "en": {
        "heads": ("Choice", "Cities", "Efficiency falls in", "Median change of efficiency"),
        "as_it_is": "the model as it is",
    },
    "zh": {
        "heads": ("建模选择", "城市数", "治理效率下降的城市", "治理效率变化的中位数"),
        "as_it_is": "模型现状",
    },
}


def html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """HTML of the recorded table ``choices``."""
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    rows = []
    for row in table.itertuples():
        name = words["as_it_is"] if row.choice == "as_it_is" else said(row.choice)
        cells = (number(row.cities, 0), percent(row.falls), number(row.change, 3))
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(name)}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return closed_up(table) if lang == "zh" else table
