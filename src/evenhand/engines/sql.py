"""The few words of SQL that everything in here speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

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


def parquet(files: Iterable[Path], *options: str) -> str:
    """The rows of Parquet files of one form, as what stands behind FROM.

    >>> parquet([Path("a.parquet"), Path("b.parquet")])
    "read_parquet(['a.parquet', 'b.parquet'])"
    """
    listed = f"[{', '.join(quote(str(file)) for file in files)}]"
    return f"read_parquet({', '.join((listed, *options))})"


def number(connection: Connection, sql: str) -> int:
    """The one whole number that a query gives."""
    rows = connection.execute(sql).fetchall()
    return int(rows[0][0])


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C in the middle of a query is Ctrl-C, whatever DuckDB makes of it."""
    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise


def create_table(connection: Connection, name: str, content: pa.Table) -> None:
    """Make a table that holds an Arrow table."""
    connection.register("content", content)
    connection.execute(f"CREATE TABLE {identifier(name)} AS SELECT * FROM content")
    connection.unregister("content")
