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

    A bool that a policy defines implies what its definition implies, for whoever (`owner`) it is
    read of.
    """
    return _Prover(defines).keys(node, owner, truth=truth)


class _Prover:
    """Reads each define once for each truth value and owner, however often it is named."""

    def __init__(self, defines: Mapping[str, Node]) -> None:
        self.defines = defines
        self.found: dict[tuple[str, str, bool], frozenset[str]] = {}

    def keys(self, node: Node, owner: str, *, truth: bool) -> frozenset[str]:
        match node:
            case Has(path=path):
                return self._present(path, owner) if truth else _NOTHING
            case Not(item=item):
                return self.keys(item, owner, truth=not truth)
            case And(items=items) | Or(items=items):
                each = [self.keys(item, owner, truth=truth) for item in items]
                every_item_holds = isinstance(node, And) is truth
                return (
                    _NOTHING.union(*each) if every_item_holds else each[0].intersection(*each[1:])
                )
            case Path() if node.fact in self.defines:
                return self._of_define(node.fact, _reader(node, owner), truth=truth)
            case _:
                return _NOTHING

    def _present(self, path: Path, owner: str) -> frozenset[str]:
        if path.owner == "tables" and owner == "other":
            return _NOTHING  # it was looked up by a fact of somebody else
        return frozenset({key(_reader(path, owner), path.name)})

    def _of_define(self, fact: str, owner: str, *, truth: bool) -> frozenset[str]:
        asked = (fact, owner, truth)
        if asked not in self.found:
            self.found[asked] = self.keys(self.defines[fact], owner, truth=truth)
        return self.found[asked]


def _reader(path: Path, owner: str) -> str:
    return owner if path.owner == "me" else path.owner
