"""A customer as somebody typed it → the columns by which customers are compared.

One function for the typed look-up and for millions of records: what differs between the two is
never how a record is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from evenhand.core.identity.blocks import paired
from evenhand.core.identity.mailboxes import mailbox, own
from evenhand.core.identity.names import COMPANY, NOBODY, PERSON, Name, named
from evenhand.core.identity.nicknames import FORMAL
from evenhand.core.identity.papers import number
from evenhand.core.identity.places import address, city
from evenhand.core.identity.telephone import LAST, e164_of, region_of
from evenhand.core.identity.text import LONGEST, folded, spelled, tidied, words


class Typed(NamedTuple):
    """What somebody typed about a customer; an empty text where nothing was.

    Attributes:
        name: The whole name. Either this, or `given` and `family`.
        kind: What it is, as `kind_of` reads it.
        given: Given name, where it has a field of its own.
        family: Family name, likewise.
        phone: One telephone number.
        email: One e-mail address.
        tax: Tax code or registration number of a company, or of a person in business.
        number: Number of an identity card, passport or insurance.
        born: Date of birth.
        address: Street, number and whatever else stands there.
        city: City or province.
        postcode: Postal code.
        country: Where it was typed, as `region_of` reads it; else told from the name.
    """

    name: str = ""
    kind: str = ""
    given: str = ""
    family: str = ""
    phone: str = ""
    email: str = ""
    tax: str = ""
    number: str = ""
    born: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""


class Customer(NamedTuple):
    """A customer as it is compared: lower case, and ASCII in all but `native`.

    Attributes:
        kind: "person" or "company".
        crowd: See `Name.crowd`.
        native: See `Name.native`; so are latin, tokens, spaced, brand, outline, symbols, numbers,
            places, unit.
        given: Given name in Latin letters, only from a field of its own.
        family: Family name, likewise.
        phone: E.164.
        phone_end: Its last nine digits.
        other_phone: A second number from the same field.
        email: See `mailbox`.
        own_email: The same where it says more than the name does: not wei.wang@ of Wang Wei.
        email_number: The digits in what stands before the @, after a dash.
        mailbox: What stands before the @, of six signs or more.
        tax: Tax code.
        tax_root: The same without the number of a branch.
        number: Identity number.
        born: YYYY-MM-DD.
        address: Telling words of the address as one text.
        parts: The same, each.
        doors: The numbers in the address.
        city: See `places.city`.
        postcode: Letters and digits.
        rarity: How rare its words are together, in bits; known only beside a model.
    """

    kind: str
    crowd: str
    native: str
    latin: str
    tokens: tuple[str, ...]
    spaced: str
    brand: str
    outline: str
    symbols: str
    numbers: str
    places: str
    unit: str
    given: str
    family: str
    phone: str
    phone_end: str
    other_phone: str
    email: str
    own_email: str
    email_number: str
    mailbox: str
    tax: str
    tax_root: str
    number: str
    born: str
    address: str
    parts: tuple[str, ...]
    doors: str
    city: str
    postcode: str
    rarity: int = 0


COLUMNS: Final = Customer._fields[:-1]
"""Names of the columns of a normalised record, in order; how rare its words are comes later."""

LISTS: Final = frozenset({"tokens", "parts"})
"""Those that hold several words."""

_COUNTRIES: Final = {
    "zh": ("CN", "HK", "TW", "VN", "US", "GB"),
    "vi": ("VN", "CN", "US", "GB"),
    "en": ("US", "GB", "VN", "CN", "AU"),
    "": ("CN", "VN", "US", "GB"),
}
_DATE: Final = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D.*)?")
_DATE_BACKWARDS: Final = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")
_SHORTEST_MAILBOX: Final = 6


def normalise(typed: Typed) -> Customer:
    """The columns of one record. Never fails: what can be no telephone number is left empty.

    >>> normalise(Typed(name="Cty TNHH Hoà Phát", phone="0912 345 678")).phone
    '+84912345678'
    """
    name = _name(typed)
    phone, other_phone = _phones(typed.phone[:LONGEST], typed.country[:LONGEST], name.crowd)
    email = mailbox(typed.email) if typed.email else ""
    local = email.partition("@")[0]
    own_email = own(email, name) if email else ""
    tax, branch = number(typed.tax[:LONGEST]) if typed.tax else ("", "")
    in_city = typed.city[:LONGEST]
    parts, doors = address(typed.address, in_city) if typed.address else ((), "")
    return Customer(
        kind=name.kind,
        crowd=name.crowd,
        native=name.native,
        latin=name.latin,
        tokens=name.tokens,
        spaced=name.spaced,
        brand=name.brand,
        outline=name.outline,
        symbols=name.symbols,
        numbers=name.numbers,
        places=name.places,
        unit=name.unit,
        given=_word(typed.given[:LONGEST], formal=True) if typed.given else "",
        family=_word(typed.family[:LONGEST]) if typed.family else "",
        phone=phone,
        phone_end=phone[-LAST:],
        other_phone=other_phone,
        email=email,
        own_email=own_email,
        email_number="-" + "".join(filter(str.isdigit, local)) if email else "",
        mailbox=local if own_email and len(local) >= _SHORTEST_MAILBOX else "",
        tax=tax + branch,
        tax_root=tax,
        number=number(typed.number[:LONGEST])[0] if typed.number else "",
        born=date(typed.born[:LONGEST]) if typed.born else "",
        address="".join(parts),
        parts=parts,
        doors=doors,
        city=city(in_city) if in_city else "",
        postcode=_word(typed.postcode[:LONGEST]) if typed.postcode else "",
    )


def _name(typed: Typed) -> Name:
    if typed.name:
        return named(typed.name, kind_of(typed.kind[:LONGEST]), typed.city[:LONGEST])
    if typed.given or typed.family:
        return named(f"{typed.given} {typed.family}", kind_of(typed.kind[:LONGEST]) or PERSON)
    return NOBODY


_KINDS: Final = paired("""
person: person | individual: person | private: person | ca nhan: person | khach le: person
个人: person | company: company | business: company | organization: company | organisation: company
corporate: company | cong ty: company | doanh nghiep: company | to chuc: company | dn: company
b2b: company | 公司: company | 企业: company | 单位: company | 机构: company | 法人: company
""")


@lru_cache(maxsize=1 << 10)
def kind_of(typed: str) -> str:
    """What a column says a customer is: "person" or "company"; empty where it says neither.

    >>> kind_of("Doanh nghiệp"), kind_of("个人"), kind_of("VIP")
    ('company', 'person', '')
    """
    return _KINDS.get(" ".join(words(folded(typed))), "")


def _phones(typed: str, country: str, crowd: str) -> tuple[str, str]:
    """The first two numbers of a field: people write 0912 345 678 / 0243 822 1234."""
    if not typed:
        return "", ""
    region = region_of(country) if country else ""
    countries = (region,) if region else _COUNTRIES[crowd]
    found = [one for part in _numbers(typed) if (one := e164_of(part, countries))]
    found += ["", ""]
    return found[0], found[1] if found[1] != found[0] else ""


def _numbers(typed: str) -> list[str]:
    if not _BETWEEN_NUMBERS.search(typed):
        return [typed]
    parts = _BETWEEN_NUMBERS.split(tidied(typed))
    return [part for part in parts if len(part) > 5][:3] or [typed]


_BETWEEN_NUMBERS: Final = re.compile("[/,;|、\n]+")


@lru_cache(maxsize=1 << 15)
def _word(typed: str, *, formal: bool = False) -> str:
    """One name in Latin letters without spaces; an English short form as its formal one."""
    name = "".join(spelled(word) for word in words(folded(typed)))
    return FORMAL.get(name, name) if formal else name


@lru_cache(maxsize=1 << 15)
def date(typed: str) -> str:
    """A day as YYYY-MM-DD; empty where it can be none. Day before month where the year is last.

    >>> date("19560409"), date("4/9/1956"), date("soon")
    ('1956-04-09', '1956-09-04', '')
    """
    typed = folded(typed).strip()
    if match := _DATE.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _DATE_BACKWARDS.fullmatch(typed):
        day, month, year = match.groups()
    else:
        return ""
    return f"{year}-{int(month):02d}-{int(day):02d}"


__all__ = [
    "COLUMNS",
    "COMPANY",
    "LISTS",
    "PERSON",
    "Customer",
    "Typed",
    "date",
    "kind_of",
    "normalise",
]
