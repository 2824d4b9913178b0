"""Normalised records → the table that Splink runs over: rarity of names, frequency of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from evenhand.core.identity.forms import TRADES
from evenhand.core.identity.model import Terms, Words
from evenhand.core.identity.normalise import COMPANY
from evenhand.engines.identity.database import UNNEST, Database, double, number
from evenhand.engines.sql import quote

CUSTOMERS: Final = "customers"

MOST_WORDS: Final = 200_000
MOST_TERMS: Final = 100_000
"""How many frequencies the model's file may hold for one column."""

FEW: Final = 500
"""Of how many records, at the least, what each customer has for itself is taken to be counted: that
two of two records share a telephone says no less than that two of five hundred do."""

_OF_ONE: Final = frozenset({"phone", "phone_end", "own_email", "mailbox", "tax"})

NOTHING: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})

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
        others = f"greatest({counted} - {double(duplicates)}, {double(RAREST)})"
        return f"({others} / {double(self.filled)})"

    def lowest(self, duplicates: float) -> float:
        """The frequency of a text that stands no more often than the floor."""
        return max(self.floor - duplicates, RAREST) / self.filled


def count_words(database: Database, source: str) -> Words:
    """How rare the words of the names in a table or file are: -log2 of the share that has it.

    Leaves the table `words` (word, bits, n).
    """
    records = max(number(database, f"SELECT count(*) FROM {source}"), 2)
    unnest = UNNEST[database.dialect]
    database.create(
        "counted_words",
        f"SELECT word, count(*) AS n FROM (SELECT {unnest}(tokens) AS word FROM {source})"
        " GROUP BY word",
    )
    floor = _floor(database, "counted_words", MOST_WORDS)
    bits = f"cast(round(log2({records} / greatest(n, {floor}))) AS INTEGER)"
    database.create("words", f"SELECT word, {bits} AS bits, n FROM counted_words")
    rows = database.rows(f"SELECT word, bits FROM words WHERE n > {floor}")
    rarest = number(database, f"SELECT cast(round(log2({records} / {floor})) AS INTEGER)")
    return Words(dict(rows), rarest)


def count_terms(database: Database, column: str) -> Counted:
    """Count the texts of a column of the customers."""
    table = f"terms_{column}"
    least = FEW if column in _OF_ONE else 2
    filled = max(number(database, f"SELECT count({column}) FROM {CUSTOMERS}"), least)
    database.create(
        table,
        f"SELECT {column}, count(*) AS n FROM {CUSTOMERS} WHERE {column} IS NOT NULL"
        f" GROUP BY {column}",
    )
    return Counted(column, filled, _floor(database, table, MOST_TERMS))


def term_table(database: Database, counted: Counted, duplicates: float) -> str:
    """Make the table of frequencies that Splink looks a column's terms up in, and name it."""
    column = counted.column
    table = f"frequency_{column}"
    database.create(
        table,
        f"SELECT {column}, {counted.frequency(duplicates)} AS tf_{column} FROM terms_{column}",
    )
    return table


def given_table(database: Database, column: str, terms: Terms) -> str:
    """The same table with the frequencies of a model that was given."""
    given = {
        column: pa.array(list(terms.frequencies), pa.string()),
        "tf": pa.array(list(terms.frequencies.values()), pa.float64()),
    }
    database.put(f"given_{column}", pa.table(given))
    table = f"frequency_{column}"
    database.create(
        table,
        f"SELECT {column}, coalesce(tf, {double(terms.floor)}) AS tf_{column}"
        f" FROM (SELECT DISTINCT {column} FROM {CUSTOMERS} WHERE {column} IS NOT NULL) AS known"
        f" LEFT JOIN given_{column} USING ({column})",
    )
    return table


def create_words(database: Database, words: Words) -> None:
    """The table `words` as a model that was given says it."""
    given = {
        "word": pa.array(list(words.bits), pa.string()),
        "bits": pa.array(list(words.bits.values()), pa.int32()),
    }
    database.put("given_words", pa.table(given))
    unnest = UNNEST[database.dialect]
    database.create(
        "words",
        f"SELECT word, coalesce(bits, {words.rarest}) AS bits FROM (SELECT DISTINCT word FROM"
        f" (SELECT {unnest}(tokens) AS word FROM {CUSTOMERS})) AS known"
        " LEFT JOIN given_words USING (word)",
    )


def terms_of(database: Database, counted: Counted, duplicates: float) -> Terms:
    """The same frequencies, as a model holds them."""
    column = counted.column
    rows = database.rows(
        f"SELECT {column}, {counted.frequency(duplicates)} AS frequency FROM terms_{column}"
        f" WHERE n > {counted.floor} ORDER BY {column}"
    )
    return Terms(dict(rows), counted.lowest(duplicates))


def _floor(database: Database, table: str, most: int) -> int:
    """The count up to which texts are all alike, so that no more than `most` are told apart."""
    rows = database.rows(f"SELECT n FROM {table} ORDER BY n DESC LIMIT 1 OFFSET {most}")
    return max(2, rows[0][0]) if rows else 2


def create_customers(
    database: Database, source: str, beside: Mapping[str, Sequence[str]] = NOTHING
) -> None:
    """The table `customers`: all columns, and `rarity` from the table `words`.

    Args:
        database: Where.
        source: Files, or that table itself, to have it say what the words say now.
        beside: Tables by `record` whose columns it takes in.
    """
    unnest = UNNEST[database.dialect]
    trades = ", ".join(quote(word) for word in sorted(TRADES))
    columns = "s.* EXCLUDE (rarity)" if database.dialect == "duckdb" else "s.* EXCEPT (rarity)"
    more = "".join(f", {table}.{column}" for table, its in beside.items() for column in its)
    joins = "".join(f" LEFT JOIN {table} ON {table}.record = s.record" for table in beside)
    database.create(
        CUSTOMERS,
        f"SELECT {columns if source == CUSTOMERS else 's.*'}{more},"
        " coalesce(w.rarity, 0) AS rarity"
        f" FROM {source} AS s LEFT JOIN (SELECT record, cast(sum(bits) AS INTEGER) AS rarity FROM"
        f" (SELECT record, kind, {unnest}(tokens) AS word FROM {source}) JOIN words USING (word)"
        f" WHERE kind <> '{COMPANY}' OR word NOT IN ({trades})"
        f" GROUP BY record) AS w ON w.record = s.record{joins}",
    )
    for table in beside:
        database.drop(table)
