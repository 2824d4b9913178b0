"""Who stands under which key: the candidates of a look-up, wherever the keys are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

CROWDED: Final = 1_000
"""A key that more customers have than this says too little, and is passed over."""

MOST: Final = 2_000
"""Candidates that are looked at more closely, at the most; those of the rarest keys come first."""

Records = NDArray[np.int64]


class Postings(Protocol):
    """Where keys are kept: in memory, in a database."""

    def records_of(self, keys: Sequence[int], crowded: int) -> Mapping[int, Records]:
        """The customers under each key that at most `crowded` have, each customer once.

        Keys that nobody has, and those that more have, are left out.
        """


def candidates(
    postings: Postings, keys: Sequence[int], *, most: int = MOST, crowded: int = CROWDED
) -> tuple[Records, NDArray[np.float32]]:
    """Customers who share a key, and how telling what they share is, in bits, summed over keys.

    The rarest keys first, whole keys at a time, until `most` would be passed.
    """
    found = postings.records_of(keys, crowded)
    taken: list[Records] = []
    bits: list[float] = []
    total = 0
    for _, records in sorted(found.items(), key=lambda one: (len(one[1]), one[0])):
        total += len(records)
        if total > most and taken:
            break
        taken.append(records)
        bits.append(float(np.log2(2 * crowded / len(records))))
    if not taken:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    whom, place = np.unique(np.concatenate(taken), return_inverse=True)
    weights = np.repeat(bits, [len(one) for one in taken])
    return whom, np.bincount(place, weights, len(whom)).astype(np.float32)
