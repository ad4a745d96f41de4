"""Digests notice what they should, and only that."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import digests
from intensity.model.errors import InputError


def test_one_bit_shape_and_type_count():
    """A digest of values alone would not tell a transposed table from the table."""
    one = np.arange(6.0).reshape(2, 3)
    other = one.copy()
    other[1, 1] = np.nextafter(other[1, 1], 9.0)
    seen = [one, other, one.T, one.ravel(), one.astype(np.float32), one.astype(np.int64)]
    assert len({digests.digest_of(array) for array in seen}) == len(seen)
    assert digests.digest_of(one) == digests.digest_of(one.copy(order="F"))


def test_byte_order_of_the_machine_does_not_count():
    one = np.arange(6, dtype="<i8")
    assert digests.digest_of(one) == digests.digest_of(one.astype(">i8"))


def test_names_of_columns_count():
    frame = pd.DataFrame({"a": [1.0], "b": [2.0]})
    renamed = frame.rename(columns={"b": "c"})
    assert digests.digest_of_panel(frame) != digests.digest_of_panel(renamed)


def test_file_comes_back_as_it_was_written(tmp_path, monkeypatch):
    monkeypatch.setattr(digests, "CASES", {"a, b": lambda: "12", "c": lambda: "34"})
    file = digests.write(tmp_path / "digests.csv")
    assert digests.shipped(file) == {"a, b": "12", "c": "34"}
    assert [path.name for path in tmp_path.iterdir()] == ["digests.csv"]


def test_missing_things_are_named(tmp_path):
    with pytest.raises(InputError, match=r"digests\.csv"):
        digests.shipped(tmp_path / "nowhere.csv")
    (tmp_path / "other.csv").write_text("case,md5\na,b\n")
    with pytest.raises(InputError, match="no column 'sha256'"):
        digests.shipped(tmp_path / "other.csv")


def test_no_calibrated_parameter_is_left_to_the_defaults():
    """A new calibration must change no digest: what has a range is given in full."""
    from intensity.model.parameters import parameters

    free = {name for name, p in parameters().items() if p.range is not None}
    moved = {name for name in free if parameters()[name].provenance == "calibrated"}
    assert moved <= set(digests.STREET)
