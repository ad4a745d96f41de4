"""What decides whether a claim holds: a row per claim, over the ranges and among B cities."""

from __future__ import annotations

import html as markup

import pandas as pd

from intensity.evidence.claims.samples import POSTERIOR, PRIOR
from intensity.report import style
from intensity.report.chinese import chinese
from intensity.report.verdicts import DASH, share, word

COLUMNS = (
    *("id", "title", "status", "conditions", "conditions_posterior"),
    *(f"share_{PRIOR}", f"share_{POSTERIOR}"),
)
TEXT = {
    "en": {
        "heads": (
            "Claim",
            "Verdict",
            "Over the ranges",
            "What decides there",
            "Where facts are met",
            "What decides there",
        ),
        "name": "{id} {title}",
    },
    "zh": {
        "heads": (
            "论断",
            "判定",
            "参数范围内",
            "那里由什么决定",
            "符合事实的城市",
            "那里由什么决定",
        ),
        "name": "{id} {title}",
    },
}


def html(claims: pd.DataFrame, *, lang: str = "en") -> str:
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
    words = style.texts(TEXT, lang)
    said = chinese if lang == "zh" else str
    style.require(claims, COLUMNS, "claims")
    head = "".join(f'<th scope="col">{name}</th>' for name in words["heads"])
    body = []
    for row in claims.to_dict("records"):
        verdict = f'<td style="white-space: nowrap">{markup.escape(said(word(row)))}</td>'
        cells = (
            share(row, PRIOR, lang=lang),
            said(row["conditions"] or DASH),
            share(row, POSTERIOR, lang=lang),
            said(row["conditions_posterior"] or DASH),
        )
        filled = verdict + "".join(f"<td>{markup.escape(str(cell))}</td>" for cell in cells)
        name = markup.escape(words["name"].format(id=row["id"], title=said(row["title"])))
        body.append(f'<tr><th scope="row">{name}</th>{filled}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
