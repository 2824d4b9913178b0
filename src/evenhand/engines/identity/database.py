"""Where tables of records are held and asked, in SQL that DuckDB and Spark both speak."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy.typing as npt

from evenhand.engines.identity.conditions import Dialect

if TYPE_CHECKING:
    from splink.internals.database_api import DatabaseAPISubClass

HASH: Final[dict[Dialect, str]] = {"duckdb": "hash", "spark": "xxhash64"}
"""A whole number of 64 bits for a text or number."""

UNNEST: Final[dict[Dialect, str]] = {"duckdb": "unnest", "spark": "explode"}
"""A row for each word of a list."""


class Database(Protocol):
    """Tables, by their names."""

    dialect: Dialect

    def files(self, paths: Sequence[Path]) -> str:
        """What stands behind FROM for the rows of Parquet files of one form."""

    def create(self, table: str, select: str) -> None:
        """Keep what a query gives as a table, in place of one of that name, which it may read."""

    def drop(self, table: str) -> None:
        """Give a table up."""

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """What a query gives, row by row."""

    def columns(self, select: str) -> dict[str, npt.NDArray[Any]]:
        """What a query gives, by column."""

    def write(self, select: str, order: str, target: Path) -> int:
        """Write what a query gives into one Parquet file, in an order; how many rows there are."""

    def splink(self) -> DatabaseAPISubClass:
        """The tables as Splink sees them."""

    def close(self) -> None:
        """Give back what is held."""


def number(database: Database, select: str) -> int:
    """The one whole number that a query gives."""
    return int(database.rows(select)[0][0])


def double(value: float) -> str:
    """A number as a literal: 1.5 alone is a decimal fraction to both, which rounds elsewhere.

    >>> double(1.5), double(1e-12)
    ('1.5e0', '1e-12')
    """
    text = repr(float(value))
    return text if "e" in text else f"{text}e0"
