"""A version with one small mistake in it, for every small mistake of a fixed list.

The list, with what is left out and why, is docs/explain/mutants.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from evenhand.core.policy.mistakes import (
    EDGES,
    NUMBERS,
    OPERATORS,
    OPPOSITE,
    mistakes,
    one_off,
    opposite,
    unit_of,
)
from evenhand.core.policy.places import Key, Located
from evenhand.core.policy.spots import (
    Spot,
    changed,
    own_reducers,
    parts,
    reads_number,
    spots,
    step_path,
    with_item,
    with_part,
    with_reducer,
    with_step,
)
from evenhand.core.policy.tree import Literal
from evenhand.core.policy.usage import derivation_texts, names_in, usage
from evenhand.core.policy.versions import Otherwise, ScoreItem, Step, Version
from evenhand.core.types import FactSpec


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake and the version that has it.

    `path`: where it is made in the version as written, at `offset` of the expression there (-1: the
    whole part); `derives`: facts may be derived otherwise.
    """

    id: str
    operator: str
    path: Key
    told: str
    version: Version
    cites: tuple[str, ...] = ()
    offset: int = -1
    root: str = ""
    derives: bool = False

    def place(self, located: Located, base: Key) -> tuple[int, int]:
        """Line and column in the file; `base` is the path of the version."""
        full = (*base, *self.path)
        if self.offset >= 0 and full in located.written:
            value = located.written[full][1]
            before = value[: max(value.find(self.root), 0) + self.offset].split("\n")
            return located.within(full, len(before), len(before[-1]) + 1)
        problem = located.problem(full, "", at_key=True)
        return problem.line, problem.column


def mutants(version: Version, catalogue: Mapping[str, FactSpec]) -> list[Mutant]:
    """All mutants of a version, each with an id of its own, in the order of OPERATORS."""
    made = [*_Mutation(version, catalogue).all()]
    made.sort(key=lambda one: list(OPERATORS).index(one.operator))
    count: dict[str, int] = {}
    numbered = []
    for one in made:
        count[one.id] = count.get(one.id, 0) + 1
        numbered.append(replace(one, id=f"{one.id}-{count[one.id]}"))
    return numbered


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


class _Mutation:
    def __init__(self, version: Version, catalogue: Mapping[str, FactSpec]) -> None:
        self.version = version
        self.catalogue = catalogue
        self.read = usage(version).names
        self.in_derivations = {
            name
            for reducer in version.reducers.values()
            for text in derivation_texts(reducer.written)
            for name in names_in(text)
        }
        self.cites = _citations(version)

    def all(self) -> Iterator[Mutant]:
        yield from self._dropped()
        yield from self._swapped()
        for spot in spots(self.version, self.catalogue):
            yield from self._in_expression(spot)
        yield from self._numbers()
        yield from self._opposites()
        yield from self._forums()

    def _mutant(
        self, operator: str, name: str, path: Key, told: str, version: Version, *, derives: bool
    ) -> Mutant:
        slug = f"{operator}-{_slug(name)}"
        return Mutant(
            slug, operator, path, told, version, self.cites.get(name, ()), derives=derives
        )

    # Steps

    def _dropped(self) -> Iterator[Mutant]:
        version = self.version
        for step in version.strikes:
            rest = [one for one in version.strikes if one is not step]
            without = changed(version, strikes=_numbered(rest))
            yield self._without(step, without, derives=True)
        for step in version.steps:
            rest = [one for one in version.steps if one is not step]
            yield self._without(step, changed(version, steps=_numbered(rest)), derives=False)
            for place, item in enumerate(step.items):
                if len(step.items) > 1:
                    yield self._without_item(step, place, item)
        for place, clause in enumerate(version.conduct):
            rest_of = version.conduct[:place] + version.conduct[place + 1 :]
            without = changed(version, conduct=rest_of)
            told = f"without the clause {clause.id}"
            yield self._mutant("drop", clause.id, ("conduct", place), told, without, derives=False)

    def _without(self, step: Step, version: Version, *, derives: bool) -> Mutant:
        path = (*step_path(self.version, step), "id")
        told = f"without the step {step.id}"
        return self._mutant("drop", step.id, path, told, version, derives=derives)

    def _without_item(self, step: Step, place: int, item: ScoreItem) -> Mutant:
        items = step.items[:place] + step.items[place + 1 :]
        version = with_step(self.version, replace(step, items=items))
        path = (*step_path(self.version, step), "score", place, "id")
        name = f"{step.id}-{item.id}"
        return self._mutant("drop", name, path, f"without {item.id}", version, derives=False)

    def _swapped(self) -> Iterator[Mutant]:
        steps = self.version.steps
        for place, (one, next_) in enumerate(pairwise(steps)):
            order = [*steps[:place], next_, one, *steps[place + 2 :]]
            version = changed(self.version, steps=_numbered(order))
            path = (*step_path(self.version, next_), "id")
            told = f"{next_.id} before {one.id}"
            yield self._mutant("swap", next_.id, path, told, version, derives=False)

    # Expressions

    def _in_expression(self, spot: Spot) -> Iterator[Mutant]:
        for part, offset in parts(spot.node):
            for operator, told, new in mistakes(part):
                version = spot.put(with_part(spot.node, part, new))
                mutant = self._mutant(
                    operator, spot.name, spot.path, told, version, derives=spot.derives
                )
                yield replace(mutant, offset=offset, root=spot.node.text)

    # Numbers outside expressions

    def _numbers(self) -> Iterator[Mutant]:
        version = self.version
        for name, literal in version.params.items():
            if literal.type in NUMBERS and f"params.{name}" in self.read:
                for new in one_off(literal):
                    other = changed(version, params={**version.params, name: new})
                    yield self._number(f"params.{name}", ("params", name), literal, new, other)
        for name, table in version.tables.items():
            for key, value in table.values.items() if f"tables.{name}" in self.read else ():
                old = Literal(table.type, False, f"{value}", value)
                for more in (-unit_of(table.type), unit_of(table.type)):
                    new = replace(old, value=value + more, text=f"{value + more}")
                    other = _with_row(version, name, key, value + more)
                    at = ("tables", name, key)
                    yield self._number(f"tables.{name}", at, old, new, other, f" for {key}")
        for step in version.steps:
            yield from self._of_step(step)
        yield from self._windows()

    def _number(
        self,
        name: str,
        path: Key,
        old: Literal,
        new: Literal,
        version: Version,
        told: str = "",
    ) -> Mutant:
        text = f"{name}{told}: {old.text} → {new.text}"
        derives = name in self.in_derivations
        return self._mutant("unit", name, path, text, version, derives=derives)

    def _of_step(self, step: Step) -> Iterator[Mutant]:
        at = step_path(self.version, step)
        for more in (-1, 1):
            if step.at_most and step.at_most + more > 0:
                version = with_step(self.version, replace(step, at_most=step.at_most + more))
                told = f"at_most: {step.at_most} → {step.at_most + more}"
                path = (*at, "at_most")
                yield self._mutant("unit", step.id, path, told, version, derives=False)
            for place, item in enumerate(step.items):
                yield from self._of_item(step, place, item, more)

    def _of_item(self, step: Step, place: int, item: ScoreItem, more: int) -> Iterator[Mutant]:
        at, name = (*step_path(self.version, step), "score", place), f"{step.id}-{item.id}"
        if item.points_from is None:
            version = with_item(self.version, step, place, replace(item, points=item.points + more))
            told = f"points of {item.id}: {item.points} → {item.points + more}"
            yield self._mutant("unit", name, (*at, "points"), told, version, derives=False)
            return
        low, high = item.range
        for limits in ((low + more, high), (low, high + more)):
            version = with_item(self.version, step, place, replace(item, range=limits))
            told = f"range of {item.id}: {[low, high]} → {list(limits)}"
            yield self._mutant("unit", name, (*at, "range"), told, version, derives=False)

    def _windows(self) -> Iterator[Mutant]:
        """A window without a number: the entry on its edge counts, or does not."""
        for path, reducer in own_reducers(self.version, self.catalogue):
            for option, bound in reducer.bounds.items():
                if reads_number(bound) or EDGES[option] in reducer.bounds:
                    continue
                bounds = {key: node for key, node in reducer.bounds.items() if key != option}
                bounds[EDGES[option]] = bound
                version = with_reducer(self.version, path, replace(reducer, bounds=bounds))
                told = f"{option} → {EDGES[option]} in {path}"
                at = ("facts", path, "derive", option)
                yield self._mutant("unit", path, at, told, version, derives=True)

    # Ranks and referrals

    def _opposites(self) -> Iterator[Mutant]:
        version = self.version
        for step in version.steps:
            at = step_path(version, step)
            if step.best is not None:
                new = replace(step, best=opposite(step.best))
                told = f"{OPPOSITE[step.best.direction]} {step.best.node.text}"
                where = (*at, "prefer", step.best.direction)
                other = with_step(version, new)
                yield self._mutant("opposite", step.id, where, told, other, derives=False)
            for place, item in enumerate(step.items):
                if item.to is not None:
                    other = with_item(version, step, place, replace(item, to=opposite(item.to)))
                    told = f"{OPPOSITE[item.to.direction]} {item.to.node.text}"
                    where = (*at, "score", place, "to", item.to.direction)
                    name = f"{step.id}-{item.id}"
                    yield self._mutant("opposite", name, where, told, other, derives=False)
        for path, reducer in own_reducers(version, self.catalogue):
            reduce = reducer.written.reduce
            if reduce in OPPOSITE and not reducer.completed_by:
                written = replace(reducer.written, reduce=OPPOSITE[reduce])
                other = with_reducer(version, path, replace(reducer, written=written))
                told = f"{path}: {reduce} → {OPPOSITE[reduce]}"
                where = ("facts", path, "derive", "reduce")
                yield self._mutant("opposite", path, where, told, other, derives=True)

    def _forums(self) -> Iterator[Mutant]:
        version = self.version
        for step in version.steps:
            at = step_path(version, step)
            if step.refer is not None:
                told, other = self._elsewhere(step.refer)
                new = with_step(version, replace(step, refer=other))
                yield self._mutant("forum", step.id, (*at, "refer"), told, new, derives=False)
            if step.above is not None:
                told, other = self._elsewhere(step.above)
                new = with_step(version, replace(step, above=other))
                yield self._mutant("forum", step.id, (*at, "above"), told, new, derives=False)
        for name in ("tie", "if_none_remain", "on_missing"):
            referral = getattr(version, name)
            if referral is not None:
                told, other = self._elsewhere(referral)
                new = changed(version, **{name: other})
                yield self._mutant("forum", name, (name,), f"{name}: {told}", new, derives=False)

    def _elsewhere(self, referral: Otherwise) -> tuple[str, Otherwise]:
        used = sorted(usage(self.version).forums & set(self.version.forums))
        others = [name for name in (*used, *self.version.forums) if name != referral.forum]
        before = f"{referral.kind} {referral.forum}".strip()
        return f"{before} → refer {others[0]}", replace(referral, kind="refer", forum=others[0])


def _numbered(steps: list[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, index=index) for index, step in enumerate(steps))


def _with_row(version: Version, name: str, key: str, value: int) -> Version:
    """The version with one row of a table changed, for intervals that go by it too."""
    table = replace(version.tables[name], values={**version.tables[name].values, key: value})
    reducers = {
        path: replace(one, table=table) if one.table and one.table.name == name else one
        for path, one in version.reducers.items()
    }
    return changed(version, tables={**version.tables, name: table}, reducers=reducers)


def _citations(version: Version) -> dict[str, tuple[str, ...]]:
    """What each named part cites."""
    found = {one.path: one.cites for one in version.defines}
    for step in (*version.strikes, *version.steps):
        found[step.id] = step.cites
        found |= {f"{step.id}-{item.id}": item.cites for item in step.items}
    found |= {clause.id: clause.cites for clause in version.conduct}
    return found | {"tie": version.tie.cites, "if_none_remain": version.if_none_remain.cites}
