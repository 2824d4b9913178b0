"""Sound and film in the MP4 family: a chain of boxes that fills the file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from evenhand.core.errors import FileRefused
from evenhand.core.said import said

_BOXES: Final = 10_000
_NEEDED: Final = {b"ftyp", b"moov"}


def check_media(path: Path, name: str) -> None:
    """Raises FileRefused unless the boxes fill the file, with a table of contents and content."""
    kinds = _boxes(path)
    has_content = kinds is not None and {b"mdat", b"moof"} & set(kinds)
    if kinds is None or not set(kinds) >= _NEEDED or not has_content or kinds[0] != b"ftyp":
        raise FileRefused(
            said(
                "{name} is damaged or was not recorded to its end. "
                "Play it; if that works, save it again as MP4 or M4A.",
                name=name,
            )
        )
    if zipfile.is_zipfile(path):
        raise FileRefused(
            said(
                "{name} is not taken: a second file is hidden in it. "
                "Open it and save it as a new file.",
                name=name,
            )
        )


def _boxes(path: Path) -> list[bytes] | None:
    """The kinds of the outermost boxes; None where they do not fill the file exactly."""
    end, place = path.stat().st_size, 0
    kinds: list[bytes] = []
    with path.open("rb") as file:
        while place < end and len(kinds) < _BOXES:
            file.seek(place)
            head = file.read(16)
            if len(head) < 8:
                return None
            size, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if size == 1:
                size = int.from_bytes(head[8:16], "big")
            elif size == 0:  # to the end of the file
                size = end - place
            if size < 8 or place + size > end:
                return None
            kinds.append(kind)
            place += size
    return kinds if place == end else None
