"""Table 1 keeps what the paper states apart from what is simulated."""

import numpy as np
import pandas as pd
import pytest

from intensity.model.errors import InputError
from intensity.report import table1


@pytest.fixture
def types():
    return pd.DataFrame({
        "id": ["property", "epidemic", "noise", "water"],
        "name_en": ["Property management", "Epidemic control", "Noise", "Water & heat"],
        "name_zh": ["物业管理", "疫情防控", "噪声", "供水供热"],
        "paper_rank_2020H1": [2, 1, np.nan, np.nan],
    })  # fmt: skip


@pytest.fixture
def counts():
    rows = [
        (0, "property", 300, 240, 30), (0, "epidemic", 400, 100, 20), (0, "noise", 100, 90, 50),
        (1, "property", 320, 250, 40), (1, "epidemic", 380, 90, 10),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=table1.COUNTS)


def test_build(counts, types):
    table = table1.build(counts, types)
    assert table.index.tolist() == ["epidemic", "property", "noise", "water", "total"]
    # noise has no row in replication 1: it counts as none there
    assert table.loc["noise", "orders"] == 50
    assert table.loc["total", "orders"] == 750
    assert table.loc["total", "orders_stated"] == 1749
    assert table["orders_stated"].drop("total").isna().all()
    assert table.loc["property", "share"] == pytest.approx(620 / 1500)
    assert table.loc["property", "share_small"] == pytest.approx(490 / 620)
    assert table.loc["noise", "share_unreasonable"] == 0.5
    assert np.isnan(table.loc["water", "share_small"])
    assert table.loc["total", "share_unreasonable"] == pytest.approx(150 / 1500)
    assert table["share"].drop("total").sum() == pytest.approx(1)
    assert table["rank_stated"].dropna().tolist() == [1, 2]


def test_html(counts, types):
    page = table1.html(table1.build(counts, types), 2)
    assert page.count("<tr") == 1 + 4 + 2
    assert page.count("not stated") == 2 + 2  # two ranks, two cells of the paper's total
    assert "Water &amp; heat" in page and "simulated" in page
    assert "1749" in page and "nan" not in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.drop(columns="orders"), "missing column 'orders'"),
        (lambda c: c.replace("noise", "dragons"), "'dragons' is not in types"),
        (lambda c: pd.concat([c, c]), "occurs twice"),
        (lambda c: c.assign(orders=-1), ">= 0"),
        (lambda c: c.assign(orders_small=999), "exceed"),
        (lambda c: c.iloc[:0], "no rows"),
    ],
)
def test_bad_counts_are_refused(counts, types, change, said):
    with pytest.raises(InputError, match=said) as refusal:
        table1.build(change(counts), types)
    assert "\n" not in str(refusal.value)
