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

# Circles need no looking for: the walk that checks the values does not come back from one.
_SORTING, _AS_GIVEN = (
    json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys, check_circular=False
    ).encode
    for sort_keys in (True, False)
)


def canonical(value: Json) -> bytes:
    r"""The canonical bytes of a value.

    Raises TypeError for a fraction and for an integer beyond EXACT, RecordRefused for a text that
    has no UTF-8 (half of a surrogate pair).

    >>> canonical({"b": [1, True, None], "a": "客\n"}).decode()
    '{"a":"客\\n","b":[1,true,null]}'
    """
    try:
        text = _SORTING(value) if _in_order(value) else _AS_GIVEN(_ordered(value))
        return text.encode()
    except UnicodeEncodeError:
        raise RecordRefused(
            said("a text holds half of a character (a lone surrogate): write the character whole")
        ) from None


def sha256_of(value: Json) -> str:
    """The SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _in_order(value: Json) -> bool:
    """Whether Python sorts all keys as JSON wants them, which ASCII alone assures.

    Goes through all of it in any case. Raises TypeError for what has no canonical form.
    """
    if isinstance(value, str):
        return True
    if isinstance(value, dict):
        in_order = True
        for key, one in value.items():
            if not (type(one) is str or _in_order(one)) or not key.isascii():
                in_order = False
        return in_order
    if isinstance(value, list):
        in_order = True
        for one in value:
            if not _in_order(one):
                in_order = False
        return in_order
    if value is None or isinstance(value, bool):
        return True
    if type(value) is not int or abs(value) > EXACT:
        raise TypeError(
            said(
                "{value!r} has no canonical form: only integers of at most 53 bits do", value=value
            )
        )
    return True


def _ordered(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    return value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
