"""Names of persons and companies, in the forms in which they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from evenhand.core.identity.blocks import listed
from evenhand.core.identity.forms import (
    HAN_BRANCH,
    HAN_TRADES,
    TRADES,
    in_full,
    says_company,
    without_forms,
    without_han_form,
)
from evenhand.core.identity.nicknames import FORMAL
from evenhand.core.identity.places import in_name, is_city
from evenhand.core.identity.readings import as_pinyin, syllables
from evenhand.core.identity.text import HAN, folded, spelled, tidied, words

Kind = Literal["person", "company"]
PERSON: Final = "person"
HEAD: Final = "head"
BRANCH: Final = "branch"
COMPANY: Final = "company"

_BRACKETS: Final = re.compile(r"[(\[{（【《<][^)\]}）】》>]*[)\]}）】》>]?")
_HONORIFICS: Final = frozenset(
    listed("""
mr mrs ms miss mx dr prof sir madam anh chi ong ba co chu bac em ong/ba a c
""")
)
_TITLES: Final = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam"])
_HAN_TITLES: Final = re.compile(
    "(先生|女士|小姐|太太|总经理|董事长|经理|老板|老师|主任|医生|同学)$"
)
_AFTER: Final = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"])
_BRANCH: Final = re.compile(r"\b(?:ch?h?i nhanh|branch|van phong dai dien|vpdd)\b")
_NUMBER: Final = re.compile(r"\d+")
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_HAN_RUN: Final = re.compile(f"(?:{HAN.pattern})+")
_IS_ONE: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+,-./:;<=>?@[]^_{|}~"
_HAN_NUMBER: Final = re.compile(r"\d+|第[〇零一二三四五六七八九十百]+")
_HAN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True, slots=True)
class Name:
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
        symbols: The Chinese characters of a person or brand, a symbol each, so that every engine counts characters.
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
    plain = folded(text)
    if not text.isascii() and HAN.search(plain):
        return _of_han(plain, kind)
    return _of_letters(text, plain, kind, in_city)


def _of_han(plain: str, kind: str) -> Name:
    notes = "".join(_HAN_RUN.findall("".join(_BRACKETS.findall(plain))))
    bare = _BRACKETS.sub("", plain)
    if not HAN.search(bare):
        bare = plain
    han = "".join(words(bare))
    stem, has_form = without_han_form(han)
    count = len("".join(_HAN_RUN.findall(stem)))
    if not kind:
        company = has_form or count > 4 or bool(count > 2 and HAN_TRADES.search(stem))
        kind = COMPANY if company else PERSON
    if kind == PERSON:
        return _han_person(stem)
    return _han_company(stem, notes, BRANCH if HAN_BRANCH.search(han) else HEAD)


def _han_person(stem: str) -> Name:
    stem = _HAN_TITLES.sub("", stem) or stem
    han = "".join(_HAN_RUN.findall(stem)) or stem
    read = syllables(han, person=True)
    return Name(
        PERSON, "zh", han, "".join(read), tuple(sorted(set(read))), "".join(sorted(read)), "".join(sorted(read)), "",
        _symbols(han), "", "", "",
    )  # fmt: skip


def _han_company(stem: str, notes: str, unit: str) -> Name:
    numbers = " ".join(_HAN_NUMBER.findall(stem)).translate(_HAN_DIGITS).replace("第", "")
    stem, places = in_name(stem, notes)
    trade = HAN_TRADES.search(stem)
    brand = stem[: trade.start()] if trade and trade.start() else stem
    tokens: list[str] = []
    brands: list[str] = []
    for part in (brand, stem[len(brand) :]):
        for run in re.findall(f"{_HAN_RUN.pattern}|[a-z]+", part):
            tokens.append(run if run.isascii() else "".join(syllables(run, person=False)))
        brands = brands or tokens.copy()
    latin = "".join(tokens)
    return Name(
        COMPANY, "zh", stem, latin, tuple(sorted(set(tokens))), "".join(sorted(tokens)), "".join(brands), "",
        _symbols(brand), numbers, " ".join(sorted(places)), unit,
    )  # fmt: skip


def _symbols(han: str) -> str:
    """Each character as one of 80 signs: close enough to count how many characters differ."""
    return "".join(_IS_ONE[ord(one) % len(_IS_ONE)] for one in han if not one.isspace())


def _of_letters(text: str, plain: str, kind: str, in_city: str) -> Name:
    plain, place = _without_branch(plain, in_city)
    bare = _BRACKETS.sub(" ", plain)
    notes = plain if bare == plain else " ".join(_BRACKETS.findall(plain))
    found = words(bare) or words(plain)
    if not found:
        return NOBODY
    stem, has_form = without_forms(found)
    if not kind:
        company = has_form or says_company(stem) or (len(stem) > 1 and "&" in text)
        kind = COMPANY if company else PERSON
    if kind == COMPANY:
        unit = BRANCH if place or _BRANCH.search(" ".join(found)) else HEAD
        return _company(stem, place or (notes if notes != plain else ""), unit)
    return _person(text, stem)


def _without_branch(plain: str, in_city: str) -> tuple[str, str]:
    """The name without the place of a branch after a dash, and that place."""
    name, dash, place = plain.rpartition(" - ")
    if dash and name.strip() and is_city(place, in_city):
        return name, place
    return plain, ""


def _company(stem: list[str], notes: str, unit: str) -> Name:
    if len(stem) > 1 and stem[-1] == "co":
        stem = stem[:-1]
    stem = in_full([word for word in stem if word != "and"] or stem)
    joined, places = in_name(" ".join(stem), notes)
    written = [spelled(word) for word in joined.split()]
    written = [word for word in written if word]
    numbers = [word for word in written if word.isdigit()]
    tokens = [word for word in written if not word.isdigit()] or written
    crowd = "vi" if _is_syllabic(tokens) else "en"
    telling = [word for word in tokens if word not in TRADES] or tokens
    return Name(
        COMPANY, crowd, " ".join(tokens), "".join(tokens), tuple(sorted(set(tokens))),
        "".join(sorted(tokens)), "".join(sorted(telling)), "", "", " ".join(numbers), " ".join(sorted(places)), unit,
    )  # fmt: skip


def _person(text: str, stem: list[str]) -> Name:
    stem = _untitled(text, stem)
    tokens = [spelled(word) for word in stem]
    tokens = [word for word in tokens if word]
    letters = [word for word in tokens if not word.isdigit()]
    tokens = letters or tokens
    if not tokens:
        return NOBODY
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
    return 3 * sum(_SYLLABLE.fullmatch(word) is not None for word in tokens) >= 2 * len(tokens)
