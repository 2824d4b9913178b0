"""Expressions of the policy language read plainly: one dispute, one claimant, one value at a time.

Written from docs/explain/policy-language.md alone and sharing no line with the evaluator it checks;
only the typed tree of a loaded version is common to both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, ClassVar, Final

from evenhand.core.policy import tree
from evenhand.core.policy.versions import Version
from evenhand.core.types import Type


class Nothing(Enum):
    """What stands where there is no value: it is known not to exist, or the evidence is missing."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


ABSENT: Final = Nothing.ABSENT
UNKNOWN: Final = Nothing.UNKNOWN
Value = bool | int | str | Nothing
"""A bool, a number in the unit of its type (core.types.Type), a text, or neither."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}
EPOCH = date(1970, 1, 1)


def quotient(a: int, b: int) -> int:
    """`a / b` without its fraction."""
    size = abs(a) // abs(b)
    return size if (a < 0) is (b < 0) else -size


ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": quotient,
    "%": lambda a, b: a - b * quotient(a, b),
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute: the facts of each claimant, and those of the dispute and the deal, by path."""

    claimants: tuple[Mapping[str, Value], ...]
    shared: Mapping[str, Value]

    def at(self, path: str, who: int) -> Value:
        """A fact of one claimant, or of the dispute or deal."""
        return self.claimants[who][path] if path.startswith("me.") else self.shared[path]

    def with_unknown(self, cells: Iterable[tuple[str, int]]) -> Dispute:
        """The same with these facts unknown."""
        claimants, shared = [dict(facts) for facts in self.claimants], dict(self.shared)
        for path, who in cells:
            (claimants[who] if path.startswith("me.") else shared)[path] = UNKNOWN
        return Dispute(tuple(claimants), shared)


class Reader:
    """Reads expressions about one dispute.

    `still_in` is who `claimants` and `others` range over, `entry` the entry in question, if any;
    `seen` collects what of the language was read.
    """

    def __init__(self, version: Version, dispute: Dispute, seen: set[str] | None = None) -> None:
        self.version = version
        self.claimants = [dict(facts) for facts in dispute.claimants]
        self.shared = dict(dispute.shared)
        self.entry: Mapping[str, Value] = {}
        self.still_in = list(range(len(self.claimants)))
        self.seen: set[str] = set() if seen is None else seen

    def define(self) -> None:
        """Work out every define, over all claimants of the dispute."""
        for one in self.version.defines:
            if not one.path.startswith("me."):
                self.shared[one.path] = self.value(one.node)
                continue
            for me, facts in enumerate(self.claimants):
                facts[one.path] = self.value(one.node, me)

    def value(self, node: tree.Node, me: int = -1, other: int = -1) -> Value:
        """What it says of claimant `me`, the variable of a quantifier being claimant `other`."""
        return self._rules[type(node)](self, node, me, other)

    def _literal(self, node: tree.Literal, _me: int, _other: int) -> Value:
        return node.value == 2 if node.type is Type.BOOL else node.value

    def _path(self, node: tree.Path, me: int, other: int) -> Value:
        owner = node.owner
        if owner in {"params", "tables"}:
            self.seen.add(owner)
        if owner == "me":
            found = self.claimants[me]["me." + node.name]
        elif owner == "other":
            found = self.claimants[other]["me." + node.name]
        elif owner == "entry":
            found = self.entry["entry." + node.name]
        elif owner == "params":
            found = self.value(self.version.params[node.name])
        elif owner == "tables":
            found = self._look_up(node.name, me)
        else:
            found = self.shared[owner + "." + node.name]
        if isinstance(found, Nothing):
            self.seen.add(found.value)
        return found

    def _look_up(self, name: str, me: int) -> Value:
        table = self.version.tables[name]
        key = self.claimants[me][table.by] if table.by.startswith("me.") else self.shared[table.by]
        return key if isinstance(key, Nothing) else table.values.get(str(key), ABSENT)

    def _has(self, node: tree.Has, me: int, other: int) -> Value:
        self.seen.add("has")
        found = self.value(node.path, me, other)
        return UNKNOWN if found is UNKNOWN else found is not ABSENT

    def _not(self, node: tree.Not, me: int, other: int) -> Value:
        self.seen.add("!")
        found = self.value(node.item, me, other)
        return UNKNOWN if found is UNKNOWN else not found

    def _and(self, node: tree.And, me: int, other: int) -> Value:
        self.seen.add("&&")
        return every(self.value(item, me, other) for item in node.items)

    def _or(self, node: tree.Or, me: int, other: int) -> Value:
        self.seen.add("||")
        return some(self.value(item, me, other) for item in node.items)

    def _conditional(self, node: tree.Conditional, me: int, other: int) -> Value:
        self.seen.add("?:")
        condition = self.value(node.condition, me, other)
        if condition is True:
            return self.value(node.then, me, other)
        if condition is False:
            return self.value(node.otherwise, me, other)
        then, otherwise = self.value(node.then, me, other), self.value(node.otherwise, me, other)
        return then if then == otherwise else UNKNOWN

    def _compare(self, node: tree.Compare, me: int, other: int) -> Value:
        self.seen.add(node.op)
        left, right = self.value(node.left, me, other), self.value(node.right, me, other)
        assert ABSENT not in (left, right), f"let through unguarded: {node.text}"
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        return COMPARISONS[node.op](left, right)

    def _in(self, node: tree.In, me: int, other: int) -> Value:
        self.seen.add("in")
        item = self.value(node.item, me, other)
        if not node.among:
            return False
        assert item is not ABSENT, f"let through unguarded: {node.text}"
        return UNKNOWN if item is UNKNOWN else item in [self.value(one) for one in node.among]

    def _arithmetic(self, node: tree.Arithmetic, me: int, other: int) -> Value:
        self.seen.add(node.op)
        left, right = self.value(node.left, me, other), self.value(node.right, me, other)
        if left is ABSENT or right is ABSENT:
            return ABSENT
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        assert isinstance(left, int)
        assert isinstance(right, int)
        if node.type is Type.DATE and node.right.type is Type.WORKDAYS:
            return self.work_day(left, right if node.op == "+" else -right)
        return ARITHMETIC[node.op](left, right)

    def work_day(self, day: int, count: int) -> int:
        """The `count`-th working day after a day, or before it if negative."""
        step = 1 if count > 0 else -1
        while count:
            day += step
            count -= step if self.works_on(day) else 0
        return day

    def works_on(self, day: int) -> bool:
        """Is it a working day: no weekend and no holiday, or a day that makes up for one."""
        calendar = self.version.work_days
        rests = (EPOCH + timedelta(days=day)).weekday() in calendar.weekend
        return day in calendar.workdays or not (rests or day in calendar.holidays)

    def _negate(self, node: tree.Negate, me: int, other: int) -> Value:
        self.seen.add("negative")
        found = self.value(node.item, me, other)
        return -found if isinstance(found, int) else found

    def _quantifier(self, node: tree.Quantifier, me: int, _other: int) -> Value:
        self.seen.add(f"{node.over}.{node.kind}")
        each = (self.value(node.body, me, one) for one in self._group(node.over, me))
        return every(each) if node.kind == "all" else some(each)

    def _size(self, node: tree.Size, me: int, _other: int) -> Value:
        self.seen.add(f"{node.over}.size")
        return len(self._group(node.over, me))

    def _group(self, over: str, me: int) -> list[int]:
        return [one for one in self.still_in if over == "claimants" or one != me]

    _rules: ClassVar[dict[type[tree.Node], Callable[..., Value]]] = {
        tree.Literal: _literal,
        tree.Path: _path,
        tree.Has: _has,
        tree.Not: _not,
        tree.And: _and,
        tree.Or: _or,
        tree.Conditional: _conditional,
        tree.Compare: _compare,
        tree.In: _in,
        tree.Arithmetic: _arithmetic,
        tree.Negate: _negate,
        tree.Quantifier: _quantifier,
        tree.Size: _size,
    }


def every(each: Iterable[Value]) -> Value:
    """Kleene's &&: one false settles it."""
    result: Value = True
    for one in each:
        if one is False:
            return False
        if one is UNKNOWN:
            result = UNKNOWN
    return result


def some(each: Iterable[Value]) -> Value:
    """Kleene's ||: one true settles it."""
    result: Value = False
    for one in each:
        if one is True:
            return True
        if one is UNKNOWN:
            result = UNKNOWN
    return result
