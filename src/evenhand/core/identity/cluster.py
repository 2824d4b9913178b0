"""Pairs that are probably one customer → clusters, each judged as a whole.

Joining whatever a chain of pairs connects makes one customer of two as soon as one pair is wrong.
Here two clusters are joined only if the evidence between them as a whole speaks for it: field by
field, the mean over all pairs between them, drawn some way towards their best pair, since a
customer that was typed three times is one in each of the three; pairs that no key brought together
count against it. Heaviest pairs first, as in average linkage (Sokal and Michener 1958).
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import neg
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
    records, component = _components(pairs.left[reaching], pairs.right[reaching])
    left, right = (_component_of(side, records, component) for side in (pairs.left, pairs.right))
    inside = np.flatnonzero((left == right) & (left >= 0))
    of_two = np.bincount(component, minlength=1)[left[inside]] == 2
    heavy = pairs.weight[inside] >= threshold
    twos, rest = inside[of_two & heavy], inside[~of_two]
    least = np.minimum(pairs.left[twos], pairs.right[twos]).tolist()
    found = dict(zip(pairs.left[twos].tolist(), least, strict=True))
    found |= zip(pairs.right[twos].tolist(), least, strict=True)
    rest = rest[np.argsort(left[rest], kind="stable")]
    for indices in np.split(rest, np.flatnonzero(np.diff(left[rest])) + 1) if len(rest) else ():
        found |= _Part(pairs, indices, threshold).joined()
    clustered = np.array(sorted(found), np.int64)
    return clustered, np.array([found[record] for record in clustered.tolist()], np.int64)


def _components(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """The records of some pairs, in order, and of each the number of what it is connected with."""
    records, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    parent = list(range(len(records)))

    def find(one: int) -> int:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for one, other in zip(ends[: len(left)].tolist(), ends[len(left) :].tolist(), strict=True):
        a, b = find(one), find(other)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return records, np.array([find(one) for one in range(len(parent))], np.int64)


def _component_of(some: Ints, records: Ints, component: Ints) -> Ints:
    """The component of each of some records; -1 of those that are in none."""
    if not len(records):
        return np.full(len(some), -1, np.int64)
    places = np.minimum(np.searchsorted(records, some), len(records) - 1)
    return np.where(records[places] == some, component[places], -1)


class _Part:
    """A component of three records or more: the pairs in it, by their numbers in it."""

    def __init__(self, pairs: Pairs, indices: Ints, threshold: float) -> None:
        self.threshold = threshold
        self.left: list[int] = pairs.left[indices].tolist()
        self.right: list[int] = pairs.right[indices].tolist()
        self.weight: list[float] = pairs.weight[indices].tolist()
        self.evidence = np.concatenate([pairs.same[indices], pairs.kin[indices]], axis=1)
        self.priors = pairs.prior, pairs.kin_prior
        self.of: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.between: dict[int, dict[int, list[int]]] = {}
        for index, (left, right) in enumerate(zip(self.left, self.right, strict=True)):
            self.between.setdefault(left, {})[right] = [index]
            self.between.setdefault(right, {})[left] = [index]

    def _ordered(self) -> list[int]:
        """Heaviest first; of those that weigh the same, whatever order they came in, one order."""
        order = zip(
            map(neg, self.weight),
            map(min, self.left, self.right),
            map(max, self.left, self.right),
            range(len(self.weight)),
            strict=True,
        )
        return [index for _, _, _, index in sorted(order)]

    def joined(self) -> dict[int, int]:
        for index in self._ordered():
            if self.weight[index] < self.threshold - WITHIN_REACH:
                break
            left, right = self.left[index], self.right[index]
            one, other = self.of.get(left, left), self.of.get(right, right)
            if one != other and self._weight(one, other) >= self.threshold:
                self._join(one, other)
        least = {head: min(records) for head, records in self.members.items()}
        return {record: least[head] for record, head in self.of.items()}

    def _weight(self, one: int, other: int) -> float:
        """Of two clusters: what the weighed pairs say as a whole, and the unseen against it."""
        seen = self.between[one][other]
        size = len(self.members.get(one, (one,))) * len(self.members.get(other, (other,)))
        weight = self.weight[seen[0]] if len(seen) == 1 else self._whole(seen)
        unseen = size - len(seen)
        return (min(weight, HEAVIEST) * len(seen) + UNSEEN * unseen) / size if unseen else weight

    def _whole(self, seen: list[int]) -> float:
        drawn = _drawn(self.evidence[seen])
        fields = len(drawn) // 2
        prior, kin_prior = self.priors
        return both(prior + float(drawn[:fields].sum()), kin_prior + float(drawn[fields:].sum()))

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


def _drawn(weights: Floats) -> Floats:
    """Of each column the mean of the pairs that have it, drawn to the best; 0 if none has it."""
    has = ~np.isnan(weights)
    count = has.sum(axis=0)
    mean = np.where(has, weights, 0.0).sum(axis=0) / np.maximum(count, 1)
    best = np.where(count > 0, np.fmax.reduce(weights, axis=0), 0.0)
    drawn: Floats = mean + TO_THE_BEST * (best - mean)
    return drawn
