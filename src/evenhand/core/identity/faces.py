"""How alike two names look to somebody who reads them: the order in which candidates are shown.

This ranks; it decides nothing. Whether two customers are one is a question for `model`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_sort_ratio

from evenhand.core.identity.kernels import stem
from evenhand.core.identity.names import COMPANY
from evenhand.core.identity.normalise import Customer
from evenhand.core.identity.readings import reading
from evenhand.core.identity.text import HAN, in_plain_letters, tidied

SHOWN: Final = 80
"""Signs of a name as it was written that are looked at."""

_SOUND: Final = 0.82
"""How alike two characters are that sound the same."""
WRITTEN: Final = 0.06
"""What the name as it was written counts beside its normalised forms."""
_ADDRESS: Final = 0.15
"""What the address counts, where it is the same."""
_CONTACTS: Final = tuple(
    (Customer._fields.index(column), weight)
    for column, weight in (
        ("tax", 0.6), ("number", 0.6), ("email", 0.5), ("phone_end", 0.3), ("phone", 0.25),
        ("mailbox", 0.2), ("city", 0.04),
    )
)  # fmt: skip


class Face(NamedTuple):
    """What is compared of a customer besides the columns.

    Attributes:
        customer: The columns.
        stem: See `kernels.stem`.
        written: The name as it was written, as `shown` gives it.
    """

    customer: Customer
    stem: str
    written: str


def face(customer: Customer, written: str = "") -> Face:
    """The face of a customer whose name was written so."""
    return Face(customer, stem(customer), shown(written))


def whole(customer: Customer) -> str:
    """The name in Latin letters with the places and numbers in it, places first in Chinese ones."""
    if not customer.places and not customer.numbers:
        return customer.latin
    places = customer.places.replace(" ", "")
    numbers = customer.numbers.replace(" ", "")
    if customer.symbols:
        return places + customer.latin + numbers
    return customer.latin + numbers + places


def shown(name: str) -> str:
    """A name as it was written, in small letters: marks and legal form still count a little.

    >>> shown("Star  Equipment, L.L.C.")
    'star equipment, l.l.c.'
    """
    return " ".join(tidied(name[:SHOWN]).lower().split())


def likeness_to(typed: Face) -> Callable[[Face], float]:
    """How alike to what was typed: about 0 to 1 by the name; a telephone, e-mail or paper adds."""
    one = typed.customer
    contacts = [(place, value, weight) for place, weight in _CONTACTS if (value := one[place])]
    is_plain = typed.written.isascii()

    def likeness(known: Face) -> float:
        other = known.customer
        written = plain(known.written) if is_plain else known.written
        slips = OSA.distance(typed.written, written)
        score = _names(typed, known, slips)
        score += WRITTEN * (_written(typed.written, written, slips) - 0.5)
        score += _agrees(one.numbers, other.numbers, 0.04, 0.08, 0.02)
        score += _agrees(one.places, other.places, 0.03, 0.05, 0.005)
        for place, value, weight in contacts:
            if value == other[place]:
                score += weight
        if one.address and other.address:
            nearness = OSA.normalized_similarity(one.address, other.address)
            score += _ADDRESS * max(0.0, 2 * nearness - 1)
        if one.other_phone and one.other_phone in (other.phone, other.other_phone):
            score += 0.5
        return score

    return likeness


def _written(one: str, other: str, slips: int) -> float:
    as_it_stands = 1.0 - slips / max(len(one), len(other), 1)
    if as_it_stands > 0.9 or not one.isascii():
        return as_it_stands
    return max(as_it_stands, 0.0099 * token_sort_ratio(one, other))


def plain(written: str) -> str:
    """Without marks, where it is not in Chinese: as it is typed by whoever types none."""
    return written if written.isascii() or HAN.search(written) else in_plain_letters(written)


def _agrees(one: str, other: str, same: float, differs: float, lacks: float) -> float:
    if one == other:
        return same if one else 0.0
    return -differs if one and other else -lacks


def _names(typed: Face, known: Face, slips: int) -> float:
    """How alike the names are; `slips`: in how many letters all that was written differs."""
    one, other = typed.customer, known.customer
    if not one.latin or not other.latin:
        return 0.0
    # Few slips in all that was written: also in a form or trade that is misspelt.
    alike = 1.0 - slips / max(len(one.native), 1)
    alike = max(alike, OSA.normalized_similarity(one.latin, other.latin))
    if one.places != other.places or one.numbers != other.numbers:
        alike = max(alike, _but_for_places(one, other))
    if one.symbols and other.symbols:
        sorted_alike = float(OSA.normalized_similarity(one.spaced, other.spaced))
        drawn = _characters(one.native, other.native, max(alike, 0.9 * sorted_alike))
        drawn = max(drawn, 1.0 - slips / max(len(one.native), 1))
        is_both = one.kind == other.kind == COMPANY
        return max(drawn, _stems(typed, known, alike)) if is_both else drawn
    alike = max(alike, OSA.normalized_similarity(one.spaced, other.spaced))
    if bool(one.symbols) != bool(other.symbols):
        return max(_across(alike), _stems(typed, known, _across(alike)))
    alike = max(alike, OSA.normalized_similarity(one.native, other.native))
    alike = max(alike, _stems(typed, known, alike))
    if one.outline or other.outline:
        alike = max(alike, _initials(one, other))
    return alike


def _but_for_places(one: Customer, other: Customer) -> float:
    """How alike the whole names are: a place or number may be read in one of them alone."""
    return 1.0 - float(OSA.distance(whole(one), whole(other))) / len(one.latin)


def _across(alike: float) -> float:
    """Of a name in Chinese and one in letters: there are few syllables, and a slip weighs more."""
    return max(0.0, 0.98 - 2 * (1 - alike))


def _stems(typed: Face, known: Face, alike: float) -> float:
    """The telling words weigh most; the rest tells apart those in which they are alike."""
    one, other = typed.stem, known.stem
    if not one or not other:
        return 0.0
    score = float(OSA.normalized_similarity(one, other, score_cutoff=0.7))
    if score:
        score = 0.84 * score + 0.15 * max(0.0, alike)
    whole = known.customer.latin
    if known.customer.symbols and len(one) > 3 and whole.startswith(one):
        score = max(score, 0.84 + 0.12 * len(one) / len(whole))
    return score


def _characters(one: str, other: str, sound: float) -> float:
    """How alike Chinese names are: a character that sounds the same is a usual slip."""
    drawn = float(OSA.normalized_similarity(one, other))
    if drawn == 1:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        drawn = max(drawn, sum(map(_character, one, other)) / len(one))
    elif len(short) > 1 and long.startswith(short):
        drawn = max(drawn, 0.88 + 0.1 * len(short) / len(long))
    return max(drawn, _SOUND * sound)


def _character(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return _SOUND if HAN.match(one) and reading(one) == reading(other) else 0.0


def _initials(one: Customer, other: Customer) -> float:
    """Whether one name may be the other with initials, or without what is in the middle."""
    left, right = one.native.split(), other.native.split()
    if not left or not right:
        return 0.0
    if one.latin == other.outline:
        return 0.93
    if other.latin == one.outline:
        return 0.84
    if left[-1] != right[-1] and set(left) != set(right) and left[0] != right[0]:
        left, right = sorted(left), sorted(right)
    short, long = sorted((left, right), key=len)
    at = whole = 0
    for word in short:
        while at < len(long) and not (long[at] == word or _stands_for(word, long[at])):
            at += 1
        if at == len(long):
            return 0.0
        whole += len(long[at]) if long[at] == word else 1
        at += 1
    if len(short) == len(long):
        return 0.95 if any(len(word) == 1 for word in one.native.split()) else 0.8
    return 0.72 + 0.22 * whole / max(1, sum(map(len, long)))


def _stands_for(one: str, other: str) -> bool:
    return one[0] == other[0] and (len(one) == 1 or len(other) == 1)
