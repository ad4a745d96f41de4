"""Keyed draws: Threefry-2x64 with 13 rounds in plain Python integers (Salmon et al. 2011)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from scipy.stats import norm

WORD = (1 << 64) - 1
PARITY = 0x1BD11BDAA9FC1A22
ROTATIONS = (16, 42, 12, 31, 16, 32, 24, 21)
ROUNDS = 13

# Stages of a problem's life. A work order's stage is FIRST_ROUND plus its round.
ARISING, FIRST_ORDER, FIRST_ROUND, THE_RULE, THE_STREET = 0, 1, 2, 254, 255


def threefry(counter: tuple[int, int], key: tuple[int, int]) -> tuple[int, int]:
    """Encrypt two words of 64 bits with a key of two words."""
    schedule = (*key, PARITY ^ key[0] ^ key[1])
    left = (counter[0] + schedule[0]) & WORD
    right = (counter[1] + schedule[1]) & WORD
    for turn in range(ROUNDS):
        left = (left + right) & WORD
        by = ROTATIONS[turn % 8]
        right = ((right << by) | (right >> (64 - by))) & WORD
        right ^= left
        if turn % 4 == 3:
            injection = turn // 4 + 1
            left = (left + schedule[injection % 3]) & WORD
            right = (right + schedule[(injection + 1) % 3] + injection) & WORD
    return left, right


@dataclass(frozen=True)
class Block:
    """Two words of 64 bits, read as two wide uniforms or as four narrow ones."""

    x0: int
    x1: int

    @staticmethod
    def _wide(word: int) -> float:
        return ((word >> 12) + 0.5) / 2.0**52

    @staticmethod
    def _narrow(half: int) -> float:
        return (half + 0.5) / 2.0**32

    @cached_property
    def wide(self) -> tuple[float, float]:
        return self._wide(self.x0), self._wide(self.x1)

    @cached_property
    def high(self) -> tuple[float, float]:
        return self._narrow(self.x0 >> 32), self._narrow(self.x1 >> 32)

    @cached_property
    def low(self) -> tuple[float, float]:
        return self._narrow(self.x0 & 0xFFFFFFFF), self._narrow(self.x1 & 0xFFFFFFFF)


@dataclass(frozen=True)
class Draws:
    """All uniforms of one street: the same whatever is asked first, and however often."""

    seed: int
    city: int
    street: int

    def block(self, index: int, stage: int, block: int) -> Block:
        key = (self.seed & WORD, (self.city << 32) + self.street)
        return Block(*threefry((index, (stage << 8) + block), key))


@dataclass(frozen=True)
class ServiceLaw:
    """Exponential or log-normal service times from one uniform."""

    law: str
    cv: float

    def time(self, mean: float, u: float) -> float:
        if self.law == "exponential":
            return exponential(mean, u)
        s2 = math.log(1.0 + self.cv**2)
        return mean * math.exp(math.sqrt(s2) * float(norm.ppf(u)) - s2 / 2.0)


def exponential(mean: float, u: float) -> float:
    return -mean * math.log(u)
