"""A dispute in facts → the dossier a person would write, and examples → YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from evenhand.core.policy.versions import Version, day_text
from evenhand.core.ruling.cases import KNOWN, TRUE, UNKNOWN, Facts, no_entries
from evenhand.core.ruling.derive import derive
from evenhand.core.ruling.shrink import value_of
from evenhand.core.ruling.worlds import nothing_given
from evenhand.core.types import FactSpec, Type

NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def dossier_of(version: Version, facts: Facts, *, spelt_out: bool) -> dict[str, Any]:
    """A dossier that gives what is not so anyway; `facts` holds one dispute, nothing unknown.

    Spelt out, it also gives what would be unknown if nothing were said.
    """
    here = np.flatnonzero(facts.present[:, 0]).tolist()
    usual = nothing_given(version, facts.claimants)
    unsaid = derive(version, Facts(np.ones((1, 1), dtype=bool)), no_entries()).facts
    claimants: dict[str, Any] = {NAMES[place]: {} for place in range(len(here))}
    given: dict[str, Any] = {"claimants": claimants}
    for path in sorted(facts.columns):
        scope, _, name = path.partition(".")
        mine, none = facts.columns[path], usual.columns[path]
        left_out = value_of(unsaid.columns[path], 0)
        is_unknown = spelt_out and UNKNOWN in (left_out if mine.state is None else left_out[1:])
        for place, slot in enumerate(here if scope == "me" else [0]):
            if is_unknown or value_of(mine, slot) != value_of(none, slot):
                holder = claimants[NAMES[place]] if scope == "me" else given.setdefault(scope, {})
                holder[name] = written(version, version.facts[path], *value_of(mine, slot))
    return given


def written(version: Version, spec: FactSpec, code: int, state: int) -> object:
    """A value as a dossier writes it."""
    if spec.type is Type.BOOL:
        return code == TRUE
    if state != KNOWN:
        return None
    match spec.type:
        case Type.DATE:
            return day_text(code)
        case Type.INSTANT:
            return datetime.fromtimestamp(code, UTC).isoformat()
        case Type.TEXT:
            return version.vocabulary.text(code)
        case Type.ELAPSED:
            return f"{code // 3600}h" if code % 3600 == 0 else f"{code}s"
        case Type.DAYS | Type.WORKDAYS:
            return f"{code}{'d' if spec.type is Type.DAYS else 'bd'}"
    return code


# YAML

_PLAIN = re.compile(r"[A-Za-z_](?:[\w.:+-]*\w)?|\d{4}-\d\d-\d\d(?:T[\d:+.-]*\d)?|-?\d+[a-z]+")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def example_text(example: Mapping[str, Any], indent: int = 6) -> str:
    """An example as it stands in a policy file, ending with a newline."""
    return "".join(f"{' ' * indent}{line}\n" for line in _lines(example))


def _lines(example: Mapping[str, Any]) -> Iterator[str]:
    given = example["given"]
    yield f"- id: {example['id']}"
    yield f"  cites: {flow(example['cites'])}"
    if example.get("about"):
        yield f"  about: {json.dumps(example['about'], ensure_ascii=False)}"
    yield "  given:"
    for key, value in given.items():
        if key == "entries" and value:
            yield "    entries:"
            yield from (f"      - {flow(entry)}" for entry in value)
        elif value or key == "claimants":
            yield f"    {key}: {flow(value)}"
    yield f"  expect: {flow(example['expect'])}"


def flow(value: object) -> str:
    """A value on one line.

    >>> flow({"A": {"signed": True, "first_record": None}, "ids": ["6.1", "a1", "3d"]})
    '{A: {signed: true, first_record: null}, ids: ["6.1", a1, 3d]}'
    """
    if isinstance(value, Mapping):
        inner = (f"{flow(str(key))}: {flow(one)}" for key, one in value.items())
        return f"{{{', '.join(inner)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(flow(one) for one in value)}]"
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
        return value if is_plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
