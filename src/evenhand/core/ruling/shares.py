"""Shares of a whole: exact parts, and whole units that always sum to the whole.

Every way of sharing gives each person a *weight*, a fraction; only `apportion` turns weights into
units, of money or of hundredths of a percent.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

WHOLE = 10_000
"""Shares are told in hundredths of a percent, and sum to this."""

Weights = tuple[Fraction, ...]


def apportion(total: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """A total in whole units by weights, by largest remainder; of equal ones the first goes first.

    Each gets the exact part rounded up or down. Where the total grows by one, nobody loses more
    than one unit; with two people or equal weights nobody loses any (with more and unequal ones a
    unit may wander: Balinski and Young, Fair Representation, 1982).

    >>> apportion(100, equal(3)), apportion(1, equal(3))
    ((34, 33, 33), (1, 0, 0))
    """
    whole = sum(weights)
    parts = [total * weight / whole for weight in weights]
    units = [part.numerator // part.denominator for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: units[place] - parts[place])
    for place in by_remainder[: total - sum(units)]:
        units[place] += 1
    return tuple(units)


def equal(people: int) -> Weights:
    """The same for everybody."""
    return (Fraction(1, people),) * people


def by_points(points: Sequence[int]) -> Weights:
    """In proportion to points; below nought counts as nought, and all at nought share equally.

    >>> [str(one) for one in by_points([6, -2, 3])]
    ['2/3', '0', '1/3']
    """
    counted = [max(0, one) for one in points]
    total = sum(counted)
    return tuple(Fraction(one, total) for one in counted) if total else equal(len(counted))


def with_floor(weights: Weights, percent: int) -> Weights:
    """Nobody below so many percent; those above give way in proportion.

    The floor times the people must not exceed 100 percent.

    >>> [str(one) for one in with_floor(by_points([8, 2, 0]), 10)]
    ['18/25', '9/50', '1/10']
    """
    floor = Fraction(percent, 100)
    raised: set[int] = set()
    while True:
        left = 1 - floor * len(raised)
        rest = sum(one for place, one in enumerate(weights) if place not in raised)
        now = tuple(
            floor if place in raised or not rest else one * left / rest
            for place, one in enumerate(weights)
        )
        below = {place for place, one in enumerate(now) if one < floor}
        if not below:
            return now
        raised |= below


def by_rank(percent: Sequence[int], ranks: Sequence[Hashable]) -> Weights:
    """Fixed percentages in the order of ranks: each person's rank is their key, best first.

    `ranks` is sorted. Who ranks alike shares alike what falls to their places. With fewer people
    than percentages the first of these are in proportion.

    >>> [str(one) for one in by_rank([50, 30, 20], [1, 1, 2])]
    ['2/5', '2/5', '1/5']
    """
    places = percent[: len(ranks)]
    total = sum(places)
    together = {
        rank: [share for share, one in zip(places, ranks, strict=True) if one == rank]
        for rank in ranks
    }
    return tuple(
        Fraction(sum(together[rank]), len(together[rank]) * total) if total else Fraction(0)
        for rank in ranks
    )


def in_two(first: int, second: int, percent: int) -> Weights:
    """So many percent for the second group, the rest for the first; each group shares equally."""
    rest = Fraction(100 - percent, 100 * first)
    return (rest,) * first + (Fraction(percent, 100 * second),) * second


def compensated(winners: int, others: int, percent: int) -> tuple[Weights, bool]:
    """The winners keep the whole but for so many percent, which the others share.

    Where each of the others would have more than a winner, all have the same: the compensation is
    cut, which is told.
    """
    weights = in_two(winners, others, percent)
    if weights[-1] > weights[0]:
        return equal(winners + others), True
    return weights, False


def most_payable(stake: int, winners: int, others: int) -> int:
    """The most that may be paid out of a stake, shared equally, so that no winner has less.

    >>> most_payable(5, 1, 2), most_payable(4, 1, 2)
    (3, 2)
    """
    each, rest = divmod(stake, winners + others)
    return each * others + max(0, rest - winners)
