"""Chinese of engine, calibration, sensitivity: names, lists, figures and tables as shipped."""

from __future__ import annotations

import json
import re
import warnings
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from intensity.evidence import engine as measured
from intensity.evidence import precision as runs
from intensity.evidence import screening as effects
from intensity.evidence import validation as held
from intensity.evidence import warmup as months
from intensity.evidence.scale import limits, rates, sizes
from intensity.evidence.shortnames import SHORT, listed, named
from intensity.experiment.design import Design
from intensity.model.measures import MEASURES
from intensity.model.parameters import parameters
from intensity.report import (
    bench,
    conditions,
    convergence,
    engine,
    laws,
    meanfield,
    posterior,
    precision,
    predictive,
    recovery,
    scale,
    screening,
    sensitivity,
    shrinkage,
    style,
    validation,
    warmup,
)
from intensity.report.chinese import chinese, meanings, reasons
from intensity.report.chinese.engine import PARAMETERS
from intensity.report.parameters import parameter_frame, parameter_table

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "reference" / "results"
# names of methods, programs, laws and functions, which have no Chinese
NAMES = {
    *("Sobol", "PAWN", "Kelly", "Cobham", "Erlang", "Pollaczek", "Khinchine", "CPU", "gcc", "Mesa"),
    *("Ciw", "SimPy", "MiB", "MSER", "SHA", "Kolmogorov", "Smirnov", "paper", "kappa", "load"),
    *("GB", "MB", "kB", "TB", "yes"),
}


def value(key: str) -> Any:
    """A recorded value of the shipped results."""
    part = json.loads((SHIPPED / key.partition(".")[0] / "part.json").read_text(encoding="utf-8"))
    return part["values"][key]["value"]


def table(stage: str, name: str) -> pd.DataFrame:
    """A table of the shipped results."""
    return pd.read_parquet(SHIPPED / stage / f"{name}.parquet")


def figures() -> dict[str, tuple[Any, Any, tuple[Any, ...], dict[str, Any]]]:
    """Figure modules' draw, ALT, frames and options."""
    kept = int(value("warmup.burn_in")), int(value("warmup.kept_to"))
    variance = table("sensitivity", "sensitivity_variance")
    near = table("sensitivity", "sensitivity_association")
    around = tuple(table("validation", name) for name in ("volumes", "official", "validation"))
    mean = tuple(table("engine", f"meanfield_{name}") for name in ("convergence", "branches"))
    found = {
        "laws": (laws, (table("engine", "laws"),), {"bound": 4.6, "family": 0.001}),
        "meanfield": (meanfield, mean, {}),
        "bench": (bench, (measured.bench(),), {}),
        "warmup": (warmup, (table("warmup", "warmup_series"),), {"kept": kept, "runs": 16}),
        "precision": (
            precision,
            (table("precision", "precision"),),
            {"used": int(value("precision.used"))},
        ),
        "posterior": (posterior, (table("posterior", "posterior"),), {}),
        "predictive": (predictive, (table("validation", "predictive"),), {}),
        "shrinkage": (shrinkage, (table("posterior", "identification"),), {}),
        "validation": (validation, around, {}),
        "convergence": (convergence, (variance,), {}),
        "screening": (screening, (table("sensitivity", "sensitivity_screening"),), {}),
        "sensitivity": (sensitivity, (variance,), {}),
    }
    drawn = {name: (m.draw, m.ALT, frames, more) for name, (m, frames, more) in found.items()}
    drawn["association"] = (
        sensitivity.draw_association,
        sensitivity.ALT_ASSOCIATION,
        (near,),
        {},
    )
    return drawn


FIGURES = figures()


def english(text: str) -> set[str]:
    """Words left in English, symbols of parameters apart."""
    symbols = {part for p in parameters().values() for part in re.findall("[A-Za-z]+", p.symbol)}
    return set(re.findall("[A-Za-z]{2,}", text)) - NAMES - symbols


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_can_be_read_in_chinese(name: str, width: str, faults, words) -> None:
    """Catches Chinese labels that overlap, leave the figure, lack a glyph or stay English."""
    draw, _, frames, options = FIGURES[name]
    with warnings.catch_warnings(), style.context("zh"):
        warnings.simplefilter("error")  # a missing glyph is a warning
        figure = draw(*frames, lang="zh", width=width, **options)
        figure.canvas.draw()
        assert not faults(figure)
    shown = re.sub(r"\\mathrm", "", " ".join(words(figure)))
    assert not english(shown)


@pytest.mark.parametrize("name", FIGURES)
def test_alternative_texts_are_chinese(name: str) -> None:
    """Catches an alternative text with a hole in it, or with English words."""
    _, alt, frames, options = FIGURES[name]
    said = alt(*frames, lang="zh", **options)
    assert not re.search("nan|[{}]", said) and not english(said)


@cache
def tables() -> dict[str, str]:
    """Tables of the pages in Chinese."""
    held_out = table("validation", "validation")
    predicted = table("validation", "predictive")
    paper, fast = Design.load("paper"), rates()
    return {
        "laws": engine.laws_html(table("engine", "laws_summary"), lang="zh"),
        "digests": engine.digests_html(
            table("engine", "digests").assign(digest="0" * 64), lang="zh"
        ),
        "twins": engine.twins_html(table("engine", "twins"), lang="zh"),
        "mutations": engine.mutations_html(table("engine", "mutations").assign(file=""), lang="zh"),
        "warmup": engine.warmup_html(table("warmup", "warmup"), lang="zh"),
        "precision": engine.precision_html(
            table("precision", "precision_needed"), 64, 16, lang="zh"
        ),
        "predictive": predictive.html(predicted, lang="zh"),
        "errors": predictive.errors_html(table("validation", "errors"), predicted, lang="zh"),
        "validation": validation.html(held_out, lang="zh"),
        "left out": validation.left_out_html(held_out, lang="zh"),
        "kept out": validation.kept_out_html(table("validation", "kept_out"), lang="zh"),
        "recovery": recovery.html(table("recovery", "recovery"), lang="zh"),
        "sizes": scale.sizes_html(sizes(fast, paper), lang="zh"),
        "limits": scale.limits_html(limits(fast, paper), lang="zh"),
        "conditions": conditions.html(table("claims", "claims"), lang="zh"),
    }


@pytest.mark.parametrize("name", tables())
def test_tables_are_chinese(name: str) -> None:
    """Catches an English word, a nan or a spaced per cent sign in a table of a Chinese page."""
    shown = unescape(re.sub("<[^>]+>", " ", tables()[name]))
    known = set(re.findall("[A-Za-z]+", " ".join(parameters())))
    assert not english(shown) - known
    assert "\N{NARROW NO-BREAK SPACE}%" not in shown


def test_every_parameter_has_name_meaning_and_reason() -> None:
    """Catches a parameter that came after its Chinese."""
    assert list(parameters()) == list(PARAMETERS)
    assert set(parameters()) == set(meanings.MEANINGS) == set(reasons.REASONS)
    frame = parameter_frame(lang="zh")
    code = " ".join([*parameters(), "logit"])
    for column in ("meaning", "reason", "range", "unit", "provenance"):
        for text in frame[column]:
            assert not english(text) - set(re.findall("[A-Za-z]+", code)), text
    assert parameter_table(lang="zh").data.count("<tr") == 2 * len(parameters()) + 1


def test_every_list_of_names_can_be_said() -> None:
    """Catches a list that is torn at a comma or an "and" inside a name."""
    every = [named(name) for name in parameters()]
    said = chinese(listed(every))
    assert said.split("、") == [f"{PARAMETERS[n]}（{p.symbol}）" for n, p in parameters().items()]
    assert chinese(listed(every[:1])) and chinese(listed(every[:2])).count("、") == 1
    titles = [p.title for p in parameters().values()]
    assert chinese(", ".join(titles)).split("、") == list(PARAMETERS.values())
    assert chinese("; ".join(held.targets()[i].meaning for i in (0, 4, 7))).count("、") == 2


def test_what_the_evidence_can_say_has_chinese() -> None:
    """Catches a word that today's results happen not to hold."""
    for text in (
        *SHORT.values(),
        *MEASURES.values(),
        *months.KEY.values(),
        *runs.KEY.values(),
        *(t.meaning for t in held.targets()),
        *(check.note for check in held.CHECKS if check.note),
        *(held.INSIDE, held.OUTSIDE, held.NONE),
        *held.facts()["quantity"],
        *held.facts()["period"],
        *(effects.direction(mu, 1.0) for mu in (1.0, -1.0)),
        *("enough", "not enough", "not enough for every measure", "more than were run", "none"),
        *("no parameter", "draws from the posterior", "prior", "posterior", "draw 46", "no draw"),
        *("below", "above"),
        *("holds in every city", "holds in no city", "not evaluated"),
        "holds in all but 3 of 128 cities: too few to separate",
        "holds less where load > 1e+03 and K <= 2.5: 8% of those 62 cities, 74% of the rest",
    ):
        assert chinese(str(text)), text
