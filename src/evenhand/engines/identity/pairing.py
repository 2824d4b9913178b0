"""Which pairs are looked at: those that share a key that few share."""

from __future__ import annotations

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
        sql: What it is made of; NULL where a record has none.
        cap: Records that may share it; a key of more (a switchboard, 王伟) pairs nobody.
        needs: Columns without which there is no such key.
    """

    name: str
    sql: str
    cap: int
    needs: tuple[str, ...]


def _joined(*columns: str) -> str:
    return " || '|' || ".join(columns)


KEYS: Final = (
    Key("phone", "phone_end", 60, ("phone_end",)),
    Key("email", "email", 60, ("email",)),
    Key("mailbox", "mailbox", 30, ("mailbox",)),
    Key("tax", "tax", 60, ("tax",)),
    Key("number", "number", 30, ("number",)),
    Key("spaced", "spaced", 40, ("spaced",)),
    Key("latin", "latin", 40, ("latin",)),
    Key("spaced_city", _joined("spaced", "city"), 60, ("spaced", "city")),
    Key("outline_city", _joined("outline", "city"), 30, ("outline", "city")),
    Key("address", "address", 30, ("address",)),
    Key("pair", "pair", 40, ("spaced",)),
    Key("start_city", _joined("left(latin, 5)", "city"), 30, ("latin", "city")),
    Key("end_city", _joined("right(latin, 5)", "city"), 30, ("latin", "city")),
    Key("start_door", _joined("left(latin, 3)", "doors"), 30, ("latin", "doors")),
    Key("end_door", _joined("right(latin, 3)", "doors"), 30, ("latin", "doors")),
    Key("given_born", _joined("given", "born"), 60, ("given", "born")),
    Key("family_born", _joined("family", "born"), 60, ("family", "born")),
    Key("born_postcode", _joined("born", "postcode"), 60, ("born", "postcode")),
    Key("born_city", _joined("born", "city"), 60, ("born", "city")),
    Key("start_born", _joined("left(latin, 2)", "born"), 60, ("latin", "born")),
    Key("family_postcode", _joined("family", "postcode"), 60, ("family", "postcode")),
    Key("given_postcode", _joined("given", "postcode"), 60, ("given", "postcode")),
    Key("given_doors", _joined("given", "doors"), 60, ("given", "doors")),
    Key("family_doors", _joined("family", "doors"), 60, ("family", "doors")),
)


def keys_of(filled: set[str]) -> tuple[Key, ...]:
    """The keys that some columns allow."""
    return tuple(key for key in KEYS if set(key.needs) <= filled)


def create_keys(connection: Connection, keys: tuple[Key, ...]) -> None:
    """Add the keys to the table `customers`, without those that too many records share."""
    pair = (
        f"SELECT record, string_agg(word, ' ' ORDER BY n, word) AS pair FROM (SELECT record, word, n,"
        f" row_number() OVER (PARTITION BY record ORDER BY n, word) AS place FROM"
        f" (SELECT record, unnest(tokens) AS word FROM {CUSTOMERS} WHERE len(tokens) > 2)"
        " JOIN words USING (word)) WHERE place <= 2 GROUP BY record"
    )
    made = ", ".join(f"{key.sql} AS k_{key.name}" for key in keys)
    connection.execute(
        f"CREATE OR REPLACE TABLE {CUSTOMERS} AS SELECT c.*, {made} FROM {CUSTOMERS} AS c"
        f" LEFT JOIN ({pair}) AS p USING (record)"
    )
    capped = ", ".join(
        f"CASE WHEN count(*) OVER (PARTITION BY k_{key.name}) <= {key.cap} THEN k_{key.name} END"
        f" AS k_{key.name}"
        for key in keys
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {CUSTOMERS} AS SELECT * REPLACE ({capped}) FROM {CUSTOMERS}"
    )


def rules_of(connection: Connection, keys: tuple[Key, ...]) -> list[dict[str, Any]]:
    """The rules for Splink; few records are all paired with each other."""
    if number(connection, f"SELECT count(*) FROM {CUSTOMERS}") <= ALL_PAIRS:
        return [{"blocking_rule": "1 = 1", "sql_dialect": "duckdb"}]
    return [
        {"blocking_rule": f"l.k_{key.name} = r.k_{key.name}", "sql_dialect": "duckdb"}
        for key in keys
    ]
