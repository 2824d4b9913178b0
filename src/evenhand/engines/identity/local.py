"""Matching on this machine: Splink on DuckDB, in a database on disk, within bounded memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy.typing as npt
import pyarrow as pa

from evenhand.core.errors import RunRefused
from evenhand.core.said import said
from evenhand.engines.identity.conditions import Dialect
from evenhand.engines.identity.matcher import Matcher
from evenhand.engines.sql import Connection, create_table, number, parquet, quote

if TYPE_CHECKING:
    from splink.internals.database_api import DatabaseAPISubClass

MEMORY: Final = "2GB"


class LocalDatabase:
    """DuckDB; see `Database`."""

    dialect: Dialect = "duckdb"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def files(self, paths: Sequence[Path]) -> str:
        return parquet(paths)

    def create(self, table: str, select: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS {select}")

    def put(self, table: str, content: pa.Table) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {table}")
        create_table(self.connection, table, content)

    def drop(self, table: str) -> None:
        self.connection.execute(f"DROP TABLE {table}")

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(select).fetchall()

    def columns(self, select: str) -> dict[str, npt.NDArray[Any]]:
        return self.connection.execute(select).fetchnumpy()

    def write(self, select: str, order: str, target: Path) -> int:
        file = quote(str(target))
        self.connection.execute(
            f"COPY ({select} ORDER BY {order}) TO {file} (FORMAT parquet, COMPRESSION zstd)"
        )
        return number(self.connection, f"SELECT count(*) FROM read_parquet({file})")

    def splink(self) -> DatabaseAPISubClass:
        from splink import DuckDBAPI

        return DuckDBAPI(self.connection)

    def close(self) -> None:
        self.connection.close()


class LocalMatcher(Matcher):
    """A matcher on this machine.

    Args:
        normal: The files of normalised records.
        work: A folder for the database and for what does not fit into memory.
        memory: What DuckDB may use of it, as "2GB".
    """

    def __init__(self, normal: Sequence[Path], work: Path, memory: str = MEMORY) -> None:
        for left in (*work.glob("match.duckdb*"), *work.glob("spill/*")):
            left.unlink(missing_ok=True)
        connection = _connected(
            work / "match.duckdb",
            {
                "memory_limit": memory,
                "temp_directory": str(work / "spill"),
                "threads": os.cpu_count() or 1,
                "preserve_insertion_order": False,
            },
        )
        super().__init__(LocalDatabase(connection), normal)


def _connected(path: Path, config: dict[str, str | bool | int | float | list[str]]) -> Connection:
    try:
        connection = duckdb.connect(str(path), config=config)
    except duckdb.ParserException:
        raise RunRefused(
            said(
                "{memory} is no size of memory: write it as 500MB or 2GB",
                memory=config["memory_limit"],
            )
        ) from None
    # Compressing what is read two or three times takes longer than writing it out.
    connection.execute("SET force_compression = 'uncompressed'")
    return connection
