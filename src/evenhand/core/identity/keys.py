"""The keys of a customer: numbers that two ways of writing the same customer have in common.

Whoever is looked up and whoever is in the book meet where they share a key. A key is a hash, says
nothing by itself, and stands in a B-tree of any database. What each kind brings and costs is
measured by `benchmarks/identity_lookup.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final

import numpy as np

from evenhand.core.identity.kernels import brand, kernel
from evenhand.core.identity.names import COMPANY
from evenhand.core.identity.normalise import Customer
from evenhand.core.identity.telephone import LAST

MOST_WORDS: Final = 4
"""Words of a name of which combinations are taken."""

MOST_GRAMS: Final = 14
"""Runs of four letters that are taken of a name."""

LONGEST_WORD: Final = 14
"""Letters of a name of one word that are left out in turn."""

_NO_VOWEL: Final = re.compile("[^aeiouy]+")


def keys(customer: Customer) -> list[int]:
    """The keys under which a customer stands in the book, each once.

    >>> from evenhand.core.identity.normalise import Typed, normalise
    >>> one, other = (normalise(Typed(name=name)) for name in ("Trần Văn Minh", "Van Mnih Tran"))
    >>> bool(set(keys(one)) & set(asked(other)))
    True
    """
    return _hashed_all({*written(customer), *grams(customer)})


def asked(customer: Customer) -> list[int]:
    """The keys under which whoever may be the same is looked for: as `keys`, and some more."""
    return _hashed_all(set(sought(customer)))


def _hashed_all(some: Collection[tuple[str, str]]) -> list[int]:
    """Each kind and text as a signed number of 64 bits, the same everywhere and for ever."""
    digests = [blake2b(f"{kind}{text}".encode(), digest_size=8).digest() for kind, text in some]
    found: list[int] = np.frombuffer(b"".join(digests), ">i8").tolist()
    return found


def hashed(kind: str, text: str) -> int:
    """One key as a number."""
    return _hashed_all([(kind, text)])[0]


def written(customer: Customer) -> Iterator[tuple[str, str]]:
    """Kind and text of each key, before it is hashed."""
    telling = _telling(customer)
    yield from _as_it_stands(customer, telling)
    for words in _worded(customer, telling):
        yield from _slips(words)


def sought(customer: Customer) -> Iterator[tuple[str, str]]:
    """Kind and text of each key of a question, before it is hashed.

    A short name may be a person's or a company's: it is looked for as both.
    """
    telling = _telling(customer)
    yield from _as_it_stands(customer, telling)
    several = [*_worded(customer, telling), customer.tokens]
    if customer.kind == COMPANY and telling:
        several.append(_bare(customer, telling))
        yield from _whole_of_others(telling)
    elif customer.kind != COMPANY:
        yield from _pairs(brand(customer))
        if telling and not customer.symbols:
            several.append(_bare(customer, kernel(customer._replace(kind=COMPANY))))
            yield "l", "".join(sorted(several[-1]))
    for words in {*map(_in_any_order, several)}:
        yield from _slips(words, loosely=True)


def _telling(customer: Customer) -> tuple[str, ...]:
    """The kernel; nothing of a company in Chinese, whose brand has keys of its own."""
    if not customer.latin or (customer.kind == COMPANY and customer.symbols):
        return ()
    return kernel(customer)


def _as_it_stands(customer: Customer, telling: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The keys that are the same in the book and in a question."""
    yield from _contacts(customer)
    if not customer.latin:
        return
    yield "l", customer.latin
    yield "l", customer.spaced
    if customer.outline:
        yield "l", customer.outline
    if customer.symbols:
        yield from _characters(customer.native)
    if customer.kind == COMPANY:
        yield from _pairs(brand(customer))
    elif not customer.symbols:
        yield from _ends(customer.native.split())
    if telling:
        yield "l", "".join(sorted(telling))
        if customer.kind == COMPANY:
            yield from _beside_trade(customer, telling)
            yield from _beside_number(customer, telling)


def _worded(customer: Customer, telling: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a name that may be misspelt, as the book has them."""
    if not telling:
        return
    yield telling
    if customer.kind == COMPANY and len(telling) == 1 < len(customer.tokens):
        yield customer.tokens
    if customer.kind != COMPANY and not customer.symbols and customer.crowd == "en":
        yield _as_called(customer)


def _in_any_order(words: tuple[str, ...]) -> tuple[str, ...]:
    """Of few words the order says nothing: they need not be asked twice."""
    return tuple(sorted(words)) if len(words) <= MOST_WORDS else words


def _beside_trade(company: Customer, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The telling words with the first letters of the others, which many companies have."""
    others = {word[0] for word in company.tokens if word not in words}
    if others:
        yield "k", " ".join((*sorted(words), "".join(sorted(others))))


def _beside_number(company: Customer, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A telling word with the number and the places of a company: An Phat 68 Ha Noi."""
    for beside in {company.numbers, f"{company.numbers} {company.places}".strip()} - {""}:
        for word in words[:MOST_WORDS]:
            yield "c", f"{word} {beside}"


def _whole_of_others(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A company's words without one or two of them: a place, or a slip of the form."""
    words = words[: MOST_WORDS + 1]
    for left_out in (1, 2):
        if len(words) > left_out + 1:
            for rest in combinations(words, len(words) - left_out):
                yield "l", "".join(sorted(rest))


def _bare(company: Customer, words: tuple[str, ...]) -> tuple[str, ...]:
    """The kernel without what is left of a misspelt legal form: TNGH, Inf."""
    kept = tuple(word for word in words if len(word) < 2 or not _NO_VOWEL.fullmatch(word))
    if len(kept) > 1 and company.crowd == "en" and len(company.native.split()[-1]) < 4:
        kept = tuple(word for word in kept if word != company.native.split()[-1])
    return kept or words


def grams(customer: Customer) -> Iterator[tuple[str, str]]:
    """Four letters each, where names are long: what is left of several misspelt words.

    Of Vietnamese and Chinese persons none: their names are short, and made of the same syllables.
    """
    if customer.kind == COMPANY or customer.crowd == "en":
        latin = customer.latin
        for place in range(min(len(latin) - 3, MOST_GRAMS)):
            yield "g", latin[place : place + 4]


def gramed(customer: Customer) -> list[int]:
    """The runs of letters by which a customer is looked for, whatever its kind."""
    if customer.kind != COMPANY:
        customer = customer._replace(kind=COMPANY)
    return _hashed_all(set(grams(customer)))


def _as_called(person: Customer) -> tuple[str, ...]:
    """The words of a name in which a short form stands for the formal one: Bobby, not Robert."""
    words = tuple(sorted(set(person.native.split())))
    return words if words != person.tokens else ()


def _pairs(syllables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Two each of the syllables with which a Chinese company's name begins."""
    for one, other in combinations(syllables, 2):
        yield "b", f"{one} {other}"


def _ends(words: list[str]) -> Iterator[tuple[str, str]]:
    """First and last word, and the last with an initial: the middle is often left out."""
    if len(words) > 1:
        yield "f", " ".join(sorted((words[0], words[-1])))
        yield "i", f"{words[0][0]} {words[-1]}"


def _contacts(customer: Customer) -> Iterator[tuple[str, str]]:
    for phone in (customer.phone_end, customer.other_phone[-LAST:]):
        if phone:
            yield "p", phone
    for kind, text in (
        ("e", customer.email), ("m", customer.mailbox), ("t", customer.tax), ("n", customer.number),
        ("a", _door(customer)),
    ):  # fmt: skip
        if text:
            yield kind, text


def _door(customer: Customer) -> str:
    """The numbers of the address with the beginning of its longest word."""
    words = [word for word in customer.parts if not word.isdigit()]
    if not customer.doors or not words:
        return ""
    return f"{customer.doors} {max(words, key=len)[:4]}"


def _characters(han: str) -> Iterator[tuple[str, str]]:
    """The Chinese characters, and what is left when one of them is wrong."""
    yield "h", han
    if 2 <= len(han) <= 8:
        for place in range(len(han)):
            yield "d", han[:place] + han[place + 1 :]


def _slips(words: tuple[str, ...], *, loosely: bool = False) -> Iterator[tuple[str, str]]:
    """What is left of a name when one or two of its words are misspelt."""
    if len(words) < 2:
        yield from _letters("".join(words))
        return
    words = words[:MOST_WORDS]
    halves = [_halves(word, loosely=loosely) for word in words]
    for place in range(len(words)):
        rest = sorted(words[:place] + words[place + 1 :])
        yield "w", " ".join(rest)
        if len(words) < MOST_WORDS:
            for half in halves[place]:
                yield "1", " ".join((*rest, half))
    for one, other in combinations(range(len(words)), 2):
        rest = sorted(word for place, word in enumerate(words) if place not in (one, other))
        if len(words) < MOST_WORDS:
            pairs = [(a, b) for a in halves[one] for b in halves[other]]
        else:
            pairs = [(words[one][0], words[other][0]), (words[one][-1], words[other][-1])]
            yield "w", " ".join(rest)
        for pair in pairs:
            yield "2", " ".join((*rest, *sorted(pair)))


def _letters(word: str) -> Iterator[tuple[str, str]]:
    if not word:
        return
    word = word[:LONGEST_WORD]
    yield "w", word
    for place in range(len(word)):
        yield "w", word[:place] + word[place + 1 :]


@lru_cache(maxsize=1 << 15)
def _halves(word: str, *, loosely: bool) -> tuple[str, ...]:
    """Beginning and end of a word, marked: one slip leaves one of them.

    Loosely: also those that it would have with a letter more or less.
    """
    lengths = {2 if len(word) > 3 else 1}
    if loosely and 3 <= len(word) <= 4:
        lengths = {1, 2}
    return tuple(half for n in lengths for half in (f"{word[:n]}-", f"-{word[-n:]}"))
