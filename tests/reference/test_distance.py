"""The table of differences that the book shows is that of these two implementations."""

from __future__ import annotations

import pandas as pd

from tests.reference.distance import CASES, SHIPPED, measure


def test_the_shipped_table_has_no_difference():
    table = pd.read_csv(SHIPPED)
    assert table["case"].tolist() == list(CASES)
    assert (table["decisions_apart"] == 0).all()
    assert (table["hours_apart"] < 1e-9).all()
    assert table["problems"].sum() > 50_000


def test_one_row_again():
    """A table written for another model; renew it: ``python -m tests.reference.distance --write``.

    Times may differ from it in the last place, because SimPy adds up delays.
    """
    row = pd.read_csv(SHIPPED).set_index("case").loc["one handler"]
    again = measure("one handler")
    assert again["problems"] == row["problems"]
    assert again["orders"] == row["orders"]
    assert again["decisions_apart"] == 0
    assert again["hours_apart"] < 1e-9
