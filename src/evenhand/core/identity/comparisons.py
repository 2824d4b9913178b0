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
_TWO_SLIPS: Final = AnyOf(
    (
        AllOf((Near("brand", 2, 9), AnyOf((Near("spaced", 2, 9), Near("latin", 2, 9))))),
        Near("symbols", 2, 7),
    )
)
_WITHIN: Final = AnyOf((Shares("tokens", 2, 100), Begins("latin", 6)))
_ONE_WITHIN: Final = AnyOf((Shares("tokens", 1, 100), Begins("latin", 6)))
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
        Level("same_rare", _both(Rare(RARE), Same("native")), 0.1, 1e-9, 0.01, reached=True),
        Level(
            "same_seldom",
            _both(Rare(SELDOM), Same("native")),
            0.15,
            1e-8,
            0.02,
            term="native",
            reached=True,
            at_least=True,
        ),
        Level("same", Same("native"), 0.32, 1e-5, 0.03, term="native"),
        Level("same_words_rare", _both(Rare(SELDOM), _SAME_WORDS), 0.04, 1e-8, 0.004, reached=True),
        Level("same_words", _SAME_WORDS, 0.06, 1e-5, 0.008, term="spaced"),
        Level("one_slip_rare", _both(Rare(RARE), _ONE_SLIP), 0.05, 1e-7, 0.002),
        Level(
            "one_slip_seldom",
            _both(Rare(SELDOM), _ONE_SLIP),
            0.05,
            1e-6,
            0.004,
            term="native",
            at_least=True,
        ),
        Level("one_slip", _ONE_SLIP, 0.05, 1e-4, 0.01, term="native", at_least=True),
        Level("outline", Same("outline"), 0.02, 1e-5, 0.01, term="outline"),
        Level("within_rare", _both(Rare(SELDOM), _ONE_WITHIN), 0.04, 1e-6, 0.01),
        Level("two_slips_rare", _both(Rare(RARE), _TWO_SLIPS), 0.02, 1e-6, 0.002),
        Level(
            "within_seldom",
            _both(Rare(TELLING), _ONE_WITHIN),
            0.02,
            1e-4,
            0.02,
            term="native",
            at_least=True,
        ),
        Level("within", _WITHIN, 0.02, 1e-4, 0.02, term="native", at_least=True),
        Level("two_slips", _TWO_SLIPS, 0.02, 1e-4, 0.01, term="native", at_least=True),
        Level("half_rare", _both(Rare(RARE), _HALF), 0.01, 1e-3, 0.02, learned=False),
        Level("half", _HALF, 0.025, 0.05, 0.47, learned=False),
        Level("different", Otherwise(), 0.015, 0.95, 0.38, learned=False),
    ),
)

GIVEN: Final = Comparison(
    "given",
    Missing("given"),
    (
        Level("same", Same("given"), 0.7, 5e-3, 0.03, term="given"),
        Level("exchanged", Crossed("given", "family"), 0.02, 1e-5, 0.001),
        Level("one_slip", Near("given", 1, 4), 0.1, 5e-3, 0.005),
        Level("begins", Begins("given", 2), 0.05, 5e-3, 0.01),
        Level("two_slips", Near("given", 2, 6), 0.03, 1e-2, 0.01),
        Level("different", Otherwise(), 0.1, 0.97, 0.945),
    ),
)

FAMILY: Final = Comparison(
    "family",
    AnyOf((Missing("family"), Crossed("family", "given"))),  # which the given name tells
    (
        Level("same", Same("family"), 0.75, 2e-3, 0.6, term="family"),
        Level("one_slip", Near("family", 1, 4), 0.1, 3e-3, 0.01),
        Level("begins", Begins("family", 3), 0.03, 3e-3, 0.01),
        Level("two_slips", Near("family", 2, 6), 0.03, 1e-2, 0.01),
        Level("different", Otherwise(), 0.07, 0.98, 0.369),
    ),
)

NUMBER_IN_NAME: Final = Comparison(
    "number_in_name",
    Missing("numbers"),
    (
        Level("same", Same("numbers"), 0.995, 0.05, 0.3, learned=False),
        Level("different", Otherwise(), 0.005, 0.95, 0.7, learned=False),
    ),
)

PLACE_IN_NAME: Final = Comparison(
    "place_in_name",
    Missing("places"),
    (
        Level("same", Same("places"), 0.95, 0.05, 0.4),
        Level("different", Otherwise(), 0.05, 0.95, 0.6),
    ),
)

BRANCH_IN_NAME: Final = Comparison(
    "branch_in_name",
    Missing("unit"),
    (
        Level("same", Same("unit"), 0.98, 0.97, 0.6),
        Level("different", Otherwise(), 0.02, 0.03, 0.4),
    ),
)

PHONE: Final = Comparison(
    "phone",
    Missing("phone_end"),
    (
        Level("same", Same("phone"), 0.7, 1e-6, term="phone"),
        Level("same_other", Across("phone", "other_phone"), 0.05, 1e-6),
        Level("same_end", Same("phone_end"), 0.02, 1e-7, term="phone_end"),
        Level("one_digit", Near("phone_end", 1, 8), 0.08, 1e-6),
        Level("two_digits", Near("phone_end", 2, 8), 0.02, 1e-5),
        Level("different", Otherwise(), 0.2, 0.999),
    ),
    shared=0.65,
)

EMAIL: Final = Comparison(
    "email",
    Missing("email"),
    (
        Level("same", Same("own_email"), 0.7, 1e-6, term="own_email"),
        Level("same_of_name", Same("email"), 0.1, 0.004, counted=False),
        Level("same_mailbox", Same("mailbox"), 0.08, 1e-6, term="mailbox"),
        Level("one_slip", _both(Same("email_number"), Near("email", 1, 8)), 0.08, 1e-6),
        Level("two_slips", _both(Same("email_number"), Near("email", 2, 12)), 0.03, 1e-6),
        Level("other_number", Near("email", 2, 8), 0.05, 0.02, counted=False),
        Level("different", Otherwise(), 0.12, 0.999),
    ),
    shared=0.3,
)

TAX: Final = Comparison(
    "tax",
    Missing("tax"),
    (
        Level("same", Same("tax"), 0.85, 1e-6, 0.05, term="tax"),
        Level("other_branch", Same("tax_root"), 0.01, 1e-6, 0.2),
        Level("one_sign", Near("tax", 1, 8), 0.06, 1e-6, 0.001),
        Level("two_signs", Near("tax", 2, 9), 0.03, 1e-5, 0.001),
        Level("different", Otherwise(), 0.05, 0.999, 0.748),
    ),
)  # fmt: skip

NUMBER: Final = Comparison(
    "number",
    Missing("number"),
    (
        Level("same", Same("number"), 0.85, 1e-6, 0.001),
        Level("one_sign", Near("number", 1, 6), 0.06, 1e-5, 0.0005),
        Level("two_signs", Near("number", 2, 7), 0.04, 1e-4, 0.0005),
        Level("different", Otherwise(), 0.05, 0.999, 0.998),
    ),
)

BORN: Final = Comparison(
    "born",
    Missing("born"),
    (
        Level("same", Same("born"), 0.8, 1e-4, 0.01, term="born"),
        Level("one_digit", Near("born", 1, 10), 0.08, 1e-3, 0.002),
        Level("two_digits", Near("born", 2, 10), 0.07, 1e-2, 0.01),
        Level("different", Otherwise(), 0.05, 0.99, 0.978),
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
    shared=0.8,
)

CITY: Final = Comparison(
    "city",
    Missing("city"),
    (
        Level("same", Same("city"), 0.85, 0.05, term="city"),
        Level("one_slip", Near("city", 1, 5), 0.05, 1e-2),
        Level("two_slips", Near("city", 2, 8), 0.02, 1e-2),
        Level("different", Otherwise(), 0.08, 0.92),
    ),
    shared=0.95,
)

POSTCODE: Final = Comparison(
    "postcode",
    Missing("postcode"),
    (
        Level("same", Same("postcode"), 0.8, 1e-3, term="postcode"),
        Level("one_sign", Near("postcode", 1, 4), 0.08, 1e-2),
        Level("two_signs", Near("postcode", 2, 4), 0.04, 0.05),
        Level("different", Otherwise(), 0.08, 0.95),
    ),
    shared=0.95,
)

EVERY: Final = (
    NAME, GIVEN, FAMILY, NUMBER_IN_NAME, PLACE_IN_NAME, BRANCH_IN_NAME, PHONE, EMAIL, TAX, NUMBER,
    BORN, ADDRESS, CITY, POSTCODE,
)  # fmt: skip
"""All that customers may be compared by."""

_COLUMN: Final = {
    "name": "latin", "number_in_name": "numbers", "place_in_name": "places",
    "branch_in_name": "unit",
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
