"""Recorded results: the numbers of the prose and the tables behind the figures."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from intensity.evidence.record import results_path
from intensity.model.errors import InputError
from intensity.report.chinese import chinese
from intensity.report.text import closed_up, number, percent

BELOW = {"en": "below 0.001", "zh": "小于0.001"}


_played: list[Path] = []  # results that stand in front of the recorded ones


def use(folder: Path | None) -> None:
    """Put results of some stages in front of the recorded ones; None: only those again."""
    _played[:] = [] if folder is None else [folder]
    _content.cache_clear()


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    path = results_path("results.json")
    try:
        content = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError(f"{path.name}: not there; `make book` writes it") from None
    for folder in _played:
        other = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        content["values"] = {**content["values"], **other["values"]}
    return content


def about() -> dict[str, Any]:
    """Version, designs, seed and hash of the sources that made the results."""
    return dict(_content()["about"])


def value(key: str) -> Any:
    """A recorded value as a number (or text)."""
    try:
        return _content()["values"][key]["value"]
    except KeyError:
        raise InputError(f"results.json: no value {key!r}") from None


def shown(key: str, lang: str = "en") -> str:
    """A recorded value as it stands in prose of a language."""
    value(key)
    entry = _content()["values"][key]
    return printed(entry["value"], entry["kind"], entry["digits"], lang)


def printed(value: float | str, kind: str, digits: int, lang: str = "en") -> str:
    """Text of a value by its kind: number, share (per cent), count, level, p, text."""
    if kind == "text":
        return chinese(str(value)) if lang == "zh" else str(value)
    x = float(value)
    if kind == "share":
        share = percent(x, digits)
        return closed_up(share) if lang == "zh" else share
    if kind == "count":
        return number(x, 0)
    if kind == "level":
        return number(x, 2)
    if kind == "p":
        return BELOW[lang] if x < 0.001 else number(x, 3)
    return number(x, digits)


def recorded() -> list[str]:
    """All recorded keys."""
    return list(_content()["values"])


def table(name: str) -> pd.DataFrame:
    """A recorded table."""
    for folder in (*_played, results_path()):
        path = folder / "tables" / f"{name}.parquet"
        if path.is_file():
            return pd.read_parquet(path)
    raise InputError(f"{name}.parquet: not there; `make book` writes it")
