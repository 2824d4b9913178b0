"""The expressions of a version as functions, compiled on first use and kept with the version."""

from __future__ import annotations

from typing import cast

from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.logic import Compiler, Truth, Value

_Kept = dict[tuple[str, int], tuple[Node, object]]
"""By mode and identity of the node; the node is kept too, so that its identity stays its own."""


def truth_of(version: Version, node: Node, mode: str = "claimant") -> Truth:
    """A condition of the version as a function of a frame."""
    kept = cast("_Kept", version.programs.setdefault("truths", {}))
    key = (mode, id(node))
    if key not in kept:
        kept[key] = node, Compiler(version, mode).truth(node)
    return cast("Truth", kept[key][1])


def value_of(version: Version, node: Node, mode: str = "claimant") -> Value:
    """An expression of the version that gives a value, as a function of a frame."""
    kept = cast("_Kept", version.programs.setdefault("values", {}))
    key = (mode, id(node))
    if key not in kept:
        kept[key] = node, Compiler(version, mode).value(node)
    return cast("Value", kept[key][1])


def alike(version: Version, part: str, reducer: Reducer) -> int:
    """A number that reducers share whose `window` or `clock` is the same.

    By what is evaluated, not by what is written: a mutant differs in the first alone.
    """
    known = cast("dict[tuple[str, int], int]", version.programs.setdefault("alike", {}))
    key = part, id(reducer)
    if key not in known:
        numbers = cast("dict[object, int]", version.programs.setdefault(part, {}))
        table = tuple(reducer.table.values.items()) if reducer.table else ()
        clock = (reducer.kinds, reducer.written.graded_by, reducer.every, reducer.start, table)
        window = (reducer.where, *sorted(reducer.bounds.items()))
        known[key] = numbers.setdefault(clock if part == "clock" else window, len(numbers))
    return known[key]
