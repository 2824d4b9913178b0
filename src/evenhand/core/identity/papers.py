"""Tax codes and identity numbers: one way of writing, and whether their check digits hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.vn import mst

from evenhand.core.identity.text import folded

_NOT_SIGNS: Final = re.compile("[^0-9a-z]+")
_DIGIT: Final = re.compile("[0-9]")


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


def paper(typed: str) -> Paper:
    """The number as it is compared. None of less than five signs is one.

    >>> paper("0100233488-001"), paper("91110000600037341L").holds, paper("n/a").number
    (Paper(number='0100233488', branch='001', scheme='mst', holds=True), True, '')
    """
    root, branch = number(typed)
    if len(root) == 10 and root.isdigit():
        return Paper(root, branch, "mst", mst.is_valid(root))
    if len(root) == 18:
        if root[:17].isdigit() and ric.is_valid(root.upper()):
            return Paper(root, "", "ric", True)
        return Paper(root, "", "uscc", uscc.is_valid(root.upper()))
    return Paper(root)


def number(typed: str) -> tuple[str, str]:
    """The number of a paper, and that of a branch after it, as `Paper` has them.

    >>> number("0100233488-001"), number("91110000600037341L"), number("0000000000")
    (('0100233488', '001'), ('91110000600037341l', ''), ('', ''))
    """
    found = _NOT_SIGNS.sub("", folded(typed))
    if not 5 <= len(found) <= 40 or not _DIGIT.search(found):
        return "", ""
    if found == found[0] * len(found):
        return "", ""  # 0000000000 stands for nothing
    if len(found) in {10, 13} and found.isdigit():
        return found[:10], found[10:]
    return found, ""
