"""Which pairs are looked at: those that share a key that few share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from evenhand.engines.identity.database import HASH, Database, number
from evenhand.engines.identity.weighing import CUSTOMERS

ALL_PAIRS: Final = 1_500
"""Up to so many records every pair is looked at."""

PAIRS: Final = "cast(coalesce(sum(n * (n - 1) / 2), 0) AS BIGINT)"
"""SQL: how many pairs there are in groups of `n` records."""


@dataclass(frozen=True, slots=True)
class Key:
    """A text that two records must share.

    Attributes:
        name: The key's name, and with `k_` before it its column.
        columns: What it is made of: columns, or the first or last signs of one.
        cap: Records that may share it; a key of more (a switchboard, 王伟) pairs nobody.
        slips: Where the key alone says little, in how many letters the two names may differ; 0
            where it says enough.
    """

    name: str
    columns: tuple[str, ...]
    cap: int
    slips: int = 0

    @property
    def needs(self) -> set[str]:
        """The columns without which there is no such key."""
        return {column.partition(":")[0] for column in self.columns}

    @property
    def sql(self) -> str:
        """The key as text, in the SQL of DuckDB and Spark; NULL where a column is."""
        return "concat(" + ", '|', ".join(_part(column) for column in self.columns) + ")"

    @property
    def rule(self) -> str:
        """SQL: whether two records, l and r, share it.

        The names are compared in a CASE, which is gone into only where the key is shared: also
        where Splink asks of a pair that another key found whether this one had found it.
        """
        same = f"l.k_{self.name} = r.k_{self.name}"
        if not self.slips:
            return same
        lengths = f"abs(length(l.latin) - length(r.latin)) <= {self.slips}"
        near = f"levenshtein(l.latin, r.latin) <= {self.slips}"
        return f"{same} AND CASE WHEN {same} AND {lengths} THEN {near} ELSE false END"


def _part(column: str) -> str:
    name, _, cut = column.partition(":")
    if not cut:
        return name
    return f"{'left' if cut[0] == '^' else 'right'}({name}, {cut[1:]})"


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
    Key("mailbox", ("mailbox",), 30, slips=3),
    Key("start_city", ("latin:^5", "city"), 40, slips=3),
    Key("end_city", ("latin:$5", "city"), 40, slips=3),
    Key("start_door", ("latin:^3", "doors"), 40, slips=3),
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


def create_keys(
    database: Database, source: str, keys: tuple[Key, ...]
) -> dict[str, tuple[str, ...]]:
    """Tables of the keys of records: a number for those that two to `cap` of them share.

    Returns each table's columns beside `record`.
    """
    if database.dialect == "duckdb":
        return _create_one_by_one(database, source, keys)
    return _create_at_once(database, source, keys)


def _create_one_by_one(
    database: Database, source: str, keys: tuple[Key, ...]
) -> dict[str, tuple[str, ...]]:
    """A table for each key, which holds little in memory at a time."""
    for key in keys:
        database.create(
            f"key_{key.name}",
            f"WITH k AS (SELECT record, {_hashed(database, key)} AS k_{key.name} FROM {source}"
            f" WHERE {_filled(key)}) SELECT * FROM k SEMI JOIN (SELECT k_{key.name} FROM k"
            f" GROUP BY k_{key.name} HAVING count(*) BETWEEN 2 AND {key.cap}) USING (k_{key.name})",
        )
    return {f"key_{key.name}": (f"k_{key.name}",) for key in keys}


def _create_at_once(
    database: Database, source: str, keys: tuple[Key, ...]
) -> dict[str, tuple[str, ...]]:
    """All keys of a record in rows below each other, which takes a cluster three exchanges."""
    if not keys:
        return {}
    made = ", ".join(
        f"struct({i} AS i, CASE WHEN {_filled(key)} THEN {_hashed(database, key)} END AS k)"
        for i, key in enumerate(keys)
    )
    caps = " ".join(f"WHEN {i} THEN {key.cap}" for i, key in enumerate(keys))
    columns = ", ".join(
        f"max(CASE WHEN i = {i} THEN k END) AS k_{key.name}" for i, key in enumerate(keys)
    )
    database.create("keyed", f"SELECT record, inline(array({made})) FROM {source}")
    database.create(
        "keys",
        f"SELECT record, {columns} FROM keyed JOIN"
        " (SELECT i, k FROM keyed WHERE k IS NOT NULL GROUP BY i, k"
        f" HAVING count(*) BETWEEN 2 AND CASE i {caps} END) USING (i, k) GROUP BY record",
    )
    database.drop("keyed")
    return {"keys": tuple(f"k_{key.name}" for key in keys)}


def _filled(key: Key) -> str:
    return " AND ".join(f"{column} IS NOT NULL" for column in sorted(key.needs))


def _hashed(database: Database, key: Key) -> str:
    return f"{HASH[database.dialect]}({key.sql})"


def rules_of(database: Database, keys: tuple[Key, ...], *, one_in: int = 1) -> list[dict[str, Any]]:
    """The rules for Splink; few records are all paired with each other.

    `one_in`: only the pairs of one in so many records, a sample to learn from.
    """
    some = f" AND {HASH[database.dialect]}(l.record) % {one_in} = 0" if one_in > 1 else ""
    if number(database, f"SELECT count(*) FROM {CUSTOMERS}") <= ALL_PAIRS:
        return [{"blocking_rule": "1 = 1", "sql_dialect": database.dialect}]
    return [
        {
            "blocking_rule": key.rule + some,
            "sql_dialect": database.dialect,
        }
        for key in keys
    ]


def count_pairs(database: Database, keys: tuple[Key, ...]) -> int:
    """How many pairs the keys bring together, those that share several keys counted as often."""
    return sum(
        number(
            database,
            f"SELECT {PAIRS} FROM (SELECT count(*) AS n"
            f" FROM {CUSTOMERS} WHERE k_{key.name} IS NOT NULL GROUP BY k_{key.name})",
        )
        for key in keys
    )
