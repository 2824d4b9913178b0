"""Telephone numbers, as they are compared: E.164."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import phonenumbers

from evenhand.core.identity.blocks import paired
from evenhand.core.identity.text import folded, words

LONGEST: Final = 40
"""Characters of a number as somebody types it."""

LAST: Final = 9
"""Digits at the end of a number that are the same whatever was typed before them."""

_NOT_DIGITS: Final = re.compile(r"[\s().\-–—/·]+")
_KNOWN: Final = {
    "CN": re.compile(
        r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})"
        r"|(?:(?:\+|00)86|0)((?:10|2[0-9])[0-9]{8}|[3-9][0-9]{2}[0-9]{7,8})"
    ),
    "VN": re.compile(r"(?:(?:\+|00)?840?|0)([35789][0-9]{8}|2[0-9]{9})"),
    "US": re.compile(r"(?:(?:\+|00)?1)?([2-9][0-9]{2}[2-9][0-9]{6})"),
    "GB": re.compile(r"(?:(?:\+|00)440?|0)([1-3789][0-9]{9})"),
}
_CODE: Final = {"CN": "+86", "VN": "+84", "US": "+1", "GB": "+44"}


_REGIONS: Final = paired("""
viet nam: VN | vietnam: VN | 越南: VN | china: CN | trung quoc: CN | prc: CN | 中国: CN
中国大陆: CN | usa: US | united states: US | united states of america: US | america: US
hoa ky: US | 美国: US | uk: GB | united kingdom: GB | great britain: GB | england: GB | anh: GB
英国: GB | hong kong: HK | 香港: HK | taiwan: TW | dai loan: TW | 台湾: TW | singapore: SG
新加坡: SG | australia: AU | uc: AU
""")


@lru_cache(maxsize=1 << 10)
def region_of(typed: str) -> str:
    """The ISO 3166 code of a country as somebody typed it; empty where it is none that is known.

    >>> region_of("vn"), region_of("Việt Nam"), region_of("中国"), region_of("here")
    ('VN', 'VN', 'CN', '')
    """
    plain = " ".join(words(folded(typed)))
    code = _REGIONS.get(plain, plain.upper())
    return code if code in phonenumbers.SUPPORTED_REGIONS else ""


def e164(typed: str, country: str) -> str:
    """The number with its country code; an empty text where what was typed can be no number.

    `country` is where it was typed, by its ISO 3166 code: there, numbers need no country code.

    >>> e164("138 0013-8000", "CN"), e164("+84 912 345 678", "CN"), e164("12", "CN")
    ('+8613800138000', '+84912345678', '')
    """
    number = _parsed(typed, country)
    if number is None or not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=1 << 14)
def e164_of(typed: str, countries: tuple[str, ...]) -> str:
    """The number of the first of some countries where it is valid, or at least possible.

    The usual forms of China, Viet Nam, the United States and Britain are told without a closer
    look, which takes thirty times as long.

    >>> e164_of("0912.345.678", ("CN", "VN")), e164_of("13800138000", ("VN", "CN"))
    ('+84912345678', '+8613800138000')
    >>> e164_of("+44 (0)20 7946 0958", ("US", "GB")), e164_of("010-8888 8888", ("CN",))
    ('+442079460958', '+861088888888')
    """
    typed = typed[:LONGEST]
    digits = _NOT_DIGITS.sub("", typed)
    for country in countries:
        known = _KNOWN.get(country)
        if known and (match := known.fullmatch(digits)):
            return _CODE[country] + match[match.lastindex or 1]
    return _first(typed, countries)


def _first(typed: str, countries: Sequence[str]) -> str:
    possible = ""
    for country in countries:
        number = _parsed(typed, country)
        if number is None or not phonenumbers.is_possible_number(number):
            continue
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number):
            return written
        possible = possible or written
    return possible


def _parsed(typed: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(typed[:LONGEST], country)
    except phonenumbers.NumberParseException:
        return None
