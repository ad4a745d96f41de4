"""Four rival explanations that the paper rejects, as variants of the same model (§1).

Each keeps the mechanism that its authors name and takes away what they do not speak of. What
efficiency then does over intensity, and which facts of the paper the variant can meet, is its
fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intensity.model.city import City
from intensity.model.simulate import Run, simulate

# Nobody changes behaviour: residents choose their channel, and streets work, as at regular level.
STILL = {"substitution": False, "feedback": False, "mobilisation": False}
MISDISPATCH = 0.15  # of orders go astray when a street has o_ref orders per handler


@dataclass(frozen=True)
class Rival:
    """An explanation: which parameters it sets, which mechanisms it leaves out.

    Attributes
    ----------
    name, chinese : str
    meaning : str
        The explanation in one sentence.
    values : mapping of str to float
        Parameters it sets; a name of another parameter as value means "the same as that one".
    switches : mapping of str to bool
        Mechanisms it leaves out.
    assessed : bool
        Whether assessment rises with intensity; False keeps it at the regular level.
    """

    name: str
    chinese: str
    meaning: str
    values: Mapping[str, float | str] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    assessed: bool = True

    def city(self, city: City | None = None) -> City:
        """The city as this explanation has it."""
        city = City.default() if city is None else city
        values = {
            name: city.values[value] if isinstance(value, str) else value
            for name, value in self.values.items()
        }
        return city.replace(**values)

    def simulate(self, city: City | None = None, intensity: float = 1.0, **more: object) -> Run:
        """As `model.simulate`, under this explanation."""
        city = City.default() if city is None else city
        return simulate(
            self.city(city),
            resources=intensity,
            assessment=intensity if self.assessed else city.I_reg,
            switches=dict(self.switches),
            **more,  # type: ignore[arg-type]
        )


RIVALS: tuple[Rival, ...] = (
    Rival(
        "intensity",
        "应用强度",
        "the paper's own: the hotline becomes a substitute, and pressure shifts work upwards",
    ),
    Rival(
        "technical limit",
        "技术限度",
        "the hotline can do nothing about big matters, and nobody changes behaviour",
        values={"pi2_big": 0.0},
        switches=STILL | {"special": False},
    ),
    Rival(
        "technical defect",
        "技术缺陷",
        "the harder the machinery is driven, the more it sends to the wrong office",
        values={"misdispatch": MISDISPATCH},
        switches=STILL,
    ),
    Rival(
        "institutional supply",
        "制度供给",
        "no institution backs the technology: no assessment, no more power than the base has",
        values={"pi2_small": "pi1_small", "pi2_big": "pi1_big"},
        switches={"special": False},
        assessed=False,
    ),
    Rival(
        "application boundary",
        "应用边界",
        "loss comes only from demands outside the technology's domain: the unreasonable ones",
        values={"kappa": 0.0, "h_up": 0.0},
        switches=STILL,
    ),
)


def rival(name: str) -> Rival:
    """A rival by its English or Chinese name."""
    for one in RIVALS:
        if name in (one.name, one.chinese):
            return one
    known = ", ".join(one.name for one in RIVALS)
    raise KeyError(f"no rival {name!r}; known are {known}")
