"""A record in few bytes: millions of them lie in memory, and a handful is looked at."""

from __future__ import annotations

from typing import Any, Final

from evenhand.core.identity.faces import Face
from evenhand.core.identity.normalise import COLUMNS, LISTS, Customer

_BETWEEN: Final = "\x1f"
_WITHIN: Final = "\x1e"


def packed(face: Face) -> bytes:
    """Every column of the record, and its name as written."""
    texts = [
        _WITHIN.join(getattr(face.customer, name))
        if name in LISTS
        else getattr(face.customer, name)
        for name in COLUMNS
    ]
    return _BETWEEN.join((*texts, face.written)).encode("utf-8", "surrogatepass")


def unpacked(record: bytes, stem: str) -> Face:
    """The face again; an empty one of a record that is gone."""
    *texts, written = record.decode("utf-8", "surrogatepass").split(_BETWEEN)
    if len(texts) != len(COLUMNS):
        texts, written = [""] * len(COLUMNS), ""
    values: list[Any] = [
        (tuple(text.split(_WITHIN)) if text else ()) if name in LISTS else text
        for name, text in zip(COLUMNS, texts, strict=True)
    ]
    return Face(Customer(*values), stem, written)
