"""Which pairs of letters a name has, in 64 bits: how much two names share is told in one step.

A million of them are eight megabytes of numbers, so that thousands are compared before the text
of any is read. It chooses who is looked at; it orders nobody.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

_KNOWN: Final = 0.35
"""What pairs count that only the known name has, beside those that only the typed one has."""


def bigrams(text: str) -> int:
    """A bit for each pair of neighbouring letters; two pairs may have the same bit."""
    bits = 0
    for pair in pairwise(text):
        bits |= _bit(pair)
    return bits


@lru_cache(maxsize=1 << 14)
def _bit(pair: tuple[str, str]) -> int:
    return 1 << ((ord(pair[0]) * 37 + ord(pair[1]) * 11) & 63)


def shared(typed: int, known: NDArray[np.uint64]) -> NDArray[np.float32]:
    """The part of the pairs that each of these has in common with what was typed, 0 to 1.

    A name of the very same pairs is put before all others: 2.
    """
    both = np.bitwise_count(known & np.uint64(typed))
    all_ = np.bitwise_count(known) * np.float32(_KNOWN) + np.float32(
        typed.bit_count() * (1 - _KNOWN)
    )
    part: NDArray[np.float32] = both / np.maximum(all_, 1).astype(np.float32)
    part[known == np.uint64(typed)] = 2.0
    return part
