"""A version with one mistake in it, and what all mistakes of a version are made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from evenhand.core.policy.places import Key, Located
from evenhand.core.policy.tree import Node, Path
from evenhand.core.policy.usage import derivation_texts, names_in, nodes_of, usage
from evenhand.core.policy.versions import Otherwise, Version
from evenhand.core.types import FactSpec, Type


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake and the version that has it.

    `path`: where it is made in the version as written, at `offset` of the expression there (-1: the
    whole part). `root`: that expression, or the name of a number, or what a step says. `derives`:
    facts may be derived otherwise. `remedy`: the remedy it is made in, if in one: that changes what
    is to be done, not who has the customer.
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
    remedy: str = ""

    def place(self, located: Located, base: Key) -> tuple[int, int]:
        """Line and column in the file; `base` is the path of the version."""
        full = (*base, *self.path)
        if self.offset >= 0 and full in located.written:
            value = located.written[full][1]
            before = value[: max(value.find(self.root), 0) + self.offset].split("\n")
            return located.within(full, len(before), len(before[-1]) + 1)
        problem = located.problem(full, "", at_key=True)
        return problem.line, problem.column


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


class Maker:
    """Makes the mutants of one version; `read`: the names that something reads."""

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
        self.texts = {
            step.id: " ".join(node.text for node in nodes_of(step)) for step in version.steps
        }

    def never_meet(self, one: Node, other: Node) -> bool:
        """Two places in the register that are never the same: an entry is of one kind."""
        kinds = [self.kinds_of(node) for node in (one, other)]
        return all(kinds) and not kinds[0] & kinds[1]

    def kinds_of(self, node: Node) -> set[str]:
        """The kinds of entry whose place a value is; nothing if it is not told."""
        if not isinstance(node, Path) or node.type is not Type.POSITION:
            return set()
        if node.fact == "deal.closing":
            return {"contract", "order"}
        reducer = self.version.reducers.get(node.fact)
        codes = (*reducer.kinds, *reducer.completed_by) if reducer else ()
        return {self.version.kind_names[code] for code in codes}

    def elsewhere(self, referral: Otherwise) -> tuple[str, Otherwise]:
        """A referral to another forum that the policy uses, and how that is told."""
        used = sorted(usage(self.version).forums & set(self.version.forums))
        others = [name for name in (*used, *self.version.forums) if name != referral.forum]
        before = f"{referral.kind} {referral.forum}".strip()
        return f"{before} → refer {others[0]}", replace(referral, kind="refer", forum=others[0])

    def mutant(
        self, operator: str, name: str, path: Key, told: str, version: Version, *, derives: bool
    ) -> Mutant:
        slug = f"{operator}-{_slug(name)}"
        root = self.texts.get(name, name)
        cites = self.cites.get(name, ())
        return Mutant(slug, operator, path, told, version, cites, root=root, derives=derives)


def _citations(version: Version) -> dict[str, tuple[str, ...]]:
    """What each named part cites."""
    found = {one.path: one.cites for one in version.defines}
    for step in (*version.strikes, *version.steps):
        found[step.id] = step.cites
        found |= {f"{step.id}-{item.id}": item.cites for item in step.items}
    found |= {clause.id: clause.cites for clause in version.conduct}
    found |= {remedy.id: remedy.cites for remedy in version.remedies}
    return found | {"tie": version.tie.cites, "if_none_remain": version.if_none_remain.cites}
