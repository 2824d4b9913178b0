"""Facts of one dispute, and numbers that only steps read, that would have changed its outcome."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenhand.core.policy.tree import paths
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.alternatives import Alternatives, Options, type_of
from evenhand.core.ruling.breakpoints import beyond_reach
from evenhand.core.ruling.cases import KNOWN, Bools, Facts, Ints
from evenhand.core.ruling.changes import Change, Flip, end
from evenhand.core.ruling.options import options
from evenhand.core.ruling.provisional import Cell, unknown_cells
from evenhand.core.ruling.reading import read_by_derivations, read_by_steps
from evenhand.core.ruling.ruling import outcome_of
from evenhand.core.ruling.seen import Seen, see, together
from evenhand.core.types import Type

BUDGET = 1_000_000
"""So many worlds times claimants squared are tried of pairs, twenty times as many of singles."""

CHUNK = 8_192
"""So many worlds are ruled at once."""

LISTED = 100
"""So many pairs are listed, the nearest first; all are counted."""


class FactFlips:
    """The search over the facts of one dispute, whose outcome as it stands is `base`."""

    def __init__(self, version: Version, facts: Facts, base: Seen) -> None:
        self.version, self.facts, self.base = version, facts, base
        self.weight = facts.claimants**2
        self.exhaustive = True
        self.worlds = 0
        cells = self._facts()
        self.ordinary = len(cells)
        self.alternatives = Alternatives(version, facts, [*cells, *self._numbers()])
        read = read_by_steps(version)
        if read & beyond_reach(version):
            self.exhaustive = False
        self.options = self._within_budget(options(self.alternatives), 20 * BUDGET)
        self.single = self._look(np.arange(len(self.options))[None, :])

    def _facts(self) -> list[Cell]:
        """Facts that may be disputed or are not known, of everybody; a mark stands apart."""
        marks = _mark_paths(self.version)
        unknown = set(unknown_cells(self.version, self.facts, 0))
        slots = np.flatnonzero(self.facts.present[:, 0]).tolist()
        cells = [
            Cell(path, slot)
            for path in sorted(read_by_steps(self.version) & self.version.reads)
            for slot in (slots if path.startswith("me.") else [0])
        ]
        may = self.version.facts
        return [
            cell
            for cell in cells
            if cell.path not in marks and (may[cell.path].disputable or cell in unknown)
        ]

    def _numbers(self) -> list[Cell]:
        """Numbers that only steps read."""
        read = read_by_steps(self.version) - read_by_derivations(self.version)
        return [Cell(path, 0) for path in sorted(read) if is_number(self.version, path)]

    def _within_budget(self, found: Options, budget: int) -> Options:
        most = max(1, budget // self.weight)
        if len(found) <= most:
            return found
        self.exhaustive = False
        kept = np.argsort(found.rank, kind="stable")[:most]
        return found.only(np.sort(kept))

    def _look(self, chosen: Ints) -> Seen:
        """How the worlds come out in which these options are taken."""
        parts = [self.base.only(np.zeros(0, dtype=np.int64))]
        step = max(1, min(CHUNK, BUDGET // self.weight))
        for first in range(0, chosen.shape[1], step):
            settings = self.options.settings(chosen[:, first : first + step])
            parts.append(see(self.version, self.alternatives.worlds(settings)))
        self.worlds += chosen.shape[1]
        return together(parts)

    def _names(self) -> list[tuple[str, int]]:
        return [(cell.path, cell.claimant) for cell in self.alternatives.cells]

    # Single changes

    def singles(self) -> Iterator[Flip]:
        """The options that flip; neighbours that lead to the same are told as one range."""
        found = self.options
        cells = self._names()
        held = [
            int(value) if state == KNOWN else None
            for value, state in zip(
                self.alternatives.value.tolist(), self.alternatives.state.tolist(), strict=True
            )
        ]
        runs = _grouped(found, self.single, self.base, held)
        ordered = sorted(runs, key=lambda run: (found.rank[run[0]], run[0]))
        for nearest, low, high in ordered:
            cell, state = int(found.cell[nearest]), int(found.state[nearest])
            change = Change(*cells[cell], int(found.value[nearest]), state, end(low), end(high))
            yield Flip((change,), outcome_of(self.version, self.single, nearest))

    # Pairs of facts

    def pairs(self, listed: int = LISTED) -> tuple[int, list[Flip]]:
        """Two facts at once, of which neither by itself changes the outcome.

        How many pairs there are, and the nearest of them.
        """
        found = self.options
        quiet = np.flatnonzero(~self.single.differs(self.base) & (found.cell < self.ordinary))
        one, other = np.triu_indices(len(quiet), 1)
        chosen = np.stack([quiet[one], quiet[other]])
        chosen = chosen[:, self._possible(chosen)]
        most = BUDGET // self.weight
        if chosen.shape[1] > most:
            self.exhaustive = False
            near = np.argsort(found.rank[chosen].sum(axis=0), kind="stable")[:most]
            chosen = chosen[:, np.sort(near)]
        come_out = self._look(chosen)
        flips = np.flatnonzero(come_out.differs(self.base))
        nearest = _nearest_pairs(found, chosen[:, flips], come_out.only(flips))
        return len(nearest), [
            self._pair(chosen[:, flips[index]], come_out, int(flips[index]))
            for index in nearest[:listed].tolist()
        ]

    def _possible(self, chosen: Ints) -> Bools:
        """Two different cells that do not come to stand at one place in the register."""
        found = self.options
        cell, value = found.cell[chosen], found.value[chosen]
        one = self.alternatives
        placed = np.array(
            [cell.path.startswith("me.") and type_ is Type.POSITION for cell, type_ in one.named()],
            dtype=bool,
        )
        both = placed[cell].all(axis=0) & (one.row[cell[0]] != one.row[cell[1]])
        same_place = both & (value[0] == value[1]) & (found.state[chosen] == KNOWN).all(axis=0)
        possible: Bools = (cell[0] != cell[1]) & ~same_place
        return possible

    def _pair(self, pair: Ints, come_out: Seen, world: int) -> Flip:
        found, changes = self.options, []
        for option in pair.tolist():
            cell = self.alternatives.cells[int(found.cell[option])]
            value, state = int(found.value[option]), int(found.state[option])
            changes.append(Change(cell.path, cell.claimant, value, state, value, value))
        return Flip(tuple(changes), outcome_of(self.version, come_out, world))


def _grouped(
    found: Options, single: Seen, base: Seen, held: list[int | None]
) -> Iterator[tuple[int, int, int]]:
    """Nearest option, low and high end of each run of options that lead to the same outcome."""
    flips, codes = single.differs(base), single.codes()
    last: tuple[object, ...] = ()
    run: list[int] = []
    for option in np.flatnonzero(flips).tolist():
        cell, value, state = (int(x[option]) for x in (found.cell, found.value, found.state))
        above = held[cell] is not None and value > (held[cell] or 0)
        key = (cell, state, int(codes[option]), above)
        touching = bool(run) and int(found.high[run[-1]]) + 1 == int(found.low[option])
        if run and (key != last or not touching):
            yield _told(found, run)
            run = []
        run.append(option)
        last = key
    if run:
        yield _told(found, run)


def _told(found: Options, run: list[int]) -> tuple[int, int, int]:
    nearest = min(run, key=lambda option: int(found.rank[option]))
    return nearest, int(found.low[run[0]]), int(found.high[run[-1]])


def _nearest_pairs(found: Options, pairs: Ints, come_out: Seen) -> Ints:
    """Of all pairs of the same two cells with the same outcome the nearest, nearest first."""
    if not pairs.shape[1]:
        return np.zeros(0, dtype=np.int64)
    distance = found.rank[pairs].sum(axis=0)
    cell = found.cell[pairs]
    order = np.lexsort((distance, come_out.codes(), cell[1], cell[0]))
    keys = np.stack([cell[0], cell[1], come_out.codes()])[:, order]
    first = np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
    nearest: Ints = order[first]
    return nearest[np.argsort(distance[nearest], kind="stable")]


def _mark_paths(version: Version) -> frozenset[str]:
    """Facts that are given as marks."""
    marks = (item.points_from for step in version.steps for item in step.items)
    return frozenset(path.fact for node in marks if node for path in paths(node))


def is_number(version: Version, path: str) -> bool:
    """Is it a number of the policy that may be moved, or a truth."""
    of_policy = path.startswith(("params.", "tables."))
    return of_policy and path not in beyond_reach(version) and type_of(version, path) != Type.TEXT
