"""Application intensity: a runnable model of the efficiency paradox of hotline governance.

The paper behind it is An Yongjun (安永军, 2022), 应用强度:技术治理效率悖论的一种新解释,
探索 2022(1).

>>> import intensity as it
>>> run = it.simulate(it.City.default(), intensity=0.8, months=36, streets=4, seed=2022)
>>> run.measures(burn_in=24)["efficiency"] > 0
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from intensity.experiment.design import Design
from intensity.experiment.runner import run_experiment
from intensity.model import scenarios
from intensity.model.city import City
from intensity.model.counterfactual import Counterfactual, counterfactual
from intensity.model.errors import InputError
from intensity.model.meanfield import MeanField, meanfield
from intensity.model.parameters import parameters
from intensity.model.plain import plain_queue
from intensity.model.schedule import Schedule
from intensity.model.simulate import Run, simulate
from intensity.version import __version__

if TYPE_CHECKING:
    from intensity.evidence import claims
    from intensity.report import figures, tables

__all__ = [
    "City",
    "Counterfactual",
    "Design",
    "InputError",
    "MeanField",
    "Run",
    "Schedule",
    "__version__",
    "claims",
    "counterfactual",
    "figures",
    "meanfield",
    "parameters",
    "plain_queue",
    "run_experiment",
    "scenarios",
    "simulate",
    "tables",
]


def __getattr__(name: str) -> Any:
    """Claims, figures and tables are imported on first use: their libraries take a second."""
    if name == "claims":
        return importlib.import_module("intensity.evidence.claims")
    if name in ("figures", "tables"):
        return importlib.import_module(f"intensity.report.{name}")
    raise AttributeError(f"module 'intensity' has no attribute {name!r}")
