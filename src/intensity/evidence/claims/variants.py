"""The same city under other rules: what a claim compares it with.

A variant changes parameters or switches a mechanism off; the problems and their luck stay the
same. One that the model does not know names what it `needs`, and no claim that rests on it is
evaluated until the model has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intensity.model import scenarios
from intensity.model.city import City
from intensity.model.parameters import parameters
from intensity.model.rivals import RIVALS, Rival
from intensity.model.simulate import SWITCHES

AS_IT_IS = "as it is"
CLOSER = 0.25  # better first order: this part of the way to certain success
EFFORT_STEP = 0.2  # a more and a less diligent base: so much above and below
LOAD_STEP = 1.25  # a heavier and a lighter load: so many times as many problems, and as few


@dataclass(frozen=True)
class Variant:
    """A rule that differs.

    Attributes
    ----------
    meaning : str
    change : callable
        City -> the city under this rule.
    off : tuple of str
        Mechanisms switched off.
    rival : Rival or None
        A rival explanation, which says itself how it is run.
    needs : str or None
        Parameter or switch that the model must have.
    """

    meaning: str
    change: Callable[[City], City] = lambda city: city
    off: tuple[str, ...] = ()
    rival: Rival | None = None
    needs: str | None = None


def _better(city: City) -> City:
    names = ("pi1_small", "pi1_big")
    return city.replace(**{n: city.values[n] + CLOSER * (1.0 - city.values[n]) for n in names})


def _dear(city: City) -> City:
    more = scenarios.PETITION_DELTA - city.delta
    return city.replace(
        delta=scenarios.PETITION_DELTA, delta_x=city.delta_x + more, tau_u=city.tau_u + more
    )


def _diligence(step: float) -> Callable[[City], City]:
    return lambda city: city.replace(e_0=min(max(city.e_0 + step, 0.0), city.e_max))


def _load(factor: float) -> Callable[[City], City]:
    return lambda city: city.replace(
        lambda_pot=factor * city.lambda_pot, lambda_u=factor * city.lambda_u
    )


VARIANTS: dict[str, Variant] = {
    AS_IT_IS: Variant("the city as it is"),
    "no mobilisation": Variant("pressure does not move diligence", off=("mobilisation",)),
    "no feedback": Variant(
        "routine quality stays where regular intensity puts it", off=("feedback",)
    ),
    "no special governance": Variant("no special governance", off=("special",)),
    "better first order": Variant(
        "first order succeeds more often: a quarter of the way to always", _better
    ),
    "no hotline": Variant(
        "no call becomes an order (at intensity 0)", lambda city: city.replace(a_0=0.0, r_min=0.0)
    ),
    "petition": Variant("entry costs what petitioning does", scenarios.petition),
    "dear petition": Variant(
        "entry is dearer by the same amount for everybody, the unreasonable too", _dear
    ),
    "central": Variant("the terminal level is the centre, not the city", scenarios.central),
    "exclusion by reasonableness": Variant(
        "the quota of exclusion goes to unreasonable orders",
        lambda city: city.replace(exclusion_rule="reasonableness"),
    ),
    "reserved time": Variant("handlers keep time for routine work", scenarios.preemptive),
    "adaptive": Variant("each street's intensity follows the paper's advice", scenarios.adaptive),
    "detached": Variant("a less diligent base", _diligence(-EFFORT_STEP)),
    "diligent": Variant("a more diligent base", _diligence(EFFORT_STEP)),
    "light load": Variant("fewer problems of every kind", _load(1.0 / LOAD_STEP)),
    "heavy load": Variant("more problems of every kind", _load(LOAD_STEP)),
}
EXPLANATIONS = tuple(rival.name for rival in RIVALS if rival.name != "intensity")
VARIANTS |= {r.name: Variant(r.meaning, rival=r) for r in RIVALS if r.name in EXPLANATIONS}


def is_known(name: str | None) -> bool:
    """Whether the model has a parameter or switch of this name; None is nothing to have."""
    return name is None or name in parameters() or name in SWITCHES
