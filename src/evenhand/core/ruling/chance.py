"""Numbers that look random and are the same for the same seed: same policy, same proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from evenhand.core.ruling.cases import Bools, Ints

Bits = NDArray[np.uint64]
Thing = TypeVar("Thing")

_STEP = np.uint64(0x9E3779B97F4A7C15)


class Chance:
    """A stream of numbers by splitmix64 (Steele, Lea, Flood: Fast splittable generators, 2014).

    >>> Chance(1).below(6, (5,)).tolist() == Chance(1).below(6, (5,)).tolist()
    True
    """

    def __init__(self, seed: int) -> None:
        self.state = np.uint64(seed)

    def bits(self, shape: tuple[int, ...]) -> Bits:
        """64 bits each."""
        count = int(np.prod(shape))
        with np.errstate(over="ignore"):
            z = self.state + _STEP * np.arange(1, count + 1, dtype=np.uint64)
            self.state = self.state + _STEP * np.uint64(count)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: Bits = (z ^ (z >> np.uint64(31))).reshape(shape)
        return mixed

    def below(self, limit: int, shape: tuple[int, ...] = (1,)) -> Ints:
        """Whole numbers from 0 up to, and without, the limit."""
        return (self.bits(shape) >> np.uint64(11)).astype(np.int64) % limit

    def one(self, things: Sequence[Thing]) -> Thing:
        """One of several."""
        return things[int(self.below(len(things))[0])]

    def often(self, share: float, shape: tuple[int, ...] = (1,)) -> Bools:
        """True in about this share of places."""
        return np.asarray(self.below(1 << 20, shape) < share * (1 << 20))

    def happens(self, share: float) -> bool:
        """True in about this share of calls."""
        return bool(self.often(share)[0])
