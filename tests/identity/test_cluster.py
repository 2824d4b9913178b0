"""Pairs become clusters that hold as a whole, whatever order the pairs come in."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from evenhand.core.identity.cluster import Pairs, clusters
from evenhand.core.identity.model import both

Pair = tuple[int, int, float] | tuple[int, int, float, float]
"""Two records, what their one field says against strangers, and against the related."""


def _clusters(found: Sequence[Pair]) -> dict[int, int]:
    same = np.array([one[2] for one in found], "f4")
    kin = np.array([one[3] if len(one) > 3 else 30.0 for one in found], "f4")
    pairs = Pairs(
        left=np.array([one[0] for one in found], "i8"),
        right=np.array([one[1] for one in found], "i8"),
        weight=np.array([both(*two) for two in zip(same, kin, strict=True)], "f4"),
        same=same.reshape(-1, 1),
        kin=kin.reshape(-1, 1),
        prior=0.0,
        kin_prior=0.0,
    )
    records, heads = clusters(pairs)
    return dict(zip(records.tolist(), heads.tolist(), strict=True))


def test_a_pair_that_weighs_enough_is_a_cluster() -> None:
    assert _clusters([(1, 2, 5.0), (3, 4, -1.0)]) == {1: 1, 2: 1}
    assert _clusters([]) == {}


def test_three_that_agree_are_one() -> None:
    assert _clusters([(1, 2, 8.0), (2, 3, 7.0), (1, 3, 6.0)]) == {1: 1, 2: 1, 3: 1}


def test_a_chain_of_two_good_pairs_whose_ends_disagree_is_not_joined() -> None:
    assert _clusters([(1, 2, 8.0), (2, 3, 2.0), (1, 3, -40.0)]) == {1: 1, 2: 1}


def test_a_chain_whose_ends_no_key_brought_together_is_held_against_it() -> None:
    assert _clusters([(1, 2, 8.0), (2, 3, 3.0)]) == {1: 1, 2: 1}
    assert _clusters([(1, 2, 8.0), (2, 3, 9.0)]) == {1: 1, 2: 1, 3: 1}


def test_the_related_are_not_joined_by_what_they_share() -> None:
    mother_twice, daughter = (1, 2, 9.0, 6.0), [(2, 3, 9.0, -3.0), (1, 3, 9.0, -3.0)]
    assert _clusters([mother_twice, *daughter]) == {1: 1, 2: 1}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_pairs_and_of_their_sides_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    found = [
        (left, right, chance.choice([-20.0, -3.0, 1.0, 2.0, 4.0, 9.0]))
        for left in range(14)
        for right in range(left + 1, 14)
        if chance.random() < 0.4
    ]
    turned = [(b, a, w) if chance.random() < 0.5 else (a, b, w) for a, b, w in found]
    chance.shuffle(turned)
    assert _clusters(found) == _clusters(turned)


def test_a_switchboard_of_three_hundred_is_no_customer() -> None:
    found = [(a, b, -4.0) for a in range(300) for b in range(a + 1, 300)]
    found[0] = (0, 1, 6.0)
    assert _clusters(found) == {0: 0, 1: 0}
