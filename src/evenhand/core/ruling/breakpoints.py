"""Where a comparison of the policy changes as a value moves: what to try of an ordered fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from evenhand.core.policy.tree import Arithmetic, Compare, In, Node, Quantifier, Size, paths, walk
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import KNOWN, Bools, Column, Facts, Ints
from evenhand.core.ruling.evaluate import framed
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Compiler, Value
from evenhand.core.types import Type

NONE = np.iinfo(np.int64).min
"""Stands for a difference that does not exist, one side being absent."""

WIDEST = 200
"""Marks with a wider range are not tried out value by value."""

_UNORDERED = (Type.BOOL, Type.TEXT)


@dataclass(frozen=True, slots=True)
class _Watched:
    """One difference to watch.

    `right` None compares every two claimants; `shifts` are added in turn, with `by_group` every
    number of claimants.
    """

    left: Value
    right: Value | None
    shifts: tuple[int, ...] = (0,)
    by_group: bool = False


def differences(version: Version, facts: Facts) -> Iterator[Ints]:
    """Left minus right of everything the policy compares, the last axis one value a dispute.

    Comparisons, members of lists, what is ranked (every two claimants), marks against every value
    of their range; where a comparison counts claimants, once for each number there may be.
    """
    frame = framed(version, facts)
    groups = range(-facts.claimants, facts.claimants + 1)
    for watched in _watched(version):
        apart = _apart(watched, frame)
        wide = apart if apart.shape[-1] == facts.disputes else np.repeat(apart, facts.disputes, -1)
        for shift in groups if watched.by_group else watched.shifts:
            yield np.where(wide == NONE, NONE, wide + shift)


def _apart(watched: _Watched, frame: Frame) -> Ints:
    value, state = watched.left(frame)
    known: Bools = np.ones(value.shape, dtype=bool) if state is None else state == KNOWN
    if watched.right is None:
        both = known[:, None, :] & known[None, :, :]
        return np.where(both, value[:, None, :] - value[None, :, :], NONE)
    other, other_state = watched.right(frame)
    if other_state is not None:
        known = known & (other_state == KNOWN)
    return np.where(known, value - other, NONE)


def _watched(version: Version) -> list[_Watched]:
    """Everything there is to watch, compiled once for each version."""
    if "watched" not in version.programs:
        version.programs["watched"] = [*_compared(version), *_ranked(version), *_marked(version)]
    return cast("list[_Watched]", version.programs["watched"])


def _compared(version: Version) -> Iterator[_Watched]:
    for tree in _trees(version):
        inside = {
            id(part) for node in walk(tree) if isinstance(node, Quantifier) for part in walk(node)
        }
        for node in walk(tree):
            compiler = Compiler(version, "inner" if id(node) in inside else "claimant")
            counts = any(isinstance(part, Size) for part in walk(node))
            if isinstance(node, Compare) and node.left.type not in _UNORDERED:
                left, right = compiler.value(node.left), compiler.value(node.right)
                yield _Watched(left, right, by_group=counts)
            elif isinstance(node, In) and node.item.type not in _UNORDERED:
                for literal in node.among:
                    left, right = compiler.value(node.item), compiler.value(literal)
                    yield _Watched(left, right, by_group=counts)


def _ranked(version: Version) -> Iterator[_Watched]:
    compiler = Compiler(version)
    best = [step.best for step in version.steps]
    best += [item.to for step in version.steps for item in step.items]
    yield from (_Watched(compiler.value(one.node), None) for one in best if one)


def _marked(version: Version) -> Iterator[_Watched]:
    compiler = Compiler(version)
    for step in version.steps:
        for item in step.items:
            if item.points_from is not None:
                lowest, highest = item.range
                values = range(lowest - 1, min(highest, lowest + WIDEST) + 2)
                mark = compiler.value(item.points_from)
                yield _Watched(mark, _zero, tuple(-value for value in values))


def _zero(_frame: Frame) -> Column:
    return Column(np.zeros((1, 1), dtype=np.int64))


def beyond_reach(version: Version) -> frozenset[str]:
    """Facts of which breakpoints do not tell everything, be it through definitions.

    Those that a division or remainder reads, and marks whose range is wider than WIDEST.
    """
    if "beyond" not in version.programs:
        trees = [*_trees(version)]
        marks = [item for step in version.steps for item in step.items if item.points_from]
        trees += [item.points_from for item in marks if item.points_from]
        parts = [
            node
            for tree in trees
            for node in walk(tree)
            if isinstance(node, Arithmetic) and node.op in ("/", "%")
        ]
        wide = [one.points_from for one in marks if one.range[1] - one.range[0] > WIDEST]
        found = {path.fact for node in [*parts, *wide] if node for path in paths(node)}
        for define in reversed(version.defines):  # each stands after those it reads
            if define.path in found:
                found |= {path.fact for path in paths(define.node)}
        version.programs["beyond"] = frozenset(found)
    return cast("frozenset[str]", version.programs["beyond"])


def _trees(version: Version) -> Iterator[Node]:
    for define in version.defines:
        yield define.node
    for step in version.steps:
        bodies = (step.when, step.condition, step.best and step.best.node)
        yield from (node for node in bodies if node)
        for item in step.items:
            yield from (node for node in (item.when, item.to and item.to.node) if node)
