"""How a record of the same customer is typed again by another salesperson: the near family.

Matchers may be tuned on it. `NAME_KINDS` changes the name alone, in one way; `corrupt` changes the
whole record as often, and as much, as a second salesperson does.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from opencc import OpenCC

from benchmarks.of_identity import companies, fields, people, zh
from benchmarks.of_identity.picks import Pick, said, unmarked
from benchmarks.of_identity.record import Made
from benchmarks.of_identity.slips import SLIP, letter

NameChange = Callable[[Made, random.Random], str | None]

_to_simplified = OpenCC("t2s").convert
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_NARROW = str.maketrans({"（": "(", "）": ")", "　": " "})
_PLACED = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "uỳ": "ùy", "uý": "úy",
    "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}  # fmt: skip
_PLACES = re.compile("|".join(_PLACED))


def _exact(made: Made, chance: random.Random) -> str | None:  # noqa: ARG001 - like its neighbours
    return made.name


def _case_width(made: Made, chance: random.Random) -> str | None:
    name, draw = made.name, chance.random()
    if made.language == "zh":
        changed = _width(made, draw)
    elif draw < 0.35:
        changed = name.lower()
    elif draw < 0.65:
        changed = name.upper() if not name.isupper() else name.title()
    elif draw < 0.8 and made.language == "vi":
        styled = _PLACES.sub(lambda found: _PLACED[found[0]], name)
        changed = styled if styled != name else unicodedata.normalize("NFD", name)
    elif draw < 0.92:
        changed = f" {name} " if draw < 0.84 else name.replace(" ", "  ", 1)
    else:
        changed = name.translate(_WIDE) if made.language == "en" else name.title()
    return changed if changed != name else name.upper() if name.upper() != name else name.lower()


def _width(made: Made, draw: float) -> str:
    name = made.name
    if made.kind == "company" and "（" in name:
        return name.translate(_NARROW) if draw < 0.8 else f"{name} "
    if made.kind == "company":
        return f" {name}" if draw < 0.5 else f"{name} "
    family, given = people.apart(name)
    return f"{family} {given}" if draw < 0.5 else f"{family}　{given}" if draw < 0.8 else f"{name} "


def _no_diacritics(made: Made, chance: random.Random) -> str | None:
    if made.name.isascii() or made.language != "vi":
        return None
    plain = unmarked(made.name)
    draw = chance.random()
    return plain if draw < 0.6 else plain.lower() if draw < 0.85 else plain.upper()


def _no_diacritics_one_typo(made: Made, chance: random.Random) -> str | None:
    plain = _no_diacritics(made, chance)
    return letter(plain, chance) if plain else None


def _slip(made: Made, text: str, chance: random.Random) -> str:
    return letter(text, chance) if text.isascii() else SLIP[made.language](text, chance)


def _one_typo(made: Made, chance: random.Random) -> str | None:
    changed = _slip(made, made.name, chance)
    return changed if changed != made.name else None


def _two_typos(made: Made, chance: random.Random) -> str | None:
    if made.language == "zh" and len(made.name) < 3:
        return None
    changed = _slip(made, _slip(made, made.name, chance), chance)
    return changed if changed != made.name else None


def _traditional(made: Made, chance: random.Random) -> str | None:  # noqa: ARG001 - as above
    if made.language != "zh":
        return None
    changed: str = zh.to_traditional(made.name)
    if changed == made.name:
        changed = str(_to_simplified(made.name))
    return changed if changed != made.name else None


def _pinyin(made: Made, chance: random.Random) -> str | None:
    if made.language != "zh" or made.name.isascii():
        return None
    if made.kind == "person":
        return people.romanised(made.name, chance)
    return companies.romanised(made.name, chance)


def _legal_form(made: Made, chance: random.Random) -> str | None:
    if made.kind == "person":
        return None
    changed = companies.other_form(made.language, made.name, chance)
    return changed if changed and changed != made.name else None


def _legal_form_typo(made: Made, chance: random.Random) -> str | None:
    changed = _legal_form(made, chance)
    return _slip(made, changed, chance) if changed else None


def _reorder(made: Made, chance: random.Random) -> str | None:
    of = people if made.kind == "person" else companies
    changed = of.reordered(made.language, made.name, chance)
    return changed if changed != made.name else None


def _abbreviation(made: Made, chance: random.Random) -> str | None:
    of = people if made.kind == "person" else companies
    changed = of.abbreviated(made.language, made.name, chance)
    return changed if changed != made.name else None


NAME_KINDS: dict[str, NameChange] = {
    "exact": _exact,
    "case_width": _case_width,
    "no_diacritics": _no_diacritics,
    "no_diacritics_one_typo": _no_diacritics_one_typo,
    "one_typo": _one_typo,
    "two_typos": _two_typos,
    "traditional": _traditional,
    "pinyin": _pinyin,
    "legal_form": _legal_form,
    "legal_form_typo": _legal_form_typo,
    "reorder": _reorder,
    "abbreviation": _abbreviation,
}
"""Single changes of a name; None where the change does not apply to it."""


def _kinds(text: str) -> Pick:
    return said(text, space="~")


_USUAL: dict[tuple[str, str], Pick] = {
    ("zh", "person"): _kinds("one_typo:50 case_width:18 pinyin:18 traditional:10 two_typos:4"),
    ("zh", "company"): _kinds(
        "legal_form:30 abbreviation:27 one_typo:15 case_width:8 reorder:7 pinyin:4 traditional:3 "
        "legal_form_typo:4 two_typos:2"
    ),
    ("vi", "person"): _kinds(
        "no_diacritics:33 one_typo:20 case_width:18 abbreviation:12 no_diacritics_one_typo:9 "
        "reorder:4 two_typos:4"
    ),
    ("vi", "company"): _kinds(
        "abbreviation:32 legal_form:18 no_diacritics:18 case_width:10 one_typo:8 "
        "no_diacritics_one_typo:6 "
        "legal_form_typo:4 reorder:2 two_typos:2"
    ),
    ("en", "person"): _kinds("one_typo:32 abbreviation:32 case_width:18 reorder:12 two_typos:6"),
    ("en", "company"): _kinds(
        "legal_form:36 abbreviation:24 one_typo:16 case_width:14 legal_form_typo:6 reorder:2 "
        "two_typos:2"
    ),
}
_CHANGES = said("0:8 1:36 2:30 3:17 4:6 5:3")
_WHERE = _kinds("name:44 phone:22 email:8 tax_code:6 address:14 city:6")


def corrupt(made: Made, random: random.Random) -> Made:
    """The same customer as another salesperson writes it; mostly one to three things differ."""
    count = int(_CHANGES(random))
    changed: dict[str, str] = {}
    for _ in range(count * 2):
        where = _WHERE(random)
        if where in changed or not getattr(made, where):
            continue
        changed[where] = _again(made, where, random)
        if len(changed) == count:
            break
    return replace(made, **changed) if changed else made


def _again(made: Made, where: str, chance: random.Random) -> str:
    if where == "name":
        kind = _USUAL[made.language, made.kind](chance)
        return NAME_KINDS[kind](made, chance) or _one_typo(made, chance) or made.name
    if where == "phone":
        return fields.phone(made.language, made.city, made.phone, chance)
    if where == "email":
        return fields.email(made.language, made.kind, made.email, chance)
    if where == "tax_code":
        return fields.tax_code(made.language, made.tax_code, chance)
    if where == "address":
        return fields.address(made.language, made.address, chance)
    return fields.city(made.language, made.city, chance)
