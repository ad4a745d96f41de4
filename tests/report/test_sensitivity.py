"""Figures and table of the page on robustness: readable at both widths, words as the numbers."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence.outputs import OUTPUTS, varied
from intensity.evidence.screening import DRAWS
from intensity.evidence.shortnames import short
from intensity.evidence.variance import REST
from intensity.model.errors import InputError
from intensity.report import conditions, convergence, screening, sensitivity

CHOSEN = (*varied()[:11], "lambda_sp")  # the last has the longest name


def variance_table():
    """Indices that settle at powers of a half, the first chosen parameter largest."""
    rng = np.random.default_rng(6)
    rows = []
    for base in (16, 32, 64, 128, 256):
        for output in OUTPUTS:
            for at, name in enumerate([*CHOSEN, REST, DRAWS]):
                total = 0.6 * 0.7**at
                rows.append(
                    {
                        "base": base,
                        "output": output,
                        "parameter": name,
                        "first": 0.5 * total - 0.02,
                        "first_half": 0.1,
                        "total": total + rng.normal(0.0, 0.3 / base**0.5),
                        "total_half": 1.0 / base**0.5,
                    }
                )
    return pd.DataFrame(rows)


def association_table():
    rows = []
    for cities in (64, 128, 256):
        for output in OUTPUTS:
            for at, name in enumerate(varied()):
                rows.append(
                    {
                        "cities": cities,
                        "output": output,
                        "parameter": name,
                        "index": 0.15 + 0.4 * 0.6**at,
                        "half": 0.05,
                        "bar": 0.25,
                        "rank": -0.1,
                    }
                )
    return pd.DataFrame(rows)


def screening_table():
    rng = np.random.default_rng(7)
    rows = []
    for output, scale in zip(OUTPUTS, (0.3, 0.6, 0.4, 300.0, 0.1), strict=True):
        for at, name in enumerate([*varied(), DRAWS]):
            size = scale * 0.9**at * rng.uniform(0.9, 1.1)
            way = ("raises", "lowers", "either way")[at % 3]
            rows.append(
                {
                    "output": output,
                    "parameter": name,
                    "mu": size if way == "raises" else -size,
                    "mu_star": size,
                    "half": 0.2 * size,
                    "sigma": size * rng.uniform(0.3, 1.2),
                    "share": 0.01,
                    "direction": way,
                    "kept": "yes" if at < 12 else "no",
                }
            )
    return pd.DataFrame(rows)


DRAWN = {
    "variance": (sensitivity.draw, variance_table),
    "association": (sensitivity.draw_association, association_table),
    "screening": (screening.draw, screening_table),
    "convergence": (convergence.draw, variance_table),
}


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", DRAWN)
def test_figures_can_be_read(name, width, faults):
    """Catches names that overlap, leave the figure or are too small."""
    draw, table = DRAWN[name]
    assert faults(draw(table(), width=width)) == []


def test_bars_are_in_order_and_end_with_rest_and_draws(words):
    """Catches an order taken from another sample size, and groups ranked among parameters."""
    frame = variance_table()
    frame.loc[(frame["base"] == 256) & (frame["parameter"] == CHOSEN[5]), "total"] = 0.9
    figure = sensitivity.draw(frame)
    for ax in figure.axes:
        names = [tick.get_text() for tick in ax.get_yticklabels()]
        assert names[0] == short(CHOSEN[5])
        assert names[-2:] == ["all other parameters", "luck of the draws"]
        assert len(names) == sensitivity.ROWS + 2
    assert f"{short(CHOSEN[5])} 0.90" in sensitivity.ALT(frame)


def test_alternatives_tell_the_numbers():
    text = screening.ALT(screening_table())
    assert f"of {len(varied())} parameters" in text and short("lambda_pot") in text
    text = sensitivity.ALT_ASSOCIATION(association_table())
    assert "256 cities" in text and "chance 0.25" in text
    assert "from 0.25 to 0.06" in convergence.ALT(variance_table())


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="total_half"):
        sensitivity.draw(variance_table().drop(columns="total_half"))
    with pytest.raises(InputError, match="claims: missing column"):
        conditions.html(pd.DataFrame({"id": ["C01"]}))


def test_conditions_of_claims():
    """Catches a claim without cities shown as one that holds nowhere, and unescaped signs."""
    common = {"status": "holds", "title": "Few enter", "conditions_posterior": ""}
    rows = [
        {"id": "C01", "conditions": "holds where K > 3 & more", **common},
        {"id": "C02", "conditions": "", **common},
    ]
    frame = pd.DataFrame(rows)
    for sample, values in (("prior", (0.75, np.nan)), ("posterior", (np.nan, np.nan))):
        frame[f"share_{sample}"] = values
        frame[f"share_{sample}_low"] = values
        frame[f"share_{sample}_high"] = values
    table = conditions.html(frame)
    assert table.count("<tr>") == 3
    assert "K &gt; 3 &amp; more" in table
    assert "75\N{NARROW NO-BREAK SPACE}% [75,\N{NO-BREAK SPACE}75" in table
    assert table.count("\N{EN DASH}") == 6
