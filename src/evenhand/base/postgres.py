"""PostgreSQL's own programs and roles: what is dumped, restored and granted."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import psycopg
from django.db import connection as application
from psycopg import sql
from psycopg.conninfo import make_conninfo

from evenhand.core.errors import BackupRefused
from evenhand.core.said import said

_PLACES: Final = (
    *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    Path("/usr/bin"),
    Path("/usr/local/bin"),
)

APPEND_ONLY: Final = (
    "audit_event",
    "policies_policytext",
    "register_checkpoint",
    "register_entry",
    "register_node",
)
"""Tables whose rows nobody changes: the application may read them and add to them."""


def run_program(name: str, *arguments: str, database: dict[str, Any]) -> None:
    """Run one of PostgreSQL's programs on a database. Raises BackupRefused with what it said."""
    told = subprocess.run(  # noqa: S603 - found by name, its arguments are ours
        [str(_program(name)), "--no-password", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | _environment(database),
    )
    if told.returncode != 0:
        raise BackupRefused(
            said("{program} failed: {reason}", program=name, reason=told.stderr.strip())
        )


def _program(name: str) -> Path:
    on_path = shutil.which(name)
    candidates = [place / name for place in _PLACES]
    found = next((path for path in candidates if path.exists()), on_path and Path(on_path))
    if not found:
        raise BackupRefused(
            said(
                "{program} is not on this machine; install PostgreSQL's client programs "
                "(Debian, Ubuntu: apt-get install postgresql-client)",
                program=name,
            )
        )
    return found


def _environment(database: dict[str, Any]) -> dict[str, str]:
    """How libpq is told of a database; a password never stands on a command line."""
    told = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    told |= {f"PG{name.upper()}": value for name, value in _on_the_way(database).items()}
    return {name: str(value) for name, value in told.items() if value}


def _on_the_way(database: dict[str, Any]) -> dict[str, str]:
    """How the connection is protected, and how long it is waited for."""
    options = database.get("OPTIONS", {})
    return {name: str(value) for name, value in options.items() if name != "pool"}


def connect(database: dict[str, Any]) -> psycopg.Connection[Any]:
    """A connection of one's own, beside Django's."""
    told = make_conninfo(
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        dbname=database["NAME"],
        **_on_the_way(database),
    )
    return psycopg.connect(told)


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of each table."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name: _count(connection, name) for (name,) in sorted(names.fetchall())}


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def dump(database: dict[str, Any], target: Path) -> dict[str, int]:
    """Dump a database as it is at one moment; gives the rows of each table at that moment."""
    with connect(database) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None
        counted = count_rows(connection)
        run_program(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot[0]}",
            f"--file={target}",
            database=database,
        )
        return counted


def grant_to(role: str) -> None:
    """Give the application's role what it needs, and no more: it owns nothing.

    Runs as the owner. Tables of events can be read and added to, nothing else.
    """
    quoted = application.ops.quote_name(role)
    with application.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table in application.introspection.table_names(cursor):
            rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            name = application.ops.quote_name(table)
            cursor.execute(f"REVOKE ALL ON {name} FROM {quoted}")
            cursor.execute(f"GRANT {rights} ON {name} TO {quoted}")
