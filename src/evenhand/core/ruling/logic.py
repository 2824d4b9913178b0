"""Expressions over columns in Kleene's logic: a typed tree becomes a function, compiled once.

Truth values are int8: 0 false, 1 unknown, 2 true; so && is the minimum, || the maximum, ! is 2 - x,
and `has(x)` is the state of x. Every function takes a Frame and gives K3 for a BOOL node, else a
Column. Shapes broadcast to (claimants, disputes), inside a quantifier to (claimants, others,
disputes), and for entries to (entries,).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from evenhand.core.policy.tree import (
    And,
    Arithmetic,
    Compare,
    Conditional,
    Has,
    In,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    Path,
    Quantifier,
    Size,
)
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.calendar import shift_workdays
from evenhand.core.ruling.cases import (
    FALSE,
    K3,
    KNOWN,
    TRUE,
    UNKNOWN,
    Column,
    Entries,
    Ints,
    Lines,
    one_of,
)
from evenhand.core.ruling.columns import (
    Rows,
    aligned,
    compared,
    gathered,
    k3,
    least_known,
    negated,
    state_of,
    where_known,
    wide,
)
from evenhand.core.ruling.frame import Frame
from evenhand.core.types import Type

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _quotient(a: Ints, b: Ints) -> Ints:
    """Cut off towards zero, as in CEL; a policy that could divide by zero is never loaded."""
    return (a - np.fmod(a, b)) // b


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = dict(
    zip("+-*/%", (operator.add, operator.sub, operator.mul, _quotient, np.fmod), strict=True)
)


Truth = Callable[[Frame], K3]
Value = Callable[[Frame], Column]


class Compiler:
    """Compiles the expressions of one version.

    `mode`: claimant, inner (inside a quantifier) or entry.
    """

    def __init__(self, version: Version, mode: str = "claimant") -> None:
        self.version = version
        self.mode = mode

    def truth(self, node: Node) -> Truth:
        """A BOOL node as a function giving K3, which it also leaves in a frame that keeps atoms."""
        truth, key = self._condition(node), id(node)

        def noted(frame: Frame) -> K3:
            result = truth(frame)
            if frame.atoms is not None:
                frame.atoms[key] = result
            return result

        return noted

    def _condition(self, node: Node) -> Truth:  # noqa: C901 - one case for each kind of node
        match node:
            case Literal(value=value):
                constant = np.full((1,) if self.mode == "entry" else (1, 1), value, dtype=np.int8)
                return lambda _frame: constant
            case And(items=items):
                return _folded(np.minimum, [self.truth(item) for item in items])
            case Or(items=items):
                return _folded(np.maximum, [self.truth(item) for item in items])
            case Not(item=item):
                inner = self.truth(item)
                return lambda frame: TRUE - inner(frame)
            case Conditional():
                return self._choice(node)
            case Path():
                return self._flag(node)
            case Has(path=path):
                return self._has(path)
            case Compare():
                return self._compare(node)
            case In():
                return self._membership(node)
            case Quantifier():
                return self._quantifier(node)
        raise TypeError(f"not a bool: {node.text}")

    def value(self, node: Node) -> Value:
        """Any other node as a function giving a Column."""
        match node:
            case Literal():
                column = Column(
                    np.array(
                        [self._code(node)] if self.mode == "entry" else [[self._code(node)]],
                        dtype=np.int64,
                    )
                )
                return lambda _frame: column
            case Path(owner="params", name=name):
                return self._number(f"params.{name}", self.value(self.version.params[name]))
            case Path(owner="tables", name=name):
                return self._table(name)
            case Path():
                return self._read(node)
            case Negate(item=item):
                inner = self.value(item)
                return lambda frame: negated(inner(frame))
            case Arithmetic():
                return self._arithmetic(node)
            case Conditional():
                return self._chosen(node)
            case Size(over=over):
                return lambda frame: Column(frame.group(over).sum(axis=1))
        raise TypeError(f"not a value: {node.text}")

    def _code(self, literal: Literal) -> int:
        value = literal.value
        return value if isinstance(value, int) else self.version.vocabulary.code(value)

    # Reading

    def _read(self, path: Path) -> Value:
        fact = path.fact
        if self.mode == "entry":
            return self._read_of_entry(path, fact)
        if self.mode == "inner" and path.owner == "me":
            return lambda frame: aligned(frame.columns[fact], me=True)
        if path.owner == "other":
            return lambda frame: aligned(frame.columns[fact], me=False, facing=frame.facing)
        return lambda frame: frame.columns[fact]

    def _read_of_entry(self, path: Path, fact: str) -> Value:
        if path.owner == "entry":
            return lambda frame: _entries(frame).columns[fact]
        if path.owner == "me":
            return lambda frame: gathered(
                frame.columns[fact], _entries(frame).dispute, _entries(frame).on_behalf_of
            )
        return lambda frame: gathered(frame.columns[fact], _entries(frame).dispute, None)

    def _number(self, path: str, written: Value) -> Value:
        """A number of the policy as written, or as a world has it."""

        def read(frame: Frame) -> Column:
            other = frame.columns.get(path)
            if other is None:
                return written(frame)
            if self.mode == "entry":
                return gathered(other, _entries(frame).dispute, None)
            return aligned(other, me=False) if self.mode == "inner" else other

        return read

    def _flag(self, path: Path) -> Truth:
        if path.owner == "params":
            written = self.truth(self.version.params[path.name])
            flag = self._number(f"params.{path.name}", lambda frame: Column(written(frame)))
            return lambda frame: flag(frame).value  # type: ignore[return-value]  # as below
        read = self._read(path)
        return lambda frame: read(frame).value  # type: ignore[return-value]  # BOOL columns hold int8

    def _has(self, path: Path) -> Truth:
        read = self.value(path)

        def has(frame: Frame) -> K3:
            value, state = read(frame)
            return np.full((1,) * value.ndim, TRUE, dtype=np.int8) if state is None else state

        return has

    def _table(self, name: str) -> Value:
        table = self.version.tables[name]
        rows = Rows(self.version, name)
        found = np.zeros(len(self.version.vocabulary.texts), dtype=np.int8)
        for text in table.values:
            found[self.version.vocabulary.code(text)] = KNOWN
        owner, _, fact = table.by.partition(".")
        read = self._read(Path(Type.TEXT, True, table.by, owner, fact))

        def look_up(frame: Frame) -> Column:
            code, state = read(frame)
            row = found[code]
            if state is not None:  # the code of an unknown value means nothing
                row = np.where(state == KNOWN, row, state)
            return Column(rows.at(frame.columns, code, self._disputes(frame)), row)

        return look_up

    def _disputes(self, frame: Frame) -> Ints:
        """The disputes along the last axis of an array."""
        if self.mode == "entry":
            return _entries(frame).dispute
        return np.arange(frame.everybody.shape[1])

    # Operators

    def _compare(self, node: Compare) -> Truth:
        if node.left.type is Type.BOOL:
            return self._compare_truths(node)
        left, right, op = self.value(node.left), self.value(node.right), _COMPARE[node.op]

        def compare(frame: Frame) -> K3:
            (a, a_state), (b, b_state) = left(frame), right(frame)
            return where_known(k3(compared(op, a, b)), a_state, b_state)

        return compare

    def _compare_truths(self, node: Compare) -> Truth:
        left, right, op = self.truth(node.left), self.truth(node.right), _COMPARE[node.op]

        def compare(frame: Frame) -> K3:
            a, b = left(frame), right(frame)
            return np.where((a == UNKNOWN) | (b == UNKNOWN), np.int8(UNKNOWN), k3(op(a, b)))

        return compare

    def _membership(self, node: In) -> Truth:
        if node.item.type is Type.BOOL:
            return self._truth_membership(node)
        item = self.value(node.item)
        codes = [self._code(literal) for literal in node.among]

        def among(frame: Frame) -> K3:
            value, state = item(frame)
            unsure = state if len(codes) else None  # in an empty list there is nothing for certain
            return where_known(k3(one_of(value, codes)), unsure, None)

        return among

    def _truth_membership(self, node: In) -> Truth:
        item = self.truth(node.item)
        codes = [int(literal.value) for literal in node.among]

        def among(frame: Frame) -> K3:
            value = item(frame)
            result = k3(one_of(value, codes))
            return np.where((value == UNKNOWN) & (len(codes) > 0), np.int8(UNKNOWN), result)

        return among

    def _arithmetic(self, node: Arithmetic) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if node.type is Type.DATE and node.right.type is Type.WORKDAYS:
            return self._shift(left, right, sign=1 if node.op == "+" else -1)
        op = _ARITHMETIC[node.op]

        def combine(frame: Frame) -> Column:
            (a, a_state), (b, b_state) = left(frame), right(frame)
            return Column(op(wide(a), wide(b)), least_known(a_state, b_state))

        return combine

    def _shift(self, left: Value, right: Value, *, sign: int) -> Value:
        calendar = self.version.work_days

        def shift(frame: Frame) -> Column:
            (a, a_state), (b, b_state) = left(frame), right(frame)
            return Column(shift_workdays(calendar, a, sign * b), least_known(a_state, b_state))

        return shift

    def _choice(self, node: Conditional) -> Truth:
        condition, then, otherwise = (self.truth(part) for part in node.children())

        def choose(frame: Frame) -> K3:
            c, a, b = condition(frame), then(frame), otherwise(frame)
            taken = np.maximum(np.minimum(c, a), np.minimum(TRUE - c, b))
            return np.maximum(taken, np.minimum(a, b))  # both true: true, whichever it is

        return choose

    def _chosen(self, node: Conditional) -> Value:
        condition, then, otherwise = (
            self.truth(node.condition),
            self.value(node.then),
            self.value(node.otherwise),
        )

        def choose(frame: Frame) -> Column:
            c, (a, a_state), (b, b_state) = condition(frame), then(frame), otherwise(frame)
            value = np.where(c == FALSE, b, a)
            state_a, state_b = state_of(a, a_state), state_of(b, b_state)
            agree = (state_a == state_b) & ((a == b) | (state_a != KNOWN))
            neither = np.where(agree, state_a, np.int8(UNKNOWN))
            return Column(
                value, np.where(c == TRUE, state_a, np.where(c == FALSE, state_b, neither))
            )

        return choose

    # Quantifiers

    def _quantifier(self, node: Quantifier) -> Truth:
        body = Compiler(self.version, "inner").truth(node.body)

        def everybody(frame: Frame) -> K3:  # who is no member is no exception
            result = np.maximum(body(frame), TRUE - frame.membership(node.over))
            whole: K3 = result.min(axis=1) if result.shape[1] > 1 else result[:, 0]
            return whole

        def anybody(frame: Frame) -> K3:
            result = np.minimum(body(frame), frame.membership(node.over))
            whole: K3 = result.max(axis=1) if result.shape[1] > 1 else result[:, 0]
            return whole

        quantify = everybody if node.kind == "all" else anybody

        def facing(frame: Frame) -> K3:
            frame.facing = frame.face(node.over)
            result = quantify(frame)
            frame.facing = False
            return result

        return facing


def _entries(frame: Frame) -> Entries | Lines:
    assert frame.entries is not None
    return frame.entries


def _folded(operation: Callable[[Any, Any], K3], items: list[Truth]) -> Truth:
    first, *rest = items

    def fold(frame: Frame) -> K3:
        return reduce(lambda result, item: operation(result, item(frame)), rest, first(frame))

    return fold
