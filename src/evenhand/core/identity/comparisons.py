"""Which fields two customers are compared by, and in which levels.

The chances are what is assumed before anything was learned from data; training replaces them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from evenhand.core.identity.conditions import (
    Across,
    AllOf,
    AnyOf,
    Begins,
    Condition,
    Crossed,
    Missing,
    Near,
    Otherwise,
    Rare,
    Same,
    Shares,
)
from evenhand.core.identity.model import Comparison, Level

_SAME_WORDS: Final = AnyOf((Same("spaced"), Same("latin")))
_ONE_SLIP: Final = AnyOf((Near("spaced", 1, 5), Near("latin", 1, 5), Near("symbols", 1, 4)))
_TWO_SLIPS: Final = AnyOf((Near("spaced", 2, 9), Near("latin", 2, 9), Near("symbols", 2, 7)))
_WITHIN: Final = AnyOf((Shares("tokens", 2, 100), Begins("latin", 6)))
_ONE_WITHIN: Final = Shares("tokens", 1, 100)
_HALF: Final = Shares("tokens", 1, 50)

RARE: Final = 40
SELDOM: Final = 24
TELLING: Final = 14


def _both(*conditions: Condition) -> AllOf:
    return AllOf(conditions)


NAME: Final = Comparison(
    "name",
    Missing("latin"),
    (
        Level("same_rare", _both(Same("native"), Rare(RARE)), 0.15, 1e-7),
        Level("same", Same("native"), 0.42, 1e-5, "native"),
        Level("same_words_rare", _both(_SAME_WORDS, Rare(RARE)), 0.04, 1e-7),
        Level("same_words", _SAME_WORDS, 0.06, 1e-5, "spaced"),
        Level("one_slip_rare", _both(_ONE_SLIP, Rare(RARE)), 0.05, 1e-7),
        Level("one_slip_seldom", _both(_ONE_SLIP, Rare(SELDOM)), 0.05, 1e-6),
        Level("one_slip", _ONE_SLIP, 0.05, 1e-4),
        Level("outline", Same("outline"), 0.02, 1e-5, "outline"),
        Level("within_rare", _both(AnyOf((_WITHIN, _ONE_WITHIN)), Rare(SELDOM)), 0.04, 1e-6),
        Level("two_slips_rare", _both(_TWO_SLIPS, Rare(RARE)), 0.02, 1e-6),
        Level("within_seldom", _both(AnyOf((_WITHIN, _ONE_WITHIN)), Rare(TELLING)), 0.02, 1e-4),
        Level("within", _WITHIN, 0.02, 1e-4),
        Level("two_slips", _TWO_SLIPS, 0.02, 1e-4),
        Level("half_rare", _both(_HALF, Rare(RARE)), 0.01, 1e-3),
        Level("half", _HALF, 0.03, 0.05),
        Level("different", Otherwise(), 0.02, 0.95),
    ),
)

GIVEN: Final = Comparison(
    "given",
    Missing("given"),
    (
        Level("same", Same("given"), 0.7, 5e-3, "given"),
        Level("exchanged", Crossed("given", "family"), 0.02, 1e-5),
        Level("one_slip", Near("given", 1, 4), 0.1, 5e-3),
        Level("begins", Begins("given", 2), 0.05, 5e-3),
        Level("two_slips", Near("given", 2, 6), 0.03, 1e-2),
        Level("different", Otherwise(), 0.1, 0.97),
    ),
)

FAMILY: Final = Comparison(
    "family",
    Missing("family"),
    (
        Level("same", Same("family"), 0.75, 2e-3, "family"),
        Level("exchanged", Crossed("family", "given"), 0.02, 1e-5),
        Level("one_slip", Near("family", 1, 4), 0.1, 3e-3),
        Level("begins", Begins("family", 3), 0.03, 3e-3),
        Level("two_slips", Near("family", 2, 6), 0.03, 1e-2),
        Level("different", Otherwise(), 0.07, 0.98),
    ),
)

NUMBER_IN_NAME: Final = Comparison(
    "number_in_name",
    Missing("numbers"),
    (
        Level("same", Same("numbers"), 0.95, 0.05),
        Level("different", Otherwise(), 0.05, 0.95),
    ),
)

PLACE_IN_NAME: Final = Comparison(
    "place_in_name",
    Missing("places"),
    (
        Level("same", Same("places"), 0.95, 0.05),
        Level("different", Otherwise(), 0.05, 0.95),
    ),
)

PHONE: Final = Comparison(
    "phone",
    Missing("phone_end"),
    (
        Level("same", Same("phone"), 0.7, 1e-6, "phone"),
        Level("same_other", Across("phone", "other_phone"), 0.05, 1e-6),
        Level("same_end", Same("phone_end"), 0.02, 1e-7, "phone_end"),
        Level("one_digit", Near("phone_end", 1, 8), 0.08, 1e-6),
        Level("two_digits", Near("phone_end", 2, 8), 0.02, 1e-5),
        Level("different", Otherwise(), 0.2, 0.999),
    ),
)

EMAIL: Final = Comparison(
    "email",
    Missing("email"),
    (
        Level("same", Same("email"), 0.7, 1e-6, "email"),
        Level("same_mailbox", Same("mailbox"), 0.08, 1e-6, "mailbox"),
        Level("one_slip", Near("email", 1, 8), 0.08, 1e-6),
        Level("two_slips", Near("email", 2, 12), 0.03, 1e-6),
        Level("different", Otherwise(), 0.12, 0.999),
    ),
)

TAX: Final = Comparison(
    "tax",
    Missing("tax"),
    (
        Level("same", _both(Same("tax"), AnyOf((Same("branch"), Missing("branch")))), 0.85, 1e-6, "tax"),
        Level("other_branch", Same("tax"), 0.01, 1e-6),
        Level("one_sign", Near("tax", 1, 8), 0.06, 1e-6),
        Level("two_signs", Near("tax", 2, 9), 0.03, 1e-5),
        Level("different", Otherwise(), 0.05, 0.999),
    ),
)  # fmt: skip

NUMBER: Final = Comparison(
    "number",
    Missing("number"),
    (
        Level("same", Same("number"), 0.85, 1e-6),
        Level("one_sign", Near("number", 1, 6), 0.06, 1e-5),
        Level("two_signs", Near("number", 2, 7), 0.04, 1e-4),
        Level("different", Otherwise(), 0.05, 0.999),
    ),
)

BORN: Final = Comparison(
    "born",
    Missing("born"),
    (
        Level("same", Same("born"), 0.8, 1e-4, "born"),
        Level("one_digit", Near("born", 1, 10), 0.08, 1e-3),
        Level("two_digits", Near("born", 2, 10), 0.07, 1e-2),
        Level("different", Otherwise(), 0.05, 0.99),
    ),
)

ADDRESS: Final = Comparison(
    "address",
    Missing("address"),
    (
        Level("same", Same("address"), 0.4, 1e-5),
        Level("most_and_door", _both(Same("doors"), Shares("parts", 3, 65)), 0.2, 1e-5),
        Level("most", Shares("parts", 3, 65), 0.1, 1e-4),
        Level("door", _both(Same("doors"), Shares("parts", 2, 30)), 0.05, 1e-3),
        Level("some", Shares("parts", 2, 30), 0.1, 1e-2),
        Level("different", Otherwise(), 0.15, 0.98),
    ),
)

CITY: Final = Comparison(
    "city",
    Missing("city"),
    (
        Level("same", Same("city"), 0.85, 0.05, "city"),
        Level("one_slip", Near("city", 1, 5), 0.05, 1e-2),
        Level("two_slips", Near("city", 2, 8), 0.02, 1e-2),
        Level("different", Otherwise(), 0.08, 0.92),
    ),
)

POSTCODE: Final = Comparison(
    "postcode",
    Missing("postcode"),
    (
        Level("same", Same("postcode"), 0.8, 1e-3, "postcode"),
        Level("one_sign", Near("postcode", 1, 4), 0.08, 1e-2),
        Level("two_signs", Near("postcode", 2, 4), 0.04, 0.05),
        Level("different", Otherwise(), 0.08, 0.95),
    ),
)

EVERY: Final = (
    NAME, GIVEN, FAMILY, NUMBER_IN_NAME, PLACE_IN_NAME, PHONE, EMAIL, TAX, NUMBER, BORN, ADDRESS,
    CITY, POSTCODE,
)  # fmt: skip
"""All that customers may be compared by."""

_COLUMN: Final = {
    "name": "latin", "number_in_name": "numbers", "place_in_name": "places",
}  # fmt: skip


def column_of(comparison: Comparison) -> str:
    """The column without which a comparison says nothing."""
    return _COLUMN.get(comparison.field, comparison.field)


def comparisons_of(filled: Collection[str]) -> tuple[Comparison, ...]:
    """The comparisons that some columns allow.

    Given and family name apart say more than the two as one name, so they take its place.
    """
    apart = {"given", "family"} <= set(filled)
    return tuple(
        one for one in EVERY if column_of(one) in filled and not (apart and one.field == "name")
    )
