"""The map of best levels and the two instruments."""

import pandas as pd
import pytest

import intensity as it
from intensity.evidence.optimum import (
    _harm,
    _verdict,
    loaded,
    offered_load,
    optimum_map,
    steps,
    surface,
)
from intensity.model.horizon import BURN_IN, MONTHS


def test_load_is_what_was_asked_for():
    """Catches rates that are scaled by the wrong factor."""
    city = it.City.default()
    heavy = loaded(city, 0.9)
    assert offered_load(heavy) == pytest.approx(0.9)
    assert heavy.lambda_u / city.lambda_u == pytest.approx(heavy.lambda_pot / city.lambda_pot)
    assert offered_load(city.replace(K=2 * city.K)) == pytest.approx(offered_load(city) / 2)


def test_steps_count_only_what_noise_leaves():
    """Catches a move where the two sets of levels overlap, and a sign the wrong way round."""
    cells = pd.DataFrame(
        [(0.2, 0.5, 1.0, 1.0), (0.5, 0.5, 0.4, 1.0), (0.8, 0.5, 0.0, 0.3),
         (0.2, 0.9, 0.0, 0.0), (0.5, 0.9, 0.5, 0.6), (0.8, 0.9, 0.5, 0.5)],
        columns=["diligence", "load", "low", "high"],
    )  # fmt: skip
    assert steps(cells, "diligence").to_dict() == {"falls": 1, "rises": 1, "stays": 2}
    assert steps(cells, "diligence", ends=True).to_dict() == {"falls": 1, "rises": 1, "stays": 0}
    assert steps(cells, "load").to_dict() == {"falls": 1, "rises": 1, "stays": 1}


def test_map_has_a_cell_per_pair():
    """Catches cells whose runs are those of other cells."""
    city = it.City.default()
    runs, cells = optimum_map(city, (0.2, 0.8), (0.4, 0.9), (0.0, 0.2, 1.0), 2, progress=False)
    assert len(runs) == 2 * 2 * 3 * 2 and len(cells) == 4
    low = runs[(runs["e_0"] == 0.2) & (runs["intensity"] == 0.0)]["diligence"].mean()
    assert low == pytest.approx(0.2, abs=0.08)
    detached = cells[(cells["diligence"] == 0.2) & (cells["load"] == 0.4)].iloc[0]
    assert detached["level"] == 1.0  # nothing else moves such streets


def test_surface_has_the_diagonal():
    """Catches resources and assessment that are taken for each other."""
    frame = surface(it.City.default(), (0.0, 1.0), 1, progress=False)
    cell = frame.set_index(["resources", "assessment"])
    assert cell.loc[(0.0, 1.0), "cost"] > cell.loc[(1.0, 0.0), "cost"]
    both = it.simulate(intensity=1.0, streets=8, months=MONTHS).measures(BURN_IN)
    assert cell.loc[(1.0, 1.0), "efficiency"] == both["efficiency"]


@pytest.mark.parametrize(
    ("resources", "assessment", "both", "words"),
    [
        ("falls", "falls", "falls", "each of the two by itself"),
        ("rises", "falls", "falls", "assessment by itself"),
        ("rises", "rises", "falls", "both together"),
        ("rises", "rises", "rises", "nor both"),
    ],
)
def test_harm_is_read_from_the_signs(resources, assessment, both, words):
    """Catches prose that blames the wrong instrument."""
    assert words in _harm({"resources": resources, "assessment": assessment, "both": both})


def test_verdict_is_read_from_the_counts():
    """Catches "everywhere" where one line goes the other way."""

    def said(falls, rises, stays):
        return _verdict(pd.Series({"falls": falls, "rises": rises, "stays": stays}))

    assert said(7, 0, 0) == "everywhere"
    assert "nowhere the other way" in said(5, 0, 2)
    assert "the other way in others" in said(5, 1, 1)
    assert said(2, 0, 5) == "in some lines only"
