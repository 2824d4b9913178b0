"""ZEN (GoRules): the policy as one expression node, compiled, evaluated in batches by a loader.

With reasons, its own trace is asked for. Facts are dicts, made before the clock starts.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import zen

from parts.rivals.flat import NONE, TIE, Columns, Outcome


def _claimant(me: str, other: str) -> dict[str, str]:
    earlier = f"({other}_record == null or {me}_record < {other}_record)"
    return {
        f"{me}_void": f"{me}_outlet and not {me}_escorted",
        f"{me}_kept": f"{me}_named",
        f"{me}_appeals": f"(a_signed or b_signed) and ({me}_signed or"
        f" ({me}_appeal != null and {me}_appeal <= closed + 3))",
        f"{me}_diligent": f"{me}_signed or {me}_overdue <= 2",
        f"{me}_first": f"{me}_record != null and {me}_contacts >= 8 and {earlier}",
        f"{me}_points": " + ".join(
            (
                f"({me}_contact < {other}_contact ? 1 : 0)",
                f"({me}_record != null and {earlier} ? 1 : 0)",
                f"({me}_visits > {other}_visits ? 1 : 0)",
                f"({me}_card ? 1 : 0)",
                f"({me}_rank > {other}_rank ? 2 : 0)",
                f"({me}_describes ? 1 : 0)",
                f"({me}_reconnected ? 1 : 0)",
                f"({me}_visits == 0 ? -2 : 0)",
                f"({me}_inflated ? -2 : 0)",
                f"({me}_mark > 3 ? 3 : ({me}_mark < -3 ? -3 : {me}_mark))",
            )
        ),
    }


def _chain(values: list[str]) -> str:
    cases = [
        "$.a_void and $.b_void",
        "$.a_void != $.b_void",
        "$.a_kept != $.b_kept",
        "$.a_appeals != $.b_appeals",
        "$.a_diligent != $.b_diligent",
        "a_contacts <= 2 and b_contacts <= 2",
        "$.a_first != $.b_first",
        "$.a_points == $.b_points",
    ]
    text = values[-1]
    for case, value in reversed(list(zip(cases, values, strict=False))):
        text = f"({case}) ? {value} : ({text})"
    return text


def engine() -> zen.ZenEngine:
    """The engine with the compiled policy in its loader."""
    expressions = _claimant("a", "b") | _claimant("b", "a")
    expressions["by"] = _chain([str(one) for one in (NONE, 0, 1, 2, 3, 4, 5, TIE, 6)])
    kept = [f"($.b_{name} ? 1 : 0)" for name in ("kept", "appeals", "diligent")]
    last = ["-1", "($.b_first ? 1 : 0)", "-1", "($.b_points > $.a_points ? 1 : 0)"]
    expressions["winner"] = _chain(["-1", "($.a_void ? 1 : 0)", *kept, *last])
    content = {
        "expressions": [
            {"id": str(place), "key": key, "value": value}
            for place, (key, value) in enumerate(expressions.items())
        ]
    }
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode"},
        {"id": "rules", "type": "expressionNode", "content": content},
        {"id": "out", "type": "outputNode"},
    ]
    places = {"position": {"x": 0, "y": 0}}
    model = {
        "nodes": [{**node, "name": node["id"], **places} for node in nodes],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }
    compiled = zen.ZenDecisionContent(json.dumps(model))
    return zen.ZenEngine({"loader": lambda _key: compiled})


def ready(columns: Columns) -> list[dict[str, Any]]:
    """One request a dispute; a fact that is absent is null."""
    plain = {name: one.tolist() for name, one in columns.items()}
    for me in "ab":
        for name in ("record", "appeal"):
            there = plain.pop(f"{me}_has_{name}")
            values = zip(plain[f"{me}_{name}"], there, strict=True)
            plain[f"{me}_{name}"] = [value if has else None for value, has in values]
    return [
        {"key": "policy", "context": dict(zip(plain, row, strict=True))}
        for row in zip(*plain.values(), strict=True)
    ]


def rule(built: zen.ZenEngine, requests: list[dict[str, Any]], *, reasons: bool) -> Any:
    return built.evaluate_batch(requests, {"trace": True} if reasons else None)


def outcome(results: list[dict[str, Any]]) -> Outcome:
    rows = [one["data"]["result"] for one in results]
    return Outcome(np.array([row["winner"] for row in rows]), np.array([row["by"] for row in rows]))
