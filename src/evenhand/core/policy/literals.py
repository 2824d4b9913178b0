"""Constants as they are written: numbers, lengths of time, and texts with their escapes."""

from __future__ import annotations

import ast
import re

from evenhand.core.policy.tree import Literal
from evenhand.core.types import Type

INT64_MAX = 2**63 - 1
INT64_MIN = -(2**63)
FACT_LIMIT = 10**15
"""No given or derived value is larger than this, so that sums of a few never leave 64 bits."""

SPANS = (Type.DAYS, Type.WORKDAYS, Type.ELAPSED)
_UNITS = {
    "d": (Type.DAYS, 1),
    "bd": (Type.WORKDAYS, 1),
    "h": (Type.ELAPSED, 3600),
    "m": (Type.ELAPSED, 60),
    "s": (Type.ELAPSED, 1),
}


def duration(text: str) -> Literal | None:
    """Read `3d`, `3bd`, `72h`, `30m`, `10s`; None if it is not one or is beyond FACT_LIMIT.

    >>> duration("3d").value, str(duration("72h").type)
    (3, 'elapsed')
    """
    match = re.fullmatch(r"(-?[0-9]{1,18})(bd|d|h|m|s)", text)
    if match is None:
        return None
    type_, unit = _UNITS[match[2]]
    value = int(match[1]) * unit
    return Literal(type_, False, text, value) if abs(value) <= FACT_LIMIT else None


def integer(digits: str, *, negative: bool = False) -> int | None:
    """The number that decimal or hexadecimal digits stand for, None if it leaves 64 bits.

    >>> integer("0x1F"), integer("007"), integer("9223372036854775808", negative=True)
    (31, 7, -9223372036854775808)
    """
    size = int(digits, 16 if "x" in digits.lower() else 10)
    value = -size if negative else size
    return value if INT64_MIN <= value <= INT64_MAX else None


_ESCAPES = re.compile(
    r"\\(?:[abfnrtv\\'\"?`]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})"
)


def unquote(token: str) -> str | None:
    r"""The text that a string literal stands for (cel-spec, lexis), None if an escape is not known.

    >>> unquote(r"'\u5ba2'"), unquote(r"r'\n'"), unquote(r"'\q'")
    ('客', '\\n', None)
    """
    raw = token[0] in "rR"
    body = token[1:] if raw else token
    width = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1
    inner = body[width:-width]
    if raw:
        return inner
    if "\\" in _ESCAPES.sub("", inner):
        return None
    try:
        return _ESCAPES.sub(lambda match: _escaped(match[0]), inner)
    except (ValueError, SyntaxError):
        return None


def _escaped(escape: str) -> str:
    if escape[1] in "?`":
        return escape[1]
    if escape[1] in "xX":
        return chr(int(escape.lstrip("\\xX"), base=16))
    value = ast.literal_eval(f"'{escape}'") if escape != "\\'" else "'"
    if not isinstance(value, str) or any(0xD800 <= ord(character) < 0xE000 for character in value):
        raise ValueError(escape)
    return value
