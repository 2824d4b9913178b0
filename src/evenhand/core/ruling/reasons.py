"""Why a condition came out as it did.

Its atoms, their values, and the register entries behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np

from evenhand.core.policy.tree import (
    And,
    Compare,
    Conditional,
    Has,
    In,
    Literal,
    Node,
    Not,
    Or,
    Path,
    Quantifier,
    paths,
)
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import FALSE, K3, KNOWN, TRUE, UNKNOWN, Bools, Column, Ints
from evenhand.core.ruling.derive import Derived, evidence_of
from evenhand.core.ruling.logic import Compiler, Frame
from evenhand.core.types import Type

Reads = tuple[tuple[str, str], ...]
"""Facts and whose they are: me, deal or dispute."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in an explanation: its code, state and type, and the expression it came from."""

    node: Node
    value: int
    state: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition and what became of it for one claimant.

    `truth`: K3. `sides`: the compared values. `because`: what a defined condition rests on. `who`:
    slots of the claimants that make a quantifier true (exists) or false (all). `decisive`: by
    itself it makes the whole come out as it did. `entries`: ids behind it.
    """

    node: Node
    truth: int
    decisive: bool
    sides: tuple[Amount, ...] = ()
    because: tuple[Reason, ...] = ()
    who: tuple[int, ...] = ()
    entries: tuple[str, ...] = ()


class Reasons:
    """Turns the truth of a tree into reasons, as it stands in one frame."""

    def __init__(
        self, version: Version, derived: Derived, frame: Frame, mode: str = "claimant"
    ) -> None:
        self.version = version
        self.derived = derived
        self.defines = {define.path: define.node for define in version.defines}
        self.frame = frame
        self.mode = mode

    def truth(self, node: Node, claimant: int) -> int:
        """The K3 of a part of the tree, from the recorded atoms."""
        match node:
            case And(items=items):
                return min(self.truth(item, claimant) for item in items)
            case Or(items=items):
                return max(self.truth(item, claimant) for item in items)
            case Not(item=item):
                return TRUE - self.truth(item, claimant)
            case Literal(value=int(value)):
                return value
            case Conditional():
                return self._chosen(node, claimant)
            case _:
                assert self.frame.atoms is not None
                return at(self.frame.atoms[id(node)], claimant)

    def _chosen(self, node: Conditional, claimant: int) -> int:
        condition = self.truth(node.condition, claimant)
        then, otherwise = self.truth(node.then, claimant), self.truth(node.otherwise, claimant)
        if condition == UNKNOWN:
            return then if then == otherwise else UNKNOWN
        return then if condition == TRUE else otherwise

    def of(self, node: Node, claimant: int, *, decisive: bool = True) -> tuple[Reason, ...]:
        """The atoms below a node.

        Decisive are those that by themselves make it come out as it did.
        """
        match node:
            case And(items=items) | Or(items=items):
                truth = self.truth(node, claimant)
                whole = truth == (TRUE if isinstance(node, And) else FALSE)
                return self._join(
                    items, claimant, lambda part: decisive and (whole or part == truth)
                )
            case Not(item=item):
                return self.of(item, claimant, decisive=decisive)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                taken = self.truth(condition, claimant)
                branches = (
                    [condition]
                    + ([then] if taken != FALSE else [])
                    + ([otherwise] if taken != TRUE else [])
                )
                return self._join(branches, claimant, lambda _part: decisive)
            case Literal():
                return ()
            case _:
                return (self._atom(node, claimant, decisive=decisive),)

    def _join(
        self, items: Iterable[Node], claimant: int, is_decisive: Callable[[int], bool]
    ) -> tuple[Reason, ...]:
        found: list[Reason] = []
        for item in items:
            found += self.of(item, claimant, decisive=is_decisive(self.truth(item, claimant)))
        return tuple(found)

    def _atom(self, node: Node, claimant: int, *, decisive: bool) -> Reason:
        truth = self.truth(node, claimant)
        if isinstance(node, Quantifier):
            return Reason(node, truth, decisive, who=self._who(node, claimant))
        if isinstance(node, Path) and node.fact in self.defines:
            return Reason(
                node,
                truth,
                decisive,
                because=self._because(node, claimant),
                entries=self.entries(node, claimant),
            )
        sides: tuple[Amount, ...] = ()
        if isinstance(node, Compare) and node.left.type is not Type.BOOL:
            sides = (self._side(node.left, claimant), self._side(node.right, claimant))
        elif isinstance(node, In) and node.item.type is not Type.BOOL:
            sides = (self._side(node.item, claimant),)
        elif isinstance(node, Has):
            sides = (self._side(node.path, claimant),)
        return Reason(node, truth, decisive, sides, entries=self.entries(node, claimant))

    def _because(self, node: Path, claimant: int) -> tuple[Reason, ...]:
        """What a defined condition rests on: its own atoms, read over all claimants."""
        if self.frame.atoms is None or node.owner == "other":
            return ()
        remaining = self.frame.remaining
        self.frame.narrow(self.frame.everybody)
        row = claimant if node.owner == "me" else 0
        found = self.of(self.defines[node.fact], row)
        self.frame.narrow(remaining)
        return found

    def _side(self, node: Node, claimant: int) -> Amount:
        column = Compiler(self.version, self.mode).value(node)(self.frame)
        return Amount(node, *amount_of(column, claimant))

    def _who(self, node: Quantifier, claimant: int) -> tuple[int, ...]:
        assert self.frame.atoms is not None
        body = self.frame.atoms[id(node.body)]
        group = self.frame.group(node.over)
        shape = np.broadcast_shapes(body.shape, group.shape)
        wanted = TRUE if node.kind == "exists" else FALSE
        rows = (np.broadcast_to(body, shape) == wanted) & np.broadcast_to(group, shape)
        return tuple(np.flatnonzero(rows[min(claimant, shape[0] - 1), :, 0]).tolist())

    def entries(self, node: Node, claimant: int) -> tuple[str, ...]:
        """Ids of the register entries behind the facts an expression reads."""
        ids = self.derived.register.entries.ids
        if not ids or self.mode == "entry":
            return ()
        found: dict[int, None] = {}
        for fact, scope in self._facts(node):
            row = claimant if scope == "me" else 0
            found |= dict.fromkeys(evidence_of(self.derived, fact, row, 0))
        return tuple(ids[index] for index in sorted(found))

    def _facts(self, node: Node) -> Reads:
        """Facts an expression reads, also through defines, each with whose it is; kept by node."""
        known = cast("dict[int, Reads]", self.version.programs.setdefault("reads", {}))
        if id(node) not in known:
            found: dict[tuple[str, str], None] = {}
            for path in paths(node):
                if path.fact in self.defines:
                    found |= dict.fromkeys(self._facts(self.defines[path.fact]))
                elif path.owner in ("me", "deal", "dispute"):
                    found[path.fact, path.owner] = None
            known[id(node)] = tuple(found)
        return known[id(node)]


def at(array: Ints | K3 | Bools, claimant: int) -> int:
    """A claimant's element of an array of shape (claimants or 1, 1)."""
    return int(array[min(claimant, array.shape[0] - 1)].flat[0])


def amount_of(column: Column, claimant: int) -> tuple[int, int]:
    """A claimant's value and state in a column of shape (claimants or 1, 1)."""
    value, state = column
    return at(value, claimant), KNOWN if state is None else at(state, claimant)
