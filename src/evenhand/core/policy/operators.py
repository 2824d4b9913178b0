"""What operators take and give: types never mix, nothing fails, nothing absent is compared."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.core.policy.bounds import Bounds
from evenhand.core.policy.complaints import Refusal, a, nearest
from evenhand.core.policy.lists import Constants
from evenhand.core.policy.literals import INT64_MIN, SPANS
from evenhand.core.policy.names import Names, closed_list
from evenhand.core.policy.tree import (
    Arithmetic,
    Compare,
    Conditional,
    In,
    Literal,
    Negate,
    Node,
    Path,
)
from evenhand.core.said import said
from evenhand.core.types import Type

_SUMS = {
    (Type.INT, Type.INT): Type.INT,
    (Type.DATE, Type.DAYS): Type.DATE,
    (Type.DATE, Type.WORKDAYS): Type.DATE,
    (Type.INSTANT, Type.ELAPSED): Type.INSTANT,
    **{(span, span): span for span in SPANS},
}
_DIFFERENCES = {
    **_SUMS,
    (Type.DATE, Type.DATE): Type.DAYS,
    (Type.INSTANT, Type.INSTANT): Type.ELAPSED,
}


# Arithmetic


def sum_of(op: str, left: Node, right: Node, text: str) -> Arithmetic:
    """`left + right` or `left - right`."""
    result = (_SUMS if op == "+" else _DIFFERENCES).get((left.type, right.type))
    if result is None:
        sides = {"left": a(left.type), "right": a(right.type)}
        message = (
            said("{right} cannot be added to {left}", **sides)
            if op == "+"
            else said("{right} cannot be taken from {left}", **sides)
        )
        raise Refusal(message, _sum_hint(left.type, right.type))
    return Arithmetic(result, left.nullable or right.nullable, text, op, left, right)


def product_of(op: str, left: Node, right: Node, text: str, bounds: Bounds) -> Arithmetic:
    """`left * right`, `left / right` or `left % right` of integers.

    One side of a product is the same whatever the facts are, and so is what divides, which is never
    zero: so a product stays in proportion to its fact, and a division never fails.
    """
    if left.type is not Type.INT or right.type is not Type.INT:
        sides = {"left": a(left.type), "right": a(right.type)}
        message = (
            said("{left} cannot be multiplied by {right}", **sides)
            if op == "*"
            else said("{left} cannot be divided by {right}", **sides)
        )
        raise Refusal(message, said("`{op}` takes two integers", op=op))
    if op == "*" and bounds.constant(left) is None and bounds.constant(right) is None:
        raise Refusal(
            said("two facts cannot be multiplied"), said("one side is an integer or a param")
        )
    if op != "*":
        _refuse_division(op, left, right, bounds)
    return Arithmetic(Type.INT, left.nullable or right.nullable, text, op, left, right)


def _refuse_division(op: str, left: Node, right: Node, bounds: Bounds) -> None:
    divisor = bounds.constant(right)
    if divisor is None:
        hint = said("so that it is never zero; to compare shares, multiply: a * 2 > b")
        raise Refusal(said("right of `{op}` stands an integer or a param", op=op), hint)
    if divisor == 0:
        raise Refusal(said("right of `{op}` stands zero", op=op))
    if divisor == -1 and bounds.of(left)[0] <= INT64_MIN:  # fails in CEL, for `%` too
        raise Refusal(said("this can leave 64 bits"))


def negative_of(item: Node, text: str) -> Negate:
    """`-item`."""
    if item.type is not Type.INT and item.type not in SPANS:
        raise Refusal(said("{item} has no negative", item=a(item.type)))
    return Negate(item.type, item.nullable, text, item)


def _sum_hint(left: Type, right: Type) -> str:
    if left is Type.DATE and right is Type.ELAPSED:
        return said("72h only fits instants; on dates write 3d or 3bd")
    if left is Type.INSTANT and right in (Type.DAYS, Type.WORKDAYS):
        return said("3d and 3bd only fit dates; on instants write 72h")
    return ""


# Comparison


def comparison(op: str, left: Node, right: Node, text: str, names: Names) -> Compare | Literal:
    """`left op right`; the order of two texts that are written out is settled here and now."""
    reasons: list[tuple[str, str]] = []
    ordered = op not in ("==", "!=")
    if left.type is not right.type:
        message = said(
            "{left} cannot be compared with {right}", left=a(left.type), right=a(right.type)
        )
        reasons.append((message, _compare_hint(left.type, right.type)))
    elif ordered and left.type is Type.TEXT:
        if isinstance(left, Literal) and isinstance(right, Literal):
            return _order_of_texts(op, str(left.value), str(right.value), text)
        hint = said(
            "list what counts, e.g. me.grade in ['H', 'A']: the alphabet is no order of grades"
        )
        reasons.append((said("a text has no order"), hint))
    for side, other in ((left, right), (right, left)):
        reasons += [*_absent(side), *_never(side, other, names)]
    if reasons:
        raise Refusal.of(reasons)
    return Compare(Type.BOOL, False, text, op, left, right)


def membership(item: Node, among: Constants, text: str, names: Names) -> In:
    """`item in among`."""
    reasons: list[tuple[str, str]] = list(_absent(item))
    if among.type not in (None, item.type):
        first = among.elements[0]
        message = said(
            "{first} is {its_type}, but {second} is {other_type}",
            first=first.text,
            its_type=a(first.type),
            second=item.text,
            other_type=a(item.type),
        )
        reasons.append((message, ""))
    for literal in among.elements:
        reasons += _never(item, literal, names)
    if reasons:
        raise Refusal.of(reasons)
    return In(Type.BOOL, False, text, item, among.elements)


def _order_of_texts(op: str, left: str, right: str, text: str) -> Literal:
    """By code point, as in CEL; Python compares texts in the same way."""
    truth = {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[op]
    return Literal(Type.BOOL, False, text, 2 if truth else 0)


def _compare_hint(left: Type, right: Type) -> str:
    kinds = {left, right}
    if kinds == {Type.DAYS, Type.WORKDAYS}:
        return said("count working days from a date: a <= b + 3bd")
    if kinds == {Type.DATE, Type.INSTANT}:
        return said("compare dates with dates (…_on) and instants with instants (…_at)")
    if kinds <= set(SPANS):
        return said("3d counts dates, 3bd working days, 72h elapsed time; they do not mix")
    return ""


def _absent(side: Node) -> Iterator[tuple[str, str]]:
    """A reason for each value that may be absent and is compared all the same."""
    for path in dict.fromkeys(path.text for path in _perhaps_absent(side)):
        yield (
            said("{path} may be absent", path=path),
            said("ask first: has({path}) && …", path=path),
        )


def _perhaps_absent(node: Node) -> Iterator[Path]:
    """The paths whose absence would make the whole absent; a condition never does."""
    if isinstance(node, Path):
        yield from [node] if node.nullable else []
    elif isinstance(node, Conditional):
        yield from _perhaps_absent(node.then)
        yield from _perhaps_absent(node.otherwise)
    elif isinstance(node, Arithmetic | Negate):
        for child in node.children():
            yield from _perhaps_absent(child)


def _never(value: Node, literal: Node, names: Names) -> Iterator[tuple[str, str]]:
    """A text that is compared with a value must be one the value can have."""
    if value.type is not Type.TEXT or isinstance(value, Literal) or not _is_fixed(literal):
        return
    if _is_fixed(value):  # two params: both are written in the policy, and either may change
        return
    values, written = closed_list(value, names), closed_list(literal, names)
    if values and written and written[0] not in values:
        hint = nearest(written[0], values) or said("known: {known}", known=values)
        yield said("{path} is never {value}", path=value.text, value=literal.text), hint


def _is_fixed(node: Node) -> bool:
    """A literal, or a param, which is one with a name."""
    return isinstance(node, Literal) or (isinstance(node, Path) and node.owner == "params")
