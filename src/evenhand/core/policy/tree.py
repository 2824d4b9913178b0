"""The typed tree of an expression: what the checker makes and every evaluator reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.core.types import Type


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a checked expression.

    `type` is its type, `nullable` whether its value may be absent where it stands, `text` the
    source it was written as.
    """

    type: Type
    nullable: bool
    text: str

    def children(self) -> tuple[Node, ...]:
        """The parts this one is made of, in order."""
        return ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant: an integer in the unit of its type, a K3 code for BOOL, or a text.

    What is made of lists alone, and the order of two texts, is worked out when the policy is loaded
    and stands here as its result, with the source it came from.
    """

    value: int | str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A value read by name.

    `owner` is `me`, `other` (the variable of a quantifier), `dispute`, `deal`, `entry`, `params` or
    `tables`.
    """

    owner: str
    name: str

    @property
    def fact(self) -> str:
        """The path under which the value is declared, `me.x` for the variable of a quantifier."""
        return f"me.{self.name}" if self.owner == "other" else f"{self.owner}.{self.name}"


@dataclass(frozen=True, slots=True)
class Has(Node):
    """Is the value known to exist."""

    path: Path

    def children(self) -> tuple[Node, ...]:
        return (self.path,)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Kleene negation."""

    item: Node

    def children(self) -> tuple[Node, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True)
class And(Node):
    """Kleene conjunction of two or more."""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Kleene disjunction of two or more."""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`condition ? then : otherwise`."""

    condition: Node
    then: Node
    otherwise: Node

    def children(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left op right` with op one of == != < <= > >=."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class In(Node):
    """Membership in a list of literals, all of the type of the item; there may be none."""

    item: Node
    among: tuple[Literal, ...]

    def children(self) -> tuple[Node, ...]:
        return (self.item, *self.among)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left op right` with one op of + - * / %.

    + and - as in docs/explain/policy-language.md §3; `date ± workdays` goes by the calendar. The
    others take integers: of * one side, of / and % the right one is the same whatever the facts
    are, and not zero where it divides. / is cut off towards zero, % has the sign of the left side
    (cel-spec, langdef). The result always fits into 64 bits.
    """

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """Unary minus."""

    item: Node

    def children(self) -> tuple[Node, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True)
class Quantifier(Node):
    """`over.all(variable, body)` or `over.exists(…)`; `over` is `others` or `claimants`."""

    kind: str
    over: str
    variable: str
    body: Node

    def children(self) -> tuple[Node, ...]:
        return (self.body,)


@dataclass(frozen=True, slots=True)
class Size(Node):
    """How many `others` or `claimants` there are."""

    over: str


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, outermost first."""
    yield node
    for child in node.children():
        yield from walk(child)


def paths(node: Node) -> Iterator[Path]:
    """Every value the expression reads by name."""
    return (part for part in walk(node) if isinstance(part, Path))
