"""Which values an expression proves to be present, so that comparing them is safe."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.core.policy.tree import And, Has, Node, Not, Or, Path

_NOTHING: frozenset[str] = frozenset()


def key(owner: str, name: str) -> str:
    """The guard key of a path: one per owner, so that has(me.x) says nothing about o.x."""
    return f"{owner}.{name}"


def implied(
    node: Node, *, truth: bool, defines: Mapping[str, Node], owner: str = "me"
) -> frozenset[str]:
    """Guard keys of the values that are present whenever `node` is `truth`.

    A bool that a policy defines implies what its definition implies, for whoever (`owner`) it is read of.
    """
    match node:
        case Has(path=path):
            return frozenset({key(_reader(path, owner), path.name)}) if truth else _NOTHING
        case Not(item=item):
            return implied(item, truth=not truth, defines=defines, owner=owner)
        case And(items=items) | Or(items=items):
            each = [implied(item, truth=truth, defines=defines, owner=owner) for item in items]
            every_item_holds = isinstance(node, And) is truth
            return _NOTHING.union(*each) if every_item_holds else each[0].intersection(*each[1:])
        case Path() if node.fact in defines:
            return implied(
                defines[node.fact], truth=truth, defines=defines, owner=_reader(node, owner)
            )
        case _:
            return _NOTHING


def _reader(path: Path, owner: str) -> str:
    return owner if path.owner == "me" else path.owner
