"""Mistakes in numbers outside expressions: params, tables, points, and the edges of windows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenhand.core.policy.mistakes import EDGES, NUMBERS, as_written, one_off
from evenhand.core.policy.mutant import Maker, Mutant
from evenhand.core.policy.places import Key
from evenhand.core.policy.spots import (
    changed,
    own_reducers,
    reads_number,
    step_path,
    with_item,
    with_reducer,
    with_step,
)
from evenhand.core.policy.tree import Literal, Node
from evenhand.core.policy.versions import Reducer, ScoreItem, Step, Version
from evenhand.core.said import said


class WrongNumbers(Maker):
    """Makes them."""

    def all(self) -> Iterator[Mutant]:
        """Every one."""
        yield from self._numbers()
        for step in self.version.steps:
            yield from self._of_step(step)
        yield from self._windows()

    def _numbers(self) -> Iterator[Mutant]:
        version = self.version
        for name, literal in version.params.items():
            if literal.type in NUMBERS and f"params.{name}" in self.read:
                for new in one_off(literal):
                    other = changed(version, params={**version.params, name: new})
                    yield self._number(f"params.{name}", ("params", name), literal, new, other)
        for name, table in version.tables.items():
            for key, value in table.values.items() if f"tables.{name}" in self.read else ():
                old = as_written(table.type, value)
                for new in one_off(old):
                    other = _with_row(version, name, key, int(new.value))
                    at = ("tables", name, key)
                    yield self._number(f"tables.{name}", at, old, new, other, key)

    def _number(
        self,
        name: str,
        path: Key,
        old: Literal,
        new: Literal,
        version: Version,
        row: str = "",
    ) -> Mutant:
        values = {"name": name, "before": old.text, "after": new.text}
        text = f"{name}: {old.text} → {new.text}"
        if row:
            text = said("{name} for {row}: {before} → {after}", row=row, **values)
        derives = name in self.in_derivations
        return self.mutant("unit", name, path, text, version, derives=derives)

    def _of_step(self, step: Step) -> Iterator[Mutant]:
        at = step_path(self.version, step)
        for more in (-1, 1):
            if step.at_most and step.at_most + more > 0:
                version = with_step(self.version, replace(step, at_most=step.at_most + more))
                told = f"at_most: {step.at_most} → {step.at_most + more}"
                path = (*at, "at_most")
                yield self.mutant("unit", step.id, path, told, version, derives=False)
            for place, item in enumerate(step.items):
                yield from self._of_item(step, place, item, more)

    def _of_item(self, step: Step, place: int, item: ScoreItem, more: int) -> Iterator[Mutant]:
        at, name = (*step_path(self.version, step), "score", place), f"{step.id}-{item.id}"
        if item.points_from is None:
            version = with_item(self.version, step, place, replace(item, points=item.points + more))
            told = said(
                "points of {item}: {before} → {after}",
                item=item.id,
                before=item.points,
                after=item.points + more,
            )
            yield self.mutant("unit", name, (*at, "points"), told, version, derives=False)
            return
        low, high = item.range
        for limits in ((low + more, high), (low, high + more)):
            version = with_item(self.version, step, place, replace(item, range=limits))
            told = said(
                "range of {item}: {before} → {after}",
                item=item.id,
                before=str([low, high]),
                after=str(list(limits)),
            )
            yield self.mutant("unit", name, (*at, "range"), told, version, derives=False)

    def _windows(self) -> Iterator[Mutant]:
        """A window without a number: the entry on its edge counts, or does not."""
        for path, reducer in own_reducers(self.version, self.catalogue):
            for option, bound in reducer.bounds.items():
                if EDGES[option] in reducer.bounds or self._has_no_edge(reducer, bound):
                    continue
                bounds = {key: node for key, node in reducer.bounds.items() if key != option}
                bounds[EDGES[option]] = bound
                version = with_reducer(self.version, path, replace(reducer, bounds=bounds))
                told = said(
                    "{before} → {after} in {path}", before=option, after=EDGES[option], path=path
                )
                at = ("facts", path, "derive", option)
                yield self.mutant("unit", path, at, told, version, derives=True)

    def _has_no_edge(self, reducer: Reducer, bound: Node) -> bool:
        """No entry can stand on it, or none that does makes a difference.

        A number of days moves it anyway. The longest gap ends on the edge with or without an entry.
        An entry is of one kind: it is not the closing and a visit.
        """
        if reads_number(bound) or reducer.written.reduce == "longest_gap":
            return True
        own = {self.version.kind_names[code] for code in reducer.kinds}
        kinds = self.kinds_of(bound)
        return bool(own and kinds) and not own & kinds


def _with_row(version: Version, name: str, key: str, value: int) -> Version:
    """The version with one row of a table changed, for intervals that go by it too."""
    table = replace(version.tables[name], values={**version.tables[name].values, key: value})
    reducers = {
        path: replace(one, table=table) if one.table and one.table.name == name else one
        for path, one in version.reducers.items()
    }
    return changed(version, tables={**version.tables, name: table}, reducers=reducers)
