"""A second calibration against the first, on samples whose difference is known."""

import json

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import repetition
from intensity.evidence.calibration import Settings
from intensity.evidence.identification import again
from intensity.model.errors import InputError
from intensity.model.tables import data_path

RNG = np.random.default_rng(6)


def test_the_column_that_moved_is_the_furthest():
    """Five columns, one of them shifted by half a spread, 300 draws each."""
    one, other = (pd.DataFrame(RNG.normal(size=(300, 5)), columns=list("abcde")) for _ in range(2))
    other["d"] += 0.5
    alone = np.arange(300)
    table = repetition.compared(one, other, (alone, alone))
    assert table.index[0] == "d" and table["p"].iloc[0] < 1e-3
    assert (table["p"].iloc[1:] > 1e-3).all()
    assert (table[["one", "other"]] == 300).all(axis=None)


def test_copies_prove_less():
    """The same difference, but every draw ten times: what looked certain may be chance."""
    one, other = (pd.DataFrame({"x": RNG.normal(m, 1.0, 20)}) for m in (0.0, 0.9))
    line = np.repeat(np.arange(20), 10)
    many = [frame.iloc[line].reset_index(drop=True) for frame in (one, other)]
    alone = np.arange(200)
    certain = repetition.compared(*many, (alone, alone))["p"].iloc[0]
    honest = repetition.compared(*many, (line, line))["p"].iloc[0]
    assert certain < 1e-6 < 1e-4 < honest


def test_the_same_seed_is_no_repetition():
    with pytest.raises(InputError, match="seed = 2022: is that of the shipped draws"):
        repetition.repeated(seed=Settings.seed, progress=False)


@pytest.mark.skipif(
    not (data_path("reference") / repetition.NAME).is_file(), reason="no repetition is shipped"
)
def test_shipped_repetition_is_another_calibration_of_the_shipped_draws():
    """Catches a repetition that was held against an earlier posterior."""
    found = again()
    assert found["seed"] != Settings.seed
    change = pd.read_csv(data_path("reference") / "judged.csv")["change"]
    assert found["change"]["shipped"]["median"] == pytest.approx(change.median(), rel=1e-3)
    assert found["change"]["shipped"]["falls"] == pytest.approx((change < 0).mean(), rel=1e-3)
    for name in ("shipped", "repeated"):
        part = found["change"][name]
        assert part["low"] <= part["falls"] <= part["high"]
    assert json.dumps(found)
