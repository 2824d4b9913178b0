"""Pictures are opened in a process of their own, with little memory and little time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from evenhand.core.errors import FileRefused
from evenhand.core.said import said
from evenhand.files.documents import two_at_once
from evenhand.files.drawing import BROKEN, TOO_LARGE
from evenhand.files.kinds import Kind

SECONDS: Final = 20
SHOWN_TYPE: Final = "image/webp"
_MARKUP: Final = (b"<script", b"<html", b"<!doctype html", b"<svg")
_HEAD: Final = 1024


def draw(path: Path, shown: Path, kind: Kind, *, name: str) -> None:
    """Write a copy to be shown: smaller, upright, without EXIF, places or anything hidden.

    Raises FileRefused if it cannot be drawn, is beyond the bounds, or is something else as well.
    """
    content = path.read_bytes()
    if zipfile.is_zipfile(path) or b"%PDF-" in content[:_HEAD]:
        raise two_at_once(name)
    if any(mark in content.lower() for mark in _MARKUP):
        raise two_at_once(name)
    code = _draw(path, shown, kind)
    if code == TOO_LARGE:
        raise FileRefused(
            said(
                "{name} has too many pixels. Make it smaller (50 million pixels at most) "
                "and add it once more.",
                name=name,
            )
        )
    if code:
        raise FileRefused(
            said(
                "{name} cannot be shown as a picture: it is damaged or not whole. "
                "Open it, save it again, and add that.",
                name=name,
            )
        )


def _draw(path: Path, shown: Path, kind: Kind) -> int:
    command = [sys.executable, "-m", "evenhand.files.drawing", kind.name, str(path), str(shown)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, on paths of ours
            command,
            check=False,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return BROKEN
    return done.returncode
