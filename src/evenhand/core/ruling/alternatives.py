"""One dispute in many worlds: what could be otherwise in it, and the facts of each world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import ABSENT, FALSE, K3, KNOWN, TRUE, UNKNOWN, Column, Facts, Ints
from evenhand.core.ruling.provisional import Cell
from evenhand.core.types import FactSpec, Type

UNBOUNDED = 1 << 60
"""Stands for no limit at the end of a range."""

UNORDERED = (Type.BOOL, Type.TEXT)


@dataclass(frozen=True, slots=True)
class Options:
    """Values that cells may have instead, in arrays of one length, sorted by cell and value.

    `cell`: index of the cell. `low`, `high`: the values among which the option is the nearest to
    what the cell has and between which nothing changes. `rank`: 1 for the nearest of the cell.
    """

    cell: Ints
    value: Ints
    state: K3
    low: Ints
    high: Ints
    rank: Ints

    def __len__(self) -> int:
        return len(self.cell)

    def only(self, which: Ints) -> Options:
        """Some of them."""
        return Options(
            self.cell[which],
            self.value[which],
            self.state[which],
            self.low[which],
            self.high[which],
            self.rank[which],
        )

    def settings(self, chosen: Ints) -> Settings:
        """The settings in which these options (shape (changes, worlds)) are taken."""
        return Settings(self.cell[chosen], self.value[chosen], self.state[chosen])


@dataclass(frozen=True, slots=True)
class Settings:
    """What cells are in each world: arrays of shape (changes, worlds)."""

    cell: Ints
    value: Ints
    state: K3

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return int(self.cell.shape[1])


class Alternatives:
    """One dispute, and cells of it that are set to other values.

    A cell is a fact of a claimant, the deal or the dispute, or a number of the policy.
    """

    def __init__(self, version: Version, facts: Facts, cells: list[Cell]) -> None:
        self.version, self.facts, self.cells = version, facts, cells
        self.types = [type_of(version, cell.path) for cell in cells]
        self.base = dict(facts.columns)
        for path in {cell.path for cell in cells}:
            self.base[path] = self._wide(path)
        self.paths = sorted({cell.path for cell in cells})
        self.path = np.array([self.paths.index(cell.path) for cell in cells], dtype=np.int64)
        self.row = np.array([cell.claimant for cell in cells], dtype=np.int64)
        held = [self._held(cell) for cell in cells]
        self.value = np.array([value for value, _ in held], dtype=np.int64)
        self.state = np.array([state for _, state in held], dtype=np.int8)

    def _wide(self, path: str) -> Column:
        """The column with a row of its own for each claimant."""
        if path not in self.base:
            is_truth = type_of(self.version, path) is Type.BOOL
            number = np.array([[written(self.version, path)]])
            return Column(number.astype(np.int8 if is_truth else np.int64))
        shape = (self.facts.claimants if path.startswith("me.") else 1, 1)
        value, state = self.base[path]
        if state is None and value.dtype != np.int8:
            state = np.full((1, 1), KNOWN, dtype=np.int8)
        wide = None if state is None else np.broadcast_to(state, shape)
        return Column(np.broadcast_to(value, shape), wide)

    def _held(self, cell: Cell) -> tuple[int, int]:
        """Value and state of a cell as things stand; of a truth, the state tells if it is known."""
        value, state = self.base[cell.path]
        code = int(value[cell.claimant, 0])
        if value.dtype == np.int8:
            return code, UNKNOWN if code == UNKNOWN else KNOWN
        return code, KNOWN if state is None else int(state[cell.claimant, 0])

    def named(self) -> list[tuple[Cell, Type]]:
        """The cells with their types."""
        return list(zip(self.cells, self.types, strict=True))

    def apart(self, cell: int, other: int) -> bool:
        """Are these facts of two different claimants."""
        mine, theirs = self.cells[cell], self.cells[other]
        both = mine.path.startswith("me.") and theirs.path.startswith("me.")
        return both and mine.claimant != theirs.claimant

    def spec(self, cell: int) -> FactSpec | None:
        """What is declared of a cell; nothing of a number."""
        return self.version.facts.get(self.cells[cell].path)

    def worlds(self, settings: Settings) -> Facts:
        """The facts of each world."""
        count, columns = settings.worlds, dict(self.facts.columns)
        cell, value = settings.cell.ravel(), settings.value.ravel()
        state = settings.state.ravel()
        at_path = self.path[cell]
        order = np.argsort(at_path.astype(np.int16), kind="stable")
        ends = np.searchsorted(at_path[order], np.arange(len(self.paths) + 1))
        for path, start, end in zip(self.paths, ends.tolist(), ends[1:].tolist(), strict=False):
            if start < end:
                here = order[start:end]
                place = (self.row[cell[here]], here % count)
                columns[path] = _set(self.base[path], count, place, (value[here], state[here]))
        return Facts(np.repeat(self.facts.present, count, axis=1), columns)

    # The options of one cell

    def truths(self, cell: int) -> list[tuple[int, int]]:
        """The other truth values."""
        return [(one, KNOWN) for one in (FALSE, TRUE) if one != self.value[cell]]

    def texts(self, cell: int) -> list[tuple[int, int]]:
        """The other texts that the fact may be."""
        spec = self.spec(cell)
        assert spec is not None
        codes = [self.version.vocabulary.code(text) for text in spec.values]
        known = self.state[cell] == KNOWN
        return [(code, KNOWN) for code in codes if not known or code != self.value[cell]]

    def may_be_absent(self, cell: int) -> bool:
        """Could it be that there is no such thing."""
        spec = self.spec(cell)
        return spec is not None and spec.nullable and self.state[cell] != ABSENT


def _set(base: Column, worlds: int, place: tuple[Ints, Ints], held: tuple[Ints, K3]) -> Column:
    """The column in so many worlds, with what is held at some places (claimant, world)."""
    value = np.repeat(base.value, worlds, axis=1)
    value[place] = held[0]
    if base.state is None:
        return Column(value)
    state = np.repeat(base.state, worlds, axis=1)
    state[place] = held[1]
    return Column(value, state)


def type_of(version: Version, path: str) -> Type:
    """The type of a fact or a number."""
    scope, _, name = path.partition(".")
    if scope == "params":
        return version.params[name].type
    if scope == "tables":
        return version.tables[name.partition(".")[0]].type
    return version.facts[path].type


def written(version: Version, path: str) -> int:
    """A number as the policy has it; a truth as its code."""
    scope, _, name = path.partition(".")
    if scope == "tables":
        table, _, row = name.partition(".")
        return version.tables[table].values[row]
    value = version.params[name].value
    return value if isinstance(value, int) else version.vocabulary.code(value)
