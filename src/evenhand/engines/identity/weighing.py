"""Normalised records → the table that Splink runs over: rarity of names, and keys to pair by."""

from __future__ import annotations

from typing import Final

from evenhand.core.identity.model import Terms, Words
from evenhand.engines.sql import Connection, number

CUSTOMERS: Final = "customers"

MOST_WORDS: Final = 200_000
MOST_TERMS: Final = 100_000
"""How many frequencies the model's file may hold for one column."""


def count_words(connection: Connection, source: str) -> Words:
    """How rare the words of the names in a table or file are: -log2 of the share that has it.

    Leaves the table `words` (word, bits), where no word is rarer than twice in all.
    """
    records = max(number(connection, f"SELECT count(*) FROM {source}"), 2)
    connection.execute(
        f"CREATE OR REPLACE TABLE words AS SELECT word, count(*) AS n FROM"
        f" (SELECT unnest(tokens) AS word FROM {source}) GROUP BY word"
    )
    floor = _floor(connection, "words", "n", MOST_WORDS)
    connection.execute(
        "CREATE OR REPLACE TABLE words AS SELECT word,"
        f" cast(round(log2({records} / greatest(n, {floor}))) AS INTEGER) AS bits, n FROM words"
    )
    rows = connection.execute(f"SELECT word, bits FROM words WHERE n > {floor}").fetchall()
    rarest = number(connection, f"SELECT cast(round(log2({records} / {floor})) AS INTEGER)")
    return Words(dict(rows), rarest)


def count_terms(connection: Connection, source: str, column: str) -> Terms:
    """How frequent the texts of a column are. Leaves the table `terms_COLUMN`, as Splink wants it.

    A text is counted as at least two: what stands once is no rarer than what stands twice.
    """
    table = f"terms_{column}"
    filled = max(number(connection, f"SELECT count({column}) FROM {source}"), 2)
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {column}, count(*) AS n FROM {source}"
        f" WHERE {column} IS NOT NULL GROUP BY {column}"
    )
    floor = _floor(connection, table, "n", MOST_TERMS)
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {column},"
        f" greatest(n, {floor}) / {filled}::DOUBLE AS tf_{column} FROM {table}"
    )
    rows = connection.execute(
        f"SELECT {column}, tf_{column} FROM {table} WHERE tf_{column} > {floor} / {filled}::DOUBLE"
    ).fetchall()
    return Terms(dict(rows), floor / filled)


def _floor(connection: Connection, table: str, count: str, most: int) -> int:
    """The count up to which texts are all alike, so that no more than `most` are told apart."""
    rows = connection.execute(
        f"SELECT {count} FROM {table} ORDER BY {count} DESC LIMIT 1 OFFSET {most}"
    ).fetchall()
    return max(2, rows[0][0]) if rows else 2


def create_customers(connection: Connection, source: str) -> None:
    """The table `customers`: all columns, and `rarity` from the table `words`."""
    connection.execute(
        f"CREATE OR REPLACE TABLE {CUSTOMERS} AS SELECT s.*, coalesce(w.rarity, 0) AS rarity"
        f" FROM {source} AS s LEFT JOIN (SELECT record, sum(bits)::INTEGER AS rarity FROM"
        f" (SELECT record, unnest(tokens) AS word FROM {source}) JOIN words USING (word)"
        " GROUP BY record) AS w USING (record)"
    )
