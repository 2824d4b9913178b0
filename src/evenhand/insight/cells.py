"""Cells of a CSV file that a spreadsheet shows as text, whatever anybody wrote into them."""

from __future__ import annotations

import unicodedata
from typing import Final

_FORMULA: Final = frozenset("=+-@|%＝＋－＠｜％\t\r\n")
"""A cell that begins with one of these may be run; the full-width ones are folded by some."""


def safe_cell(text: str) -> str:
    r"""The text, behind an apostrophe where a spreadsheet could take it for a formula.

    Blanks, byte order marks, control and format characters before it are looked through, as
    spreadsheets do.

    >>> safe_cell("Li Wei"), safe_cell("=1+1"), safe_cell("\ufeff =1+1")
    ('Li Wei', "'=1+1", "'\ufeff =1+1")
    """
    for character in text:
        if character in _FORMULA:
            return f"'{text}"
        if not (character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn")):
            return text
    return text
