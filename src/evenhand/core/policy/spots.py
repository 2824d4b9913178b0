"""Where expressions stand in a version, and the version with one of them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from evenhand.core.policy.places import Key
from evenhand.core.policy.tree import (
    And,
    Arithmetic,
    Compare,
    Conditional,
    Has,
    In,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    Path,
    Quantifier,
)
from evenhand.core.policy.usage import usage
from evenhand.core.policy.versions import Best, Reducer, Remedy, ScoreItem, Step, Version
from evenhand.core.types import FactSpec


@dataclass(frozen=True, slots=True)
class Spot:
    """One expression of a version.

    `path`: where it stands in the version as written; `name`: what it belongs to (a step, a
    definition, a fact); `put`: the version with another expression in its place; `derives`: facts
    are derived by it; `remedy`: the remedy it stands in.
    """

    path: Key
    name: str
    node: Node
    put: Callable[[Node], Version]
    derives: bool = False
    remedy: str = ""


def changed(version: Version, **parts: object) -> Version:
    """The version with other parts, to be compiled anew."""
    return replace(version, programs={}, **parts)  # type: ignore[arg-type]  # parts of a Version


def with_step(version: Version, step: Step) -> Version:
    """The version with another step (or strike) of the same number."""
    if step.verb == "strike":
        strikes = (step if one.index == step.index else one for one in version.strikes)
        return changed(version, strikes=tuple(strikes))
    steps = (step if one.index == step.index else one for one in version.steps)
    return changed(version, steps=tuple(steps))


def step_path(version: Version, step: Step) -> Key:
    """Where a step is written: strikes come first."""
    return ("steps", step.index + (0 if step.verb == "strike" else len(version.strikes)))


def with_reducer(version: Version, path: str, reducer: Reducer) -> Version:
    """The version with another derivation of a fact."""
    return changed(version, reducers={**version.reducers, path: reducer})


def spots(version: Version, catalogue: Mapping[str, FactSpec]) -> Iterator[Spot]:
    """Every expression of the policy's own that can change a ruling, conduct or remedies."""
    read = usage(version).names
    for strike in version.strikes:
        yield from _of_step(version, strike)
    for path, reducer in own_reducers(version, catalogue):
        yield from _of_reducer(version, path, reducer)
    for place, define in enumerate(version.defines):
        if define.path in read:

            def put(node: Node, place: int = place) -> Version:
                one = replace(version.defines[place], node=node)
                before, after = version.defines[:place], version.defines[place + 1 :]
                return changed(version, defines=(*before, one, *after))

            yield Spot(("define", define.path, "is"), define.path, define.node, put)
    for step in version.steps:
        yield from _of_step(version, step)
    for place, clause in enumerate(version.conduct):

        def put_clause(node: Node, place: int = place) -> Version:
            one = replace(version.conduct[place], when=node)
            before, after = version.conduct[:place], version.conduct[place + 1 :]
            return changed(version, conduct=(*before, one, *after))

        yield Spot(("conduct", place, "when"), clause.id, clause.when, put_clause)
    for place, remedy in enumerate(version.remedies):
        yield from _of_remedy(version, place, remedy)


def own_reducers(
    version: Version, catalogue: Mapping[str, FactSpec]
) -> Iterator[tuple[str, Reducer]]:
    """The derivations that the policy wrote itself, of facts that something reads."""
    read = usage(version).names
    for path, reducer in version.reducers.items():
        standard = catalogue.get(path)
        if path in read and (standard is None or standard.derive != reducer.written):
            yield path, reducer


def _of_step(version: Version, step: Step) -> Iterator[Spot]:
    at = step_path(version, step)
    derives = step.verb == "strike"

    def put(**parts: object) -> Version:
        return with_step(version, replace(step, **parts))  # type: ignore[arg-type]  # parts of a Step

    if step.when is not None:
        yield Spot((*at, "when"), step.id, step.when, lambda node: put(when=node))
    if step.condition is not None:
        where = (*at, step.verb)
        yield Spot(where, step.id, step.condition, lambda node: put(condition=node), derives)
    if (best := step.best) is not None:
        where = (*at, "prefer", best.direction)
        yield Spot(where, step.id, best.node, lambda node: put(best=Best(best.direction, node)))
    for place, item in enumerate(step.items):
        yield from _of_item(version, step, place, item)


def with_item(version: Version, step: Step, place: int, item: ScoreItem) -> Version:
    """The version with another item in a score."""
    items = (*step.items[:place], item, *step.items[place + 1 :])
    return with_step(version, replace(step, items=items))


def _of_item(version: Version, step: Step, place: int, item: ScoreItem) -> Iterator[Spot]:
    at = (*step_path(version, step), "score", place)
    name = f"{step.id}-{item.id}"

    def put(**parts: object) -> Version:
        return with_item(version, step, place, replace(item, **parts))  # type: ignore[arg-type]  # parts of an item

    if item.when is not None:
        yield Spot((*at, "when"), name, item.when, lambda node: put(when=node))
    if (best := item.to) is not None:
        where = (*at, "to", best.direction)
        yield Spot(where, name, best.node, lambda node: put(to=Best(best.direction, node)))
    if item.points_from is not None:
        yield Spot((*at, "points_from"), name, item.points_from, lambda node: put(points_from=node))


def with_remedy(version: Version, place: int, remedy: Remedy) -> Version:
    """The version with another remedy in this place."""
    before, after = version.remedies[:place], version.remedies[place + 1 :]
    return changed(version, remedies=(*before, remedy, *after))


def _of_remedy(version: Version, place: int, remedy: Remedy) -> Iterator[Spot]:
    at: Key = ("remedies", place)
    share: Key = (*at, "do", "share")

    def spot(path: Key, node: Node, put: Callable[[Node], Remedy]) -> Spot:
        name = remedy.id
        return Spot(
            path, name, node, lambda new: with_remedy(version, place, put(new)), remedy=name
        )

    if remedy.when is not None:
        yield spot((*at, "when"), remedy.when, lambda node: replace(remedy, when=node))
    if remedy.with_ is not None:
        yield spot((*share, "with"), remedy.with_, lambda node: replace(remedy, with_=node))
    if (rank := remedy.rank) is not None:
        where = (*share, "rank", rank.direction)
        best = rank.direction
        yield spot(where, rank.node, lambda node: replace(remedy, rank=Best(best, node)))
    for role, who in remedy.roles.items():

        def put_role(node: Node, role: str = role) -> Remedy:
            return replace(remedy, roles={**remedy.roles, role: node})

        yield spot((*at, "do", "divide", "roles", role, "who"), who, put_role)


def _of_reducer(version: Version, path: str, reducer: Reducer) -> Iterator[Spot]:
    at: Key = ("facts", path, "derive")

    def put(**parts: object) -> Version:
        return with_reducer(version, path, replace(reducer, **parts))  # type: ignore[arg-type]  # parts of a Reducer

    if reducer.where is not None:
        yield Spot((*at, "where"), path, reducer.where, lambda node: put(where=node), derives=True)
    for option, bound in reducer.bounds.items():

        def put_bound(node: Node, option: str = option) -> Version:
            return put(bounds={**reducer.bounds, option: node})

        yield Spot((*at, option), path, bound, put_bound, derives=True)
    if reducer.start is not None:
        yield Spot((*at, "start"), path, reducer.start, lambda node: put(start=node), derives=True)
    if reducer.every is not None and reducer.table is None:
        yield Spot((*at, "every"), path, reducer.every, lambda node: put(every=node), derives=True)


# Parts of one expression


def parts(node: Node, start: int = 0) -> Iterator[tuple[Node, int]]:
    """The node and everything below it, with the place of each in the node's own source.

    What `has()` asks about is no part of its own.
    """
    yield node, start
    if isinstance(node, Has):
        return
    cursor = 0
    for child in node.children():
        found = node.text.find(child.text, cursor)
        cursor = max(found, cursor)
        yield from parts(child, start + cursor)
        cursor += len(child.text) if found >= 0 else 0


def with_part(node: Node, old: Node, new: Node) -> Node:
    """The tree with one of its parts (the very object) replaced."""
    if node is old:
        return new
    match node:
        case And(items=items) | Or(items=items):
            return replace(node, items=tuple(with_part(item, old, new) for item in items))
        case Not(item=item) | Negate(item=item):
            return replace(node, item=with_part(item, old, new))
        case In(item=item, among=among):
            literals = tuple(
                new if one is old and isinstance(new, Literal) else one for one in among
            )
            return replace(node, item=with_part(item, old, new), among=literals)
        case Quantifier(body=body):
            return replace(node, body=with_part(body, old, new))
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            sides = with_part(left, old, new), with_part(right, old, new)
            return replace(node, left=sides[0], right=sides[1])
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return replace(
                node,
                condition=with_part(condition, old, new),
                then=with_part(then, old, new),
                otherwise=with_part(otherwise, old, new),
            )
    return node


def reads_number(node: Node) -> bool:
    """A number of the policy stands in it: a literal, a param or a table."""
    return any(
        isinstance(part, Literal) or (isinstance(part, Path) and part.owner in ("params", "tables"))
        for part, _ in parts(node)
    )
