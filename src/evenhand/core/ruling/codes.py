"""Codes and states of values ↔ what a ruling record says, in no language.

A record's value is `null` where it is absent, `{"unknown": true}` where it is unknown, else: BOOL
`true`; INT, POSITION `3`; DAYS `"3d"`, WORKDAYS `"3bd"`, ELAPSED `"60s"`; DATE `"2013-03-01"`;
INSTANT `"2013-03-01T02:00:00Z"`; TEXT as listed. A number that JSON cannot carry exactly is written
as a text, a date or instant beyond the calendar as its number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from evenhand.core import said as sentence
from evenhand.core.policy.declare import scalar
from evenhand.core.policy.literals import FACT_LIMIT
from evenhand.core.policy.versions import Vocabulary, day_text
from evenhand.core.ruling.canonical import EXACT, Json
from evenhand.core.ruling.cases import ABSENT, FALSE, KNOWN, TRUE, UNKNOWN
from evenhand.core.types import FactSpec, Type

_START = datetime(1970, 1, 1, tzinfo=UTC)
_SUFFIX = {Type.DAYS: "d", Type.WORKDAYS: "bd", Type.ELAPSED: "s"}


def unknown() -> Json:
    """What a record says of an unknown value; no text can be mistaken for it."""
    return {"unknown": True}


def truth(code: int) -> Json:
    """A K3 code.

    >>> truth(2), truth(1), truth(0)
    (True, {'unknown': True}, False)
    """
    return unknown() if code == UNKNOWN else code == TRUE


def said(type_: Type, code: int, state: int, vocabulary: Vocabulary) -> Json:
    """What a record says of a value."""
    if type_ is Type.BOOL:
        return truth(code)
    if state != KNOWN:
        return unknown() if state == UNKNOWN else None
    match type_:
        case Type.TEXT:
            return vocabulary.text(code)
        case Type.DATE:
            return _within(day_text, code)
        case Type.INSTANT:
            return _within(_instant, code)
        case Type.DAYS | Type.WORKDAYS | Type.ELAPSED:
            return f"{code}{_SUFFIX[type_]}"
    return _number(code)


def _number(code: int) -> Json:
    return code if abs(code) <= EXACT else str(code)


def _within(written: Callable[[int], str], code: int) -> Json:
    try:
        return written(code)
    except OverflowError:
        return _number(code)


def _instant(seconds: int) -> str:
    return (_START + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def understood(spec: FactSpec, value: Json, vocabulary: Vocabulary) -> tuple[int, int]:
    """Code and state of what a record says of a fact. Raises ValueError where it is none."""
    if value == unknown():
        return (UNKNOWN, KNOWN) if spec.type is Type.BOOL else (0, UNKNOWN)
    if value is None and spec.type is not Type.BOOL:
        return 0, ABSENT
    if isinstance(value, bool) and spec.type is Type.BOOL:
        return TRUE if value else FALSE, KNOWN
    if type(value) is int and spec.type in (Type.INT, Type.POSITION):
        return _bounded(spec, value), KNOWN
    if isinstance(value, str):
        if spec.type is Type.TEXT and value in spec.values:
            return vocabulary.code(value), KNOWN
        if spec.type is Type.INSTANT:
            return seconds_of(value), KNOWN
        literal = scalar(value)
        if literal.type is spec.type and isinstance(literal.value, int):
            return _bounded(spec, literal.value), KNOWN
    raise ValueError(
        sentence.said(
            "{path} is of type {type}, which {value!r} is not",
            path=spec.path,
            type=spec.type,
            value=value,
        )
    )


def _bounded(spec: FactSpec, value: int) -> int:
    if abs(value) > FACT_LIMIT:
        raise ValueError(
            sentence.said("{path} is never as large as {value}", path=spec.path, value=value)
        )
    return value


def seconds_of(instant: str) -> int:
    """Seconds since 1970-01-01T00:00Z of an instant as a record writes it. Raises ValueError.

    >>> seconds_of("1970-01-02T00:00:01Z")
    86401
    """
    return int((datetime.strptime(instant, "%Y-%m-%dT%H:%M:%S%z") - _START).total_seconds())
