"""Files that are there whole or not at all, whenever the power goes."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_UNFINISHED = ".unfinished"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary file to write; it takes its name only when it stands on the disk in full.

    Two who write the same file at once do not get in each other's way: the last one stands.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_UNFINISHED}")
    try:
        yield draft
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    settle(draft)
    draft.replace(path)
    settle(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def sweep_unfinished(folder: Path) -> None:
    """Remove what a killed run left behind half-written."""
    for draft in folder.glob(f".*{_UNFINISHED}"):
        draft.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Make what was written to a file, or the new names in a folder, last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
