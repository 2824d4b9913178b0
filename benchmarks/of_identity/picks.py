"""Weighted choice that takes one random number: the weights are laid out in a table beforehand."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable, Mapping

Pick = Callable[[random.Random], str]
CELLS = 8192

_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "ł": "l", "ß": "ss"})


def weighted(shares: Mapping[str, float], cells: int = CELLS) -> Pick:
    """Draw by shares; what is rare keeps at least one cell of the table."""
    whole = sum(shares.values())
    table = [
        word for word, share in shares.items() for _ in range(max(1, round(share / whole * cells)))
    ]
    size = len(table)
    return lambda chance: table[int(chance.random() * size)]


def said(text: str, space: str = "_") -> Pick:
    """Draw from words with their shares: `a:3 b c:0.5`; `_` stands for a space, `-` for nothing."""
    shares = {}
    for word in text.split():
        name, _, share = word.partition(":")
        shares["" if name == "-" else name.replace(space, " ")] = float(share or 1)
    return weighted(shares)


def falling(words: Iterable[str], power: float = 0.6) -> Pick:
    """Draw from words that stand in order of frequency (Zipf's law with this power)."""
    return weighted({word: (place + 2) ** -power for place, word in enumerate(words)})


def digits(chance: random.Random, count: int) -> str:
    """So many digits; the first may be 0."""
    return f"{int(chance.random() * 10**count):0{count}d}"


def unmarked(text: str) -> str:
    """Without diacritics."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(_PLAIN))
    kept = [letter for letter in apart if not unicodedata.combining(letter)]
    return unicodedata.normalize("NFC", "".join(kept))
