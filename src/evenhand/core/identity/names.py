"""Names of persons and companies, in the forms in which they are compared."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from evenhand.core.identity.blocks import listed
from evenhand.core.identity.branches import without_branch, without_han_branch
from evenhand.core.identity.forms import (
    HAN_TRADES,
    TRADES,
    in_full,
    says_company,
    without_forms,
    without_han_form,
)
from evenhand.core.identity.keystrokes import as_meant, is_syllable
from evenhand.core.identity.nicknames import FORMAL
from evenhand.core.identity.places import city, in_name, is_han_place
from evenhand.core.identity.readings import SURNAMES_IN_PINYIN, as_pinyin, reading, syllables
from evenhand.core.identity.text import HAN, in_plain_letters, spelled, tidied, words

Kind = Literal["person", "company"]
PERSON: Final = "person"
HEAD: Final = "head"
BRANCH: Final = "branch"
COMPANY: Final = "company"

_BRACKETS: Final = re.compile(r"[(\[{（【《<][^)\]}）】》>]*[)\]}）】》>]?")
_HONORIFICS: Final = frozenset(
    listed("mr mrs ms miss mx dr prof sir madam anh chi ong ba co chu bac em a c")
)
_TITLES: Final = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam"])
_HAN_TITLES: Final = re.compile(
    "(先生|女士|小姐|太太|总经理|董事长|经理|老板|老师|主任|医生|同学|总监|总|师傅)$"
)
_AND: Final = frozenset({"and", "va"})
_AFTER: Final = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"])
_BRANCH: Final = re.compile(r"\b(?:ch?h?i nhanh|branch|van phong dai dien|vpdd)\b")
_HAN_RUN: Final = re.compile(f"(?:{HAN.pattern})+")
_HAN_OR_OTHER: Final = re.compile(rf"{_HAN_RUN.pattern}|(?:(?!{HAN.pattern})[^\W\d_])+")
_SAYS: Final = re.compile(r"&|\bco[.]\s*$", re.IGNORECASE)
"""Signs by which only companies are named: Yates Design Co."""
_IS_ONE: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+,-./:;<=>?@[]^_{|}~"
_DOT: Final = re.compile(r"\w[·•‧・]\w")
_HAN_NUMBER: Final = re.compile("[0-9]+|(?<=第)[〇零一二两三四五六七八九十百]+")
_HAN_DIGITS: Final = {
    sign: at for at, signs in enumerate(("〇零", "一", "二两", *"三四五六七八九")) for sign in signs
}
_HAN_TENS: Final = {"十": 10, "百": 100}
_TRADE_OR_GIVEN: Final = re.compile("..?(?:建设|文化|发展|开发)|.[^大小老]行")
"""Names of people that end like a company's: 张建设, 李文化, 王知行."""


class Name(NamedTuple):
    """A name as it is compared. Every text is lower case; all but `native` are ASCII.

    Attributes:
        kind: Whose it is, as far as the name tells.
        crowd: "zh", "vi" or "en": whose spelling it is, and so how crowded its space of names is.
        native: In its own script, without legal form, titles and notes: 华为技术, hoa phat.
        latin: In Latin letters as written, without spaces: huaweijishu, hoaphat.
        tokens: Its words in Latin letters, each once, in order of the alphabet; the digits of
            a company's name are not among them.
        spaced: As `tokens`, each as often as it stands there, as one text without spaces.
        brand: As `spaced`, without the words of a company's trade.
        outline: Of a person in Latin letters: the last word, and of the others the first letter.
        symbols: The Chinese characters of a person or brand, a symbol each, so that every engine
            counts characters.
        numbers: The digits in a company's name, joined by a space.
        places: The places that a company's name names, joined by a space.
        unit: Of a company: "branch" where the name says that it is one, else "head".
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


NOBODY: Final = Name("", "", "", "", (), "", "", "", "", "", "", "")


def named(typed: str, kind: str = "", in_city: str = "") -> Name:
    """The name as it is compared; `NOBODY` where no letter was typed.

    Args:
        typed: As somebody typed it, in any script.
        kind: "person" or "company" where that is known; else it is told from the name.
        in_city: The city typed beside it: "Acme - Derby" in Derby is a branch.

    >>> named("Công ty TNHH Hoà Phát 2").tokens, named("CTY HOA PHAT 2").numbers
    (('hoa', 'phat'), '2')
    >>> named("曾偉").latin, named("Wei Zeng").spaced, named("曾伟").spaced
    ('zengwei', 'weizeng', 'weizeng')
    """
    text = tidied(typed)
    plain = in_plain_letters(text)
    if not text.isascii() and HAN.search(plain):
        return _of_han(plain, kind)
    return _of_letters(text, plain, kind, in_city)


def _of_han(plain: str, kind: str) -> Name:
    notes = "".join(_HAN_RUN.findall("".join(_BRACKETS.findall(plain))))
    bare = _BRACKETS.sub("", plain)
    if not HAN.search(bare):
        bare = plain
    han = "".join(words(bare))
    if kind == PERSON:
        return _han_person(han)
    han, place, is_branch = without_han_branch(han)
    stem, has_form = without_han_form(han)
    foreigner = _DOT.search(bare) is not None
    company = has_form or bool(place) or (not foreigner and _is_han_company(stem))
    if not kind and not company:
        return _han_person(han)
    return _han_company(stem, notes, place, BRANCH if is_branch else HEAD)


def _is_han_company(stem: str) -> bool:
    """Whether a name without a legal form is a company's: by its length or its trade."""
    count = len("".join(_HAN_RUN.findall(stem)))
    if count == 3 and _TRADE_OR_GIVEN.fullmatch(stem):
        return reading(stem[0]) not in SURNAMES_IN_PINYIN
    if count == 4 and is_han_place(stem[:2]):
        return True
    return count > 4 or bool(count > 2 and HAN_TRADES.search(stem))


def _han_person(stem: str) -> Name:
    stem = _HAN_TITLES.sub("", stem) or stem
    han = "".join(one for one in stem if not one.isascii()) or stem
    read = syllables(han, person=True)
    spaced = "".join(sorted(read))
    return Name(
        PERSON, "zh", han, "".join(read), tuple(sorted(set(read))), spaced, spaced, "",
        _symbols(han), "", "", "",
    )  # fmt: skip


def _han_company(stem: str, notes: str, place: str, unit: str) -> Name:
    numbers = " ".join(map(_digits, _HAN_NUMBER.findall(stem)))
    stem, places = in_name(stem, notes)
    places |= {city(place)} - {""}
    trade = HAN_TRADES.search(stem)
    brand = stem[: trade.start()] if trade and trade.start() else stem
    brands = _runs(brand)
    tokens = brands + _runs(stem[len(brand) :])
    return Name(
        COMPANY, "zh", stem, "".join(tokens), tuple(sorted(set(tokens))), "".join(sorted(tokens)),
        "".join(brands or tokens), "", _symbols(brand), numbers, " ".join(sorted(places)), unit,
    )  # fmt: skip


def _runs(part: str) -> list[str]:
    """Each run of Chinese characters, or of other letters, in Latin letters."""
    runs = _HAN_OR_OTHER.findall(part)
    read = [
        "".join(syllables(run, person=False)) if HAN.match(run) else spelled(run) for run in runs
    ]
    return [run for run in read if run]


def _digits(number: str) -> str:
    """A number in Chinese or Western digits in the latter.

    >>> _digits("十二"), _digits("三十"), _digits("一百零三"), _digits("二三"), _digits("012")
    ('12', '30', '103', '23', '012')
    """
    if not _HAN_TENS.keys() & set(number):
        return "".join(str(_HAN_DIGITS.get(sign, sign)) for sign in number)
    total = last = 0
    for sign in number:
        ten = _HAN_TENS.get(sign, 0)
        total, last = (total + (last or 1) * ten, 0) if ten else (total, _HAN_DIGITS[sign])
    return str(total + last)


def _symbols(han: str) -> str:
    """Each character as one of 80 signs: close enough to count how many characters differ."""
    return "".join(_IS_ONE[ord(one) % len(_IS_ONE)] for one in han if not one.isspace())


def _of_letters(text: str, plain: str, kind: str, in_city: str) -> Name:
    if kind == PERSON:
        found = words(_BRACKETS.sub(" ", plain)) or words(plain)
        return _person(text, found)
    plain, place, is_branch = without_branch(plain, in_city)
    bare = _BRACKETS.sub(" ", plain)
    notes = "" if bare == plain else " ".join(_BRACKETS.findall(plain))
    found = words(bare) or words(plain)
    if not found:
        return NOBODY
    stem, has_form = without_forms(found)
    says = has_form or says_company(stem) or _is_numbered(stem)
    if not kind and not (says or (len(stem) > 1 and _SAYS.search(text))):
        return _person(text, found)
    unit = BRANCH if is_branch or _BRANCH.search(" ".join(found)) else HEAD
    return _company(stem, notes, place, unit)


def _is_numbered(stem: list[str]) -> bool:
    """Whether a name ends like An Phát 68: a number of two or three digits behind two words."""
    last = stem[-1]
    return len(stem) > 2 and last.isdigit() and 2 <= len(last) <= 3 and not stem[-2].isdigit()


def _company(stem: list[str], notes: str, place: str, unit: str) -> Name:
    if len(stem) > 1 and stem[-1] == "co":
        stem = stem[:-1]
    stem = in_full([word for word in stem if word not in _AND] or stem)
    joined, places = in_name(" ".join(stem), notes)
    places |= {city(place)} - {""}
    written = [spelled(word) for word in joined.split()]
    written = [word for word in written if word]
    numbers = [word for word in written if word.isdigit()]
    tokens = [word for word in written if not word.isdigit()] or written
    if not tokens:
        return NOBODY
    crowd = "vi" if _is_syllabic(tokens) else "en"
    telling = [word for word in tokens if word not in TRADES] or tokens
    return Name(
        COMPANY, crowd, " ".join(tokens), "".join(tokens), tuple(sorted(set(tokens))),
        "".join(sorted(tokens)), "".join(sorted(telling)), "", "", " ".join(numbers),
        " ".join(sorted(places)), unit,
    )  # fmt: skip


def _person(text: str, stem: list[str]) -> Name:
    stem = _untitled(text, stem)
    tokens = [spelled(word) for word in stem]
    tokens = [word for word in tokens if word]
    letters = [word for word in tokens if not word.isdigit()]
    tokens = letters or tokens
    if not tokens:
        return NOBODY
    tokens = as_meant(tokens)
    read = as_pinyin(tuple(tokens))
    crowd = "vi" if read or _is_syllabic(tokens) else "en"
    native = " ".join(tokens)
    outline = "".join(word[0] for word in tokens[:-1]) + tokens[-1] if len(tokens) > 1 else ""
    tokens = list(read) if read else [FORMAL.get(word, word) for word in tokens]
    return Name(
        PERSON, crowd, native, "".join(tokens), tuple(sorted(set(tokens))),
        "".join(sorted(tokens)), "".join(sorted(tokens)), outline, "", "", "", "",
    )  # fmt: skip


def _untitled(text: str, stem: list[str]) -> list[str]:
    """Without Mr, anh, chị in front: `anh Minh Tuấn` is addressed, `Anh Minh Tuấn` may be named."""
    first = text.split(maxsplit=1)[0].rstrip(".") if text.strip() else ""
    while (
        len(stem) > 1
        and (stem[0] in _TITLES or (len(stem) > 2 and stem[0] in _HONORIFICS and first.islower()))
        and not text.islower()
    ):
        stem, first = stem[1:], ""
    if len(stem) > 1 and stem[0] in _TITLES:
        stem = stem[1:]
    while len(stem) > 2 and stem[-1] in _AFTER:
        stem = stem[:-1]
    return stem


def _is_syllabic(tokens: list[str]) -> bool:
    """Whether most words are syllables as Vietnamese and pinyin have them: a crowded space."""
    return 3 * sum(map(is_syllable, tokens)) >= 2 * len(tokens)
