"""Reads the conformance files of the Common Expression Language, so far as we need them.

They are protocol buffers in text form. Only the fields of a simple test are understood; of a value,
only integers, truth values and texts, since no other can come out of an expression of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SIMPLE = {"int64_value": int, "bool_value": bool, "string_value": str}
"""Fields of a value that mean the same in our language."""

_TOKEN = re.compile(
    r"""(?P<space>[\s,;]+|\#[^\n]*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<any>\[[A-Za-z0-9_./]+\])
    |(?P<word>[A-Za-z0-9_.+-]+)
    |(?P<mark>[{}:\[\]<>])""",
    re.VERBOSE,
)

_ESCAPE = re.compile(
    rb"""\\([0-7]{1,3}|[xX][0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[abfnrtv?\\'"])"""
)
_NAMED = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))

Scalar = int | bool | str
Message = dict[str, list["Message | Scalar"]]


@dataclass(frozen=True, slots=True)
class Case:
    """One conformance test: an expression, and the value or the error that it must give.

    `value` is None when it is of a kind that we have not, or when an error is expected. `bindings`
    are the variables whose values are simple.
    """

    id: str
    expr: str
    value: Scalar | None
    wants_error: bool
    unchecked: bool
    bindings: dict[str, Scalar] = field(default_factory=dict)


def read_cases(folder: Path) -> list[Case]:
    """All cases of all files of a folder, in order."""
    return [case for file in sorted(folder.glob("*.textproto")) for case in _of_file(file)]


def _of_file(file: Path) -> Iterator[Case]:
    for section in _messages(parse(file.read_text(encoding="utf-8")), "section"):
        for test in _messages(section, "test"):
            yield _case(f"{file.stem}/{_one(section, 'name')}/{_one(test, 'name')}", test)


def _case(id_: str, test: Message) -> Case:
    values = _messages(test, "value")
    bindings = {}
    for binding in _messages(test, "bindings"):
        outer = _messages(binding, "value")[0]
        value = _simple(_messages(outer, "value")[0])
        if value is not None:
            bindings[str(_one(binding, "key"))] = value
    return Case(
        id_,
        str(_one(test, "expr")),
        _simple(values[0]) if values else None,
        "eval_error" in test,
        _one(test, "disable_check") is True,
        bindings,
    )


def _simple(value: Message) -> Scalar | None:
    for name, kind in SIMPLE.items():
        if name in value:
            found = _one(value, name)
            assert isinstance(found, kind)
            return found
    return None


def _one(message: Message, name: str) -> Scalar | None:
    found = message.get(name, [None])[0]
    assert not isinstance(found, dict)
    return found


def _messages(message: Message, name: str) -> list[Message]:
    return [part for part in message.get(name, []) if isinstance(part, dict)]


def parse(text: str) -> Message:
    """A message in text form: every field is a list, since a field may stand several times."""
    tokens = list(_tokens(text))
    tokens.reverse()
    message = _fields(tokens, end="")
    assert not tokens
    return message


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None, f"not a text proto: {text[place : place + 40]!r}"
        place = match.end()
        if match.lastgroup != "space":
            yield match[0]


def _fields(tokens: list[str], *, end: str) -> Message:
    message: Message = {}
    while tokens and tokens[-1] != end:
        name = tokens.pop()
        if tokens[-1] == ":":
            tokens.pop()
        message.setdefault(name, []).extend(_values(tokens))
    if end:
        assert tokens.pop() == end
    return message


def _values(tokens: list[str]) -> Iterator[Message | Scalar]:
    first = tokens.pop()
    if first == "[":
        while tokens[-1] != "]":
            yield from _values(tokens)
        tokens.pop()
    elif first == "{":
        yield _fields(tokens, end="}")
    elif first[0] in "\"'":
        while tokens and tokens[-1][0] in "\"'":  # texts side by side are one
            first = first[:-1] + _requoted(tokens.pop(), first[0])
        yield _text(first)
    else:
        yield _word(first)


def _requoted(token: str, quote: str) -> str:
    inner = token[1:-1]
    return (inner if token[0] == quote else inner.replace(quote, "\\" + quote)) + quote


def _text(token: str) -> str:
    """Escapes are those of C; octal and hex ones stand for bytes, which in a text are UTF-8."""
    octets = _ESCAPE.sub(_octets, token[1:-1].encode("utf-8"))
    return octets.decode("utf-8", errors="surrogateescape")  # other bytes: a value of type bytes


def _octets(escape: re.Match[bytes]) -> bytes:
    code = escape[1].decode("ascii")
    if code[0] in "01234567":
        return bytes([int(code, 8)])
    if code[0] in "xX":
        return bytes([int(code[1:], 16)])
    if code[0] in "uU":
        return chr(int(code[1:], 16)).encode("utf-8")
    return _NAMED.get(code, code).encode("ascii")


def _word(word: str) -> Scalar:
    if word in ("true", "false"):
        return word == "true"
    try:
        return int(word, 0)
    except ValueError:
        return word
