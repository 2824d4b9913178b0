"""From a question to an answer, wherever keys and records are kept: candidates, likeness, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evenhand.core.identity.faces import Face, likenesses
from evenhand.core.identity.keys import asked, gramed
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Customer
from evenhand.core.identity.postings import Postings, Records, candidates

SHOWN: Final = 10
"""Customers that are shown, at the most."""

ALIKE: Final = 0.9
"""Whoever is less like what was typed is not enough: the second tier is asked as well."""

Faces = Callable[[Face, Records, NDArray[np.float32]], list[tuple[int, Face]]]
"""Of candidates, and the bits of what they share, the foremost: number and face of each."""


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
    scored = _scored(asks, asked(asks.customer), postings, faces)
    if max((score for score, _ in scored.values()), default=0.0) < ALIKE:
        scored |= _scored(asks, gramed(asks.customer), postings, faces)
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
    asks: Face, keys: list[int], postings: Postings, faces: Faces
) -> dict[int, tuple[float, Customer]]:
    records, bits = candidates(postings, keys)
    if not len(records):
        return {}
    found = faces(asks, records, bits)
    scores = likenesses(asks, (known for _, known in found))
    return {
        record: (score, known.customer)
        for (record, known), score in zip(found, scores, strict=True)
    }
