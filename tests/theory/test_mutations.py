"""Each fault put into the kernel on purpose is caught by a law; the kernel as it is breaks none."""

import pandas as pd
import pytest

from tests.theory.mutations import FAULTS, NONE, SHIPPED, caught_by

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped() -> pd.Series:
    """Names of the checks that catch a fault, with commas, as the book shows them."""
    return pd.read_csv(SHIPPED, keep_default_na=False).set_index("fault")["caught_by"]


def test_the_kernel_as_it_is_breaks_no_law():
    assert not any(caught_by(NONE).values())


def test_the_book_shows_these_faults(shipped):
    """A fault added here and missing there; the first row is the kernel as it is."""
    assert list(shipped.index) == [fault.name for fault in (NONE, *FAULTS)]
    assert shipped["none"] == ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_caught(fault, record_property, shipped):
    """The text to be replaced must stand exactly once, or `caught_by` refuses.

    If what catches it has changed: ``python -m tests.theory.mutations --write``.
    """
    checks = [name for name, seen in caught_by(fault).items() if seen]
    record_property("caught_by", ", ".join(checks))
    assert checks, f"no law notices: {fault.name}"
    assert ", ".join(checks) == shipped[fault.name]
