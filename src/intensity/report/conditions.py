"""What decides whether a claim holds: a row per claim, over the ranges and among B cities."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.report import style
from intensity.report.verdicts import DASH, share, word

COLUMNS = (
    *("id", "title", "status", "conditions", "conditions_posterior"),
    *(f"share_{PRIOR}", f"share_{POSTERIOR}"),
)
_HEADS = ("Claim", "Verdict", "Over the ranges", "What decides there", "Where facts are met",
          "What decides there")  # fmt: skip


def html(claims: pd.DataFrame) -> str:
    """The conditions of every claim as a table for the page.

    Parameters
    ----------
    claims : DataFrame
        The recorded table ``claims``.

    Raises
    ------
    InputError
        If a column is missing or the frame is empty.
    """
    style.require(claims, COLUMNS, "claims")
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    body = []
    for row in claims.to_dict("records"):
        cells = (
            word(row),
            share(row, PRIOR),
            row["conditions"] or DASH,
            share(row, POSTERIOR),
            row["conditions_posterior"] or DASH,
        )
        filled = "".join(f"<td>{markup.escape(str(cell))}</td>" for cell in cells)
        name = markup.escape(f"{row['id']} {row['title']}")
        body.append(f'<tr><th scope="row">{name}</th>{filled}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
