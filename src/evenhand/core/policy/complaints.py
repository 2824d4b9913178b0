"""What is said against an expression, and the words it is said in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from evenhand.core.said import Said, said
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


_TYPES = {
    Type.BOOL: said("a bool"),
    Type.INT: said("an int"),
    Type.DATE: said("a date"),
    Type.INSTANT: said("an instant"),
    Type.DAYS: said("a days"),
    Type.WORKDAYS: said("a workdays"),
    Type.ELAPSED: said("an elapsed"),
    Type.POSITION: said("a position"),
    Type.TEXT: said("a text"),
}


def a(type_: Type) -> Said:
    """A type with its article.

    >>> a(Type.INT), a(Type.DATE)
    ('an int', 'a date')
    """
    return _TYPES[type_]


def nearest(name: str, candidates: Iterable[str], root: str = "", *, bare: bool = False) -> str:
    """A hint naming the closest candidate, or nothing; of a path with another `root`, or `bare`.

    >>> nearest("signde", ["signed", "registered"])
    'did you mean signed?'
    """
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return said("did you mean {name}?", name=_under(root, close[0], bare=bare)) if close else ""


def _under(root: str, path: str, *, bare: bool) -> str:
    rest = path.partition(".")[2]
    return rest if bare else f"{root}.{rest}" if root else path
