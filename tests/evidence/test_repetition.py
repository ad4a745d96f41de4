"""A second calibration is another one, and was held against the shipped draws."""

import json

import pandas as pd
import pytest

from intensity.evidence import repetition
from intensity.evidence.calibration import Settings
from intensity.evidence.identification import again
from intensity.model.errors import InputError
from intensity.model.tables import data_path


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
