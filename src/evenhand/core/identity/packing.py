"""A record in few bytes: millions of them lie in memory, and a handful is looked at."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from evenhand.core.identity.faces import Face
from evenhand.core.identity.normalise import COLUMNS, LISTS, Customer

_BETWEEN: Final = "\x1f"
_WITHIN: Final = "\x1e"


_LISTS: Final = tuple(place for place, name in enumerate(COLUMNS) if name in LISTS)
_COLUMNS: Final = attrgetter(*COLUMNS)


def packed(face: Face) -> bytes:
    """Every column of the record."""
    texts = list(_COLUMNS(face.customer))
    for place in _LISTS:
        texts[place] = _WITHIN.join(texts[place])
    return _BETWEEN.join(texts).encode("utf-8", "surrogatepass")


def unpacked(record: bytes, stem: str, written: str) -> Face:
    """The face again."""
    values: list[Any] = record.decode("utf-8", "surrogatepass").split(_BETWEEN)
    for place in _LISTS:
        text = values[place]
        values[place] = tuple(text.split(_WITHIN)) if text else ()
    return Face(Customer._make((*values, 0)), stem, written)
