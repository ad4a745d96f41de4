"""Each fault put into the kernel on purpose is caught by a law; the kernel as it is breaks none."""

import pytest

from tests.theory.mutations import FAULTS, NONE, caught_by

pytestmark = pytest.mark.slow


def test_the_kernel_as_it_is_breaks_no_law():
    assert not any(caught_by(NONE).values())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_caught(fault, record_property):
    """The text to be replaced must stand exactly once, or `caught_by` refuses."""
    checks = [name for name, seen in caught_by(fault).items() if seen]
    record_property("caught_by", ", ".join(checks))
    assert checks, f"no law notices: {fault.name}"
