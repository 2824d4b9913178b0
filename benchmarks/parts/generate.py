"""Facts of random disputes by a seed, as columns.

The chances are invented; they are set so that each step decides some of the disputes and a good
third is left to the points. Numbers are as wide as a Parquet file would hold them.
"""

from __future__ import annotations

import numpy as np

from evenhand.core.policy.versions import Version, day_number
from evenhand.core.ruling.cases import ABSENT, FALSE, K3, KNOWN, TRUE, UNKNOWN, Column, Facts

SEED = 20240310
CLOSED = day_number("2024-03-10")

CHANCES = {
    "me.escorted": 0.5,
    "me.named_by_customer": 0.06,
    "me.signed": 0.35,
    "me.has_card": 0.5,
    "me.can_describe": 0.5,
    "me.reconnected": 0.3,
    "me.inflated": 0.1,
}


def facts(
    version: Version,
    disputes: int,
    claimants: int = 2,
    *,
    seed: int = SEED,
    unknown: float = 0.0,
) -> Facts:
    """Every fact that the policy reads; of so large a share (`unknown`) the evidence is missing."""
    chance = np.random.default_rng([seed, disputes, claimants])
    shape = (claimants, disputes)

    def few(mean: float) -> Column:
        return Column(chance.poisson(mean, shape).astype(np.int32))

    busy = chance.choice([1.5, 4.0, 9.0], (1, disputes))  # work goes with the customer
    outlet, person = (version.vocabulary.code(word) for word in ("outlet", "person"))
    kind = np.where(chance.random(shape) < 0.1, outlet, person).astype(np.int32)
    closed = (CLOSED + chance.integers(0, 300, (1, disputes))).astype(np.int32)
    columns = {
        "deal.closed_on": Column(closed),
        "me.party_kind": Column(kind),
        "me.first_contact": Column(_places(chance, shape)),
        "me.first_record": Column(_places(chance, shape), _states(chance, shape, 0.3, unknown)),
        "me.appealed_on": Column(
            closed + chance.integers(-1, 6, shape, dtype=np.int32),
            _states(chance, shape, 0.25, unknown),
        ),
        "me.overdue_at_closing": Column(
            (chance.integers(1, 20, shape) * (chance.random(shape) < 0.15)).astype(np.int32)
        ),
        "me.contacts": Column(chance.poisson(busy, shape).astype(np.int32)),
        "me.visits": few(2.0),
        "me.card_rank": few(1.5),
        "me.accompanied_mark": Column(chance.integers(-3, 4, shape, dtype=np.int32)),
    }
    for path, share in CHANCES.items():
        columns[path] = Column(_truths(chance, shape, share, unknown))
    return Facts(np.ones(shape, dtype=bool), columns)


def _places(chance: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Places in the register, no two of a dispute the same."""
    places = chance.integers(0, 10, shape, dtype=np.int32) * shape[0]
    return places + np.arange(shape[0], dtype=np.int32)[:, None] + 1


def _states(
    chance: np.random.Generator, shape: tuple[int, int], absent: float, unknown: float
) -> K3:
    drawn = chance.random(shape)
    states = np.where(drawn < absent, ABSENT, np.where(drawn > 1 - unknown, UNKNOWN, KNOWN))
    return states.astype(np.int8)


def _truths(
    chance: np.random.Generator, shape: tuple[int, int], share: float, unknown: float
) -> K3:
    drawn = chance.random(shape)
    truths = np.where(drawn < share, TRUE, np.where(drawn > 1 - unknown, UNKNOWN, FALSE))
    return truths.astype(np.int8)
