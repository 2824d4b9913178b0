"""A model as Splink wants it, and the model that Splink trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from evenhand.core.identity.model import SMALLEST, Comparison, Level, Model
from evenhand.engines.identity.conditions import Dialect, sql_of

RECORD: Final = "record"
"""The column that numbers the records."""


def settings_of(
    model: Model, dialect: Dialect, *, rules: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """The settings of a Splink 5 linker that weighs as the model does.

    Args:
        model: Its comparisons and chances.
        dialect: Whose SQL.
        rules: Which pairs are looked at.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": RECORD,
        "probability_two_random_records_match": model.prior,
        "comparisons": [_comparison(one, dialect) for one in model.comparisons],
        "blocking_rules_to_generate_predictions": list(rules),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "em_convergence": 0.001,
        "max_iterations": 20,
    }


def _comparison(one: Comparison, dialect: Dialect) -> dict[str, Any]:
    missing = {
        "sql_condition": sql_of(one.missing, dialect),
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    levels = [_level(level, dialect) for level in one.levels]
    return {"output_column_name": one.field, "comparison_levels": [missing, *levels]}


def _level(level: Level, dialect: Dialect) -> dict[str, Any]:
    said: dict[str, Any] = {
        "sql_condition": sql_of(level.condition, dialect),
        "label_for_charts": level.name,
        "m_probability": max(level.m, SMALLEST),
        "u_probability": max(level.u, SMALLEST),
    }
    if level.term:
        said |= {
            "tf_adjustment_column": level.term,
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
            "tf_minimum_u_value": max(level.u, SMALLEST) if level.at_least else 0.0,
        }
    return said


def term_columns(model: Model) -> list[str]:
    """The columns whose frequencies the model uses."""
    return sorted({level.term for one in model.comparisons for level in one.levels if level.term})
