"""What is worth trying of each cell: one value on each side of every limit, and on it.

The outcome can only change where a comparison does. Comparisons are linear in a value, so that two
values tell where they change; over working days they are approached step by step. Where a
comparison reads two cells the limits of one move with the other, so they are looked for again with
each of the other's options: exact for two changes at a time, since dates, places and lengths are
compared by their difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evenhand.core.ruling.alternatives import UNBOUNDED, UNORDERED, Alternatives, Options, Settings
from evenhand.core.ruling.breakpoints import NONE, differences
from evenhand.core.ruling.cases import ABSENT, KNOWN, Ints
from evenhand.core.ruling.reading import compared_together, counted_in_working_days
from evenhand.core.types import Type

Points = dict[int, set[int]]
"""By cell, the values at which some comparison changes."""

_FARTHEST = 1 << 38
_APPROACHES = 4
"""Rounds towards a limit that lies some working days away."""

_AROUND = 5
"""So many days around it are tried: a week's average is off by the weekend and a holiday."""

_COUNTED = ("count", "longest_gap", "overdue")
_NUMBERS = (Type.INT, Type.DAYS, Type.WORKDAYS, Type.ELAPSED)


def options(alternatives: Alternatives) -> Options:
    """The options of every cell."""
    finder = _Finder(alternatives)
    points = finder.points()
    first = table(alternatives, points)
    for cell, more in finder.points_beside(first).items():
        points.setdefault(cell, set()).update(more)
    return table(alternatives, points)


@dataclass(frozen=True, slots=True)
class Start:
    """Cells, where each starts to move, and the option of another that is taken meanwhile."""

    cell: Ints
    at: Ints
    beside: Ints


class _Finder:
    def __init__(self, alternatives: Alternatives) -> None:
        self.one = alternatives
        self.ordered = [
            index for index, type_ in enumerate(alternatives.types) if type_ not in UNORDERED
        ]
        self.start = {cell: self._start(cell) for cell in self.ordered}

    def _start(self, cell: int) -> int:
        """Where a cell stands; without a value, where another of the type does."""
        one = self.one
        if one.state[cell] == KNOWN:
            return int(one.value[cell])
        for other in self.ordered:
            if one.types[other] is one.types[cell] and one.state[other] == KNOWN:
                return int(one.value[other])
        return 0

    def points(self) -> Points:
        """The limits of every ordered cell as things stand."""
        cells = np.array(self.ordered, dtype=np.int64)
        nobody = np.full(len(cells), -1, dtype=np.int64)
        return self._approached(cells, nobody, None)

    def points_beside(self, options: Options) -> Points:
        """The limits of every ordered cell when one it is compared with is something else."""
        together = compared_together(self.one.version)
        by_path: dict[str, list[int]] = {}
        for number, cell in enumerate(options.cell.tolist()):
            by_path.setdefault(self.one.cells[cell].path, []).append(number)
        pairs = [
            (cell, option)
            for cell in self.ordered
            for path in sorted(together.get(self.one.cells[cell].path, ()))
            for option in by_path.get(path, ())
            if options.cell[option] != cell
        ]
        if not pairs:
            return {}
        cells, beside = np.array(pairs, dtype=np.int64).T
        return self._approached(cells, beside, options)

    def _approached(self, cells: Ints, beside: Ints, options: Options | None) -> Points:
        at = np.array([self.start[cell] for cell in cells.tolist()], dtype=np.int64)
        found = self._crossings(Start(cells, at, beside), options, 1)
        bent = {
            cell
            for cell in set(cells.tolist())
            if self.one.cells[cell].path in counted_in_working_days(self.one.version)
        }
        if bent:
            some = np.isin(cells, sorted(bent))
            near = self._by_the_week(Start(cells[some], at[some], beside[some]), options)
            for cell, points in near.items():
                found.setdefault(cell, set()).update(points)
        return found

    def _by_the_week(self, start: Start, options: Options | None) -> Points:
        """Limits that lie some working days away, by the average of a week; and what is around."""
        found: Points = {}
        ways = [*zip(start.cell.tolist(), start.beside.tolist(), strict=True)]
        for _ in range(_APPROACHES):
            more = self._crossings(start, options, 7)
            new = {cell: points - found.get(cell, set()) for cell, points in more.items()}
            near = {(cell, at, other) for cell, other in ways for at in new.get(cell, ())}
            for cell, points in new.items():
                found.setdefault(cell, set()).update(points)
            if not near:
                break
            start = Start(*np.array(sorted(near), dtype=np.int64).T)
        return {
            cell: {point + step for point in points for step in range(-_AROUND, _AROUND + 1)}
            for cell, points in found.items()
        }

    def _crossings(self, starts: Start, options: Options | None, step: int) -> Points:
        """Where comparisons change as each cell moves on by a step, another one being changed."""
        one, cells, at, count = self.one, starts.cell, starts.at, len(starts.cell)
        known = np.full(count, KNOWN, dtype=np.int8)
        others = (cells, at, known) if options is None else _taken(options, starts.beside)
        rows = [
            np.concatenate([np.stack([theirs, mine]), np.stack([theirs, moved])], axis=1)
            for theirs, mine, moved in zip(
                others, (cells, at, known), (cells, at + step, known), strict=True
            )
        ]
        found: list[Ints] = []
        for difference in differences(one.version, one.worlds(Settings(*rows))):
            start, end = difference[..., :count], difference[..., count:]
            slope = end - start
            moves = (slope != 0) & (start != NONE) & (end != NONE)
            world, way = np.nonzero(moves)[-1], -start[moves] * step
            point = at[world] + np.floor_divide(way, slope[moves])
            between = np.remainder(way, slope[moves]) != 0
            found += [np.stack([cells[world], point])]
            found += [np.stack([cells[world][between], point[between] + 1])]
        return _gathered(found)


def _taken(options: Options, chosen: Ints) -> tuple[Ints, Ints, Ints]:
    return options.cell[chosen], options.value[chosen], options.state[chosen]


def _gathered(found: list[Ints]) -> Points:
    points: Points = {}
    if found:
        whole = np.concatenate(found, axis=1)
        near = whole[:, np.abs(whole[1]) < _FARTHEST]
        code = np.unique(near[0] * (4 * _FARTHEST) + near[1] + _FARTHEST)
        for one in code.tolist():
            points.setdefault(one // (4 * _FARTHEST), set()).add(one % (4 * _FARTHEST) - _FARTHEST)
    return points


# From limits to options

Range = tuple[int, int, int, int]
"""Value, state, and the ends of the range it stands for."""


def table(alternatives: Alternatives, points: Points) -> Options:
    """The options that these limits make."""
    rows: list[tuple[int, ...]] = []
    for cell in range(len(alternatives.cells)):
        found = sorted(_of_cell(alternatives, cell, points.get(cell, set())))
        held = int(alternatives.value[cell]) if alternatives.state[cell] == KNOWN else None
        near = sorted(found, key=lambda one: (one[1] != KNOWN, abs(one[0] - (held or 0)), one))
        rank = {one: place for place, one in enumerate(near, start=1)}
        rows += [(cell, *one, rank[one]) for one in found]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    cells, values, states, low, high, ranks = columns
    return Options(cells, values, states.astype(np.int8), low, high, ranks)


def _of_cell(alternatives: Alternatives, cell: int, points: set[int]) -> Iterator[Range]:
    type_ = alternatives.types[cell]
    if type_ is Type.BOOL:
        yield from ((value, state, value, value) for value, state in alternatives.truths(cell))
    elif type_ is Type.TEXT:
        yield from ((value, state, value, value) for value, state in alternatives.texts(cell))
    else:
        held = int(alternatives.value[cell]) if alternatives.state[cell] == KNOWN else None
        taken = _taken_places(alternatives, cell)
        found = ranges(points, held, _least(alternatives, cell))
        yield from (one for one in found if one[2] < one[3] or one[0] not in taken)
    if alternatives.may_be_absent(cell):
        yield 0, ABSENT, 0, 0


def _taken_places(one: Alternatives, cell: int) -> set[int]:
    """Places in the register at which others stand: no two entries have one place."""
    if one.types[cell] is not Type.POSITION:
        return set()
    theirs = [
        other
        for other, type_ in enumerate(one.types)
        if type_ is Type.POSITION and one.apart(cell, other) and one.state[other] == KNOWN
    ]
    return {int(one.value[other]) for other in theirs}


def _least(one: Alternatives, cell: int) -> int:
    """The smallest value that can be: lengths and counts are not negative."""
    type_, spec = one.types[cell], one.spec(cell)
    if type_ is Type.POSITION:
        return 1
    if spec is None:
        return min(0, int(one.value[cell])) if type_ in _NUMBERS else -UNBOUNDED
    counted = spec.derive is not None and spec.derive.reduce in _COUNTED
    return 0 if counted else -UNBOUNDED


def ranges(points: set[int], held: int | None, least: int) -> Iterator[Range]:
    """Each limit, and of the values between two limits the one nearest to what is held.

    What is held, and what lies between the same limits, is no option.
    """
    inside = sorted(point for point in points if point >= least)
    ends = [least - 1, *inside, UNBOUNDED + 1]
    for before, after in pairwise(ends):
        low, high = before + 1, after - 1
        if low <= high and (held is None or not low <= held <= high):
            value = _nearest(low, high, held)
            yield value, KNOWN, low, high
        if after <= UNBOUNDED and after != held:
            yield after, KNOWN, after, after


def _nearest(low: int, high: int, held: int | None) -> int:
    if held is None and low <= -UNBOUNDED:
        return 0 if high >= UNBOUNDED else high
    if held is None:
        return low
    return low if held < low else high
