"""Pairs that are probably one customer → clusters, each judged as a whole.

Joining whatever a chain of pairs connects makes one customer of two as soon as one pair is wrong.
Here two clusters are joined only if, over *all* pairs between them, the evidence speaks for it:
pairs that were weighed with their weight, pairs that no key brought together as evidence against.
This is average linkage (Sokal and Michener 1958), cut where the mean weight falls below the
threshold, from the heaviest pair downwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

UNSEEN: Final = -6.0
"""What a pair within a cluster weighs that no key brought together, in bits."""

HEAVIEST: Final = 12.0
"""A pair weighs no more than this in the mean: certainty in one pair is no evidence on others."""


def clusters(
    pairs: Iterable[tuple[int, int, float]], *, threshold: float, unseen: float = UNSEEN
) -> dict[int, int]:
    """Each record that is in a cluster of two or more → the smallest record of its cluster.

    Args:
        pairs: Two records and the weight of the evidence in bits, prior included; every pair that
            was weighed, also those below the threshold: they speak against joining.
        threshold: The mean weight over all pairs between two clusters that joins them, in bits.
        unseen: See `UNSEEN`.

    >>> clusters([(1, 2, 9.0), (2, 3, 9.0), (1, 3, -20.0)], threshold=1.0)
    {1: 1, 2: 1}
    >>> clusters([(1, 2, 9.0), (2, 3, 9.0), (1, 3, 2.0)], threshold=1.0)
    {1: 1, 2: 1, 3: 1}
    """
    ordered = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    between: dict[int, dict[int, tuple[float, int]]] = {}
    for left, right, weight in ordered:
        told = (max(min(weight, HEAVIEST), -HEAVIEST), 1)
        between.setdefault(left, {})[right] = told
        between.setdefault(right, {})[left] = told
    members: dict[int, list[int]] = {}
    of: dict[int, int] = {}
    for left, right, weight in ordered:
        if weight < threshold:
            break
        one, other = of.get(left, left), of.get(right, right)
        if one == other:
            continue
        ours, theirs = members.get(one, [one]), members.get(other, [other])
        total, seen = between[one][other]
        size = len(ours) * len(theirs)
        if (total + unseen * (size - seen)) / size < threshold:
            continue
        _join(one, other, members, of, between)
    found = {head: min(rest) for head, rest in members.items()}
    return {record: found[head] for record, head in sorted(of.items())}


def _join(
    one: int,
    other: int,
    members: dict[int, list[int]],
    of: dict[int, int],
    between: dict[int, dict[int, tuple[float, int]]],
) -> None:
    """The smaller of two clusters becomes part of the larger, with all that is known of it."""
    if len(between[one]) < len(between[other]):
        one, other = other, one
    rest = members.pop(other, [other])
    members.setdefault(one, [one]).extend(rest)
    of[one] = one
    for record in rest:
        of[record] = one
    mine = between[one]
    for third, (weight, seen) in between.pop(other).items():
        del between[third][other]
        if third == one:
            continue
        before = mine.get(third, (0.0, 0))
        mine[third] = between[third][one] = (before[0] + weight, before[1] + seen)
