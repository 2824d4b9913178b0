"""Pairs that are probably one customer → clusters, each judged as a whole.

Joining whatever a chain of pairs connects makes one customer of two as soon as one pair is wrong.
Here two clusters are joined only if the evidence between them as a whole speaks for it: field by
field, the mean over all pairs between them, drawn some way towards their best pair, since a
customer that was typed three times is one in each of the three; pairs that no key brought together
count against it. Heaviest pairs first, as in average linkage (Sokal and Michener 1958).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenhand.core.identity.model import both

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

THRESHOLD: Final = 0.5
"""The weight from which clusters are joined, in bits: twice as likely one customer as not."""

UNSEEN: Final = -6.0
"""What a pair between two clusters weighs that no key brought together, in bits."""

HEAVIEST: Final = 12.0
"""Pairs weigh no more than this beside unseen ones."""

TO_THE_BEST: Final = 0.6
"""How far the mean over pairs is drawn towards the best of them, 0 to 1."""

WITHIN_REACH: Final = 2.0
"""How far below the threshold a pair may weigh to have the clusters around it judged, in bits."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs that were weighed, those below the threshold too: they speak against joining.

    Attributes:
        left: Pair → a record.
        right: Pair → the other.
        weight: Pair → the weight for one customer against all else, priors included, in bits.
        same: Pair x field → the weight for one customer against strangers; NaN where missing.
        kin: Pair x field → the same against the related.
        prior: What goes with `same`.
        kin_prior: What goes with `kin`.
    """

    left: Ints
    right: Ints
    weight: Floats
    same: Floats
    kin: Floats
    prior: float
    kin_prior: float


def clusters(pairs: Pairs, *, threshold: float = THRESHOLD) -> tuple[Ints, Ints]:
    """The records that are in a cluster of two or more, and the smallest record of each one's.

    `threshold`: the weight, over all pairs between two clusters, that joins them, in bits.
    """
    reaching = pairs.weight >= threshold - WITHIN_REACH
    component = _components(pairs.left[reaching], pairs.right[reaching])
    inside = _inside(pairs, component)
    sizes: dict[int, int] = {}
    for head in component.values():
        sizes[head] = sizes.get(head, 0) + 1
    found: dict[int, int] = {}
    parts: dict[int, list[int]] = {}
    for index in inside.tolist():
        left = int(pairs.left[index])
        head = component[left]
        if sizes[head] == 2:
            if pairs.weight[index] >= threshold:
                right = int(pairs.right[index])
                found[left] = found[right] = min(left, right)
        else:
            parts.setdefault(head, []).append(index)
    for indices in parts.values():
        found |= _Part(pairs, indices, threshold).joined()
    records = np.array(sorted(found), np.int64)
    return records, np.array([found[record] for record in records.tolist()], np.int64)


def _inside(pairs: Pairs, component: dict[int, int]) -> Ints:
    """The pairs of which both records are in one component."""
    left = [component.get(one, -1) for one in pairs.left.tolist()]
    right = [component.get(one, -2) for one in pairs.right.tolist()]
    return np.flatnonzero(np.array(left, np.int64) == np.array(right, np.int64))


def _components(left: Ints, right: Ints) -> dict[int, int]:
    """Each record → one that stands for all that it is connected with (union by path halving)."""
    parent: dict[int, int] = {}

    def find(one: int) -> int:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        a, b = find(one), find(other)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return {one: find(one) for one in parent}


class _Part:
    """A component of three records or more."""

    def __init__(self, pairs: Pairs, indices: list[int], threshold: float) -> None:
        self.pairs, self.threshold = pairs, threshold
        self.ordered = sorted(indices, key=self._first)
        self.of: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.between: dict[int, dict[int, list[int]]] = {}
        for index in self.ordered:
            left, right = int(pairs.left[index]), int(pairs.right[index])
            self.between.setdefault(left, {})[right] = [index]
            self.between.setdefault(right, {})[left] = [index]

    def _first(self, index: int) -> tuple[float, int, int]:
        """Heaviest first; of those that weigh the same, whatever order they came in, one order."""
        left, right = int(self.pairs.left[index]), int(self.pairs.right[index])
        return -float(self.pairs.weight[index]), min(left, right), max(left, right)

    def joined(self) -> dict[int, int]:
        pairs = self.pairs
        for index in self.ordered:
            if pairs.weight[index] < self.threshold - WITHIN_REACH:
                break
            left, right = int(pairs.left[index]), int(pairs.right[index])
            one, other = self.of.get(left, left), self.of.get(right, right)
            if one != other and self._weight(one, other) >= self.threshold:
                self._join(one, other)
        least = {head: min(records) for head, records in self.members.items()}
        return {record: least[head] for record, head in self.of.items()}

    def _weight(self, one: int, other: int) -> float:
        """Of two clusters: what the weighed pairs say as a whole, and the unseen against it."""
        seen = self.between[one][other]
        size = len(self.members.get(one, (one,))) * len(self.members.get(other, (other,)))
        weight = float(self.pairs.weight[seen[0]]) if len(seen) == 1 else self._whole(seen)
        unseen = size - len(seen)
        return (min(weight, HEAVIEST) * len(seen) + UNSEEN * unseen) / size if unseen else weight

    def _whole(self, seen: list[int]) -> float:
        same = self.pairs.prior + _drawn(self.pairs.same[seen])
        kin = self.pairs.kin_prior + _drawn(self.pairs.kin[seen])
        return both(same, kin)

    def _join(self, one: int, other: int) -> None:
        """The smaller of two clusters becomes part of the larger, with all that is known of it."""
        if len(self.between[one]) < len(self.between[other]):
            one, other = other, one
        rest = self.members.pop(other, [other])
        self.members.setdefault(one, [one]).extend(rest)
        self.of[one] = one
        for record in rest:
            self.of[record] = one
        mine = self.between[one]
        for third, seen in self.between.pop(other).items():
            del self.between[third][other]
            if third != one:
                mine[third] = self.between[third][one] = mine.get(third, []) + seen


def _drawn(weights: Floats) -> float:
    """Over fields: the mean of the pairs that have it, drawn towards the best; missing is 0."""
    has = ~np.isnan(weights)
    some = has.any(axis=0)
    filled = np.where(has, weights, 0.0)
    mean = filled.sum(axis=0) / np.maximum(has.sum(axis=0), 1)
    best = np.where(has, weights, -np.inf).max(axis=0)
    best = np.where(some, best, 0.0)
    return float((mean + TO_THE_BEST * (best - mean)).sum())
