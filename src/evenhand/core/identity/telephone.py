"""Telephone numbers, as they are compared: E.164."""

from __future__ import annotations

from typing import Final

import phonenumbers

LONGEST: Final = 40
"""Characters of a number as somebody types it."""


def e164(typed: str, country: str) -> str:
    """The number with its country code; an empty text where what was typed can be no number.

    `country` is where it was typed, by its ISO 3166 code: there, numbers need no country code.

    >>> e164("138 0013-8000", "CN"), e164("+84 912 345 678", "CN"), e164("12", "CN")
    ('+8613800138000', '+84912345678', '')
    """
    try:
        number = phonenumbers.parse(typed[:LONGEST], country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
