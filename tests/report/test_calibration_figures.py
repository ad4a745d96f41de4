"""Figures and tables of the calibration: readable at both widths, and true to their frames."""

import numpy as np
import pandas as pd
import pytest

from intensity.evidence import heldout, validation
from intensity.evidence.identification import identification
from intensity.evidence.observation import parts
from intensity.evidence.prior import Prior
from intensity.evidence.targets import targets
from intensity.report import figure4, posterior, predictive, recovery, shrinkage
from intensity.report import validation as shown


def paths(seed, centre):
    """Synthetic quantities of 40 draws, all that the figures need."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(index=range(40))
    for t in targets():
        frame[t.name] = t.value * rng.normal(centre, 0.05, 40)
    names = {c.quantity for c in validation.CHECKS if c.quantity}
    names |= {f"{n}_{y}" for n in ("resolution", "satisfaction") for y in range(2017, 2026)}
    names |= {f"volume_{y}" for y in range(2018, 2026)}
    for name in sorted(names):
        level = 0.55 if name.startswith(("res", "sat")) else 0.9
        frame[name] = np.clip(rng.normal(level * centre, 0.05, 40), 0, 1)
    return frame


@pytest.fixture(scope="module")
def tables():
    after, before = paths(1, 1.0), paths(2, 0.8)
    prior = Prior.default()
    sample = prior.frame(np.random.default_rng(3).beta(2, 4, size=(80, len(prior.names))))
    table = identification(sample)
    official = pd.concat(
        [
            validation._by_year(after, before, name, range(2017, 2026)).assign(rate=name)
            for name in ("resolution", "satisfaction")
        ]
    )
    return {
        "identification": table,
        "posterior": sample[table["parameter"].head(5).tolist()],
        "predictive": validation.predictive(after, before),
        "volumes": validation._by_year(after, before, "volume", range(2018, 2026)),
        "official": official,
        "validation": validation.compared(after, before),
    }


FIGURES = {
    "shrinkage": (shrinkage, ("identification",), {}),
    "posterior": (posterior, ("posterior",), {}),
    "predictive": (predictive, ("predictive",), {}),
    "validation": (shown, ("volumes", "official", "validation"), {}),
}


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_figure_can_be_read(name, width, tables, faults):
    module, keys, options = FIGURES[name]
    figure = module.draw(*(tables[key] for key in keys), width=width, **options)
    assert not faults(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_alt_text_is_complete(name, tables):
    module, keys, options = FIGURES[name]
    alt = module.ALT(*(tables[key] for key in keys), **options)
    assert len(alt) > 80 and alt.endswith(".") and "nan" not in alt


def test_misses_are_loud_and_nothing_is_left_out(tables):
    """Every held-out fact is in the table or in the list; misses are in bold."""
    page = shown.html(tables["validation"]) + shown.left_out_html(tables["validation"])
    for check in validation.CHECKS:
        assert check.fact in page
    missed = (tables["validation"]["verdict"] == validation.OUTSIDE).sum()
    assert page.count("<strong>outside</strong>") == missed > 0


def test_tables_have_every_target(tables):
    page = predictive.html(tables["predictive"])
    errors = predictive.errors_html(parts(), tables["predictive"])
    for t in targets():
        assert t.meaning.replace("'", "&#x27;") in page
        assert t.meaning.replace("'", "&#x27;") in errors


def test_coverage_table_names_parameters_and_targets():
    rows = [("parameter", "kappa"), ("parameter", "all"), ("target", "all")]
    rows += [("target", t.name) for t in targets()]
    table = pd.DataFrame(rows, columns=["kind", "name"])
    table = table.assign(truths=60, covered=0.8, low=0.7, high=0.9, width=0.5)
    page = recovery.html(table)
    assert "all 1 parameters" in page and f"all {len(targets())} targets" in page


def test_figure4_says_what_its_rows_are(cells):
    assert "posterior draws" in figure4.ALT(cells, source="posterior draws")
    assert "replications" in figure4.ALT(cells)


def test_years_of_the_figure_are_years_of_the_run():
    """The run goes on to April 2026, so that 2025 is whole."""
    assert heldout.UNTIL == 7 * 12 + 4
