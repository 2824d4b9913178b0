"""Disputes in facts, made from those of the examples: near them, and near every limit.

Every fact is known. A value is replaced by another of the same type that stands in the dispute, by
one that a number of the policy lies away from it, or by nothing; truth values and texts by any.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from evenhand.core.policy.spots import parts
from evenhand.core.policy.tree import Literal, Node
from evenhand.core.policy.usage import nodes_of
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import (
    ABSENT,
    FALSE,
    KNOWN,
    TRUE,
    UNKNOWN,
    Bools,
    Column,
    Facts,
    Ints,
    no_entries,
)
from evenhand.core.ruling.chance import Chance
from evenhand.core.ruling.derive import derive
from evenhand.core.types import FactSpec, Type

SLOTS = 3
"""So many claimants a made-up dispute may have; more only where an example has."""

_COUNTED = ("count", "longest_gap", "overdue")
_LENGTHS = {Type.DATE: (Type.DAYS, Type.WORKDAYS), Type.INSTANT: (Type.ELAPSED,)}


def settled(version: Version, facts: Facts) -> Facts:
    """The facts a version reads, each for every claimant, with nothing unknown."""
    slots = max(SLOTS, facts.claimants)
    present = np.zeros((slots, facts.disputes), dtype=bool)
    present[: facts.claimants] = facts.present
    columns = {}
    for path in sorted(version.reads):
        rows = slots if path.startswith("me.") else 1
        columns[path] = _settled(version.facts[path], facts.columns[path], rows, facts.disputes)
    return Facts(present, columns)


def _settled(spec: FactSpec, column: Column, rows: int, disputes: int) -> Column:
    value = np.zeros((rows, disputes), dtype=column.value.dtype)
    given = np.broadcast_to(column.value, (_rows(column.value, rows), disputes))
    value[: len(given)] = given
    if spec.type is Type.BOOL:
        return Column(np.where(value == UNKNOWN, FALSE, value).astype(np.int8))
    state = np.full((rows, disputes), KNOWN, dtype=np.int8)
    if column.state is not None:
        known = np.broadcast_to(column.state, (_rows(column.state, rows), disputes))
        state[: len(known)] = known
    nothing = ABSENT if spec.nullable else KNOWN
    value = np.where(state == KNOWN, value, 0)
    return Column(value, np.where(state == KNOWN, KNOWN, nothing).astype(np.int8))


def _rows(array: np.ndarray, rows: int) -> int:
    return rows if array.shape[0] == 1 else array.shape[0]


def nothing_given(version: Version, slots: int) -> Facts:
    """One dispute of which nothing is on record and nothing is given."""
    present = np.ones((slots, 1), dtype=bool)
    return settled(version, derive(version, Facts(present), no_entries()).facts)


class Worlds:
    """Makes disputes for one version out of the settled facts of its examples."""

    def __init__(self, version: Version, examples: Iterable[Facts]) -> None:
        self.version = version
        self.bases = [settled(version, facts) for facts in examples]
        self.bases = self.bases or [nothing_given(version, SLOTS)]
        self.offsets = _offsets(version)

    def make(self, chance: Chance, count: int, concerned: frozenset[str]) -> Facts:
        """So many disputes; the facts that are `concerned` are changed most."""
        base = chance.one([one for one in self.bases for _ in range(one.disputes)])
        chosen = base.only(chance.below(base.disputes, (count,)))
        present = self._joined(chance, chosen.present)
        columns = {path: _copied(column) for path, column in chosen.columns.items()}
        self._filled(chance, columns, present & ~chosen.present)
        restless = np.where(chance.often(0.5, (1, count)), 0.03, 0.15)
        anchors = _anchors(self.version, columns, present)
        for path in sorted(columns):
            shape = columns[path].value.shape
            share = np.where(path in concerned, np.maximum(restless, 0.3), restless)
            changes = chance.below(1 << 20, shape) < share * (1 << 20)
            columns[path] = self._changed(chance, path, columns[path], changes, anchors)
        return Facts(present, columns)

    def _joined(self, chance: Chance, present: Bools) -> Bools:
        """Here and there somebody else claims too."""
        slots, count = present.shape
        more = chance.often(0.25, (count,)) & (present.sum(axis=0) < slots)
        free = present.sum(axis=0)
        joined = present.copy()
        joined[np.minimum(free, slots - 1), np.arange(count)] |= more
        return joined

    def _filled(self, chance: Chance, columns: dict[str, Column], new: Bools) -> None:
        """Whoever joins is like the first."""
        del chance
        for path, column in columns.items():
            if path.startswith("me."):
                for part in column:
                    if part is not None:
                        part[new] = np.broadcast_to(part[:1], part.shape)[new]

    def _changed(
        self,
        chance: Chance,
        path: str,
        column: Column,
        changes: Bools,
        anchors: dict[Type, tuple[Ints, Bools]],
    ) -> Column:
        spec, shape = self.version.facts[path], column.value.shape
        if column.state is None:
            other = np.where(chance.often(0.5, shape), TRUE, FALSE)
            return Column(np.where(changes, other, column.value).astype(np.int8))
        if spec.type is Type.TEXT:
            codes = np.array([self.version.vocabulary.code(text) for text in spec.values])
            value = codes[chance.below(len(codes), shape)]
        else:
            value = self._ordered(chance, spec, shape, anchors)
        value = np.where(changes, value, column.value)
        absent = changes & chance.often(0.2, shape) & spec.nullable
        state = np.where(absent, ABSENT, np.where(changes, KNOWN, column.state))
        return Column(value, state.astype(np.int8))

    def _ordered(
        self,
        chance: Chance,
        spec: FactSpec,
        shape: tuple[int, ...],
        anchors: dict[Type, tuple[Ints, Bools]],
    ) -> Ints:
        """A value of the dispute of the same type, or nought, and so much more or less."""
        offsets = self.offsets[spec.type]
        step = offsets[chance.below(len(offsets), shape)]
        values, known = anchors[spec.type]
        row, count = chance.below(len(values), shape), np.arange(shape[1])[None, :]
        start = np.where(known[row, count], values[row, count], self._usual(spec.type))
        if spec.type not in _LENGTHS and spec.type is not Type.POSITION:
            start = np.where(chance.often(0.5, shape), 0, start)
        found = start + step
        counted = spec.derive is not None and spec.derive.reduce in _COUNTED
        if counted or spec.type is Type.POSITION:
            found = np.maximum(found, 0)
        return found

    def _usual(self, type_: Type) -> int:
        """A date of the time the version was in force, or a place early in the register."""
        start = self.version.effective_from + 60
        return {Type.DATE: start, Type.INSTANT: start * 86_400, Type.POSITION: 10}.get(type_, 0)


def _copied(column: Column) -> Column:
    return Column(column.value.copy(), None if column.state is None else column.state.copy())


def _anchors(
    version: Version, columns: dict[str, Column], present: Bools
) -> dict[Type, tuple[Ints, Bools]]:
    """By type, every value of each dispute and which of them are known."""
    found: dict[Type, tuple[list[Ints], list[Bools]]] = {}
    for path, (value, state) in sorted(columns.items()):
        if state is not None:
            values, known = found.setdefault(version.facts[path].type, ([], []))
            values.append(value)
            here = present if path.startswith("me.") else np.ones_like(state, dtype=bool)
            known.append((state == KNOWN) & here)
    return {
        type_: (np.concatenate(values), np.concatenate(known))
        for type_, (values, known) in found.items()
    }


def _offsets(version: Version) -> dict[Type, Ints]:
    """By type, how far from a value another is worth trying: the numbers of the policy, and one."""
    numbers: dict[Type, set[int]] = {type_: {0} for type_ in Type}
    for literal in (*version.params.values(), *_literals(version)):
        if isinstance(literal.value, int) and literal.type in numbers:
            numbers[literal.type].add(literal.value)
    for table in version.tables.values():
        numbers[table.type] |= set(table.values.values())
    for item in (item for step in version.steps for item in step.items):
        numbers[Type.INT] |= set(item.range)
    result: dict[Type, Ints] = {}
    for type_ in Type:
        lengths = {one for length in _LENGTHS.get(type_, (type_,)) for one in numbers[length]}
        unit = 3600 if type_ in (Type.INSTANT, Type.ELAPSED) else 1
        signed = {0} if type_ is Type.POSITION else lengths | {-one for one in lengths}
        near = {one + step for one in signed for step in (-unit, 0, unit)}
        result[type_] = np.array(sorted(near), dtype=np.int64)
    return result


def _literals(version: Version) -> Iterable[Literal]:
    trees: list[Node] = [one.node for one in version.defines]
    trees += [node for step in version.steps for node in nodes_of(step)]
    trees += [clause.when for clause in version.conduct]
    return (part for tree in trees for part, _ in parts(tree) if isinstance(part, Literal))
