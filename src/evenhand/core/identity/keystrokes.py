"""Vietnamese names as their keys were struck with the input method off: Nguyeenx, Nguye6n4."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evenhand.core.identity.blocks import listed

_SURNAMES: Final = frozenset(
    listed("""
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh dao doan mai trinh
truong lam luong cao ta chau thai to la quach tang phung trieu kieu luu ha
""")
)
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)

_VNI: Final = re.compile("[a-z]+[1-9][a-z1-9]*")
_DOUBLED: Final = re.compile("(aa|ee|oo|dd)")
_HORN: Final = re.compile("([aou])w")
_TONE: Final = re.compile("[sfrxj]")


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether this is a syllable as Vietnamese has them, without marks."""
    return _SYLLABLE.fullmatch(word) is not None


def as_meant(tokens: list[str]) -> list[str]:
    """The words of a name as they were meant, if all of them make a Vietnamese name then.

    >>> as_meant(["nguyeenx", "vawn", "hungf"]), as_meant(["nguye6n4", "van", "hung2"])
    (['nguyen', 'van', 'hung'], ['nguyen', 'van', 'hung'])
    >>> as_meant(["lee", "ross"])
    ['lee', 'ross']
    """
    if len(tokens) < 2 or all(map(is_syllable, tokens)):
        return tokens
    meant = [_meant(word) for word in tokens]
    if meant[0] in _SURNAMES and all(map(is_syllable, meant)):
        return meant
    return tokens


@lru_cache(maxsize=1 << 14)
def _meant(word: str) -> str:
    if is_syllable(word):
        return word
    if _VNI.fullmatch(word):
        return re.sub("[1-9]", "", word)
    plain = _HORN.sub(r"\1", _DOUBLED.sub(lambda match: match[1][0], word))
    if is_syllable(plain):
        return plain
    for tone in reversed(list(_TONE.finditer(plain, 1))):
        bare = plain[: tone.start()] + plain[tone.end() :]
        if is_syllable(bare):
            return bare
    return word
