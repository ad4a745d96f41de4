"""What decides in the model: screening, variance over the ranges, association among B cities.

Over the ranges of ``data/parameters.toml``, taken as independent and uniform, parameters are
screened and then share out the variance of the outputs (`intensity.evidence.outputs`). The cities
that fit the paper's facts have parameters that depend on each other; there only association is
measured.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from intensity.evidence import posterior
from intensity.evidence.association import associate, strongest_pair
from intensity.evidence.outputs import DIGITS, OUTPUTS, Settings, model_of, of_city, varied
from intensity.evidence.prior import Prior
from intensity.evidence.record import Record
from intensity.evidence.screening import DRAWS, kept, screen
from intensity.evidence.shortnames import listed, named
from intensity.evidence.variance import REST, apportion
from intensity.experiment.threads import in_threads

NOTEWORTHY = 0.05  # a total index whose interval lies above it is spoken of


def sensitivity_evidence(
    record: Record, *, settings: Settings | None = None, progress: bool = True
) -> None:
    """Record what the outputs are sensitive to.

    Parameters
    ----------
    record : Record
        Gets the tables ``sensitivity_screening`` (columns of `screening.screen` and ``kept``, yes
        or no), ``sensitivity_variance`` (`variance.apportion`), ``sensitivity_association``
        (`association.associate`), and values that begin with ``sensitivity.``.
    settings : Settings, optional
    """
    settings = Settings() if settings is None else settings
    names, wanted = varied(), list(OUTPUTS)
    add = record.add
    screened = screen(
        model_of(names, settings, progress=progress, label="screening"),
        names,
        wanted,
        trajectories=settings.trajectories,
        resamples=settings.resamples,
        seed=settings.seed,
    )
    chosen = kept(screened, settings.chosen)
    marks = np.where(screened["parameter"].isin(chosen), "yes", "no")
    record.table("sensitivity_screening", screened.assign(kept=marks))
    indices, values = apportion(
        model_of(names, settings, progress=progress, label="shares of variance"),
        names,
        wanted,
        chosen,
        base=settings.base,
        resamples=settings.resamples,
        seed=settings.seed,
    )
    record.table("sensitivity_variance", indices)
    for at, output in enumerate(wanted):
        add(f"sensitivity.{output}.mean", float(values[:, at].mean()), digits=DIGITS[output])
        add(f"sensitivity.{output}.sd", float(values[:, at].std(ddof=1)), digits=DIGITS[output])
        _screened(record, output, screened[screened["output"] == output])
        _apportioned(record, output, indices[indices["output"] == output])
    add("sensitivity.parameters", len(names), "count")
    add("sensitivity.chosen", len(chosen), "count")
    add("sensitivity.chosen.names", listed([named(n) for n in chosen]), "text")
    add("sensitivity.trajectories", settings.trajectories, "count")
    add("sensitivity.base", settings.base, "count")
    add("sensitivity.runs", settings.runs(len(names)), "count")
    for name in ("streets", "months", "burn_in"):
        add(f"sensitivity.{name}", getattr(settings, name), "count")
    add("sensitivity.noteworthy", NOTEWORTHY)
    _fitting(record, settings, progress)


def _screened(record: Record, output: str, screened: pd.DataFrame) -> None:
    """How many parameters do more than other draws do, and which does most."""
    chance = float(screened.loc[screened["parameter"] == DRAWS, "mu_star"].iloc[0])
    own = screened[screened["parameter"] != DRAWS].sort_values("mu_star", ascending=False)
    above = own["mu_star"] - own["half"] > chance
    record.add(f"sensitivity.{output}.above_chance", int(above.sum()), "count")
    record.add(f"sensitivity.{output}.inert", int((own["mu_star"] == 0.0).sum()), "count")
    for way in ("raises", "lowers"):
        found = own.loc[above & (own["direction"] == way), "parameter"]
        words = listed([named(n) for n in found.head(4)], "no parameter")
        record.add(f"sensitivity.{output}.{way}", words, "text")


def _apportioned(record: Record, output: str, indices: pd.DataFrame) -> None:
    """Who makes the variance: leaders, what each does alone, the rest, noise, convergence."""
    add, key = record.add, f"sensitivity.{output}"
    sizes = sorted(indices["base"].unique())
    last = indices[indices["base"] == sizes[-1]].set_index("parameter")
    own = last.drop(index=[n for n in (REST, DRAWS) if n in last.index])
    own = own.sort_values("total", ascending=False)
    top = own.iloc[0]
    add(f"{key}.first", named(str(own.index[0])), "text")
    for name, value, half in (
        ("total", top["total"], top["total_half"]),
        ("alone", top["first"], top["first_half"]),
    ):
        add(f"{key}.first.{name}", value)
        add(f"{key}.first.{name}.low", value - half)
        add(f"{key}.first.{name}.high", value + half)
    clear = own[own["total"] - own["total_half"] > NOTEWORTHY]
    add(f"{key}.leaders", listed([named(str(n)) for n in clear.index]), "text")
    add(f"{key}.clear", len(clear), "count")
    add(f"{key}.alone", float(own["first"].sum()))
    for name, group in (("rest", REST), ("noise", DRAWS)):
        if group in last.index:
            row = last.loc[group]
            add(f"{key}.{name}", row["total"])
            add(f"{key}.{name}.low", max(0.0, row["total"] - row["total_half"]))
            add(f"{key}.{name}.high", row["total"] + row["total_half"])
    add(f"{key}.widest", float(own["total_half"].max()))
    if len(sizes) > 1:
        half = indices[indices["base"] == sizes[-2]].set_index("parameter")
        moved = (own["total"] - half.loc[own.index, "total"]).abs()
        add(f"{key}.settled", float(moved.max()))


def _fitting(record: Record, settings: Settings, progress: bool) -> None:
    """Association among the cities that fit the facts, each simulated with two sets of draws."""
    add, key = record.add, "sensitivity.fitting"
    sample = posterior.draws(settings.cities)
    cities = Prior(tuple(sample.columns)).cities(sample)
    rows = in_threads(
        lambda task: of_city(*task, settings),
        [(city, number) for number in (0, 1) for city in cities],
        progress=progress,
        label="cities that fit the facts",
    )
    twice = np.array(rows).reshape(2, len(cities), len(OUTPUTS))
    found = associate(
        sample,
        twice.mean(axis=0),
        list(OUTPUTS),
        slides=settings.slides,
        resamples=settings.resamples,
        seed=settings.seed,
        line=posterior.lines(len(sample)),
    )
    record.table("sensitivity_association", found)
    one, two, strength = strongest_pair(sample)
    add(f"{key}.cities", len(cities), "count")
    add(f"{key}.pair", listed([named(one), named(two)]), "text")
    add(f"{key}.correlation", strength)
    last = found[found["cities"] == found["cities"].max()]
    for at, output in enumerate(OUTPUTS):
        mean = twice[:, :, at].mean(axis=0)
        # the noise of one run is half the variance of the difference, that of the mean a quarter;
        # what the draws do to all cities alike does not set them apart
        noise = 0.25 * float((twice[0, :, at] - twice[1, :, at]).var(ddof=1))
        add(f"{key}.{output}.mean", float(mean.mean()), digits=DIGITS[output])
        add(f"{key}.{output}.sd", float(mean.std(ddof=1)), digits=DIGITS[output])
        add(f"{key}.{output}.noise", noise / float(mean.var(ddof=1)), "share", 0)
        own = last[last["output"] == output].sort_values("index", ascending=False)
        clear = own[own["index"] > own["bar"]]
        words = [named(str(n)) for n in clear["parameter"].head(6)]
        add(f"{key}.{output}.leaders", listed(words, "no parameter"), "text")
        add(f"{key}.{output}.clear", len(clear), "count")
        add(f"{key}.{output}.bar", float(own["bar"].iloc[0]))
