"""What a refused expression says, shortly."""

from __future__ import annotations

from evenhand.core.policy.expression import Complaint, ExpressionRefused, Names, check
from evenhand.core.types import Type
from tests.core.policy.situations import NAMES


def complaints(
    text: str,
    names: Names = NAMES,
    *,
    want: Type | None = None,
    known: frozenset[str] = frozenset(),
) -> list[Complaint]:
    """Everything said against an expression; nothing if it is accepted."""
    try:
        check(text, names, want=want, known=known)
    except ExpressionRefused as refused:
        return refused.complaints
    return []


def the_complaint(text: str, names: Names = NAMES) -> Complaint:
    """The only thing said against an expression."""
    found = complaints(text, names)
    assert len(found) == 1, f"{text}: {found}"
    return found[0]


def is_accepted(text: str, names: Names = NAMES) -> bool:
    """Nothing is said against it."""
    return not complaints(text, names)
