"""The table of facts that the default city was chosen by."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.report.text import interval, number, percent

_HEADS = ("Fact", "Section", "Paper", "Simulated", "10–90 %")


def html(table: pd.DataFrame) -> str:
    """HTML of the recorded table ``targets``: the paper's number or bound beside the path's."""
    rows = []
    for row in table.itertuples():
        counted = bool(row.counted)
        paper = number(row.paper, 0) if counted else percent(row.paper, 0)
        source = "" if row.stated else " (our reading)"
        middle = number(row.simulated, 0) if counted else percent(row.simulated, 0)
        spread = interval(row.low, row.high, 0, as_percent=not counted)
        cells = (
            f"§{row.section}",
            f"{row.bound}{paper}{source}",
            middle,
            spread,
        )
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(row.target)}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
