"""Telephone, e-mail, tax code, address and city, typed again by somebody else."""

from __future__ import annotations

import random
import re

from benchmarks.of_identity import contacts
from benchmarks.of_identity.picks import unmarked
from benchmarks.of_identity.slips import letter

_NOT_DIGIT = re.compile(r"\D")
_PREFIX = {"zh": "86", "vi": "84"}
_CITY = {
    "Hồ Chí Minh": ("TP HCM", "TP.HCM", "HCM", "Tp. Hồ Chí Minh", "Sài Gòn", "Ho Chi Minh"),
    "Hà Nội": ("HN", "Ha Noi", "TP Hà Nội", "Hanoi"), "Đà Nẵng": ("ĐN", "Da Nang", "TP Đà Nẵng"),
    "Bà Rịa - Vũng Tàu": ("Vũng Tàu", "BR-VT", "BRVT"), "Huế": ("Thừa Thiên Huế", "TP Huế"),
    "New York": ("NYC", "New York City", "NY"), "Los Angeles": ("LA", "L.A."),
    "San Francisco": ("SF", "San Fran"), "Philadelphia": ("Philly",), "Las Vegas": ("Vegas",),
    "Newcastle": ("Newcastle upon Tyne",), "London": ("Greater London",),
    "Hull": ("Kingston upon Hull",),
}  # fmt: skip
_VI_SHORT = [
    (re.compile(long), short)
    for long, short in (
        (r"\bPhường ", "P. "), (r"\bQuận ", "Q. "), (r"\bThành phố ", "TP. "),
        (r"\bP\. ?", "Phường "),
        (r"\bQ\. ?", "Quận "), (r"\bTP\. ", "Tp "), (r"\btỉnh ", ""), (r"^Số ", ""),
        (r"\bNguyễn ", "Ng. "),
    )
]  # fmt: skip
_EN_SHORT = [
    (re.compile(long), short)
    for long, short in (
        (r"\bStreet\b", "St"), (r"\bAvenue\b", "Ave"), (r"\bRoad\b", "Rd"), (r"\bDrive\b", "Dr"),
        (r"\bLane\b", "Ln"),
        (r"\bBoulevard\b", "Blvd"), (r" St\b", " St."), (r" Ave\b", " Avenue"), (r" Rd\b", " Rd."),
        (r" Dr\b", " Drive"), (r"\bApt ", "#"), (r"\bSuite ", "Ste "), (r"\bFlat ", "Apt "),
        (r"\bClose\b", "Cl"),
    )
]  # fmt: skip


def national(language: str, phone: str) -> tuple[str, str]:
    """The country code and the digits as they are dialled at home."""
    number = _NOT_DIGIT.sub("", phone)
    if not number:
        return "", phone
    if language in _PREFIX:
        code = _PREFIX[language]
        if phone.startswith("+") and not number.startswith(code):
            return "", number
        number = number[2:] if phone.startswith("+") else number
        return code, "0" + number if language == "vi" and number[0] != "0" else number
    if number.startswith("44") and phone.startswith("+"):
        return "44", "0" + number[2:]
    if number[0] == "0":
        return "44", number
    return "1", number[1:] if len(number) == 11 and number[0] == "1" else number


def phone_format(language: str, phone: str, chance: random.Random) -> str:
    """The same number with a country code, spaces, dots, hyphens, or bare."""
    code, number = national(language, phone)
    if not code or len(number) < 9:
        return phone.replace(" ", "")
    draw, bare = chance.random(), number[1:] if number[0] == "0" else number
    if draw < 0.4:
        return number if number != phone else f"+{code} {bare}"
    if draw < 0.55:
        return f"+{code}{bare}"
    if draw < 0.62:
        return f"00{code}{bare}" if draw < 0.58 else f"(+{code}) {bare}"
    if draw < 0.68 and number[0] == "0":
        return bare  # a spreadsheet eats the leading zero
    mark = " " if draw < 0.8 else "." if draw < 0.88 else "-"
    first = 4 if language == "vi" else 5 if code == "44" else 3
    return f"{number[:first]}{mark}{number[first:-4]}{mark}{number[-4:]}".replace(mark * 2, mark)


def phone(language: str, city: str, old: str, chance: random.Random) -> str:
    """Written otherwise, a digit wrong, left out, another number of the customer, or both."""
    draw = chance.random()
    if draw < 0.55:
        return phone_format(language, old, chance)
    if draw < 0.7:
        return ""
    british = national(language, old)[0] == "44"
    if draw < 0.82:
        return _one_digit(old, chance)
    other = contacts.mobile(language, chance, british=british)
    if draw < 0.92:
        return (
            other
            if chance.random() < 0.7
            else contacts.landline(language, city, chance, british=british)
        )
    return f"{old} / {other}" if chance.random() < 0.6 else f"{other} / {old}"


def _one_digit(text: str, chance: random.Random) -> str:
    places = [place for place, sign in enumerate(text) if sign.isdigit()][3:]
    if len(places) < 3:
        return text
    place, draw = places[int(chance.random() * (len(places) - 1))], chance.random()
    if draw < 0.6:
        other = str((int(text[place]) + 1 + int(chance.random() * 9)) % 10)
        return text[:place] + other + text[place + 1 :]
    if draw < 0.85:
        return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
    return text[:place] + text[place + 1 :]


def email(language: str, kind: str, old: str, chance: random.Random) -> str:
    """In capitals, tagged, elsewhere, mistyped, left out, or another box of the company."""
    local, _, domain = old.partition("@")
    draw = chance.random()
    if draw < 0.3:
        return ""
    if draw < 0.5:
        return old.upper() if draw < 0.38 else old.capitalize()
    if draw < 0.56:
        return f"{local}+{chance.choice(('shop', 'work', 'vip', 'news'))}@{domain}"
    if draw < 0.74:
        mail = letter(local, chance)
        return f"{mail}@{domain}" if draw < 0.7 else f"{local}@{domain.replace('.com', '.con')}"
    if kind == "company" and domain not in contacts.PUBLIC:
        return contacts.box(language, chance) + f"@{domain}"
    return f"{local}@{contacts.provider(language, chance)}"


def tax_code(language: str, old: str, chance: random.Random) -> str:
    """Left out, spaced, with the suffix of a branch, a digit wrong, or in small letters."""
    draw = chance.random()
    if draw < 0.45:
        return ""
    if draw < 0.6:
        return _one_digit(old, chance)
    if language == "vi":
        if draw < 0.8 and len(old) == 10:
            return f"{old}-00{1 + int(chance.random() * 3)}"
        bare = old.replace("-", "")
        return (
            f"{bare[:2]} {bare[2:9]} {bare[9:]}"
            if draw < 0.9
            else f"MST: {old}"
            if draw < 0.96
            else f"{old[:4]}.{old[4:7]}.{old[7:]}"
        )
    if language == "zh":
        return old.lower() if draw < 0.75 else " ".join((old[:2], old[2:8], old[8:17], old[17:]))
    return old.replace("-", "") if "-" in old else f"{old[:5]} {old[5:8]} {old[8:]}"


def address(language: str, old: str, chance: random.Random) -> str:
    """Abbreviated, with a part missing, in another order, without marks, or left out."""
    draw = chance.random()
    if draw < 0.18:
        return ""
    if language == "zh":
        return _chinese(old, draw, chance)
    if draw < 0.55:
        for long, short in _VI_SHORT if language == "vi" else _EN_SHORT:
            if chance.random() < 0.4:
                old = long.sub(short, old, count=1)
        return old
    parts = old.split(", ")
    if draw < 0.8 and len(parts) > 2:
        del parts[int(chance.random() * (len(parts) - 1)) + 1]
    elif draw < 0.88 and len(parts) > 2:
        parts = [*parts[1:], parts[0]]
    elif draw < 0.95:
        return unmarked(old) if language == "vi" else old.lower()
    else:
        return _one_digit(old, chance)
    return (", " if draw < 0.75 else " - " if draw < 0.8 else ", ").join(parts)


def _chinese(old: str, draw: float, chance: random.Random) -> str:
    if draw < 0.4:
        return re.sub(r"^.{2,4}市", "", old)
    if draw < 0.55:
        return re.sub(r"^(.{2,4})市(.+?)区", r"\1\2" if draw < 0.5 else r"\1市", old)
    if draw < 0.75:
        return re.sub(r"(\d+)号.*$", r"\1号", old)
    if draw < 0.88:
        return old.replace("栋", "号楼" if draw < 0.82 else "幢").replace("室", "")
    if draw < 0.95:
        return old.replace("路", "路 ").replace("号", "号 ").strip()
    return re.sub(
        r"\d+", lambda found: str(int(found[0]) + 1 + int(chance.random() * 9)), old, count=1
    )


def city(language: str, old: str, chance: random.Random) -> str:
    """By another of its names, or left out."""
    if chance.random() < 0.35:
        return ""
    other = _CITY.get(old)
    if other:
        return chance.choice(other)
    if language == "zh":
        return old[:-1] if old.endswith("市") else f"{old}市"
    return unmarked(old) if not old.isascii() else old.upper()
