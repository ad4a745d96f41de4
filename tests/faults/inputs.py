"""Malformed input: files and command lines that began well."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

ODD = (
    *("", "-1", "0", "1e400", "nan", "-inf", "inf", "true", "[]", "{}", '""', "'", '"', "null"),
    *("9" * 30, "9" * 5000, "0x10", "1_000", "-0.0", "1e-400", "2020-01-01", "half", "0,5", "½"),
    *("\u0000", "\ufeff", "\u202e", "城市", "é" * 200, "a" * 5000, "[" * 400, "{" * 400, "\n\n"),
    *("../../x", "/dev/null", "%s%n", "${HOME}", "$(id)", "&a [*a]", "!!python/object:os.system"),
    *("'''", '"""', "[[x]]", "x.y.z = 1", "= 3", "#", ",,,,", ";", "\t", "\r", "\\", "\\u12"),
    *("2020-13-45", "[" * 5000, "- " * 3000),
)
TOKEN = re.compile(r"[\w.+-]+|\"[^\"\n]*\"|\[[^\]\n]*\]")


def malformed(text: str, rng: random.Random) -> bytes:
    """A file with one to three faults in it; now and then it is valid all the same."""
    content = text.encode()
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        content = rng.choice(FAULTS)(content, rng)
    return content


def _token(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return content
    one = rng.choice(tokens)
    other = rng.choice((rng.choice(ODD), rng.choice(tokens)[0]))
    return (text[: one.start()] + other + text[one.end() :]).encode("utf-8", "replace")


def _line(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.randrange(4)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(other, lines[at])
    elif how == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = rng.choice(ODD).encode("utf-8", "replace")
    return b"\n".join(lines)


def _byte(content: bytes, rng: random.Random) -> bytes:
    if not content:
        return b"\x00"
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _insert(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    own = rng.choice((rng.randbytes(rng.randrange(1, 40)), rng.choice(ODD).encode()))
    return content[:at] + own + content[at:]


def _noise(content: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(rng.randrange(200)) if rng.random() < 0.3 else _byte(content, rng)


FAULTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_token, _token, _token, _line, _line, _byte, _cut, _insert, _noise),
)

RIGHT = {
    "simulate": {
        **{"--intensity": ("0.5", "1"), "--resources": ("0.2",), "--assessment": ("1",)},
        **{"--months": ("3", "2"), "--burn-in": ("1", "0"), "--streets": ("1", "2")},
        **{"--seed": ("7",), "--set": ("kappa=0", "K=4"), "--off": ("crowding",)},
    },
    "run": {
        **{"--workers": ("1",), "--scheduler": ("tcp://127.0.0.1:9",), "--seed": ("1",)},
        **{"--store": ("out",)},
    },
    "info": {},
}
WRONG = {
    "--intensity": ("2", "-0.1", "half", "nan", "inf", "", "1e999"),
    "--resources": ("2", "nan", "x"),
    "--assessment": ("-1", "nan"),
    "--months": ("0", "-5", "1e3", "1201", "99999999999999999999", "x", ""),
    "--burn-in": ("-1", "99", "x"),
    "--streets": ("0", "-1", "99999999999", "x"),
    "--seed": ("-1", "9" * 40, "x", "1.5"),
    "--set": ("kapa=1", "kappa", "kappa=lots", "=", "K=2.5", "K=" + "9" * 400, "nu=nan", "a_0==1"),
    "--off": ("crowd", "", "城"),
    "--csv": (".", "/proc/out.csv", "nowhere/out.csv", "/dev/null/x.csv", "\u0000"),
    "--workers": ("0", "-1", "x", "9999999"),
    "--scheduler": ("nowhere", "", "tcp://", "tcp://host:port", "tcp://127.0.0.1:9", "http://["),
    "--store": ("small.toml/x", "\u0000", "/dev/null"),
    "--nonsense": ("1",),
}
DESIGNS = ("papr", "", "small.toml/x", ".", "no.toml", "\u0000", "a" * 5000, "-", "--", "城市.toml")


def command(rng: random.Random) -> list[str]:
    """Words of a command with at least one that is wrong."""
    verb = rng.choice(("simulate", "simulate", "run", "run", "info", rng.choice(ODD)))
    options = RIGHT.get(verb, {})
    words = [verb]
    if verb == "run":
        words += [rng.choice(("small.toml", *DESIGNS)), "--quiet"]
    if verb == "simulate":
        words += ["--intensity", "0.5", "--months", "3", "--burn-in", "1", "--streets", "1"]
    for name in rng.sample(sorted(options), min(len(options), rng.randrange(3))):
        words += [name, rng.choice(options[name])]
    name = rng.choice(sorted(WRONG))
    words += [name, rng.choice((*WRONG[name], rng.choice(ODD)))]
    if rng.random() < 0.2:
        words.insert(rng.randrange(len(words) + 1), rng.choice(ODD))
    return words
