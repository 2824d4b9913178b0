"""One transaction around changes of tables, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

from evenhand.core.errors import Conflict
from evenhand.core.said import said

_TURN: Final = 0x45564E48
"""The number of the lock of PostgreSQL that an upgrade holds: `EVNH`."""


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Whatever happens to the tables within happens whole. Raises Conflict.

    On PostgreSQL one at a time, from whichever machine it comes.
    """
    if connection.vendor == "sqlite":
        # SQLite rebuilds tables, and looks away from foreign keys only outside a transaction.
        connection.disable_constraint_checking()
        try:
            with transaction.atomic(durable=True):
                yield
                connection.check_constraints()
        finally:
            connection.enable_constraint_checking()
        return
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TURN])
        if not cursor.fetchone()[0]:
            raise Conflict(said("Another upgrade of this database is running; wait for it."))
        # Rows of one migration would hold up the next one's changes of the same table.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
