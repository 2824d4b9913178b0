"""Canonical JSON: of one value there is exactly one text, so that it can be hashed and compared.

The JSON Canonicalization Scheme (RFC 8785) without fractions: UTF-8, keys in the order of their
UTF-16 code units, no spaces, nothing escaped that need not be. Texts stay as they were given, code
point by code point; they are not normalised (RFC 8785, 3.1).
"""

from __future__ import annotations

import hashlib
import json

from evenhand.core.errors import RecordRefused
from evenhand.core.said import said

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""What JSON can say, without fractions."""

EXACT = 2**53 - 1
"""Beyond this, readers of JSON that hold numbers as doubles round (RFC 7493, 2.2)."""


def canonical(value: Json) -> bytes:
    r"""The canonical bytes of a value.

    Raises TypeError for a fraction and for an integer beyond EXACT, RecordRefused for a text that
    has no UTF-8 (half of a surrogate pair).

    >>> canonical({"b": [1, True, None], "a": "客\n"}).decode()
    '{"a":"客\\n","b":[1,true,null]}'
    """
    try:
        text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
        return text.encode()
    except UnicodeEncodeError:
        raise RecordRefused(
            said("a text holds half of a character (a lone surrogate): write the character whole")
        ) from None


def sha256_of(value: Json) -> str:
    """The SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _ordered(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if value is None or isinstance(value, bool | str):
        return value
    if type(value) is not int or abs(value) > EXACT:
        raise TypeError(
            said(
                "{value!r} has no canonical form: only integers of at most 53 bits do", value=value
            )
        )
    return value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
