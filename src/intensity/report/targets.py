"""The table of facts that the default city was chosen by."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.report import style
from intensity.report.chinese import chinese
from intensity.report.text import closed_up, interval, number, percent

TEXT = {
    "en": {
        "heads": ("Fact", "Section", "Paper", "Simulated", "10–90 %"),
        "ours": " (our reading)",
        "above ": "above ",
        "below ": "below ",
    },
    "zh": {
        "heads": ("事实", "章节", "论文", "模拟", "10–90%"),
        "ours": "（本书的解读）",
        "above ": "高于",
        "below ": "低于",
    },
}


def html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """HTML of the recorded table ``targets``: the paper's number or bound beside the path's."""
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    rows = []
    for row in table.itertuples():
        counted = bool(row.counted)
        paper = number(row.paper, 0) if counted else percent(row.paper, 0)
        source = "" if row.stated else words["ours"]
        bound = words.get(row.bound, row.bound)
        middle = number(row.simulated, 0) if counted else percent(row.simulated, 0)
        spread = interval(row.low, row.high, 0, as_percent=not counted)
        cells = (
            f"§{row.section}",
            f"{bound}{paper}{source}",
            middle,
            spread,
        )
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(said(row.target))}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return closed_up(table) if lang == "zh" else table
