"""What a file was called, made harmless: a label for people, never a part of a path."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 150
_NOT_SHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control characters, and those that turn the direction of writing or cannot be seen."""


def clean_name(given: str) -> str:
    r"""A name in NFC without folders, control or direction characters, of at most 150 characters.

    >>> clean_name("../../etc/passwd.txt")
    'passwd.txt'
    >>> clean_name("C:\\temp\\scan.pdf")
    'scan.pdf'
    >>> clean_name("invoice\u202efdp.exe")
    'invoicefdp.exe'
    """
    composed = unicodedata.normalize("NFC", given.encode("utf-8", "ignore").decode())
    last = re.split(r"[/\\]", composed)[-1]
    shown = "".join(char for char in last if unicodedata.category(char) not in _NOT_SHOWN)
    name = " ".join(shown.split()).strip(". ")
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        keep = LONGEST - len(dot + ending)
        name = f"{stem[:keep]}{dot}{ending}" if dot and keep > 0 else name[:LONGEST]
    return name or "file"


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters; empty if there is none.

    >>> ending_of("photo.jpg.EXE")
    'exe'
    """
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""
