"""Tables to which lines are added, and of which none is ever changed or taken away.

The database itself refuses, whoever asks: triggers on SQLite and PostgreSQL. Whoever owns the
database can drop them; that is what grants are for, and what proofs outside of it are for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_MARK = "append_only"

_SQLITE = (
    """CREATE TRIGGER {table}_{mark}_update BEFORE UPDATE ON {table}
       BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    """CREATE TRIGGER {table}_{mark}_delete BEFORE DELETE ON {table}
       BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    # REPLACE deletes without its triggers unless the connection asks for recursive triggers.
    """CREATE TRIGGER {table}_{mark}_replace BEFORE INSERT ON {table} WHEN EXISTS (
           SELECT 1 FROM {table} WHERE id = NEW.id OR public_id = NEW.public_id)
       BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
)

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION evenhand_{mark}() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
           RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
               USING ERRCODE = 'integrity_constraint_violation';
       END $$""",
    """CREATE TRIGGER {table}_{mark}_row BEFORE UPDATE OR DELETE ON {table}
       FOR EACH ROW EXECUTE FUNCTION evenhand_{mark}()""",
    """CREATE TRIGGER {table}_{mark}_all BEFORE TRUNCATE ON {table}
       FOR EACH STATEMENT EXECUTE FUNCTION evenhand_{mark}()""",
    # Even where a session asks for no ordinary triggers, as replication does.
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{mark}_row",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{mark}_all",
)


def append_only(table: str) -> migrations.RunPython:
    """The migration that shuts a table, which has an `id` and a `public_id`."""
    return migrations.RunPython(_shutting(table), _reopening(table))


def changed(table: str, *operations: Operation) -> list[Operation]:
    """The operations that change the shape of a shut table: between reopening it and shutting it.

    SQLite makes the table again for most of them, and would forget its triggers.
    """
    opening = migrations.RunPython(_reopening(table), _shutting(table))
    return [opening, *operations, append_only(table)]


def _shutting(table: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    return lambda _apps, editor: shut(editor.connection, table)


def _reopening(table: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    return lambda _apps, editor: reopen(editor.connection, table)


def shut(connection: BaseDatabaseWrapper, table: str) -> None:
    """Let the database refuse every change of what stands in a table."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement.format(table=table, mark=_MARK))


def reopen(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take that back: for migrations backwards, and for tests that empty their database."""
    with connection.cursor() as cursor:
        for trigger in _triggers(connection, table):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")


def shut_tables(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """Every table that is shut in a database."""
    names = (name.partition(f"_{_MARK}_")[0] for name in _triggers(connection))
    return tuple(dict.fromkeys(names))


def _triggers(connection: BaseDatabaseWrapper, table: str = "") -> list[str]:
    listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        listed = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(listed)
        names = [str(row[0]) for row in cursor.fetchall()]
    return [name for name in sorted(names) if f"{table}_{_MARK}_" in name]
