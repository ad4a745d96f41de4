"""What the comparisons share."""

from __future__ import annotations

import pytest

from intensity.model.city import City
from tests.reference.busy import busy_city


@pytest.fixture(scope="session")
def city() -> City:
    return busy_city()
