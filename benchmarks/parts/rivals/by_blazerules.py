"""BlazeRules: each rule and criterion of each claimant is a rule of its own, told by a bit mask.

It has neither an order of rules with exceptions, nor arithmetic, nor a comparison of two scores:
the day difference is worked out before the clock starts, and the order of the rules and the points
are put together from the masks in NumPy. The masks are its reasons.
"""

from __future__ import annotations

from typing import Any

import blazerules
import numpy as np
import pyarrow as pa
import yaml

from parts.rivals import by_numpy
from parts.rivals.flat import Columns, Outcome

POINTS = {
    "p_contact": 1,
    "p_record": 1,
    "p_visits": 1,
    "p_card": 1,
    "p_rank": 2,
    "p_describes": 1,
    "p_reconnected": 1,
    "p_unmet": -2,
    "p_inflated": -2,
}
KEEPS = ("named", "appeals", "diligent", "first")
RULES = ("void", *KEEPS, "few", *POINTS)


def _is(field: str, value: int = 1) -> dict[str, Any]:
    return {"field": field, "op": "eq", "value": value}


def _than(field: str, op: str, other: str) -> dict[str, Any]:
    return {"field": field, "op": op, "other_field": other}


def _conditions(me: str, other: str) -> dict[str, Any]:
    earlier = {
        "or": [
            _is(f"{other}_has_record", 0),
            _than(f"{me}_record", "lt_field", f"{other}_record"),
        ]
    }
    in_time = {"and": [_is(f"{me}_has_appeal"), {"field": f"{me}_late", "op": "lte", "value": 3}]}
    return {
        "void": {"and": [_is(f"{me}_outlet"), _is(f"{me}_escorted", 0)]},
        "named": {"and": [_is(f"{me}_named")]},
        "appeals": {
            "and": [
                {"or": [_is("a_signed"), _is("b_signed")]},
                {"or": [_is(f"{me}_signed"), in_time]},
            ]
        },
        "diligent": {
            "or": [_is(f"{me}_signed"), {"field": f"{me}_overdue", "op": "lte", "value": 2}]
        },
        "first": {
            "and": [
                _is(f"{me}_has_record"),
                {"field": f"{me}_contacts", "op": "gte", "value": 8},
                earlier,
            ]
        },
        "few": {"and": [{"field": f"{me}_contacts", "op": "lte", "value": 2}]},
        "p_contact": {"and": [_than(f"{me}_contact", "lt_field", f"{other}_contact")]},
        "p_record": {"and": [_is(f"{me}_has_record"), earlier]},
        "p_visits": {"and": [_than(f"{me}_visits", "gt_field", f"{other}_visits")]},
        "p_card": {"and": [_is(f"{me}_card")]},
        "p_rank": {"and": [_than(f"{me}_rank", "gt_field", f"{other}_rank")]},
        "p_describes": {"and": [_is(f"{me}_describes")]},
        "p_reconnected": {"and": [_is(f"{me}_reconnected")]},
        "p_unmet": {"and": [_is(f"{me}_visits", 0)]},
        "p_inflated": {"and": [_is(f"{me}_inflated")]},
    }


def engine(columns: Columns) -> blazerules.RuleEngine:
    """The engine with its rules loaded."""
    rules = [
        {"id": f"{me}_{name}", "action": "flag", "severity": "LOW", "weight": 1, "conditions": one}
        for me, other in (("a", "b"), ("b", "a"))
        for name, one in _conditions(me, other).items()
    ]
    fields = {name: {"type": "int32", "nullable": False} for name in batch_columns(columns)}
    text = {
        "schema_version": "2.1",
        "fields": fields,
        "ruleset": {"name": "benchmark", "version": "1.0.0", "rules": rules},
    }
    config = blazerules.EngineConfig()
    config.output_detail = blazerules.OutputDetail.BITMASKS
    built = blazerules.RuleEngine(config)
    built.load_rules_from_string(yaml.safe_dump(text, sort_keys=False))
    return built


def batch_columns(columns: Columns) -> Columns:
    """The columns it takes: numbers, and days from the closing to the appeal."""
    late = {f"{me}_late": columns[f"{me}_appeal"] - columns["closed"] for me in "ab"}
    return {name: one.astype(np.int32) for name, one in (columns | late).items()}


def ready(columns: Columns) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {name: pa.array(one) for name, one in batch_columns(columns).items()}
    )


def rule(built: blazerules.RuleEngine, batch: pa.RecordBatch, columns: Columns) -> Outcome:
    """Masks by the engine, the order of rules and the points by hand."""
    result = built.evaluate_batch(batch, validate=False)
    count = len(columns["closed"])

    def mask(name: str) -> Any:
        words = np.frombuffer(result.rule_bitmask_buffer(name), dtype=np.uint8)
        return np.unpackbits(words, count=count, bitorder="little").view(bool)

    found = {f"{me}_{name}": mask(f"{me}_{name}") for me in "ab" for name in RULES}
    total = {me: np.clip(columns[f"{me}_mark"], -3, 3).astype(np.int8) for me in "ab"}
    for me in "ab":
        for name, worth in POINTS.items():
            total[me] += found[f"{me}_{name}"].view(np.int8) * np.int8(worth)
    return by_numpy.combined(
        (found["a_void"], found["b_void"]),
        [(found[f"a_{name}"], found[f"b_{name}"]) for name in KEEPS],
        found["a_few"] & found["b_few"],
        (total["a"], total["b"]),
    )
