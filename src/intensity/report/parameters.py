"""The parameter table of the model page."""

from __future__ import annotations

import html as markup

import pandas as pd
from IPython.display import HTML

from intensity.model.parameters import parameters

_HEADS = ("name", "symbol", "default", "range", "unit", "provenance")


def parameter_frame() -> pd.DataFrame:
    """One row per parameter: name, symbol, meaning, unit, default, centre and range,
    provenance, reason."""
    rows = []
    for name, p in parameters().items():
        low_high = "fixed" if p.range is None else f"{p.range[0]:g} – {p.range[1]:g}"
        chinese = f" ({p.chinese})" if p.chinese else ""
        rows.append(
            {
                "name": name,
                "symbol": p.symbol,
                "meaning": f"{p.title}{chinese}",
                "unit": p.unit,
                "default": p.default if isinstance(p.default, str) else f"{p.default:g}",
                "centre": "" if p.centre is None else f"{p.centre:g}",
                "range": low_high,
                "provenance": p.provenance,
                "reason": p.reason,
            }
        )
    return pd.DataFrame(rows)


def parameter_table() -> HTML:
    """The same as a table for the page: a line of numbers, and below it meaning and reason."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    body = []
    for row in parameter_frame().to_dict("records"):
        spread = row["range"] if not row["centre"] else f"{row['range']}, centre {row['centre']}"
        cells = (row["symbol"], row["default"], spread, row["unit"], row["provenance"])
        numbers = "".join(f"<td>{markup.escape(cell)}</td>" for cell in cells)
        body.append(
            f'<tr class="numbers"><th scope="row"><code>{row["name"]}</code></th>{numbers}</tr>'
            f'<tr class="reason"><td colspan="{len(_HEADS)}"><b>{markup.escape(row["meaning"])}.'
            f"</b> {markup.escape(row['reason'])}</td></tr>"
        )
    return HTML(
        f'<table class="parameters"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )
