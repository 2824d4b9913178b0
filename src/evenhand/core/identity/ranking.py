"""From a question to an answer, wherever keys and records are kept: candidates, likeness, order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evenhand.core.identity.faces import Face, likeness_to
from evenhand.core.identity.keys import asked, gramed
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Customer
from evenhand.core.identity.postings import CROWDED, MOST, Postings, Records, candidates

SHOWN: Final = 10
"""Customers that are shown, at the most."""

ALIKE: Final = 0.9
"""Whoever is less like what was typed is not enough: the next tier is asked as well."""

TIERS: Final[tuple[tuple[Callable[[Customer], list[int]], int, int], ...]] = (
    (asked, CROWDED, MOST), (gramed, CROWDED, MOST), (asked, 5_000, 6_000),
)  # fmt: skip
"""Which keys are asked, how many customers one may have, and how many are looked at more closely:
what is usual, runs of letters, and keys that many have."""

FAR: Final = 0.3
"""So much less near than the first, by a quick look, nobody is looked at if one is enough."""

LEAST: Final = 5
"""So many are looked at all the same: a short name is far from the whole one, by a quick look."""

Faces = Callable[[Face, Records, NDArray[np.float32]], Iterator[tuple[float, int, Face]]]
"""Of candidates, and the bits of what they share, the foremost: how near each seems by a quick
look, the nearest first; their number and face."""


class Found(NamedTuple):
    """A customer who may be the one that was typed.

    Attributes:
        record: Whatever number the record was added under.
        score: By a model the weight in bits; without one how alike they look, about 0 to 1.
        customer: The record as it is compared.
    """

    record: int
    score: float
    customer: Customer


def looked_up(
    asks: Face, postings: Postings, faces: Faces, model: Model | None, shown: int = SHOWN
) -> list[Found]:
    """Who may be the customer that was typed, the likeliest first."""
    scored: dict[int, tuple[float, Customer]] = {}
    for keys, crowded, most in TIERS:
        found = candidates(postings, keys(asks.customer), most=most, crowded=crowded)
        scored |= _scored(asks, found, faces)
        if max((score for score, _ in scored.values()), default=0.0) >= ALIKE:
            break
    best = sorted(scored.items(), key=lambda one: (-one[1][0], one[0]))[: max(shown, SHOWN)]
    if model is None:
        return [Found(record, score, customer) for record, (score, customer) in best[:shown]]
    told = model.told(asks.customer)
    weighed = [
        (model.weight(told, model.told(customer)), score, record, customer)
        for record, (score, customer) in best
    ]
    weighed.sort(key=lambda one: (-one[0], -one[1], one[2]))
    return [Found(record, weight, customer) for weight, _, record, customer in weighed[:shown]]


def _scored(
    asks: Face, found: tuple[Records, NDArray[np.float32]], faces: Faces
) -> dict[int, tuple[float, Customer]]:
    records, bits = found
    if not len(records):
        return {}
    alike, scored = likeness_to(asks), dict[int, tuple[float, Customer]]()
    first = best = -np.inf
    for near, record, known in faces(asks, records, bits):
        first = max(first, near)
        if best >= ALIKE and near < first - FAR and len(scored) >= LEAST:
            break
        score = alike(known)
        scored[record] = score, known.customer
        best = max(best, score)
    return scored
