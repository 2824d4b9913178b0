"""Pairs that Splink weighed → their levels, and their weight against the related too, in SQL.

A level is told by its weight: no two levels of a comparison weigh exactly the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.core.identity.model import Comparison, Level, Model
from evenhand.engines.identity.database import double
from evenhand.engines.identity.weighing import RAREST, Counted


def level_sql(one: Comparison) -> str:
    """The number of the level a pair reached, from the strongest; -1 if the field is missing."""
    cases = " ".join(f"WHEN {double(level.weight)} THEN {i}" for i, level in enumerate(one.levels))
    return f"CASE mw_{one.field} {cases} ELSE -1 END"


def strangers_sql(
    model: Model, counted: Mapping[str, Counted], duplicates: Mapping[str, float]
) -> str:
    """log2 of how likely strangers share the texts that a pair shares, over the terms.

    The table has frequencies without regard to duplicates; they are taken off here.
    """
    parts = []
    for one in model.comparisons:
        cases = [
            f"WHEN {double(level.weight)}"
            f" THEN {_log_frequency(counted[level.term], duplicates, level)}"
            for level in one.levels
            if level.term
        ]
        if cases:
            parts.append(f"CASE mw_{one.field} {' '.join(cases)} ELSE 0 END")
    return " + ".join(parts) or "0"


def _log_frequency(counted: Counted, duplicates: Mapping[str, float], level: Level) -> str:
    left, right = f"tf_{counted.column}_l", f"tf_{counted.column}_r"
    most = f"greatest(coalesce({left}, {right}), coalesce({right}, {left}))"
    n = f"{most} * {counted.filled} - {double(duplicates[counted.column])}"
    least = max(RAREST, level.u * counted.filled) if level.at_least else RAREST
    return f"log2(greatest({n}, {double(least)}) / {counted.filled})"


def same_sql(one: Comparison) -> str:
    """What a field says for one customer against strangers, in bits; NULL if it is missing."""
    has_terms = any(level.term for level in one.levels)
    frequency = f" + mw_tf_adj_{one.field}" if has_terms else ""
    return f"CASE WHEN mw_{one.field} <> 0 THEN mw_{one.field}{frequency} END"


def name_sql(one: Comparison) -> str:
    """The name of the level that a pair reached; NULL if the field is missing."""
    cases = " ".join(f"WHEN {double(level.weight)} THEN '{level.name}'" for level in one.levels)
    return f"CASE mw_{one.field} {cases} END"


def kin_sql(one: Comparison) -> str:
    """What a field says for one customer against the related, in bits; NULL if it is missing."""
    cases = " ".join(
        f"WHEN {double(level.weight)} THEN {double(level.kin_weight)}" for level in one.levels
    )
    return f"CASE mw_{one.field} {cases} END"


def scored_sql(model: Model, pairs: str) -> str:
    """The pairs with both weights whole, and both by field.

    Columns: record_l, record_r, `weight` against all else, `kin` for the related against strangers,
    and for each field the name of its level, `level_FIELD`, and its weights `same_FIELD`,
    `kin_FIELD`, all NULL where the field is missing.
    """
    same = ", ".join(
        f"cast({same_sql(one)} AS FLOAT) AS same_{one.field}" for one in model.comparisons
    )
    kin = ", ".join(
        f"cast({kin_sql(one)} AS FLOAT) AS kin_{one.field}" for one in model.comparisons
    )
    names = ", ".join(f"{name_sql(one)} AS level_{one.field}" for one in model.comparisons)
    total = " + ".join(f"coalesce({kin_sql(one)}, 0)" for one in model.comparisons)
    of_fields = ", ".join(
        f"{what}_{one.field}" for what in ("level", "same", "kin") for one in model.comparisons
    )
    inner = (
        "SELECT record_l, record_r, match_weight AS s,"
        f" {double(model.kin_prior_weight)} + {total} AS k, {names}, {same}, {kin} FROM {pairs}"
    )
    return (
        "SELECT record_l, record_r, least(s, k) - log2(1 + pow(2, greatest(least(s, k)"
        " - greatest(s, k), -60))) AS weight, s - k AS kin,"
        f" {of_fields} FROM ({inner})"
    )
