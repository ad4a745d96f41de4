"""The one kind of error that bad input raises."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST_VALUE = 80  # characters of an input value that a message repeats
MOST_NAMES = 24  # names that a message lists


class InputError(ValueError):
    """Input that cannot be used; the message is one line.

    It names the place (file, row and column, or field), the value and the rule that it breaks.

    Parameters
    ----------
    message : str
        Line breaks in it become spaces.
    """

    def __init__(self, message: object) -> None:
        super().__init__(" ".join(part.strip() for part in str(message).splitlines()))


def shown(value: object) -> str:
    """`value` as a message repeats it: its repr, cut to a bearable length.

    Examples
    --------
    >>> shown("0,5")
    "'0,5'"
    """
    text = str(value) if isinstance(value, float) else repr(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def nearest(name: str, known: Iterable[str]) -> str:
    """The known names nearest to `name`, as a clause for a message.

    Returns
    -------
    str
        ``"did you mean kappa?"``, or ``"there are: ..."`` if none is near.

    Examples
    --------
    >>> nearest("kapa", ["kappa", "theta"])
    'did you mean kappa?'
    """
    names = list(known)
    near = difflib.get_close_matches(str(name), names, n=3, cutoff=0.6)
    if not near:  # a name that differs in case only can be far by the letter
        near = [n for n in names if n.casefold() == str(name).casefold()]
    if near:
        return f"did you mean {' or '.join(near)}?"
    some = ", ".join(names[:MOST_NAMES])
    return f"there are: {some}{', ...' if len(names) > MOST_NAMES else ''}"
