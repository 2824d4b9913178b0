"""Rows added many a second: by one prepared statement, or as a stream where the database has one.

What the ORM spends on building its statement anew takes several times as long as the database does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db import connection, models

STREAMED: Final = 64
"""From so many rows on, PostgreSQL takes them by COPY: it asks for nothing between them."""


def insert_all(rows: Sequence[models.Model]) -> None:
    """Add rows of one model, with the keys they have; one that counts up is not read back.

    Signals are not sent, and `save` is not called, as with `bulk_create`.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [
        one
        for one in model._meta.concrete_fields  # noqa: SLF001 - Django's name for what it documents
        if not isinstance(one, models.AutoField)
    ]
    values = [
        tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)
        for row in rows
    ]
    insert_values(model, tuple(field.attname for field in fields), values)


def insert_values(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add rows that nobody needs as instances; `names` are the attributes, in the rows' order.

    Values are taken as they are: instants in UTC, JSON as its text, every attribute named that has
    no key of its own. Nothing fills in a default.
    """
    if not rows:
        return
    table, columns, instants = _columns(model, names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= STREAMED:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            return
        if instants and connection.vendor != "postgresql":
            rows = [_without_zone(row, instants) for row in rows]
        places = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608 - names of ours


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, str, tuple[int, ...]]:
    """The table, its columns, and which of them hold instants."""
    quote = connection.ops.quote_name
    known = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's name for what it documents
    fields = [known[name] for name in names]
    columns = ", ".join(quote(field.column or field.name) for field in fields)
    instants = tuple(
        place for place, field in enumerate(fields) if isinstance(field, models.DateTimeField)
    )
    return quote(model._meta.db_table), columns, instants  # noqa: SLF001 - as above


def _without_zone(row: tuple[Any, ...], instants: tuple[int, ...]) -> tuple[Any, ...]:
    """As Django writes instants where a database knows no zones: in UTC, without saying so."""
    changed = list(row)
    for place in instants:
        at = changed[place]
        if isinstance(at, datetime):
            changed[place] = str(at.replace(tzinfo=None))
    return tuple(changed)
