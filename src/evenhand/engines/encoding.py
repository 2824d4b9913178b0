"""How the characters of a contact file are written, found out from the file itself."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.said import said

UTF8, UTF8_BOM, GB18030, UTF16 = "utf-8", "utf-8-sig", "gb18030", "utf-16"
NAMES = {UTF8: "UTF-8", UTF8_BOM: "UTF-8 with BOM", GB18030: "GB18030", UTF16: "UTF-16"}
CHUNK = 1 << 20


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked if its name ends in .gz."""
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.open(path))
    return path.open("rb")


def detect_encoding(path: Path) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030.

    A file that is UTF-8 but for a few torn characters is UTF-8: read as GB18030 it would turn into
    other words. Raises ContactsRefused if it is none of them.
    """
    with open_bytes(path) as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF16
    utf8 = UTF8_BOM if start.startswith(codecs.BOM_UTF8) else UTF8
    if utf8 == UTF8_BOM or _decodes(path, UTF8) or _mostly_utf8(path):
        return utf8
    if _decodes(path, GB18030):
        return GB18030
    message = said("the file is neither UTF-8 nor GB18030 (GBK, GB2312)")
    hint = said("save it as “CSV UTF-8” and try again")
    raise ContactsRefused([Problem(message, path.name, hint=hint)])


def transcode(path: Path, encoding: str, target: Path) -> None:
    """Write the file again as UTF-8 with one kind of line ends, a piece at a time."""
    with target.open("w", encoding=UTF8, newline="") as out:
        torn = ""
        for piece in _pieces(path, encoding, "replace"):
            text = torn + piece
            torn = "\r" if text.endswith("\r") else ""  # its line feed may come with the next
            out.write(text.removesuffix("\r").replace("\r\n", "\n"))
        out.write(torn)


def mixes_line_ends(path: Path) -> bool:
    """Whether some lines end as on Windows and others do not: two programs wrote the file."""
    with open_bytes(path) as file:
        start = file.read(CHUNK)
    return 0 < start.count(b"\r\n") < start.count(b"\n")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in _pieces(path, encoding, "strict"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(path: Path) -> bool:
    """Of the first characters beyond ASCII (some megabytes suffice), more are whole than torn."""
    telling = (piece for piece in _pieces(path, UTF8, "replace") if not piece.isascii())
    sample = "".join(islice(telling, 4))
    torn = sample.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in sample)
    return beyond_ascii - torn > torn


def _pieces(path: Path, encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with open_bytes(path) as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
