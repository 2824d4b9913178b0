"""Text as it is compared: one way of writing for what people type in many."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from opencc import OpenCC

LONGEST: Final = 300
"""Characters of one field that are looked at; what is longer is a pasted page."""

HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")

_SIMPLIFIED: Final = OpenCC("t2s")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_QUOTES: Final = re.compile("['’‘`´ʼ]")
_INITIALS: Final = re.compile(r"\b(\w)[.](?=\w\b)")
_WORD: Final = re.compile(r"[^\W_]+")
_ASCII_WORD: Final = re.compile("[a-z0-9]+")
_GAPS: Final = re.compile(r"[^\x21-\x7e]+")


def _letters() -> dict[int, str | int]:
    """Every Latin letter with a mark → the letter without it; đ likewise; digits of any script.

    What stays as it is and stands often is named too: what a table lacks takes longest to look up.
    """
    table: dict[int, str | int] = {point: point for point in (*range(128), *range(0x4E00, 0xA000))}
    table |= {ord(c): to for c, to in zip("đĐøØłŁı", "dDoOlLi", strict=True)}
    table |= {ord("ß"): "ss", ord("æ"): "ae", ord("Æ"): "AE", ord("œ"): "oe", ord("Œ"): "OE"}
    for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFD", chr(point))[0]
        if plain.isascii() and plain != chr(point):
            table[point] = plain
    table |= dict.fromkeys(range(768, 880), "")
    for point in range(0x80, 0x1FC00):
        if chr(point).isdecimal():
            table[point] = str(unicodedata.decimal(chr(point)))
    return table


_LETTERS: Final = _letters()


def tidied(text: str) -> str:
    r"""The text in one Unicode form, without what cannot be seen, cut to the longest looked at.

    >>> tidied("Ｈｏà\u200b  Phát\u202e ")
    'Hoà  Phát '
    """
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def folded(text: str) -> str:
    """Lower case, Latin letters without marks, Chinese characters simplified.

    >>> folded("Đặng Thị HOÀ"), folded("華為技術")
    ('dang thi hoa', '华为技术')
    """
    return in_plain_letters(tidied(text))


def in_plain_letters(text: str) -> str:
    """A tidied text, folded."""
    if text.isascii():
        return text.lower()
    text = text.lower().translate(_LETTERS)
    if not text.isascii() and HAN.search(text):
        text = _SIMPLIFIED.convert(text)
    return text


def words(text: str) -> list[str]:
    """The words of a folded text, without punctuation: "o'brien & co." is obrien, co.

    >>> words("o'brien & j.p. co.")
    ['obrien', 'jp', 'co']
    """
    text = _QUOTES.sub("", text)
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 16)
def spelled(word: str) -> str:
    """A word of any other script in Latin letters and digits; an empty text where it has none.

    >>> spelled("иван"), spelled("mai")
    ('ivan', 'mai')
    """
    if word.isascii():
        return word
    return "".join(_ASCII_WORD.findall(anyascii(word).lower()))


def in_ascii(text: str) -> str:
    """A folded text with signs of any script in Latin letters, without spaces; signs stay.

    >>> in_ascii("иван@пример.рф")
    'ivan@primer.rf'
    """
    return text if text.isascii() else _GAPS.sub("", anyascii(text).lower())
