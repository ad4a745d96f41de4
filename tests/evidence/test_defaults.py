"""The default city: by a rule, from the posterior, and written without touching anything else."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import defaults, posterior
from intensity.evidence.targets import targets
from intensity.model.city import City
from intensity.model.errors import InputError
from intensity.model.parameters import parameters
from intensity.model.tables import data_path, decoded


def test_the_rule_takes_the_most_typical_of_the_nearest_tenth():
    """Catches the best fit alone and the most typical of all; each is another row here."""
    table = pd.DataFrame({"fit": np.full(41, -9.0), "unlike": np.linspace(0.1, 4.1, 41)})
    table.loc[[40, 25, 38, 30], "fit"] = (-0.1, -0.2, -0.3, -0.4)
    assert defaults.chosen(table) == 25
    assert table["unlike"].idxmin() == 0 and table["fit"].idxmax() == 40


def test_typical_is_near_the_medians_whatever_the_unit():
    """Ten cities on a line: the middle ones. A measure without a value, or without spread, is left
    out, and one in other units counts the same."""
    line = np.arange(11.0)
    values = np.column_stack([line, 1e6 * line, np.full(11, 3.0)])
    values[0, 1] = np.nan
    far = defaults.unlikeness(values)
    assert far.argmin() in (5, 6) and far.argmax() in (0, 10)
    scaled = defaults.unlikeness(values * [1.0, 1e-6, 1.0])
    assert np.allclose(far, scaled)


def test_judged_again_with_luck_of_its_own():
    """Medians of several paths; the same for the same city, whatever stands beside it."""
    city = City.default()
    one = defaults.judged([city], progress=False)
    two = defaults.judged([city, city.replace(kappa=city.kappa * 1.5)], progress=False)
    names = [t.name for t in targets()]
    assert list(one.columns) == [*names, "fit", "unlike", "change"]
    same = [*names, "fit", "change"]
    assert (one.loc[0, same] == two.loc[0, same]).all()
    assert (two.loc[0, same] != two.loc[1, same]).any()
    assert one["fit"].iloc[0] <= 0.0 and one["unlike"].iloc[0] == 0.0


def test_the_shipped_table_chooses_the_shipped_default():
    """A new posterior without a new table, or another default by hand, is noticed."""
    table, frame = defaults.shipped(), posterior.draws()
    assert len(table) == len(frame)
    assert posterior.default_row(frame) == defaults.chosen(table)


def test_only_the_named_defaults_are_written(tmp_path):
    """Catches the default of a neighbour, a range in its place, a whole number made a fraction."""
    text = defaults.with_defaults(decoded(data_path("parameters.toml")), {"kappa": 0.5, "K": 4.0})
    path = tmp_path / "parameters.toml"
    path.write_text(text, encoding="utf-8")
    old, new = parameters(), parameters(path)
    other = {name for name in old if old[name] != new[name]}
    assert other <= {"kappa", "K"} and new["kappa"].default == 0.5
    assert new["K"].default == 4 and isinstance(new["K"].default, int)
    assert text.count("\n") == decoded(data_path("parameters.toml")).count("\n")


def test_an_unknown_parameter_has_no_default_to_write():
    with pytest.raises(InputError, match="no default of kappa"):
        defaults.with_defaults("[nu]\ndefault = 1\n", {"kappa": 0.5})
