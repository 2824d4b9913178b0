"""Where each character of a YAML scalar stands, however it is written: plain, quoted, | or >."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_HEADER = re.compile(r"[|>].*")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ESCAPE = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n|.)"
_TOKENS = {"'": re.compile(r"''|\S"), '"': re.compile(rf"{_ESCAPE}|\S", re.DOTALL)}
_VISIBLE = re.compile(r"\S")
_BLANK_ESCAPES = set(" \t\n\rntrvfNLP_")


def place_within(raw: str, value: str, line: int, column: int) -> tuple[int, int]:
    r"""Line and column in `raw`, the source of a scalar, of a line and column in its `value`.

    All count from 1. Folding changes nothing but white space, so the n-th visible character of the
    value is the n-th visible one of the source.

    >>> place_within("'it''s\n   me'", "it's me", 1, 6)
    (2, 4)
    """
    lines = value.split("\n")
    index = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
    offsets = list(_visible(raw))
    count = sum(not character.isspace() for character in value[:index])
    if index < len(value) and not value[index].isspace() and count < len(offsets):
        return _place(raw, offsets[count])
    return _place(raw, offsets[min(count, len(offsets)) - 1] + 1) if offsets and count else (1, 1)


def _visible(raw: str) -> Iterator[int]:
    """The offset of every character that is not white space, of an escape its beginning."""
    start = _end(_PROPERTIES, raw, 0)
    style = raw[start : start + 1]
    if style in ("|", ">"):
        start = _end(_HEADER, raw, start)
    tokens = _TOKENS.get(style, _VISIBLE)
    for token in tokens.finditer(raw, start + (style in _TOKENS)):
        if not _is_blank(token[0]):
            yield token.start()


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _is_blank(piece: str) -> bool:
    if not piece.startswith("\\") or len(piece) == 1:
        return False
    if len(piece) > 3:
        return chr(int(piece.lstrip("\\xuU"), base=16)).isspace()
    return piece[-1] in _BLANK_ESCAPES


def _place(raw: str, offset: int) -> tuple[int, int]:
    breaks = list(_BREAK.finditer(raw, 0, offset))
    return len(breaks) + 1, offset - (breaks[-1].end() if breaks else 0) + 1
