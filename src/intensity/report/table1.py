"""Table 1: types of demand, stated by the paper beside simulated.

The paper ranks the types of Y street's orders of January to June 2020 and names the first four
(section 4.2); of the counts it states only the total (section 4.1). What it does not state stays
"not stated" here, and every simulated column says that it is simulated.
"""

from __future__ import annotations

import html as markup
from collections.abc import Mapping

import numpy as np
import pandas as pd

from intensity.model.errors import InputError
from intensity.report import style, text

STATED_TOTAL = 1749  # section 4.1: orders of Y street, January to June 2020
LOW, HIGH = 0.1, 0.9  # quantiles over replications
COUNTS = ("replication", "type", "orders", "orders_small", "orders_unreasonable")
TYPES = ("id", "name_en", "name_zh", "paper_rank_2020H1")

TEXT = {
    "en": {
        "caption": (
            "Work orders of one street, January to June 2020, by type of demand. Ranks and the "
            "total of {total} are stated by the paper; all other numbers are simulated, with "
            "10\N{EN DASH}90 % of {replications} {source} in brackets."
        ),
        "replications": "replications",
        "posterior draws": "posterior draws",
        "type": "Type of demand",
        "rank": "Rank stated",
        "orders": "Orders, simulated",
        "share": "Share of orders",
        "small": "Small matters",
        "unreasonable": "Unreasonable",
        "total": "Total",
        "total_stated": "Total stated by the paper",
        "not_stated": "not stated",
        "name": "name_en",
    },
    "zh": {
        "caption": (
            "一个街道2020年1—6月的工单，按诉求类型分。位次和总数{total}由论文给出；其余数字均为模拟值，"
            "方括号内为{replications}个{source}的10%至90%。"
        ),
        "replications": "重复模拟",
        "posterior draws": "后验抽样",
        "type": "诉求类型",
        "rank": "论文位次",
        "orders": "工单数（模拟）",
        "share": "占全部工单",
        "small": "小事",
        "unreasonable": "无理诉求",
        "total": "合计",
        "total_stated": "论文给出的总数",
        "not_stated": "未给出",
        "name": "name_zh",
    },
}


def build(
    counts: pd.DataFrame, types: pd.DataFrame, *, stated_total: int = STATED_TOTAL
) -> pd.DataFrame:
    """Return the table as numbers.

    Parameters
    ----------
    counts : DataFrame
        One row per replication (a street and seed) and type, columns `COUNTS`: the identifier of
        the replication, the type's id, and its numbers of work orders in the period: all, small,
        unreasonable. A type without a row in some replication counts as none.
    types : DataFrame
        The types of demand, columns `TYPES`; ``paper_rank_2020H1`` is empty where not stated.
    stated_total : int
        Total stated by the paper.

    Returns
    -------
    DataFrame
        Index: type id, by falling simulated count, then ``total``. Columns: name_en, name_zh;
        rank_stated and orders_stated (missing where not stated); orders (mean of the
        replications), orders_low, orders_high (quantiles); share, share_small and
        share_unreasonable (of the pooled orders; missing where there is none).

    Raises
    ------
    InputError
        If a column is missing, a type is unknown or occurs twice, or a count is not possible.
    """
    style.require(counts, COUNTS, "counts")
    style.require(types, TYPES, "types")
    if types["id"].duplicated().any():
        raise InputError(f"types: id {types['id'][types['id'].duplicated()].iloc[0]!r} twice")
    unknown = ~counts["type"].isin(types["id"])
    if unknown.any():
        raise InputError(f"counts: type {counts['type'][unknown].iloc[0]!r} is not in types")
    if counts.duplicated(["replication", "type"]).any():
        raise InputError("counts: a replication and type occurs twice")
    values = counts[["orders", "orders_small", "orders_unreasonable"]].astype(float)
    numbers = values.to_numpy()
    if not np.isfinite(numbers).all() or (numbers < 0).any():
        raise InputError("counts: must be numbers >= 0")
    if (numbers[:, 1:] > numbers[:, :1]).any():
        raise InputError("counts: small or unreasonable orders exceed all orders of a type")
    keyed = counts[["replication", "type"]].join(values)
    sums = keyed.groupby("type")[["orders", "orders_small", "orders_unreasonable"]].sum()
    wide = keyed.pivot(index="replication", columns="type", values="orders")
    wide = wide.reindex(columns=types["id"]).fillna(0.0)
    rows = types.set_index("id")[["name_en", "name_zh"]].copy()
    rows["rank_stated"] = types.set_index("id")["paper_rank_2020H1"].astype(float)
    rows["orders_stated"] = np.nan
    rows["orders"] = wide.mean()
    rows["orders_low"], rows["orders_high"] = wide.quantile(LOW), wide.quantile(HIGH)
    sums = sums.reindex(rows.index).fillna(0.0)
    whole = sums.sum()
    rows["share"] = _ratio(sums["orders"], whole["orders"])
    rows["share_small"] = _ratio(sums["orders_small"], sums["orders"])
    rows["share_unreasonable"] = _ratio(sums["orders_unreasonable"], sums["orders"])
    # equal counts keep the order of the type file, so the table does not depend on the sort
    rows = rows.sort_values("orders", ascending=False, kind="stable")
    totals = wide.sum(axis=1)
    rows.loc["total"] = {
        "name_en": "Total",
        "name_zh": "合计",
        "rank_stated": np.nan,
        "orders_stated": float(stated_total),
        "orders": totals.mean(),
        "orders_low": totals.quantile(LOW),
        "orders_high": totals.quantile(HIGH),
        "share": 1.0 if whole["orders"] > 0 else np.nan,
        "share_small": _ratio(whole["orders_small"], whole["orders"]),
        "share_unreasonable": _ratio(whole["orders_unreasonable"], whole["orders"]),
    }
    return rows


def html(
    table: pd.DataFrame, replications: int, *, source: str = "replications", lang: str = "en"
) -> str:
    """Return the table as HTML, for a page.

    Parameters
    ----------
    table : DataFrame
        From `build`.
    replications : int
        Number of replications, for the caption.
    source : {"replications", "posterior draws"}
        What they are: of one city with other luck, or of cities that agree with the paper's facts.
    lang : str
        Language of the texts.
    """
    words = style.texts(TEXT, lang)
    stated = text.number(table.loc["total", "orders_stated"], 0)
    heads = ("type", "rank", "orders", "share", "small", "unreasonable")
    head = "".join(f'<th scope="col">{markup.escape(words[key])}</th>' for key in heads)
    body = "".join(_row(row, words) for _, row in table.drop(index="total").iterrows())
    total = table.loc["total"]
    last = _row(total, words, name=words["total"], rank="")
    paper = (
        f'<tr class="stated"><th scope="row">{markup.escape(words["total_stated"])}</th>'
        f"<td></td><td>{stated}</td><td></td>"
        f"<td>{words['not_stated']}</td><td>{words['not_stated']}</td></tr>"
    )
    caption = words["caption"].format(total=stated, replications=replications, source=words[source])
    whole = (
        f'<table class="table1"><caption>{markup.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        f"<tfoot>{last}{paper}</tfoot></table>"
    )
    return text.closed_up(whole) if lang == "zh" else whole


def _row(
    row: pd.Series, words: Mapping[str, str], name: str | None = None, rank: str | None = None
) -> str:
    """Return one row of HTML."""
    if rank is None:
        known = np.isfinite(row["rank_stated"])
        rank = text.number(row["rank_stated"], 0) if known else words["not_stated"]
    spread = text.interval(row["orders_low"], row["orders_high"], 0)
    cells = [
        rank,
        f"{text.number(row['orders'], 0)} {spread}",
        *(
            text.percent(row[key]) if np.isfinite(row[key]) else "\N{EN DASH}"
            for key in ("share", "share_small", "share_unreasonable")
        ),
    ]
    label = markup.escape(name or str(row[words["name"]]))
    return f'<tr><th scope="row">{label}</th>' + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


def _ratio(part, whole):
    """Divide, leaving a missing value where the whole is nothing."""
    if np.ndim(whole) == 0:
        return part / whole if whole > 0 else part * np.nan
    return part / whole.where(whole > 0)
