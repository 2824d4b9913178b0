"""Normalised records → the table that Splink runs over: rarity of names, frequency of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from evenhand.core.identity.forms import TRADES
from evenhand.core.identity.model import Terms, Words
from evenhand.core.identity.normalise import COMPANY
from evenhand.engines.sql import Connection, create_table, number, quote

CUSTOMERS: Final = "customers"

MOST_WORDS: Final = 200_000
MOST_TERMS: Final = 100_000
"""How many frequencies the model's file may hold for one column."""

FEW: Final = 500
"""Of how many records, at the least, what each customer has for itself is taken to be counted: that
two of two records share a telephone says no less than that two of five hundred do."""

_OF_ONE: Final = frozenset({"phone", "phone_end", "own_email", "mailbox", "tax"})

RAREST: Final = 0.5
"""As how many records of others a text counts at the least."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often the texts of a column stand, in the table `terms_COLUMN` (COLUMN, n).

    Attributes:
        column: Its name.
        filled: How many records have a text there.
        floor: The count up to which texts are not told apart, two at the least: what stands once
            is no rarer than what stands twice.
    """

    column: str
    filled: int
    floor: int

    def frequency(self, duplicates: float) -> str:
        """SQL: how likely another customer has the text, when `n` records have it.

        Args:
            duplicates: How many records of the same customer are among them, beside one.
        """
        counted = f"greatest(n, {self.floor})"
        return f"(greatest({counted} - {duplicates!r}, {RAREST}) / {float(self.filled)!r})"

    def lowest(self, duplicates: float) -> float:
        """The frequency of a text that stands no more often than the floor."""
        return max(self.floor - duplicates, RAREST) / self.filled


def count_words(connection: Connection, source: str) -> Words:
    """How rare the words of the names in a table or file are: -log2 of the share that has it.

    Leaves the table `words` (word, bits, n).
    """
    records = max(number(connection, f"SELECT count(*) FROM {source}"), 2)
    connection.execute(
        "CREATE OR REPLACE TABLE counted_words AS SELECT word, count(*) AS n FROM"
        f" (SELECT unnest(tokens) AS word FROM {source}) GROUP BY word"
    )
    floor = _floor(connection, "counted_words", MOST_WORDS)
    bits = f"cast(round(log2({records} / greatest(n, {floor}))) AS INTEGER)"
    connection.execute(
        f"CREATE OR REPLACE TABLE words AS SELECT word, {bits} AS bits, n FROM counted_words"
    )
    rows = connection.execute(f"SELECT word, bits FROM words WHERE n > {floor}").fetchall()
    rarest = number(connection, f"SELECT cast(round(log2({records} / {floor})) AS INTEGER)")
    return Words(dict(rows), rarest)


def count_terms(connection: Connection, column: str) -> Counted:
    """Count the texts of a column of the customers."""
    table = f"terms_{column}"
    least = FEW if column in _OF_ONE else 2
    filled = max(number(connection, f"SELECT count({column}) FROM {CUSTOMERS}"), least)
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {column}, count(*) AS n FROM {CUSTOMERS}"
        f" WHERE {column} IS NOT NULL GROUP BY {column}"
    )
    return Counted(column, filled, _floor(connection, table, MOST_TERMS))


def term_table(connection: Connection, counted: Counted, duplicates: float) -> str:
    """Make the table of frequencies that Splink looks a column's terms up in, and name it."""
    column = counted.column
    table = f"frequency_{column}"
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {column},"
        f" {counted.frequency(duplicates)} AS tf_{column} FROM terms_{column}"
    )
    return table


def given_table(connection: Connection, column: str, terms: Terms) -> str:
    """The same table with the frequencies of a model that was given."""
    create_table(
        connection,
        f"given_{column}",
        pa.table(
            {
                column: pa.array(list(terms.frequencies), pa.string()),
                "tf": pa.array(list(terms.frequencies.values()), pa.float64()),
            }
        ),
    )
    table = f"frequency_{column}"
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT {column}, coalesce(tf, {terms.floor!r}) AS"
        f" tf_{column} FROM (SELECT DISTINCT {column} FROM {CUSTOMERS} WHERE {column} IS NOT NULL)"
        f" LEFT JOIN given_{column} USING ({column})"
    )
    return table


def take_words(connection: Connection, words: Words) -> None:
    """Have `rarity` in the table `customers` say what the words of a model that was given say."""
    create_table(
        connection,
        "given_words",
        pa.table(
            {
                "word": pa.array(list(words.bits), pa.string()),
                "bits": pa.array(list(words.bits.values()), pa.int32()),
            }
        ),
    )
    connection.execute(
        f"UPDATE {CUSTOMERS} SET rarity = w.rarity FROM (SELECT record,"
        f" sum(coalesce(bits, {words.rarest}))::INTEGER AS rarity FROM (SELECT record,"
        f" unnest(tokens) AS word FROM {CUSTOMERS}) LEFT JOIN given_words USING (word)"
        f" GROUP BY record) AS w WHERE {CUSTOMERS}.record = w.record"
    )


def terms_of(connection: Connection, counted: Counted, duplicates: float) -> Terms:
    """The same frequencies, as a model holds them."""
    column = counted.column
    rows = connection.execute(
        f"SELECT {column}, {counted.frequency(duplicates)} FROM terms_{column}"
        f" WHERE n > {counted.floor} ORDER BY {column}"
    ).fetchall()
    return Terms(dict(rows), counted.lowest(duplicates))


def _floor(connection: Connection, table: str, most: int) -> int:
    """The count up to which texts are all alike, so that no more than `most` are told apart."""
    rows = connection.execute(
        f"SELECT n FROM {table} ORDER BY n DESC LIMIT 1 OFFSET {most}"
    ).fetchall()
    return max(2, rows[0][0]) if rows else 2


def create_customers(connection: Connection, source: str) -> None:
    """The table `customers`: all columns, and `rarity` from the table `words`."""
    trades = ", ".join(quote(word) for word in sorted(TRADES))
    connection.execute(
        f"CREATE OR REPLACE TABLE {CUSTOMERS} AS SELECT s.*, coalesce(w.rarity, 0) AS rarity"
        f" FROM {source} AS s LEFT JOIN (SELECT record, sum(bits)::INTEGER AS rarity FROM"
        f" (SELECT record, kind, unnest(tokens) AS word FROM {source}) JOIN words USING (word)"
        f" WHERE kind <> '{COMPANY}' OR word NOT IN ({trades})"
        " GROUP BY record) AS w USING (record)"
    )
