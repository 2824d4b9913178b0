"""How small and how large the numbers of an expression can become: none may ever leave 64 bits."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from evenhand.core.policy.literals import FACT_LIMIT, INT64_MAX, INT64_MIN
from evenhand.core.policy.tree import Arithmetic, Conditional, Literal, Negate, Node, Path

Span = tuple[int, int]
"""The least and the greatest value."""


class Bounds:
    """The bounds of the parts of one expression, given FACT_LIMIT on every fact.

    What reads no fact is bounded by its exact value on both sides. Each part is looked at once.
    """

    def __init__(self, params: Mapping[str, Literal]) -> None:
        self._params = params
        self._known: dict[int, tuple[Node, Span]] = {}

    def of(self, node: Node) -> Span:
        """The least and the greatest value the expression can have."""
        if id(node) not in self._known:
            self._known[id(node)] = (node, self._of(node))
        return self._known[id(node)][1]

    def fit(self, node: Node) -> bool:
        """Both stay within 64 bits."""
        low, high = self.of(node)
        return low >= INT64_MIN and high <= INT64_MAX

    def constant(self, node: Node) -> int | None:
        """The value of what has the same value whatever the facts are, else None."""
        low, high = self.of(node)
        return low if low == high else None

    def _of(self, node: Node) -> Span:
        match node:
            case Literal(value=int(value)):
                return value, value
            case Path(owner="params", name=name) if name in self._params:
                return self.of(self._params[name])
            case Negate(item=item):
                low, high = self.of(item)
                return -high, -low
            case Conditional(then=then, otherwise=otherwise):
                both = self.of(then), self.of(otherwise)
                return min(low for low, _ in both), max(high for _, high in both)
            case Arithmetic(op=op, left=left, right=right):
                return combined(op, self.of(left), self.of(right))
        return -FACT_LIMIT, FACT_LIMIT


def combined(op: str, left: Span, right: Span) -> Span:
    """The bounds of `left op right`; of `/` and `%` with a constant right that is not zero.

    >>> combined("-", (0, 10), (1, 2)), combined("/", (-7, 7), (2, 2))
    ((-2, 9), (-3, 3))
    >>> combined("%", (-7, 1), (5, 5))
    (-4, 1)
    """
    match op:
        case "+":
            return left[0] + right[0], left[1] + right[1]
        case "-":
            return left[0] - right[1], left[1] - right[0]
        case "*":
            corners = [a * b for a, b in product(left, right)]
            return min(corners), max(corners)
        case "/":
            corners = [quotient(a, right[0]) for a in left]
            return min(corners), max(corners)
        case _:
            if left[0] == left[1]:
                exact = left[0] - right[0] * quotient(left[0], right[0])
                return exact, exact
            most = abs(right[0]) - 1
            return max(min(left[0], 0), -most), min(max(left[1], 0), most)


def quotient(a: int, b: int) -> int:
    """`a / b` cut off towards zero, as in CEL.

    >>> quotient(7, -2), quotient(-7, 2), quotient(-7, -2)
    (-3, -3, 3)
    """
    size = abs(a) // abs(b)
    return size if (a < 0) is (b < 0) else -size
