"""The parameter table of the model page."""

from __future__ import annotations

import pandas as pd
from pandas.io.formats.style import Styler

from intensity.model.parameters import parameters


def parameter_frame() -> pd.DataFrame:
    """One row per parameter: name, symbol, meaning, unit, default, centre and range,
    provenance, reason."""
    rows = []
    for name, p in parameters().items():
        low_high = "fixed" if p.range is None else f"{p.range[0]:g} – {p.range[1]:g}"
        chinese = f" ({p.chinese})" if p.chinese else ""
        default = p.default if isinstance(p.default, str) else f"{p.default:g}"
        rows.append(
            {
                "name": name,
                "symbol": p.symbol,
                "meaning": f"{p.title}{chinese}",
                "unit": p.unit,
                "default": default,
                "centre": "" if p.centre is None else f"{p.centre:g}",
                "range": low_high,
                "provenance": p.provenance,
                "reason": p.reason,
            }
        )
    return pd.DataFrame(rows)


def parameter_table() -> Styler:
    """The same as a table for the page."""
    return parameter_frame().style.hide(axis="index").set_table_attributes('class="wide-table"')
