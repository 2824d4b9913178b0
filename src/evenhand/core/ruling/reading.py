"""What reads what: the facts and numbers behind the steps, by way of definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast

from evenhand.core.policy.tree import Arithmetic, Compare, In, Node, Path, Quantifier, walk
from evenhand.core.policy.usage import nodes_of
from evenhand.core.policy.versions import Reducer, Version
from evenhand.core.types import Type


def behind(version: Version, node: Node) -> frozenset[str]:
    """Paths of facts and numbers (`params.x`, `tables.x.row`) that an expression rests on."""
    known = cast("dict[int, frozenset[str]]", version.programs.setdefault("behind", {}))
    if id(node) not in known:
        defined = {one.path: one.node for one in version.defines}
        found: set[str] = set()
        for part in walk(node):
            if isinstance(part, Path):
                found |= _named(version, defined, part)
        known[id(node)] = frozenset(found)
    return known[id(node)]


def _named(version: Version, defined: dict[str, Node], path: Path) -> frozenset[str]:
    if path.fact in defined:
        return behind(version, defined[path.fact])
    if path.owner != "tables":
        return frozenset({path.fact})
    table = version.tables[path.name]
    by = behind(version, defined[table.by]) if table.by in defined else {table.by}
    return frozenset({*by, *(f"tables.{path.name}.{row}" for row in table.values)})


def read_by_steps(version: Version) -> frozenset[str]:
    """Everything that the steps, strikes apart, may come to read."""
    return _once(version, "read by steps", chain.from_iterable(map(nodes_of, version.steps)))


def read_by_derivations(version: Version) -> frozenset[str]:
    """Everything that strikes and derivations may come to read."""
    return _once(version, "read by derivations", _of_derivations(version))


def _of_derivations(version: Version) -> Iterator[Node]:
    for step in version.strikes:
        yield from nodes_of(step)
    for reducer in version.reducers.values():
        yield from (node for _, node in expressions_of(reducer))


def expressions_of(reducer: Reducer) -> Iterator[tuple[str, Node]]:
    """Every expression of a derivation: `where`, `every`, `start` and its bounds, by name."""
    nodes = {"where": reducer.where, "every": reducer.every, "start": reducer.start}
    yield from ((name, node) for name, node in nodes.items() if node)
    yield from reducer.bounds.items()


def _once(version: Version, key: str, nodes: Iterable[Node]) -> frozenset[str]:
    if key not in version.programs:
        version.programs[key] = frozenset().union(*(behind(version, node) for node in nodes))
    return cast("frozenset[str]", version.programs[key])


def compared_together(version: Version) -> dict[str, frozenset[str]]:
    """For each path, what stands with it in one comparison or ranking, itself included.

    Where one of two such values moves, the other's limits move too.
    """
    if "compared together" not in version.programs:
        found: dict[str, set[str]] = {}
        for node in _comparisons(version):
            paths = behind(version, node)
            for path in paths:
                found.setdefault(path, set()).update(paths)
        version.programs["compared together"] = {
            path: frozenset(paths) for path, paths in found.items()
        }
    return cast("dict[str, frozenset[str]]", version.programs["compared together"])


def _comparisons(version: Version) -> Iterator[Node]:
    trees = [one.node for one in version.defines]
    trees += [node for step in version.steps for node in nodes_of(step)]
    for tree in trees:
        yield from (node for node in walk(tree) if isinstance(node, Compare | In | Quantifier))
    ranked = [step.best for step in version.steps]
    ranked += [item.to for step in version.steps for item in step.items]
    yield from (best.node for best in ranked if best)


def counted_in_working_days(version: Version) -> frozenset[str]:
    """What stands in a comparison or ranking in which working days are counted from a date."""
    if "working days" not in version.programs:
        defined = {one.path: one.node for one in version.defines}
        bent = {path for path, node in defined.items() if _counts(node, frozenset())}
        for path, node in defined.items():  # each stands after those it reads
            if _counts(node, frozenset(bent)):
                bent.add(path)
        nodes = (node for node in _comparisons(version) if _counts(node, frozenset(bent)))
        version.programs["working days"] = frozenset().union(
            *(behind(version, node) for node in nodes)
        )
    return cast("frozenset[str]", version.programs["working days"])


def _counts(node: Node, bent: frozenset[str]) -> bool:
    return any(
        (isinstance(part, Arithmetic) and part.right.type is Type.WORKDAYS)
        or (isinstance(part, Path) and part.fact in bent)
        for part in walk(node)
    )
