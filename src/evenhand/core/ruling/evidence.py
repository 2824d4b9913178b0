"""Which register entries stand behind an expression, in a batch of one."""

from __future__ import annotations

from typing import cast

from evenhand.core.policy.tree import Node, paths
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.derive import Derived

Reads = tuple[tuple[str, str], ...]
"""Facts and whose they are: me, deal or dispute."""


class Evidence:
    """The entries of one dispute by the facts that were derived from them."""

    def __init__(self, derived: Derived) -> None:
        self.derived = derived
        self.ids = derived.register.entries.ids
        self._of_facts: dict[str, dict[int, list[int]]] = {}
        self._behind: dict[tuple[Reads, int], tuple[str, ...]] = {}

    def behind(self, facts: Reads, claimant: int) -> tuple[str, ...]:
        """Ids of the entries behind facts, in register order."""
        if not self.ids:
            return ()
        key = (facts, claimant)
        if key not in self._behind:
            found: set[int] = set()
            for fact, scope in facts:
                found.update(self._of_fact(fact).get(claimant if scope == "me" else 0, ()))
            self._behind[key] = tuple([self.ids[index] for index in sorted(found)])
        return self._behind[key]

    def _of_fact(self, path: str) -> dict[int, list[int]]:
        """Indices of the entries behind a fact by claimant slot; of the deal or dispute by 0."""
        if path not in self._of_facts:
            by_slot: dict[int, list[int]] = {}
            if path in self.derived.evidence:
                index, claimants, _ = self.derived.evidence[path]
                for one, slot in zip(index.tolist(), claimants.tolist(), strict=True):
                    by_slot.setdefault(slot, []).append(one)
            self._of_facts[path] = by_slot
        return self._of_facts[path]


def reads(version: Version, node: Node) -> Reads:
    """Facts an expression reads, also through defines, each with whose it is; kept by node."""
    known = cast("dict[int, tuple[Node, Reads]]", version.programs.setdefault("reads", {}))
    if id(node) not in known:
        defined = defines(version)
        found: dict[tuple[str, str], None] = {}
        for path in paths(node):
            if path.fact in defined:
                found |= dict.fromkeys(reads(version, defined[path.fact]))
            elif path.owner in ("me", "deal", "dispute"):
                found[path.fact, path.owner] = None
        known[id(node)] = node, tuple(found)
    return known[id(node)][1]


def defines(version: Version) -> dict[str, Node]:
    """The defined expressions of a version by path."""
    if "defines" not in version.programs:
        version.programs["defines"] = {define.path: define.node for define in version.defines}
    return cast("dict[str, Node]", version.programs["defines"])
