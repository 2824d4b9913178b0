"""Could what is unknown change the ruling? It is tried out at every value that could matter.

Exact for each dispute within BUDGET trials: truth values and listed texts are all tried; of ordered
values, one on each side of every breakpoint of every comparison that reads them. Breakpoints are
found by moving the value and watching the comparison: all are linear in it, save over working days,
which are approached step by step. Beyond the budget, and where an unknown value goes through a
division or remainder, whose steps cannot be found so, a ruling counts as provisional and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from evenhand.core.policy.tree import Arithmetic, Compare, Node, paths, walk
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
)
from evenhand.core.ruling.evaluate import Rulings, evaluate, framed
from evenhand.core.ruling.logic import Compiler, Value
from evenhand.core.types import Type

BUDGET = 4_096
_NEWTON = 4
_NONE = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Cell:
    """One unknown value: a fact, of a claimant slot (0 for a fact of the deal or dispute)."""

    path: str
    claimant: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is unknown in one dispute and whether it matters.

    `depends_on`: the cells that can change the outcome; empty when the ruling stands. `exhaustive`:
    all trials were made.
    """

    depends_on: tuple[Cell, ...]
    exhaustive: bool


def unknown_cells(version: Version, facts: Facts, dispute: int) -> list[Cell]:
    """The values that the policy reads and that are unknown, among those present."""
    cells = []
    for path in sorted(version.reads):
        column = facts.columns[path]
        unknown = (
            column.value == UNKNOWN
            if version.facts[path].type is Type.BOOL
            else column.state == UNKNOWN
        )
        if column.state is None and version.facts[path].type is not Type.BOOL:
            continue
        shape = facts.present.shape if path.startswith("me.") else (1, facts.disputes)
        rows = np.flatnonzero(np.broadcast_to(unknown, shape)[:, dispute])
        cells += [
            Cell(path, int(row))
            for row in rows
            if not path.startswith("me.") or facts.present[row, dispute]
        ]
    return cells


def missing(version: Version, facts: Facts, dispute: int) -> Missing:
    """Which unknown values of one dispute could change its outcome."""
    cells = unknown_cells(version, facts, dispute)
    if not cells:
        return Missing((), exhaustive=True)
    if any(cell.path in divided(version) for cell in cells):
        return Missing(tuple(cells), exhaustive=False)
    one = facts.only(np.array([dispute]))
    trials = _Trials(version, one, cells)
    options = [trials.options(index) for index in range(len(cells))]
    if prod(len(option) for option in options) > BUDGET:
        return Missing(tuple(cells), exhaustive=False)
    given, *tried = trials.outcomes(options)
    outcomes = np.reshape(tried, [len(option) for option in options])
    depends = [
        cell
        for axis, cell in enumerate(cells)
        if (outcomes != np.take(outcomes, [0], axis=axis)).any()
    ]
    if not depends and outcomes.flat[0] != given:  # sure in itself, but not what is ruled now
        depends = cells
    return Missing(tuple(depends), exhaustive=True)


Option = tuple[int, int]
"""A value to try and its state."""


class _Trials:
    def __init__(self, version: Version, facts: Facts, cells: list[Cell]) -> None:
        self.version, self.facts, self.cells = version, facts, cells
        self.base = {path: _as_wide(column, facts, path) for path, column in facts.columns.items()}
        self.guess = [self._guess(cell) for cell in cells]

    def _guess(self, cell: Cell) -> int:
        """A value of the right size to start from.

        Another known value of the same type in this dispute.
        """
        type_ = self.version.facts[cell.path].type
        for path, (value, state) in sorted(self.base.items()):
            if (
                self.version.facts[path].type is type_
                and state is not None
                and (state == KNOWN).any()
            ):
                return int(value[state == KNOWN].flat[0])
        return 0

    def options(self, index: int) -> list[Option]:
        """The values that could matter for one cell."""
        spec = self.version.facts[self.cells[index].path]
        absent = [(0, ABSENT)] if spec.nullable else []
        if spec.type is Type.BOOL:
            return [(FALSE, KNOWN), (TRUE, KNOWN)]
        if spec.type is Type.TEXT:
            return [(self.version.vocabulary.code(text), KNOWN) for text in spec.values] + absent
        points = self._breakpoints(index)
        around = {value for point in points for value in (point - 1, point, point + 1)} | {
            self.guess[index]
        }
        return [(value, KNOWN) for value in sorted(around)] + absent

    def worlds(self, settings: list[tuple[Option, ...]]) -> Facts:
        """The dispute once for each setting of the cells."""
        count = len(settings)
        columns = {path: column.repeated(count) for path, column in self.base.items()}
        for position, cell in enumerate(self.cells):
            value, state = columns[cell.path]
            value[cell.claimant, :] = [setting[position][0] for setting in settings]
            if state is not None:
                state[cell.claimant, :] = [setting[position][1] for setting in settings]
        return Facts(np.repeat(self.facts.present, count, axis=1), columns)

    def outcomes(self, options: list[list[Option]]) -> list[int]:
        """A number for the ruling as things stand, then for each combination of options.

        The numbers are equal where the outcomes are.
        """
        types = [self.version.facts[cell.path].type for cell in self.cells]
        unknown = [(UNKNOWN, KNOWN) if type_ is Type.BOOL else (0, UNKNOWN) for type_ in types]
        worlds = self.worlds([tuple(unknown), *product(*options)])
        return list(signatures(evaluate(self.version, worlds)).tolist())

    def _breakpoints(self, index: int) -> set[int]:
        """Values of a cell at which some comparison changes, other unknowns at their guesses."""
        point = self.guess[index]
        found: set[int] = set()
        seen = {point}
        tries = [point]
        for _ in range(_NEWTON):
            fresh = {value for at in tries for value in self._crossings(index, at)} - seen
            found |= fresh
            seen |= fresh
            tries = sorted(fresh)[:32]
            if not tries:
                break
        return found | {point}

    def _crossings(self, index: int, at: int) -> Iterator[int]:
        setting = [(guess, KNOWN) for guess in self.guess]
        two = [(*setting[:index], (at + step, KNOWN), *setting[index + 1 :]) for step in (0, 1)]
        for difference in differences(self.version, self.worlds(two)):
            here, there = difference[..., 0], difference[..., 1]
            slope = there - here
            moves = (slope != 0) & (here != _NONE) & (there != _NONE)
            yield from (at - here[moves] // slope[moves]).ravel().tolist()


def _as_wide(column: Column, facts: Facts, path: str) -> Column:
    shape = (facts.claimants if path.startswith("me.") else 1, 1)
    state = None if column.state is None else np.broadcast_to(column.state, shape).copy()
    return Column(np.broadcast_to(column.value, shape).copy(), state)


def signatures(rulings: Rulings) -> Ints:
    """A number for each dispute that is equal where kind, winners and forum are equal."""
    table = np.vstack([rulings.kind[None, :], rulings.forum[None, :], rulings.winners])
    return np.unique(table, axis=1, return_inverse=True)[1].ravel()


def differences(version: Version, facts: Facts) -> Iterator[Ints]:
    """Left minus right of every comparison, and of every two claimants that are ranked."""
    frame = framed(version, facts)
    for left, right in _pairs(version):
        (a, a_state), (b, b_state) = left(frame), right(frame)
        value = np.asarray(a - b)
        for state in (a_state, b_state):
            if state is not None:
                value = np.where(state == KNOWN, value, _NONE)
        yield _for_each(value, facts.disputes)
    for read in _ranked(version):
        value, state = read(frame)
        known: Bools = np.ones(value.shape, dtype=bool) if state is None else state == KNOWN
        both = known[:, None, :] & known[None, :, :]
        apart = np.where(both, value[:, None, :] - value[None, :, :], _NONE)
        yield _for_each(apart, facts.disputes)


def _for_each(value: Ints, disputes: int) -> Ints:
    """With a last axis of one value for each dispute, also where all share one."""
    return value if value.shape[-1] == disputes else np.repeat(value, disputes, axis=-1)


def divided(version: Version) -> frozenset[str]:
    """The facts that a division or remainder reads, be it through definitions."""
    if "divided" not in version.programs:
        marks = [item.points_from for step in version.steps for item in step.items]
        found = {
            path.fact
            for tree in [*_trees(version), *(mark for mark in marks if mark)]
            for node in walk(tree)
            if isinstance(node, Arithmetic) and node.op in ("/", "%")
            for path in paths(node)
        }
        for define in reversed(version.defines):  # each stands after those it reads
            if define.path in found:
                found |= {path.fact for path in paths(define.node)}
        version.programs["divided"] = frozenset(found)
    known = version.programs["divided"]
    assert isinstance(known, frozenset)
    return known


def _trees(version: Version) -> Iterator[Node]:
    for define in version.defines:
        yield define.node
    for step in version.steps:
        yield from (
            node for node in (step.when, step.condition, step.best and step.best.node) if node
        )
        for item in step.items:
            yield from (node for node in (item.when, item.to and item.to.node) if node)


def _pairs(version: Version) -> list[tuple[Value, Value]]:
    """Both sides of every ordered comparison, compiled.

    Those inside a quantifier see three axes.
    """
    if "pairs" not in version.programs:
        version.programs["pairs"] = [
            pair for tree in _trees(version) for pair in _compared(version, tree)
        ]
    pairs = version.programs["pairs"]
    assert isinstance(pairs, list)
    return pairs


def _compared(version: Version, tree: Node) -> Iterator[tuple[Value, Value]]:
    from_inside = {
        id(part)
        for node in walk(tree)
        if type(node).__name__ == "Quantifier"
        for part in walk(node)
    }
    for node in walk(tree):
        if isinstance(node, Compare) and node.left.type not in (Type.BOOL, Type.TEXT):
            compiler = Compiler(version, "inner" if id(node) in from_inside else "claimant")
            yield compiler.value(node.left), compiler.value(node.right)


def _ranked(version: Version) -> list[Value]:
    if "ranked" not in version.programs:
        best = [step.best for step in version.steps] + [
            item.to for step in version.steps for item in step.items
        ]
        marks = [item.points_from for step in version.steps for item in step.items]
        compiler = Compiler(version)
        version.programs["ranked"] = [compiler.value(one.node) for one in best if one] + [
            compiler.value(one) for one in marks if one
        ]
    ranked = version.programs["ranked"]
    assert isinstance(ranked, list)
    return ranked
