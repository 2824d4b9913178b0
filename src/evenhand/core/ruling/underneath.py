"""Worlds in which something under the facts is otherwise, so that they are derived anew.

An entry that counts or not, a number that derivations read, a rule by which entries are struck.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evenhand.core.policy.usage import nodes_of
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.alternatives import UNBOUNDED, type_of, written
from evenhand.core.ruling.breakpoints import NONE, differences
from evenhand.core.ruling.cases import FALSE, KNOWN, TRUE, Column, Entries, Facts
from evenhand.core.ruling.derive import Derived, derive
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.kinks import Kinks
from evenhand.core.ruling.options import Range, ranges
from evenhand.core.ruling.reading import behind, expressions_of
from evenhand.core.ruling.register import JUDGED
from evenhand.core.types import Type

COUNTS, STRUCK = 1, -1

MOST_POINTS = 400
"""So many limits of one number are tried; the nearest."""

_NEVER = 1 << 38


@dataclass(frozen=True, slots=True)
class Under:
    """One thing under the facts: an entry by its index (`path` JUDGED), a number, or a strike."""

    path: str
    row: int
    value: int


class Underneath:
    """The dispute of a dossier, derived anew for each of a list of changes."""

    def __init__(self, version: Version, dossier: Dossier, derived: Derived) -> None:
        self.version, self.dossier, self.derived = version, dossier, derived

    def facts(self, changes: list[Under]) -> Facts:
        """The facts of a world for each change; what no change can touch is not derived again."""
        count, given = len(changes), self.dossier.facts
        changed = {one.path for one in changes}
        kept = untouched(self.version, changed)
        columns = {**given.columns, **{path: self.derived.facts.columns[path] for path in kept}}
        for path in sorted(changed - {JUDGED}):
            columns[path] = self._varied(path, changes)
        stated = {path: mask for path, mask in given.stated.items() if path not in kept}
        facts = Facts(np.repeat(given.present, count, axis=1), columns, stated)
        entries = self._entries(changes)
        return derive(self.version, facts, entries, incomplete=self.dossier.incomplete).facts

    def _varied(self, path: str, changes: list[Under]) -> Column:
        of_rule = path.startswith("rules.")
        is_truth = of_rule or type_of(self.version, path) is Type.BOOL
        held = TRUE if of_rule else written(self.version, path)
        values = [one.value if one.path == path else held for one in changes]
        return Column(np.array([values], dtype=np.int8 if is_truth else np.int64))

    def _entries(self, changes: list[Under]) -> Entries:
        """The register once for each world."""
        entries, count = self.dossier.entries, len(changes)
        size = len(entries)
        judged = np.zeros((count, size), dtype=np.int64)
        for world, one in enumerate(changes):
            if one.path == JUDGED:
                judged[world, one.row] = one.value
        columns = {
            path: Column(np.tile(value, count), None if state is None else np.tile(state, count))
            for path, (value, state) in entries.columns.items()
        }
        columns[JUDGED] = Column(judged.ravel())
        return Entries(
            np.repeat(np.arange(count), size),
            np.tile(entries.made_by, count),
            np.tile(entries.on_behalf_of, count),
            np.tile(entries.kind, count),
            np.tile(entries.sequence, count),
            columns,
        )

    # What could be otherwise

    def entries(self) -> list[Under]:
        """Each entry that a strike of the policy may concern: struck if it counts, else counted."""
        register = self.derived.register
        kinds = {kind for step in self.version.strikes for kind in step.kinds}
        at_risk = np.flatnonzero(np.isin(register.entries.kind, sorted(kinds))).tolist()
        return [
            Under(JUDGED, index, value) for index in at_risk for value in self._judgements(index)
        ]

    def _judgements(self, index: int) -> tuple[int, ...]:
        register = self.derived.register
        if register.struck[index] >= 0:
            return (COUNTS,)
        return (COUNTS, STRUCK) if register.doubtful[index] >= 0 else (STRUCK,)

    def strikes(self) -> list[Under]:
        """Each rule by which entries are struck, left out."""
        return [Under(f"rules.{step.id}", 0, FALSE) for step in self.version.strikes]

    def numbers(self, paths: list[str]) -> tuple[list[tuple[Under, Range]], bool]:
        """The ranges of numbers in which the ruling stays one, and whether they are all.

        What is derived bends where a number is the time between two moments; in between it is
        linear in the number, so that two values tell where a comparison changes.
        """
        points: dict[str, set[int]] = {}
        exhaustive = True
        kinks_of = Kinks(self.version, self.dossier, self.derived)
        paths = [path for path in paths if kinks_of.may_matter(path)]
        for path in paths:
            kinks = kinks_of.of(path)
            held = written(self.version, path)
            near = sorted(kinks, key=lambda point: (abs(point - held), point))[:MOST_POINTS]
            exhaustive &= len(near) == len(kinks)
            points[path] = set(near)
        for path, point in self._between(points):
            points[path].add(point)
        return [
            (Under(path, 0, one[0]), one) for path in paths for one in self._ranges(path, points)
        ], exhaustive

    def _ranges(self, path: str, points: dict[str, set[int]]) -> list[Range]:
        held = written(self.version, path)
        if type_of(self.version, path) is Type.BOOL:
            return [(TRUE - held, KNOWN, TRUE - held, TRUE - held)]
        return list(ranges(points[path], held, least_number(self.version, path)))

    def _between(self, points: dict[str, set[int]]) -> Iterator[tuple[str, int]]:
        """Where comparisons change between two kinks of a number."""
        gaps = [
            (path, *gap)
            for path, kinks in points.items()
            if type_of(self.version, path) is not Type.BOOL
            for gap in _gaps(kinks, least_number(self.version, path))
        ]
        if not gaps:
            return
        names, low, high = zip(*gaps, strict=True)
        first, last = np.array(low), np.array(high)
        at = np.where(first > -_NEVER, first, last - 1)
        tried = [*zip(names, at.tolist(), strict=True), *zip(names, (at + 1).tolist(), strict=True)]
        facts = self.facts([Under(path, 0, value) for path, value in tried])
        for difference in differences(self.version, facts):
            start, end = difference[..., : len(at)], difference[..., len(at) :]
            slope = end - start
            moves = (slope != 0) & (start != NONE) & (end != NONE)
            world = np.nonzero(moves)[-1]
            point = at[world] + np.floor_divide(-start[moves], slope[moves])
            inside = (point >= first[world] - 1) & (point <= last[world])
            for gap, found in set(zip(world[inside].tolist(), point[inside].tolist(), strict=True)):
                yield names[gap], found
                yield names[gap], found + 1


def untouched(version: Version, changed: set[str]) -> set[str]:
    """The derived facts that rest on nothing of what is changed."""
    striking = {
        path
        for step in version.strikes
        for node in nodes_of(step)
        for path in behind(version, node)
    }
    if changed & striking or any(path == JUDGED or path.startswith("rules.") for path in changed):
        return set()
    touched: set[str] = set()
    for path, reducer in version.reducers.items():  # each stands after those it reads
        nodes = (node for _, node in expressions_of(reducer))
        read = set(reducer.reads).union(*(behind(version, node) for node in nodes))
        if read & (changed | touched):
            touched.add(path)
    return set(version.reducers) - touched


def least_number(version: Version, path: str) -> int:
    """The smallest value of a number of the policy: lengths and counts are not negative."""
    if type_of(version, path) in (Type.DATE, Type.INSTANT):
        return -UNBOUNDED
    return min(0, written(version, path))


def _gaps(kinks: set[int], least: int) -> Iterator[tuple[int, int]]:
    """First and last value of what lies between two kinks, where that is more than two values."""
    ends = [least - 1, *sorted(kink for kink in kinks if kink >= least), UNBOUNDED]
    for before, after in pairwise(ends):
        if after - before > 3:
            yield before + 1, after - 1
