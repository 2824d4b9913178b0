"""The few words of SQL that everything in here speaks."""

from __future__ import annotations

import duckdb
import pyarrow as pa

Connection = duckdb.DuckDBPyConnection


def quote(text: str) -> str:
    """A text as a literal of SQL.

    >>> quote("Q'ing")
    "'Q''ing'"
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def number(connection: Connection, sql: str) -> int:
    """The one whole number that a query gives."""
    rows = connection.execute(sql).fetchall()
    return int(rows[0][0])


def create_table(connection: Connection, name: str, content: pa.Table) -> None:
    """Make a table that holds an Arrow table."""
    connection.register("content", content)
    connection.execute(f"CREATE TABLE {identifier(name)} AS SELECT * FROM content")
    connection.unregister("content")
