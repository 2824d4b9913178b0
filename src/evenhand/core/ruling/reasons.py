"""Why a condition came out as it did.

Its atoms, their values, and the register entries behind them: read from the truths that the
evaluation left in its frame, by functions that are made once for each condition of a version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

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
)
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import FALSE, K3, KNOWN, TRUE, Bools, Column, Ints
from evenhand.core.ruling.compiled import value_of
from evenhand.core.ruling.derive import Derived
from evenhand.core.ruling.evidence import Evidence, Reads, defines, reads
from evenhand.core.ruling.frame import Frame
from evenhand.core.ruling.logic import Value
from evenhand.core.types import Type


class Amount(NamedTuple):
    """A value in an explanation: its code, state and type, and the expression it came from."""

    node: Node
    value: int
    state: int


class Reason(NamedTuple):
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
    """What an evaluation left in its frame, in a batch of one.

    A column is read once, as a list by claimant slot.
    """

    def __init__(
        self, version: Version, derived: Derived, frame: Frame, mode: str = "claimant"
    ) -> None:
        self.version = version
        self.evidence = Evidence(derived) if mode == "claimant" else None
        self.frame = frame
        self.mode = mode
        self._truths: dict[int, list[int]] = {}
        self._sides: dict[int, list[Amount]] = {}
        self._grounds: dict[tuple[str, int], tuple[Reason, ...]] = {}

    def narrow(self, remaining: Bools) -> None:
        """From here on, read what is asked of those who are still in."""
        self.frame.narrow(remaining)
        self._sides.clear()  # a count of the others goes by who is in

    def by_slot(self, column: Ints | K3 | Bools) -> list[int]:
        """A column of shape (claimants or 1, 1) as a list of one element for each claimant."""
        told: list[int] = column.ravel().tolist()  # type: ignore[assignment]  # truth values are numbers too
        return told if len(told) > 1 else told * len(self.frame.everybody)

    def amounts(self, node: Node, column: Column) -> list[Amount]:
        """The values of a column by claimant slot."""
        values, state = self.by_slot(column.value), column.state
        if state is None:
            return [Amount(node, value, KNOWN) for value in values]
        return [Amount(node, *one) for one in zip(values, self.by_slot(state), strict=True)]

    def truth(self, node: Node, claimant: int) -> int:
        """The K3 of a condition or a part of one, as the evaluation left it."""
        return self.truths(id(node))[claimant]

    def truths(self, key: int) -> list[int]:
        """The same for every claimant, by the identity of the node."""
        told = self._truths.get(key)
        if told is None:
            assert self.frame.atoms is not None
            told = self._truths[key] = self.by_slot(self.frame.atoms[key])
        return told

    def sides(self, node: Node, value: Value) -> list[Amount]:
        """What an expression comes to, for every claimant."""
        told = self._sides.get(id(node))
        if told is None:
            told = self._sides[id(node)] = self.amounts(node, value(self.frame))
        return told

    def of(self, node: Node, claimant: int) -> tuple[Reason, ...]:
        """The atoms below a condition.

        Decisive are those that by themselves make it come out as it did.
        """
        found: list[Reason] = []
        tell = _teller(self.version, node, self.mode)
        tell(self, claimant, self.truth(node, claimant), True, found)
        return tuple(found)

    def grounds(self, path: Path, node: Node, claimant: int) -> tuple[Reason, ...]:
        """What a defined condition rests on: its own atoms, read over all claimants."""
        if path.owner == "other":
            return ()
        key = (path.fact, claimant if path.owner == "me" else 0)
        if key not in self._grounds:
            remaining = self.frame.remaining
            self.frame.narrow(self.frame.everybody)
            self._grounds[key] = self.of(node, key[1])
            self.frame.narrow(remaining)
        return self._grounds[key]

    def who(self, node: Quantifier, claimant: int) -> tuple[int, ...]:
        """Of whom a quantifier holds (exists) or does not (all)."""
        assert self.frame.atoms is not None
        body = self.frame.atoms[id(node.body)]
        group = self.frame.group(node.over)
        rows = group & (body == (TRUE if node.kind == "exists" else FALSE))
        held = rows[min(claimant, len(rows) - 1)].ravel().tolist()
        return tuple([slot for slot, holds in enumerate(held) if holds])

    def entries(self, facts: Reads, claimant: int) -> tuple[str, ...]:
        """Ids of the register entries behind facts."""
        return self.evidence.behind(facts, claimant) if self.evidence else ()


# Functions made once for each condition

Tell = Callable[[Reasons, int, int, bool, list[Reason]], None]
"""Adds the reasons of a condition for a claimant, given its truth and whether it is decisive."""


_Kept = dict[tuple[str, int], tuple[Node, Tell]]


def _teller(version: Version, node: Node, mode: str) -> Tell:
    kept = cast("_Kept", version.programs.setdefault("reasons", {}))
    key = (mode, id(node))
    if key not in kept:
        kept[key] = node, _made(version, node, mode)
    return kept[key][1]


def _made(version: Version, node: Node, mode: str) -> Tell:
    match node:
        case And(items=items) | Or(items=items):
            parts = [(id(item), _made(version, item, mode)) for item in items]
            return _several(parts, TRUE if isinstance(node, And) else FALSE)
        case Not(item=item):
            inner = _made(version, item, mode)
            return lambda read, who, truth, decisive, found: inner(
                read, who, TRUE - truth, decisive, found
            )
        case Conditional():
            return _branches(*((id(one), _made(version, one, mode)) for one in node.children()))
        case Literal():
            return lambda *_: None
        case Quantifier():
            return lambda read, who, truth, decisive, found: found.append(
                Reason(node, truth, decisive, who=read.who(node, who))
            )
        case Path() if node.fact in defines(version):
            return _defined(node, defines(version)[node.fact], reads(version, node))
    sides = [(one, value_of(version, one, mode)) for one in _compared(node)]
    return _atom(node, sides, reads(version, node))


def _several(parts: list[tuple[int, Tell]], whole: int) -> Tell:
    """Of all that have to hold, or of which one has to: those tell that came out as the whole.

    All of them do where the whole came out as it does only if all do (`whole`).
    """

    def tell(read: Reasons, who: int, truth: int, decisive: bool, found: list[Reason]) -> None:  # noqa: FBT001 - as Tell
        everyone = truth == whole
        for key, part in parts:
            own = read.truths(key)[who]
            part(read, who, own, decisive and (everyone or own == truth), found)

    return tell


def _branches(
    condition: tuple[int, Tell], then: tuple[int, Tell], otherwise: tuple[int, Tell]
) -> Tell:
    def tell(read: Reasons, who: int, _truth: int, decisive: bool, found: list[Reason]) -> None:  # noqa: FBT001 - as Tell
        taken = read.truths(condition[0])[who]
        condition[1](read, who, taken, decisive, found)
        if taken != FALSE:
            then[1](read, who, read.truths(then[0])[who], decisive, found)
        if taken != TRUE:
            otherwise[1](read, who, read.truths(otherwise[0])[who], decisive, found)

    return tell


def _defined(path: Path, node: Node, facts: Reads) -> Tell:
    def tell(read: Reasons, who: int, truth: int, decisive: bool, found: list[Reason]) -> None:  # noqa: FBT001 - as Tell
        because = read.grounds(path, node, who)
        found.append(Reason(path, truth, decisive, (), because, (), read.entries(facts, who)))

    return tell


def _atom(node: Node, sides: list[tuple[Node, Value]], facts: Reads) -> Tell:
    def tell(read: Reasons, who: int, truth: int, decisive: bool, found: list[Reason]) -> None:  # noqa: FBT001 - as Tell
        told = tuple([read.sides(side, value)[who] for side, value in sides])
        found.append(Reason(node, truth, decisive, told, (), (), read.entries(facts, who)))

    return tell


def _compared(node: Node) -> tuple[Node, ...]:
    """The parts of an atom whose values are told beside it."""
    match node:
        case Compare(left=left, right=right) if left.type is not Type.BOOL:
            return (left, right)
        case In(item=item) if item.type is not Type.BOOL:
            return (item,)
        case Has(path=path):
            return (path,)
    return ()


def at(array: Ints | K3 | Bools, claimant: int) -> int:
    """A claimant's element of an array of shape (claimants or 1, 1)."""
    return int(array[min(claimant, array.shape[0] - 1)].flat[0])


def amount_of(column: Column, claimant: int) -> tuple[int, int]:
    """A claimant's value and state in a column of shape (claimants or 1, 1)."""
    value, state = column
    return at(value, claimant), KNOWN if state is None else at(state, claimant)
