"""Whoever may be the customer that somebody types, in the whole book.

This finds also whom the asker may not open: who may ask, how often, and what they are shown is for
the page to decide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from evenhand.core.identity.faces import Face, face
from evenhand.core.identity.faces import shown as as_shown
from evenhand.core.identity.model import Model
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.core.identity.postings import Records
from evenhand.core.identity.ranking import SHOWN, foremost, looked_up
from evenhand.customers.models import Customer, CustomerKey

LOOKED_AT: Final = 40
"""Candidates who are read: those who share the most."""


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


def _faces(asks: Face, records: Records, bits: NDArray[np.float32]) -> list[tuple[int, Face]]:
    records, bits = foremost(records, bits, LOOKED_AT)
    wanted = Customer.objects.standing().filter(pk__in=records.tolist())
    rows = list(wanted.values_list("pk", "name", "telephone"))
    if len(rows) > LOOKED_AT:  # level by their keys: the more alike as written come first
        shares = dict(zip(records.tolist(), bits.tolist(), strict=True))
        rows.sort(key=lambda row: (-shares[row[0]], -ratio(asks.written, as_shown(row[1])), row[0]))
    return [
        (pk, face(normalise(Typed(name=name, phone=telephone)), name))
        for pk, name, telephone in rows[:LOOKED_AT]
    ]


class KeyRows:
    """The postings of `core/identity` in the application's database."""

    def __init__(self, table: str = CustomerKey._meta.db_table) -> None:  # noqa: SLF001 - Django's name for what it documents
        self._table = table

    def records_of(self, keys: Sequence[int], crowded: int) -> Mapping[int, Records]:
        """See `core.identity.postings.Postings`."""
        with connection.cursor() as cursor:
            cursor.execute(
                _statement(self._table, connection.vendor), [crowded, crowded + 1, json.dumps(keys)]
            )
            return {
                key: np.fromstring(customers, np.int64, sep=",")
                for key, customers in cursor.fetchall()
                if customers
            }


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
