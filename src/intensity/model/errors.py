"""The one kind of error that bad input raises."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Mapping

LONGEST_VALUE = 80  # characters of an input value that a message repeats
LONGEST_LINE = 1200  # characters of a message, whatever was put in
MOST_NAMES = 24  # names that a message lists


class InputError(ValueError):
    """Input that cannot be used; the message is one line.

    It names the place (file, row and column, or field), the value and the rule that it breaks.

    Parameters
    ----------
    message : str
        Line breaks in it become spaces, and what is longer than anybody reads is cut.
    """

    def __init__(self, message: object) -> None:
        line = " ".join(part.strip() for part in str(message).splitlines())
        super().__init__(line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 3]}...")


def shown(value: object) -> str:
    """`value` as a message repeats it: its repr, cut to a bearable length.

    Examples
    --------
    >>> shown("0,5")
    "'0,5'"
    """
    return brief(str(value) if isinstance(value, float) else repr(value))


def brief(text: str) -> str:
    """`text`, cut to a bearable length."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def nearest(name: str, known: Iterable[str]) -> str:
    """The known names nearest to `name`, as a clause for a message.

    Parameters
    ----------
    name : str
    known : iterable of str
        Names; a mapping may hold things with a title, whose words are looked through too.

    Returns
    -------
    str
        ``"did you mean kappa?"``, or ``"there are: ..."`` if none is near.

    Examples
    --------
    >>> nearest("kapa", ["kappa", "theta"])
    'did you mean kappa?'
    """
    names = [brief(one) for one in known]
    near = difflib.get_close_matches(brief(str(name)), names, n=3, cutoff=0.6)
    if not near:  # a name that differs in case only can be far by the letter
        near = [n for n in names if n.casefold() == str(name).casefold()]
    if not near and isinstance(known, Mapping):
        titled = _titled(str(name), known)
        if titled:
            return f"did you mean {' or '.join(titled)}?"
    if near:
        return f"did you mean {' or '.join(near)}?"
    some = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        return f"there are {len(names)}: {some}, ..."
    return f"there are: {some}"


def _titled(word: str, known: Mapping[str, object], most: int = 3) -> list[str]:
    """Names whose titles have `word` in them, with the titles: ``K (handlers on duty)``."""
    word = word.casefold().replace("_", " ").strip()
    if len(word) < 4:  # "of" is in most of them
        return []
    found = [
        (n, one if isinstance(one, str) else str(getattr(one, "title", None) or ""))
        for n, one in known.items()
    ]
    return [f"{n} ({title})" for n, title in found if word in title.casefold()][:most]


def number_hint(value: object) -> str:
    """What somebody may have meant by a text where a number is wanted, as a clause or nothing.

    Examples
    --------
    >>> number_hint("0,8")
    '; decimals follow a point: 0.8'
    """
    if not isinstance(value, str) or len(value) > 24:
        return ""
    text = value.strip()
    for written, meant in (
        (text, "; a number stands without quotes: {:.12g}"),
        (text.replace(",", ".", 1), "; decimals follow a point: {:.12g}"),
    ):
        with contextlib.suppress(ValueError):
            return meant.format(float(written))
    with contextlib.suppress(ValueError):
        if text.endswith("%"):
            return f"; as a share: {float(text[:-1]) / 100:.12g}"
    return ""
