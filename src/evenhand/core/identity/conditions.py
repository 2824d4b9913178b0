"""What a level of a comparison asks of two customers: a small language that every engine speaks.

A condition holds, or does not, of two normalised records. An empty text counts as missing, and of
what is missing nothing holds but `Missing`. `engines.identity` says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from evenhand.core.errors import ModelRefused
from evenhand.core.identity.normalise import Customer
from evenhand.core.said import said


@dataclass(frozen=True, slots=True)
class Missing:
    """The column is empty on one side or both."""

    column: str

    def holds(self, left: Customer, right: Customer) -> bool:
        return not getattr(left, self.column) or not getattr(right, self.column)


@dataclass(frozen=True, slots=True)
class Same:
    """The column has the same text on both sides."""

    column: str

    def holds(self, left: Customer, right: Customer) -> bool:
        one = getattr(left, self.column)
        return bool(one) and one == getattr(right, self.column)


@dataclass(frozen=True, slots=True)
class Near:
    """At most so many signs inserted, deleted or replaced, where both have the length."""

    column: str
    edits: int
    length: int

    def holds(self, left: Customer, right: Customer) -> bool:
        one, other = getattr(left, self.column), getattr(right, self.column)
        if len(one) < self.length or len(other) < self.length:
            return False
        return bool(Levenshtein.distance(one, other, score_cutoff=self.edits) <= self.edits)


@dataclass(frozen=True, slots=True)
class Begins:
    """One side begins with the other, which has at least so many signs."""

    column: str
    length: int

    def holds(self, left: Customer, right: Customer) -> bool:
        one, other = getattr(left, self.column), getattr(right, self.column)
        if len(one) < self.length or len(other) < self.length:
            return False
        return bool(one.startswith(other) or other.startswith(one))


@dataclass(frozen=True, slots=True)
class Crossed:
    """Each side has in one column what the other has in the other."""

    column: str
    other: str

    def holds(self, left: Customer, right: Customer) -> bool:
        a, b = getattr(left, self.column), getattr(left, self.other)
        c, d = getattr(right, self.column), getattr(right, self.other)
        return bool(a) and bool(b) and a == d and b == c


@dataclass(frozen=True, slots=True)
class Across:
    """One side has in the other column what the other side has in either."""

    column: str
    other: str

    def holds(self, left: Customer, right: Customer) -> bool:
        a, b = getattr(left, self.column), getattr(left, self.other)
        c, d = getattr(right, self.column), getattr(right, self.other)
        return bool((b and (b in (c, d))) or (d and d == a))


@dataclass(frozen=True, slots=True)
class Shares:
    """So many words of a list are shared, and at least a part of those of the shorter side.

    Attributes:
        column: A list of words.
        least: How many words at the least.
        percent: How many of the shorter side's words, in a hundred.
    """

    column: str
    least: int
    percent: int

    def holds(self, left: Customer, right: Customer) -> bool:
        one, other = getattr(left, self.column), getattr(right, self.column)
        if not one or not other:
            return False
        shared = len(set(one).intersection(other))
        return shared >= self.least and 100 * shared >= self.percent * min(len(one), len(other))


@dataclass(frozen=True, slots=True)
class Rare:
    """The words of both names are at least so rare, in bits."""

    bits: int

    def holds(self, left: Customer, right: Customer) -> bool:
        return min(left.rarity, right.rarity) >= self.bits


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every condition holds."""

    of: tuple[Condition, ...]

    def holds(self, left: Customer, right: Customer) -> bool:
        return all(one.holds(left, right) for one in self.of)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds."""

    of: tuple[Condition, ...]

    def holds(self, left: Customer, right: Customer) -> bool:
        return any(one.holds(left, right) for one in self.of)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Holds of whatever no level before it held of."""

    def holds(self, left: Customer, right: Customer) -> bool:  # noqa: ARG002 - of any two
        return True


Condition = (
    Missing | Same | Near | Begins | Crossed | Across | Shares | Rare | AllOf | AnyOf | Otherwise
)

_NAMES: Final[dict[str, type[Any]]] = {
    "missing": Missing,
    "same": Same,
    "near": Near,
    "begins": Begins,
    "crossed": Crossed,
    "across": Across,
    "shares": Shares,
    "rare": Rare,
    "otherwise": Otherwise,
}
_WORDS: Final = {of: name for name, of in _NAMES.items()}


def written(condition: Condition) -> dict[str, Any]:
    """The condition as JSON: {"near": ["phone_end", 1, 8]}; nested: {"all": […]}."""
    match condition:
        case AllOf():
            return {"all": [written(one) for one in condition.of]}
        case AnyOf():
            return {"any": [written(one) for one in condition.of]}
        case _:
            values = [getattr(condition, name) for name in condition.__slots__]
            return {_WORDS[type(condition)]: values}


def read(value: object) -> Condition:
    """The condition that JSON spells.

    Raises:
        ModelRefused: It spells none.

    >>> read({"all": [{"same": ["phone"]}, {"rare": [20]}]})
    AllOf(of=(Same(column='phone'), Rare(bits=20)))
    """
    if isinstance(value, Mapping) and len(value) == 1:
        ((word, rest),) = value.items()
        if word in {"all", "any"} and isinstance(rest, list):
            return (AllOf if word == "all" else AnyOf)(tuple(read(one) for one in rest))
        if word in _NAMES and isinstance(rest, list):
            try:
                made: Condition = _NAMES[word](*rest)
            except TypeError:
                pass
            else:
                return made
    raise ModelRefused(
        said("the model asks for {value}, which no comparison knows", value=repr(value)[:80])
    )
