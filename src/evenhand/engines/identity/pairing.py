"""Which pairs are looked at: those that share a key that few share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from evenhand.engines.identity.weighing import CUSTOMERS
from evenhand.engines.sql import Connection, number

ALL_PAIRS: Final = 3_000
"""Up to so many records every pair is looked at."""


@dataclass(frozen=True, slots=True)
class Key:
    """A text that two records must share.

    Attributes:
        name: The key's name, and with `k_` before it its column.
        columns: What it is made of: columns, or the first or last signs of one.
        cap: Records that may share it; a key of more (a switchboard, 王伟) pairs nobody.
        also: SQL that must hold of the pair besides, where the key alone says little.
    """

    name: str
    columns: tuple[str, ...]
    cap: int
    also: str = ""

    @property
    def needs(self) -> set[str]:
        """The columns without which there is no such key."""
        return {column.partition(":")[0] for column in self.columns}

    @property
    def sql(self) -> str:
        """The key as text, in the SQL of DuckDB and Spark; NULL where a column is."""
        return "concat(" + ", '|', ".join(_part(column) for column in self.columns) + ")"


def _part(column: str) -> str:
    name, _, cut = column.partition(":")
    if not cut:
        return name
    return f"{'left' if cut[0] == '^' else 'right'}({name}, {cut[1:]})"


_NEAR: Final = (
    " AND abs(length(l.latin) - length(r.latin)) <= 3 AND levenshtein(l.latin, r.latin) <= 3"
)

KEYS: Final = (
    Key("phone", ("phone_end",), 60),
    Key("email", ("email",), 60),
    Key("tax", ("tax_root",), 60),
    Key("number", ("number",), 30),
    Key("spaced", ("spaced",), 40),
    Key("latin", ("latin",), 40),
    Key("spaced_city", ("spaced", "city"), 60),
    Key("address", ("address",), 30),
    Key("outline_city", ("outline", "city"), 30),
    Key("mailbox", ("mailbox",), 30, _NEAR),
    Key("start_city", ("latin:^5", "city"), 40, _NEAR),
    Key("end_city", ("latin:$5", "city"), 40, _NEAR),
    Key("start_door", ("latin:^3", "doors"), 40, _NEAR),
    Key("given_born", ("given", "born"), 60),
    Key("family_born", ("family", "born"), 60),
    Key("born_postcode", ("born", "postcode"), 60),
    Key("born_city", ("born", "city"), 60),
    Key("start_born", ("latin:^2", "born"), 60),
    Key("family_postcode", ("family", "postcode"), 60),
    Key("given_postcode", ("given", "postcode"), 60),
    Key("given_doors", ("given", "doors"), 60),
    Key("family_doors", ("family", "doors"), 60),
)


def keys_of(filled: Collection[str]) -> tuple[Key, ...]:
    """The keys that some columns allow."""
    return tuple(key for key in KEYS if key.needs <= set(filled))


def create_keys(connection: Connection, keys: tuple[Key, ...]) -> None:
    """Add the keys to the table `customers`: a number for those that two to `cap` records share."""
    joins, columns = [], []
    for key in keys:
        some = " AND ".join(f"{column} IS NOT NULL" for column in sorted(key.needs))
        connection.execute(
            f"CREATE OR REPLACE TABLE key_{key.name} AS WITH k AS (SELECT record,"
            f" hash({key.sql}) AS k FROM {CUSTOMERS} WHERE {some})"
            f" SELECT record, k FROM k SEMI JOIN (SELECT k FROM k GROUP BY k"
            f" HAVING count(*) BETWEEN 2 AND {key.cap}) USING (k)"
        )
        joins.append(f"LEFT JOIN key_{key.name} ON key_{key.name}.record = c.record")
        columns.append(f"key_{key.name}.k AS k_{key.name}")
    connection.execute(
        f"CREATE OR REPLACE TABLE keyed AS SELECT c.*, {', '.join(columns)}"
        f" FROM {CUSTOMERS} AS c {' '.join(joins)}"
    )
    connection.execute(f"DROP TABLE {CUSTOMERS}")
    connection.execute(f"ALTER TABLE keyed RENAME TO {CUSTOMERS}")
    for key in keys:
        connection.execute(f"DROP TABLE key_{key.name}")


def rules_of(
    connection: Connection, keys: tuple[Key, ...], *, one_in: int = 1
) -> list[dict[str, Any]]:
    """The rules for Splink; few records are all paired with each other.

    `one_in`: only the pairs of one in so many records, a sample to learn from.
    """
    some = f" AND hash(l.record) % {one_in} = 0" if one_in > 1 else ""
    if number(connection, f"SELECT count(*) FROM {CUSTOMERS}") <= ALL_PAIRS:
        return [{"blocking_rule": "1 = 1", "sql_dialect": "duckdb"}]
    return [
        {
            "blocking_rule": f"l.k_{key.name} = r.k_{key.name}{key.also}{some}",
            "sql_dialect": "duckdb",
        }
        for key in keys
    ]


def count_pairs(connection: Connection, keys: tuple[Key, ...]) -> int:
    """How many pairs the keys bring together, those that share several keys counted as often."""
    return sum(
        number(
            connection,
            "SELECT coalesce(sum(n * (n - 1) // 2), 0)::BIGINT FROM (SELECT count(*) AS n"
            f" FROM {CUSTOMERS} WHERE k_{key.name} IS NOT NULL GROUP BY k_{key.name})",
        )
        for key in keys
    )
