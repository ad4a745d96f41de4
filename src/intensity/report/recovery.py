"""Coverage of intervals over known truths, as a table."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.evidence.targets import targets
from intensity.report import style
from intensity.report.text import interval, percent

HEADS = ("Quantity", "Inside the 80 % interval", "95 % interval of that", "Width, of the prior's")


def html(table: pd.DataFrame) -> str:
    """HTML of the recorded table ``recovery``: all parameters together, then each target."""
    style.require(table, ("kind", "name", "covered", "low", "high", "width"), "recovery")
    meaning = {t.name: t.meaning.split(":")[0] for t in targets()}
    parameters = int((table["kind"] == "parameter").sum()) - 1
    rows = []
    every = table[table["name"] == "all"].set_index("kind")
    named = table[(table["kind"] == "target") & (table["name"] != "all")]
    for label, row in (
        (f"all {parameters} parameters", every.loc["parameter"]),
        (f"all {len(named)} targets", every.loc["target"]),
        *((meaning[row["name"]], row) for _, row in named.iterrows()),
    ):
        cells = (
            percent(row["covered"]),
            interval(row["low"], row["high"], 0, as_percent=True),
            percent(row["width"]),
        )
        body = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{markup.escape(label)}</th>{body}</tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
