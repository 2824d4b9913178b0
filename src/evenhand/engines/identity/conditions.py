"""What a level asks of two customers, in the SQL of DuckDB and of Spark.

Says the same as `core.identity.conditions` on the same columns: what is empty there is NULL here.
"""

from __future__ import annotations

from typing import Literal

from evenhand.core.identity.conditions import (
    Across,
    AllOf,
    AnyOf,
    Begins,
    Condition,
    Crossed,
    Missing,
    Near,
    Otherwise,
    Rare,
    Same,
    Shares,
)

Dialect = Literal["duckdb", "spark"]


def sql_of(condition: Condition, dialect: Dialect) -> str:
    """The condition over columns that end in _l and _r."""
    match condition:
        case Missing(column):
            return f"({column}_l IS NULL OR {column}_r IS NULL)"
        case Same(column):
            return f"{column}_l = {column}_r"
        case Near(column, edits, length):
            return (
                f"(length({column}_l) >= {length} AND length({column}_r) >= {length}"
                f" AND abs(length({column}_l) - length({column}_r)) <= {edits}"
                f" AND levenshtein({column}_l, {column}_r) <= {edits})"
            )
        case Begins(column, length):
            starts = "starts_with" if dialect == "duckdb" else "startswith"
            return (
                f"(length({column}_l) >= {length} AND length({column}_r) >= {length}"
                f" AND ({starts}({column}_l, {column}_r) OR {starts}({column}_r, {column}_l)))"
            )
        case Shares(column, least, percent):
            return _shares(column, least, percent, dialect)
        case AllOf(of):
            return "(" + " AND ".join(sql_of(one, dialect) for one in of) + ")"
        case AnyOf(of):
            return "(" + " OR ".join(sql_of(one, dialect) for one in of) + ")"
        case _:
            return _plain(condition)


def _plain(condition: Crossed | Across | Rare | Otherwise) -> str:
    """What every dialect says alike."""
    match condition:
        case Crossed(column, other):
            return f"({column}_l = {other}_r AND {other}_l = {column}_r)"
        case Across(column, other):
            return f"({other}_l = {column}_r OR {column}_l = {other}_r OR {other}_l = {other}_r)"
        case Rare(bits):
            return f"least(rarity_l, rarity_r) >= {bits}"
        case Otherwise():
            return "ELSE"


def _shares(column: str, least: int, percent: int, dialect: Dialect) -> str:
    left, right = f"{column}_l", f"{column}_r"
    if dialect == "duckdb":
        shared, sizes = f"len(list_intersect({left}, {right}))", f"len({left}), len({right})"
    else:
        shared, sizes = f"size(array_intersect({left}, {right}))", f"size({left}), size({right})"
    return (
        f"(least({sizes}) >= {least}"
        f" AND 100 * {shared} >= greatest({100 * least}, {percent} * least({sizes})))"
    )
