"""Whoever may be the customer that somebody types, in the whole book.

This finds also whom the asker may not open: who may ask, how often, and what they are shown is for
the page to decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio, token_sort_ratio
from rapidfuzz.process import cdist

from evenhand.core.identity.faces import Face, face, plain
from evenhand.core.identity.faces import shown as as_shown
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.core.identity.postings import Records, rarest
from evenhand.core.identity.ranking import SHOWN, looked_up
from evenhand.customers.models import Customer, CustomerKey

READ: Final = 80
"""Candidates whose names are read: those who share the most, and who are level with the last."""

MOST_READ: Final = 240
"""Of those at the most."""

LOOKED_AT: Final = 20
"""Candidates of whom all is compared: of those read the most alike as written."""

_BITS: Final = 0.01
"""What a bit of a shared key counts beside the likeness as written."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A customer who may be the one that was typed.

    Attributes:
        customer: Whom it is about.
        score: By a model the weight in bits; without one how alike they look, about 0 to 1.
    """

    customer: Customer
    score: float


def possible(typed: Typed, *, shown: int = SHOWN, model: Model | None = None) -> list[Possible]:
    """Who may be the customer that somebody types, the likeliest first; nobody who was erased."""
    asks = face(normalise(typed), typed.name)
    found = looked_up(asks, KeyRows(), _faces, model, shown)
    read = Customer.objects.standing().in_bulk([one.record for one in found])
    return [Possible(read[one.record], one.score) for one in found if one.record in read]


def _faces(
    asks: Face, records: Records, bits: NDArray[np.float32]
) -> Iterator[tuple[float, int, Face]]:
    records, bits = _foremost(records, bits)
    wanted = Customer.objects.standing().filter(pk__in=records.tolist())
    rows = list(wanted.values_list("pk", "name", "telephone"))
    if not rows:
        return
    shares = dict(zip(records.tolist(), bits.tolist(), strict=True))
    names = [plain(as_shown(name)) for _, name, _ in rows]
    near = np.array([shares[pk] for pk, _, _ in rows], np.float32) * np.float32(_BITS)
    near += _as_written(plain(asks.written), names)
    for at in np.argsort(-near, kind="stable")[:LOOKED_AT].tolist():
        pk, name, telephone = rows[at]
        yield float(near[at]), pk, face(normalise(Typed(name=name, phone=telephone)), name)


def _foremost(records: Records, bits: NDArray[np.float32]) -> tuple[Records, NDArray[np.float32]]:
    if len(records) <= READ:
        return records, bits
    least = np.partition(bits, -READ)[-READ]
    most = np.flatnonzero(bits >= least)
    most = most[np.argsort(-bits[most], kind="stable")][:MOST_READ]
    return records[most], bits[most]


def _as_written(typed: str, names: Sequence[str]) -> NDArray[np.float32]:
    """How alike names are by their letters alone, whatever the order of their words; 0 to 1."""
    alike: NDArray[np.float32] = np.maximum.reduce(
        [
            cdist((typed,), names, scorer=scorer, dtype=np.float32)[0] / np.float32(100)
            for scorer in (ratio, token_sort_ratio)
        ]
    )
    return alike


class KeyRows:
    """The postings of `core/identity` in the application's database."""

    def __init__(self, table: str = CustomerKey._meta.db_table) -> None:  # noqa: SLF001 - Django's name for what it documents
        self._table = table

    def sharing(
        self, keys: Sequence[int], crowded: int, most: int
    ) -> tuple[Records, NDArray[np.int64]]:
        """See `core.identity.postings.Postings`."""
        with connection.cursor() as cursor:
            cursor.execute(
                _statement(self._table, connection.vendor), [crowded, crowded + 1, json.dumps(keys)]
            )
            rows = sorted((key, customers) for key, customers in cursor.fetchall() if customers)
        found = [np.fromstring(customers, np.int64, sep=",") for _, customers in rows]
        sizes = np.array([len(one) for one in found], np.int64)
        chosen = rarest(sizes, crowded, most).tolist()
        if not chosen:
            return np.empty(0, np.int64), sizes
        return np.concatenate([found[key] for key in chosen]), np.repeat(
            sizes[chosen], sizes[chosen]
        )


@cache
def _statement(table: str, vendor: str) -> str:
    """Each key, and in one line who has it, unless they are too many; read from the index alone."""
    asked = (
        "json_array_elements_text(CAST(%s AS json)) AS asked(value)"
        if vendor == "postgresql"
        else "json_each(%s)"
    )
    return (
        "SELECT CAST(value AS bigint), (SELECT CASE WHEN COUNT(*) <= %s THEN "  # noqa: S608 - names of ours
        "string_agg(CAST(customer_id AS text), ',') END FROM "
        f"(SELECT customer_id FROM {table} WHERE key = CAST(value AS bigint) LIMIT %s) AS those) "
        f"FROM {asked}"
    )
