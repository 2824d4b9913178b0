"""Who stands under which key: the candidates of a look-up, wherever the keys are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

CROWDED: Final = 2_000
"""A key that more customers have than this says too little, and is passed over."""

MOST: Final = 2_000
"""Candidates that are looked at more closely, at the most; those of the rarest keys come first."""

Records = NDArray[np.int64] | NDArray[np.int32]


class Postings(Protocol):
    """Where keys are kept: in memory, in a database."""

    def sharing(
        self, keys: Sequence[int], crowded: int, most: int
    ) -> tuple[Records, NDArray[np.int64]]:
        """Customers under these keys, each as often as they share one; and how many share it.

        Keys that more than `crowded` have are left out; of the others the rarest come first,
        whole keys at a time, until `most` would be passed.
        """


def rarest(sizes: NDArray[np.int64], crowded: int, most: int) -> NDArray[np.intp]:
    """Which of the keys that so many customers have are asked, the rarest first."""
    there = np.flatnonzero((sizes > 0) & (sizes <= crowded))
    there = there[np.argsort(sizes[there], kind="stable")]
    within = int(np.searchsorted(np.cumsum(sizes[there]), most, side="right"))
    return there[: max(within, 1)]


def candidates(
    postings: Postings, keys: Sequence[int], *, most: int = MOST, crowded: int = CROWDED
) -> tuple[Records, NDArray[np.float32]]:
    """Customers who share a key, and how telling what they share is, in bits, summed over keys."""
    found, sizes = postings.sharing(keys, crowded, most)
    if not len(found):
        return found, np.empty(0, np.float32)
    order = np.argsort(found)
    found = found[order]
    begins = np.flatnonzero(np.concatenate(([True], found[1:] != found[:-1])))
    bits = np.log2(2 * crowded / sizes[order].astype(np.float32))
    return found[begins], np.add.reduceat(bits, begins)
