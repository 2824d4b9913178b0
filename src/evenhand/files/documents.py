"""PDF, text and mail: what makes them so, and what they may not carry."""

from __future__ import annotations

import re
import zipfile
from email import policy
from email.errors import MessageError
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from evenhand.core.errors import FileRefused
from evenhand.core.said import said

_TAIL: Final = 2048
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)(?=[\s/<\[(])")
_MARKUP: Final = re.compile(
    r"<\s*(?:!doctype|html|head|body|script|iframe|object|embed|svg|\?xml)\b", re.IGNORECASE
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BOMS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def check_pdf(path: Path, name: str) -> None:
    """Raises FileRefused unless it is a whole PDF that runs nothing and carries no other file."""
    content = path.read_bytes()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_TAIL:]:
        raise FileRefused(
            said(
                "{name} is no whole PDF: its beginning or end is missing. Save it again.", name=name
            )
        )
    if zipfile.is_zipfile(path):
        raise two_at_once(name)
    if _ACTIVE.search(content):
        raise FileRefused(
            said(
                "{name} is not taken: this PDF carries a program or another file. "
                "Print it into a new PDF and add that one.",
                name=name,
            )
        )


def check_text(path: Path, name: str) -> None:
    """Raises FileRefused unless people can read it as it is."""
    text = _decoded(path.read_bytes())
    if text is None or _CONTROL.search(text) or zipfile.is_zipfile(path):
        raise FileRefused(
            said("{name} is no text: it holds what cannot be read. Add it as PDF.", name=name)
        )
    if _MARKUP.search(text):
        raise FileRefused(
            said(
                "{name} is not taken: it is a web page, not a text. Save it as PDF and add that.",
                name=name,
            )
        )


def check_mail(path: Path, name: str) -> None:
    """Raises FileRefused unless it is a mail as programs save it."""
    content = path.read_bytes()
    try:
        headers = BytesParser(policy=policy.compat32).parsebytes(content, headersonly=True)
    except (MessageError, ValueError):
        headers = None
    known = headers and headers["From"] and (headers["Date"] or headers["Message-ID"])
    if not known or b"\0" in content or zipfile.is_zipfile(path):
        raise FileRefused(
            said(
                "{name} is no mail: it has no sender or date. "
                "In your mail program, choose “save as” and the format EML.",
                name=name,
            )
        )


def two_at_once(name: str) -> FileRefused:
    """Of a file that is one thing to one program and another to the next."""
    return FileRefused(
        said(
            "{name} is not taken: a second file is hidden in it. "
            "Open it and save it as a new file.",
            name=name,
        )
    )


def _decoded(content: bytes) -> str | None:
    """The text, in UTF-8, UTF-16 with its mark, or GB 18030; None if it is none of them."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _try(content, encoding)
    text = _try(content, "utf-8-sig")
    return text if text is not None else _try(content, "gb18030")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
