"""Coverage of intervals over known truths, as a table."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.evidence.targets import targets
from intensity.report import style
from intensity.report.chinese import chinese
from intensity.report.text import closed_up, interval, percent

TEXT = {
    "en": {
        "heads": (
            "Quantity",
            "Inside the 80 % interval",
            "95 % interval of that",
            "Width, of the prior's",
        ),
        "parameters": "all {n} parameters",
        "targets": "all {n} targets",
    },
    "zh": {
        "heads": ("量", "落在80%区间内的比例", "该比例的95%区间", "宽度，与先验之比"),
        "parameters": "全部{n}个参数",
        "targets": "全部{n}个校准目标",
    },
}


def html(table: pd.DataFrame, *, lang: str = "en") -> str:
    """HTML of the recorded table ``recovery``: all parameters together, then each target."""
    words = style.texts(TEXT, lang)
    style.require(table, ("kind", "name", "covered", "low", "high", "width"), "recovery")
    said, colon = (chinese, "：") if lang == "zh" else (str, ":")
    meaning = {t.name: said(t.meaning).partition(colon)[0] for t in targets()}
    parameters = int((table["kind"] == "parameter").sum()) - 1
    rows = []
    every = table[table["name"] == "all"].set_index("kind")
    named = table[(table["kind"] == "target") & (table["name"] != "all")]
    for label, row in (
        (words["parameters"].format(n=parameters), every.loc["parameter"]),
        (words["targets"].format(n=len(named)), every.loc["target"]),
        *((meaning[row["name"]], row) for _, row in named.iterrows()),
    ):
        cells = (
            percent(row["covered"]),
            interval(row["low"], row["high"], 0, as_percent=True),
            percent(row["width"]),
        )
        body = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(label)}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    out = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return closed_up(out) if lang == "zh" else out
