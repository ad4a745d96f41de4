"""The table of channels and terminal levels: what becomes of the mix of orders."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.report import style
from intensity.report.text import closed_up, number, percent

TEXT = {
    "en": {
        "heads": (
            "Channel",
            "Intensity",
            "Orders a month",
            "Relief, of reasonable",
            "Relief, of all",
            "Unreasonable",
            "Efficiency",
            "Effectiveness",
            "Dashboard",
        ),
        "hotline": "hotline (default city)",
        "entry": "direct entry dear",
        "petition": "petition: direct entry and relief dear",
        "dear": "all ways in dear, the unreasonable's too",
        "central": "terminal level at the centre",
    },
    "zh": {
        "heads": (
            "渠道",
            "应用强度",
            "每月工单数",
            "救济，占有理工单",
            "救济，占全部工单",
            "无理诉求",
            "治理效率",
            "治理效能",
            "考核得分",
        ),
        "hotline": "热线（基准城市）",
        "entry": "直接进入成本高",
        "petition": "信访：直接进入与救济的成本都高",
        "dear": "一切进入成本都高，无理诉求亦然",
        "central": "终端层级为中央",
    },
}


def html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """HTML of the recorded table ``policy_scenarios``; relief = overflow of non-repeat orders."""
    words = style.texts(TEXT, lang)
    rows = []
    for row in table.itertuples():
        cells = (
            number(row.intensity, 1),
            number(row.orders_per_month, 0),
            percent(row.relief),
            percent(row.overflow_share),
            percent(row.unreasonable_share),
            number(row.efficiency, 3),
            number(row.effectiveness, 3),
            number(row.dashboard, 2),
        )
        body = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        name = markup.escape(words[row.scenario])
        rows.append(f'<tr><th scope="row">{name}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return closed_up(table) if lang == "zh" else table
