"""Efficiency over intensity in cities that fit the facts: what is counted, against the table."""

import numpy as np
import pytest

from intensity.evidence import fitting, posterior, sweep
from intensity.evidence.record import Record
from intensity.model.city import City

CITIES = [City.default().replace(kappa=k, lambda_pot=r) for k in (0.3, 1.4) for r in (0.3, 0.6)]


@pytest.fixture(scope="module")
def record():
    """Four cities, the last two copies as far as descent goes; short runs."""
    patch = pytest.MonkeyPatch()
    patch.setattr(fitting, "LEVELS", (0.0, 0.2, 0.6, 1.0))
    patch.setattr(fitting, "STREETS", 2)
    patch.setattr(fitting, "MONTHS", 8)
    patch.setattr(fitting, "BURN_IN", 4)
    patch.setattr(fitting, "CHOSEN", 2)
    patch.setattr(posterior, "cities", lambda: CITIES)
    patch.setattr(posterior, "manifest", lambda: {"lines": [0, 1, 2, 2], "independent": 3.0})
    patch.setattr(sweep, "panel_of", lambda name, progress: None)
    patch.setattr(sweep, "margin", lambda panel: 0.01)
    found = Record()
    fitting.fitting_evidence(found, progress=False)
    patch.undo()
    return found


def test_shares_are_those_of_the_table(record):
    """By another route: row by row. Catches high taken for regular, and a margin left out."""
    table = record.tables["fitting"].set_index(["city", "intensity"])["efficiency"]
    change = np.array([table[n, 1.0] - table[n, 0.2] for n in range(len(CITIES))])
    values = {key: entry["value"] for key, entry in record.values.items()}
    assert values["fitting.cities"] == len(CITIES)
    assert values["fitting.falls"] == (change < -0.01).mean()
    assert values["fitting.rises"] == (change > 0.01).mean()
    assert values["fitting.paradox"] <= values["fitting.falls"]
    best = [table[n].idxmax() for n in range(len(CITIES))]
    assert values["fitting.best"] == np.quantile(best, 0.5)


def test_intervals_hold_their_shares_and_know_that_copies_count_for_less(record):
    values = {key: entry["value"] for key, entry in record.values.items()}
    for name in ("falls", "rises", "interior", "paradox"):
        low, share, high = (values[f"fitting.{name}{end}"] for end in (".low", "", ".high"))
        assert 0.0 <= low <= share <= high <= 1.0 and high - low > 0.3
    assert 1.0 <= values["fitting.worth"] <= 4.0


def test_the_choice_that_changes_nothing_gives_the_same_runs(record):
    """Catches choices tried with other luck, or in other cities, than the model as it is."""
    table = record.tables["choices"].set_index("choice")
    assert list(table.index) == list(fitting.CHOICES) and (table["cities"] == 2).all()
    levels = record.tables["fitting"].set_index(["city", "intensity"])["efficiency"]
    assert levels[0, 1.0] - levels[0, 0.2] != 0.0
    assert table.loc["no upper-level hours", "change"] > table.loc["as_it_is", "change"]
