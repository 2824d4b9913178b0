"""Could what is unknown change the ruling? It is tried out at every value that could matter.

Exact for each dispute within BUDGET trials: truth values and listed texts are all tried; of ordered
values, one on each side of every breakpoint of every comparison that reads them, the other unknowns
being at each of their own options. Comparisons are linear in a value, save over working days, which
are approached step by step. Beyond the budget a ruling counts as provisional and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from math import prod

import numpy as np

from evenhand.core.policy.versions import Version
from evenhand.core.ruling.breakpoints import NONE, beyond_reach, differences
from evenhand.core.ruling.cases import ABSENT, FALSE, KNOWN, TRUE, UNKNOWN, Column, Facts, Ints
from evenhand.core.ruling.columns import wide
from evenhand.core.ruling.evaluate import Rulings, evaluate
from evenhand.core.types import Type

BUDGET = 32_768
_COMBINATIONS = 1_024
"""So many settings of the other unknowns are looked at in the search for breakpoints."""
_APPROACHES = 3
"""Steps towards a breakpoint that lies some working days away."""


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
        column, is_truth = facts.columns[path], version.facts[path].type is Type.BOOL
        if column.state is None and not is_truth:
            continue
        unknown = (column.value if is_truth else column.state) == UNKNOWN
        shape = facts.present.shape if path.startswith("me.") else (1, facts.disputes)
        rows = np.flatnonzero(np.broadcast_to(unknown, shape)[:, dispute]).tolist()
        everybody = not path.startswith("me.")
        cells += [Cell(path, row) for row in rows if everybody or facts.present[row, dispute]]
    return cells


def missing(version: Version, facts: Facts, dispute: int) -> Missing:
    """Which unknown values of one dispute could change its outcome."""
    cells = unknown_cells(version, facts, dispute)
    if not cells:
        return Missing((), exhaustive=True)
    trials = _Trials(version, facts.only(np.array([dispute])), cells)
    options = trials.options()
    if options is None or any(cell.path in beyond_reach(version) for cell in cells):
        return Missing(tuple(cells), exhaustive=False)
    given, *tried = trials.outcomes(options)
    outcomes = np.reshape(tried, [len(option) for option in options])
    depends = [
        cell
        for axis, cell in enumerate(cells)
        if (outcomes != np.take(outcomes, [0], axis=axis)).any()
    ]
    if not depends and outcomes.flat[0] != given:  # sure in itself, but not what is ruled now
        depends = trials.telling(options) or cells
    return Missing(tuple(depends), exhaustive=True)


Option = tuple[int, int]
"""A value to try and its state."""


class _Trials:
    def __init__(self, version: Version, facts: Facts, cells: list[Cell]) -> None:
        self.version, self.facts, self.cells = version, facts, cells
        self.specs = [version.facts[cell.path] for cell in cells]
        self.base = {path: _as_wide(column, facts, path) for path, column in facts.columns.items()}

    def options(self) -> list[list[Option]] | None:
        """The values that could matter, for each cell; None if there are too many combinations.

        A breakpoint may depend on another unknown, and that on a third: so many rounds are made as
        there are ordered values.
        """
        options = [self._first_options(index) for index in range(len(self.cells))]
        ordered = [
            index
            for index, spec in enumerate(self.specs)
            if spec.type not in (Type.BOOL, Type.TEXT)
        ]
        for _ in ordered:
            before = [len(option) for option in options]
            for index in ordered:
                options[index] = self._widened(options, index)
                if prod(len(option) for option in options) > BUDGET:
                    return None
            if before == [len(option) for option in options]:
                break
        return options if prod(len(option) for option in options) <= BUDGET else None

    def _first_options(self, index: int) -> list[Option]:
        spec = self.specs[index]
        if spec.type is Type.BOOL:
            return [(FALSE, KNOWN), (TRUE, KNOWN)]
        absent = [(0, ABSENT)] if spec.nullable else []
        if spec.type is Type.TEXT:
            return [(self.version.vocabulary.code(text), KNOWN) for text in spec.values] + absent
        return [(self._guess(index), KNOWN), *absent]

    def _guess(self, index: int) -> int:
        """A value of the right size: another known one of the same type in this dispute."""
        type_ = self.specs[index].type
        for path, (value, state) in sorted(self.base.items()):
            same = self.version.facts[path].type is type_
            if same and state is not None and (state == KNOWN).any():
                return int(value[state == KNOWN].flat[0])
        return 0

    def _widened(self, options: list[list[Option]], index: int) -> list[Option]:
        """One cell's options with those on each side of every breakpoint added."""
        known = {value for value, state in options[index] if state == KNOWN}
        points, tries = set(known), set(known)
        for _ in range(_APPROACHES):
            found = {
                point for at in sorted(tries)[:64] for point in self._crossings(options, index, at)
            }
            tries = found - points
            points |= found
            if not tries:
                break
        around = {value + step for value in points for step in (-1, 0, 1)} | known
        absent = [option for option in options[index] if option[1] == ABSENT]
        return [(value, KNOWN) for value in sorted(around)] + absent

    def _crossings(self, options: list[list[Option]], index: int, at: int) -> Iterator[int]:
        """Where comparisons change as the cell moves on from `at`, in every setting of the rest."""
        rest = [[(at, KNOWN)] if place == index else one for place, one in enumerate(options)]
        here = list(islice(product(*rest), _COMBINATIONS))
        there = [(*one[:index], (at + 1, KNOWN), *one[index + 1 :]) for one in here]
        for difference in differences(self.version, self.worlds([*here, *there])):
            start, end = difference[..., : len(here)], difference[..., len(here) :]
            slope = end - start
            moves = (slope != 0) & (start != NONE) & (end != NONE)
            yield from np.unique(at - start[moves] // slope[moves]).tolist()

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
        return self._signed([self._unknown(), *product(*options)])

    def telling(self, options: list[list[Option]]) -> list[Cell]:
        """The cells of which to know one, and nothing more, makes another ruling."""
        unknown = self._unknown()
        single = [
            (*unknown[:index], option[0], *unknown[index + 1 :])
            for index, option in enumerate(options)
        ]
        given, *changed = self._signed([unknown, *single])
        return [cell for cell, one in zip(self.cells, changed, strict=True) if one != given]

    def _unknown(self) -> tuple[Option, ...]:
        """The setting in which nothing is known."""
        truth = (UNKNOWN, KNOWN)
        return tuple(truth if spec.type is Type.BOOL else (0, UNKNOWN) for spec in self.specs)

    def _signed(self, settings: list[tuple[Option, ...]]) -> list[int]:
        return list(signatures(evaluate(self.version, self.worlds(settings))).tolist())


def _as_wide(column: Column, facts: Facts, path: str) -> Column:
    shape = (facts.claimants if path.startswith("me.") else 1, 1)
    state = None if column.state is None else np.broadcast_to(column.state, shape).copy()
    value = column.value if column.value.dtype == np.int8 else wide(column.value)
    return Column(np.broadcast_to(value, shape).copy(), state)


def signatures(rulings: Rulings) -> Ints:
    """A number for each dispute that is equal where kind, winners and forum are equal."""
    table = np.vstack([rulings.kind[None, :], rulings.forum[None, :], rulings.winners])
    return np.unique(table, axis=1, return_inverse=True)[1].ravel()
