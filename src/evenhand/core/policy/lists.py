"""Lists of constants: they exist only while an expression is checked, and are folded into literals.

An evaluator sees a list only in one place, right of `in`, as the literals of an In node.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass

from evenhand.core.policy.complaints import Refusal, a
from evenhand.core.policy.tree import Literal, Node
from evenhand.core.said import said
from evenhand.core.types import Type

MAX_ELEMENTS = 1_000


@dataclass(frozen=True, slots=True)
class Constants:
    """A list of literals of one type; `type` is None while it is empty."""

    elements: tuple[Literal, ...]
    text: str

    @property
    def type(self) -> Type | None:
        """The type that all elements have."""
        return self.elements[0].type if self.elements else None


def listed(elements: list[Literal], text: str) -> Constants:
    """The list of these elements. Raises Refusal if they are of different types or too many."""
    if len(elements) > MAX_ELEMENTS:
        raise Refusal(
            said(
                "the list has {count:,} values; at most {most:,} are read",
                count=len(elements),
                most=MAX_ELEMENTS,
            )
        )
    for element in elements:
        if element.type is not elements[0].type:
            first = elements[0]
            raise Refusal(
                said(
                    "{first} is {its_type}, but {second} is {other_type}",
                    first=element.text,
                    its_type=a(element.type),
                    second=first.text,
                    other_type=a(first.type),
                ),
                said("the values of a list are all of one type"),
            )
    return Constants(tuple(elements), text)


def joined(left: Constants, right: Constants, text: str) -> Constants:
    """`left + right`: the elements of both, in order."""
    return listed([*left.elements, *right.elements], text)


def at(constants: Constants, index: Node, text: str) -> Literal:
    """`constants[index]`, counted from 0; the index is a literal, so that it is within bounds."""
    if not isinstance(index, Literal) or index.type is not Type.INT:
        raise Refusal(
            said("an index is an integer written out"), said("counted from 0, e.g. [1, 2][0]")
        )
    size = len(constants.elements)
    place = int(index.value)
    if not 0 <= place < size:
        raise Refusal(
            said("this list has {size} values, so [{place}] is none", size=size, place=place),
            said("counted from 0"),
        )
    found = constants.elements[place]
    return Literal(found.type, False, text, found.value)


def size_of(constants: Constants, text: str) -> Literal:
    """`constants.size()`."""
    return Literal(Type.INT, False, text, len(constants.elements))


def compared(op: str, left: Constants, right: Constants, text: str) -> Literal:
    """`left == right` or `left != right`: the same values in the same order."""
    if op not in ("==", "!="):
        raise Refusal(said("a list has no order"), said("only == and != are known for it"))
    if left.elements and right.elements and left.type is not right.type:
        raise Refusal(
            said(
                "a list of {left} cannot be compared with a list of {right}",
                left=left.type,
                right=right.type,
            )
        )
    values = [tuple(element.value for element in side.elements) for side in (left, right)]
    truth = operator.eq(*values) if op == "==" else operator.ne(*values)
    return Literal(Type.BOOL, False, text, 2 if truth else 0)
