"""A city: its parameters, checked on construction, and its types of demand."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from intensity.kernel import layout as la
from intensity.kernel.demand import big_shares
from intensity.kernel.math import log
from intensity.model.errors import InputError
from intensity.model.parameters import check, parameters
from intensity.model.tables import DemandType, demand_types

Value = float | int | str


@dataclass(frozen=True, eq=False)
class City:
    """Parameters of one city (see ``data/parameters.toml``) and its types of demand.

    Parameters
    ----------
    values : mapping of str to float, int or str
        Some or all parameters by name; the others take their defaults.
    types : tuple of DemandType, optional
        Types of demand; default ``data/demand_types.csv``.

    Raises
    ------
    InputError
        For an unknown name (with the nearest known ones), a value of the wrong kind or outside
        its valid range, or values that contradict each other. The message is one line.

    Examples
    --------
    >>> City.default().replace(kappa=0.8).kappa
    0.8
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    types: tuple[DemandType, ...] = field(default_factory=demand_types)

    def __post_init__(self) -> None:
        full: dict[str, Value] = {name: p.default for name, p in parameters().items()}
        for name, value in self.values.items():
            full[name] = check(name, value)
        object.__setattr__(self, "values", MappingProxyType(full))
        self._check_together()

    @classmethod
    def default(cls) -> City:
        """B city (B市) as the project takes it: the defaults of ``data/parameters.toml``."""
        return cls()

    def replace(self, **names: Value | tuple[DemandType, ...]) -> City:
        """Copy with other values; names are those of ``data/parameters.toml``, or ``types``."""
        types = names.pop("types", self.types)
        return City({**self.values, **names}, types)  # type: ignore[dict-item,arg-type]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "values":
            raise AttributeError(name)
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(f"a City has no parameter {name!r}") from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.values]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, City) and (dict(self.values), self.types) == (
            dict(other.values),
            other.types,
        )

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getstate__(self) -> dict[str, Any]:
        return {"values": dict(self.values), "types": self.types}

    def __setstate__(self, state: dict[str, Any]) -> None:
        object.__setattr__(self, "values", MappingProxyType(state["values"]))
        object.__setattr__(self, "types", state["types"])

    def __repr__(self) -> str:
        default = {name: p.default for name, p in parameters().items()}
        own = {n: v for n, v in self.values.items() if v != default[n]}
        inside = ", ".join(f"{n}={v!r}" for n, v in own.items())
        return f"City({inside})" if inside else "City.default()"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all values and types, as hex."""
        text = json.dumps(
            [dict(self.values), [t.model_dump(mode="json") for t in self.types]], sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def _check_together(self) -> None:
        v: Mapping[str, Any] = self.values
        rules = [
            (v["e_0"] <= v["e_max"], "e_0 e_max", "e_0 must be at most e_max"),
            (v["e2_0"] <= v["e_max"], "e2_0 e_max", "e2_0 must be at most e_max"),
            (
                v["d_1"] <= v["d_2"] <= v["d_3"] <= v["d_4"],
                "d_1 d_2 d_3 d_4",
                "no deadline may be shorter than the one before",
            ),
            (
                math.isclose(v["w_resp"] + v["w_res"] + v["w_sat"], 1.0),
                "w_resp w_res w_sat",
                "weights must sum to 1, so set two or three of them at once",
            ),
            (v["I_reg"] < v["I_high"], "I_reg I_high", "I_reg must be below I_high"),
        ]
        for good, names, rule in rules:
            if not good:
                raise InputError(f"{', '.join(f'{n} = {v[n]:g}' for n in names.split())}: {rule}")
        if not self.types:
            raise InputError("types: a city needs at least one type of demand")
        if len(self.types) > 62:
            raise InputError(f"types: {len(self.types)} types of demand; at most 62 are possible")

    # --- what the kernel takes ------------------------------------------------------------------

    def vector(self) -> np.ndarray:
        """Parameters in the order of `layout.PARAMETERS`, float64."""
        out = np.empty(len(la.PARAMETERS))
        for at, name in enumerate(la.PARAMETERS):
            if name not in ("sigma", "by_reason"):
                out[at] = float(self.values[name])
        cv = float(self.values["service_cv"])
        lognormal = self.values["service_law"] == "lognormal"
        out[la.BY_REASON] = self.values["exclusion_rule"] == "reasonableness"
        out[la.SIGMA] = math.sqrt(log(1.0 + cv * cv)) if lognormal else -1.0
        return out

    def type_table(self) -> np.ndarray:
        """Types as the kernel takes them, float64 of shape (T, `layout.TYPE_COLUMNS`).

        The odds of being big are those of the average type times `big_odds_ratio`, scaled so
        that the share of big ones over types without a window is ``p_big``.
        """
        always = np.array([t.window_rate is None for t in self.types])
        weight = np.array([t.weight for t in self.types])
        table = np.zeros((len(self.types), len(la.TYPE_COLUMNS)))
        shares = np.zeros(len(self.types))
        table[:, la.T_WEIGHT] = np.where(always, weight, 0.0)
        table[:, la.T_WEIGHT_U] = [t.weight_unreasonable for t in self.types]
        ratio = np.array([t.big_odds_ratio for t in self.types])
        big_shares(float(self.values["p_big"]), ratio, table[:, la.T_WEIGHT].copy(), shares)
        table[:, la.T_BIG] = shares
        deadlines = np.array([[t.d_1, t.d_2, t.d_3] for t in self.types])
        table[:, la.T_CUM1 : la.T_CUM3 + 1] = np.cumsum(deadlines, axis=1)
        table[:, la.T_SPECIAL] = [t.special for t in self.types]
        return table
