"""Chinese of the texts that the evidence records in English (a verdict, a list of parameters).

Each module of this package holds ``TEXTS``, whole texts, and ``PATTERNS``, pairs of a regular
expression that must match a whole text and a template of its Chinese. A named group ``<name>`` of
the expression is put into the template as it stands, a group ``<name_t>`` translated first, and a
group ``<name_list>`` is an English list ("a, b and c") whose members are translated one by one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from intensity.model.errors import InputError
from intensity.report.chinese import argument, codebook, engine, policy

_MODULES = (argument, codebook, engine, policy)
_SPLIT = re.compile(r", (?:and )?| and |; ")


def chinese(text: str) -> str:
    """Chinese of a recorded text.

    Raises
    ------
    InputError
        If there is none: an English word in a Chinese sentence is an error, not a fallback.
    """
    found = _translated(text)
    if found is None:
        raise InputError(f"Chinese: no text for {text!r}")
    return found


@lru_cache(maxsize=4096)
def _translated(text: str) -> str | None:
    for module in _MODULES:
        if text in module.TEXTS:
            return module.TEXTS[text]
    for module in _MODULES:
        for pattern, template in module.PATTERNS:
            match = re.fullmatch(pattern, text, flags=re.DOTALL)
            if match is None:
                continue
            filled = {name: _filled(name, value) for name, value in match.groupdict().items()}
            if None not in filled.values():
                return template.format(**filled)
    if not re.search("[A-Za-z]{2}", text):  # numbers, signs
        return text
    return None


def _filled(name: str, value: str) -> str | None:
    if name.endswith("_t"):
        return _translated(value)
    if name.endswith("_list"):
        members = [_translated(member) for member in _SPLIT.split(value)]
        return None if None in members else "、".join(str(m) for m in members)
    return value
