"""At which values of a number of the policy something derived from the register bends.

Between two of them every derived fact is linear in the number. A window ends on an entry; a
follow-up clock runs out on the next contact, on a grade that is set, or on the day it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenhand.core.policy.tree import Node
from evenhand.core.policy.usage import nodes_of
from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.ruling.alternatives import type_of, written
from evenhand.core.ruling.cases import KNOWN, Column, Ints
from evenhand.core.ruling.compiled import value_of
from evenhand.core.ruling.derive import Derived
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.reading import behind, expressions_of
from evenhand.core.types import Type

_SUFFIX = {Type.DAYS: "on", Type.WORKDAYS: "on", Type.DATE: "on"}
_CLOCKS = ("overdue", "live_since")


class Kinks:
    """The kinks of numbers in one dispute."""

    def __init__(self, version: Version, dossier: Dossier, derived: Derived) -> None:
        self.version, self.dossier, self.derived = version, dossier, derived
        self.entries, self.facts = derived.register.entries, derived.facts
        self.frame = Frame(dict(self.facts.columns), self.facts.present, self.facts.present)

    def may_matter(self, path: str) -> bool:
        """Not the row of a table for a grade that nobody ever had."""
        owner, _, name = path.partition(".")
        if owner != "tables":
            return True
        code = self.version.vocabulary.code(name.partition(".")[2])
        columns = {**self.entries.columns, **self.facts.columns}
        texts = (
            columns[one] for one in columns if one in self.version.facts and self._is_text(one)
        )
        return any((column.value == code).any() for column in texts)

    def _is_text(self, path: str) -> bool:
        return self.version.facts[path].type is Type.TEXT

    def of(self, path: str) -> set[int]:
        """The kinks of a number; of a truth or a text there are none."""
        match type_of(self.version, path):
            case Type.DAYS | Type.ELAPSED:
                return self._of_length(path)
            case Type.WORKDAYS:
                return set(range(max(self._apart("on"), default=0) + 2))
            case Type.DATE:
                return {date for dates in self._moments("on") for date in dates}
            case Type.INT:
                return self._counts()
            case _:
                return set()

    def _of_length(self, path: str) -> set[int]:
        suffix = _SUFFIX.get(type_of(self.version, path), "at")
        strikes = [node for step in self.version.strikes for node in nodes_of(step)]
        if any(path in behind(self.version, node) for node in strikes):
            return self._apart(suffix)
        found: set[int] = set()
        for fact, reducer in self.version.reducers.items():
            reads = {name for name, node in expressions_of(reducer) if path in self._behind(node)}
            if reads <= {"every"}:
                found |= self._of_clock(fact, reducer) if reads else set()
            elif "where" in reads or reducer.written.reduce in _CLOCKS:
                found |= self._apart(suffix)
                found |= set(range(max(found, default=0) + 2)) if suffix == "on" else set()
            else:
                found |= self._of_bounds(path, reducer, reads, suffix)
        return found

    def _behind(self, node: Node) -> frozenset[str]:
        return behind(self.version, node)

    def _of_bounds(self, path: str, reducer: Reducer, reads: set[str], suffix: str) -> set[int]:
        """Where the end of a window comes to stand on an entry."""
        held = written(self.version, path)
        value, state = self.entries.columns[f"entry.occurred_{suffix}"]
        happened = value if state is None else value[state == KNOWN]
        found: set[int] = set()
        for name in sorted(reads):
            for end in self._values(reducer.bounds[name]).tolist():
                away = np.unique(happened - end).tolist()
                found |= {held + one for one in away} | {held - one for one in away}
        return found

    def _of_clock(self, fact: str, reducer: Reducer) -> set[int]:
        """From each event to those that follow, up to the next contact, and to the day it is read.

        Where an entry may or may not count, to all that follow.
        """
        index, claimant, _ = self.derived.evidence.get(fact, (np.zeros(0, dtype=np.int64),) * 3)
        doubtful = bool((self.derived.register.doubtful >= 0).any()) or fact not in (
            self.derived.evidence
        )
        if doubtful:
            return self._apart("on")
        nodes = [reducer.start, *(reducer.bounds.get(name) for name in ("until", "through"))]
        read = {day for node in nodes if node for day in self._values(node).tolist()}
        found: set[int] = set()
        for slot in np.unique(claimant).tolist():
            found |= set(self._following(reducer, index[claimant == slot], read))
        return found

    def _following(self, reducer: Reducer, index: Ints, read: set[int]) -> Iterator[int]:
        date = self.entries.columns["entry.occurred_on"].value[index]
        order = np.argsort(date, kind="stable")
        dates = date[order].tolist()
        kinds = reducer.kinds
        contact = [not kinds or kind in kinds for kind in self.entries.kind[index][order].tolist()]
        for place, start in enumerate([*dates, *sorted(read)]):
            yield from (abs(day - start) for day in read)
            for later in range(place + 1 if place < len(dates) else 0, len(dates)):
                yield abs(dates[later] - start)
                if contact[later] and dates[later] > start:
                    break

    def _values(self, node: Node) -> Ints:
        """What an expression comes to, of each claimant of whom it is known."""
        value, state = value_of(self.version, node)(self.frame)
        return np.unique(value if state is None else value[state == KNOWN])

    # All distances, where nothing better is known

    def _apart(self, suffix: str) -> set[int]:
        """Distances between any two moments of one claimant, the deal's among them."""
        moments = (np.array(sorted(one), dtype=np.int64) for one in self._moments(suffix))
        return {
            one for some in moments for one in np.unique(some[:, None] - some).tolist() if one >= 0
        }

    def _moments(self, suffix: str) -> list[set[int]]:
        """By claimant, when something happened, was recorded or is said to have been."""
        type_ = Type.DATE if suffix == "on" else Type.INSTANT
        told = {
            path: column
            for path, column in self.facts.columns.items()
            if path in self.version.facts and self.version.facts[path].type is type_
        }
        shared = {one for path in told if not path.startswith("me.") for one in _at(told[path], 0)}
        found = []
        for slot in range(-1, self.facts.claimants):
            mine = (self.entries.on_behalf_of == slot) | (self.entries.made_by == slot)
            moments = set(shared)
            for name in ("occurred", "recorded"):
                value, state = self.entries.columns[f"entry.{name}_{suffix}"]
                known = mine if state is None else mine & (state == KNOWN)
                moments |= set(value[known].tolist())
            if slot >= 0:
                moments |= {one for path in told for one in _at(told[path], slot)}
            found.append(moments)
        return found

    def _counts(self) -> set[int]:
        found = set(range(len(self.entries) + 2))
        for path, (value, _) in self.entries.columns.items():
            spec = self.version.facts.get(path)
            if spec is not None and spec.type is Type.INT:
                found |= set(np.unique(value).tolist())
        return found


def _at(column: Column, slot: int) -> list[int]:
    """A claimant's value, if it is known."""
    value, state = column
    if state is not None and state[min(slot, len(state) - 1), 0] != KNOWN:
        return []
    return [int(value[min(slot, len(value) - 1), 0])]
