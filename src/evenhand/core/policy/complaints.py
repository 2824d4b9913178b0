"""What is said against an expression, and the words it is said in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from evenhand.core.types import Type


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an expression, and where within its text (from 1)."""

    message: str
    line: int
    column: int
    hint: str = ""


class ExpressionRefused(Exception):
    """The expression has problems; `complaints` lists all of them."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("; ".join(complaint.message for complaint in complaints))
        self.complaints = complaints


class Refusal(Exception):
    """One part of an expression is refused; `reasons` are messages, each with a hint or "".

    Raised where the place is not known; the checker catches it and adds the place.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.reasons = [(message, hint)]

    @classmethod
    def of(cls, reasons: list[tuple[str, str]]) -> Refusal:
        """A refusal for several reasons at once."""
        refusal = cls(*reasons[0])
        refusal.reasons = reasons
        return refusal


def a(type_: Type) -> str:
    """A type with its article.

    >>> a(Type.INT), a(Type.DATE)
    ('an int', 'a date')
    """
    article = "an" if type_ in (Type.INT, Type.INSTANT, Type.ELAPSED) else "a"
    return f"{article} {type_}"


def nearest(name: str, candidates: Iterable[str]) -> str:
    """A hint naming the closest candidate, or nothing.

    >>> nearest("signde", ["signed", "registered"])
    'did you mean signed?'
    """
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""
