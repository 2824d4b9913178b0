"""Tax codes and identity numbers: one way of writing, and whether their check digits hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.vn import mst

from evenhand.core.identity.text import folded

_NOT_SIGNS: Final = re.compile("[^0-9a-z]")


@dataclass(frozen=True, slots=True)
class Paper:
    """A tax code or identity number.

    Attributes:
        number: Letters and digits only, lower case, without the number of a branch.
        branch: The number of a branch after a Vietnamese tax code, such as 001; else empty.
        scheme: "mst", "uscc", "ric", or empty where it is none that is known.
        holds: Whether its check digit is right; None where the scheme is not known.
    """

    number: str
    branch: str = ""
    scheme: str = ""
    holds: bool | None = None


NO_PAPER: Final = Paper("")


@lru_cache(maxsize=1 << 12)
def paper(typed: str) -> Paper:
    """The number as it is compared. None of less than five signs is one.

    >>> paper("0100233488-001"), paper("91110000600037341L").holds, paper("n/a").number
    (Paper(number='0100233488', branch='001', scheme='mst', holds=True), True, '')
    """
    number = _NOT_SIGNS.sub("", folded(typed))
    if len(number) < 5 or len(number) > 40 or not any(sign.isdigit() for sign in number):
        return NO_PAPER
    if len(set(number)) == 1:
        return NO_PAPER  # 0000000000 stands for nothing
    if len(number) in {10, 13} and number.isdigit():
        return Paper(number[:10], number[10:], "mst", mst.is_valid(number[:10]))
    if len(number) == 18:
        if number[:17].isdigit() and ric.is_valid(number.upper()):
            return Paper(number, "", "ric", True)
        return Paper(number, "", "uscc", uscc.is_valid(number.upper()))
    return Paper(number)
